/**
 * How concentrated weights are: 1 − H / ln n, with H the entropy of their shares.
 *
 * @param weights The first `count` are used; zeros are dropped.
 * @returns In [0, 1]; 1 for a single weight, 0 for equal ones; NaN where all are zero.
 * @see Jost (2006), Entropy and diversity.
 */
export function focusOf(weights: Float64Array, count: number): number {
  let total = 0;
  let positive = 0;
  for (let i = 0; i < count; i++) {
    if (weights[i]! > 0) {
      total += weights[i]!;
      positive += 1;
    }
  }
  if (positive === 0) return Number.NaN;
  if (positive === 1) return 1;
  // H = ln T − Σ w ln w / T, which needs one logarithm a weight.
  let sum = 0;
  for (let i = 0; i < count; i++) if (weights[i]! > 0) sum += weights[i]! * Math.log(weights[i]!);
  const entropy = Math.log(total) - sum / total;
  return Math.min(Math.max(1 - entropy / Math.log(positive), 0), 1);
}
