import { isCheck, isWrite } from '../run/act-kind.ts';
import { labelOf } from '../run/labels.ts';
import { hashArguments, hashValue, MAX_DEPTH } from '../run/canonical.ts';
import {
  booleanOf,
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
import type { AgentEvent } from './event.ts';
import { describe, InputError } from './input-error.ts';
import { TEXT_CHARS_MAX } from './limits.ts';

/**
 * An event, checked: every field is read once, so what was checked is what is used. One is made an
 * engine and filled anew for every event.
 */
export interface DecodedEvent {
  type: AgentEvent['type'];
  at: number;
  agent: string | undefined;
  run: string | undefined;
  /** Of a call or result, and the tool of a call; the name of a signal. */
  id: string;
  name: string;
  /** What a call is called in evidence; whether it checks, and whether it is made to write. */
  label: string;
  checks: boolean;
  writes: boolean;
  /** Hash of a call's arguments or a result's output, and how many characters they have. */
  hash: number;
  chars: number;
  /** What was said, or a result's output as far as it is text. */
  text: string;
  round: string | undefined;
  /** Of a result: undefined where the host has no flag. */
  ok: boolean | undefined;
  succeeded: boolean;
  /** A stated confidence or a signal; NaN where absent. */
  number: number;
  tokens: number;
  /** Names of unknown fields, at most 16; empty for nearly every event. */
  readonly unknown: Set<string>;
}

export function createDecodedEvent(): DecodedEvent {
  return {
    type: 'note',
    at: Number.NaN,
    agent: undefined,
    run: undefined,
    id: '',
    name: '',
    label: '',
    checks: false,
    writes: false,
    hash: 0,
    chars: 0,
    text: '',
    round: undefined,
    ok: undefined,
    succeeded: false,
    number: Number.NaN,
    tokens: Number.NaN,
    unknown: new Set(),
  };
}

/** Fills `into` from an event. @throws {InputError} `invalid-event`; `into` is then undefined. */
export function decodeEvent(event: unknown, into: DecodedEvent): void {
  try {
    decode(event, into);
  } catch (error) {
    throw asInputError(CODE, error);
  }
}

const CODE = 'invalid-event';

function decode(input: unknown, into: DecodedEvent): void {
  const event = recordOf(CODE, '', input);
  const { type, at, agent, run, by } = event;
  into.at = timeOf(CODE, 'at', at);
  into.agent = agent === undefined ? undefined : nameOf(CODE, 'agent', agent);
  into.run = run === undefined ? undefined : nameOf(CODE, 'run', run);
  if (by !== undefined) nameOf(CODE, 'by', by);
  if (into.unknown.size > 0) into.unknown.clear();
  switch (type) {
    case 'call':
      decodeCall(event, into);
      break;
    case 'result':
      decodeResult(event, into);
      break;
    case 'say':
      decodeSay(event, into);
      break;
    case 'user':
    case 'note':
      into.text = textOf(CODE, 'text', event['text']);
      break;
    case 'usage':
      decodeUsage(event, into);
      break;
    case 'signal':
      into.name = nameOf(CODE, 'name', event['name']);
      if (into.name === '__proto__') {
        throw new InputError(CODE, 'name', '"__proto__"', 'another name');
      }
      into.number = requiredProbability('value', event['value']);
      break;
    case 'outcome':
      into.succeeded = booleanOf(CODE, 'succeeded', event['succeeded']);
      break;
    default:
      throw new InputError(
        CODE,
        'type',
        describe(type),
        `one of ${Object.keys(FIELDS).join(', ')}`,
      );
  }
  into.type = type;
  findUnknown(event, FIELDS[type], into);
}

function decodeCall(event: Record<string, unknown>, into: DecodedEvent): void {
  const { id, tool, args, round, decisive } = event;
  into.id = nameOf(CODE, 'id', id);
  into.name = nameOf(CODE, 'tool', tool);
  into.round = round === undefined ? undefined : nameOf(CODE, 'round', round);
  if (decisive !== undefined) booleanOf(CODE, 'decisive', decisive);
  into.hash = jsonHash('args', hashArguments, args);
  into.chars = charsOf('args', args);
  into.label = labelOf(into.name, args);
  into.checks = isCheck(into.label);
  into.writes = isWrite(into.name, args, into.label);
}

function decodeResult(event: Record<string, unknown>, into: DecodedEvent): void {
  const { id, ok, output, exitCode } = event;
  into.id = nameOf(CODE, 'id', id);
  into.ok = ok === undefined ? undefined : booleanOf(CODE, 'ok', ok);
  if (exitCode !== undefined) {
    if (!Number.isSafeInteger(exitCode)) {
      throw new InputError(CODE, 'exitCode', describe(exitCode), 'a whole number');
    }
    into.ok ??= exitCode === 0;
  }
  if (typeof output === 'string') {
    into.text = textOf(CODE, 'output', output);
    into.hash = textHash(output);
    into.chars = output.length;
  } else {
    into.hash = output === undefined ? 0 : jsonHash('output', hashValue, output);
    into.chars = charsOf('output', output);
    into.text = textIn(output);
  }
}

function decodeSay(event: Record<string, unknown>, into: DecodedEvent): void {
  const { text, channel, confidence } = event;
  into.text = textOf(CODE, 'text', text);
  if (channel !== undefined && channel !== 'answer' && channel !== 'thought') {
    throw new InputError(CODE, 'channel', describe(channel), '"answer" or "thought"');
  }
  into.number = probabilityOf(CODE, 'confidence', confidence);
}

function decodeUsage(event: Record<string, unknown>, into: DecodedEvent): void {
  const input = countOf(CODE, 'inputTokens', event['inputTokens']);
  const output = countOf(CODE, 'outputTokens', event['outputTokens']);
  nonNegativeOf(CODE, 'costUsd', event['costUsd']);
  const sum = (Number.isNaN(input) ? 0 : input) + (Number.isNaN(output) ? 0 : output);
  into.tokens = Number.isNaN(input) && Number.isNaN(output) ? Number.NaN : sum;
}

function requiredProbability(path: string, value: unknown): number {
  if (value === undefined) throw new InputError(CODE, path, 'undefined', 'a number from 0 to 1');
  return probabilityOf(CODE, path, value);
}

/** Text that is one JSON object is compared as one, so that the order of its keys is nothing. */
function textHash(text: string): number {
  if (text.length <= JSON_CHARS_MAX && text.charCodeAt(0) === 123 && text.endsWith('}')) {
    try {
      return hashValue(JSON.parse(text));
    } catch {
      // Not JSON after all.
    }
  }
  return hashValue(text);
}

const JSON_CHARS_MAX = 2048;

function jsonHash(path: string, hash: (value: unknown) => number, value: unknown): number {
  try {
    return hash(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(CODE, path, error.message, `JSON up to ${MAX_DEPTH} deep`);
  }
}

/** Characters of all texts in a JSON value; its depth is known to be bounded. */
function charsOf(path: string, value: unknown): number {
  const chars = countChars(value);
  if (chars > TEXT_CHARS_MAX) {
    throw new InputError(CODE, path, `${chars} characters`, `up to ${TEXT_CHARS_MAX} characters`);
  }
  return chars;
}

function countChars(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1;
  let sum = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) sum += countChars(value[i]);
    return sum;
  }
  for (const key in value) sum += countChars((value as Record<string, unknown>)[key]);
  return sum;
}

/** The first texts of a structured output, for the rule that judges failure by text. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : '';
  for (const key in value) {
    const text = textIn((value as Record<string, unknown>)[key]);
    if (text !== '') return text;
  }
  return Array.isArray(value) && value.length === 0 ? '[]' : '';
}

function findUnknown(
  event: Record<string, unknown>,
  fields: ReadonlySet<string>,
  into: DecodedEvent,
): void {
  for (const key in event) {
    refuseProto(CODE, '', key);
    if (!fields.has(key) && into.unknown.size < 16) into.unknown.add(key.slice(0, 64));
  }
}

const COMMON = ['type', 'at', 'agent', 'run', 'by'];
const FIELDS: Readonly<Record<AgentEvent['type'], ReadonlySet<string>>> = {
  call: new Set([...COMMON, 'id', 'tool', 'args', 'round', 'decisive']),
  result: new Set([...COMMON, 'id', 'ok', 'output', 'exitCode']),
  say: new Set([...COMMON, 'text', 'channel', 'confidence']),
  user: new Set([...COMMON, 'text']),
  usage: new Set([...COMMON, 'inputTokens', 'outputTokens', 'costUsd']),
  signal: new Set([...COMMON, 'name', 'value']),
  note: new Set([...COMMON, 'text']),
  outcome: new Set([...COMMON, 'succeeded']),
};
