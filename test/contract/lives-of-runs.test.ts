import { describe, expect, it, vi } from 'vitest';
import { PARTS, type Report } from '../../src/engine/report/report.ts';
import { createEngine, InputError } from '../../src/index.ts';
import type { AgentEvent, Engine, EngineOptions, Run, RunOptions } from '../../src/index.ts';

const HOUR_MS = 3_600_000;
const CODER = { agent: 'coder', run: 'r1', task: 'fix' };

type End = (engine: Engine, succeeded: boolean) => unknown;

/** How an engine may be told what became of the run of `CODER`. */
const ENDS: readonly (readonly [string, End])[] = [
  ['an event', (engine, succeeded) => engine.run(CODER).add({ type: 'outcome', succeeded })],
  ['`end`', (engine, succeeded) => engine.run(CODER).end({ succeeded })],
  ['`learn`', (engine, succeeded) => engine.learn({ agent: 'coder', run: 'r1', succeeded })],
];

describe('a run opens', () => {
  it('with its first event, not with its handle', () => {
    const engine = createEngine();
    const run = engine.run(CODER);
    expect(engine.metrics()).toMatchObject({ agents: 0, runs: 0, events: 0 });
    run.add({ type: 'note', text: 'hello' });
    expect(engine.metrics()).toMatchObject({ agents: 1, runs: 1, events: 1 });
  });

  it('with its first state', () => {
    const engine = createEngine();
    engine.reflectNow({ ...CODER, confidence: 0.5 });
    expect(engine.metrics()).toMatchObject({ agents: 1, runs: 1, states: 1, reports: 1 });
  });

  it('once: two handles of one name are one run', () => {
    const { engine } = engineAt();
    loop(engine.run(CODER), 3);
    const { concerns } = engine.run(CODER).reflectNow();
    expect(concerns[0]).toMatchObject({ kind: 'loop', cost: { steps: 3 } });
    expect(engine.metrics().runs).toBe(1);
  });

  it('by default as the one run of the default agent', () => {
    const engine = createEngine();
    engine.run().add({ type: 'note', text: 'hello' });
    const report = engine.reflectNow({ confidence: 0.5 });
    expect([report.agent, report.run]).toEqual(['default', 'default']);
    expect(engine.metrics().runs).toBe(1);
  });
});

describe('a run closes by its outcome', () => {
  it('and can be asked about until the next event', async () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    loop(run, 3);
    await run.end({ succeeded: false });
    expect(run.reflectNow().concerns).toHaveLength(1);
    expect(run.reflectNow().confidence).toMatchObject({ outcomes: 1, basis: 'learned' });
  });

  it.each(ENDS)(
    'told by %s: the next event opens a new life, which is as a new run is',
    async (_title, end) => {
      const { engine } = engineAt();
      const run = engine.run(CODER);
      fill(run);
      await end(engine, false);
      const newer = engine.run({ ...CODER, run: 'r2' });
      for (const each of [run, newer]) each.add({ type: 'call', id: 'a', tool: 'sh', args: 'ls' });
      expect(thoughtOf(run)).toEqual(thoughtOf(newer));
    },
  );

  it('after which its memory is empty, and what was learned stays', async () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    fill(run);
    const before = run.reflectNow({ parts: PARTS });
    expect(before.features).toMatchObject({ stated: 0.8, signals: 0.4, failureShare: 1 });
    expect(before.concerns).toHaveLength(1);
    await run.end({ succeeded: false });
    run.add({ type: 'note', text: 'again' });
    const after = run.reflectNow({ parts: PARTS });
    expect(after.concerns).toEqual([]);
    expect(after.features).toEqual({ errorStreak: 0, length: 0, load: 0, effort: 0 });
    expect(after.experience.continuity).toBeUndefined();
    expect(after.awareness.nextStep).toMatchObject({ basis: 'prior', outcomes: 0 });
    // Learned: one outcome, of the agent and of the task; and five steps that failed.
    expect(after.confidence).toMatchObject({ basis: 'learned', outcomes: 1 });
    expect(after.confidence.sources.task).toBeLessThan(0.5);
    expect(after.awareness.nextStep.value).toBeLessThan(0.4);
  });

  it('a state opens a new life as an event does, without what the last one was opened with', () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    loop(run, 3);
    run.add({ type: 'outcome', succeeded: true });
    const report = engine.reflectNow({ agent: 'coder', run: 'r1', confidence: 0.5 });
    expect(report.concerns).toEqual([]);
    expect(report.confidence.sources.task).toBeUndefined();
  });

  it('the same, whichever way the outcome is told', async () => {
    const ended = await Promise.all(
      ENDS.map(async ([, end]) => {
        const { engine } = engineAt();
        const run = engine.run(CODER);
        fill(run);
        await end(engine, false);
        return [thoughtOf(run), learnedOf(engine), countsOf(engine)];
      }),
    );
    expect(ended[1]).toEqual(ended[0]);
    expect(ended[2]).toEqual(ended[0]);
  });

  it('told by `end` of a run that never had an event: as told by `learn`', async () => {
    const [first, second] = [engineAt().engine, engineAt().engine];
    await first.run(CODER).end({ succeeded: false });
    second.learn({ ...CODER, succeeded: false });
    expect(learnedOf(first)).toEqual(learnedOf(second));
  });
});

describe('a run closes without an outcome', () => {
  it('by `end`: its length is learned, and no outcome', async () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    loop(run, 5);
    await run.end();
    run.add({ type: 'note', text: 'again' });
    expect(run.reflectNow().confidence).toMatchObject({ basis: 'inferred', outcomes: 0 });
    expect(engine.metrics().outcomes).toBe(0);
    const unknown = engineAt().engine.run(CODER);
    for (const each of [run, unknown]) loop(each, 5);
    // Runs of 16 steps are the prior; one of 5 makes this one longer against what is usual.
    const [length, prior] = [run, unknown].map((each) => featuresOf(each)['length']!);
    expect(prior).toBeCloseTo(5 / (5 + 16), 12);
    expect(length).toBeGreaterThan(prior!);
  });

  it('by `end`, twice: the second one does nothing', async () => {
    const [first, second] = [engineAt().engine, engineAt().engine];
    for (const engine of [first, second]) {
      loop(engine.run(CODER), 5);
      await engine.run(CODER).end();
    }
    await second.run(CODER).end();
    expect([learnedOf(second), countsOf(second)]).toEqual([learnedOf(first), countsOf(first)]);
  });

  it('and may be told its outcome while it is in memory', async () => {
    const [first, second] = [engineAt().engine, engineAt().engine];
    for (const engine of [first, second]) loop(engine.run(CODER), 5);
    await first.run(CODER).end();
    await first.run(CODER).end({ succeeded: false });
    await second.run(CODER).end({ succeeded: false });
    expect([learnedOf(second), countsOf(second)]).toEqual([learnedOf(first), countsOf(first)]);
  });

  it('when nothing came for longer than `runIdleMs`, 24 h', () => {
    const { engine, clock } = engineAt();
    const run = engine.run(CODER);
    loop(run, 3);
    clock.ms += 24 * HOUR_MS;
    run.add({ type: 'note', text: 'just in time' });
    expect(run.reflectNow().concerns).toHaveLength(1);
    clock.ms += 24 * HOUR_MS + 1;
    expect(run.reflectNow().concerns).toHaveLength(1);
    run.add({ type: 'note', text: 'too late' });
    expect(run.reflectNow().concerns).toEqual([]);
    expect(run.reflectNow().confidence.outcomes).toBe(0);
    expect(engine.metrics().outcomes).toBe(0);
  });

  it('when a state came too late, likewise', () => {
    const { engine, clock } = engineAt({ runIdleMs: 1000 });
    loop(engine.run(CODER), 3);
    clock.ms += 1000;
    expect(engine.reflectNow({ ...CODER, confidence: 0.5 }).concerns).toHaveLength(1);
    clock.ms += 1001;
    expect(engine.reflectNow({ ...CODER, confidence: 0.5 }).concerns).toEqual([]);
  });

  it('by the clock of the engine, not by the times of its events', () => {
    const { engine, clock } = engineAt({ runIdleMs: 1000 });
    const run = engine.run({ ...CODER, recorded: true });
    for (let i = 0; i < 3; i++) {
      clock.ms += 1000;
      run.add({ type: 'call', id: `${i}`, tool: 'sh', args: 'ls', at: i * 48 * HOUR_MS });
      run.add({ type: 'result', id: `${i}`, output: 'src', at: i * 48 * HOUR_MS + 1 });
    }
    expect(run.reflectNow().concerns).toHaveLength(1);
  });

  it('by idleness as by `end`: the same is learned', async () => {
    const [idle, ended] = [engineAt({ runIdleMs: 1000 }), engineAt({ runIdleMs: 1000 })];
    for (const { engine } of [idle, ended]) fill(engine.run(CODER));
    await ended.engine.run(CODER).end();
    for (const { engine, clock } of [idle, ended]) {
      clock.ms += 2000;
      engine.run(CODER).add({ type: 'note', text: 'again' });
    }
    expect(learnedOf(idle.engine)).toEqual(learnedOf(ended.engine));
    expect(thoughtOf(idle.engine.run(CODER))).toEqual(thoughtOf(ended.engine.run(CODER)));
  });

  it('and after its outcome idleness does nothing more', () => {
    const [idle, prompt] = [engineAt({ runIdleMs: 1000 }), engineAt({ runIdleMs: 1000 })];
    for (const { engine, clock } of [idle, prompt]) {
      const run = engine.run(CODER);
      loop(run, 5);
      run.add({ type: 'outcome', succeeded: true });
      if (engine === idle.engine) clock.ms += 2000;
      run.add({ type: 'note', text: 'again' });
      clock.ms = START_MS + 2000;
    }
    expect(learnedOf(idle.engine)).toEqual(learnedOf(prompt.engine));
  });
});

describe('an outcome of a run that is not in memory', () => {
  it('teaches the base rate and the record of the task, nothing else', () => {
    const [taught, plain] = [engineAt().engine, engineAt().engine];
    for (const engine of [taught, plain]) loop(engine.run({ ...CODER, run: 'r0' }), 5);
    taught.learn({ ...CODER, run: 'elsewhere', succeeded: false });
    const [after, before] = [taught, plain].map((engine) => {
      const run = engine.run(CODER);
      loop(run, 2);
      return run.reflectNow({ parts: PARTS });
    });
    expect(after!.confidence.outcomes).toBe(1);
    expect(after!.confidence.sources.task).toBeLessThan(0.5);
    expect(after!.awareness).toEqual(before!.awareness);
    expect(after!.features).toEqual(before!.features);
    expect(after!.introspection).toEqual(before!.introspection);
    // The band has the same width in log-odds: no movement was learned.
    expect(widthOf(after!)).toBeCloseTo(widthOf(before!), 12);
    expect(taught.metrics().runs).toBe(plain.metrics().runs);
  });

  it('teaches other agents too, by the task and by the rate of all', () => {
    const { engine } = engineAt();
    engine.learn({ ...CODER, succeeded: false });
    const other = engine.run({ agent: 'other', task: 'fix' }).reflectNow().confidence;
    expect(other).toMatchObject({ basis: 'prior', outcomes: 0 });
    expect(other.sources.task).toBeLessThan(0.5);
    expect(engine.run({ agent: 'third' }).reflectNow().confidence.value).toBeLessThan(0.5);
  });

  it('comes once: a second one is refused, and changes nothing', () => {
    const [first, second] = [engineAt().engine, engineAt().engine];
    for (const engine of [first, second]) engine.learn({ ...CODER, succeeded: true });
    for (const succeeded of [true, false]) {
      expect(refusal(() => first.learn({ ...CODER, succeeded }))).toBe('outcome-refused at run');
    }
    expect([learnedOf(first), countsOf(first)]).toEqual([learnedOf(second), countsOf(second)]);
  });

  it('is refused when the first one came while it still was in memory', () => {
    const { engine } = engineAt({ memoryLimitMb: 1 });
    const run = engine.run(CODER);
    loop(run, 3);
    run.add({ type: 'outcome', succeeded: true });
    crowd(engine);
    const outcome = { ...CODER, succeeded: false };
    expect(refusal(() => engine.learn(outcome))).toBe('outcome-refused at run');
  });

  it('is taken for a new life of the run, though the last one had its own', () => {
    const { engine } = engineAt({ memoryLimitMb: 1 });
    const run = engine.run(CODER);
    run.add({ type: 'outcome', succeeded: true });
    run.add({ type: 'note', text: 'a new life' });
    crowd(engine);
    engine.learn({ ...CODER, succeeded: false });
    expect(engine.metrics().outcomes).toBe(2);
  });

  it('is taken when the run was dropped without one', () => {
    const { engine } = engineAt({ memoryLimitMb: 1 });
    loop(engine.run(CODER), 3);
    crowd(engine);
    engine.learn({ ...CODER, succeeded: false });
    expect(engine.metrics().outcomes).toBe(1);
  });
});

describe('a second outcome of a run in memory replaces the first', () => {
  const outcomes: readonly (readonly boolean[])[] = [
    [true, false],
    [false, true],
    [true, true],
    [true, false, true],
    [false, false, true, false],
  ];

  it.each(outcomes.map((told) => [told.join(', '), told] as const))(
    'told %s: as if only the last had come',
    async (_title, told) => {
      const [first, second] = [engineAt().engine, engineAt().engine];
      for (const engine of [first, second]) {
        // Others know the task already, or a count that is off by one would not show.
        engine.learn({ agent: 'other', task: 'fix', succeeded: true });
        fill(engine.run(CODER));
      }
      for (const [i, succeeded] of told.entries()) await ENDS[i % 3]![1](first, succeeded);
      await second.run(CODER).end({ succeeded: told.at(-1)! });
      expect([learnedOf(first), countsOf(first)]).toEqual([learnedOf(second), countsOf(second)]);
    },
  );
});

describe('runs stand apart', () => {
  it('two of one agent share what is learned, and nothing else', () => {
    const { engine } = engineAt();
    const [first, second] = [engine.run(CODER), engine.run({ ...CODER, run: 'r2' })];
    second.add({ type: 'note', text: 'hello' });
    const before = second.reflectNow({ parts: ['concerns', 'features', 'experience'] });
    fill(first);
    first.add({ type: 'result', id: 'nobody called', output: '' });
    const after = second.reflectNow({ parts: ['concerns', 'features', 'experience', 'awareness'] });
    expect(after.problems).toEqual([]);
    expect(after.concerns).toEqual([]);
    expect(after.features).toEqual(before.features);
    expect(after.experience.content).toEqual([]);
    expect(after.awareness.nextStep).toMatchObject({ basis: 'prior', outcomes: 0 });
    expect(first.reflectNow().concerns).toHaveLength(1);
  });

  it('though their events are mixed: a loop is of one run', () => {
    const { engine } = engineAt();
    const runs = ['r1', 'r2', 'r3'].map((run) => engine.run({ ...CODER, run }));
    for (const run of runs) loop(run, 1);
    expect(runs.map((run) => run.reflectNow().concerns)).toEqual([[], [], []]);
    for (let i = 0; i < 2; i++) for (const run of runs.slice(0, 2)) loop(run, 1);
    expect(runs.map((run) => run.reflectNow().concerns.length)).toEqual([1, 1, 0]);
  });

  it('two agents may have runs of one name, with calls of one id', () => {
    const { engine } = engineAt();
    const [first, second] = [engine.run(CODER), engine.run({ ...CODER, agent: 'other' })];
    first.add({ type: 'call', id: 'c', tool: 'sh', args: 'ls' });
    second.add({ type: 'result', id: 'c', output: 'src' });
    expect(second.reflectNow().problems[0]!.code).toBe('result-without-call');
    first.add({ type: 'result', id: 'c', output: 'src' });
    expect(first.reflectNow().problems).toEqual([]);
    first.add({ type: 'outcome', succeeded: true });
    expect(first.reflectNow().confidence.outcomes).toBe(1);
    expect(second.reflectNow().confidence.outcomes).toBe(0);
  });

  it('an outcome closes one of them', () => {
    const { engine } = engineAt();
    const [first, second] = [engine.run(CODER), engine.run({ ...CODER, run: 'r2' })];
    for (const run of [first, second]) loop(run, 3);
    first.add({ type: 'outcome', succeeded: true });
    for (const run of [first, second]) run.add({ type: 'note', text: 'again' });
    expect(first.reflectNow().concerns).toEqual([]);
    expect(second.reflectNow().concerns).toHaveLength(1);
  });
});

describe('a small memory', () => {
  it('gives up the runs and agents used longest ago, and counts them', () => {
    const { engine } = engineAt({ memoryLimitMb: 1 });
    crowd(engine, 300);
    const metrics = engine.metrics();
    expect(metrics.agents + metrics.agentsDropped).toBe(300);
    expect(metrics.runs + metrics.runsDropped).toBe(300);
    expect(metrics.runs).toBeGreaterThan(20);
    expect(metrics.agents).toBeGreaterThan(metrics.runs);
    expect(metrics.memoryBytes).toBeLessThanOrEqual(1024 * 1024);
  });

  it('changes no answer of an agent that is in use', () => {
    const [small, large] = [engineAt({ memoryLimitMb: 1 }), engineAt()];
    const told = [small, large].map(({ engine, clock }) => {
      const run = engine.run(CODER);
      const answers: unknown[] = [];
      for (let i = 0; i < 40; i++) {
        clock.ms += 1000;
        for (let k = 0; k < 10; k++) busy(engine, `${i}-${k}`);
        run.add({ type: 'call', id: `${i}`, tool: 'sh', args: `ls ${i % 3}` });
        clock.ms += i;
        run.add({ type: 'result', id: `${i}`, ok: i % 7 !== 0, output: `${i % 4}` });
        answers.push(thoughtOf(run));
        if (i % 20 === 19) run.add({ type: 'outcome', succeeded: i < 20 });
      }
      return answers;
    });
    expect(small.engine.metrics().agentsDropped).toBeGreaterThan(300);
    expect(large.engine.metrics().agentsDropped).toBe(0);
    expect(told[0]).toEqual(told[1]);
  });

  it('answers a dropped agent from the population again, as one it never met', () => {
    const { engine } = engineAt({ memoryLimitMb: 1 });
    for (let i = 0; i < 5; i++) {
      engine.learn({ agent: 'coder', run: `r${i}`, succeeded: false });
      engine.learn({ agent: 'other', run: `r${i}`, succeeded: true });
    }
    const run = engine.run({ agent: 'coder', run: 'r9' });
    expect(run.reflectNow().confidence).toMatchObject({ basis: 'learned', outcomes: 5 });
    crowd(engine);
    expect(run.reflectNow().confidence).toMatchObject({ basis: 'prior', outcomes: 0 });
    const [again, stranger] = ['coder', 'stranger'].map((agent) => {
      return thoughtOf(engine.run({ agent, run: 'r10' }));
    });
    expect({ ...again, agent: '' }).toEqual({ ...stranger, agent: '' });
  });

  it('keeps no run that is dropped: under its id a new one opens', () => {
    const { engine } = engineAt({ memoryLimitMb: 1 });
    const run = engine.run(CODER);
    loop(run, 3);
    crowd(engine);
    loop(run, 1);
    expect(run.reflectNow().concerns).toEqual([]);
    // Its memory was another run's in between, and holds nothing of it.
    expect(featuresOf(run)['signals']).toBeUndefined();
    expect(featuresOf(run)['stated']).toBeUndefined();
  });
});

describe('time', () => {
  it('that is absent is now for a live run', () => {
    const [concern] = looping({}).concerns;
    expect(concern!.since).toEqual({ event: 0, at: START_MS });
    expect(concern!.cost).toEqual({ steps: 3, ms: 3000 });
  });

  it('that is absent is unknown for a recorded run', () => {
    const report = looping({ recorded: true });
    expect(report.concerns[0]!.since).toEqual({ event: 0 });
    expect(report.concerns[0]!.cost).toEqual({ steps: 3 });
    expect(report.features).not.toHaveProperty('lateness');
  });

  it.each([0, -50_000, 1_790_000_000_000])('that is told counts by differences: from %d', (at) => {
    const [concern] = looping({ recorded: true }, at).concerns;
    expect(concern!.since).toEqual({ event: 0, at });
    expect(concern!.cost).toEqual({ steps: 3, ms: 10_000 });
  });

  it('that is told counts for a live run too', () => {
    const [concern] = looping({}, 0).concerns;
    expect(concern!.cost).toEqual({ steps: 3, ms: 10_000 });
  });

  it('and tokens are absent until they are told', () => {
    const { engine } = engineAt();
    const run = engine.run();
    loop(run, 3);
    expect(run.reflectNow().concerns[0]!.cost).not.toHaveProperty('tokens');
    run.add({ type: 'usage', costUsd: 0.1 });
    expect(run.reflectNow().concerns[0]!.cost).not.toHaveProperty('tokens');
    run.add({ type: 'usage', outputTokens: 0 });
    expect(run.reflectNow().concerns[0]!.cost.tokens).toBe(0);
    run.add({ type: 'usage', inputTokens: 700, outputTokens: 50 });
    expect(run.reflectNow().concerns[0]!.cost.tokens).toBe(750);
  });
});

describe('an event earlier than the one before', () => {
  it('is kept, a problem says so, and it teaches nothing', () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    run.add({ type: 'call', id: 'c', tool: 'sh', args: 'ls', at: 100 });
    run.add({ type: 'result', id: 'c', ok: false, output: 'no', at: 99 });
    const report = run.reflectNow({ parts: PARTS });
    expect(report.problems).toEqual([
      { code: 'out-of-order', message: 'event 1 is earlier than the one before' },
    ]);
    // Kept: it is a step of this run. Taught: neither the filters, nor the tool's record, nor anyone.
    expect(report.features).toMatchObject({ failureShare: 1, errorStreak: 1 / 3, load: 0 });
    expect(report.awareness.nextStep).toMatchObject({ basis: 'prior', outcomes: 0, value: 0.5 });
    expect(report.features).not.toHaveProperty('reliabilityMean');
    expect(engine.metrics().records).toBe(0);
    expect(learnedOf(engine)).toEqual(learnedOf(engineAt().engine));
  });

  it('is none at the same time, nor after it', () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    run.add({ type: 'call', id: 'c', tool: 'sh', args: 'ls', at: 100 });
    run.add({ type: 'result', id: 'c', ok: false, output: 'no', at: 100 });
    expect(run.reflectNow().problems).toEqual([]);
    expect(engine.metrics().records).toBeGreaterThan(0);
  });

  it('does not turn back the time: what follows it is measured by the latest', () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    run.add({ type: 'note', text: 'a', at: 100 });
    run.add({ type: 'note', text: 'b', at: 50 });
    run.add({ type: 'note', text: 'c', at: 60 });
    run.add({ type: 'note', text: 'd', at: 100 });
    expect(run.reflectNow().problems.map(({ message }) => message)).toEqual([
      'event 1 is earlier than the one before',
      'event 2 is earlier than the one before',
    ]);
  });

  it('holds for states: what finished in it is not finished anew later', () => {
    const { engine } = engineAt();
    const processes = { a: { type: 'search', stage: 'failed' } };
    engine.reflectNow({ at: 100, confidence: 0.5 });
    const late = engine.reflectNow({ at: 99, processes });
    expect(late.problems[0]!.code).toBe('out-of-order');
    expect(late.awareness.nextStep.outcomes).toBe(0);
    const next = engine.reflectNow({ at: 101, processes });
    expect(next.problems).toEqual([]);
    expect(next.awareness.nextStep.outcomes).toBe(0);
    expect(engine.metrics().records).toBe(0);
  });
});

describe('an oddity among events is a problem of the next report, once', () => {
  it('a result without a call is no step', () => {
    const { engine } = engineAt();
    const run = engine.run();
    run.add({ type: 'result', id: 'x', ok: false, output: 'error' });
    const report = run.reflectNow({ parts: PARTS });
    expect(report.problems).toEqual([
      { code: 'result-without-call', message: 'a result for `x`, which was not called' },
    ]);
    expect(report.features['failureShare']).toBeUndefined();
    expect(report.awareness.nextStep.outcomes).toBe(0);
    expect(run.reflectNow().problems).toEqual([]);
  });

  it('of two open calls with one id the first counts', () => {
    const { engine } = engineAt();
    const run = engine.run();
    run.add({ type: 'call', id: 'c', tool: 'read', args: 'a.ts' });
    run.add({ type: 'call', id: 'c', tool: 'write', args: 'b.ts' });
    const report = run.reflectNow();
    expect(report.problems).toEqual([
      { code: 'repeated-id', message: 'call `c` came twice: the first counts' },
    ]);
    expect(Object.keys(report.introspection.processes!)).toEqual(['read a.ts']);
  });

  it('of two results with one id the first counts', () => {
    const { engine } = engineAt();
    const run = engine.run();
    run.add({ type: 'call', id: 'c', tool: 'read', args: 'a.ts' });
    run.add({ type: 'result', id: 'c', ok: true, output: 'x' });
    run.add({ type: 'result', id: 'c', ok: false, output: 'x' });
    const report = run.reflectNow({ parts: PARTS });
    expect(report.problems[0]!.code).toBe('result-without-call');
    expect(report.features['failureShare']).toBe(0);
    expect(report.awareness.nextStep.outcomes).toBe(1);
  });

  it('an unknown field is one once per name, whatever is asked in between', () => {
    const { engine } = engineAt();
    const run = engine.run();
    const note = (more: object): void => run.add({ type: 'note', text: 'a', ...more });
    note({ mood: 1 });
    note({ mood: 2 });
    expect(run.reflectNow({ parts: [] }).problems).toEqual([
      { code: 'unknown-field', message: 'unknown field `mood` is ignored' },
    ]);
    note({ mood: 3 });
    note({ weather: 3 });
    expect(run.reflectNow().problems.map(({ message }) => message)).toEqual([
      'unknown field `weather` is ignored',
    ]);
  });

  it('an unknown field of a state is named with its place, for all processes at once', () => {
    const { engine } = engineAt();
    const processes = { a: { mood: 1 }, b: { mood: 2, weather: 3 } };
    const state: object = { confidence: 0.5, processes, mood: 4 };
    expect(engine.reflectNow(state).problems.map(({ message }) => message)).toEqual([
      'unknown field `mood` is ignored',
      'unknown field `processes.*.mood` is ignored',
      'unknown field `processes.*.weather` is ignored',
    ]);
    expect(engine.reflectNow(state).problems).toEqual([]);
  });

  it('an unknown field is told of its own run, not of the one that comes next', () => {
    const { engine } = engineAt();
    const [first, second] = [engine.run(CODER), engine.run({ ...CODER, run: 'r2' })];
    const note: object = { type: 'note', text: 'a', mood: 1 };
    first.add(note as AgentEvent);
    second.add({ type: 'note', text: 'a' });
    expect(second.reflectNow().problems).toEqual([]);
    const state: object = { agent: 'thinker', confidence: 0.5, mood: 1 };
    expect(engine.reflectNow(state).problems).toHaveLength(1);
    expect(engine.reflectNow({ agent: 'other', confidence: 0.5 }).problems).toEqual([]);
  });

  it('an unknown field changes nothing else', () => {
    const [first, second] = [engineAt().engine, engineAt().engine];
    const states = [
      { confidence: 0.5, processes: { a: { stage: 'done', mood: 'good' } }, mood: 4 },
      { confidence: 0.5, processes: { a: { stage: 'done' } } },
    ];
    const reports = [first.reflectNow(states[0]!), second.reflectNow(states[1]!)];
    expect({ ...reports[0], problems: [] }).toEqual(reports[1]);
  });
});

describe('an AbortSignal', () => {
  it('that is aborted already rejects with its reason, and nothing was told', async () => {
    const { engine } = engineAt();
    const run = engine.run();
    run.add({ type: 'note', text: 'hello' });
    const reason = new Error('no longer wanted');
    const signal = AbortSignal.abort(reason);
    await expect(engine.reflect({ confidence: 0.5 }, { signal })).rejects.toBe(reason);
    await expect(run.reflect({ signal })).rejects.toBe(reason);
    expect(engine.metrics()).toMatchObject({ states: 0, reports: 0 });
  });

  it('that is not aborted changes nothing', async () => {
    const { engine } = engineAt();
    const { signal } = new AbortController();
    const report = await engine.reflect({ confidence: 0.5 }, { signal, parts: ['confidence'] });
    const same = engineAt().engine.reflectNow({ confidence: 0.5 }, { parts: ['confidence'] });
    expect(report).toEqual(same);
  });
});

describe('listeners', () => {
  it('are told in the order in which they came, of what they asked for', () => {
    const { engine } = engineAt();
    const told: string[] = [];
    engine.on('report-ready', ({ id }) => told.push(`first ${id}`));
    engine.on('outcome-learned', ({ run, succeeded }) => told.push(`${run} ${succeeded}`));
    engine.on('report-ready', ({ id }) => told.push(`second ${id}`));
    engine.reflectNow({ confidence: 0.5 });
    engine.learn({ run: 'r1', succeeded: true });
    engine.reflectNow({ confidence: 0.5 });
    expect(told).toEqual(['first 1', 'second 1', 'r1 true', 'first 2', 'second 2']);
  });

  it('are told of the report that is given', () => {
    const { engine } = engineAt();
    let told: unknown;
    engine.on('report-ready', (report) => (told = report));
    expect(engine.reflectNow({ confidence: 0.5 })).toEqual(told);
  });

  it('are told of steps, and of concerns that come and go', () => {
    const { engine } = engineAt();
    const told: string[] = [];
    engine.on('step-taken', ({ event, kind, failed }) => told.push(`${event} ${kind} ${failed}`));
    engine.on('concern-raised', ({ event, concern }) => told.push(`${event} + ${concern.kind}`));
    engine.on('concern-cleared', ({ event, concern }) => told.push(`${event} - ${concern.kind}`));
    const run = engine.run();
    loop(run, 3);
    run.add({ type: 'call', id: 'd', tool: 'sh', args: { command: 'npm test' } });
    run.add({ type: 'result', id: 'd', output: '1 passed' });
    expect(told).toEqual([
      '1 check true',
      '3 check true',
      '5 check true',
      '5 + loop',
      '7 check false',
      '7 - loop',
    ]);
  });

  it('are told of an outcome once, not when it only comes again', async () => {
    const { engine } = engineAt();
    const told: boolean[] = [];
    engine.on('outcome-learned', ({ succeeded }) => told.push(succeeded));
    const run = engine.run();
    loop(run, 1);
    await run.end();
    await run.end({ succeeded: true });
    await run.end({ succeeded: true });
    await run.end({ succeeded: false });
    expect(told).toEqual([true, false]);
  });

  it('hear no more once they unsubscribed, and unsubscribing twice harms nobody', () => {
    const { engine } = engineAt();
    const [first, second] = [vi.fn<(told: unknown) => void>(), vi.fn<(told: unknown) => void>()];
    const off = engine.on('report-ready', first);
    engine.on('report-ready', second);
    engine.reflectNow({ confidence: 0.5 });
    off();
    off();
    engine.reflectNow({ confidence: 0.5 });
    expect([first, second].map((listener) => listener.mock.calls.length)).toEqual([1, 2]);
  });

  it('may ask the engine anything, and find the step taken and its concerns raised', () => {
    const { engine } = engineAt();
    const run = engine.run(CODER);
    const standing: number[] = [];
    engine.on('step-taken', () => {
      engine.reflectNow({ agent: 'asked meanwhile', processes: { p: { type: 'search' } } });
      standing.push(run.reflectNow().concerns.length);
    });
    loop(run, 4);
    expect(standing).toEqual([0, 0, 1, 1]);
    const state = { ...CODER, processes: { own: { type: 'sh', stage: 'done' } } };
    const { introspection } = engine.reflectNow(state);
    expect(Object.keys(introspection.processes!)).toEqual(['own']);
  });

  it('may tell the engine anything: a run stays apart from what they tell of another', () => {
    const { engine } = engineAt();
    const [first, second] = [engine.run(CODER), engine.run({ agent: 'other' })];
    engine.on('concern-cleared', () => second.add({ type: 'signal', name: 'critic', value: 0.1 }));
    loop(first, 3);
    first.add({ type: 'user', text: 'try something else' });
    expect(featuresOf(second)['signals']).toBe(0.1);
    expect(featuresOf(first)['signals']).toBeUndefined();
    loop(first, 1);
    expect(first.reflectNow().concerns).toEqual([]);
  });

  it('that throw are counted, and the others and the report are as without them', () => {
    const [quiet, noisy] = [engineAt().engine, engineAt().engine];
    const heard = vi.fn<(told: unknown) => void>();
    for (const event of [
      'report-ready',
      'step-taken',
      'concern-raised',
      'outcome-learned',
    ] as const) {
      noisy.on(event, () => {
        throw new Error('boo');
      });
      noisy.on(event, heard);
    }
    const reports = [quiet, noisy].map((engine) => {
      const run = engine.run();
      loop(run, 3);
      const report = run.reflectNow({ parts: PARTS });
      run.add({ type: 'outcome', succeeded: true });
      return report;
    });
    expect(reports[1]).toEqual(reports[0]);
    // Three steps, a concern, a report, an outcome.
    expect(heard).toHaveBeenCalledTimes(6);
    expect(noisy.metrics()).toEqual({ ...quiet.metrics(), listenerErrors: 6 });
  });

  it('hear nothing of what was refused', () => {
    const { engine } = engineAt();
    const heard = vi.fn<(told: unknown) => void>();
    engine.on('report-ready', heard);
    engine.on('outcome-learned', heard);
    engine.learn({ run: 'r1', succeeded: true });
    heard.mockClear();
    expect(refusal(() => engine.reflectNow({ confidence: 2 }))).toBe('invalid-state at confidence');
    expect(refusal(() => engine.learn({ run: 'r1', succeeded: true }))).toMatch(/refused/);
    expect(heard).not.toHaveBeenCalled();
  });

  it('of two engines are told of their own', () => {
    const heard = vi.fn<(told: unknown) => void>();
    engineAt().engine.on('report-ready', heard);
    engineAt().engine.reflectNow({ confidence: 0.5 });
    expect(heard).not.toHaveBeenCalled();
  });
});

describe('close()', () => {
  it('lets the listeners go, once or twice', async () => {
    const { engine } = engineAt();
    const heard = vi.fn<(told: unknown) => void>();
    const off = engine.on('report-ready', heard);
    await engine.close();
    await engine.close();
    engine.reflectNow({ confidence: 0.5 });
    off();
    expect(heard).not.toHaveBeenCalled();
  });

  it('is what `await using` does', async () => {
    const { engine } = engineAt();
    const heard = vi.fn<(told: unknown) => void>();
    engine.on('report-ready', heard);
    await engine[Symbol.asyncDispose]();
    engine.reflectNow({ confidence: 0.5 });
    expect(heard).not.toHaveBeenCalled();
  });
});

// ---------------------------------------------------------------- helpers

const START_MS = 1_790_000_000_000;

/** An engine with a clock that stands until it is moved. */
function engineAt(options: EngineOptions = {}): { engine: Engine; clock: { ms: number } } {
  const clock = { ms: START_MS };
  return { engine: createEngine({ ...options, now: () => clock.ms }), clock };
}

/** A check that fails in the same way, so many times. */
function loop(run: Run, turns: number): void {
  for (let i = 0; i < turns; i++) {
    run.add({ type: 'call', id: 'c', tool: 'sh', args: { command: 'npm test' } });
    run.add({ type: 'result', id: 'c', ok: false, output: '1 failed' });
  }
}

/** What is thought of a run that looped for three seconds, told in times from `at` on or in none. */
function looping(opening: RunOptions, at?: number): Report {
  const { engine, clock } = engineAt();
  const run = engine.run(opening);
  for (let i = 0; i < 3; i++) {
    const time = at === undefined ? {} : { at: at + 5000 * i };
    run.add({ type: 'call', id: `${i}`, tool: 'sh', args: 'ls', ...time });
    clock.ms += 1000;
    run.add({ type: 'result', id: `${i}`, output: 'src', ...time });
  }
  return run.reflectNow({ parts: PARTS });
}

/** A bit of all that a run remembers. */
function fill(run: Run): void {
  loop(run, 5);
  const events: AgentEvent[] = [
    { type: 'say', text: 'Nearly done.', confidence: 0.8 },
    { type: 'usage', inputTokens: 1000, outputTokens: 100 },
    { type: 'signal', name: 'critic', value: 0.4 },
    { type: 'call', id: 'open', tool: 'read', args: { path: 'a.ts' }, round: 'x' },
  ];
  for (const event of events) run.add(event);
}

/** Other agents come, and the memory of a small engine is full of them. */
function crowd(engine: Engine, agents = 100): void {
  for (let i = 0; i < agents; i++) {
    engine.reflectNow({ agent: `crowd ${i}`, confidence: 0.1, signals: { critic: 0.1 } });
  }
}

/** An agent that comes with its first run, and takes a step. */
function busy(engine: Engine, agent: string): void {
  const run = engine.run({ agent });
  run.add({ type: 'call', id: 'c', tool: 'read', args: { path: agent } });
  run.add({ type: 'result', id: 'c', output: agent });
}

/** What is thought of a run, but for its name and the count of reports. */
function thoughtOf(run: Run): object {
  const { id: _id, run: _run, ...thought } = run.reflectNow({ parts: PARTS });
  return thought;
}

/** All that is learned, as it shows in new runs: of the agent, of another with its task, of any. */
function learnedOf(engine: Engine): readonly object[] {
  const openings = [{ ...CODER }, { agent: 'other', task: 'fix' }, { agent: 'any' }];
  return openings.map((opening, i) => {
    const run = engine.run({ ...opening, run: `probe ${i}` });
    return thoughtOf(run);
  });
}

/** All that is counted, but for events: an outcome may be one, or not. */
function countsOf(engine: Engine): object {
  return { ...engine.metrics(), events: 0 };
}

function featuresOf(run: Run): Readonly<Record<string, number>> {
  return run.reflectNow({ parts: ['features'] }).features;
}

/** Width of the band of confidence, in log-odds. */
function widthOf({ confidence: { low, high } }: Report): number {
  return Math.log(high / (1 - high)) - Math.log(low / (1 - low));
}

function refusal(give: () => unknown): string | undefined {
  try {
    give();
  } catch (error) {
    if (error instanceof InputError) return `${error.code} at ${error.path}`;
    throw error;
  }
  return undefined;
}
