// @ts-check

/**
 * Chance with a seed: mulberry32, 32 bits of state. The same seed gives the same benchmark.
 *
 * @param {number} seed
 * @returns {() => number} Uniform in [0, 1).
 */
export function seededRandom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/**
 * One of a list.
 *
 * @template T
 * @param {() => number} random
 * @param {readonly T[]} list Not empty.
 * @returns {T}
 */
export function pick(random, list) {
  return /** @type {T} */ (list.at(Math.floor(random() * list.length)));
}

/**
 * A whole number from `low` up to, but without, `high`.
 *
 * @param {() => number} random
 * @param {number} low
 * @param {number} high
 */
export function whole(random, low, high) {
  return low + Math.floor(random() * (high - low));
}

/**
 * Puts a list in another order, in place (Fisher and Yates 1938).
 *
 * @param {Uint32Array} list
 * @param {() => number} random
 */
export function shuffle(list, random) {
  for (let i = list.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    const held = /** @type {number} */ (list.at(i));
    list[i] = /** @type {number} */ (list.at(other));
    list[other] = held;
  }
}
