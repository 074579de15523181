import type { Analysis } from '../analyze/analysis.ts';
import { beginningOf, ownConcerns, pastConcerns, stepOf } from '../terminal/concerns.ts';
import { count, kindWords } from '../terminal/words.ts';

/** A concern's time on the axis of steps: after `from` of them it began, after `to` it was over. */
export interface Stretch {
  readonly from: number;
  /** All steps, while it stands. */
  readonly to: number;
  readonly stands: boolean;
  readonly title: string;
  /** "since step 20" */
  readonly begins: string;
}

/** Standing ones first, strongest first; then the past ones, latest first. */
export function stretchesOf(analysis: Analysis): Stretch[] {
  const { steps } = analysis;
  const all = [
    ...ownConcerns(analysis).map((concern) => ({ concern, until: undefined })),
    ...pastConcerns(analysis)
      .toReversed()
      .map((concern) => ({ concern, until: concern.until })),
  ];
  return all.map(({ concern, until }) => {
    const { step, after } = beginningOf(concern, steps);
    const from = after ? step : Math.max(step - 1, 0);
    const last = until === undefined ? undefined : stepOf(steps, until);
    const word = until === undefined ? 'since' : 'from';
    return {
      from,
      to: last === undefined ? steps.length : Math.max(last - 1, from),
      stands: until === undefined,
      title: kindWords(concern.kind).title,
      begins: step === 0 ? 'before step 1' : `${after ? 'after' : word} step ${count(step)}`,
    };
  });
}

/** Whether a step, counted from 1, lies in any of them. */
export function liesIn(stretches: readonly Stretch[], step: number): boolean {
  return stretches.some(({ from, to }) => step > from && step <= to);
}
