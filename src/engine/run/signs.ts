import { RUN } from '../memory/layout.ts';
import { asks, DISPLEASED, INTERRUPTED, PLEASED, verdictIn, WENT_ON } from '../words/next-word.ts';
import { CHECK_RUN, isCheck } from './act-kind.ts';
import {
  CHANGE_STEP,
  CHECK,
  CHECK_STEP,
  CHECKS_FAILED,
  CHECKS_PASSED,
  RESULTS,
  STREAK,
} from './counts.ts';
import type { Step } from './step.ts';

const STRONG_NATS = Math.log(2);
const WEAK_NATS = Math.log(1.5);

/**
 * Signs of how a run ended, which nobody had to be asked for. Each speaks of the work as it stands:
 * a change that lands afterwards takes it away, be it a check, a commit or a person's word. (A change
 * is a write that a check would check: no commit, no prose, no tidying up.)
 *
 * `nats` is what a sign adds to the log-odds of a good end before anything is learned of it: a prior,
 * two to one for a sign that judges the work, three to two for one that only touches it.
 */
export const SIGNS = [
  /** The last check passed, and of no kind of check is the last one known a failure. */
  { name: 'check-passed', nats: STRONG_NATS },
  { name: 'check-failed', nats: -STRONG_NATS },
  /** Where no check speaks: the program was run, and worked; or the run's last step failed. */
  { name: 'command-worked', nats: WEAK_NATS },
  { name: 'command-failed', nats: -WEAK_NATS },
  /** A commit, a push, a merge; or the agent's changes taken back as a whole. */
  { name: 'committed', nats: STRONG_NATS },
  { name: 'taken-back', nats: -STRONG_NATS },
  /** What a person said once the agent had acted or spoken. */
  { name: 'went-on', nats: WEAK_NATS },
  { name: 'pleased', nats: STRONG_NATS },
  { name: 'interrupted', nats: -STRONG_NATS },
  { name: 'displeased', nats: -STRONG_NATS },
] as const;

export type Sign = (typeof SIGNS)[number]['name'];

/** Places within the signs of a run. Whether the work was handed on, or taken back. */
const LANDED = RUN.signs + 0;
/** What a person said of it: a verdict of `words/next-word.ts`, 0 for none. */
const WORD = RUN.signs + 1;
/** Whose turn it was last. */
const TURN = RUN.signs + 2;

const COMMITTED = 1;
const TAKEN_BACK = 2;
const AGENT = 1;
const PERSON = 2;
/** The agent spoke last, and asked something. */
const ASKED = 3;

/** Keeps what a step says, before its change is counted. */
export function keepSigns(numbers: Float64Array, step: Step): void {
  if (step.changed && !step.tidying) {
    const landed = numbers[CHANGE_STEP]! > 0 || numbers[LANDED] === COMMITTED;
    numbers[WORD] = 0;
    // To take back what the agent did not do in this run may be the work.
    numbers[LANDED] = step.undoes && landed ? TAKEN_BACK : 0;
  }
  // What was taken back may be committed, too.
  if (step.commits && numbers[LANDED] !== TAKEN_BACK) numbers[LANDED] = COMMITTED;
}

/** The agent acts, or speaks. */
export function noteAgent(numbers: Float64Array, text?: string): void {
  numbers[TURN] = text !== undefined && asks(text) ? ASKED : AGENT;
}

/** A person speaks: the first word of all is no verdict, and of several in a row the worst counts. */
export function hearPerson(numbers: Float64Array, text: string): void {
  if (numbers[TURN] === 0) return;
  const verdict = verdictIn(text, numbers[TURN] === ASKED);
  if (verdict === 0) return;
  numbers[WORD] = numbers[TURN] === PERSON ? Math.max(numbers[WORD]!, verdict) : verdict;
  numbers[TURN] = PERSON;
}

/** Signs that a run shows, as bits in the order of `SIGNS`. */
export function signsOf(numbers: Float64Array): number {
  let bits = proofOf(numbers);
  const landed = numbers[LANDED]!;
  if (landed !== 0) bits |= bitOf(landed === COMMITTED ? 'committed' : 'taken-back');
  const word = numbers[WORD]!;
  if (word === WENT_ON) bits |= bitOf('went-on');
  else if (word === PLEASED) bits |= bitOf('pleased');
  else if (word === INTERRUPTED) bits |= bitOf('interrupted');
  else if (word === DISPLEASED) bits |= bitOf('displeased');
  return bits;
}

/** What the last check shows; where none speaks, an exit status. */
function proofOf(numbers: Float64Array): number {
  const check = numbers[CHECK_STEP]! < numbers[CHANGE_STEP]! ? 0 : numbers[CHECK]!;
  if (check === 2) return bitOf('check-failed');
  // Where tests failed and only a linter passed since, the two say nothing together.
  if (check === 1) return isCheck(numbers[CHECKS_FAILED]!) ? 0 : bitOf('check-passed');
  if (numbers[RESULTS] === 0) return 0;
  if (numbers[STREAK]! > 0) return bitOf('command-failed');
  return (numbers[CHECKS_PASSED]! & CHECK_RUN) === 0 ? 0 : bitOf('command-worked');
}

/** Names of the signs whose bits are set. */
export function signNames(bits: number): Sign[] {
  return SIGNS.filter((_, place) => (bits & (1 << place)) !== 0).map(({ name }) => name);
}

function bitOf(name: Sign): number {
  return 1 << SIGNS.findIndex((sign) => sign.name === name);
}
