import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTS as ALL_PARTS } from '../../src/engine/report/report.ts';
import { createEngine, InputError } from '../../src/index.ts';
import type { AgentEvent, Engine, EngineOptions } from '../../src/index.ts';

const START_MS = 1_700_000_000_000;
/** All that says something of the run; timing says something of the machine. */
const PARTS = ALL_PARTS.filter((part) => part !== 'timing');

describe('an engine made from a snapshot', () => {
  it('goes on as if nothing had been between, wherever a history is cut', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, cut) => {
        const at = cut % (history.length + 1);
        const whole = replay(engineAt(), history);
        const first = engineAt();
        const before = replay(first, history.slice(0, at));
        const second = engineAt({ snapshot: first.snapshot() });
        expect([...before, ...replay(second, history.slice(at), at)]).toEqual(whole);
        expect(second.metrics()).toEqual(replayed(history).metrics());
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same snapshot again', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const bytes = replayed(history).snapshot();
        expect(Buffer.compare(engineAt({ snapshot: bytes }).snapshot(), bytes)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('knows which run started which', () => {
    const engine = engineAt();
    engine.run({ run: 'parent' }).add({ type: 'note', text: 'start' });
    const next = engineAt({ snapshot: engine.snapshot() });
    const child = next.run({ run: 'child', parent: 'parent' });
    for (let i = 0; i < 4; i++) callOnce(child, `c${i}`);
    const after = engineAt({ snapshot: next.snapshot() });
    const { concerns } = after.run({ run: 'parent' }).reflectNow();
    expect(concerns).toMatchObject([{ kind: 'loop', run: 'child' }]);
  });

  it('with a smaller budget keeps what was used last', () => {
    const engine = engineAt();
    for (let i = 0; i < 100; i++) engine.run({ run: `r${i}` }).add({ type: 'note', text: 'x' });
    const small = engineAt({ snapshot: engine.snapshot(), memoryLimitMb: 1 });
    expect(small.metrics().runs).toBeLessThan(100);
    expect(small.run({ run: 'r99' }).reflectNow({ parts: ['awareness'] }).run).toBe('r99');
  });

  it('may come as a Buffer, from wherever in its memory', () => {
    const bytes = replayed([{ type: 'note', text: 'hello' }]).snapshot();
    const within = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
    expect(Buffer.compare(engineAt({ snapshot: within }).snapshot(), bytes)).toBe(0);
  });

  it('takes a few kilobytes for a run, and does not grow with it', () => {
    const engine = engineAt();
    const run = engine.run({ run: 'long' });
    for (let i = 0; i < 50; i++) callOnce(run, `a${i}`);
    const early = engine.snapshot().length;
    for (let i = 0; i < 5000; i++) callOnce(run, `b${i}`);
    expect(engine.snapshot().length).toBeLessThan(early + 200);
    expect(early).toBeLessThan(32 * 1024);
  });
});

describe('createEngine({ snapshot })', () => {
  const bytes = replayed([{ type: 'note', text: 'hello' }]).snapshot();

  it.each<readonly [string, unknown]>([
    ['no bytes', 'abc'],
    ['an empty array', new Uint8Array()],
    ['other bytes', new Uint8Array(5000)],
    ['one cut off', bytes.subarray(0, bytes.length - 8)],
    ['one with more behind it', Buffer.concat([bytes, Buffer.alloc(8)])],
    ['one with a changed bit', changed(bytes, 300)],
    ['one with a changed length of its header', changed(bytes, 5)],
  ])('refuses %s', (_, snapshot) => {
    expect(() => createEngine({ snapshot: snapshot as Uint8Array })).toThrow(InputError);
    expect(() => createEngine({ snapshot: snapshot as Uint8Array })).toThrow(/^snapshot: got /);
  });
});

const calls = fc.record({
  type: fc.constant('call' as const),
  id: fc.constantFrom('1', '2', '3'),
  tool: fc.constantFrom('bash', 'read'),
  args: fc.constantFrom<unknown>({ command: 'npm test' }, { path: 'a' }, { command: 'git commit' }),
});
const results = fc.record({
  type: fc.constant('result' as const),
  id: fc.constantFrom('1', '2', '3'),
  ok: fc.boolean(),
  output: fc.constantFrom('1 failing', 'ok', '503 Service Unavailable'),
});
const events: fc.Arbitrary<AgentEvent> = fc.oneof(
  { weight: 5, arbitrary: calls },
  { weight: 5, arbitrary: results },
  fc.record({
    type: fc.constant('say' as const),
    text: fc.constantFrom('All tests pass now.', 'I will look again.'),
  }),
  fc.record({ type: fc.constant('user' as const), text: fc.constantFrom('thanks', 'wait for it') }),
  fc.record({ type: fc.constant('usage' as const), inputTokens: fc.nat(1000) }),
  fc.record({ type: fc.constant('outcome' as const), succeeded: fc.boolean() }),
  fc.record({
    type: fc.constant('signal' as const),
    name: fc.constantFrom('p', 'q'),
    value: fc.constantFrom(0, 0.5, 1),
  }),
);
/** What happened, or that nobody will say how it ended. */
type Happening = AgentEvent | 'end';
const happenings = fc.oneof(
  { weight: 20, arbitrary: events },
  { weight: 1, arbitrary: fc.constant('end' as const) },
);
const histories = fc.array(happenings, { maxLength: 60 });

function engineAt(options: EngineOptions = {}): Engine {
  return createEngine({ memoryLimitMb: 8, now: () => START_MS, ...options });
}

/** @param from Events that went before. */
function replay(engine: Engine, history: readonly Happening[], from = 0): unknown[] {
  const run = engine.run({ agent: 'coder', run: 'r', task: 'fix' });
  return history.map((event, i) => {
    if (event === 'end') void run.end();
    else run.add({ ...event, at: START_MS + from + i });
    return run.reflectNow({ parts: PARTS });
  });
}

function replayed(history: readonly Happening[]): Engine {
  const engine = engineAt();
  replay(engine, history);
  return engine;
}

function callOnce(run: ReturnType<Engine['run']>, id: string): void {
  run.add({ type: 'call', id, tool: 'bash', args: { command: 'npm test' } });
  run.add({ type: 'result', id, ok: false, output: '1 failing' });
}

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= 1;
  return copy;
}
