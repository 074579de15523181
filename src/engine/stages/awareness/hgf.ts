/**
 * The binary hierarchical Gaussian filter: level 1 is the outcome of a step, level 2 the tendency
 * behind it (log-odds), level 3 how fast that tendency changes, level 4 how fast *that* changes.
 * The update is the enhanced one in TAPAS's form: each volatility level moves its mean first and
 * takes its precision at the new mean, so that a precision never turns negative.
 *
 * State: mean and precision of the levels 2 … L, two numbers a level, from `at` in a slab.
 *
 * @see Mathys et al. (2011), Front Hum Neurosci 5:39; (2014), 8:825, eq. 9–21; TAPAS 6.1,
 * `tapas_ehgf_binary`; test vectors `test/reference/hgf.json`.
 */
export interface Hgf {
  /** 2 to 4, the level of outcomes included. */
  readonly levels: 2 | 3 | 4;
  /** ω of the levels 2 … L: log of the variance a step adds, the level above set aside. */
  readonly tonicVolatility: readonly number[];
  /** κ between the levels 2–3, 3–4. */
  readonly coupling: readonly number[];
  /** ρ of the levels 2 … L: what a step adds to the mean. */
  readonly drift: readonly number[];
}

/** What a filter says of the next step; filled by `predict`, one scratch for all filters. */
export interface HgfPrediction {
  /** σ(μ̂₂), clipped to [0.001, 0.999]. */
  success: number;
  readonly mean: Float64Array;
  readonly precision: Float64Array;
  /** Ω of each level: the variance this step adds. */
  readonly added: Float64Array;
}

export const MAX_LEVELS = 4;

export function createPrediction(): HgfPrediction {
  return {
    success: 0,
    mean: new Float64Array(MAX_LEVELS - 1),
    precision: new Float64Array(MAX_LEVELS - 1),
    added: new Float64Array(MAX_LEVELS - 1),
  };
}

/** Numbers of state a filter needs. */
export function hgfLength(levels: number): number {
  return 2 * (levels - 1);
}

/** Fills `prediction` with what the filter expects of the next step; the state stays. */
export function predict(
  slab: Float64Array,
  at: number,
  filter: Hgf,
  prediction: HgfPrediction,
): void {
  const count = filter.levels - 1;
  for (let i = 0; i < count; i++) {
    const above = i + 1 < count ? filter.coupling[i]! * slab[at + 2 * (i + 1)]! : 0;
    const added = Math.exp(above + filter.tonicVolatility[i]!);
    prediction.mean[i] = slab[at + 2 * i]! + filter.drift[i]!;
    prediction.added[i] = added;
    prediction.precision[i] = 1 / (1 / slab[at + 2 * i + 1]! + added);
  }
  const success = 1 / (1 + Math.exp(-prediction.mean[0]!));
  prediction.success = success < 0.001 ? 0.001 : success > 0.999 ? 0.999 : success;
}

/**
 * Learns one step, in place.
 *
 * @param prediction What `predict` filled from this state, and nothing since.
 * @param outcome Share of the step that worked, in [0, 1].
 */
export function update(
  slab: Float64Array,
  at: number,
  filter: Hgf,
  prediction: HgfPrediction,
  outcome: number,
): void {
  const { mean, precision, added, success } = prediction;
  const count = filter.levels - 1;
  let previous = slab[at + 1]!;
  slab[at + 1] = Math.min(precision[0]! + success * (1 - success), MAX_PRECISION);
  slab[at] = bound(mean[0]! + (outcome - success) / slab[at + 1]!);
  for (let i = 1; i < count; i++) {
    const below = at + 2 * (i - 1);
    const coupling = filter.coupling[i - 1]!;
    const moved = slab[below]! - mean[i - 1]!;
    const spread = 1 / slab[below + 1]! + moved * moved;
    const error = spread * precision[i - 1]! - 1;
    const weight = added[i - 1]! * precision[i - 1]!;
    const newMean = bound(mean[i]! + (0.5 * coupling * weight * error) / precision[i]!);
    // The precision is taken where the mean has arrived, not where it came from.
    const addedThere = Math.exp(coupling * newMean + filter.tonicVolatility[i - 1]!);
    const before = 1 / previous;
    const precisionThere = 1 / (before + addedThere);
    const weightThere = addedThere * precisionThere;
    const ratio = (addedThere - before) * precisionThere;
    const errorThere = spread * precisionThere - 1;
    const gained = 0.5 * coupling * coupling * weightThere * (weightThere + ratio * errorThere);
    previous = slab[at + 2 * i + 1]!;
    slab[at + 2 * i] = newMean;
    slab[at + 2 * i + 1] = Math.min(precision[i]! + Math.max(0, gained), MAX_PRECISION);
  }
}

const MAX_PRECISION = 1e6;
const MAX_MEAN = 8;

/** Keeps a mean where σ and exp still tell numbers apart. */
function bound(mean: number): number {
  return mean > MAX_MEAN ? MAX_MEAN : mean < -MAX_MEAN ? -MAX_MEAN : mean;
}
