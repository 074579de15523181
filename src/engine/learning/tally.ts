import {
  FAILED as RECORD_FAILED,
  findRecord,
  INFERRED_FAILED as RECORD_INFERRED_FAILED,
  INFERRED_SUCCEEDED as RECORD_INFERRED_SUCCEEDED,
  UNTOLD as RECORD_UNTOLD,
  WORKED,
  type RecordTable,
} from '../memory/record-table.ts';
import { shrunkenRate, SHRINKAGE } from '../numeric/shrinkage.ts';
import {
  FAILED,
  INFERRED_FAILED,
  INFERRED_SUCCEEDED,
  SUCCEEDED,
  UNTOLD,
  type Mind,
} from './mind.ts';

/**
 * How runs ended: how many did well and badly, as told; and of those nobody told of, weights of what
 * was inferred and of what stays unknown.
 */
export interface Tally {
  succeeded: number;
  failed: number;
  inferredSucceeded: number;
  inferredFailed: number;
  untold: number;
}

export function createTally(): Tally {
  return { succeeded: 0, failed: 0, inferredSucceeded: 0, inferredFailed: 0, untold: 0 };
}

/** Fills `into` with the runs of a mind. */
export function tallyMind(into: Tally, { numbers }: Mind): void {
  into.succeeded = numbers[SUCCEEDED]!;
  into.failed = numbers[FAILED]!;
  into.inferredSucceeded = numbers[INFERRED_SUCCEEDED]!;
  into.inferredFailed = numbers[INFERRED_FAILED]!;
  into.untold = numbers[UNTOLD]!;
}

/** Fills `into` with the runs of a task. @param at Where its record begins; -1 if there is none. */
export function tallyTask(into: Tally, { numbers }: RecordTable, at: number): void {
  into.succeeded = at < 0 ? 0 : numbers[at + WORKED]!;
  into.failed = at < 0 ? 0 : numbers[at + RECORD_FAILED]!;
  into.inferredSucceeded = at < 0 ? 0 : numbers[at + RECORD_INFERRED_SUCCEEDED]!;
  into.inferredFailed = at < 0 ? 0 : numbers[at + RECORD_INFERRED_FAILED]!;
  into.untold = at < 0 ? 0 : numbers[at + RECORD_UNTOLD]!;
}

/** Where a task's record begins; -1 if there is none. @param key 0 without a task. */
export function taskRecord(records: RecordTable, key: number): number {
  return key === 0 ? -1 : findRecord(records, key);
}

/** Takes another tally away; a mind may be younger than the records, so nothing falls below 0. */
export function without(from: Tally, other: Tally): void {
  from.succeeded = Math.max(from.succeeded - other.succeeded, 0);
  from.failed = Math.max(from.failed - other.failed, 0);
  withoutInferred(from, other);
}

export function withoutInferred(
  from: Tally,
  other: Pick<Tally, 'inferredSucceeded' | 'inferredFailed' | 'untold'>,
): void {
  from.inferredSucceeded = Math.max(from.inferredSucceeded - other.inferredSucceeded, 0);
  from.inferredFailed = Math.max(from.inferredFailed - other.inferredFailed, 0);
  from.untold = Math.max(from.untold - other.untold, 0);
}

/** Leaves what was told. */
export function keepTold(tally: Tally): void {
  tally.inferredSucceeded = 0;
  tally.inferredFailed = 0;
  tally.untold = 0;
}

/**
 * Share that ended well: what was told, shrunk to what was inferred, that to a parent's rate. So all
 * that was inferred counts as no more than four outcomes that were told, however much it is. What is
 * unknown stays with the parent: where one run in twenty shows how it ended, that says little of the
 * other nineteen.
 */
export function rateOf(tally: Tally, parent: number): number {
  const { inferredSucceeded, inferredFailed, untold } = tally;
  const unknown = untold + SHRINKAGE;
  const supposed =
    (inferredSucceeded + unknown * parent) / (inferredSucceeded + inferredFailed + unknown);
  return shrunkenRate(tally.succeeded, tally.failed, supposed);
}

/** How far what was observed, and not a parent, makes that rate: 0 … 1. */
export function observedShare(tally: Tally): number {
  const { succeeded, failed, inferredSucceeded, inferredFailed, untold } = tally;
  const inferred = inferredSucceeded + inferredFailed;
  const supposed = inferred / (inferred + untold + SHRINKAGE);
  return (succeeded + failed + SHRINKAGE * supposed) / (succeeded + failed + SHRINKAGE);
}
