import type { StepMark } from '../analyze/analysis.ts';
import { isTooEarly } from '../terminal/forecast.ts';

/** Steps that share a place on the chart: a column takes its worst event, as the terminal's does. */
export interface Column {
  /** 1-based, both included. */
  readonly first: number;
  readonly last: number;
  readonly steps: readonly StepMark[];
  /** The forecast where it was lowest, and whether it was too early for all of them. */
  readonly early: boolean;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Spent in them, where that is told. */
  readonly tokens?: number;
}

/** A run's steps in at most `columnsMax` columns of equally many steps; the last may have fewer. */
export function columnsOf(steps: readonly StepMark[], columnsMax: number): Column[] {
  const stepsPerColumn = Math.max(1, Math.ceil(steps.length / columnsMax));
  const columns: Column[] = [];
  for (let first = 0; first < steps.length; first += stepsPerColumn) {
    columns.push(columnOf(steps, first, Math.min(first + stepsPerColumn, steps.length)));
  }
  return columns;
}

/** How many steps a column holds, from 1. */
export function stepsPerColumnOf(steps: number, columnsMax: number): number {
  return Math.max(1, Math.ceil(steps / columnsMax));
}

function columnOf(all: readonly StepMark[], first: number, end: number): Column {
  const steps = all.slice(first, end);
  const timely = steps.filter((step, index) => !isTooEarly(first + index + 1, step));
  const told = timely.length > 0 ? timely : steps;
  const worst = told.reduce((a, b) => (b.value < a.value ? b : a));
  const before = first === 0 ? 0 : all[first - 1]!.tokens;
  const after = steps.at(-1)!.tokens;
  const tokens = after === undefined ? undefined : after - (before ?? 0);
  return {
    first: first + 1,
    last: end,
    steps,
    early: timely.length === 0,
    value: worst.value,
    low: worst.low,
    high: worst.high,
    ...(tokens === undefined ? {} : { tokens }),
  };
}

/** What a column shows: its worst event. */
export type Mark = 'check-failed' | 'check-passed' | 'edit-failed' | 'edit' | 'failed' | 'call';

const WORST_FIRST: readonly Mark[] = [
  'check-failed',
  'check-passed',
  'edit-failed',
  'edit',
  'failed',
  'call',
];

export function markOf({ kind, failed }: StepMark): Mark {
  if (kind === 'check') return failed ? 'check-failed' : 'check-passed';
  if (kind === 'change') return failed ? 'edit-failed' : 'edit';
  return failed ? 'failed' : 'call';
}

/** The step that a column is told by. */
export function worstOf({ steps }: Column): StepMark {
  const rank = (step: StepMark): number => WORST_FIRST.indexOf(markOf(step));
  return steps.reduce((a, b) => (rank(b) < rank(a) ? b : a));
}
