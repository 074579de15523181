import { hashToken } from '../numeric/hash.ts';
import { isProcess } from './process-id.ts';

/**
 * What of a text is volatile: it says when, how long or which time round, never what. Ids, times,
 * dates, durations, counters, addresses, temporary folders. The words are a prior, in English.
 *
 * In the arguments of a call ids and days are what it is about, and stand: a batch goes through
 * orders and days.
 */

/** Words whose next number only counts, or is a time; besides every name that ends in `_ms`. */
const COUNTING = tokens('attempt try retry iteration duration elapsed took');
/** And those that do so in results. */
const COUNTING_RESULTS = tokens('pid pids pgid request seq goroutine thread');
/** Words whose next 10:20 is a range. */
const PLACES = tokens('row rows line lines column columns col cols cell cells range page pages');
const PORT = tokens('port');
/** What stands before the port of a host. */
const HOST = /(?:localhost|\.\d{1,3}|\]):$/;
/** A time of day behind a date, with what joins them. */
const CLOCK = /^(?:T\d\d|[ _]\d\d[:_.-]\d\d(?!\d))/;
const UNITS = new Set(
  `ms s sec secs second seconds m min mins minute minutes h hr hour hours us µs ns msec
millis milliseconds`.split(/\s/),
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
 * Negative for a time or a counter, positive for an id, 0 for a token that matters.
 *
 * @param seen Classes of the token's characters.
 * @param wordToken Hash of the last token of letters alone, and `wordEnd` where it ended.
 * @param inArguments Ids and days stand.
 */
export function volatileEnd(
  text: string,
  start: number,
  end: number,
  to: number,
  seen: number,
  wordToken: number,
  wordEnd: number,
  inArguments: boolean,
): number {
  const length = end - start;
  if ((seen & (OTHER_LETTER | HEX_LETTER)) === 0) {
    if (length === 8 && isUuid(text, start, to)) return inArguments ? 0 : start + 36;
    if (start - wordEnd <= 2 && PLACES.has(wordToken)) return 0;
    const time = timeEnd(text, start, end, to, !inArguments);
    return time > 0 ? -time : numberEnd(text, start, end, to, wordToken, wordEnd, inArguments);
  }
  if ((seen & OTHER_LETTER) === 0) {
    // Hexadecimal: a UUID, or an id of at least 7 (a short commit id).
    if (inArguments) return 0;
    if (length === 8 && isUuid(text, start, to)) return start + 36;
    return length >= 7 ? end : 0;
  }
  if (digitsAt(text, start, 1)) {
    if (isDuration(text, start, end)) return -end;
    const compound = compoundEnd(text, start, end, to);
    if (compound > 0) return -compound;
    const isHex = text.charCodeAt(start) === 48 && (text.charCodeAt(start + 1) | 32) === 120;
    if (isHex) return length >= 6 && !inArguments ? end : 0; // 0x…: an address
  }
  if (inArguments || length < 16) return 0;
  return alternations(text, start, end) >= 4 ? end : 0;
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
const OPEN = 91;
/** Ports from here on are given out at random. */
const EPHEMERAL_MIN = 32_768;

/** Dates, if days are none of what matters, times of day, durations; 0 if the number is none. */
function timeEnd(text: string, start: number, end: number, to: number, days: boolean): number {
  const length = end - start;
  const next = end < to ? text.charCodeAt(end) : 0;
  if (length === 4 && next === DASH && digitsAt(text, end + 1, 2)) {
    const isDate = text.charCodeAt(end + 3) === DASH && digitsAt(text, end + 4, 2);
    if (!isDate || (!days && !hasClock(text, end + 6))) return 0;
    return timeTailEnd(text, end + 6, to);
  }
  const before = start > 0 ? text.charCodeAt(start - 1) : 0;
  if (length === 2 && next === COLON && before !== COLON && digitsAt(text, end + 1, 2)) {
    // 12:05 is a time; 12:5, a.ts:12:05, rows 10:20 and a[10:20] are places.
    const isSlice = before === OPEN && start > 1 && isWord(text.charCodeAt(start - 2));
    if (!isSlice && !digitsAt(text, end + 3, 1)) return timeTailEnd(text, end + 3, to);
  }
  const stop = fractionEnd(text, end, to);
  const unit = text.charCodeAt(stop) === SPACE_CHARACTER ? stop + 1 : stop;
  const unitEnd = endOfUnit(text, unit, to);
  return unitEnd > unit ? unitEnd : 0;
}

/** Counters, ports and long ids; 0 for a number that matters. */
function numberEnd(
  text: string,
  start: number,
  end: number,
  to: number,
  wordToken: number,
  wordEnd: number,
  inArguments: boolean,
): number {
  const length = end - start;
  const stop = fractionEnd(text, end, to);
  const before = start > 0 ? text.charCodeAt(start - 1) : 0;
  const isBehindWord = wordEnd >= 0 && start - wordEnd <= 3;
  if (isBehindWord) {
    if (COUNTING.has(wordToken) || text.startsWith('_ms', wordEnd - 3)) return -stop;
    if (!inArguments && COUNTING_RESULTS.has(wordToken)) return -stop;
  }
  if ((length === 10 || length === 13) && stop === end && text[start] === '1') {
    // Since the epoch, in seconds or thousandths; in a result without words it may be an id.
    if (!inArguments) return wordEnd < 0 ? end : -end;
    if (text[start + 1]! >= '4') return -end;
  }
  if (inArguments) return 0;
  if (length >= 13) return end;
  if (before === SHARP) return isColor(text, start, end) ? 0 : end; // #17
  if (isProcess(text, start, end)) return -end;
  if (length !== 5 || Number(text.slice(start, end)) < EPHEMERAL_MIN) return 0;
  if (isBehindWord && PORT.has(wordToken)) return -end;
  return before === COLON && HOST.test(text.slice(Math.max(start - 10, 0), start)) ? -end : 0;
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
  // `50 s.log` is a file.
  const isName = text.charCodeAt(end) === DOT && isUnitLetter(text.charCodeAt(end + 1));
  if (isName || (end < to && isWord(text.charCodeAt(end)))) return from;
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

/** Whether a time of day follows a date. Midnight is none: it only says which day. */
function hasClock(text: string, at: number): boolean {
  const tail = text.slice(at, at + 9);
  return CLOCK.test(tail) && !/^.00:00(?!:\d?[1-9])/.test(tail);
}

/** `#333;` and `"#333333"`: not a number of something. */
function isColor(text: string, start: number, end: number): boolean {
  if (end - start !== 3 && end - start !== 6) return false;
  const next = text.charCodeAt(end);
  return next === 59 || ((next === 34 || next === 39) && text.charCodeAt(start - 2) === next);
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

function isWord(c: number): boolean {
  return (CLASS[c]! & WORD) !== 0;
}

/** Hashes of words as they are written in a sentence, at its start, and in capitals. */
function tokens(words: string): ReadonlySet<number> {
  const titled = words.replaceAll(/\b\w/g, (first) => first.toUpperCase());
  return new Set(`${words} ${titled} ${words.toUpperCase()}`.split(' ').map(hashToken));
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
