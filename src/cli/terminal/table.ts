import { type Line, cut, pad, terminalText, widthOf } from './lines.ts';
import type { TerminalStyle } from './style.ts';

export interface Column {
  readonly heading: string;
  /** Words stand to the left, numbers to the right, so that digits stand below digits. */
  readonly side: 'left' | 'right';
  /** Where the terminal is narrow, the highest goes first; 0 stays. */
  readonly spare: number;
}

const GAP = 3;
/** The first column is names: it is cut to what the others leave, but to no less than this. */
const NAME_COLUMNS_MIN = 16;

/**
 * A table whose first column is names. A column without any figure is left out; where the terminal
 * is too narrow the columns that can be spared are, too. No line is wider than the terminal.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  style: TerminalStyle,
): Line[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((cell) => terminalText(cell, style)));
  const widths = columns.map(({ heading }, index) => {
    const figures = cells.map((row) => widthOf(row[index] ?? ''));
    return figures.some((width) => width > 0) ? Math.max(heading.length, ...figures) : 0;
  });
  const nameWidth = widths[0] ?? 0;
  const room = (): number =>
    widths
      .slice(1)
      .reduce((left, width) => left - (width > 0 ? GAP + width : 0), style.columns - 1);
  const spareable = columns
    .map(({ spare }, index) => ({ spare, index }))
    .filter(({ spare }) => spare > 0)
    .toSorted((a, b) => b.spare - a.spare);
  for (const { index } of spareable) {
    if (room() >= Math.min(nameWidth, NAME_COLUMNS_MIN)) break;
    widths[index] = 0;
  }
  const first = Math.max(1, Math.min(nameWidth, room()));
  const line = (texts: readonly string[]): Line => {
    const rest = texts
      .map((text, index) => ({ text, width: widths[index] ?? 0, column: columns[index] }))
      .slice(1)
      .filter(({ width }) => width > 0)
      .map(({ text, width, column }) => {
        const side = column?.side === 'right' ? 'left' : 'right';
        return ' '.repeat(GAP) + pad(text, width, side);
      });
    return [{ text: ` ${pad(cut(texts[0] ?? '', first, style), first)}${rest.join('')}` }];
  };
  return [line(columns.map(({ heading }) => heading)), ...cells.map(line)];
}
