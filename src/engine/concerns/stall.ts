import { RUN } from '../memory/layout.ts';
import { STEPS } from '../run/counts.ts';
import type { Beginning, Detector } from './detector.ts';
import { strengthOf as loopStrength } from './loop.ts';

/**
 * A stall: effort grows and nothing new comes of it, while the acts move. A step is quiet when its
 * news was there before, or says that there is nothing; a landed change and new news end it. A
 * batch is no stall: acts over new items that are merely acknowledged are work. An act that only
 * comes again is the loop's business and counts here neither way.
 *
 *     strength = 1 − 2^(−(quiet − 1) / 6):   .5 at seven quiet steps, as a loop at three turns
 */
export const stall: Detector = {
  kind: 'stall',

  open(run) {
    run.numbers.fill(0, RUN.stall, RUN.stall + 8);
  },

  learnStep(run, step) {
    if (step.exempt) return;
    const { numbers } = run;
    if (!step.newAct) {
      if (step.newNews) numbers[QUIET] = 0;
      return;
    }
    const acknowledged =
      step.failed !== 1 && step.newsWeight < Math.max(step.argsChars, ACK_CHARS) && !step.empty;
    if (step.changed || (step.newNews && !step.empty) || acknowledged) {
      numbers[QUIET] = 0;
      return;
    }
    if (numbers[QUIET] === 0) {
      numbers[FIRST_EVENT] = step.callEvent;
      numbers[FIRST_AT] = step.callAt;
      numbers[FIRST_STEP] = numbers[STEPS]! - 1;
      numbers[FIRST_TOKENS] = step.callTokens;
    }
    numbers[QUIET]! += 1;
  },

  strength(run) {
    return loopStrength(1 + (run.numbers[QUIET]! - 1) / 3);
  },

  beginning(run): Beginning {
    const { numbers } = run;
    return {
      event: numbers[FIRST_EVENT]!,
      at: numbers[FIRST_AT]!,
      step: numbers[FIRST_STEP]!,
      tokens: numbers[FIRST_TOKENS]!,
    };
  },

  evidence(run) {
    return `${run.numbers[QUIET]!} different steps in a row, nothing new in any of them`;
  },
};

/** Answers up to this long may be a mere acknowledgement. */
const ACK_CHARS = 80;
const QUIET = RUN.stall;
const FIRST_EVENT = RUN.stall + 1;
const FIRST_AT = RUN.stall + 2;
const FIRST_STEP = RUN.stall + 3;
const FIRST_TOKENS = RUN.stall + 4;
