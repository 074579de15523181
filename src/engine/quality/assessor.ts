import { logit } from '../numeric/logit.ts';
import type { Focus, Quality } from '../report/report.ts';
import type { Thought } from '../stages/thought.ts';
import { SOURCE_COUNT } from '../stages/confidence/sources.ts';

/**
 * How good the thought itself is. Four estimators with the specification's weights; one that has
 * nothing to measure is left out and the weights of the others share its part, never a constant.
 *
 * @see The original specification, section 4, `RealTimeQualityAssessor`.
 */
export function assess(thought: Thought): Quality {
  const coherence = thought.coherence;
  const depth = depthOf(thought);
  const authenticity = authenticityOf(thought);
  const integration = integrationOf(thought);
  let weights = 0;
  let sum = 0;
  if (coherence >= 0) {
    weights += WEIGHT_COHERENCE;
    sum += WEIGHT_COHERENCE * coherence;
  }
  weights += WEIGHT_DEPTH;
  sum += WEIGHT_DEPTH * depth;
  if (authenticity >= 0) {
    weights += WEIGHT_AUTHENTICITY;
    sum += WEIGHT_AUTHENTICITY * authenticity;
  }
  if (integration >= 0) {
    weights += WEIGHT_INTEGRATION;
    sum += WEIGHT_INTEGRATION * integration;
  }
  const overall = sum / weights;
  const quality: { -readonly [K in keyof Quality]: Quality[K] } = {
    depth,
    overall,
    level: levelOf(overall),
  };
  if (coherence >= 0) quality.coherence = coherence;
  if (authenticity >= 0) quality.authenticity = authenticity;
  if (integration >= 0) quality.integration = integration;
  return quality;
}

const WEIGHT_COHERENCE = 0.3;
const WEIGHT_DEPTH = 0.25;
const WEIGHT_AUTHENTICITY = 0.25;
const WEIGHT_INTEGRATION = 0.2;

const ACCEPTABLE = 0.5;
const GOOD = 0.7;
const EXCELLENT = 0.9;

/** The specification's scores of the three foci. */
const FOCUS_SCORES: Readonly<Record<Focus, number>> = {
  minimal: 0.3,
  essential: 0.6,
  comprehensive: 1,
};

/** Mean of the effective depth over the depth allowed, and of the focus. */
function depthOf(thought: Thought): number {
  return 0.5 * (thought.effectiveDepth / thought.depth) + 0.5 * FOCUS_SCORES[thought.focusUsed];
}

/**
 * Share of the log-odds that comes from what was measured or learned, times how far past forecasts
 * were borne out; NaN before the first forecast was. The agent's base rate counts as learned as
 * far as outcomes, not its prior, made it.
 */
function authenticityOf(thought: Thought): number {
  if (Number.isNaN(thought.borneOut)) return Number.NaN;
  let grounded = 0;
  for (let i = 0; i <= SOURCE_COUNT; i++) {
    if (!Number.isNaN(thought.adds[i]!)) grounded += Math.abs(thought.adds[i]!);
  }
  const base = Math.abs(logit(thought.agentRate));
  const all = grounded + base;
  return all === 0
    ? Number.NaN
    : ((grounded + thought.baseLearned * base) / all) * thought.borneOut;
}

/** Share of the sources that spoke which entered the workspace; NaN where none spoke. */
function integrationOf(thought: Thought): number {
  let voices = 0;
  for (let i = 0; i <= SOURCE_COUNT; i++) if (!Number.isNaN(thought.says[i]!)) voices += 1;
  return voices === 0 ? Number.NaN : thought.sourcesEntered / voices;
}

function levelOf(overall: number): Quality['level'] {
  if (overall >= EXCELLENT) return 'excellent';
  if (overall >= GOOD) return 'good';
  return overall >= ACCEPTABLE ? 'acceptable' : 'poor';
}
