import {
  findRecord,
  INFERRED_FAILED as RECORD_INFERRED_FAILED,
  INFERRED_SUCCEEDED as RECORD_INFERRED_SUCCEEDED,
  UNTOLD as RECORD_UNTOLD,
  useRecord,
} from '../memory/record-table.ts';
import { logit, sigmoid } from '../numeric/logit.ts';
import { STEPS } from '../run/counts.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { signsOf } from '../run/signs.ts';
import { toldBaseRate } from '../stages/confidence/base-rate.ts';
import type { Learned } from './learn-step.ts';
import { INFERRED, INFERRED_FAILED, INFERRED_SUCCEEDED, UNTOLD } from './mind.ts';
import { natsOfSigns } from './sign-records.ts';

/** How a run seems to have ended, where nobody said, and what that taught. */
export interface Inferred {
  /** P(it ended well). */
  readonly probability: number;
  /** What it rests on, as bits in the order of `SIGNS`; 0 for nothing. */
  readonly signs: number;
  /** Weights taught: of a good end, of a bad one, and of nothing known; together one half. */
  readonly inferredSucceeded: number;
  readonly inferredFailed: number;
  readonly untold: number;
  /** 1 where it is counted among the outcomes that were inferred. */
  readonly counts: 0 | 1;
}

/** A run nobody told the outcome of counts half as much as one somebody did. */
const UNTOLD_WEIGHT = 0.5;

/**
 * What the signs of a run say of its end; undefined where it shows neither a sign nor a step.
 *
 *     logit p = logit(base rate, from what was told) + nats of the signs
 *     known   = |2σ(nats) − 1|: 0 where they leave the base rate as it is, below 1 always
 *
 * Of its weight of one half, the share that is known counts as a good end with p and as a bad one with
 * 1 − p; the rest stays unknown.
 */
export function inferOutcome(run: RunMemory, learned: Learned): Inferred | undefined {
  const signs = signsOf(run.numbers);
  if (signs === 0 && run.numbers[STEPS] === 0) return undefined;
  const nats = signs === 0 ? 0 : natsOfSigns(learned, run.mind, signs);
  const probability = sigmoid(logit(toldBaseRate(run, learned)) + nats);
  const weight = UNTOLD_WEIGHT * Math.abs(2 * sigmoid(nats) - 1);
  const inferredSucceeded = grained(weight * probability);
  const inferredFailed = grained(weight * (1 - probability));
  const known = inferredSucceeded + inferredFailed;
  return {
    probability,
    signs,
    inferredSucceeded,
    inferredFailed,
    untold: UNTOLD_WEIGHT - known,
    counts: known > 0 ? 1 : 0,
  };
}

/** Teaches it to base rates and the task's records; `sign` −1 takes it back, exactly. */
export function teachInferred(
  { population, records }: Learned,
  run: RunMemory,
  inferred: Inferred,
  sign: 1 | -1 = 1,
): void {
  for (const { numbers } of [run.mind, population]) {
    numbers[INFERRED]! += sign * inferred.counts;
    numbers[INFERRED_SUCCEEDED]! += sign * inferred.inferredSucceeded;
    numbers[INFERRED_FAILED]! += sign * inferred.inferredFailed;
    numbers[UNTOLD]! += sign * inferred.untold;
  }
  if (run.task === undefined) return;
  for (const key of [run.taskKey, run.ownTaskKey]) {
    // A record may have given way in between: then there is nothing to take back.
    if (sign < 0 && findRecord(records, key) < 0) continue;
    const at = useRecord(records, key);
    addWeight(records.numbers, at + RECORD_INFERRED_SUCCEEDED, sign * inferred.inferredSucceeded);
    addWeight(records.numbers, at + RECORD_INFERRED_FAILED, sign * inferred.inferredFailed);
    addWeight(records.numbers, at + RECORD_UNTOLD, sign * inferred.untold);
  }
}

/** Nor below 0, for one that gave way and came back. */
function addWeight(numbers: Float64Array, at: number, weight: number): void {
  numbers[at] = Math.max(numbers[at]! + weight, 0);
}

/** Down to a multiple of 1/1024: sums of those are exact, so what was added can be taken away. */
function grained(weight: number): number {
  return Math.floor(weight * GRAINS) / GRAINS;
}

const GRAINS = 1024;
