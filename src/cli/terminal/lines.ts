import { createColors } from 'picocolors';
import stringWidth from 'string-width';

import type { TerminalStyle } from './style.ts';
import { sanitise } from './words.ts';

/** A piece of text in one ink. Colour adds, never tells: the text alone says all. */
export interface Span {
  readonly text: string;
  readonly ink?: Ink;
}

export type Line = readonly Span[];

/** kind: what a concern is called; warn: that there is one; failed: a failed check; trust: forecast. */
export type Ink = 'kind' | 'warn' | 'failed' | 'trust';

/** The lines as a string, without a last line break. */
export function print(lines: readonly Line[], style: TerminalStyle): string {
  const colours = createColors(style.colour);
  const paint: Record<Ink, (text: string) => string> = {
    kind: colours.bold,
    warn: colours.yellow,
    failed: colours.red,
    trust: colours.cyan,
  };
  return lines
    .map((line) =>
      withoutTrailingSpace(line)
        .map(({ text, ink }) => {
          // Again here, although `wrap` did it: nothing reaches a terminal by another way.
          const safe = terminalText(text, style);
          return ink === undefined || safe === '' ? safe : paint[ink](safe);
        })
        .join(''),
    )
    .join('\n');
}

/**
 * Text as it will be shown: see `sanitise`. The no-break spaces have done their work once lines are
 * broken; a plain space is found by `grep '31 %'`.
 */
export function terminalText(text: string, style: TerminalStyle): string {
  return sanitise(text, style.unicode).replaceAll('\u00a0', ' ');
}

/** Columns that a text or a line takes on a terminal. */
export function widthOf(line: string | Line): number {
  if (typeof line === 'string') return stringWidth(line);
  return line.reduce((width, { text }) => width + stringWidth(text), 0);
}

/**
 * Breaks a paragraph into lines, at spaces where it can, inside a word where it must. Loses nothing
 * but the spaces at a break.
 *
 * @param indent Columns left free before all lines but the first.
 */
export function wrap(
  spans: readonly Span[],
  style: TerminalStyle,
  indent = 0,
  columns = style.columns,
): Line[] {
  const lines: Line[] = [];
  let line: Span[] = [];
  let used = 0;
  const breakLine = (): void => {
    lines.push(line);
    line = indent === 0 ? [] : [{ text: ' '.repeat(indent) }];
    used = indent;
  };
  for (const { gap, word } of wordsOf(spans, style)) {
    const width = widthOf(word);
    const fits = used + gap + width <= columns;
    // A word too long for any line is broken anyway, so it may as well begin here.
    const starts = indent + width > columns && used + gap < columns;
    if (!fits && !starts && used > indent) {
      breakLine();
    } else if (gap > 0) {
      line.push({ text: ' '.repeat(gap) });
      used += gap;
    }
    for (const { text, ink } of fits ? word : graphemesOf(word)) {
      const pieceWidth = widthOf(text);
      if (used + pieceWidth > columns && used > indent) breakLine();
      line.push(ink === undefined ? { text } : { text, ink });
      used += pieceWidth;
    }
  }
  lines.push(line);
  return lines;
}

/** Blocks with an empty line between them, the first so many of them; an empty block needs none. */
export function spaced(blocks: readonly (readonly Line[])[], linesBetweenMax = Infinity): Line[] {
  const lines: Line[] = [];
  let between = 0;
  for (const block of blocks) {
    if (lines.length > 0 && block.length > 0 && between < linesBetweenMax) {
      lines.push([]);
      between++;
    }
    lines.push(...block);
  }
  return lines;
}

/** A text padded with spaces to a width, on the right, or on the left for numbers. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'right' ? text + space : space + text;
}

/** As many of a text's first characters as fit, with an ellipsis for the rest. For names only. */
export function cut(text: string, columns: number, style: TerminalStyle): string {
  if (widthOf(text) <= columns) return text;
  const ellipsis = terminalText('…', style);
  let kept = '';
  let used = widthOf(ellipsis);
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment);
    if (used > columns) break;
    kept += segment;
  }
  return kept + ellipsis;
}

const graphemes = new Intl.Segmenter();

interface Word {
  /** Spaces before it. */
  readonly gap: number;
  readonly word: Line;
}

/** Words may run over spans (`Loop` in bold, then its colon), so spans are split, then joined. */
function wordsOf(spans: readonly Span[], style: TerminalStyle): Word[] {
  const words: Word[] = [];
  let gap = 0;
  let word: Span[] = [];
  for (const { text, ink } of spans) {
    for (const piece of text.split(/( +)/)) {
      if (piece === '') continue;
      if (piece.startsWith(' ')) {
        if (word.length > 0) {
          words.push({ gap, word });
          gap = 0;
          word = [];
        }
        gap += piece.length;
      } else {
        const safe = terminalText(piece, style);
        word.push(ink === undefined ? { text: safe } : { text: safe, ink });
      }
    }
  }
  if (word.length > 0) words.push({ gap, word });
  return words;
}

function graphemesOf(word: Line): Span[] {
  return word.flatMap(({ text, ink }) =>
    Array.from(graphemes.segment(text), ({ segment }) =>
      ink === undefined ? { text: segment } : { text: segment, ink },
    ),
  );
}

function withoutTrailingSpace(line: Line): Line {
  const last = line.at(-1);
  if (last === undefined) return line;
  const text = last.text.trimEnd();
  if (text === last.text) return line;
  const rest = line.slice(0, -1);
  return text === '' ? withoutTrailingSpace(rest) : [...rest, { ...last, text }];
}
