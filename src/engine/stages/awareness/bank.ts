import {
  createPrediction,
  hgfLength,
  predict as predictHgf,
  update as updateHgf,
  type Hgf,
} from './hgf.ts';

/**
 * The bank: filters of depth 1–4 that all forecast the next step and earn their weight by how well
 * they did, one step ahead. Depth 1 is a Beta–Bernoulli that never forgets; a Gaussian filter of
 * depth d believes in d − 1 levels of change above it. Each depth has the same small grid of speeds,
 * or else the weights would tell our guess of a speed, not the depth.
 *
 * Weights follow the log score with a fixed share: w ∝ w·p(outcome), then (1 − s)·w + s·w₀. The share
 * returns to the starting weights, so that depth is earned anew and never inherited.
 *
 * @see Herbster & Warmuth (1998), Tracking the Best Expert; Mathys et al. (2014).
 */
export const FILTERS: readonly (Hgf | null)[] = [
  null, // Beta–Bernoulli
  gaussian([-8]),
  gaussian([-5]),
  gaussian([-3]),
  gaussian([-5, -3]),
  gaussian([-3, -3]),
  gaussian([-5, -3, -3]),
  gaussian([-3, -3, -3]),
];

/** Depth of each filter, in the order of `FILTERS`: never falling. */
export const DEPTHS: readonly number[] = FILTERS.map((filter) => filter?.levels ?? 1);

const STARTING_WEIGHT_BETA = 0.9;
const SHARE = 0.002;
/** A forecast is scored as at least this, or one miss would silence a filter for hundreds of steps. */
const SCORE_FLOOR = 1e-4;
/** Half-life, in steps, of the record that says how far our forecasts were borne out. */
const RECORD_HALF_LIFE_STEPS = 16;
/** Observations that the starting rate counts as. */
const PRIOR_STRENGTH = 2;

// Places within the bank's part of a run's slab.
const COUNT = FILTERS.length;
const WEIGHTS = 0;
const SURPRISES = WEIGHTS + COUNT;
const STEPS = SURPRISES + COUNT;
const RECORD_LOG_SCORE = STEPS + 1;
const RECORD_WEIGHT = RECORD_LOG_SCORE + 1;
const FORECAST = RECORD_WEIGHT + 1;
const BELIEF_MEAN = FORECAST + 1;
const BELIEF_VARIANCE = BELIEF_MEAN + 1;
const EFFECTIVE_DEPTH = BELIEF_VARIANCE + 1;
const BORNE_OUT = EFFECTIVE_DEPTH + 1;
/** The depth that these five were worked out for. */
const WORKED_OUT_DEPTH = BORNE_OUT + 1;
const STATES = WORKED_OUT_DEPTH + 1;
const OFFSETS = offsets();
export const BANK_LENGTH = OFFSETS[COUNT]!;

const STARTING_WEIGHTS = FILTERS.map((filter) =>
  filter === null ? STARTING_WEIGHT_BETA : (1 - STARTING_WEIGHT_BETA) / (COUNT - 1),
);
/** Where the filters of depth 1 … 4 begin, and where the last ones end. */
const FIRST_OF_DEPTH = [0, 1, 2, 3, 4, 5].map(
  (depth) => DEPTHS.filter((other) => other < depth).length,
);
const KEEP = 0.5 ** (1 / RECORD_HALF_LIFE_STEPS);

const predictions = FILTERS.map(() => createPrediction());
const successes = new Float64Array(COUNT);

/** Starts a bank whose first forecast is `rate`, the agent's usual share of steps that work. */
export function openBank(slab: Float64Array, at: number, rate: number): void {
  slab.fill(0, at, at + BANK_LENGTH);
  const bounded = Math.min(Math.max(rate, 0.02), 0.98);
  for (let i = 0; i < COUNT; i++) {
    slab[at + WEIGHTS + i] = STARTING_WEIGHTS[i]!;
    const state = at + OFFSETS[i]!;
    const filter = FILTERS[i];
    if (filter === null || filter === undefined) {
      slab[state] = PRIOR_STRENGTH * bounded;
      slab[state + 1] = PRIOR_STRENGTH * (1 - bounded);
    } else {
      slab[state] = Math.log(bounded / (1 - bounded));
      for (let level = 0; level < filter.levels - 1; level++) slab[state + 2 * level + 1] = 1;
    }
  }
}

/**
 * Learns one step, in place: scores every filter's forecast, then updates it.
 *
 * @param outcome Share of the step that worked, in [0, 1].
 * @param depth Filters deeper than this rest: they neither learn nor lose weight.
 */
export function learnStep(slab: Float64Array, at: number, outcome: number, depth: number): void {
  // Fills `predictions` and `successes` as well.
  const mixed = mix(slab, at, depth);
  let total = 0;
  let resting = 0;
  for (let i = 0; i < COUNT; i++) {
    if (DEPTHS[i]! > depth) {
      resting += slab[at + WEIGHTS + i]!;
      continue;
    }
    const p = score(successes[i]!, outcome);
    slab[at + SURPRISES + i] = -Math.log(p);
    slab[at + WEIGHTS + i]! *= p;
    total += slab[at + WEIGHTS + i]!;
    const state = at + OFFSETS[i]!;
    const filter = FILTERS[i];
    if (filter === null || filter === undefined) {
      slab[state]! += outcome;
      slab[state + 1]! += 1 - outcome;
    } else {
      updateHgf(slab, state, filter, predictions[i]!, outcome);
    }
  }
  const scale = ((1 - resting) / total) * (1 - SHARE);
  for (let i = 0; i < COUNT; i++) {
    if (DEPTHS[i]! > depth) continue;
    slab[at + WEIGHTS + i] =
      slab[at + WEIGHTS + i]! * scale + SHARE * STARTING_WEIGHTS[i]! * (1 - resting);
  }
  slab[at + STEPS]! += 1;
  slab[at + RECORD_LOG_SCORE] =
    slab[at + RECORD_LOG_SCORE]! * KEEP + Math.log(score(mixed, outcome));
  slab[at + RECORD_WEIGHT] = slab[at + RECORD_WEIGHT]! * KEEP + 1;
  slab[at + WORKED_OUT_DEPTH] = 0;
}

/**
 * P(the next step works): the filters' forecasts by weight, each corrected for how unsure its
 * level 2 is: E σ(x) ≈ σ(μ̂ / √(1 + π/(8·π̂))) (MacKay 1992).
 */
export function forecast(slab: Float64Array, at: number, depth: number): number {
  workOut(slab, at, depth);
  return slab[at + FORECAST]!;
}

/** Mean, in log-odds, of what the mixture believes the rate to be. */
export function beliefMean(slab: Float64Array, at: number, depth: number): number {
  workOut(slab, at, depth);
  return slab[at + BELIEF_MEAN]!;
}

/** Its variance: of the filters' own beliefs and of their disagreement. */
export function beliefVariance(slab: Float64Array, at: number, depth: number): number {
  workOut(slab, at, depth);
  return slab[at + BELIEF_VARIANCE]!;
}

/** Steps learned so far. */
export function stepsLearned(slab: Float64Array, at: number): number {
  return slab[at + STEPS]!;
}

/** Weight of the filters of one depth. */
export function weightOfDepth(slab: Float64Array, at: number, depth: number): number {
  let weight = 0;
  for (let i = FIRST_OF_DEPTH[depth]!; i < FIRST_OF_DEPTH[depth + 1]!; i++) {
    weight += slab[at + WEIGHTS + i]!;
  }
  return weight;
}

/** Their surprise at the last step by weight, in nats. */
export function surpriseOfDepth(slab: Float64Array, at: number, depth: number): number {
  let weight = 0;
  let sum = 0;
  for (let i = FIRST_OF_DEPTH[depth]!; i < FIRST_OF_DEPTH[depth + 1]!; i++) {
    weight += slab[at + WEIGHTS + i]!;
    sum += slab[at + WEIGHTS + i]! * slab[at + SURPRISES + i]!;
  }
  return sum / weight;
}

/** The filter that speaks for a depth: its heaviest. */
export function heaviestOfDepth(slab: Float64Array, at: number, depth: number): number {
  let best = FIRST_OF_DEPTH[depth]!;
  for (let i = best + 1; i < FIRST_OF_DEPTH[depth + 1]!; i++) {
    if (slab[at + WEIGHTS + i]! > slab[at + WEIGHTS + best]!) best = i;
  }
  return best;
}

/** Where a filter's state begins in the slab. */
export function stateOf(at: number, filter: number): number {
  return at + OFFSETS[filter]!;
}

/** Σ weight × depth over the depths in use: about 1 where nothing drifts, more where it pays. */
export function effectiveDepth(slab: Float64Array, at: number, depth: number): number {
  workOut(slab, at, depth);
  return slab[at + EFFECTIVE_DEPTH]!;
}

/** Geometric mean of the probability we gave to what then happened; NaN before the first step. */
export function borneOut(slab: Float64Array, at: number, depth: number): number {
  workOut(slab, at, depth);
  return slab[at + BORNE_OUT]!;
}

/** Works out once, after every step, what readers ask for many times. */
function workOut(slab: Float64Array, at: number, depth: number): void {
  if (slab[at + WORKED_OUT_DEPTH] === depth) return;
  slab[at + WORKED_OUT_DEPTH] = depth;
  slab[at + FORECAST] = mix(slab, at, depth);
  let weights = 0;
  let mean = 0;
  let square = 0;
  let depths = 0;
  for (let i = 0; i < COUNT; i++) {
    if (DEPTHS[i]! > depth) break;
    const state = at + OFFSETS[i]!;
    const weight = slab[at + WEIGHTS + i]!;
    depths += weight * DEPTHS[i]!;
    let m = slab[state]!;
    let v = 1 / slab[state + 1]!;
    if (DEPTHS[i] === 1) {
      // Log-odds of a Beta(a, b), by the delta method.
      v = 1 / m + 1 / slab[state + 1]!;
      m = Math.log(m / slab[state + 1]!);
    }
    weights += weight;
    mean += weight * m;
    square += weight * (m * m + v);
  }
  const average = mean / weights;
  slab[at + EFFECTIVE_DEPTH] = depths / weights;
  slab[at + BORNE_OUT] = Math.exp(slab[at + RECORD_LOG_SCORE]! / slab[at + RECORD_WEIGHT]!);
  slab[at + BELIEF_MEAN] = average;
  slab[at + BELIEF_VARIANCE] = Math.max(square / weights - average * average, 0);
}

/** The filters' forecasts by weight; leaves each one's behind. */
function mix(slab: Float64Array, at: number, depth: number): number {
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < COUNT; i++) {
    if (DEPTHS[i]! > depth) break;
    const state = at + OFFSETS[i]!;
    const filter = FILTERS[i];
    let success: number;
    if (filter === null || filter === undefined) {
      success = slab[state]! / (slab[state]! + slab[state + 1]!);
    } else {
      const prediction = predictions[i]!;
      predictHgf(slab, state, filter, prediction);
      success = expectedSuccess(prediction.mean[0]!, 1 / prediction.precision[0]!);
    }
    successes[i] = success;
    const weight = slab[at + WEIGHTS + i]!;
    sum += weight * success;
    weights += weight;
  }
  return sum / weights;
}

function gaussian(tonicVolatility: readonly number[]): Hgf {
  const levels = (tonicVolatility.length + 1) as 2 | 3 | 4;
  return {
    levels,
    tonicVolatility,
    coupling: tonicVolatility.slice(1).map(() => 1),
    drift: tonicVolatility.map(() => 0),
  };
}

function offsets(): number[] {
  const result = [STATES];
  for (const filter of FILTERS) {
    result.push(result.at(-1)! + (filter === null ? 2 : hgfLength(filter.levels)));
  }
  return result;
}

function expectedSuccess(mean: number, variance: number): number {
  return 1 / (1 + Math.exp(-mean / Math.sqrt(1 + (Math.PI / 8) * variance)));
}

function score(success: number, outcome: number): number {
  return Math.max(outcome * success + (1 - outcome) * (1 - success), SCORE_FLOOR);
}
