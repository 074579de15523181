import { describe, expect, it } from 'vitest';
import { createEngine, InputError, type AgentEvent } from '../../src/index.ts';
import { createAnalyzer } from '../../src/cli/analyze/analyze-files.ts';
import { readRunsFrom } from '../../src/formats/read-file.ts';

const SMALL = { now: () => 0, memoryLimitMb: 1 };
const ONLY = { parts: ['confidence'] } as const;

/** Crowds every run and mind out of an engine of one MB. */
function crowdOut(engine: ReturnType<typeof createEngine>): void {
  for (let i = 0; i < 200; i++) engine.reflectNow({ agent: `crowd ${i}`, confidence: 0.5 });
}

describe('an agent that was given up for want of memory', () => {
  it('is still judged by the task’s record, and by finite numbers', () => {
    const engine = createEngine(SMALL);
    for (let i = 0; i < 4; i++)
      engine.learn({ agent: 'a', run: `r${i}`, task: 't', succeeded: true });
    const before = engine.run({ agent: 'b', run: 'n', task: 't' }).reflectNow(ONLY)
      .confidence.value;
    crowdOut(engine);
    const after = engine.run({ agent: 'a', run: 'n', task: 't' }).reflectNow(ONLY).confidence.value;
    expect(after).toBeGreaterThan(0.5);
    expect(before).toBeGreaterThan(0.5);
  });

  it('has a second outcome of an old run refused, however it comes', async () => {
    const engine = createEngine(SMALL);
    const run = engine.run({ agent: 'a', run: 'r' });
    run.add({ type: 'outcome', succeeded: true });
    crowdOut(engine);
    const refused = expect.objectContaining({ code: 'outcome-refused' });
    expect(() => run.add({ type: 'outcome', succeeded: false })).toThrow(refused);
    await expect(run.end({ succeeded: false })).rejects.toEqual(refused);
    expect(() => engine.learn({ agent: 'a', run: 'r', succeeded: false })).toThrow(refused);
    expect(engine.metrics().outcomes).toBe(1);
  });

  it('may have an outcome for a new life of that run', () => {
    const engine = createEngine(SMALL);
    const run = engine.run({ agent: 'a', run: 'r' });
    run.add({ type: 'outcome', succeeded: true });
    crowdOut(engine);
    run.add({ type: 'note', text: 'here again' });
    crowdOut(engine);
    expect(() => engine.learn({ agent: 'a', run: 'r', succeeded: false })).not.toThrow();
  });
});

describe('options that are none', () => {
  it.each([null, 5, 'fast', [], new Map()])('of an engine: %j', (options) => {
    expect(() => createEngine(options as never)).toThrow(InputError);
  });
  it.each([null, 5, [], { signal: {} }, { parts: 'advice' }])(
    'of a thought: %j',
    async (options) => {
      const engine = createEngine({ now: () => 0 });
      expect(() => engine.reflectNow({ confidence: 1 }, options as never)).toThrow(InputError);
      await expect(engine.reflect({ confidence: 1 }, options as never)).rejects.toBeInstanceOf(
        InputError,
      );
    },
  );
});

describe('arguments that are no JSON, or too much of it', () => {
  const doubled = (levels: number): unknown =>
    levels === 0 ? 1 : Array(2).fill(doubled(levels - 1));
  it.each([
    ['a bigint', 5n],
    ['a Map', new Map()],
    ['a symbol inside', { x: Symbol('x') }],
    ['a function inside', [() => 1]],
    ['parts shared 24 times over', doubled(24)],
  ])('%s', (_title, args) => {
    const run = createEngine({ now: () => 0 }).run();
    const event = { type: 'call', id: 'c', tool: 'bash', args } as AgentEvent;
    expect(() => run.add(event)).toThrow(expect.objectContaining({ path: 'args' }));
  });
});

describe('listeners that misbehave', () => {
  it('later: a rejection is counted, and nobody else’s trouble', async () => {
    const engine = createEngine({ now: () => 0 });
    engine.on('report-ready', async () => {
      throw new Error('late');
    });
    engine.reflectNow({ confidence: 1 });
    await new Promise((resolve) => setTimeout(resolve));
    expect(engine.metrics().listenerErrors).toBe(1);
  });

  it('by asking: a thought about a thought is not told again', () => {
    const engine = createEngine({ now: () => 0 });
    let heard = 0;
    engine.on('report-ready', () => {
      heard += 1;
      engine.reflectNow({ confidence: 1 });
    });
    engine.reflectNow({ confidence: 1 });
    expect(heard).toBe(1);
  });
});

describe('analyze', () => {
  const call = (id: string) => ({ type: 'call', id, tool: 'bash', args: 'npm test' });
  const result = (id: string) => ({ type: 'result', id, ok: false, output: '1 failing' });
  const outcome = { type: 'outcome', succeeded: false };

  it('tells two lives of one name apart', async () => {
    const life = (id: string) => [call(id), result(id), outcome];
    const lines = [...life('a'), ...life('b')].map((event) => Object.assign({ run: 'r' }, event));
    const runs = await analyzed([...lines, { type: 'note', text: 'x', run: 'other' }]);
    expect(runs.map(({ run, steps }) => [run, steps.length])).toEqual([
      ['r', 1],
      ['r', 1],
      ['other', 0],
    ]);
  });

  it('yields what came before a fault, and carries nothing over to the next file', async () => {
    const analyzer = createAnalyzer();
    const three = ['a', 'b', 'c'].flatMap((id) => [call(id), result(id)]);
    const good = { schema: 1, run: 'good', agent: 'x', events: three };
    const bad = { schema: 1, run: 'r', agent: 'x', events: [...three, { type: 'explode' }] };
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { run } of analyzer.analyze('one', items([good, bad]))) seen.push(run);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'invalid-file', path: 'one:2: type' });
    expect(seen).toEqual(['good']);
    const next = { schema: 1, run: 'r', agent: 'x', events: [call('d'), result('d')] };
    for await (const { concerns } of analyzer.analyze('two', items([next])))
      expect(concerns).toEqual([]);
  });

  async function analyzed(lines: readonly object[]) {
    const runs = [];
    for await (const run of createAnalyzer().analyze('file', items(lines))) runs.push(run);
    return runs;
  }

  function items(lines: readonly object[]) {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return readRunsFrom(
      'file',
      (async function* () {
        yield Buffer.from(text);
      })(),
    );
  }
});
