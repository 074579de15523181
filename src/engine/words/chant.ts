import { HASH_PRIME } from '../numeric/hash.ts';
import { ENDS_SENTENCE, GOLDEN, HASH_BITS, IS_ALONE, lines, readProse, tokens } from './prose.ts';

/**
 * Chanting: how often one message says the same chunk over and over, as a language model does that
 * is caught in its own output. Words alone are compared, never what they mean. Two signs:
 *
 *     on end:   1 + run / max(period, 10)    run = words on end that equal the word a period before
 *     between:  how often a sentence of at least 6 words was said, each time with at most twice its
 *               own length since the last, and on its line
 *
 * A text with a layout may repeat itself: lines of lists, tables, code, logs, headings and quotes
 * are left out, and no sentence is counted across them.
 *
 * @see Holtzman, Buys, Du, Forbes & Choi (2020), The Curious Case of Neural Text Degeneration, §3:
 * every turn of a loop makes the next one likelier, so that it does not end by itself.
 */

/** A chunk shorter than this needs more turns: it comes back by chance, or to stress something. */
const PERIOD_MIN = 10;
const SENTENCE_WORDS_MIN = 6;
const SENTENCE_ALONE_MIN = 9;
const BETWEEN_MAX = 2;
const STEPS_MAX = 16; // other chunks with the same hash that a search passes

let count = 0;

/**
 * By hash, where three words last ended; and behind it, where three of the same hash did before.
 * At least four slots a word, so that nearly all are free in a text without a chant.
 */
const heads = new Int16Array(0x1_0000);
const before = new Int16Array(tokens.length);
/** How often a sentence was said, up to the one that ends here. */
const told = new Uint16Array(tokens.length);

/**
 * Whole turns of the longest chant in a text: 1 for none, 3 for a sentence of about ten words said
 * three times on end; 0 for a text without words. O(n), allocates nothing.
 */
export function chantTurns(text: string): number {
  count = readProse(text);
  if (count <= PERIOD_MIN) return count === 0 ? 0 : 1;
  return Math.floor(longestChant());
}

function longestChant(): number {
  const shift = Math.max(Math.clz32(count) - 2, 16);
  heads.fill(-1, 0, 2 ** (32 - shift));
  let turns = 1;
  let run = 0; // words on end that equal the word a period before
  let period = 0;
  let sentenceStart = 0;
  /** The first place with two words before it that were not left out. */
  let third = 2;
  let a = 0;
  let b = 0;
  for (let i = 0; i < count; i++) {
    const c = tokens[i]!;
    if (c === 0) {
      run = 0;
      sentenceStart = i + 1;
      third = i + 3;
    }
    run = run > 0 && ((tokens[i - period]! ^ c) & ~ENDS_SENTENCE) === 0 ? run + 1 : 0;
    before[i] = -1;
    // Numbers alone are a series, no chunk.
    if (i >= third && ((a | b | c) & HASH_BITS) !== 0) {
      const hash = Math.imul(a, HASH_PRIME) ^ Math.imul(b, 0x85ebca6b) ^ c;
      const slot = Math.imul(hash, GOLDEN) >>> shift;
      const last = heads[slot]!;
      before[i] = last;
      heads[slot] = i;
      if (run === 0 && last >= 0) {
        period = i - lastEnd(last, a, b, c);
        if (period <= i) run = 3;
      }
    }
    if (run >= PERIOD_MIN) turns = Math.max(turns, 1 + run / Math.max(period, PERIOD_MIN));
    if ((c & ENDS_SENTENCE) !== 0) {
      const words = i + 1 - sentenceStart;
      const isLong = words >= ((c & IS_ALONE) === 0 ? SENTENCE_WORDS_MIN : SENTENCE_ALONE_MIN);
      if (isLong) turns = Math.max(turns, tell(i, words, third - 2));
      sentenceStart = i + 1;
    }
    a = b;
    b = c;
  }
  return turns;
}

/** Where the words a, b, c last ended; -1 if nowhere. */
function lastEnd(head: number, a: number, b: number, c: number): number {
  let end = head;
  for (let steps = 0; end >= 0 && steps < STEPS_MAX; steps++) {
    if (tokens[end] === c && tokens[end - 1] === b && tokens[end - 2] === a) return end;
    end = before[end]!;
  }
  return -1;
}

/** How often the sentence of so many words that ends at `end` was said on end since `from`. */
function tell(end: number, words: number, from: number): number {
  const nearest = Math.max(end - words * (1 + BETWEEN_MAX), from + words - 1);
  let times = 1;
  for (let last = before[end]!; last >= nearest && times === 1; last = before[last]!) {
    // Lines that end alike, after something else each time, are a list without marks.
    const needed = lines[last] === lines[end] ? words : end - last;
    let same = 0;
    while (same < needed && tokens[last - same] === tokens[end - same]) same += 1;
    if (same === needed) times = told[last]! + 1;
  }
  told[end] = times;
  return times;
}
