/** Observations a parent's rate counts as, wherever a record is shrunk to its parent. A prior. */
export const SHRINKAGE = 4;

/**
 * A rate from few observations, pulled towards its parent's: (worked + κ·parent) / (n + κ).
 *
 * @returns A probability in [0, 1]; `parent` itself where nothing was observed.
 * @see Efron & Morris (1975), Data Analysis Using Stein's Estimator.
 */
export function shrunkenRate(worked: number, failed: number, parent: number): number {
  return (worked + SHRINKAGE * parent) / (worked + failed + SHRINKAGE);
}
