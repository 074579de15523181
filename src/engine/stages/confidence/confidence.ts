import { wedgedStrength } from '../../concerns/ledger.ts';
import { logit, sigmoid } from '../../numeric/logit.ts';
import { Z_90 } from '../../numeric/normal.ts';
import type { Confidence } from '../../report/report.ts';
import type { Thought } from '../thought.ts';
import { bandSpread } from './band.ts';
import { findBaseRate } from './base-rate.ts';
import { askSources, CONCERN_NATS, META, PROCESS, SOURCE_COUNT, STATED, TASK } from './sources.ts';

/**
 * Stage 2: will the run end well? Sources pooled in log-odds on top of how such runs usually end:
 *
 *     logit P = logit(base rate) + Σ weight · logit(source) − 2 · strength of the worst that says it gets nowhere
 *
 * A source that is silent adds nothing. (The experts that learn their weights from outcomes, and
 * the fitted prior, will live beside `sources.ts`.)
 */
export function weighSources(thought: Thought): void {
  findBaseRate(thought);
  askSources(thought);
  let sum = logit(thought.base);
  for (let i = 0; i < SOURCE_COUNT; i++) {
    if (!Number.isNaN(thought.adds[i]!)) sum += thought.adds[i]!;
  }
  thought.logOdds = sum - CONCERN_NATS * wedgedStrength(thought.run);
}

/** Where the forecast will lie at the end of the run, with 90 %. */
export function drawBand(thought: Thought): void {
  const { run, learned } = thought;
  const spread = bandSpread(run.numbers, run.mind, learned.population, thought.usualSteps);
  const reach = Z_90 * spread;
  thought.low = sigmoid(thought.logOdds - reach);
  thought.high = sigmoid(thought.logOdds + reach);
}

/** The part of the report. */
export function reportConfidence(thought: Thought): Confidence {
  const confidence: { -readonly [K in keyof Confidence]: Confidence[K] } = {
    value: sigmoid(thought.logOdds),
    low: thought.low,
    high: thought.high,
    basis: thought.outcomes > 0 ? 'learned' : thought.inferred > 0 ? 'inferred' : 'prior',
    outcomes: thought.outcomes,
    sources: reportSources(thought.says),
  };
  if (thought.inferred > 0) confidence.inferred = thought.inferred;
  return confidence;
}

function reportSources(says: Float64Array): Confidence['sources'] {
  const sources: { -readonly [K in keyof Confidence['sources']]: Confidence['sources'][K] } = {};
  if (says[PROCESS]! >= 0) sources.process = says[PROCESS]!;
  if (says[META]! >= 0) sources.meta = says[META]!;
  if (says[STATED]! >= 0) sources.stated = says[STATED]!;
  if (says[TASK]! >= 0) sources.task = says[TASK]!;
  return sources;
}
