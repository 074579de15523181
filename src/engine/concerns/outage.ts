import { OUTAGE_FIELDS, RUN } from '../memory/layout.ts';
import { OUTAGE_LABEL } from '../run/calls.ts';
import { STEPS } from '../run/counts.ts';
import { copyLabel, readLabel } from '../run/labels.ts';
import type { RunMemory } from '../run/run-memory.ts';
import {
  BEGINNING_FIELDS,
  beginningAt,
  beginWithStep,
  isOver,
  strengthOf,
  type Detector,
} from './detector.ts';

/**
 * An outage: the other side is down or refuses for now (429, 5xx, a refused connection). That is no
 * loop, and the way out is to wait: a retry after a wait half as long again as the last one counts
 * half. A success of the program that met it ends it, and that it was not met for longer than twice
 * the longest gap, and six steps. Parallel calls of one round count once.
 *
 *     strength = 1 − 2^(−(retries − 1) / 2):   .5 at the third failure in a row without back-off
 */
export const outage: Detector = {
  kind: 'outage',
  mostAction: 'ask',
  wedged: false,

  open(run) {
    run.numbers[FAILURES] = 0;
  },

  learnStep(run, step) {
    if (step.exempt) return;
    const { numbers } = run;
    if (!step.outage) {
      if (step.failed === 0 && numbers[PROGRAM] === step.ownProgramHash) numbers[FAILURES] = 0;
      return;
    }
    if (numbers[FAILURES] === 0 || hasEnded(numbers)) {
      numbers[FAILURES] = 0;
      beginWithStep(numbers, BEGAN, step);
      numbers.fill(0, WEIGHT, BEGAN + OUTAGE_FIELDS);
    } else if (step.round !== 0 && numbers[ROUND] === step.round) return;
    const gap = step.callAt - numbers[LAST_AT]!;
    const backedOff = numbers[LAST_GAP]! > 0 && gap >= BACK_OFF * numbers[LAST_GAP]!;
    numbers[WEIGHT]! += backedOff ? 0.5 : 1;
    numbers[LAST_GAP] = numbers[FAILURES]! > 0 && gap > 0 ? gap : 0;
    if (numbers[FAILURES]! > 0) {
      numbers[GAP_MAX] = Math.max(numbers[GAP_MAX]!, numbers[STEPS]! - numbers[LAST_STEP]!);
    }
    numbers[LAST_STEP] = numbers[STEPS]!;
    numbers[FAILURES]! += 1;
    numbers[LAST_AT] = step.callAt;
    numbers[PROGRAM] = step.ownProgramHash;
    numbers[ROUND] = step.round;
    if (step.labelSlot >= 0) copyLabel(run.labels, step.labelSlot, OUTAGE_LABEL);
  },

  goesOn: (run, call) => run.numbers[PROGRAM] === call.ownProgramHash,

  strength({ numbers }) {
    return numbers[FAILURES] === 0 || hasEnded(numbers) ? 0 : strengthOf(numbers[WEIGHT]!);
  },
  beginning: (run) => beginningAt(run.numbers, BEGAN),
  evidence(run) {
    const what = readLabel(run.labels, OUTAGE_LABEL) || 'a call';
    return `the other side of \`${what}\` is down or refuses, ${run.numbers[FAILURES]!} times in a row`;
  },
};

/** Whether a step comes between two tries: it belongs to the waiting. */
export function isBetweenTries({ numbers }: RunMemory): boolean {
  return numbers[FAILURES]! > 0 && numbers[STEPS]! - numbers[LAST_STEP]! <= BETWEEN_STEPS;
}

function hasEnded(numbers: Float64Array): boolean {
  return isOver(numbers[STEPS]!, numbers[LAST_STEP]!, numbers[GAP_MAX]!);
}

const BETWEEN_STEPS = 3;
const BACK_OFF = 1.5;
const BEGAN = RUN.outage;
const FAILURES = BEGAN + BEGINNING_FIELDS;
/** Failures counted as turns: less for those after a longer wait. */
const WEIGHT = FAILURES + 1;
const LAST_AT = WEIGHT + 1;
const LAST_GAP = WEIGHT + 2;
const PROGRAM = WEIGHT + 3;
const ROUND = WEIGHT + 4;
/** The step that met it last, and the most steps between two that did. */
const LAST_STEP = WEIGHT + 5;
const GAP_MAX = WEIGHT + 6;
