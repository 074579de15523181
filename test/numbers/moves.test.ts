import { describe, expect, it } from 'vitest';
import { InputError, type AgentEvent } from '../../src/index.ts';
import {
  BASE_EVENTS,
  BASE_STATE,
  numbersOf,
  reportOnRun,
  reportOnState,
  type FullReport,
} from './situations.ts';
import { matches, readMoveRows, readNumberRows, type MoveRow } from './tables.ts';

const STATES = readMoveRows('### States');
const EVENTS = readMoveRows('### Events');

describe('one input of a state changed', () => {
  it.each(STATES.map((row) => [`${row.input}: ${label(row)}`, row] as const))(
    '%s',
    (_title, row) => {
      expect(valueAt(BASE_STATE, row.input)).toEqual(row.from ?? undefined);
      expectMoves(
        reportOnState(BASE_STATE),
        reportOnState(changed(BASE_STATE, row.input, row.to)),
        row,
      );
    },
  );

  it('is shown for every field of a state and of a process', () => {
    const shown = new Set(STATES.map(({ input }) => input.split('.').at(-1)));
    const fields = [
      'agent',
      'run',
      'task',
      'at',
      'confidence',
      'critic',
      'type',
      'stage',
      'accuracy',
    ];
    fields.push('successRate', 'progress', 'load', 'elapsedMs', 'expectedMs', 'attempts', 'errors');
    fields.push('action', 'result', 'attention');
    expect(fields.filter((field) => !shown.has(field))).toEqual([]);
  });
});

describe('one event more in a run', () => {
  it.each(EVENTS.map((row) => [`${row.input}: ${label(row)}`, row] as const))(
    '%s',
    (_title, row) => {
      const more = [row.to].flat() as AgentEvent[];
      const base = reportOnRun(BASE_EVENTS);
      expectMoves(base, reportOnRun([...BASE_EVENTS, ...more], BASE_EVENTS.length - 1), row);
    },
  );

  it('is shown for every kind of event', () => {
    const shown = new Set(
      EVENTS.flatMap(({ to }) => ([to].flat() as AgentEvent[]).map(({ type }) => type)),
    );
    const kinds = ['call', 'result', 'say', 'user', 'usage', 'signal', 'note', 'outcome'];
    expect(kinds.filter((kind) => !shown.has(kind as AgentEvent['type']))).toEqual([]);
  });
});

describe('every number', () => {
  it('is moved by some input: one that nothing moves would be a constant', () => {
    const moved = [...STATES, ...EVENTS].flatMap(({ up, down, comes, goes }) =>
      [up, down, comes, goes].flat(),
    );
    // Names, times of ours and positions are not measurements.
    const exempt = /^(?:id|at|timing\..*|.*\.level)$/;
    const still = readNumberRows()
      .map(({ pattern }) => pattern)
      .filter((pattern) => !exempt.test(pattern))
      .filter((pattern) => !moved.some((path) => matches(pattern, path)));
    expect(still).toEqual([]);
  });
});

function expectMoves(base: FullReport, other: FullReport, row: MoveRow): void {
  const before = numbersOf(base);
  const after = numbersOf(other);
  const moves = {
    up: [] as string[],
    down: [] as string[],
    comes: [] as string[],
    goes: [] as string[],
  };
  for (const [path, value] of after) {
    const was = before.get(path);
    if (was === undefined) moves.comes.push(path);
    else if (value > was) moves.up.push(path);
    else if (value < was) moves.down.push(path);
  }
  for (const path of before.keys()) if (!after.has(path)) moves.goes.push(path);
  const { up, down, comes, goes } = row;
  expect({
    up: moves.up.toSorted(),
    down: moves.down.toSorted(),
    comes: moves.comes.toSorted(),
    goes: moves.goes.toSorted(),
  }).toEqual({ up, down, comes, goes });
}

function label({ from, to }: MoveRow): string {
  return from === null || from === undefined
    ? JSON.stringify(to)
    : `${JSON.stringify(from)} to ${JSON.stringify(to)}`;
}

function valueAt(state: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((at: unknown, key) => (at as Record<string, unknown>)?.[key], state);
}

function changed(state: unknown, path: string, to: unknown): unknown {
  const copy = structuredClone(state) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  let at = copy;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (to === null) delete at[last];
  else at[last] = to;
  return copy;
}

it('an input that is refused moves nothing at all', () => {
  expect(() => reportOnState({ ...BASE_STATE, confidence: 2 })).toThrow(InputError);
});
