import { hashToken } from '../numeric/hash.ts';

/**
 * What of a text is volatile: it says when, how long or which time round, never what. Ids, times,
 * dates, durations, counters, addresses, temporary folders. The words are a prior, in English.
 */

/** Words whose next number only counts, or is a time; besides every name that ends in `_ms`. */
const WORDS_BEFORE: ReadonlySet<number> = new Set(
  'attempt try retry pid iteration request seq duration elapsed took'
    .split(' ')
    .flatMap((word) => [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()])
    .map(hashToken),
);
const UNITS = new Set(
  (
    'ms s sec secs second seconds m min mins minute minutes h hr hour hours us µs ns msec ' +
    'millis milliseconds'
  ).split(' '),
);

/** Classes of characters, as bits: `CLASS[charCode]`. */
export const DIGIT = 1;
const HEX_LETTER = 2;
const OTHER_LETTER = 4;
const UPPER = 8;
export const WORD = DIGIT | HEX_LETTER | OTHER_LETTER;
export const SPACE = 16;
export const CLASS = classes();

/**
 * Where the volatile part ends that begins with the token from `start` to `end`, which has a digit.
 * Negative for a time, positive for an id or a counter, 0 for a token that matters.
 *
 * @param seen Classes of the token's characters.
 * @param wordToken Hash of the last token of letters alone, and `wordEnd` where it ended.
 */
export function volatileEnd(
  text: string,
  start: number,
  end: number,
  to: number,
  seen: number,
  wordToken: number,
  wordEnd: number,
): number {
  const length = end - start;
  if ((seen & (OTHER_LETTER | HEX_LETTER)) === 0) {
    if (length === 8 && isUuid(text, start, to)) return start + 36;
    const time = timeEnd(text, start, end, to);
    return time > 0 ? -time : numberEnd(text, start, end, to, wordToken, wordEnd);
  }
  if ((seen & OTHER_LETTER) === 0) {
    // Hexadecimal: a UUID, or an id of at least 7 (a short commit id).
    if (length === 8 && isUuid(text, start, to)) return start + 36;
    return length >= 7 ? end : 0;
  }
  if (digitsAt(text, start, 1)) {
    if (isDuration(text, start, end)) return -end;
    const compound = compoundEnd(text, start, end, to);
    if (compound > 0) return -compound;
    const isHex = text.charCodeAt(start) === 48 && (text.charCodeAt(start + 1) | 32) === 120;
    if (isHex) return length >= 6 ? end : 0; // 0x…: an address
  }
  return length >= 16 && alternations(text, start, end) >= 4 ? end : 0;
}

/**
 * Where a random folder under a temporary one ends, for the token from `start` to `end` behind a
 * slash; 0 if it is no temporary folder, or one with a plain name.
 */
export function temporaryEnd(text: string, start: number, end: number, to: number): number {
  const length = end - start;
  if (length !== 3 && length !== 1) return 0;
  // macOS: /var/folders/xy/…/T/random
  if (!text.startsWith('/tmp/', start - 1) && !text.startsWith('/T/', start - 1)) return 0;
  let i = end + 1;
  let digits = false;
  let mixedCase = false;
  let lower = false;
  let dots = false;
  for (; i < to; i++) {
    const c = text.charCodeAt(i);
    const bits = CLASS[c]!;
    // `tmp.Xy12` has its dot early; a file's comes later.
    if (c === DOT) dots = i > end + 4;
    else if (c !== DASH && (bits & WORD) === 0) break;
    if ((bits & DIGIT) !== 0) digits = true;
    if ((bits & UPPER) !== 0) mixedCase ||= lower;
    else if ((bits & WORD) !== 0) lower = true;
  }
  const isFolder = text.charCodeAt(i) === SLASH;
  return (isFolder || !dots) && (digits || mixedCase) ? i : 0;
}

const SPACE_CHARACTER = 32;
const SHARP = 35;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;

/** Dates, times of day, durations; 0 if the number is none. */
function timeEnd(text: string, start: number, end: number, to: number): number {
  const length = end - start;
  const next = end < to ? text.charCodeAt(end) : 0;
  if (length === 4 && next === DASH && digitsAt(text, end + 1, 2)) {
    const isDate = text.charCodeAt(end + 3) === DASH && digitsAt(text, end + 4, 2);
    return isDate ? timeTailEnd(text, end + 6, to) : 0;
  }
  const before = start > 0 ? text.charCodeAt(start - 1) : 0;
  if (length === 2 && next === COLON && before !== COLON && digitsAt(text, end + 1, 2)) {
    // 12:05 is a time; 12:5 and a.ts:12:05 are places.
    if (!digitsAt(text, end + 3, 1)) return timeTailEnd(text, end + 3, to);
  }
  const stop = fractionEnd(text, end, to);
  const unit = text.charCodeAt(stop) === SPACE_CHARACTER ? stop + 1 : stop;
  const unitEnd = endOfUnit(text, unit, to);
  return unitEnd > unit ? unitEnd : 0;
}

/** Counters and long ids; 0 for a number that matters. */
function numberEnd(
  text: string,
  start: number,
  end: number,
  to: number,
  wordToken: number,
  wordEnd: number,
): number {
  const length = end - start;
  if (length >= 13) return end; // milliseconds since the epoch, or an id
  if (start > 0 && text.charCodeAt(start - 1) === SHARP) return end; // #17
  const stop = fractionEnd(text, end, to);
  if (length === 10 && stop === end && text.charCodeAt(start) === 49) return end; // seconds
  if (wordEnd < 0 || start - wordEnd > 3) return 0;
  const isMilliseconds = text.startsWith('_ms', wordEnd - 3);
  return isMilliseconds || WORDS_BEFORE.has(wordToken) ? stop : 0;
}

function fractionEnd(text: string, end: number, to: number): number {
  if (text.charCodeAt(end) !== DOT || !digitsAt(text, end + 1, 1)) return end;
  let stop = end + 1;
  while (stop < to && digitsAt(text, stop, 1)) stop += 1;
  return stop;
}

/** End of a unit of time that begins here; `from` if there is none. */
function endOfUnit(text: string, from: number, to: number): number {
  const first = from < to ? text.charCodeAt(from) : 0;
  // m…, s…, h…, u…, n…, µ…
  if (first !== 109 && first !== 115 && first !== 104 && first !== 117 && first !== 110) {
    if (first !== 181) return from;
  }
  let end = from + 1;
  while (end < to && end - from < 13 && isUnitLetter(text.charCodeAt(end))) end += 1;
  if (end < to && digitsAt(text, end, 1)) return from;
  return UNITS.has(text.slice(from, end)) ? end : from;
}

/** After a date or hh:mm: seconds, fractions, zone. */
function timeTailEnd(text: string, from: number, to: number): number {
  let i = from;
  while (i < to) {
    const c = text.charCodeAt(i);
    const isPart = (c >= 48 && c <= 58) || (c >= 43 && c <= 46) || c === 84 || c === 90; // + , - . : T Z
    const isClock = c === 32 && digitsAt(text, i + 1, 2) && text.charCodeAt(i + 3) === COLON;
    const isJoint = c === 95 && digitsAt(text, i + 1, 1); // _, as in names of logs
    if (!isPart && !isClock && !isJoint) break;
    i += 1;
  }
  return i;
}

function isUuid(text: string, start: number, to: number): boolean {
  if (start + 36 > to) return false;
  for (let i = 8; i < 36; i++) {
    const c = text.charCodeAt(start + i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (c !== 45) return false;
    } else if ((CLASS[c]! & (DIGIT | HEX_LETTER)) === 0) return false;
  }
  return true;
}

function isDuration(text: string, start: number, end: number): boolean {
  let letters = start;
  while (digitsAt(text, letters, 1)) letters += 1;
  return endOfUnit(text, letters, end) === end;
}

/** 1h5m, 1m30s, and `time`'s 0m1.234s; 0 if it is none. */
function compoundEnd(text: string, start: number, end: number, to: number): number {
  if (end - start > 12) return 0;
  const token = text.slice(start, end);
  if (/^(?:\d+h)?(?:\d+m)?(?:\d+s)?$/.test(token)) return end;
  if (!/^\d+m\d+$/.test(token)) return 0;
  const stop = fractionEnd(text, end, to);
  return stop > end && text.charCodeAt(stop) === 115 ? stop + 1 : 0;
}

function alternations(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start + 1; i < end; i++) {
    if (digitsAt(text, i, 1) !== digitsAt(text, i - 1, 1)) count += 1;
  }
  return count;
}

function digitsAt(text: string, start: number, count: number): boolean {
  for (let i = start; i < start + count; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= 48 && c <= 57)) return false;
  }
  return true;
}

function isUnitLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 181;
}

function classes(): Uint8Array {
  // Every UTF-16 unit has a row, so that the inner loop has one branch less.
  const table = new Uint8Array(0x1_0000).fill(OTHER_LETTER);
  for (let c = 0; c < 128; c++) {
    const letter = (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
    const lower = c | 32;
    if (c <= 32) table[c] = SPACE;
    else if (c >= 48 && c <= 57) table[c] = DIGIT;
    else if (letter) table[c] = lower >= 97 && lower <= 102 ? HEX_LETTER : OTHER_LETTER;
    else if (c === 95) table[c] = OTHER_LETTER;
    else table[c] = 0;
    if (c >= 65 && c <= 90) table[c]! |= UPPER;
  }
  return table;
}
