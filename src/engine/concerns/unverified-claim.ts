import { RUN } from '../memory/layout.ts';
import { CHECK_RUN } from '../run/act-kind.ts';
import { CLAIM_LABEL } from '../run/calls.ts';
import {
  CHANGE_STEP,
  CHECK_LEARNED,
  CHECKS_FAILED,
  CHECKS_PASSED,
  EVENTS,
  STEPS,
  TRIED,
} from '../run/counts.ts';
import { readLabel, writeLabel } from '../run/labels.ts';
import {
  CLAIMS_ALL,
  claimIn,
  CLAIMS_BUILD,
  CLAIMS_LINT,
  CLAIMS_TESTS,
  CLAIMS_TYPES,
  CLAIMS_WORK,
} from '../words/claim.ts';
import { saysUnchecked } from '../words/unchecked.ts';
import { BEGINNING_FIELDS, beginningAt, beginAt, strengthOf, type Detector } from './detector.ts';

/**
 * An unverified claim: an answer says that tests pass, that it builds, that the work is done, and
 * the run shows no check of that kind that passed after the last change. Work in general needs a
 * passing check of any kind, and only where something was made to change that a check would check; where a check follows at
 * once, or the agent goes on for more than a step, it was not its last word. A check that
 * passes settles it, and that the agent says itself that it did not check.
 *
 *     strength = 1 − 2^(−(turns − 1) / 2), 3 turns, 3½ if the last check of that kind failed: .5, .58
 */
export const unverifiedClaim: Detector = {
  kind: 'unverified-claim',
  mostAction: 'tell',
  wedged: false,

  open(run) {
    run.numbers[MISSING] = 0;
  },

  learnWords(run, heard, at) {
    if (heard.type !== 'say' || heard.thought) return;
    const { numbers } = run;
    const claim = claimIn(heard.text, missingFor(numbers, CLAIMS_ALL));
    let missing = claim?.kinds ?? 0;
    if ((missing | numbers[MISSING]!) !== 0 && saysUnchecked(heard.text)) {
      // Of work in general that is an admission; of tests it may speak of others.
      numbers[MISSING] = 0;
      missing &= ~CLAIMS_WORK;
    }
    if (missing === 0 || claim === undefined || claim.checkFollows) return;
    if (numbers[MISSING] === 0) beginAt(numbers, BEGAN, numbers[EVENTS]!, at);
    numbers[MISSING]! |= missing;
    numbers[SAID_AT] = numbers[STEPS]!;
    writeLabel(run.labels, CLAIM_LABEL, heard.text.slice(claim.start, claim.end).trim());
  },

  learnCall({ numbers }) {
    // One call more may be how it ends (submit, finish).
    if (numbers[STEPS]! > numbers[SAID_AT]!) numbers[MISSING]! &= ~CLAIMS_WORK;
  },

  learnStep(run) {
    const { numbers } = run;
    if (numbers[MISSING] !== 0) numbers[MISSING] = missingFor(numbers, numbers[MISSING]!);
  },

  // It may be the check.
  goesOn: () => false,
  strength(run) {
    const { numbers } = run;
    const missing = numbers[MISSING]!;
    if (missing === 0) return 0;
    const failed = (numbers[CHECKS_FAILED]! & missing & ~CHECK_RUN) !== 0;
    return strengthOf(failed ? 3.5 : 3);
  },

  beginning: (run) => beginningAt(run.numbers, BEGAN),

  evidence(run) {
    const { numbers } = run;
    const missing = numbers[MISSING]!;
    const failed = numbers[CHECKS_FAILED]! & missing & ~CHECK_RUN;
    const said = `the answer says "${readLabel(run.labels, CLAIM_LABEL)}"`;
    if (failed !== 0) return `${said}, and the last ${nameOf(failed)} failed`;
    const since = numbers[CHANGE_STEP]! > 0 ? 'since the last change' : 'in this run';
    return `${said}, and no ${nameOf(missing)} passed ${since}`;
  },
};

/** What of a claim no passing check bears out. */
function missingFor(numbers: Float64Array, kinds: number): number {
  const passed = numbers[CHECKS_PASSED]!;
  // Without a call there is nothing to hold a claim against.
  if (numbers[STEPS] === 0 || (passed & CHECK_LEARNED) !== 0) return 0;
  // What was tested was built.
  const shown = (passed & CLAIMS_TESTS) !== 0 ? passed | CLAIMS_BUILD : passed;
  const named = kinds & ~CLAIMS_WORK & ~shown;
  const work = (kinds & CLAIMS_WORK) !== 0 && numbers[TRIED] === 1 && passed === 0;
  return named | (work ? CLAIMS_WORK : 0);
}

function nameOf(kinds: number): string {
  if ((kinds & CLAIMS_TESTS) !== 0) return 'test';
  if ((kinds & CLAIMS_BUILD) !== 0) return 'build';
  if ((kinds & CLAIMS_TYPES) !== 0) return 'type check';
  if ((kinds & CLAIMS_LINT) !== 0) return 'linter';
  return 'check';
}

const BEGAN = RUN.claim;
/** Kinds claimed and not borne out, as bits. */
const MISSING = BEGAN + BEGINNING_FIELDS;
const SAID_AT = MISSING + 1;
