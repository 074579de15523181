// @ts-check

/**
 * A figure over several rounds.
 *
 * @typedef {{ median: number, min: number, max: number }} Spread
 */

/**
 * @param {readonly number[]} values Not empty.
 * @returns {Spread}
 */
export function spreadOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: medianOf(sorted),
    min: /** @type {number} */ (sorted.at(0)),
    max: /** @type {number} */ (sorted.at(-1)),
  };
}

/**
 * The middle value, or the mean of the two in the middle.
 *
 * @param {readonly number[]} values Not empty.
 */
export function medianOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = /** @type {number} */ (sorted.at(sorted.length >> 1));
  if (sorted.length % 2 === 1) return upper;
  return (upper + /** @type {number} */ (sorted.at((sorted.length >> 1) - 1))) / 2;
}
