import {
  findRecord,
  INFERRED_FAILED as RECORD_INFERRED_FAILED,
  INFERRED_SUCCEEDED as RECORD_INFERRED_SUCCEEDED,
  useRecord,
  type RecordTable,
} from '../memory/record-table.ts';
import { logit, sigmoid } from '../numeric/logit.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { signsOf } from '../run/signs.ts';
import { toldBaseRate } from '../stages/confidence/base-rate.ts';
import type { Learned } from './learn-step.ts';
import { INFERRED, INFERRED_FAILED, INFERRED_SUCCEEDED } from './mind.ts';
import { natsOfSigns } from './sign-records.ts';

/** How a run seems to have ended, where nobody said; what it taught lies in `succeeded`, `failed`. */
export interface Inferred {
  /** P(it ended well). */
  readonly probability: number;
  /** What it rests on, as bits in the order of `SIGNS`. */
  readonly signs: number;
  /** Weights taught, together at most one half; `counts` is 0 where they are. */
  readonly succeeded: number;
  readonly failed: number;
  readonly counts: 0 | 1;
}

/** An inferred outcome counts at most half as much as one that was told. */
export const INFERRED_WEIGHT_MAX = 0.5;

/**
 * What the signs of a run say of its end; undefined where it shows none.
 *
 *     logit p = logit(base rate, from what was told) + nats of the signs
 *     weight  = ½ · |2σ(nats) − 1|: 0 where they leave the base rate as it is, never over one half
 *
 * It counts as p · weight of a good end and (1 − p) · weight of a bad one.
 */
export function inferOutcome(run: RunMemory, learned: Learned): Inferred | undefined {
  const signs = signsOf(run.numbers);
  if (signs === 0) return undefined;
  const nats = natsOfSigns(learned, run.mind, signs);
  const probability = sigmoid(logit(toldBaseRate(run, learned)) + nats);
  const weight = INFERRED_WEIGHT_MAX * Math.abs(2 * sigmoid(nats) - 1);
  const succeeded = grained(weight * probability);
  const failed = grained(weight * (1 - probability));
  return { probability, signs, succeeded, failed, counts: succeeded + failed > 0 ? 1 : 0 };
}

/** Teaches it to base rates and the task's records; `sign` −1 takes it back, exactly. */
export function teachInferred(
  learned: Learned,
  run: RunMemory,
  inferred: Inferred,
  sign: 1 | -1 = 1,
): void {
  const { succeeded, failed, counts } = inferred;
  for (const { numbers } of [run.mind, learned.population]) {
    numbers[INFERRED]! += sign * counts;
    numbers[INFERRED_SUCCEEDED]! += sign * succeeded;
    numbers[INFERRED_FAILED]! += sign * failed;
  }
  if (run.task === undefined || counts === 0) return;
  for (const key of [run.taskKey, run.ownTaskKey]) {
    teachTask(learned.records, key, sign * succeeded, sign * failed);
  }
}

/** A record may have given way in between: then there is nothing to take back. */
function teachTask(records: RecordTable, key: number, succeeded: number, failed: number): void {
  if (succeeded + failed < 0 && findRecord(records, key) < 0) return;
  const at = useRecord(records, key);
  const { numbers } = records;
  numbers[at + RECORD_INFERRED_SUCCEEDED] = Math.max(
    numbers[at + RECORD_INFERRED_SUCCEEDED]! + succeeded,
    0,
  );
  numbers[at + RECORD_INFERRED_FAILED] = Math.max(
    numbers[at + RECORD_INFERRED_FAILED]! + failed,
    0,
  );
}

/** Down to a multiple of 1/1024: sums of those are exact, so what was added can be taken away. */
function grained(weight: number): number {
  return Math.floor(weight * GRAINS) / GRAINS;
}

const GRAINS = 1024;
