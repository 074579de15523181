import { ECHO_WORDS } from '../memory/layout.ts';

/**
 * Words of the last arguments hashed, as a Bloom filter of 192 bits, two a word: a failure that only
 * echoes them is known by its other words. Of 30 words, 7 in 100 others are taken for one of them.
 *
 * @see Bloom (1970), Space/time trade-offs in hash coding with allowable errors.
 */
export const echo = new Uint32Array(ECHO_WORDS);

/** Whether a word is in such a filter, which begins at `at`. */
export function isEcho(words: Uint32Array, at: number, token: number): boolean {
  const one = bitOf(token);
  const other = bitOf(Math.imul(token, ECHO_PRIME));
  const both =
    (words[at + (one >> 5)]! >>> (one & 31)) & (words[at + (other >> 5)]! >>> (other & 31));
  return (both & 1) === 1;
}

/** Adds a word to the filter. */
export function keepEcho(token: number): void {
  const one = bitOf(token);
  const other = bitOf(Math.imul(token, ECHO_PRIME));
  echo[one >> 5]! |= 1 << (one & 31);
  echo[other >> 5]! |= 1 << (other & 31);
}

/** A bit of the filter, from the upper bits of a hash. */
function bitOf(hash: number): number {
  return ((hash >>> 16) * (32 * ECHO_WORDS)) >>> 16;
}

const ECHO_PRIME = 0x9e3779b1;
