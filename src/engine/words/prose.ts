import { HASH_PRIME } from '../numeric/hash.ts';
import { ALONE, DIGIT, LETTER, scriptsOr } from './sketch.ts';

/**
 * The prose of a message, as a list of words. Lines of lists, tables, code, logs, headings and quotes
 * are left out: a text with a layout may repeat itself.
 */

/** Characters read at each end of a text; of a longer one the middle is left out. */
export const CHANT_CHARS = 4000;

/** Classes of characters, as bits: the scripts' and these. Prose is mostly SPACE and LETTER. */
const SPACE = 0;
const NEWLINE = 8;
const OTHER = 16;
/** Ends a sentence, where no letter or digit follows. */
const STOP = 32;
/** Common in code, rare in prose. */
const MARK = 64;
/** As the first character of a line: it is no prose. */
const OPENS_LAYOUT = 128;
const CLASS = classes();
const TAB = 9;
/** 2³² divided by the golden ratio: spreads a hash over its upper bits (Knuth, TAOCP 3, §6.4). */
export const GOLDEN = 0x9e3779b1;

/** The words read, a hash each with the flags below; 0 where lines were left out. */
export const tokens = new Int32Array(2 * CHANT_CHARS + 8);
export const ENDS_SENTENCE = 1;
export const IS_ALONE = 2;
/** Any number: a counter that goes up makes no new sentence. Every word has this flag. */
const NUMBER = 4;
export const HASH_BITS = -8;
let count = 0;

/** Where the line of each word begins, as far as 16 bits tell. */
export const lines = new Uint16Array(tokens.length);
/** Fills `tokens` and `lines` from a text; returns how many there are. O(n), allocates nothing. */
export function readProse(text: string): number {
  const length = text.length;
  count = 0;
  if (length <= 2 * CHANT_CHARS) readLines(text, 0, length, false);
  else {
    const tail = length - CHANT_CHARS;
    readLines(text, 0, CHANT_CHARS, false);
    tokens[count++] = 0;
    readLines(text, tail, length, beginsFenced(text, tail));
  }
  return count;
}

/** Appends the words of what is prose from `from` to `to`. */
function readLines(text: string, from: number, to: number, isFenced: boolean): void {
  let fenced = isFenced;
  let i = from;
  while (i < to) {
    const lineStart = i;
    while (i < to && (CLASS[text.charCodeAt(i)] === SPACE || text.charCodeAt(i) === TAB)) i += 1;
    const isFence = text.startsWith('```', i) || text.startsWith('~~~', i);
    if (isFence) fenced = !fenced;
    if (!isFence && !fenced && !beginsLayout(text, lineStart, i)) i = readLine(text, i, to);
    else {
      let seen = isFence ? LETTER : 0;
      for (; i < to; i++) {
        const bits = CLASS[text.charCodeAt(i)]!;
        if (bits === NEWLINE) break;
        seen |= bits;
      }
      i += 1;
      // A line that only separates leaves nothing out.
      if ((seen & (LETTER | DIGIT | ALONE)) !== 0) tokens[count++] = 0;
    }
  }
}

/** Appends the words of one line, unless they prove to be no prose; the start of the next line. */
function readLine(text: string, from: number, to: number): number {
  const lineStart = count;
  let n = count;
  let hash = 0;
  let inWord = 0;
  let numbers = 0;
  let marks = 0;
  let bars = 0;
  let spaces = 0;
  let i = from;
  while (i < to) {
    let c = 0;
    let bits = SPACE;
    // Without a branch: the length of a word is what a processor cannot foresee.
    for (; i < to; i++) {
      c = text.charCodeAt(i);
      bits = CLASS[c]!;
      if (bits > LETTER) break;
      n += inWord & ~bits;
      hash = Math.imul(hash ^ c, HASH_PRIME) & -bits;
      inWord = bits;
      spaces += 1 - bits;
      tokens[n] = (hash & HASH_BITS) | NUMBER;
    }
    if (bits <= LETTER) break;
    i += 1;
    if (bits === DIGIT) {
      if (inWord === 0) while (CLASS[unitAt(text, i)] === DIGIT) i += 1;
      if (inWord === 0 && CLASS[unitAt(text, i)] !== LETTER) {
        tokens[n++] = NUMBER;
        numbers += 1;
      } else {
        hash = Math.imul(hash ^ c, HASH_PRIME);
        inWord = 1;
        tokens[n] = (hash & HASH_BITS) | NUMBER;
      }
      continue;
    }
    n += inWord;
    inWord = 0;
    hash = 0;
    if (bits === NEWLINE) break;
    if (bits === ALONE) {
      tokens[n++] = (Math.imul(c, GOLDEN) & HASH_BITS) | NUMBER | IS_ALONE;
    } else if (bits === STOP) {
      if (n > lineStart && !isWordAt(text, i)) tokens[n - 1]! |= ENDS_SENTENCE;
    } else if ((bits & MARK) !== 0) {
      // A colon that ends a phrase is prose.
      if (c !== 58 || isWordAt(text, i)) marks += 1;
      if (c === 124) bars += 1; // |
    } else if (c === TAB) bars += 2;
  }
  n += inWord;
  const words = n - lineStart;
  if (words === 0) return i;
  const isAligned = bars > 1 || spaces > 2 + 1.5 * words;
  const isData = marks * 2 >= words || numbers * 3 >= words;
  if (isAligned || isData || endsLayout(text, from, i)) tokens[count++] = 0;
  else {
    tokens[n - 1]! |= ENDS_SENTENCE;
    lines.fill(from, lineStart, n);
    count = n;
  }
  return i;
}

/** A read behind the end would cost the scan its fast code. */
function unitAt(text: string, i: number): number {
  return i < text.length ? text.charCodeAt(i) : 10;
}

function isWordAt(text: string, i: number): boolean {
  return (CLASS[unitAt(text, i)]! & (LETTER | DIGIT)) !== 0;
}

/** Whether the end of a long text begins in a block of code: its marks are odd from there on. */
function beginsFenced(text: string, from: number): boolean {
  let fences = 0;
  for (let i = text.indexOf('\n```', from); i >= 0; i = text.indexOf('\n```', i + 4)) fences += 1;
  return fences % 2 === 1;
}

/** Whether a line begins as prose does not: set in, or with the mark of a list, a log, a quote. */
function beginsLayout(text: string, lineStart: number, i: number): boolean {
  const c = unitAt(text, i);
  if (i - lineStart > 1 || (i > lineStart && unitAt(text, lineStart) === TAB)) return true;
  const bits = CLASS[c]!;
  const next = unitAt(text, i + 1);
  if ((bits & OPENS_LAYOUT) !== 0) return true;
  if ((bits & DIGIT) !== 0) {
    // 1. 1) 10:05 2026-11-24; but: 3 tests fail
    let end = i + 1;
    while ((CLASS[unitAt(text, end)]! & DIGIT) !== 0) end += 1;
    const after = CLASS[unitAt(text, end)];
    return after !== SPACE && after !== LETTER && after !== ALONE;
  }
  if (c === 42) return next === 32 || next === 47; // * item; */
  if (c === 40) return unitAt(text, i + 2) === 41; // (a)
  const isLetter = (bits & LETTER) !== 0 && (next === 46 || next === 41);
  return isLetter && unitAt(text, i + 2) === 32; // a. a)
}

/** Whether a line ends as one of code or data does. */
function endsLayout(text: string, from: number, to: number): boolean {
  let i = to - 1;
  while (i > from && text.charCodeAt(i) <= 32) i -= 1;
  const last = text[i]!;
  return last === '>' ? text[from] === '<' : ';{},(['.includes(last);
}

function classes(): Uint8Array {
  const table = scriptsOr(OTHER);
  // Bullets, arrows, boxes; the halves of emoji; a Japanese bullet. But no quotation marks.
  table.fill(OPENS_LAYOUT, 0x2010, 0x2e80).fill(OPENS_LAYOUT, 0xd800, 0xf900);
  table.fill(OTHER, 0x2018, 0x2020).fill(SPACE, 0x2000, 0x2010).fill(SPACE, 0, 33);
  const set = (bits: number, units: string) => {
    for (const unit of units) table[unit.charCodeAt(0)] = bits;
  };
  set(OTHER, '\t');
  set(NEWLINE, '\n');
  set(SPACE, '\u{a0}\u{3000}\u{feff}');
  set(LETTER, "'’");
  set(STOP, '.!?…‼⁇⁈⁉。！？।؟۔');
  set(MARK, ':;(<)^&');
  set(MARK | OPENS_LAYOUT, '|>#+@[]{}$%=~/\\');
  set(OPENS_LAYOUT, '-・');
  return table;
}
