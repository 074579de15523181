import type { Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';

/** From this strength on a person is shown a concern. */
const SHOWN_STRENGTH = 0.5;

export type PastConcern = Analysis['past'][number];

/** The concerns that stand after the last event and are worth a person's time, strongest first. */
export function standingConcerns(analysis: Analysis): Concern[] {
  return analysis.concerns.filter(({ strength }) => strength >= SHOWN_STRENGTH);
}

/** The cleared ones that were worth it while they stood, in order. */
export function pastConcerns(analysis: Analysis): PastConcern[] {
  return analysis.past.filter(
    (past) =>
      past.strength >= SHOWN_STRENGTH ||
      // Its strength may be the last, weak one: the steps remember whether it was ever shown.
      analysis.steps.some(
        ({ event, concern }) => concern && event >= past.since.event && event < past.until,
      ),
  );
}

/**
 * The number that people are shown for an event: the 1-based index of the first step that ended
 * with it or after it. `undefined` for an event after the last step.
 */
export function stepOf(steps: readonly StepMark[], event: number): number | undefined {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]!.event >= event) high = middle;
    else low = middle + 1;
  }
  return low === steps.length ? undefined : low + 1;
}

/** What concerns cost a run. */
export interface Loss {
  readonly steps: number;
  readonly tokens?: number;
}

/**
 * What concerns cost a run, at least. Where concerns overlap in time the same tokens are in the
 * cost of each, so only the dearest of such a group counts.
 */
export function lossOf(analysis: Analysis): Loss {
  const stretches = [
    ...standingConcerns(analysis).map(({ since, cost }) => ({ since, cost, until: Infinity })),
    ...pastConcerns(analysis),
  ].toSorted((a, b) => a.since.event - b.since.event);
  let steps = 0;
  let tokens: number | undefined;
  let group = { until: -1, steps: 0, tokens: 0 };
  for (const { since, until, cost } of stretches) {
    if (since.event >= group.until) group = { until, steps: 0, tokens: 0 };
    steps += Math.max(0, cost.steps - group.steps);
    if (cost.tokens !== undefined) tokens = (tokens ?? 0) + Math.max(0, cost.tokens - group.tokens);
    group = {
      until: Math.max(group.until, until),
      steps: Math.max(group.steps, cost.steps),
      tokens: Math.max(group.tokens, cost.tokens ?? 0),
    };
  }
  return tokens === undefined ? { steps } : { steps, tokens };
}
