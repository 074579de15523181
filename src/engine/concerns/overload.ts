import { RUN } from '../memory/layout.ts';
import { LAST_AT, LATENESS, OPEN } from '../run/counts.ts';
import { FEATURE } from '../run/features.ts';
import {
  BEGINNING_FIELDS,
  beginningAt,
  beginAt,
  beginWithStep,
  strengthOf,
  type Detector,
} from './detector.ts';

/**
 * Overload: more is under way than can be done, and it shows. A state is overloaded when the mean
 * load is at least .8 and things take twice as long as expected (or, where nothing is expected, at a
 * load of .9); a step, when at least 16 calls are open and its own took twice its usual time. Calls
 * of one round count once.
 *
 *     strength = 1 − 2^(−(n − 1) / 2), n overloaded observations in a row: .5 at the third
 */
export const overload: Detector = {
  kind: 'overload',
  mostAction: 'tell',
  wedged: false,

  open(run) {
    run.numbers[OBSERVED] = 0;
  },

  learnStep(run, step) {
    const { numbers } = run;
    if (step.round !== 0 && numbers[ROUND] === step.round) return;
    const load = numbers[OPEN]! / (numbers[OPEN]! + 4);
    if (!isOver(load, numbers[LATENESS]!, Number.POSITIVE_INFINITY)) {
      // A state says more of its load than a finished process does.
      if (step.round !== 0) numbers[OBSERVED] = 0;
      return;
    }
    numbers[ROUND] = step.round;
    if (numbers[OBSERVED] === 0) beginWithStep(numbers, BEGAN, step);
    numbers[OBSERVED]! += 1;
  },

  learnMoment(run, event) {
    const { numbers } = run;
    const load = numbers[RUN.features + FEATURE.load]!;
    if (!isOver(load, numbers[RUN.features + FEATURE.lateness]!, LOAD_ALONE)) {
      numbers[OBSERVED] = 0;
      return;
    }
    if (numbers[OBSERVED] === 0) beginAt(numbers, BEGAN, event, numbers[LAST_AT]!);
    numbers[OBSERVED]! += 1;
  },

  strength: (run) => strengthOf(run.numbers[OBSERVED]!),
  beginning: (run) => beginningAt(run.numbers, BEGAN),
  evidence: (run) =>
    `more under way than gets done, ${run.numbers[OBSERVED]!} observations in a row`,
};

function isOver(load: number, lateness: number, alone: number): boolean {
  return lateness >= 0 ? load >= LOAD_LATE && lateness >= TWICE : load >= alone;
}

const LOAD_LATE = 0.8;
const LOAD_ALONE = 0.9;
/** Lateness o / (1 + o) of what took twice as long as expected. */
const TWICE = 0.5;
const BEGAN = RUN.overload;
const OBSERVED = BEGAN + BEGINNING_FIELDS;
const ROUND = OBSERVED + 1;
