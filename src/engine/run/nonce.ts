import { CLASS, WORD } from './volatile.ts';

/** Whether an id stands right behind a name that says that it only tells requests apart. */
export function isNonce(text: string, start: number, wordEnd: number): boolean {
  if (wordEnd < 0 || start - wordEnd > 4) return false;
  // …id, …key, nonce, traceparent
  if (!'dyetDYET'.includes(text[wordEnd - 1]!)) return false;
  return NONCE.test(text.slice(Math.max(wordEnd - 20, 0), wordEnd));
}

/** Where such an id ends. */
export function nonceEnd(text: string, end: number, to: number): number {
  let stop = end;
  for (; stop < to; stop++) {
    if ((CLASS[text.charCodeAt(stop)]! & WORD) !== 0) continue;
    const joins = text[stop] === '-' || text[stop] === ':';
    if (!joins || stop + 1 >= to || (CLASS[text.charCodeAt(stop + 1)]! & WORD) === 0) break;
  }
  return stop;
}

/** Names of ids that only tell one request from another. */
const NONCE =
  /(?:(?:request|trace|correlation|span|chunk)[-_ ]?id|idempotency[-_]?key|nonce|traceparent)$/i;
