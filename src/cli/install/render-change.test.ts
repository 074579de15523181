import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print, widthOf } from '../terminal/lines.ts';
import type { TerminalStyle } from '../terminal/style.ts';
import { renderChange, type ProposedChange } from './render-change.ts';

const STYLE: TerminalStyle = { columns: 40, colour: false, unicode: true };
const CHANGE: ProposedChange = {
  title: 'Codex',
  path: '~/.codex/hooks.json',
  before: '{\n  "a": 1,\n  "b": 2,\n  "c": 3,\n  "d": 4\n}',
  after:
    '{\n  "a": 1,\n  "b": 2,\n  "c": 3,\n  "d": 4,\n\t"hooks": "one two three four five six"\n}',
  warnings: [],
};

describe('renderChange(change)', () => {
  it('shows what goes and what comes, with two lines around it', () => {
    expect(shown(CHANGE)).toEqual([
      'Codex · ~/.codex/hooks.json',
      '',
      'line 3',
      '    "b": 2,',
      '    "c": 3,',
      '-   "d": 4',
      '+   "d": 4,',
      '+   "hooks": "one two three four five',
      '      six"',
      '  }',
    ]);
  });

  it('says what must not be overlooked first, and that a file is new or goes', () => {
    const { before: _, ...rest } = CHANGE;
    const warnings = ['Here is something to think of before.'];
    expect(shown({ ...rest, before: undefined, after: '{}\n', warnings })).toEqual([
      'Codex · ~/.codex/hooks.json, a new file',
      '',
      '! Here is something to think of before.',
      '',
      '+ {}',
    ]);
    expect(shown({ ...rest, before: '{}\n', after: undefined })).toEqual([
      'Codex · ~/.codex/hooks.json goes',
      '',
      '- {}',
    ]);
  });

  it('fits its columns, and lets no control reach the terminal, whatever stands in the file', () => {
    const text = fc
      .array(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b[2J', '\r\n', '\n', '修正')),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, (before, after, path) => {
        for (const line of shown({ ...CHANGE, before, after, path })) {
          expect(widthOf(line)).toBeLessThanOrEqual(STYLE.columns);
          expect(line).toMatch(/^\P{Cc}*$/u);
        }
      }),
    );
  });
});

function shown(change: ProposedChange): string[] {
  return print(renderChange(change, STYLE), STYLE).split('\n');
}
