import { RUN } from '../../memory/layout.ts';
import { REPORTED_AT } from '../../run/counts.ts';
import { FEATURES } from '../../run/features.ts';

/**
 * How much this moment is like the one last reported, which it then replaces: 1 − mean |difference|
 * of the features seen at both, halved for each minute between them.
 *
 * @param at Time of this report in ms.
 * @returns In [0, 1]; NaN for the first report of a run.
 */
export function meetMoment(numbers: Float64Array, at: number): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < FEATURES.length; i++) {
    const now = numbers[RUN.features + i]!;
    const difference = Math.abs(now - numbers[RUN.lastFeatures + i]!);
    if (difference >= 0) {
      sum += difference;
      count += 1;
    }
    numbers[RUN.lastFeatures + i] = now;
  }
  const gap = at - numbers[REPORTED_AT]!;
  numbers[REPORTED_AT] = at;
  if (count === 0) return Number.NaN;
  const decay = gap > 0 ? 2 ** (-gap / HALF_LIFE_MS) : 1;
  return (1 - sum / count) * decay;
}

const HALF_LIFE_MS = 60_000;
