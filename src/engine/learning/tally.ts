import {
  FAILED as RECORD_FAILED,
  findRecord,
  INFERRED_FAILED as RECORD_INFERRED_FAILED,
  INFERRED_SUCCEEDED as RECORD_INFERRED_SUCCEEDED,
  WORKED,
  type RecordTable,
} from '../memory/record-table.ts';
import { shrunkenRate } from '../numeric/shrinkage.ts';
import { FAILED, INFERRED_FAILED, INFERRED_SUCCEEDED, SUCCEEDED, type Mind } from './mind.ts';

/** How runs ended: how many did well and badly, as told; and weights of what was inferred. */
export interface Tally {
  succeeded: number;
  failed: number;
  inferredSucceeded: number;
  inferredFailed: number;
}

export function createTally(): Tally {
  return { succeeded: 0, failed: 0, inferredSucceeded: 0, inferredFailed: 0 };
}

/** Fills `into` with the runs of a mind. */
export function tallyMind(into: Tally, { numbers }: Mind): void {
  into.succeeded = numbers[SUCCEEDED]!;
  into.failed = numbers[FAILED]!;
  into.inferredSucceeded = numbers[INFERRED_SUCCEEDED]!;
  into.inferredFailed = numbers[INFERRED_FAILED]!;
}

/** Fills `into` with the runs of a task. @param key 0 without a task. */
export function tallyTask(into: Tally, { numbers }: RecordTable, at: number): void {
  into.succeeded = at < 0 ? 0 : numbers[at + WORKED]!;
  into.failed = at < 0 ? 0 : numbers[at + RECORD_FAILED]!;
  into.inferredSucceeded = at < 0 ? 0 : numbers[at + RECORD_INFERRED_SUCCEEDED]!;
  into.inferredFailed = at < 0 ? 0 : numbers[at + RECORD_INFERRED_FAILED]!;
}

export function taskRecord(records: RecordTable, key: number): number {
  return key === 0 ? -1 : findRecord(records, key);
}

/** Takes another tally away; a mind may be younger than the records, so nothing falls below 0. */
export function without(from: Tally, other: Tally): void {
  from.succeeded = Math.max(from.succeeded - other.succeeded, 0);
  from.failed = Math.max(from.failed - other.failed, 0);
  withoutInferred(from, other.inferredSucceeded, other.inferredFailed);
}

export function withoutInferred(from: Tally, succeeded: number, failed: number): void {
  from.inferredSucceeded = Math.max(from.inferredSucceeded - succeeded, 0);
  from.inferredFailed = Math.max(from.inferredFailed - failed, 0);
}

/**
 * Share that ended well: what was told, shrunk to what was inferred, that to a parent's rate. So all
 * that was inferred counts as no more than four outcomes that were told, however much it is.
 */
export function rateOf(tally: Tally, parent: number): number {
  const supposed = shrunkenRate(tally.inferredSucceeded, tally.inferredFailed, parent);
  return shrunkenRate(tally.succeeded, tally.failed, supposed);
}
