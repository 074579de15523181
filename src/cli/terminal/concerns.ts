import type { Concern, ConcernKind } from '../../engine/report/report.ts';
import type { Analysis, FoundConcern, StepMark } from '../analyze/analysis.ts';

/** From this strength on a person is shown a concern. */
const SHOWN_STRENGTH = 0.5;

export type PastConcern = Analysis['past'][number];

/**
 * The concerns that stand after the last event and are worth a person's time, strongest first; also
 * those of runs that this one started.
 */
export function standingConcerns(analysis: Analysis): FoundConcern[] {
  return analysis.concerns.filter(({ strength }) => strength >= SHOWN_STRENGTH);
}

/** Those of this run itself: another run's events have no place among its steps. */
export function ownConcerns(analysis: Analysis): FoundConcern[] {
  return standingConcerns(analysis).filter(({ run }) => run === undefined);
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

/** What was wrong with this run itself, each kind once. */
export function kindsOf(analysis: Analysis): ReadonlySet<ConcernKind> {
  return new Set(
    [...ownConcerns(analysis), ...pastConcerns(analysis)].map((concern) => concern.kind),
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

/** Where a concern began, as people are shown it: with a step, or after one and before the next. */
export interface Beginning {
  /** 1-based; 0 for what began before the first step. */
  readonly step: number;
  readonly after: boolean;
}

/** What is said is said between steps; what has cost no step began with none. */
export function beginningOf({ kind, since, cost }: Concern, steps: readonly StepMark[]): Beginning {
  const step = stepOf(steps, since.event);
  if (step === undefined) return { step: steps.length, after: true };
  const after = kind === 'unverified-claim' || cost.steps === 0;
  return { step: after ? step - 1 : step, after };
}

/** What a concern cost. */
export type Cost = Concern['cost'];

/** A claim costs what was built on it: words alone are not lost, though they took tokens too. */
export function costOf({ kind, cost }: Concern): Cost {
  return kind === 'unverified-claim' && cost.steps === 0 ? { steps: 0 } : cost;
}

/** The same without what the runs cost that this one started: each is counted by itself. */
function ownCostOf(concern: FoundConcern): Cost {
  const cost = costOf(concern);
  const { ownTokens } = concern;
  return cost.tokens === undefined || ownTokens === undefined
    ? cost
    : { ...cost, tokens: ownTokens };
}

/** What concerns cost a run. */
export interface Loss {
  readonly steps: number;
  readonly tokens?: number;
}

/** What one of a run's concerns cost it that no earlier one has cost already. */
export interface Share extends Loss {
  readonly concern: FoundConcern;
}

/**
 * What concerns cost a run, at least. Where concerns overlap in time the same tokens are in the
 * cost of each, so only the dearest of such a group counts.
 */
export function lossOf(analysis: Analysis): Loss {
  let steps = 0;
  let tokens: number | undefined;
  for (const share of sharesOf(analysis)) {
    steps += share.steps;
    if (share.tokens !== undefined) tokens = (tokens ?? 0) + share.tokens;
  }
  return tokens === undefined ? { steps } : { steps, tokens };
}

/** The same, concern by concern, in the order in which they began; they add up to {@link lossOf}. */
export function sharesOf(analysis: Analysis): Share[] {
  const stretches = [
    ...ownConcerns(analysis).map((concern) => ({ concern, until: Infinity })),
    ...pastConcerns(analysis).map((concern) => ({ concern, until: concern.until })),
  ].toSorted((a, b) => a.concern.since.event - b.concern.since.event);
  let group = { until: -1, steps: 0, tokens: 0 };
  return stretches.map(({ concern, until }) => {
    const cost = ownCostOf(concern);
    if (concern.since.event >= group.until) group = { until, steps: 0, tokens: 0 };
    const steps = Math.max(0, cost.steps - group.steps);
    const tokens = Math.max(0, (cost.tokens ?? 0) - group.tokens);
    group = {
      until: Math.max(group.until, until),
      steps: Math.max(group.steps, cost.steps),
      tokens: Math.max(group.tokens, cost.tokens ?? 0),
    };
    return cost.tokens === undefined ? { concern, steps } : { concern, steps, tokens };
  });
}
