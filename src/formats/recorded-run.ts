import type { RecordedRun } from '../engine/input/event.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import type { CloseItem, RunOpening } from './format.ts';
import { isCount, isRecord } from './json-record.ts';
import { fileRun } from './run-name.ts';

/** A recorded run as parsed: any field may be anything. */
export type RunLine = { readonly [Field in keyof RecordedRun]?: unknown };

type Outcome = NonNullable<CloseItem['outcome']>;

/** What a line says of its run as a whole. Only types are checked: limits are the engine's. */
export function openingOf(record: RunLine, path: string, line: number): RunOpening {
  const field = <T>(name: keyof RunLine, kind: Kind<T>): T | undefined =>
    checked(record[name], name, kind, path, line);
  const task = field('task', TEXT);
  const interactive = field('interactive', FLAG);
  const pollers = field('pollers', NAMES);
  const exempt = field('exempt', NAMES);
  const parent = field('parent', TEXT);
  return {
    agent: field('agent', TEXT) ?? 'default',
    run: field('run', TEXT) ?? `${fileRun(path)}#${line}`,
    recorded: true,
    ...(task !== undefined && { task }),
    ...(interactive !== undefined && { interactive }),
    ...(pollers && { pollers }),
    ...(exempt && { exempt }),
    ...(parent !== undefined && { parent }),
  };
}

/** How a line says its run turned out. */
export function outcomeOf(record: RunLine, path: string, line: number): Outcome | undefined {
  const outcome = checked(record.outcome, 'outcome', OUTCOME, path, line);
  return outcome && { succeeded: outcome.succeeded };
}

/** What people later said of a run. */
export function labelsOf(
  record: RunLine,
  path: string,
  line: number,
): Pick<CloseItem, 'faultyStep' | 'faultyAgent'> {
  const faultyStep = checked(record.faultyStep, 'faultyStep', INDEX, path, line);
  const faultyAgent = checked(record.faultyAgent, 'faultyAgent', TEXT, path, line);
  return {
    ...(faultyStep !== undefined && { faultyStep }),
    ...(faultyAgent !== undefined && { faultyAgent }),
  };
}

/** The outcome that an event tells, if it is one. */
export function toldOutcome(event: unknown): Outcome | undefined {
  if (!isOutcome(event) || !('type' in event) || event.type !== 'outcome') return undefined;
  return { succeeded: event.succeeded };
}

function isOutcome(value: unknown): value is Outcome {
  return isRecord(value) && 'succeeded' in value && typeof value.succeeded === 'boolean';
}

/** A kind of value: how it is told, and what it is called. */
interface Kind<T> {
  readonly is: (value: unknown) => value is T;
  readonly accepted: string;
}

const TEXT: Kind<string> = {
  is: (value) => typeof value === 'string',
  accepted: 'a string',
};
const FLAG: Kind<boolean> = {
  is: (value) => typeof value === 'boolean',
  accepted: 'true or false',
};
const NAMES: Kind<string[]> = {
  is: (value): value is string[] => Array.isArray(value) && value.every(TEXT.is),
  accepted: 'an array of strings',
};
const INDEX: Kind<number> = {
  is: isCount,
  accepted: 'the index of an event',
};
const OUTCOME: Kind<Outcome> = {
  is: isOutcome,
  accepted: '{"succeeded": true or false}',
};

/** An optional field's value. Many languages write an absent one as `null`. */
function checked<T>(
  value: unknown,
  name: string,
  kind: Kind<T>,
  path: string,
  line: number,
): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (kind.is(value)) return value;
  const received = `\`${name}\` as ${describeUnquoted(value)}`;
  throw fileError(path, line, received, `\`${name}\` as ${kind.accepted}`);
}
