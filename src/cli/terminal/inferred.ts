import type { Sign } from '../../engine/run/signs.ts';
import type { Analysis } from '../analyze/analysis.ts';
import { standingConcerns } from './concerns.ts';

/**
 * How a run seems to have ended, where nobody said; not where what stands says already that it is
 * bad.
 */
export function endingOf(analysis: Analysis): string | undefined {
  const { inferred, outcome } = analysis;
  if (inferred === undefined || outcome !== undefined) return undefined;
  if (inferred.probability <= 0.5 && standingConcerns(analysis).length > 0) return undefined;
  return inferredSentence(inferred);
}

/**
 * How a run seems to have ended, where nobody said, as a sentence: how sure, and by which signs;
 * those that speak against it come last.
 */
export function inferredSentence({
  probability,
  signs,
}: NonNullable<Analysis['inferred']>): string {
  const [words, leansBad] = wordsFor(probability);
  const told = SIGNS.filter(({ sign }) => signs.includes(sign));
  const [against, bearing] = [true, false].map((isAgainst) =>
    told.filter(({ bad }) => (bad !== leansBad) === isAgainst).map(({ text }) => text),
  );
  const reasons = bearing!.join(', then ');
  const doubts = against!.join(' and ');
  if (reasons === '') return `${words}, though ${doubts}.`;
  return doubts === '' ? `${words}: ${reasons}.` : `${words}: ${reasons}, though ${doubts}.`;
}

/** By how likely a good end is. */
function wordsFor(probability: number): [words: string, leansBad: boolean] {
  if (probability >= SEEMS) return ['Ended well, it seems', false];
  if (probability > 0.5) return ['May have ended well', false];
  if (probability > 1 - SEEMS) return ['May have ended badly', true];
  return ['Ended badly, it seems', true];
}

/** Two to one, as one strong sign gives at even odds. */
const SEEMS = 2 / 3;

/** In the order in which they usually come. */
const SIGNS: readonly { readonly sign: Sign; readonly bad: boolean; readonly text: string }[] = [
  { sign: 'check-passed', bad: false, text: 'the check passed after the last change' },
  { sign: 'check-failed', bad: true, text: 'the last check failed' },
  { sign: 'command-worked', bad: false, text: 'the program ran after the last change' },
  { sign: 'command-failed', bad: true, text: 'the last step failed' },
  { sign: 'committed', bad: false, text: 'it was committed' },
  { sign: 'taken-back', bad: true, text: 'the changes were taken back' },
  { sign: 'went-on', bad: false, text: 'the person went on to something else' },
  { sign: 'pleased', bad: false, text: 'the person was content' },
  { sign: 'interrupted', bad: true, text: 'the person interrupted it' },
  { sign: 'displeased', bad: true, text: 'the person was not content' },
];
