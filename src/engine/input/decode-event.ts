import { combine, hashWord } from '../numeric/hash.ts';
import {
  carriesPayload,
  CHECK_RUN,
  checkKind,
  isNote,
  isWrite,
  landingKind,
} from '../run/act-kind.ts';
import { labelOf } from '../run/labels.ts';
import { commandOf, programOf } from '../run/program.ts';
import { isTidying } from '../run/tidying.ts';
import { hashArguments } from '../run/canonical.ts';
import { echo } from '../run/echo.ts';
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
import { charsOf, decodeOutput, jsonHash, jsonIn } from './decode-output.ts';
import { describe, InputError } from './input-error.ts';

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
  /** What a call is called in evidence; what it runs, hashed, 0 if it is no command. */
  label: string;
  program: number;
  /** Kinds of checks it is, as bits; whether it is made to write, and carries a long text. */
  checks: number;
  writes: boolean;
  payload: boolean;
  /** Whether it hands the work on or takes it back, as `act-kind.ts` gives it. */
  landing: number;
  /** What it writes is nothing that a check would check; its exit code may be another command's. */
  tidying: boolean;
  piped: boolean;
  /** A filter of its arguments' words: `run/echo.ts`; the same array each time. */
  readonly echo: Uint32Array;
  /** Hash of a call's arguments or a result's output, and how many characters they have. */
  hash: number;
  chars: number;
  /** What was said, or a result's output as far as it is text. */
  text: string;
  /** Said to itself, not as an answer. */
  thought: boolean;
  /** How much of a result is nothing: see `decode-output.ts`; whether it is a list of records. */
  empty: number;
  list: boolean;
  /** A call with two arguments or more; one that only notes something down for the agent itself. */
  manyArgs: boolean;
  notes: boolean;
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

/** What detectors see of an event: words, not what is counted elsewhere. */
export type Heard = Pick<DecodedEvent, 'type' | 'text' | 'thought'>;

export function createDecodedEvent(): DecodedEvent {
  return {
    type: 'note',
    at: Number.NaN,
    agent: undefined,
    run: undefined,
    id: '',
    name: '',
    label: '',
    program: 0,
    checks: 0,
    writes: false,
    payload: false,
    landing: 0,
    tidying: false,
    piped: false,
    echo,
    hash: 0,
    chars: 0,
    text: '',
    thought: false,
    empty: 0,
    list: false,
    manyArgs: false,
    notes: false,
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
  const { id, tool, args: given, round, decisive } = event;
  into.id = nameOf(CODE, 'id', id);
  into.name = nameOf(CODE, 'tool', tool);
  into.round = round === undefined ? undefined : nameOf(CODE, 'round', round);
  if (decisive !== undefined) booleanOf(CODE, 'decisive', decisive);
  // Some hosts hand arguments over as the text the model wrote.
  const args = typeof given === 'string' ? (jsonIn(given) ?? given) : given;
  into.hash = jsonHash('args', hashArguments, args);
  into.chars = charsOf('args', args);
  into.label = labelOf(into.name, args);
  const command = commandOf(args);
  into.program = command === undefined ? 0 : hashWord(programOf(command));
  into.checks = checkKind(command ?? into.label);
  if (command === undefined && LOCAL_URL.test(into.label)) into.checks |= CHECK_RUN;
  into.piped = into.checks > 0 && command !== undefined && PIPED.test(command);
  into.writes = isWrite(args, command ?? into.label);
  into.landing = into.writes && command !== undefined ? landingKind(command) : 0;
  into.payload = carriesPayload(args);
  into.manyArgs = countKeys(args) > 1;
  into.notes = isNote(args);
  // In what is written whitespace is content, and shows in the length.
  if (into.writes) into.hash = combine(into.hash, into.chars);
  into.tidying = into.writes && isTidying(args, command);
}

function countKeys(args: unknown): number {
  return typeof args === 'object' && args !== null ? Object.keys(args).length : 1;
}

/** To ask the running thing is a check, with whatever tool. */
const LOCAL_URL = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?=[:/]|$)/;
/** `… | tail`, `… || true`, `…; echo done` */
const PIPED = /[|;]/;

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
  decodeOutput(output, into);
}

function decodeSay(event: Record<string, unknown>, into: DecodedEvent): void {
  const { text, channel, confidence } = event;
  into.text = textOf(CODE, 'text', text);
  if (channel !== undefined && channel !== 'answer' && channel !== 'thought') {
    throw new InputError(CODE, 'channel', describe(channel), '"answer" or "thought"');
  }
  into.thought = channel === 'thought';
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

function findUnknown(
  event: Record<string, unknown>,
  fields: ReadonlySet<string>,
  into: DecodedEvent,
): void {
  for (const key in event) {
    refuseProto(CODE, '', key);
    if (!fields.has(key) && into.unknown.size < 16) into.unknown.add(shortened(key));
  }
}

/** A copy: a slice of a long name would keep all of it in memory. */
function shortened(name: string): string {
  return name.length <= 64 ? name : Array.from(name.slice(0, 64)).join('');
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
