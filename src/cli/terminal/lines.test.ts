import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Line, cut, pad, print, spaced, widthOf, wrap } from './lines.ts';
import type { TerminalStyle } from './style.ts';

const style: TerminalStyle = { columns: 40, colour: false, unicode: true };
const texts = (lines: readonly Line[]): string[] => print(lines, style).split('\n');

describe('wrap(spans, style, indent, columns)', () => {
  it('breaks at spaces and indents what follows', () => {
    expect(texts(wrap([{ text: 'one two three four' }], style, 2, 9))).toEqual([
      'one two',
      '  three',
      '  four',
    ]);
  });
  it('never breaks at a no-break space, and prints it as a plain one', () => {
    expect(texts(wrap([{ text: 'now 31\u00a0% likely' }], style, 0, 8))).toEqual([
      'now 31 %',
      'likely',
    ]);
  });
  it('keeps a word whole that runs over spans', () => {
    expect(
      texts(wrap([{ text: 'a ' }, { text: 'Loop', ink: 'kind' }, { text: ':' }], style, 0, 6)),
    ).toEqual(['a', 'Loop:']);
  });
  it('breaks a word that no line can hold, beginning where it stands', () => {
    expect(texts(wrap([{ text: 'at /a/very/long/path' }], style, 2, 10))).toEqual([
      'at /a/very',
      '  /long/pa',
      '  th',
    ]);
  });
  it('measures wide characters, and never splits one', () => {
    expect(texts(wrap([{ text: '修正テスト 👩‍💻👩‍💻👩‍💻' }], style, 0, 5))).toEqual([
      '修正',
      'テス',
      'ト 👩‍💻',
      '👩‍💻👩‍💻',
    ]);
  });
  it('loses nothing but spaces, and stays within its columns', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 4 }),
        fc.integer({ min: 9, max: 60 }),
        (parts, columns) => {
          const spans = parts.map((part) => ({ text: part }));
          const lines = wrap(spans, style, 2, columns);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
          const all = (of: readonly Line[]): string => print(of, style).replace(/\s/g, '');
          expect(all(lines)).toBe(all([spans]));
        },
      ),
    );
  });
});

describe('print(lines, style)', () => {
  it('paints with colours that are the same text without', () => {
    const line: Line = [{ text: '!', ink: 'warn' }, { text: ' ' }, { text: 'Loop', ink: 'kind' }];
    expect(print([line], { ...style, colour: true })).toBe(
      '\u001b[33m!\u001b[39m \u001b[1mLoop\u001b[22m',
    );
    expect(print([line], style)).toBe('! Loop');
  });
  it('lets no control character through that a line still has', () => {
    expect(print([[{ text: 'a\u001b[2Jb' }]], style)).toBe('a␛[2Jb');
  });
  it('ends no line with a space', () => {
    expect(print([[{ text: 'a  ' }, { text: '  ' }], [{ text: '   ' }]], style)).toBe('a\n');
  });
});

describe('spaced(blocks, linesBetweenMax)', () => {
  const block: Line[] = [[{ text: 'x' }]];
  it('leaves no empty line for an empty block', () => {
    expect(texts(spaced([block, [], block]))).toEqual(['x', '', 'x']);
  });
  it('spends the empty lines it has from the top', () => {
    expect(texts(spaced([block, block, block], 1))).toEqual(['x', '', 'x', 'x']);
    expect(texts(spaced([block, block], -3))).toEqual(['x', 'x']);
  });
});

describe('pad and cut', () => {
  it('pad by display width', () => {
    expect([pad('修', 4), pad('7', 3, 'left'), pad('long', 2)]).toEqual(['修  ', '  7', 'long']);
  });
  it('cut with an ellipsis inside the width', () => {
    expect(cut('修正テスト', 6, style)).toBe('修正…');
    expect(cut('abcdef', 6, style)).toBe('abcdef');
    expect(cut('abcdefg', 6, { ...style, unicode: false })).toBe('abc...');
  });
});
