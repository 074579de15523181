import type { DecodedEvent } from '../input/decode-event.ts';
import { combine, HASH_PRIME, HASH_SEED, mix } from '../numeric/hash.ts';
import { isEcho } from './echo.ts';
import { CLASS, DIGIT, WORD } from './volatile.ts';

/**
 * How a call failed, so that "unknown column a" and "unknown column b" are the same failure: where a
 * text echoes the call's arguments, a hash of its other words, without numbers;
 * else the news as it stands. Only the first and last 400 characters are read.
 *
 * @param echo Where the bits of the arguments' words begin in `words`.
 * @returns An unsigned 32-bit integer.
 */
export function hashFailure(words: Uint32Array, echo: number, event: DecodedEvent): number {
  const { text } = event;
  if (text.length === 0) return event.hash;
  const whole = text.length <= 2 * EDGE_CHARS;
  filter = words;
  filterAt = echo;
  kept = 0;
  echoed = 0;
  let hash = hashWords(text, 0, whole ? text.length : EDGE_CHARS);
  if (!whole) hash = combine(hash, hashWords(text, text.length - EDGE_CHARS, text.length));
  return kept === 0 || echoed === 0 ? event.hash : mix(hash) || 1;
}

const EDGE_CHARS = 400;
let filter: Uint32Array = new Uint32Array(0);
let filterAt = 0;
let kept = 0;
let echoed = 0;

function hashWords(text: string, from: number, to: number): number {
  let hash = HASH_SEED;
  let i = from;
  while (i < to) {
    let token = HASH_SEED;
    let digit = false;
    const start = i;
    while (i < to) {
      const c = text.charCodeAt(i);
      const bits = CLASS[c]!;
      if ((bits & WORD) === 0) break;
      if ((bits & DIGIT) !== 0) digit = true;
      token = Math.imul(token ^ c, HASH_PRIME);
      i += 1;
    }
    if (i === start) {
      i += 1;
      continue;
    }
    if (isEcho(filter, filterAt, token)) {
      echoed += 1;
      continue;
    }
    if (digit) continue;
    kept += 1;
    hash = Math.imul(hash ^ token, 0x85ebca6b) ^ (hash >>> 15);
  }
  return hash;
}
