import type { Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { beginningOf, ownConcerns, pastConcerns, stepOf } from './concerns.ts';
import { isTooEarly } from './forecast.ts';
import { type Ink, type Line, type Span, pad } from './lines.ts';
import type { TerminalStyle } from './style.ts';
import { kindWords, sanitise, wholePercent } from './words.ts';

/** One column of a lane. */
interface Cell {
  readonly mark: string;
  readonly ink?: Ink;
}

/** A concern's time, in 0-based steps; `to` is absent while it stands. */
interface Stretch {
  readonly kind: string;
  readonly from: number;
  readonly to?: number;
}

const NOTHING: Cell = { mark: '·' };

/** A run as lanes over one axis of steps. Empty for a run without steps. */
export function timelineLines(analysis: Analysis, style: TerminalStyle): Line[] {
  const { steps } = analysis;
  if (steps.length === 0) return [];
  const stretches = stretchesOf(analysis);
  const label = laneLabel(stretches);
  const labelColumns = Math.max(6, label.length) + 3;
  // A column takes its worst event, where there are more steps than columns.
  const stepsPerColumn = Math.ceil(steps.length / (style.columns - labelColumns));
  const columns = Math.ceil(steps.length / stepsPerColumn);
  const row = (name: string, cells: readonly Cell[]): Line => [
    { text: ` ${pad(name, labelColumns - 1)}` },
    ...merged(cells),
  ];
  const lane = (name: string, cellOf: (group: readonly StepMark[], first: number) => Cell): Line =>
    row(
      name,
      Array.from({ length: columns }, (_, column) => {
        const first = column * stepsPerColumn;
        return cellOf(steps.slice(first, first + stepsPerColumn), first);
      }),
    );

  const lines: Line[] = [];
  const indent = ' '.repeat(labelColumns);
  if (stepsPerColumn > 1) lines.push([{ text: `${indent}${stepsPerColumn} steps a column` }]);
  lines.push([{ text: indent + axis(steps.length, stepsPerColumn) }]);
  if (steps.some(({ kind }) => kind !== 'other')) {
    lines.push(lane('checks', checkCell), lane('edits', editCell));
  } else {
    lines.push(lane('calls', callCell));
  }
  if (stretches.length > 0)
    lines.push(row(label, stretchCells(stretches, columns, stepsPerColumn)));
  lines.push(lane('trust', (group, first) => trustCell(group, first, style)));
  return lines;
}

function checkCell(group: readonly StepMark[]): Cell {
  const checks = group.filter(({ kind }) => kind === 'check');
  if (checks.some(({ failed }) => failed)) return { mark: '✕', ink: 'failed' };
  return checks.length > 0 ? { mark: '○' } : NOTHING;
}

function editCell(group: readonly StepMark[]): Cell {
  const edits = group.filter(({ kind }) => kind === 'change');
  if (edits.some(({ failed }) => failed)) return { mark: '✕' };
  return edits.length > 0 ? { mark: '■' } : NOTHING;
}

function callCell(group: readonly StepMark[]): Cell {
  return group.some(({ failed }) => failed) ? { mark: '✕' } : { mark: '|' };
}

/** Eight blocks from 0 to 100; in ASCII the tens: 3 is 30 to 39 %. */
function trustCell(group: readonly StepMark[], first: number, style: TerminalStyle): Cell {
  const levels = style.unicode ? '▁▂▃▄▅▆▇█' : '0123456789';
  let lowest = Number.POSITIVE_INFINITY;
  for (const [index, step] of group.entries()) {
    if (!isTooEarly(first + index + 1, step)) lowest = Math.min(lowest, step.value);
  }
  if (lowest === Number.POSITIVE_INFINITY) return NOTHING;
  // From whole percents, so that the mark agrees with the figure that is printed.
  const level = Math.floor((wholePercent(lowest) * levels.length) / 100);
  return { mark: levels.charAt(level), ink: 'trust' };
}

/**
 * `↻──▶` from where a concern began: it still stands. `↻──┤`: it was over then. Where several
 * overlap, no line hides where another began.
 */
function stretchCells(
  stretches: readonly Stretch[],
  columns: number,
  stepsPerColumn: number,
): Cell[] {
  const cells = Array.from({ length: columns }, () => NOTHING);
  for (const { from, to } of stretches) {
    const first = Math.floor(from / stepsPerColumn);
    const last = to === undefined ? columns - 1 : Math.floor(to / stepsPerColumn);
    for (let column = first; column <= last; column++) cells[column] = { mark: '─', ink: 'warn' };
    if (last > first) cells[last] = { mark: to === undefined ? '▶' : '┤', ink: 'warn' };
  }
  for (const { kind, from } of stretches) {
    cells[Math.floor(from / stepsPerColumn)] = { mark: kindWords(kind).mark, ink: 'warn' };
  }
  return cells;
}

/** In the order they are drawn, later ones over earlier: past, then standing, the strongest last. */
function stretchesOf(analysis: Analysis): Stretch[] {
  const fromOf = (concern: Concern): number =>
    Math.max(beginningOf(concern, analysis.steps).step - 1, 0);
  return [
    ...pastConcerns(analysis).map((concern): Stretch => {
      const to = stepOf(analysis.steps, concern.until) ?? analysis.steps.length;
      return { kind: concern.kind, from: fromOf(concern), to: to - 1 };
    }),
    ...ownConcerns(analysis)
      .toReversed()
      .map((concern): Stretch => ({ kind: concern.kind, from: fromOf(concern) })),
  ];
}

/** The lane is called by its kind, or "wrong" where kinds share it. */
function laneLabel(stretches: readonly Stretch[]): string {
  const kinds = new Set(stretches.map(({ kind }) => kind));
  const [kind] = kinds;
  return kind !== undefined && kinds.size === 1 ? sanitise(kindWords(kind).label, false) : 'wrong';
}

/** Step numbers above their columns: 1, round numbers with room between them, the last one. */
function axis(steps: number, stepsPerColumn: number): string {
  const columns = Math.ceil(steps / stepsPerColumn);
  const last = String(steps);
  const room = Array.from({ length: columns }, () => ' ');
  const write = (text: string, start: number): void => {
    for (const [index, digit] of text.split('').entries()) room[start + index] = digit;
  };
  const interval = tickInterval(stepsPerColumn, last.length);
  const lastStart = Math.max(columns - last.length, 0);
  if (lastStart > 1) write('1', 0);
  for (let step = interval; step < steps; step += interval) {
    const start = Math.floor((step - 1) / stepsPerColumn);
    if (start + String(step).length + 1 < lastStart) write(String(step), start);
  }
  write(last, lastStart);
  return room.join('');
}

/** 10, 20, 50, 100, …: the first that leaves at least three columns between its labels. */
function tickInterval(stepsPerColumn: number, digits: number): number {
  for (let power = 10; ; power *= 10) {
    for (const factor of [1, 2, 5]) {
      if ((power * factor) / stepsPerColumn >= digits + 3) return power * factor;
    }
  }
}

/** Neighbours of one ink as one span. */
function merged(cells: readonly Cell[]): Span[] {
  const spans: Span[] = [];
  for (const { mark, ink } of cells) {
    const last = spans.at(-1);
    if (last !== undefined && last.ink === ink) {
      spans[spans.length - 1] = { ...last, text: last.text + mark };
    } else {
      spans.push(ink === undefined ? { text: mark } : { text: mark, ink });
    }
  }
  return spans;
}
