import {
  ATTEMPTS,
  COLUMNS,
  ELAPSED_MS,
  ERRORS,
  EXPECTED_MS,
  PROGRESS,
} from '../../input/decoded-state.ts';

/**
 * Effort of one process, from what it took so far: r / (1 + r), with
 *
 *     r = elapsed / expected + (attempts − 1) / 2 + errors / 2
 *
 * .5 for a process that took what was expected, at its first attempt, without an error.
 *
 * @param row Where the process's numbers begin.
 * @param usualMs What its type usually takes, for a process that says nothing; may be NaN.
 * @returns In [0, 1); NaN where nothing is known.
 */
export function effortOf(numbers: Float64Array, row: number, usualMs: number): number {
  const time = timeShare(numbers, row, usualMs);
  const attempts = numbers[row + ATTEMPTS]!;
  const errors = numbers[row + ERRORS]!;
  if (Number.isNaN(time) && Number.isNaN(attempts) && Number.isNaN(errors)) return Number.NaN;
  let sum = Number.isNaN(time) ? 0 : time;
  if (attempts > 1) sum += (attempts - 1) / 2;
  if (errors > 0) sum += errors / 2;
  return sum / (1 + sum);
}

/**
 * Progress for the time it took: ρ / (1 + ρ), with ρ = progress / (elapsed / expected).
 *
 * @returns In [0, 1]; .5 is on schedule; NaN where progress or times are unknown.
 */
export function efficiencyOf(numbers: Float64Array, row: number, usualMs: number): number {
  const time = timeShare(numbers, row, usualMs);
  const progress = numbers[row + PROGRESS]!;
  if (Number.isNaN(time) || Number.isNaN(progress)) return Number.NaN;
  return time + progress === 0 ? Number.NaN : progress / (progress + time);
}

/** How much later than expected: o / (1 + o), o = max(0, elapsed / expected − 1); NaN if unknown. */
export function latenessOf(numbers: Float64Array, row: number): number {
  const over = numbers[row + ELAPSED_MS]! / numbers[row + EXPECTED_MS]! - 1;
  if (Number.isNaN(over)) return Number.NaN;
  return over === Infinity ? Number.NaN : over > 0 ? over / (1 + over) : 0;
}

function timeShare(numbers: Float64Array, row: number, usualMs: number): number {
  const stated = numbers[row + EXPECTED_MS]!;
  const expected = Number.isNaN(stated) ? usualMs : stated;
  const elapsed = numbers[row + ELAPSED_MS]!;
  // Nothing was expected to take any time: there is no share of it.
  return expected > 0 ? elapsed / expected : Number.NaN;
}

/** Rows of a state lie one behind the other. */
export function rowOf(process: number): number {
  return process * COLUMNS;
}
