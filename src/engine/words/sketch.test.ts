import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, SKETCH_CHARS, SKETCH_WORDS, writeSketch } from './sketch.ts';

const words = new Uint32Array(2 * SKETCH_WORDS);
function alike(one: string, other: string): number {
  writeSketch(words, 0, one);
  writeSketch(words, SKETCH_WORDS, other);
  return likeness(words, 0, SKETCH_WORDS);
}

describe('likeness of two texts: 1', () => {
  it.each([
    [
      'the same',
      'Reading the parser before anything else.',
      'Reading the parser before anything else.',
    ],
    ['case', 'Reading the Parser before ANYTHING else', 'reading the parser before anything else'],
    ['case of other scripts', 'ЧИТАЮ ФАЙЛЫ ПАРСЕРА', 'читаю файлы парсера'],
    [
      'order',
      'Before anything else, reading the parser',
      'Reading the parser before anything else',
    ],
    [
      'marks and spaces',
      '*Reading* the `parser`…\nbefore (anything) else!',
      'Reading parser before anything else',
    ],
    [
      'short words',
      'Now I am reading the parser before anything else',
      'Reading parser before anything else',
    ],
    [
      'numbers',
      'Reading line 12 of the parser before step 3',
      'Reading line 977 of the parser before step 4',
    ],
    ['endings', 'Testing parsers, reading files', 'Test the parser; reads the file'],
    ['how often', 'Parser, parser, parser: reading files', 'Reading the parser file'],
    ['Chinese', '先看解析器怎么处理引号', '先看解析器怎么处理引号。'],
    ['short words, where there are no others', 'No, so do it', 'so: do it, no'],
    ['numbers, where there are no words', '7 and 12', '12 and 7'],
  ])('%s makes no difference', (_, one, other) => {
    expect(alike(one, other)).toBe(1);
  });
});

describe('likeness of two texts: below 1', () => {
  it('is the share of their stems that both have', () => {
    // test, suit, work | test, chec, work: 2 of 4.
    expect(alike('The test suite works', 'I test and check: it works')).toBe(2 / 4);
  });

  it('is that share for all the stems of one or two sentences, not a sample', () => {
    const names = 'alfa brav char delt echo foxt golf hote indi juli kilo lima mike nove osca';
    const stems = names.split(' ');
    for (let shared = 0; shared <= 15; shared++) {
      const other = stems.map((stem, k) => (k < shared ? stem : `x${stem}`));
      expect(alike(names, other.join(' '))).toBe(shared / (30 - shared));
    }
  });

  it('is 0 between texts without a word in common, and with none', () => {
    expect(alike('reading the parser once more', 'commit those changes')).toBe(0);
    expect(alike('', '')).toBe(0);
    expect(alike('…', '…')).toBe(0);
    expect(alike('reading the parser once more', '-- 🟩')).toBe(0);
  });

  it('tells short words and numbers apart where there is nothing else', () => {
    expect(alike('no', 'yes')).toBe(0);
    expect(alike('7', '8')).toBe(0);
    expect(alike('good: 7', 'good: 8')).toBeCloseTo(1 / 3, 12);
  });

  it('reads Chinese by pairs of characters', () => {
    // 先看 看引 引号 | 再看 看引 引号: 2 of 4.
    expect(alike('先看引号', '再看引号')).toBe(2 / 4);
  });

  it('is near the share for long texts: a standard error of at most 1/8', () => {
    let squares = 0;
    for (let run = 0; run < 200; run++) {
      const text = (from: number) => {
        const names = Array.from({ length: 90 }, (_, k) => name(1000 * run + from + k));
        return names.join(' ');
      };
      squares += (alike(text(0), text(30)) - 60 / 120) ** 2; // 60 of 120 in common
    }
    expect(Math.sqrt(squares / 200)).toBeLessThan(1 / 8 + 0.02);
  });
});

describe('likeness of two messages of an agent', () => {
  it.each([
    [
      'First I need to look at how the parser handles quotes.',
      'Let me start by looking at how quotes are handled in the parser.',
    ],
    [
      'Now I will create a new branch and commit the changes.',
      'Let me commit these changes on a new branch.',
    ],
    [
      'I should reproduce the bug with a small script before changing anything.',
      "Before making any changes, I'll write a small script to reproduce the bug.",
    ],
    [
      "I'll revert my last change because it broke the type checks.",
      'My last change broke type checking, so I am going to revert it.',
    ],
  ])('is over 0.4 for a paraphrase: %s', (one, other) => {
    expect(alike(one, other)).toBeGreaterThan(0.4);
  });

  it.each([
    ["I'll run the test suite now.", 'The parser module needs a new branch for quotes.'],
    [
      'Let me look at how the parser handles quotes.',
      "The parser tests pass now, so I'll commit this.",
    ],
    [
      "I'll clear the cache and retry.",
      'The cache is written by the background worker, not by the request handler.',
    ],
    [
      'Let me query the orders table for rows without a customer.',
      'There are twelve such rows, all created by the import on Monday.',
    ],
  ])('is under 0.3 for another step on the same topic: %s', (one, other) => {
    expect(alike(one, other)).toBeLessThan(0.3);
  });
});

describe('writeSketch(words, at, text)', () => {
  it('writes its own place alone', () => {
    const slab = new Uint32Array(3 * SKETCH_WORDS).fill(7);
    writeSketch(slab, SKETCH_WORDS, '');
    expect(slab.subarray(SKETCH_WORDS, 2 * SKETCH_WORDS).every((word) => word === 0)).toBe(true);
    expect(slab.subarray(0, SKETCH_WORDS).every((word) => word === 7)).toBe(true);
    expect(slab.subarray(2 * SKETCH_WORDS).every((word) => word === 7)).toBe(true);
  });

  it('reads the beginning of a long text', () => {
    const start = 'reading the parser once more '.padEnd(SKETCH_CHARS, '.');
    expect(alike(start, `${start} and then other things entirely`)).toBe(1);
  });

  it('throws at no text, and is as like to itself as can be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(alike(`word ${text}`, `word ${text}`)).toBe(1);
      }),
    );
  });

  it('is of words, whatever they mean: others in their place are as alike, but for a hash', () => {
    const side = fc.uniqueArray(fc.nat({ max: 19 }), { minLength: 3, maxLength: 14 });
    fc.assert(
      fc.property(side, side, fc.nat({ max: 9999 }), (one, other, from) => {
        const share = one.filter((k) => other.includes(k)).length;
        const text = (stems: number[]) => stems.map((k) => name(from + k)).join(' ');
        const exact = share / (one.length + other.length - share);
        // Two of at most 20 stems have the same 16 bits with 190 / 65536.
        expect(Math.abs(alike(text(one), text(other)) - exact)).toBeLessThan(0.2);
      }),
      { seed: 1 },
    );
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 60 }), fc.lorem({ maxCount: 60 }), (one, other) => {
        expect(alike(one, other)).toBe(alike(other, one));
      }),
    );
  });
});

/** The k-th word of four letters. */
function name(k: number): string {
  const letters = [k, k / 26, k / 676, k / 17576].map((n) => 97 + (Math.floor(n) % 26));
  return String.fromCharCode(...letters);
}
