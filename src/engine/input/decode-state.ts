import {
  countOf,
  asInputError,
  nameOf,
  nonNegativeOf,
  probabilityOf,
  recordOf,
  refuseProto,
  textOf,
  timeOf,
} from './check.ts';
import { describe, InputError } from './input-error.ts';
import { NAME_CHARS_MAX, PROCESSES_MAX, TEXT_CHARS_MAX } from './limits.ts';
import { SIGNALS_MAX } from '../memory/layout.ts';
import {
  ACCURACY,
  ATTEMPTS,
  COLUMNS,
  DONE,
  ELAPSED_MS,
  ERRORS,
  EXPECTED_MS,
  FAILED,
  growRows,
  LOAD,
  PROGRESS,
  SUCCESS_RATE,
  type DecodedState,
} from './decoded-state.ts';
import type { CognitiveState } from './state.ts';

/** Fills `into` from a state. @throws {InputError} `invalid-state`; `into` is then undefined. */
export function decodeState(state: unknown, into: DecodedState): void {
  try {
    decode(state, into);
  } catch (error) {
    throw asInputError(CODE, error);
  }
}

const CODE = 'invalid-state';

function decode(input: unknown, into: DecodedState): void {
  const state = recordOf(CODE, '', input) as CognitiveState;
  const { agent, run, task, at, confidence, signals, processes, attention } = state;
  into.agent = agent === undefined ? 'default' : nameOf(CODE, 'agent', agent);
  into.run = run === undefined ? 'default' : nameOf(CODE, 'run', run);
  into.task = task === undefined ? undefined : nameOf(CODE, 'task', task);
  into.at = timeOf(CODE, 'at', at);
  into.confidence = probabilityOf(CODE, 'confidence', confidence);
  into.count = 0;
  into.signalCount = 0;
  into.hasProcesses = processes !== undefined;
  into.hasAttention = attention !== undefined;
  if (into.unknown.size > 0) into.unknown.clear();
  if (processes === undefined && confidence === undefined && signals === undefined) {
    throw new InputError(
      CODE,
      '',
      'a state with nothing in it',
      'processes, confidence or signals',
    );
  }
  const names = one(agent) + one(run) + one(task);
  const parts = one(at) + one(confidence) + one(signals) + one(processes) + one(attention);
  noteUnknown(state, names + parts, STATE_FIELDS, '', into.unknown);
  if (processes !== undefined) decodeProcesses(processes, into);
  if (attention !== undefined) decodeAttention(attention, into);
  if (signals !== undefined) decodeSignals(signals, into);
}

function decodeProcesses(input: unknown, into: DecodedState): void {
  const processes = recordOf(CODE, 'processes', input);
  let row = 0;
  for (const id in processes) {
    if (row >= PROCESSES_MAX) {
      throw new InputError(CODE, 'processes', 'more than that', `up to ${PROCESSES_MAX} processes`);
    }
    if (row * COLUMNS >= into.numbers.length) growRows(into);
    decodeProcess(id, processes[id], row, into);
    row += 1;
  }
  into.count = row;
}

function decodeProcess(id: string, input: unknown, row: number, into: DecodedState): void {
  if (into.ids[row] !== id) checkId(id, 'processes');
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InputError(CODE, `processes.${id}`, describe(input), 'an object');
  }
  const process = input as Record<string, unknown>;
  const { type, stage, action, result, accuracy, successRate, progress, load } = process;
  const { elapsedMs, expectedMs, attempts, errors } = process;
  into.ids[row] = id;
  into.types[row] = optionalName(id, 'type', type, into.types[row]);
  into.stages[row] = optionalName(id, 'stage', stage, into.stages[row]);
  into.stageCodes[row] = stage === 'done' ? DONE : stage === 'failed' ? FAILED : 0;
  into.actions[row] = isOptionalText(action) ? action : textOf(CODE, pathOf(id, 'action'), action);
  into.results[row] = isOptionalText(result) ? result : textOf(CODE, pathOf(id, 'result'), result);
  const { numbers } = into;
  const at = row * COLUMNS;
  numbers[at + ACCURACY] = shareOf(id, 'accuracy', accuracy);
  numbers[at + SUCCESS_RATE] = shareOf(id, 'successRate', successRate);
  numbers[at + PROGRESS] = shareOf(id, 'progress', progress);
  numbers[at + LOAD] = shareOf(id, 'load', load);
  numbers[at + ELAPSED_MS] = amountOf(id, 'elapsedMs', elapsedMs);
  numbers[at + EXPECTED_MS] = amountOf(id, 'expectedMs', expectedMs);
  numbers[at + ATTEMPTS] = wholeOf(id, 'attempts', attempts);
  numbers[at + ERRORS] = wholeOf(id, 'errors', errors);
  const texts = one(type) + one(stage) + one(action) + one(result);
  const shares = one(accuracy) + one(successRate) + one(progress) + one(load);
  const effort = one(elapsedMs) + one(expectedMs) + one(attempts) + one(errors);
  noteUnknown(process, texts + shares + effort, PROCESS_FIELDS, 'processes.*.', into.unknown);
}

/** Counting keys is cheap; only where there are more than were read, the unknown ones are sought. */
function noteUnknown(
  record: object,
  known: number,
  fields: ReadonlySet<string>,
  prefix: string,
  unknown: Set<string>,
): void {
  let keys = 0;
  for (const key in record) if (key.length >= 0) keys += 1;
  if (keys === known) return;
  for (const key in record) {
    refuseProto(CODE, prefix, key);
    if (!fields.has(key) && unknown.size < UNKNOWN_MAX) unknown.add(prefix + key.slice(0, 64));
  }
}

/** 1 for a field that is there. */
function one(value: unknown): number {
  return value === undefined ? 0 : 1;
}

function decodeAttention(input: unknown, into: DecodedState): void {
  const attention = recordOf(CODE, 'attention', input);
  into.attention.fill(0, 0, Math.max(into.count, 1));
  let places: Map<string, number> | undefined;
  let row = 0;
  for (const id in attention) {
    checkId(id, 'attention');
    const weight = attention[id];
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) {
      throw new InputError(CODE, `attention.${id}`, describe(weight), 'a finite number, 0 or more');
    }
    // Usually in the order of the processes.
    if (into.ids[row] !== id || row >= into.count) {
      places ??= new Map(into.ids.slice(0, into.count).map((name, i) => [name, i]));
      const place = places.get(id);
      if (place === undefined) {
        throw new InputError(CODE, `attention.${id}`, 'no such process', 'the id of a process');
      }
      row = place;
    }
    into.attention[row] = weight;
    row += 1;
  }
}

function decodeSignals(input: unknown, into: DecodedState): void {
  const signals = recordOf(CODE, 'signals', input);
  for (const name in signals) {
    if (into.signalCount >= SIGNALS_MAX) {
      throw new InputError(CODE, 'signals', 'more than that', `up to ${SIGNALS_MAX} signals`);
    }
    checkId(name, 'signals');
    const value = probabilityOf(CODE, `signals.${name}`, signals[name]);
    if (Number.isNaN(value)) continue;
    into.signalNames[into.signalCount] = name;
    into.signalValues[into.signalCount++] = value;
  }
}

function checkId(id: string, path: string): void {
  refuseProto(CODE, `${path}.`, id);
  if (!isName(id)) nameOf(CODE, `${path}.${describe(id)}`, id);
}

// The usual case of each check, without the path that only an error needs.

/** @param before What stood in this row last time, and was found to be a name: mostly the same. */
function optionalName(
  id: string,
  field: string,
  value: unknown,
  before: string | undefined,
): string | undefined {
  if (value === undefined || value === before) return before === value ? before : undefined;
  return isName(value) ? value : nameOf(CODE, pathOf(id, field), value);
}

function shareOf(id: string, field: string, value: unknown): number {
  if (value === undefined) return Number.NaN;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  return probabilityOf(CODE, pathOf(id, field), value);
}

function amountOf(id: string, field: string, value: unknown): number {
  if (value === undefined) return Number.NaN;
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  return nonNegativeOf(CODE, pathOf(id, field), value);
}

function wholeOf(id: string, field: string, value: unknown): number {
  if (value === undefined) return Number.NaN;
  if (typeof value === 'number' && value >= 0 && (value | 0) === value) return value;
  return countOf(CODE, pathOf(id, field), value);
}

function isName(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  return value.length > 0 && value.length <= NAME_CHARS_MAX && value.isWellFormed();
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value.length <= TEXT_CHARS_MAX);
}

function pathOf(id: string, field: string): string {
  return `processes.${id}.${field}`;
}

const UNKNOWN_MAX = 16;
const STATE_FIELDS = new Set('agent run task at confidence signals processes attention'.split(' '));
const PROCESS_FIELDS = new Set(
  (
    'type stage accuracy successRate progress load elapsedMs expectedMs attempts errors action ' +
    'result'
  ).split(' '),
);
