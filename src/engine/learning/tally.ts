import {
  FAILED as RECORD_FAILED,
  INFERRED_FAILED as RECORD_INFERRED_FAILED,
  INFERRED_SUCCEEDED as RECORD_INFERRED_SUCCEEDED,
  UNTOLD as RECORD_UNTOLD,
  WORKED,
} from '../memory/record-table.ts';
import { shrunkenRate, SHRINKAGE } from '../numeric/shrinkage.ts';
import type { Inferred } from './infer-outcome.ts';
import { FAILED, INFERRED_FAILED, INFERRED_SUCCEEDED, SUCCEEDED, UNTOLD } from './mind.ts';

/**
 * How runs ended: how many did well and badly, as told; and of those nobody told of, weights of what
 * was inferred and of what stays unknown. Five numbers, in the order of the places below.
 */
export type Tally = Float64Array;

const GOOD = 0;
const BAD = 1;
const SEEMED_GOOD = 2;
const SEEMED_BAD = 3;
const UNKNOWN = 4;

export function createTally(): Tally {
  return new Float64Array(5);
}

/** Fills `into` with the runs of a mind. */
export function tallyMind(into: Tally, numbers: Float64Array): void {
  into[GOOD] = numbers[SUCCEEDED]!;
  into[BAD] = numbers[FAILED]!;
  into[SEEMED_GOOD] = numbers[INFERRED_SUCCEEDED]!;
  into[SEEMED_BAD] = numbers[INFERRED_FAILED]!;
  into[UNKNOWN] = numbers[UNTOLD]!;
}

/** Fills `into` with the runs of a task. @param at Where its record begins; -1 if there is none. */
export function tallyTask(into: Tally, numbers: Float64Array, at: number): void {
  if (at < 0) {
    into.fill(0);
    return;
  }
  into[GOOD] = numbers[at + WORKED]!;
  into[BAD] = numbers[at + RECORD_FAILED]!;
  into[SEEMED_GOOD] = numbers[at + RECORD_INFERRED_SUCCEEDED]!;
  into[SEEMED_BAD] = numbers[at + RECORD_INFERRED_FAILED]!;
  into[UNKNOWN] = numbers[at + RECORD_UNTOLD]!;
}

/** Takes another tally away; a mind may be younger than the records, so nothing falls below 0. */
export function without(from: Tally, other: Tally): void {
  for (let i = 0; i <= UNKNOWN; i++) from[i] = Math.max(from[i]! - other[i]!, 0);
}

/** Takes away what was inferred of one run. */
export function withoutInferred(from: Tally, one: Inferred): void {
  from[SEEMED_GOOD] = Math.max(from[SEEMED_GOOD]! - one.inferredSucceeded, 0);
  from[SEEMED_BAD] = Math.max(from[SEEMED_BAD]! - one.inferredFailed, 0);
  from[UNKNOWN] = Math.max(from[UNKNOWN]! - one.untold, 0);
}

/** Leaves what was told. */
export function keepTold(tally: Tally): void {
  tally.fill(0, SEEMED_GOOD);
}

/** Whether nothing was told or inferred. */
export function isEmpty(tally: Tally): boolean {
  const told = tally[GOOD]! + tally[BAD]!;
  return told + tally[SEEMED_GOOD]! + tally[SEEMED_BAD]! <= 0;
}

/**
 * Share that ended well: what was told, shrunk to what was inferred, that to a parent's rate. So all
 * that was inferred counts as no more than four outcomes that were told, however much it is. What is
 * unknown stays with the parent: where one run in twenty shows how it ended, that says little of the
 * other nineteen.
 */
export function rateOf(tally: Tally, parent: number): number {
  const seemed = tally[SEEMED_GOOD]! + tally[SEEMED_BAD]!;
  const unknown = tally[UNKNOWN]! + SHRINKAGE;
  const supposed =
    seemed === 0 ? parent : (tally[SEEMED_GOOD]! + unknown * parent) / (seemed + unknown);
  return shrunkenRate(tally[GOOD]!, tally[BAD]!, supposed);
}

/** How far what was observed, and not a parent, makes that rate: 0 … 1. */
export function observedShare(tally: Tally): number {
  const told = tally[GOOD]! + tally[BAD]!;
  const seemed = tally[SEEMED_GOOD]! + tally[SEEMED_BAD]!;
  const supposed = seemed / (seemed + tally[UNKNOWN]! + SHRINKAGE);
  return (told + SHRINKAGE * supposed) / (told + SHRINKAGE);
}
