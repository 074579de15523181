import { RUN, THRASH_FIELDS } from '../memory/layout.ts';
import { LAST_AT } from '../run/counts.ts';
import { EXPERIMENT_BEGAN, openExperiment, unmovedExperiments } from './experiment.ts';
import { FEATURE } from '../run/features.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { BEGINNING_FIELDS, beginningAt, beginAt, strengthOf, type Detector } from './detector.ts';

/**
 * Thrash: switching without finishing. In events, one change after another is tried and the same
 * failure comes after each; in states, attention returns again and again to a process it had left,
 * while none finishes and nothing progresses.
 *
 *     strength = 1 − 2^(−(n − 1) / 5), n changes that moved nothing: .5 at the sixth
 *     strength = 1 − 2^(−(n − 1) / 6), n returns:                    .5 at the seventh
 */
export const thrash: Detector = {
  kind: 'thrash',
  mostAction: 'stop',
  wedged: true,

  open(run) {
    openExperiment(run);
    run.numbers.fill(0, BEGAN, BEGAN + THRASH_FIELDS);
  },

  learnStep(run) {
    run.numbers[RETURNS] = 0;
  },

  learnMoment(run, event, focus) {
    const { numbers, words } = run;
    const progress = numbers[RUN.features + FEATURE.progress]!;
    if (progress > numbers[PROGRESS]!) numbers[RETURNS] = 0;
    numbers[PROGRESS] = progress >= 0 ? progress : 0;
    if (focus === 0 || focus === words[LAST]) return;
    // Only going back to what was left before the last switch is a return.
    if (focus === words[BEFORE]) {
      if (numbers[RETURNS] === 0) beginAt(numbers, BEGAN, event, numbers[LAST_AT]!);
      numbers[RETURNS]! += 1;
    } else numbers[RETURNS] = 0;
    words[BEFORE] = words[LAST]!;
    words[LAST] = focus;
  },

  goesOn: (_run, call) => call.writes,
  strength: (run) => Math.max(ofExperiments(run), strengthOf(1 + (run.numbers[RETURNS]! - 1) / 3)),

  beginning: (run) => beginningAt(run.numbers, isSwitching(run) ? BEGAN : EXPERIMENT_BEGAN),

  evidence(run) {
    if (!isSwitching(run)) {
      return `${unmovedExperiments(run)} different changes, and the same failure after each`;
    }
    return `attention went back ${run.numbers[RETURNS]!} times to what it had left, nothing finished`;
  },
};

function ofExperiments(run: RunMemory): number {
  return strengthOf(1 + (2 * (unmovedExperiments(run) - 1)) / 5);
}

function isSwitching(run: RunMemory): boolean {
  return strengthOf(1 + (run.numbers[RETURNS]! - 1) / 3) > ofExperiments(run);
}

const BEGAN = RUN.thrash;
const RETURNS = BEGAN + BEGINNING_FIELDS;
const PROGRESS = RETURNS + 1;
/** What attention is on, and was on before: two 32-bit words. */
const LAST = 2 * (RETURNS + 2);
const BEFORE = LAST + 1;
