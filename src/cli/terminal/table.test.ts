import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from './lines.ts';
import { type Column, tableLines } from './table.ts';

const COLUMNS: readonly Column[] = [
  { heading: 'name', side: 'left', spare: 0 },
  { heading: 'runs', side: 'right', spare: 1 },
  { heading: 'lost', side: 'right', spare: 0 },
  { heading: 'when', side: 'left', spare: 2 },
];
const style = (columns: number) => ({ columns, colour: false, unicode: true });
const table = (rows: readonly (readonly string[])[], columns = 80): string[] =>
  tableLines(COLUMNS, rows, style(columns)).map((line) => line.map(({ text }) => text).join(''));

describe('tableLines(columns, rows, style)', () => {
  it('is nothing without rows', () => {
    expect(table([])).toEqual([]);
  });
  it('puts words to the left and numbers to the right', () => {
    expect(
      table([
        ['web-shop', '7', '20 k', 'today'],
        ['api', '41', '', 'yesterday'],
      ]),
    ).toEqual([
      ' name       runs   lost   when     ',
      ' web-shop      7   20 k   today    ',
      ' api          41          yesterday',
    ]);
  });
  it('leaves out a column without a figure', () => {
    expect(table([['api', '41', '', '']])[0]).toBe(' name   runs');
  });
  it('spares columns where it is narrow, the first to go first, then cuts names', () => {
    const row = [['a-long-name-of-a-project', '41', '20 k', 'yesterday']];
    // 1 + 16 of the name, 3 + 4, 3 + 4, 3 + 9: 43 columns.
    expect(table(row, 43)[1]).toBe(' a-long-name-of-…     41   20 k   yesterday');
    expect(table(row, 42)[0]).not.toContain('when');
    expect(table(row, 26)[0]).not.toContain('runs');
  });
  it('is never wider than the terminal, and shows nothing that is obeyed', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constant('修正\u001b[2J'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { maxLength: 2 })),
        fc.integer({ min: 40, max: 120 }),
        (rows, columns) => {
          for (const line of tableLines(
            COLUMNS,
            rows.map(([name = '', lost = '']) => [name, '1', lost.slice(0, 8), '']),
            style(columns),
          )) {
            expect(widthOf(line)).toBeLessThanOrEqual(columns);
            expect(line.map(({ text }) => text).join('')).not.toMatch(/\p{Cc}|\u202e/u);
          }
        },
      ),
    );
  });
});
