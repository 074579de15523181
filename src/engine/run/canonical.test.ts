import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hashText,
  hashValue,
  MAX_DEPTH,
  WHOLE_CHARS,
  WINDOW_CHARS_MAX,
  WINDOW_CHARS_MIN,
  WINDOW_SHARE,
} from './canonical.ts';

describe('hashText(text): what is the same', () => {
  it.each([
    ['whitespace', 'a  b\n\tc ', 'a b c'],
    ['space around marks', 'foo . bar', 'foo.bar'],
    ['an ISO time', 'at 2024-01-01T10:00:00Z done', 'at 2024-02-03T11:12:13.456+02:00 done'],
    ['a time with a comma', 'at 2024-01-01 10:00:00,001 done', 'at 2024-02-03 11:12:13,123 done'],
    ['a day', 'on 2026-11-24 again', 'on 2026-11-25 again'],
    ['a time of day', 'at 10:00 done', 'at 11:12:13.5 done'],
    ['an HTTP date', 'Tue, 24 Nov 2026 10:00:00 GMT', 'Tue, 24 Nov 2026 11:12:13 GMT'],
    ['a syslog date', 'Nov 24 10:00:00 host sshd', 'Nov 24 11:12:13 host sshd'],
    ['milliseconds since the epoch', 'since 1732470000123 now', 'since 1732470005123 now'],
    ['seconds since the epoch', 'since 1732470000 now', 'since 1732470005 now'],
    ['a duration', 'took 3 s', 'took 4.25 s'],
    ['a duration in another unit', 'took 3ms', 'took 1 min'],
    ['a duration in brackets', '(0.31s)', '(12.00s)'],
    ['minutes and seconds', 'in 1m 30s', 'in 2m 10s'],
    ['an age', '14 seconds ago', '20 seconds ago'],
    ['a number named for its unit', 'latency_ms=12 here', 'latency_ms=13 here'],
    ['an attempt', 'attempt 1 of it', 'attempt 2 of it'],
    ['an attempt with a mark', 'Attempt #1 went wrong', 'Attempt #2 went wrong'],
    ['a process id', 'it runs as pid: 12', 'it runs as pid: 99'],
    ['a sequence number', 'frame seq=12 lost', 'frame seq=13 lost'],
    [
      'a uuid',
      'by user 8f3a9b21-1111-4111-8111-123456789012',
      'by user 0f3a9b21-2222-4222-8222-cba987654321',
    ],
    ['a commit', 'HEAD is now at 8f3a9b2', 'HEAD is now at 1a2b3c4'],
    [
      'a digest',
      'pulled image sha256:aaaabbbbccccddddeeee1111',
      'pulled image sha256:1111bbbbccccddddeeee2222',
    ],
    ['an address', 'object at 0x7ffee4c0 lost', 'object at 0x7ffee4d0 lost'],
    ['a long id', 'call toolu_01A2b3C4d5E6f7G8h9 failed', 'call toolu_09Z8y7X6w5V4u3T2s1 failed'],
    ['a temporary directory', '/tmp/a8fZq/x.ts at work', '/tmp/b7gYw/x.ts at work'],
    ['a temporary directory of Python', '/tmp/tmp8a7f3b/x ran', '/tmp/tmpk2k3j4/x ran'],
    ['a private temporary directory', '/private/tmp/xQ1z/a ran', '/private/tmp/yW2q/a ran'],
  ])('%s', (_, a, b) => {
    expect(hashText(a)).toBe(hashText(b));
  });
});

describe('hashText(text): what differs', () => {
  it.each([
    ['a count', '3 failing', '2 failing'],
    ['a large count', '100000 rows', '100001 rows'],
    ['a decimal', '1.5', '1.6'],
    ['a sign', '-1', '1'],
    ['an exponent', '1e5', '1e6'],
    ['a percentage', '81%', '82%'],
    ['an amount', '$12.50', '$12.60'],
    ['a year', 'in 2024', 'in 2025'],
    ['a line', 'a.ts:12', 'a.ts:13'],
    ['a line and column', 'a.ts:12:5', 'a.ts:13:5'],
    ['a line and column of two digits', 'a.ts:12:05', 'a.ts:13:05'],
    ['a version', 'v1.2.3', 'v1.2.4'],
    ['a status', 'HTTP 500', 'HTTP 502'],
    ['a port', 'port 3000', 'port 3001'],
    ['a host', '10.0.0.1', '10.0.0.2'],
    ['a range of lines', 'sed -n 1,50p', 'sed -n 51,99p'],
    ['seconds without a unit', 'sleep 5', 'sleep 6'],
    ['a name with a number', 'test1', 'test2'],
    ['a short hexadecimal number', '0xff', '0xfe'],
    ['a named file in a temporary directory', '/tmp/report.txt', '/tmp/other.txt'],
    ['an id that is the whole text', '8f3a9b2', '1a2b3c4'],
    ['an id that is most of the text', 'commit 8f3a9b2', 'commit 1a2b3c4'],
    ['a word', 'waiting for bob', 'waiting for eve'],
    ['case', 'Done', 'done'],
    ['the order of words', 'a before b', 'b before a'],
    ['a word in two', 'ab', 'a b'],
    ['an underscore', 'foo_bar', 'foo bar'],
    ['marks', '---', '----'],
    ['brackets', '{}', '[]'],
    ['letters of other scripts', '日本', '日本語'],
    ['an accent', 'é', 'e'],
    ['a pictograph', 'a😀', 'a😁'],
    ['nothing', 'a', ''],
  ])('%s', (_, a, b) => {
    expect(hashText(a)).not.toBe(hashText(b));
  });
});

describe('hashText(text)', () => {
  it('is 0 for a text without content, and for no other', () => {
    for (const text of ['', ' ', '\n\t ']) expect(hashText(text)).toBe(0);
    for (const text of ['a', '0', '.', '2024-01-01', '3 s']) expect(hashText(text)).not.toBe(0);
  });

  it('is a whole number of 32 bits, for any text, and the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), (text, other) => {
        const hash = hashText(text);
        expect(hash).toBe(hash >>> 0);
        // What one text left behind does not reach into the next.
        hashText(other);
        expect(hashText(text)).toBe(hash);
      }),
    );
  });

  it('bears a lone surrogate', () => {
    expect(hashText('\ud800 left')).not.toBe(hashText('left'));
  });

  it('differs where two texts differ in a word', () => {
    fc.assert(
      fc.property(sentence, fc.nat(), word, (words, at, other) => {
        const place = at % words.length;
        fc.pre(words[place] !== other);
        const changed = words.with(place, other);
        expect(hashText(words.join(' '))).not.toBe(hashText(changed.join(' ')));
      }),
    );
  });

  it('differs where a word is missing', () => {
    fc.assert(
      fc.property(sentence, fc.nat(), (words, at) => {
        const shorter = words.toSpliced(at % words.length, 1);
        expect(hashText(words.join(' '))).not.toBe(hashText(shorter.join(' ')));
      }),
    );
  });

  it('does not differ in the whitespace between words', () => {
    const space = fc.constantFrom(' ', '  ', '\n', '\t', ' \r\n ');
    fc.assert(
      fc.property(sentence, space, (words, between) => {
        expect(hashText(words.join(between))).toBe(hashText(words.join(' ')));
      }),
    );
  });
});

describe('a text longer than WHOLE_CHARS', () => {
  const lengths = [WHOLE_CHARS + 1, 8_000, 100_000];

  it('is compared whole up to that length', () => {
    const text = prose(WHOLE_CHARS);
    for (let at = 0; at < WHOLE_CHARS; at += 97) {
      expect(hashText(changedAt(text, at))).not.toBe(hashText(text));
    }
  });

  it.each(lengths)('of %i characters is seen in its first and last ones', (length) => {
    const text = prose(length);
    const window = windowOf(length);
    for (const at of [0, window - 1, length - window, length - 1]) {
      expect(hashText(changedAt(text, at)), `at ${at}`).not.toBe(hashText(text));
    }
  });

  it.each(lengths)('of %i characters is not seen between them: the documented miss', (length) => {
    const text = prose(length);
    const window = windowOf(length);
    for (const at of [window, length >> 1, length - window - 1]) {
      expect(hashText(changedAt(text, at)), `at ${at}`).toBe(hashText(text));
    }
  });

  it.each(lengths)('of %i characters differs where its middle grows by a tenth', (length) => {
    const text = prose(length);
    const middle = length >> 1;
    const grown = text.slice(0, middle) + prose(length / 10) + text.slice(middle);
    expect(hashText(grown)).not.toBe(hashText(text));
  });

  it('of many lines is seen in the whole lines of its windows, and not between them', () => {
    const lines = Array.from(
      { length: 210 },
      () => 'a line that has fifty plain characters in it, here',
    );
    const at = (line: number): string =>
      lines.with(line, lines[line]!.replace('plain', 'other')).join('\n');
    const text = lines.join('\n');
    // Of 10 709 characters 696 at each end are seen; in them 13 lines of 51 are whole.
    const seen = [0, 12, 197, 209];
    const missed = [13, 100, 196];
    expect(seen.filter((line) => hashText(at(line)) === hashText(text))).toEqual([]);
    expect(missed.filter((line) => hashText(at(line)) !== hashText(text))).toEqual([]);
  });

  it('has its volatile parts masked in both windows, also where they differ in length', () => {
    const middle = 'a line of plain words that is neither first nor last\n'.repeat(95);
    const log = (time: string): string =>
      `started ${time} ago\n${middle}\n12 tests, 1 failed\ndone in ${time}`;
    for (const time of ['2 s', '12.25 s', '200 ms'])
      expect(hashText(log(time))).toBe(hashText(log('1 s')));
  });
});

describe('hashValue(value)', () => {
  it.each<[string, unknown, unknown]>([
    ['the order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['the order of nested keys', [{ a: { b: 1, c: 2 } }], [{ a: { c: 2, b: 1 } }]],
    ['a timestamp', { q: 'x', timestamp: 1 }, { q: 'x', timestamp: 2 }],
    ['a request id, or none', { q: 'x', requestId: 'a' }, { q: 'x' }],
    ['which attempt it is', { q: 'x', attempt: 1 }, { q: 'x', attempt: 2 }],
    ['how long it took', { q: 'x', duration_ms: 10 }, { q: 'x', duration_ms: 11 }],
    ['a time in a text', { q: 'at 10:00:01' }, { q: 'at 10:00:02' }],
    ['a temporary path in a text', { cwd: '/tmp/aB1/out/x' }, { cwd: '/tmp/cD2/out/x' }],
    ['whitespace in a text', { q: 'a  b' }, { q: 'a b' }],
    ['the sign of zero', { n: 0 }, { n: -0 }],
  ])('makes no difference of %s', (_, a, b) => {
    expect(hashValue(a)).toBe(hashValue(b));
  });

  it.each<[string, unknown, unknown]>([
    ['a number', { a: 1 }, { a: 2 }],
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['a truth', { a: true }, { a: false }],
    ['a truth and its text', true, 'true'],
    ['a truth and a number', { a: true }, { a: 1 }],
    ['null and nothing', { a: null }, {}],
    ['null and 0', { a: null }, { a: 0 }],
    ['a key', { a: 1 }, { b: 1 }],
    ['values that changed places', { a: 1, b: 2 }, { a: 2, b: 1 }],
    ['the order of a list', [1, 2], [2, 1]],
    ['a list and a record', { a: [] }, { a: {} }],
    ['a list of two and of one', ['a', 'b'], ['a b']],
    ['what is nested and what is not', [[1], 2], [1, [2]]],
    ['an id that is a value', { order: '8f3a9b2' }, { order: '1a2b3c4' }],
    ['a page', { page: 1 }, { page: 2 }],
  ])('differs by %s', (_, a, b) => {
    expect(hashValue(a)).not.toBe(hashValue(b));
  });

  it('of a text is that of the text', () => {
    expect(hashValue('npm test')).toBe(hashText('npm test'));
  });

  it('of nothing is 0', () => {
    expect(hashValue(undefined)).toBe(0);
  });

  it('hashes any JSON value without throwing, to a whole number of 32 bits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const hash = hashValue(value);
        expect(hash).toBe(hash >>> 0);
      }),
    );
  });

  it('is the same for any order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.infiniteStream(fc.nat()), (value, chance) => {
        const draw = (): number => chance.next().value as number;
        expect(hashValue(reordered(value, draw))).toBe(hashValue(value));
      }),
    );
  });

  it('never changes what it hashes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const before = JSON.stringify(value);
        hashValue(frozen(value));
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });

  it('takes no inherited keys for content', () => {
    const value = Object.create({ inherited: 1 }) as Record<string, unknown>;
    value['own'] = 2;
    expect(hashValue(value)).toBe(hashValue({ own: 2 }));
  });

  it('has no key that stands out: `__proto__` and numbers are names like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', '0', '1', 'a'];
    expect(new Set(names.map((key) => hashValue(JSON.parse(`{"${key}":1}`)))).size).toBe(
      names.length,
    );
  });

  it.each(['list', 'record'] as const)(
    'takes a %s nested MAX_DEPTH deep, and none deeper',
    (kind) => {
      expect(() => hashValue(nested(kind, MAX_DEPTH))).not.toThrow();
      expect(() => hashValue(nested(kind, MAX_DEPTH + 1))).toThrow(RangeError);
    },
  );

  it('refuses a cyclic value as it refuses a deep one', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = { again: [cyclic] };
    expect(() => hashValue(cyclic)).toThrow(RangeError);
  });

  it('is as good after it has refused one', () => {
    const before = hashValue({ a: 'text' });
    expect(() => hashValue(nested('list', 1000))).toThrow(RangeError);
    expect(hashValue({ a: 'text' })).toBe(before);
  });
});

/** A word without a digit: nothing in it is volatile. */
const word = fc.stringMatching(/^[a-z]{1,12}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 60 });

/** So many characters of plain words. */
function prose(length: number): string {
  const words = 'several plain words that say nothing and have no number in them ';
  return words.repeat(Math.ceil(length / words.length)).slice(0, length);
}

/** Characters of each window of a text without line breaks. */
function windowOf(length: number): number {
  const share = Math.floor(length * WINDOW_SHARE);
  return Math.min(Math.max(share, WINDOW_CHARS_MIN), WINDOW_CHARS_MAX);
}

/** Another mark in place of one character; none of them is whitespace. */
function changedAt(text: string, at: number): string {
  return `${text.slice(0, at)}#${text.slice(at + 1)}`;
}

function nested(kind: 'list' | 'record', levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = kind === 'list' ? [value] : { in: value };
  return value;
}

/** The same value with its keys in another order, at every level. */
function reordered(value: unknown, draw: () => number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => reordered(one, draw));
  const entries = Object.entries(value).map(([key, one]) => ({
    key,
    one: reordered(one, draw),
    place: draw(),
  }));
  const sorted = entries.toSorted((a, b) => a.place - b.place);
  return Object.fromEntries(sorted.map(({ key, one }) => [key, one]));
}

/** The same value, where any write to it throws. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const one of Object.values(value)) frozen(one);
  return Object.freeze(value);
}

describe('a long array', () => {
  const rows = (change: number) =>
    Array.from({ length: 100 }, (_, i) => ({ row: i === change ? 'new' : i }));
  it('is compared by its ends and its length', () => {
    expect(hashValue(rows(0))).not.toBe(hashValue(rows(-1)));
    expect(hashValue(rows(99))).not.toBe(hashValue(rows(-1)));
    expect(hashValue(rows(-1).slice(1))).not.toBe(hashValue(rows(-1)));
  });
  it('is missed to change in its middle: the price of a bounded cost', () => {
    expect(hashValue(rows(50))).toBe(hashValue(rows(-1)));
  });
});
