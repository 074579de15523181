import * as fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../src/cli/analyze/analyze-files.ts';
import { PARTS } from '../../src/engine/report/report.ts';
import { readRuns } from '../../src/formats/read-file.ts';
import { createEngine, InputError } from '../../src/index.ts';
import type { AgentEvent, CognitiveState, Engine, InputErrorCode, Run } from '../../src/index.ts';

/** One kind of bad input: what is given, and where the error says that it went wrong. */
interface Row {
  readonly what: string;
  readonly give: (engine: Engine, run: Run) => unknown;
  readonly code: InputErrorCode;
  readonly path: string;
}

/** The path that the error names, what is wrong there, and the input. */
type Table = readonly (readonly [path: string, what: string, input: unknown])[];

const FULL = { parts: PARTS };
/** A clock that stands. */
const STOPPED = { now: () => 1e12 };
const LONG = 'x'.repeat(257);
const SURROGATE = 'a\ud800b';
const TEXT_TOO_LONG = 'x'.repeat(16 * 1024 * 1024 + 1);
const OWN_PROTO: object = JSON.parse('{"__proto__":0.5}');

// ---------------------------------------------------------------- states

const BAD_STATES: Table = [
  ['', 'nothing', undefined],
  ['', 'null', null],
  ['', 'a string', 'thinking'],
  ['', 'a number', 0.5],
  ['', 'a bigint', 1n],
  ['', 'a symbol', Symbol('state')],
  ['', 'a function', () => ({ confidence: 0.5 })],
  ['', 'an array', [{ confidence: 0.5 }]],
  ['', 'an empty object', {}],
  ['', 'only names and a time', { agent: 'a', run: 'r', task: 't', at: 1 }],
  ['', 'a Date', new Date(0)],
  ['', 'a Map', new Map([['confidence', 0.5]])],
  ['', 'a promise', Promise.resolve({ confidence: 0.5 })],
  ['', 'an object that inherits nothing', Object.create(null)],
  ['agent', 'an empty name', { agent: '', confidence: 0.5 }],
  ['agent', 'a name of 257 characters', { agent: LONG, confidence: 0.5 }],
  ['agent', 'a number', { agent: 7, confidence: 0.5 }],
  ['agent', 'null', { agent: null, confidence: 0.5 }],
  ['agent', 'a lone surrogate', { agent: SURROGATE, confidence: 0.5 }],
  ['agent', 'a boxed string', { agent: Object('coder'), confidence: 0.5 }],
  ['run', 'an empty name', { run: '', confidence: 0.5 }],
  ['run', 'an object', { run: { id: 'r' }, confidence: 0.5 }],
  ['task', 'a boolean', { task: false, confidence: 0.5 }],
  ['at', 'NaN', { at: Number.NaN, confidence: 0.5 }],
  ['at', 'Infinity', { at: Infinity, confidence: 0.5 }],
  ['at', 'a time that loses its last digit', { at: 2 ** 53, confidence: 0.5 }],
  ['at', 'a string', { at: '2026-11-01T10:00:00Z', confidence: 0.5 }],
  ['at', 'a Date', { at: new Date(0), confidence: 0.5 }],
  ['at', 'a bigint', { at: 1n, confidence: 0.5 }],
  ['at', 'null', { at: null, confidence: 0.5 }],
  ['confidence', 'just over 1', { confidence: 1 + Number.EPSILON }],
  ['confidence', 'just under 0', { confidence: -Number.MIN_VALUE }],
  ['confidence', 'a percentage', { confidence: 85 }],
  ['confidence', 'NaN', { confidence: Number.NaN }],
  ['confidence', 'a string', { confidence: '0.5' }],
  ['confidence', 'null', { confidence: null }],
  ['confidence', 'a boolean', { confidence: true }],
  ['confidence', 'a symbol', { confidence: Symbol('sure') }],
  ['confidence', 'a function', { confidence: () => 0.5 }],
  ['signals', 'null', { signals: null }],
  ['signals', 'an array', { signals: [0.5] }],
  ['signals', 'a string', { signals: 'critic' }],
  ['signals', '33 signals', { signals: numbered(33, () => 0.5) }],
  ['signals.critic', 'over 1', { signals: { critic: 2 } }],
  ['signals.critic', 'NaN', { signals: { critic: Number.NaN } }],
  ['signals.critic', 'null', { signals: { critic: null } }],
  ['signals.critic', 'a string', { signals: { critic: '1' } }],
  ['signals.""', 'an empty name', { signals: { '': 0.5 } }],
  ['signals.a string of 257 characters', 'a long name', { signals: { [LONG]: 0.5 } }],
  ['signals.__proto__', 'an own key', { signals: OWN_PROTO }],
  ['processes', 'null', { processes: null }],
  ['processes', 'an array', { processes: [{ type: 'search' }] }],
  ['processes', 'a string', { processes: 'search' }],
  ['processes', '10 001 processes', { processes: numbered(10_001, () => ({})) }],
  [
    'processes.__proto__',
    'an own key',
    { processes: JSON.parse('{"__proto__":{"accuracy":0.5}}') },
  ],
  ['processes.""', 'an empty id', { processes: { '': {} } }],
  ['processes.a string of 257 characters', 'a long id', { processes: { [LONG]: {} } }],
  ['processes."a\\ud800b"', 'a lone surrogate', { processes: { [SURROGATE]: {} } }],
  ['processes.a', 'null', { processes: { a: null } }],
  ['processes.a', 'a number', { processes: { a: 1 } }],
  ['processes.a', 'an array', { processes: { a: [] } }],
  [
    'processes.a',
    'undefined, after good ones',
    { processes: { b: { accuracy: 0.9 }, a: undefined } },
  ],
  ['processes.a.type', 'an empty name', { processes: { a: { type: '' } } }],
  ['processes.a.type', 'a name of 257 characters', { processes: { a: { type: LONG } } }],
  ['processes.a.type', 'a lone surrogate', { processes: { a: { type: SURROGATE } } }],
  ['processes.a.type', 'a number', { processes: { a: { type: 3 } } }],
  ['processes.a.stage', 'null', { processes: { a: { stage: null } } }],
  ['processes.a.stage', 'an array', { processes: { a: { stage: ['done'] } } }],
  ['processes.a.accuracy', 'over 1', { processes: { a: { accuracy: 1.5 } } }],
  ['processes.a.accuracy', 'NaN', { processes: { a: { accuracy: Number.NaN } } }],
  ['processes.a.accuracy', 'a string', { processes: { a: { accuracy: '0.9' } } }],
  ['processes.a.accuracy', 'null', { processes: { a: { accuracy: null } } }],
  ['processes.a.accuracy', 'a bigint', { processes: { a: { accuracy: 1n } } }],
  [
    'processes.a.accuracy',
    'after one that would have been counted',
    { processes: { b: { type: 'search', stage: 'done' }, a: { accuracy: -1 } } },
  ],
  ['processes.a.successRate', 'under 0', { processes: { a: { successRate: -0.1 } } }],
  ['processes.a.progress', 'Infinity', { processes: { a: { progress: Infinity } } }],
  ['processes.a.load', 'a string', { processes: { a: { load: 'high' } } }],
  ['processes.a.elapsedMs', 'under 0', { processes: { a: { elapsedMs: -1 } } }],
  ['processes.a.elapsedMs', 'Infinity', { processes: { a: { elapsedMs: Infinity } } }],
  ['processes.a.elapsedMs', 'NaN', { processes: { a: { elapsedMs: Number.NaN } } }],
  ['processes.a.elapsedMs', 'a string', { processes: { a: { elapsedMs: '12ms' } } }],
  ['processes.a.expectedMs', 'under 0', { processes: { a: { expectedMs: -5 } } }],
  ['processes.a.attempts', 'a fraction', { processes: { a: { attempts: 1.5 } } }],
  ['processes.a.attempts', 'under 0', { processes: { a: { attempts: -1 } } }],
  [
    'processes.a.attempts',
    'a count that loses its last digit',
    { processes: { a: { attempts: 2 ** 53 } } },
  ],
  ['processes.a.attempts', 'a string', { processes: { a: { attempts: '3' } } }],
  ['processes.a.attempts', 'NaN', { processes: { a: { attempts: Number.NaN } } }],
  ['processes.a.errors', 'a fraction', { processes: { a: { errors: 0.5 } } }],
  ['processes.a.errors', 'minus Infinity', { processes: { a: { errors: -Infinity } } }],
  ['processes.a.action', 'a number', { processes: { a: { action: 5 } } }],
  [
    'processes.a.action',
    'a text over 16 Mi characters',
    { processes: { a: { action: TEXT_TOO_LONG } } },
  ],
  ['processes.a.result', 'an object', { processes: { a: { result: { text: 'ok' } } } }],
  ['attention', 'null', { processes: { a: {} }, attention: null }],
  ['attention', 'an array', { processes: { a: {} }, attention: [1] }],
  ['attention.a', 'under 0', { processes: { a: {} }, attention: { a: -1 } }],
  ['attention.a', 'NaN', { processes: { a: {} }, attention: { a: Number.NaN } }],
  ['attention.a', 'Infinity', { processes: { a: {} }, attention: { a: Infinity } }],
  ['attention.a', 'a string', { processes: { a: {} }, attention: { a: '1' } }],
  ['attention.a', 'undefined', { processes: { a: {} }, attention: { a: undefined } }],
  ['attention.b', 'no such process', { processes: { a: {} }, attention: { a: 1, b: 1 } }],
  ['attention.b', 'no processes at all', { confidence: 0.5, attention: { b: 1 } }],
  ['attention.__proto__', 'an own key', { processes: { a: {} }, attention: OWN_PROTO }],
];

// ---------------------------------------------------------------- events

const CALL = { type: 'call', id: 'n1', tool: 'ls', args: {} };
const RESULT = { type: 'result', id: 'open', output: 'ok' };

const BAD_EVENTS: Table = [
  ['', 'nothing', undefined],
  ['', 'null', null],
  ['', 'a string', 'call'],
  ['', 'a number', 1],
  ['', 'an array', [CALL]],
  ['', 'a function', () => CALL],
  ['type', 'no type', { id: 'n1' }],
  ['type', 'an unknown type', { ...CALL, type: 'explode' }],
  ['type', 'the name of a method of every object', { ...CALL, type: 'toString' }],
  ['type', "the name of every object's parent", { ...CALL, type: '__proto__' }],
  ['type', 'an object', { ...CALL, type: { toString: () => 'call' } }],
  ['type', 'a symbol', { ...CALL, type: Symbol('call') }],
  ['type', 'a bigint', { ...CALL, type: 1n }],
  ['type', 'null', { ...CALL, type: null }],
  ['', 'a Map', new Map([['type', 'call']])],
  ['', 'a Date', new Date(0)],
  ['at', 'a string', { ...CALL, at: 'now' }],
  ['at', 'NaN', { ...CALL, at: Number.NaN }],
  ['at', 'minus Infinity', { ...CALL, at: -Infinity }],
  ['at', 'null', { ...CALL, at: null }],
  ['by', 'an empty name', { ...CALL, by: '' }],
  ['by', 'a lone surrogate', { ...CALL, by: SURROGATE }],
  ['agent', 'another agent', { ...CALL, agent: 'somebody else' }],
  ['agent', 'a number', { ...CALL, agent: 5 }],
  ['run', 'another run', { ...CALL, run: 'r2' }],
  ['run', 'another run, with a good result', { ...RESULT, run: 'r2' }],
  ['run', 'another run, with an outcome', { type: 'outcome', succeeded: false, run: 'r2' }],
  ['run', 'null', { ...CALL, run: null }],
  ['id', 'a call without one', { type: 'call', tool: 'ls', args: {} }],
  ['id', 'an empty one', { ...CALL, id: '' }],
  ['id', 'one of 257 characters', { ...CALL, id: LONG }],
  ['id', 'a number', { ...CALL, id: 1 }],
  ['id', 'a lone surrogate', { ...CALL, id: SURROGATE }],
  ['id', 'a result without one', { type: 'result', output: 'ok' }],
  ['tool', 'a call without one', { type: 'call', id: 'n1', args: {} }],
  ['tool', 'an empty one', { ...CALL, tool: '' }],
  ['tool', 'a lone surrogate', { ...CALL, tool: SURROGATE }],
  ['tool', 'an object', { ...CALL, tool: { name: 'ls' } }],
  ['round', 'an empty name', { ...CALL, round: '' }],
  ['round', 'a number', { ...CALL, round: 3 }],
  ['decisive', 'a string', { ...CALL, decisive: 'yes' }],
  ['args', 'a cyclic value', { ...CALL, args: cyclic() }],
  ['args', 'a cyclic array', { ...CALL, args: cyclicArray() }],
  ['args', 'a value 65 deep', { ...CALL, args: nested(65) }],
  ['args', 'texts over 16 Mi characters', { ...CALL, args: { a: TEXT_TOO_LONG } }],
  ['ok', 'a string', { ...RESULT, ok: 'true' }],
  ['ok', 'a number', { ...RESULT, ok: 1 }],
  ['ok', 'null', { ...RESULT, ok: null }],
  ['exitCode', 'a fraction', { ...RESULT, exitCode: 1.5 }],
  ['exitCode', 'NaN', { ...RESULT, exitCode: Number.NaN }],
  ['exitCode', 'a string', { ...RESULT, exitCode: '0' }],
  ['exitCode', 'null', { ...RESULT, exitCode: null }],
  ['output', 'a cyclic value', { ...RESULT, output: cyclic() }],
  ['output', 'a value 65 deep', { ...RESULT, output: nested(65) }],
  ['output', 'a text over 16 Mi characters', { ...RESULT, output: TEXT_TOO_LONG }],
  ['text', 'words without one', { type: 'say' }],
  ['text', 'words as a number', { type: 'say', text: 5 }],
  ['text', 'words over 16 Mi characters', { type: 'say', text: TEXT_TOO_LONG }],
  ['text', 'a person without one', { type: 'user' }],
  ['text', 'a person as an object', { type: 'user', text: { content: 'hello' } }],
  ['text', 'a note of null', { type: 'note', text: null }],
  ['text', 'a note of lines', { type: 'note', text: ['compacted'] }],
  ['channel', 'an unknown one', { type: 'say', text: 'hm', channel: 'whisper' }],
  ['confidence', 'a percentage', { type: 'say', text: 'sure', confidence: 95 }],
  ['confidence', 'null', { type: 'say', text: 'sure', confidence: null }],
  ['inputTokens', 'under 0', { type: 'usage', inputTokens: -1 }],
  ['inputTokens', 'a fraction', { type: 'usage', inputTokens: 1.5 }],
  ['inputTokens', 'a string', { type: 'usage', inputTokens: '5' }],
  ['outputTokens', 'Infinity', { type: 'usage', outputTokens: Infinity }],
  ['outputTokens', 'NaN', { type: 'usage', inputTokens: 5, outputTokens: Number.NaN }],
  ['costUsd', 'under 0', { type: 'usage', costUsd: -0.01 }],
  ['costUsd', 'a string', { type: 'usage', inputTokens: 5, costUsd: '$1' }],
  ['name', 'a signal without one', { type: 'signal', value: 0.5 }],
  ['name', 'an empty one', { type: 'signal', name: '', value: 0.5 }],
  ['name', 'the one that is no name', { type: 'signal', name: '__proto__', value: 0.5 }],
  ['value', 'a signal without one', { type: 'signal', name: 'critic' }],
  ['value', 'over 1', { type: 'signal', name: 'critic', value: 1.01 }],
  ['value', 'NaN', { type: 'signal', name: 'critic', value: Number.NaN }],
  ['value', 'a string', { type: 'signal', name: 'critic', value: '1' }],
  ['succeeded', 'an outcome without one', { type: 'outcome' }],
  ['succeeded', 'a string', { type: 'outcome', succeeded: 'yes' }],
  ['succeeded', 'a number', { type: 'outcome', succeeded: 1 }],
  ['succeeded', 'null', { type: 'outcome', succeeded: null }],
];

// ---------------------------------------------------------------- options and outcomes

const BAD_RUNS: Table = [
  ['', 'null', null],
  ['', 'a string', 'coder'],
  ['', 'an array', ['coder']],
  ['', 'a number', 3],
  ['agent', 'an empty name', { agent: '' }],
  ['agent', 'a name of 257 characters', { agent: LONG }],
  ['agent', 'a lone surrogate', { agent: SURROGATE }],
  ['agent', 'a number', { agent: 5 }],
  ['run', 'null', { run: null }],
  ['task', 'an empty name', { task: '' }],
  ['interactive', 'a string', { interactive: 'no' }],
  ['interactive', 'a number', { interactive: 0 }],
  ['recorded', 'null', { recorded: null }],
  ['parent', 'an empty name', { parent: '' }],
  ['parent', 'an object', { parent: { run: 'r' } }],
  ['pollers', 'a string', { pollers: 'ls' }],
  ['pollers', 'a Set', { pollers: new Set(['ls']) }],
  ['pollers', '257 tools', { pollers: Array.from({ length: 257 }, (_, i) => `t${i}`) }],
  ['pollers.1', 'a number', { pollers: ['ls', 5] }],
  ['pollers.1', 'an empty name', { pollers: ['ls', ''] }],
  ['exempt.0', 'null', { exempt: [null] }],
];

const BAD_OUTCOMES: Table = [
  ['', 'nothing', undefined],
  ['', 'null', null],
  ['', 'a boolean', true],
  ['', 'an array', [true]],
  ['succeeded', 'none of it', { agent: 'coder', run: 'r1' }],
  ['succeeded', 'a string', { agent: 'coder', run: 'r1', succeeded: 'true' }],
  ['succeeded', 'a number', { agent: 'coder', run: 'r1', succeeded: 1 }],
  ['succeeded', 'null', { agent: 'coder', run: 'r1', succeeded: null }],
  ['succeeded', 'a promise', { agent: 'coder', run: 'r1', succeeded: Promise.resolve(true) }],
  ['agent', 'an empty name', { agent: '', succeeded: true }],
  ['run', 'a number', { run: 5, succeeded: true }],
  ['task', 'a name of 257 characters', { task: LONG, succeeded: true }],
];

const BAD_ENDS: Table = [
  ['', 'null', null],
  ['', 'a boolean', true],
  ['succeeded', 'a promise of one', Promise.resolve({ succeeded: true })],
  ['succeeded', 'none of it', {}],
  ['succeeded', 'a promise', { succeeded: Promise.resolve(true) }],
];

const BAD_ENGINES: Table = [
  ['maxLatency', 'an unknown option', { maxLatency: 100 }],
  ['__proto__', 'an own key', OWN_PROTO],
  ['maxLatencyMs', 'under 0', { maxLatencyMs: -1 }],
  ['maxLatencyMs', 'NaN', { maxLatencyMs: Number.NaN }],
  ['maxLatencyMs', 'Infinity', { maxLatencyMs: Infinity }],
  ['maxLatencyMs', 'a string', { maxLatencyMs: '100' }],
  ['maxRecursionDepth', '0', { maxRecursionDepth: 0 }],
  ['maxRecursionDepth', '5', { maxRecursionDepth: 5 }],
  ['maxRecursionDepth', 'a fraction', { maxRecursionDepth: 2.5 }],
  ['maxRecursionDepth', 'a string', { maxRecursionDepth: '3' }],
  ['memoryLimitMb', '0', { memoryLimitMb: 0 }],
  ['memoryLimitMb', 'a bigint', { memoryLimitMb: 64n }],
  ['runIdleMs', 'under 0', { runIdleMs: -1 }],
  ['runIdleMs', 'null', { runIdleMs: null }],
  ['effort', 'an unknown level', { effort: 'maximal' }],
  ['effort', 'the name of a method of every object', { effort: 'toString' }],
  ['effort', 'a number', { effort: 3 }],
  ['effort', 'null', { effort: null }],
  ['effort', 'a symbol', { effort: Symbol('minimal') }],
  ['now', 'a number', { now: 1 }],
  ['now', 'null', { now: null }],
];

const BAD_ASKS: Table = [
  ['parts', 'a string', { parts: 'advice' }],
  ['parts', 'an object', { parts: { advice: true } }],
  ['parts.0', 'a number', { parts: [5] }],
  ['parts.0', 'null', { parts: [null] }],
  ['parts.0', 'a symbol', { parts: [Symbol('a')] }],
  ['parts.1', 'an unknown part', { parts: ['advice', 'mood'] }],
  ['parts.1', 'the name of a method of every object', { parts: ['advice', 'constructor'] }],
  ['deadlineMs', 'under 0', { deadlineMs: -1 }],
  ['deadlineMs', 'NaN', { deadlineMs: Number.NaN }],
  ['deadlineMs', 'Infinity', { deadlineMs: Infinity }],
  ['deadlineMs', 'a string', { deadlineMs: '20' }],
  ['deadlineMs', 'null', { deadlineMs: null }],
  ['priority', 'over 1', { priority: 2 }],
  ['priority', 'under 0', { priority: -0.1 }],
  ['priority', 'NaN', { priority: Number.NaN }],
  ['priority', 'a string', { priority: 'high' }],
];

const BAD_SIGNALS: Table = [
  ['signal', 'an object', { signal: {} }],
  ['signal', 'a controller', { signal: new AbortController() }],
  ['signal', 'null', { signal: null }],
];

/** Objects whose reading runs code that throws; `field` is one that is read. */
const HOSTILE: readonly (readonly [string, (good: object, field: string) => unknown])[] = [
  ['a getter that throws', (good, field) => withGetter(good, field, thrower(new Error('boo')))],
  ['a getter that throws nothing', (good, field) => withGetter(good, field, thrower(undefined))],
  ['a getter that throws text', (good, field) => withGetter(good, field, thrower('boo'))],
  ['a proxy that throws when read', (good) => new Proxy(good, { get: thrower(new Error('boo')) })],
  ['a revoked proxy', revoked],
];
const HOSTILE_KEYS: typeof HOSTILE = [
  ['a proxy that does not list its keys', (good) => new Proxy(good, { ownKeys: thrower('boo') })],
];

const STATE: CognitiveState = { agent: 'thinker', confidence: 0.5 };
const OUTCOME = { agent: 'coder', run: 'r1', succeeded: true };

const onState = (input: unknown) => (engine: Engine) => engine.reflectNow(input as never, FULL);
const onProcess = (input: unknown) => onState({ processes: { a: { load: 0.5 }, b: input } });
const onEvent = (input: unknown) => (_engine: Engine, run: Run) => run.add(input as never);
const onArguments = (input: unknown) => onEvent({ ...CALL, args: { deep: [input] } });
const onRun = (input: unknown) => (engine: Engine) => engine.run(input as never);
const onOutcome = (input: unknown) => (engine: Engine) => engine.learn(input as never);
const onEnd = (input: unknown) => (_engine: Engine, run: Run) => run.end(input as never);
const onEngine = (input: unknown) => () => createEngine(input as never);
const onAsk = (input: unknown) => (engine: Engine) => engine.reflectNow(STATE, input as never);
const onAskOfRun = (input: unknown) => (_engine: Engine, run: Run) => run.reflect(input as never);

const ROWS: readonly Row[] = [
  ...rows('state', 'invalid-state', BAD_STATES, onState),
  ...rows('event', 'invalid-event', BAD_EVENTS, onEvent),
  ...rows('run', 'invalid-run', BAD_RUNS, onRun),
  ...rows('outcome', 'invalid-outcome', BAD_OUTCOMES, onOutcome),
  ...rows('end', 'invalid-outcome', BAD_ENDS, onEnd),
  ...rows('engine', 'invalid-option', BAD_ENGINES, onEngine),
  ...rows('asking of a state', 'invalid-option', BAD_ASKS, onAsk),
  ...rows('asking of a state', 'invalid-option', BAD_SIGNALS, onAsk),
  ...rows('asking of a run', 'invalid-option', BAD_ASKS, onAskOfRun),
  ...hostile('state', 'invalid-state', { ...STATE }, 'at', onState, HOSTILE_KEYS),
  ...hostile('process', 'invalid-state', { accuracy: 0.5 }, 'load', onProcess, HOSTILE_KEYS),
  ...hostile('event', 'invalid-event', { ...CALL }, 'at', onEvent, HOSTILE_KEYS),
  ...hostile('arguments', 'invalid-event', { a: 1 }, 'b', onArguments, HOSTILE_KEYS),
  ...hostile('run', 'invalid-run', { agent: 'coder' }, 'task', onRun),
  ...hostile('outcome', 'invalid-outcome', OUTCOME, 'task', onOutcome),
  {
    what: 'state: wrong when it is read, and right when it is read again',
    give: (engine) => engine.reflectNow(withGetter({}, 'confidence', inTurn(2, 0.5))),
    code: 'invalid-state',
    path: 'confidence',
  },
  {
    what: 'event: wrong when it is read, and right when it is read again',
    give: (_engine, run) => run.add(withGetter(CALL, 'tool', inTurn('', 'ls')) as never),
    code: 'invalid-event',
    path: 'tool',
  },
  {
    what: 'outcome: a second one for a run that is not in memory',
    give: (engine) => engine.learn({ agent: 'gone', run: 'long ago', succeeded: false }),
    code: 'outcome-refused',
    path: 'run',
  },
];

describe('bad input', async () => {
  const untouched = await answersAfter(() => {});

  it('comes in more than 70 kinds', () => {
    expect(new Set(ROWS.map((row) => row.what)).size).toBe(ROWS.length);
    expect(ROWS.length).toBeGreaterThan(70);
  });

  it.each(ROWS)('is refused by name, and nothing else: $what', async ({ give, code, path }) => {
    let refusal: unknown;
    const answers = await answersAfter(async (engine, run) => {
      refusal = await refusalOf(() => give(engine, run));
    });
    expect(refusal).toEqual({ code, path });
    expect(answers).toEqual(untouched);
  });

  it('may be as much as there is room for: limits are named, and reached', () => {
    const engine = createEngine();
    const name = 'x'.repeat(256);
    const processes = numbered(10_000, () => ({ type: name, action: 'y' }));
    const signals = numbered(32, () => 1);
    const report = engine.reflectNow({ agent: name, run: name, task: name, processes, signals });
    expect(Object.keys(report.introspection.processes!)).toHaveLength(10_000);
    const run = engine.run({ agent: name, run: name, pollers: Array(256).fill(name) });
    run.add({ type: 'call', id: name, tool: name, args: nested(64), round: name, by: name });
    run.add({ type: 'result', id: name, output: 'x'.repeat(16 * 1024 * 1024) });
    expect(run.reflectNow().problems).toEqual([]);
  });
});

describe('a lone surrogate in a text', () => {
  const odd = 'npm run \udc00 \ud800';

  it('is accepted, and what comes out is well-formed', () => {
    const engine = createEngine();
    const run = engine.run({ agent: 'coder', run: 'r1' });
    for (let i = 0; i < 4; i++) {
      run.add({ type: 'call', id: `c${i}`, tool: 'sh', args: { command: odd } });
      run.add({ type: 'result', id: `c${i}`, output: odd });
      run.add({ type: 'say', text: odd });
      run.add({ type: 'note', text: odd });
    }
    run.add({ type: 'call', id: 'open', tool: 'sh', args: { path: odd } });
    const report = run.reflectNow({ parts: PARTS });
    expect(report.concerns[0]!.evidence).toContain('npm run \ufffd \ufffd');
    expect(report.advice.tell).toContain('npm run \ufffd \ufffd');
    expect(Object.keys(report.introspection.processes!)).toEqual(['sh npm run \ufffd \ufffd']);
    expect(illFormed(report)).toEqual([]);
  });

  it('is accepted in the action and the result of a process', () => {
    const engine = createEngine();
    const evidence: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      const done = { type: 'sh', stage: 'done', action: odd, result: odd };
      const report = engine.reflectNow({ processes: { [`p${i}`]: done } }, FULL);
      evidence.push(report.concerns[0]?.evidence);
      expect(illFormed(report)).toEqual([]);
    }
    expect(evidence.at(-1)).toContain('npm run \ufffd \ufffd');
  });

  it('is not made by cutting a label in the middle of a character', () => {
    const engine = createEngine();
    for (let length = 60; length < 70; length++) {
      const run = engine.run({ run: `r${length}` });
      const command = `${'x'.repeat(length)}${'🎉'.repeat(5)}`;
      run.add({ type: 'call', id: 'c', tool: 'sh', args: { command } });
      const report = run.reflectNow(FULL);
      expect(Object.keys(report.introspection.processes!)[0]).toMatch(/^x{60}/);
      expect(illFormed(report)).toEqual([]);
    }
  });
});

describe('what was checked is what is used', () => {
  it('in a state: every field is read once', () => {
    const state = {
      ...STATE,
      run: 'r',
      task: 't',
      at: 5,
      signals: { critic: 0.25 },
      processes: {
        a: { type: 'search', stage: 'done', accuracy: 0.9, successRate: 0.8, result: 'ok' },
        b: { progress: 0.5, load: 0.5, elapsedMs: 5, expectedMs: 9, attempts: 1, errors: 1 },
        c: { action: 'ls' },
      },
      attention: { a: 1, b: 2 },
    };
    const plain = createEngine(STOPPED).reflectNow(state, FULL);
    const once = createEngine(STOPPED).reflectNow(readableOnce(state) as never, FULL);
    expect(JSON.stringify(once)).toBe(JSON.stringify(plain));
  });

  it('in an event: every field is read once', () => {
    const [plain, once] = [createEngine(STOPPED).run(), createEngine(STOPPED).run()];
    const events: AgentEvent[] = [
      { type: 'call', id: 'c', tool: 'sh', args: 'ls', round: 'a', decisive: true, at: 1, by: 'x' },
      { type: 'result', id: 'c', ok: true, output: 'src', exitCode: 0, run: 'default' },
      { type: 'say', text: 'Done.', channel: 'answer', confidence: 0.9, agent: 'default' },
      { type: 'usage', inputTokens: 1, outputTokens: 2, costUsd: 0.1 },
      { type: 'signal', name: 'critic', value: 0.5 },
      { type: 'user', text: 'thanks' },
      { type: 'note', text: 'compacted' },
    ];
    for (const event of events) {
      plain.add(event);
      once.add(readableOnce(event) as never);
    }
    expect(JSON.stringify(once.reflectNow(FULL))).toBe(JSON.stringify(plain.reflectNow(FULL)));
  });
});

// ---------------------------------------------------------------- files

interface FileRow {
  readonly what: string;
  /** The file's content; `undefined` where there is no file. */
  readonly content: string | Buffer | undefined;
  /** What follows the file's path in the error's. */
  readonly place: string;
}

const GOOD_EVENTS = Array.from({ length: 4 }, (_, i) => [
  { type: 'call', id: `c${i}`, tool: 'sh', args: { command: 'npm test' } },
  { type: 'result', id: `c${i}`, ok: false, output: '1 failed' },
]).flat();
const NOTE = { type: 'note', text: 'hello' };

const BAD_FILES: readonly FileRow[] = [
  { what: 'no such file', content: undefined, place: '' },
  { what: 'an empty file', content: '', place: '' },
  { what: 'zeros', content: Buffer.alloc(100), place: '' },
  { what: 'UTF-16', content: Buffer.from('\ufeff{"type":"note"}', 'utf16le'), place: '' },
  {
    what: 'a gzip file that is cut off',
    content: gzipSync(line([NOTE])).subarray(0, 30),
    place: '',
  },
  { what: 'a damaged gzip file', content: damaged(gzipSync(line([NOTE]))), place: '' },
  { what: 'prose', content: 'It went well.\n', place: '' },
  { what: 'numbers', content: '1\n2\n', place: '' },
  { what: 'NaN', content: '{"run":"b","agent":"a","events":[NaN]}\n', place: ':1' },
  { what: 'a schema of tomorrow', content: line([NOTE], { schema: 2 }), place: ':1' },
  { what: 'a schema as a string', content: line([NOTE], { schema: '1' }), place: ':1' },
  { what: 'an agent as a number', content: line([NOTE], { agent: 5 }), place: ':1' },
  { what: 'an agent without a name', content: line([NOTE], { agent: '' }), place: ':1: agent' },
  { what: 'a long agent', content: line([NOTE], { agent: LONG }), place: ':1: agent' },
  { what: 'a run as an array', content: line([NOTE], { run: ['b'] }), place: ':1' },
  { what: 'a run with a surrogate', content: line([NOTE], { run: SURROGATE }), place: ':1: run' },
  { what: 'a task as a boolean', content: line([NOTE], { task: true }), place: ':1' },
  { what: 'interactive as a string', content: line([NOTE], { interactive: 'no' }), place: ':1' },
  { what: 'pollers as a string', content: line([NOTE], { pollers: 'ls' }), place: ':1' },
  { what: 'a poller as a number', content: line([NOTE], { pollers: [1] }), place: ':1' },
  {
    what: 'an exempt without a name',
    content: line([NOTE], { exempt: [''] }),
    place: ':1: exempt.0',
  },
  { what: 'a parent as an object', content: line([NOTE], { parent: {} }), place: ':1' },
  { what: 'an outcome as a boolean', content: line([NOTE], { outcome: true }), place: ':1' },
  { what: 'a maybe', content: line([NOTE], { outcome: { succeeded: 'maybe' } }), place: ':1' },
  { what: 'a fault before the start', content: line([NOTE], { faultyStep: -1 }), place: ':1' },
  { what: 'half a fault', content: line([NOTE], { faultyStep: 0.5 }), place: ':1' },
  { what: 'a faulty agent as a number', content: line([NOTE], { faultyAgent: 5 }), place: ':1' },
  { what: 'a number for an event', content: line([5]), place: ':1' },
  { what: 'null for an event', content: line([null]), place: ':1' },
  { what: 'an unknown event', content: line([{ type: 'explode' }]), place: ':1: type' },
  { what: 'an event without its field', content: line([{ type: 'call' }]), place: ':1: id' },
  { what: 'an event of another run', content: line([{ ...NOTE, run: 'c' }]), place: ':1: run' },
  {
    what: 'an event of another agent',
    content: line([{ ...NOTE, agent: 'b' }]),
    place: ':1: agent',
  },
  { what: 'arguments too deep', content: line([{ ...CALL, args: nested(65) }]), place: ':1: args' },
  {
    what: 'a probability of 2',
    content: line([{ ...NOTE, type: 'say', confidence: 2 }]),
    place: ':1: confidence',
  },
  { what: 'an event of its own of a nameless run', content: bare({ run: '' }), place: ':1' },
  { what: 'an event of its own of a numbered run', content: bare({ run: 5 }), place: ':1' },
  { what: 'an event of its own, at NaN', content: bare({ at: null }), place: ':1: at' },
  { what: 'a second line of another kind', content: `${line([])}[1]\n`, place: ':2' },
  { what: 'a second line without a kind', content: `${line([])}{"a":1}\n`, place: ':2' },
  { what: 'a second line that is not JSON', content: `${line([])}{oops\n${line([])}`, place: ':2' },
  { what: 'two values on a line', content: `${line([])}{} {}\n${line([])}`, place: ':2' },
];

describe('a bad file', () => {
  let folder: string;
  let good: string;
  let alone: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
    good = join(folder, 'good.jsonl');
    writeFileSync(good, line(GOOD_EVENTS, { run: 'good', outcome: { succeeded: false } }));
    alone = await analysesOf(createAnalyzer(), good);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(BAD_FILES)('is refused, with its place: $what', async ({ what, content, place }) => {
    const path = join(folder, `${what.replaceAll(/\W/g, '-')}.jsonl`);
    if (content !== undefined) writeFileSync(path, content);
    const analyzer = createAnalyzer();
    const refusal = await refusalOf(() => analysesOf(analyzer, path));
    expect(refusal).toEqual({ code: 'invalid-file', path: `${path}${place}` });
    expect(await analysesOf(analyzer, good)).toBe(alone);
  });

  it('is refused where it is a directory', async () => {
    const path = join(folder, 'a folder');
    mkdirSync(path);
    const refusal = await refusalOf(() => analysesOf(createAnalyzer(), path));
    expect(refusal).toEqual({ code: 'invalid-file', path });
  });

  it('is refused where a line is longer than what may be read', async () => {
    const refusal = await refusalOf(() => itemsOf(good, 100));
    expect(refusal).toEqual({ code: 'invalid-file', path: `${good}:1` });
  });
});

// ---------------------------------------------------------------- anything at all

const BATCH = 200;
const BATCHES = 500;

describe('anything at all', () => {
  const odd = fc.oneof(
    fc.anything({
      maxDepth: 2,
      maxKeys: 3,
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    }),
    fc.constantFrom(...ODD),
  );
  // What it is given to, which valid one is spoilt, where, and how.
  const input = fc.tuple(fc.constantFrom(...KINDS), fc.nat(), fc.nat(), odd);

  it(`${BATCH * BATCHES} inputs are refused by name or thought about, in numbers that are numbers`, () => {
    fc.assert(
      fc.property(fc.array(input, { minLength: BATCH, maxLength: BATCH }), (batch) => {
        let now = 1e12;
        const options = { now: () => now, memoryLimitMb: 2 };
        // The second engine is given what the first one took: all else must leave no trace.
        const [first, second] = [createEngine(options), createEngine(options)];
        for (const [kind, template, place, value] of batch) {
          now += 1000;
          const templates = TEMPLATES[kind]!;
          const spoilt = spoil(templates[template % templates.length]!, place, value);
          const error = thrownNow(() => TAKES[kind]!(first, spoilt));
          if (error === undefined) TAKES[kind]!(second, spoilt);
          else if (!(error instanceof InputError)) throw error;
        }
        now += 1000;
        const end = { run: first.run(CODER).reflectNow(FULL), metrics: first.metrics() };
        const same = { run: second.run(CODER).reflectNow(FULL), metrics: second.metrics() };
        expectNumbers(end);
        expect(JSON.stringify(end)).toBe(JSON.stringify(same));
      }),
      { numRuns: BATCHES },
    );
  });
});

const CODER = { agent: 'coder', run: 'r1', task: 't' };
const ODD: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Infinity,
  -Infinity,
  -1,
  -0,
  0.5,
  1.5,
  1e308,
  5e-324,
  2 ** 53,
  'done',
  'failed',
  '0.5',
  LONG,
  SURROGATE,
  '__proto__',
  Symbol('odd'),
  () => 1,
  OWN_PROTO,
  new Date(Number.NaN),
  cyclic(),
  nested(65),
];

/** Places in `TAKES` and `TEMPLATES`; states and events are given more often. */
const KINDS = [0, 0, 0, 1, 1, 1, 1, 2, 3, 4];
const TAKES: readonly ((engine: Engine, spoilt: unknown) => void)[] = [
  (engine, state) => expectNumbers(engine.reflectNow(state as never, FULL)),
  (engine, event) => engine.run(CODER).add(event as never),
  (engine, options) => expectNumbers(engine.run(options as never).reflectNow(FULL)),
  (engine, outcome) => engine.learn(outcome as never),
  (engine, asked) => {
    // Only objects: asking by anything else is a `TypeError` of the runtime's, so far.
    if (typeof asked !== 'object' || asked === null) return;
    expectNumbers(engine.reflectNow({ ...STATE, ...CODER }, asked));
  },
];
const TEMPLATES: readonly (readonly object[])[] = [
  [
    { ...CODER, confidence: 0.5, signals: { critic: 0.5 } },
    {
      ...CODER,
      processes: {
        a: { type: 'search', stage: 'done', accuracy: 0.5, elapsedMs: 5, result: 'ok' },
        b: { type: 'sh', stage: 'running', load: 0.5, attempts: 1, expectedMs: 9, progress: 0.5 },
      },
      attention: { a: 0.5, b: 1 },
    },
    { processes: { c: { type: 'sh', stage: 'failed', action: 'ls', errors: 1, successRate: 0 } } },
  ],
  [
    { type: 'call', id: 'c', tool: 'sh', args: { command: 'npm test', deep: [1, { a: 'b' }] } },
    { type: 'call', id: 'd', tool: 'read', args: 'a.ts', round: 'x', at: 5 },
    { type: 'result', id: 'c', ok: false, output: '1 failed' },
    { type: 'result', id: 'c', exitCode: 0, output: { text: ['ok'] } },
    { type: 'result', id: 'd' },
    { type: 'say', text: 'Done.', confidence: 0.9, channel: 'answer' },
    { type: 'usage', inputTokens: 1000, outputTokens: 100, costUsd: 0.1 },
    { type: 'signal', name: 'critic', value: 0.5 },
    { type: 'user', text: 'go on' },
    { type: 'note', text: 'compacted' },
    { type: 'outcome', succeeded: true },
  ],
  [{ ...CODER, interactive: false, recorded: true, pollers: ['sh'], exempt: [], parent: 'p' }],
  [
    { ...CODER, succeeded: true },
    { run: 'unknown', task: 't', succeeded: false },
  ],
  [{ parts: ['advice', 'features', 'quality'], deadlineMs: 20, priority: 0.5 }],
];

/** A valid object with one field, at any depth, set to an odd value; now and then the value alone. */
function spoil(template: object, place: number, value: unknown): unknown {
  const copy: object = structuredClone(template);
  const slots: [object, string][] = [[copy, typeof value === 'string' ? value : 'odd']];
  const find = (holder: object): void => {
    for (const [key, inner] of Object.entries(holder)) {
      slots.push([holder, key]);
      if (typeof inner === 'object' && inner !== null) find(inner as object);
    }
  };
  find(copy);
  const slot = slots[place % (slots.length + 1)];
  if (slot === undefined) return value;
  const field = { value, enumerable: true, configurable: true, writable: true };
  Object.defineProperty(slot[0], slot[1], field);
  return copy;
}

/** Throws where a report holds what JSON has no word for. */
function expectNumbers(value: unknown, path = ''): void {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return;
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Reflect.ownKeys(value)) {
      expectNumbers((value as Record<PropertyKey, unknown>)[key], `${path}.${String(key)}`);
    }
    return;
  } else if (typeof value === 'string' || typeof value === 'boolean') return;
  throw new Error(`${path} is ${String(value)}`);
}

// ---------------------------------------------------------------- helpers

function rows(
  kind: string,
  code: InputErrorCode,
  table: Table,
  give: (input: unknown) => Row['give'],
): Row[] {
  return table.map(([path, what, input]) => ({
    what: `${path === '' ? kind : `${kind}, ${path}`}: ${what}`,
    give: give(input),
    code,
    path,
  }));
}

/** Hostile objects tell no path: finding out where they throw would mean running them again. */
function hostile(
  kind: string,
  code: InputErrorCode,
  good: object,
  field: string,
  give: (input: unknown) => Row['give'],
  more: typeof HOSTILE = [],
): Row[] {
  return [...HOSTILE, ...more].map(([what, make]) => ({
    what: `${kind}: ${what}`,
    // Made anew for each engine.
    give: (engine, run) => give(make(good, field))(engine, run),
    code,
    path: '',
  }));
}

/** What two agents are told after something was given in between, in bytes. */
async function answersAfter(
  give: (engine: Engine, run: Run) => unknown,
): Promise<readonly string[]> {
  let now = 1e12;
  const engine = createEngine({ now: () => now });
  const run = engine.run({ agent: 'coder', run: 'r1', task: 'fix' });
  const other = engine.run({ agent: 'other', run: 'r1', interactive: false });
  engine.learn({ agent: 'gone', run: 'long ago', task: 'fix', succeeded: true });
  for (let i = 0; i < 3; i++) {
    now += 1000;
    run.add({ type: 'call', id: `c${i}`, tool: 'sh', args: { command: 'npm test' } });
    other.add({ type: 'call', id: `c${i}`, tool: 'read', args: { path: `${i}.ts` } });
    now += 1000;
    run.add({ type: 'result', id: `c${i}`, ok: i === 1, output: '1 failed' });
    other.add({ type: 'result', id: `c${i}`, output: `content ${i}` });
    run.add({ type: 'usage', inputTokens: 1000 });
  }
  run.add({ type: 'call', id: 'open', tool: 'sh', args: { command: 'ls' } });
  run.add({ type: 'say', text: 'Nearly done.', confidence: 0.8 });
  const processes = { a: { type: 'search', stage: 'done', accuracy: 0.9 }, b: { load: 0.3 } };
  engine.reflectNow({ agent: 'thinker', processes, attention: { a: 1, b: 2 } }, FULL);
  now += 1000;

  await give(engine, run);

  now += 1000;
  run.add({ type: 'result', id: 'open', output: 'src' });
  other.add({ type: 'say', text: 'I read it.' });
  const state: CognitiveState = {
    agent: 'thinker',
    processes: { b: { ...processes.b, stage: 'done' } },
  };
  return [
    run.reflectNow(FULL),
    other.reflectNow(FULL),
    engine.reflectNow(state, FULL),
    engine.metrics(),
  ].map((answer) => JSON.stringify(answer));
}

function thrownNow(give: () => void): unknown {
  try {
    give();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Code and path of the `InputError` with which something is refused, in plain text. */
async function refusalOf(give: () => unknown): Promise<{ code: string; path: string }> {
  let error: unknown;
  try {
    await give();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(InputError);
  expect(error).toBeInstanceOf(TypeError);
  const { name, message, code, path, received, accepted } = error as InputError;
  expect(name).toBe('InputError');
  for (const text of [received, accepted]) {
    expect(text).toMatch(PLAIN);
    expect(text).not.toContain('[object');
    expect(message).toContain(text);
  }
  expect(received.length).toBeLessThan(100);
  expect(message).toContain(path === '' ? 'input' : path);
  return { code, path };
}

/** Neither empty nor with control characters, nor with lone surrogates. */
const PLAIN = /^[^\p{C}]+$/u;

/** Texts and keys in a report that are not well-formed. */
function illFormed(report: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(report, (key, value: unknown) => {
    if (!key.isWellFormed()) found.push(key);
    if (typeof value === 'string' && !value.isWellFormed()) found.push(value);
    return value;
  });
  return found;
}

async function analysesOf(analyzer: Analyzer, path: string): Promise<string> {
  const analyses: string[] = [];
  for await (const analysis of analyzer.analyze(path, readRuns(path))) {
    analyses.push(JSON.stringify(analysis));
  }
  return analyses.join('\n');
}

async function itemsOf(path: string, lineBytesMax: number): Promise<number> {
  let items = 0;
  for await (const batch of readRuns(path, { lineBytesMax })) items += batch.length;
  return items;
}

/** A line with a recorded run. */
function line(events: readonly unknown[], more: object = {}): string {
  return `${JSON.stringify({ run: 'bad', agent: 'a', events, ...more })}\n`;
}

/** A line with an event of its own. */
function bare(more: object): string {
  return `${JSON.stringify({ ...NOTE, at: Number.NaN, ...more })}\n`;
}

/** With the length that its last bytes tell changed. */
function damaged(gzip: Buffer): Buffer {
  return Buffer.concat([gzip.subarray(0, -4), Buffer.from([1, 2, 3, 4])]);
}

function numbered<T>(count: number, make: () => T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, make()]));
}

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { value };
  return value;
}

function cyclic(): object {
  const value: Record<string, unknown> = { a: 1 };
  value['self'] = { value };
  return value;
}

function cyclicArray(): unknown[] {
  const value: unknown[] = [];
  value.push(value, value);
  return value;
}

function withGetter(good: object, field: string, get: () => unknown): object {
  return Object.defineProperty({ ...good }, field, { get, enumerable: true });
}

function thrower(thrown: unknown): () => never {
  return () => {
    // oxlint-disable-next-line eslint/no-throw-literal -- others throw what they like
    throw thrown;
  };
}

/** One value after the other; the last one for ever. */
function inTurn(...values: readonly unknown[]): () => unknown {
  let place = 0;
  return () => values[Math.min(place++, values.length - 1)];
}

function revoked(good: object): unknown {
  const { proxy, revoke } = Proxy.revocable(good, {});
  revoke();
  return proxy;
}

/** The same with getters that work a single time, on objects at any depth. */
function readableOnce(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const copy = {};
  for (const [key, inner] of Object.entries(value)) {
    const readable = readableOnce(inner);
    let reads = 0;
    const get = (): unknown => {
      if (++reads > 1) throw new Error(`${key} is read ${reads} times`);
      return readable;
    };
    Object.defineProperty(copy, key, { get, enumerable: true });
  }
  return copy;
}
