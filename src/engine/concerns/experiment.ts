import { BEGINNING_FIELDS, beginWithStep } from './detector.ts';
import { learnFlip } from '../learning/patience.ts';
import { EXPERIMENT_FIELDS, RUN } from '../memory/layout.ts';
import type { RecordTable } from '../memory/record-table.ts';
import { STEPS } from '../run/counts.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';

/**
 * The failure that is worked on: an act that failed, is changed for, and is run again. Each change
 * followed by the same failure is an experiment that moved nothing; a different failure is news, and
 * a success after a change shows that the act checks the work, whatever it is called.
 */
const BEGAN = RUN.experiment;
const ACT = BEGAN + BEGINNING_FIELDS;
const UNMOVED = ACT + 1;
const LAST_STEP = ACT + 2;
const CHANGED_SINCE = ACT + 3;

/** Steps after which a failure that is not met again is no longer worked on. */
const PATIENCE_STEPS = 24;

/** Changes after each of which the same act failed in the same way. */
export function unmovedExperiments(run: RunMemory): number {
  const { numbers } = run;
  return numbers[STEPS]! - numbers[LAST_STEP]! > PATIENCE_STEPS ? 0 : numbers[UNMOVED]!;
}

/** Where the failure was first met: see `beginningAt`. */
export const EXPERIMENT_BEGAN = BEGAN;

export function openExperiment(run: RunMemory): void {
  run.numbers.fill(0, BEGAN, BEGAN + EXPERIMENT_FIELDS);
}

/** @returns Whether the step passed after a change what had failed before: it is a check. */
export function learnExperiment(run: RunMemory, step: Step, records: RecordTable): boolean {
  const { numbers } = run;
  if (step.changed && step.newAct) {
    numbers[CHANGED_SINCE] = 1;
    return false;
  }
  const isIt = numbers[ACT] === step.act && numbers[LAST_STEP]! > 0;
  if (isIt && step.failed === 0) {
    const flipped = numbers[CHANGED_SINCE] === 1;
    openExperiment(run);
    if (flipped) learnFlip(records, step);
    return flipped;
  }
  if (step.failed === 0 || step.outage) return false;
  // The last failure, or one met before it: whack-a-mole moves nothing either.
  if (isIt && !step.newPair) {
    numbers[UNMOVED]! += numbers[CHANGED_SINCE]!;
  } else if (isIt || unmovedExperiments(run) === 0) {
    // A failure met for the first time, or one that a change moved.
    numbers[UNMOVED] = 0;
    beginWithStep(numbers, BEGAN, step);
    numbers[ACT] = step.act;
  } else return false;
  numbers[LAST_STEP] = numbers[STEPS]!;
  numbers[CHANGED_SINCE] = 0;
  return false;
}
