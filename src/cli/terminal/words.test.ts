import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { CONCERN_KINDS } from '../../engine/report/report.ts';
import {
  band,
  bytes,
  count,
  countOf,
  duration,
  glued,
  kindWords,
  magnitude,
  percent,
  plural,
  sanitise,
  tokens,
} from './words.ts';

/** Expectations are written with plain spaces; what is said has no-break ones. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('percent(share)', () => {
  it('is whole, with a no-break space', () => {
    expect(percent(0.617)).toBe('62\u00a0%');
  });
  it('never says 0 or 100, not even by rounding', () => {
    const said = [0, 0.0099, 0.01, 0.99, 0.9901, 0.996, 1].map((share) => plain(percent(share)));
    expect(said).toEqual([
      'under 1 %',
      'under 1 %',
      '1 %',
      '99 %',
      'over 99 %',
      'over 99 %',
      'over 99 %',
    ]);
  });
});

describe('band(low, high)', () => {
  it('gives both ends in whole percents within 1 to 99', () => {
    expect([band(0.18, 0.44), band(0, 1)]).toEqual(['18–44', '1–99']);
  });
  it('is one number where both ends round to it', () => {
    expect(band(0.308, 0.312)).toBe('31');
  });
});

describe('countOf(cases, of)', () => {
  it('adds the percentage from 20 cases on', () => {
    expect([countOf(3, 7), countOf(29, 41)].map(plain)).toEqual(['3 of 7', '29 of 41 (71 %)']);
    expect([countOf(5, 19), countOf(5, 20)].map(plain)).toEqual(['5 of 19', '5 of 20 (25 %)']);
  });
});

describe('numbers with units', () => {
  it('scale by thousands, with one decimal below ten', () => {
    const said = [0, 840, 999, 1000, 3100, 9949, 9950, 38_000, 999_499, 999_500, 1_200_000];
    expect(said.map((n) => plain(magnitude(n)))).toEqual([
      '0',
      '840',
      '999',
      '1 k',
      '3.1 k',
      '9.9 k',
      '10 k',
      '38 k',
      '999 k',
      '1 M',
      '1.2 M',
    ]);
  });
  it('name tokens and bytes', () => {
    expect([tokens(1), tokens(840), tokens(38_000), bytes(512), bytes(3.4e9)].map(plain)).toEqual([
      '1 token',
      '840 tokens',
      '38 k tokens',
      '512 B',
      '3.4 GB',
    ]);
  });
  it('count with commas, and with the plural where it belongs', () => {
    expect([count(5312), plural(1, 'step'), plural(1204, 'step')].map(plain)).toEqual([
      '5,312',
      '1 step',
      '1,204 steps',
    ]);
  });
});

describe('duration(ms)', () => {
  it('says seconds, minutes, hours with minutes, hours, days', () => {
    const s = 1000;
    const min = 60 * s;
    const h = 60 * min;
    const cases = [0.4 * s, 40 * s, 59.6 * s, 6 * min, 59.6 * min, h + 52 * min, h + 5 * min];
    expect([...cases, 2 * h, 31 * h, 72 * h].map((ms) => plain(duration(ms)))).toEqual([
      'under 1 s',
      '40 s',
      '1 min',
      '6 min',
      '1 h',
      '1 h 52',
      '1 h 05',
      '2 h',
      '31 h',
      '3 d',
    ]);
  });
});

describe('glued(sentence)', () => {
  it('joins numbers to their units and nothing else', () => {
    expect(glued('ran 5 times in 17 steps: 38 k tokens, 18 %, 2 minutes')).toBe(
      'ran 5 times in 17\u00a0steps: 38\u00a0k\u00a0tokens, 18\u00a0%, 2 minutes',
    );
  });
});

describe('kindWords(kind)', () => {
  const known = CONCERN_KINDS.map(kindWords);
  it('has a mark of its own for each kind, a column wide, in ASCII too', () => {
    const marks = known.map(({ mark }) => mark);
    for (const unicode of [true, false]) {
      const shown = marks.map((mark) => sanitise(mark, unicode));
      expect(new Set(shown).size).toBe(CONCERN_KINDS.length);
      for (const mark of shown) expect(stringWidth(mark)).toBe(1);
    }
  });
  it('has labels that fit beside a lane', () => {
    for (const { label } of known) expect(label.length).toBeLessThanOrEqual(10);
  });
  it('calls a kind that it does not know by its own name', () => {
    expect(kindWords('deadlock')).toMatchObject({ title: 'Deadlock', label: 'deadlock' });
    expect(kindWords('constructor').title).toBe('Constructor');
  });
});

describe('sanitise(text)', () => {
  it('shows control and escape characters as pictures', () => {
    expect(sanitise('a\u001b[31mb\u0007\r\n\tc\u007f')).toBe('a␛[31mb␇␍␊␉c␡');
  });
  it('shows C1, bidirectional, invisible and lone surrogate characters by number', () => {
    expect(sanitise('\u009b31m')).toBe('\\u{9b}31m');
    expect(sanitise('gpj\u202egpj.exe\u2066\u200f')).toBe('gpj\\u{202e}gpj.exe\\u{2066}\\u{200f}');
    expect(sanitise('a\u200bb\ufeff\u2028\u{e0041}\u3164')).toBe(
      'a\\u{200b}b\\u{feff}\\u{2028}\\u{e0041}\\u{3164}',
    );
    expect(sanitise('\ud83d')).toBe('\\u{d83d}');
  });
  it('leaves letters of all scripts and emoji as they are', () => {
    const names = ['naïve', '修正テスト', 'תיקון', '👩‍💻', '👍🏽', '❤️', '1️⃣', '🇩🇪'];
    expect(names.map((name) => sanitise(name))).toEqual(names);
  });
  it('shows a joiner that joins no emoji', () => {
    expect(sanitise('a\u200db\ufe0f')).toBe('a\\u{200d}b\\u{fe0f}');
  });
  it('is plain ASCII where that is all there is, with stand-ins for our marks', () => {
    expect(sanitise('✕ ○ ■ ↻ ● ─ “×5…” 18–44\u00a0%', false)).toBe('x o # @ * - "x5..." 18-44 %');
    expect(sanitise('é修👍\n\u001b', false)).toBe('\\u{e9}\\u{4fee}\\u{1f44d}\\n\\u{1b}');
  });
  it('changes nothing more when applied again', () => {
    const text = 'a\u001b\u202e👩‍💻é\ud83d\u200d\ufe0f';
    for (const unicode of [true, false]) {
      const once = sanitise(text, unicode);
      expect(sanitise(once, unicode)).toBe(once);
    }
  });
});
