import { SOURCE_COUNT, SOURCES, TASK } from '../confidence/sources.ts';

/**
 * Agreement of the sources of confidence, each by its weight: 1 − 2·sd, since probabilities that
 * disagree as much as they can have a standard deviation of ½.
 *
 * @param says What each source says, NaN if silent.
 * @returns In [0, 1]; NaN with fewer than two voices.
 */
export function coherenceOf(says: Float64Array): number {
  let weights = 0;
  let sum = 0;
  let squares = 0;
  let voices = 0;
  for (let i = 0; i <= SOURCE_COUNT; i++) {
    const p = says[i]!;
    if (Number.isNaN(p)) continue;
    const weight = i === TASK ? TASK_WEIGHT : SOURCES[i]!.weight;
    voices += 1;
    weights += weight;
    sum += weight * p;
    squares += weight * p * p;
  }
  if (voices < 2) return Number.NaN;
  const mean = sum / weights;
  return Math.max(0, 1 - 2 * Math.sqrt(Math.max(squares / weights - mean * mean, 0)));
}

/**
 * How clearly the sources speak: 1 − the mean of 4p(1 − p), the quadratic entropy of a yes or no
 * over its largest (Gini–Simpson, Hill's order 2; Jost 2006), which needs no logarithm.
 *
 * @returns In [0, 1]; 0 where all say "even chance"; NaN where none speaks.
 */
export function clarityOf(says: Float64Array): number {
  let sum = 0;
  let voices = 0;
  for (let i = 0; i <= SOURCE_COUNT; i++) {
    if (Number.isNaN(says[i]!)) continue;
    sum += 4 * says[i]! * (1 - says[i]!);
    voices += 1;
  }
  return voices === 0 ? Number.NaN : 1 - sum / voices;
}

/** The task's record is the base the others add to: it counts once. */
const TASK_WEIGHT = 1;
