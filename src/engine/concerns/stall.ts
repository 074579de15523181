import { learnAnswer } from '../learning/patience.ts';
import { RUN } from '../memory/layout.ts';
import {
  BEGINNING_FIELDS,
  beginningAt,
  beginWithStep,
  strengthOf,
  type Detector,
} from './detector.ts';

/**
 * A stall: effort grows and nothing new comes of it, while the acts move. A step is quiet when its
 * news was there before, or says that there is nothing; a landed change and new news end it. A
 * batch is no stall: acts over new items that are merely acknowledged are work, unless the program
 * is known to answer each of them differently. An act that only comes again is the loop's business
 * and counts here neither way; nor are the parallel calls of a single round a stall.
 *
 *     strength = 1 − 2^(−(quiet − 1) / 4):   .5 at five quiet steps, as a loop at three turns
 */
export const stall: Detector = {
  kind: 'stall',
  mostAction: 'stop',
  wedged: true,

  open(run) {
    run.numbers[QUIET] = 0;
    run.numbers[ROUNDS] = 0;
  },

  learnStep(run, step, records) {
    // Without a result nothing can be said of what it brought.
    if (step.exempt || step.poller || step.outage || step.note || step.news === 0) return;
    const { numbers } = run;
    if (!step.newAct) {
      if (step.newNews) numbers[QUIET] = 0;
      return;
    }
    if (step.progress) {
      numbers[QUIET] = 0;
      if (step.failed !== 1 && !step.changed) learnAnswer(records, step);
      return;
    }
    if (numbers[QUIET] === 0) {
      beginWithStep(numbers, BEGAN, step);
      numbers[FIRST_ROUND] = step.round;
      numbers[ROUNDS] = 1;
    } else if (step.round === 0 || step.round !== numbers[FIRST_ROUND]) numbers[ROUNDS] = 2;
    numbers[QUIET]! += 1;
    numbers[PROGRAM] = step.ownProgramHash;
  },

  // Another program may be the way out.
  goesOn: (run, call) => run.numbers[PROGRAM] === call.ownProgramHash,

  strength: (run) => (run.numbers[ROUNDS]! < 2 ? 0 : strengthOf(1 + (run.numbers[QUIET]! - 1) / 2)),
  beginning: (run) => beginningAt(run.numbers, BEGAN),
  evidence: (run) => `${run.numbers[QUIET]!} different steps in a row, nothing new in any of them`,
};

const BEGAN = RUN.stall;
const QUIET = RUN.stall + BEGINNING_FIELDS;
const FIRST_ROUND = QUIET + 1;
/** 2 for two rounds or more: what one turn began at once says little. */
const ROUNDS = QUIET + 2;
/** What the last quiet step ran. */
const PROGRAM = QUIET + 3;
