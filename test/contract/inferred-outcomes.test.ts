import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTS } from '../../src/engine/report/report.ts';
import {
  createEngine,
  type Engine,
  type EngineOptions,
  type InferredEvent,
} from '../../src/index.ts';
import { call, edit, open, person, says, times, type Happening } from '../scenarios/scenario.ts';

const AGENT = { agent: 'coder', task: 'fix' };
const NOW_MS = 1_790_000_000_000;

/** Runs by what they show of their end. */
const change = edit('src/a.ts', 'x');
const ENDINGS = {
  passed: [change, call('npm test').gives('12 passed')],
  failed: [change, call('npm test').gives('1 failing').fails()],
  committed: [change, call('git commit -am x').gives('')],
  pleased: [says('Done.'), person('Great, that works.')],
  displeased: [says('Done.'), person('No, it is still broken.')],
  silent: [call('ls').gives('src')],
  contradictory: [change, call('npm test').gives('12 passed'), person('That is wrong.')],
} as const satisfies Record<string, readonly Happening[]>;
type Ending = keyof typeof ENDINGS;

describe('a run whose outcome nobody tells', () => {
  it('teaches its agent, apart from what is told', async () => {
    const engine = engineAt();
    await play(engine, 'r1', 'passed');
    await play(engine, 'r2', 'failed');
    await play(engine, 'r3', 'silent');
    const { confidence, experience } = engine.run({ ...AGENT, run: 'next' }).reflectNow();
    expect(confidence).toMatchObject({ basis: 'inferred', outcomes: 0, inferred: 2 });
    expect(experience.narrative).toContain('of its own outcomes none was told, they are inferred');
    expect(engine.metrics()).toMatchObject({ outcomes: 0, outcomesInferred: 2 });
  });

  it('teaches softly: a good end with two to one counts as a ninth of one, and a bad as an 18th', async () => {
    const engine = engineAt();
    await play(engine, 'r1', 'passed', {});
    // Of one half, |2 · ⅔ − 1| = ⅓ is known: ⅔ of it good, ⅓ bad, each down to 1/1024.
    const [good, bad] = [113 / 1024, 56 / 1024];
    const unknown = 0.5 - good - bad + 4;
    expect(baseOf(engine, {})).toBeCloseTo((good + unknown * 0.5) / (good + bad + unknown), 12);
  });

  it('teaches everybody, and the record of its task', async () => {
    const engine = engineAt();
    for (let i = 0; i < 9; i++) await play(engine, `r${i}`, 'passed');
    const other = engine.run({ agent: 'other', task: 'fix' }).reflectNow().confidence;
    expect(other).toMatchObject({ basis: 'prior', outcomes: 0 });
    expect(other.sources.task).toBeGreaterThan(0.5);
    expect(baseOf(engine, { agent: 'third' })).toBeGreaterThan(0.5);
  });

  it('weighs, with all others together, no more than four that are told', async () => {
    const engine = engineAt();
    for (let i = 0; i < 500; i++) await play(engine, `r${i}`, 'passed', { agent: 'coder' });
    const supposed = baseOf(engine, { agent: 'coder' });
    // A third of each is known, at ⅔; the rest stays with the parent, at ½.
    expect(supposed).toBeCloseTo(0.5 + (2 / 3 - 0.5) / 3, 2);
    for (let i = 0; i < 4; i++)
      engine.learn({ agent: 'coder', run: `told ${i}`, succeeded: false });
    expect(baseOf(engine, { agent: 'coder' })).toBeLessThan(supposed / 2 + 0.001);
    const { confidence } = engine.run({ agent: 'coder' }).reflectNow();
    expect(confidence).toMatchObject({ basis: 'learned', outcomes: 4, inferred: 500 });
  });

  it('says little of the others, where only one in twenty shows how it ended', async () => {
    const engine = engineAt();
    for (let i = 0; i < 200; i++) {
      await play(engine, `r${i}`, i % 20 === 0 ? 'failed' : 'silent', { agent: 'coder' });
    }
    expect(baseOf(engine, { agent: 'coder' })).toBeGreaterThan(0.49);
  });

  it('is not moved by what was inferred of itself', async () => {
    const engine = engineAt();
    const run = engine.run({ ...AGENT, run: 'r1' });
    open({ ...AGENT, run: 'r1' }, engine).take(...ENDINGS.passed);
    const said = () => {
      const { value, basis, outcomes, inferred } = run.reflectNow().confidence;
      return { value, basis, outcomes, inferred };
    };
    const before = said();
    await run.end();
    expect(said()).toEqual(before);
  });

  it('teaches the same by idleness as by `end`', async () => {
    const clock = { ms: NOW_MS };
    const [idle, ended] = [0, 1].map(() => createEngine({ now: () => clock.ms, runIdleMs: 1000 }));
    for (const engine of [idle!, ended!]) open(AGENT, engine).take(...ENDINGS.passed);
    await ended!.run(AGENT).end();
    clock.ms += 2000;
    for (const engine of [idle!, ended!]) open(AGENT, engine).take(says('again'));
    expect(learnedOf(idle!)).toEqual(learnedOf(ended!));
    expect(idle!.metrics().outcomesInferred).toBe(1);
  });

  it('teaches nothing of its end where the engine is told not to infer', async () => {
    const [off, empty] = [engineAt({ inferOutcomes: false }), engineAt()];
    const heard: unknown[] = [];
    off.on('outcome-inferred', (event) => heard.push(event));
    for (const kind of ['passed', 'failed', 'pleased'] as const) await play(off, kind, kind);
    expect(heard).toEqual([]);
    expect(off.metrics().outcomesInferred).toBe(0);
    expect(baseOf(off, AGENT)).toBe(baseOf(empty, AGENT));
  });
});

describe('an outcome that is told later', () => {
  const runs = fc.array(
    fc.record({
      ending: fc.constantFrom(...(Object.keys(ENDINGS) as Ending[])),
      succeeded: fc.boolean(),
      withTask: fc.boolean(),
    }),
    { maxLength: 8 },
  );

  it('takes back what was inferred, exactly', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (list) => {
        const [late, prompt] = [engineAt(), engineAt()];
        const who = (withTask: boolean) => (withTask ? AGENT : { agent: 'coder' });
        for (const [i, { ending, withTask }] of list.entries()) {
          await play(late, `r${i}`, ending, who(withTask));
        }
        for (const [i, { ending, succeeded, withTask }] of list.entries()) {
          await late.run({ ...who(withTask), run: `r${i}` }).end({ succeeded });
          await play(prompt, `r${i}`, ending, who(withTask), succeeded);
        }
        expect(late.metrics()).toEqual(prompt.metrics());
        expect(learnedOf(late)).toEqual(learnedOf(prompt));
        const [one, other] = [late, prompt].map((engine) => play(engine, 'next', 'committed'));
        expect(await one).toEqual(await other);
      }),
      { numRuns: 60 },
    );
  });

  it('teaches how far its signs can be trusted', async () => {
    const engine = engineAt();
    for (let i = 0; i < 10; i++) {
      await play(engine, `good ${i}`, 'silent', {}, true);
      await play(engine, `bad ${i}`, 'passed', {}, false);
    }
    const { probability } = (await play(engine, 'next', 'passed', {}))!;
    expect(probability).toBeLessThan(baseOf(engine, {}));
  });

  it('teaches so for everybody: a new agent’s sign is read by the others’', async () => {
    const engine = engineAt();
    for (let i = 0; i < 20; i++) {
      await play(engine, `good ${i}`, 'silent', { agent: 'old' }, true);
      await play(engine, `bad ${i}`, 'passed', { agent: 'old' }, false);
    }
    const { probability } = (await play(engine, 'r', 'passed', { agent: 'new' }))!;
    expect(probability).toBeLessThan(baseOf(engine, { agent: 'new' }));
  });

  it('teaches that a sign which is always there says nothing', async () => {
    const engine = engineAt();
    for (let i = 0; i < 200; i++) await play(engine, `r${i}`, 'passed', {}, i % 2 === 0);
    const { probability } = (await play(engine, 'next', 'passed', {}))!;
    expect(probability).toBeCloseTo(0.5, 1);
    expect(Math.abs(probability - baseOf(engine, {}))).toBeLessThan(0.01);
  });
});

describe('whatever happens', () => {
  const event = fc.oneof(
    fc.constantFrom<readonly Happening[]>(...Object.values(ENDINGS)),
    fc.constantFrom<readonly Happening[]>(
      [call('git reset --hard').gives('')],
      [call('git push').gives('')],
      [person('[Request interrupted by user]')],
      [person('thanks')],
      [call('node a.js').gives('boom').fails()],
    ),
  );
  const life = fc.record({
    what: fc.array(event, { maxLength: 5 }),
    ends: fc.constantFrom('untold', 'told well', 'told badly', 'told later', 'told twice'),
    task: fc.constantFrom('fix', 'other', undefined),
    agent: fc.constantFrom('coder', 'other'),
  });

  it('no number is NaN, negative, or a probability out of its range', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { maxLength: 12 }), async (lives) => {
        const engine = engineAt();
        const heard: InferredEvent[] = [];
        engine.on('outcome-inferred', (inferred) => heard.push(inferred));
        for (const [i, { what, ends, task, agent }] of lives.entries()) {
          const opening = { agent, run: `r${i % 4}`, ...(task === undefined ? {} : { task }) };
          open(opening, engine).take(...what.flat());
          const run = engine.run(opening);
          const first = ends.startsWith('told') && ends !== 'told later';
          await run.end(first ? { succeeded: ends !== 'told badly' } : undefined);
          if (ends === 'told later' || ends === 'told twice') await run.end({ succeeded: false });
          for (const { confidence } of [run.reflectNow(), engine.run({ agent }).reflectNow()]) {
            expect(confidence.value).toBeGreaterThan(0);
            expect(confidence.value).toBeLessThan(1);
            expect(confidence.inferred ?? 1).toBeGreaterThan(0);
          }
        }
        for (const { probability, signs } of heard) {
          expect(probability).toBeGreaterThan(0);
          expect(probability).toBeLessThan(1);
          expect(signs.length).toBeGreaterThan(0);
        }
        const { outcomesInferred } = engine.metrics();
        expect(outcomesInferred).toBeGreaterThanOrEqual(0);
        expect(outcomesInferred).toBeLessThanOrEqual(heard.length);
      }),
      { numRuns: 80 },
    );
  });
});

describe('the budget of interruptions', () => {
  const failing = call('npm test').gives('1 failing').fails();
  /** A run that was stopped after six turns; then it goes on to pass its tests, or not. */
  const stopped = async (engine: Engine, run: string, passes: boolean) => {
    const { advice } = open({ run }, engine).take(...times(6, failing));
    if (passes) open({ run }, engine).take(change, call('npm test').gives('12 passed'));
    await engine.run({ run }).end();
    return advice.action;
  };

  it('takes an end that seems good for an error, until it is told otherwise', async () => {
    const engine = createEngine({ memoryLimitMb: 1 });
    for (let i = 0; i < 5; i++) await stopped(engine, `r${i}`, true);
    expect(await stopped(engine, 'sixth', true)).toBe('tell');
    await engine.run({ run: 'r0' }).end({ succeeded: false });
    expect(await stopped(engine, 'seventh', true)).not.toBe('tell');
  });

  it('keeps one that proves to be an error', async () => {
    const engine = createEngine({ memoryLimitMb: 1 });
    for (let i = 0; i < 5; i++) {
      await stopped(engine, `r${i}`, true);
      await engine.run({ run: `r${i}` }).end({ succeeded: true });
    }
    expect(await stopped(engine, 'sixth', true)).toBe('tell');
  });

  it('gives the place back for an end that seems bad', async () => {
    const engine = createEngine({ memoryLimitMb: 1 });
    for (let i = 0; i < 5; i++) await stopped(engine, `r${i}`, false);
    expect(await stopped(engine, 'sixth', false)).not.toBe('tell');
  });
});

it('what was heard of an outcome is told in order: it is over, then how it seems to have ended', async () => {
  const engine = engineAt();
  const heard: string[] = [];
  engine.on('concern-cleared', () => heard.push('cleared'));
  engine.on('outcome-inferred', ({ agent, run, signs }) => heard.push(agent, run, ...signs));
  engine.on('outcome-learned', () => heard.push('learned'));
  open({ ...AGENT, run: 'r' }, engine).take(
    ...times(3, call('npm test').gives('1 failed').fails()),
  );
  await engine.run({ ...AGENT, run: 'r' }).end();
  await engine.run({ ...AGENT, run: 'r' }).end({ succeeded: false });
  expect(heard).toEqual(['cleared', 'coder', 'r', 'check-failed', 'learned']);
});

it('an option that is no yes or no is refused', () => {
  expect(() => createEngine({ inferOutcomes: 'no' as never })).toThrow(
    /inferOutcomes.*true or false/s,
  );
});

// ---------------------------------------------------------------- helpers

function engineAt(options: EngineOptions = {}): Engine {
  return createEngine({ memoryLimitMb: 4, now: () => NOW_MS, ...options });
}

/** A run that ends, without an outcome unless one is given; what was inferred of it. */
async function play(
  engine: Engine,
  run: string,
  ending: Ending,
  who: { agent?: string; task?: string } = AGENT,
  succeeded?: boolean,
): Promise<InferredEvent | undefined> {
  let heard: InferredEvent | undefined;
  const unsubscribe = engine.on('outcome-inferred', (event) => (heard = event));
  open({ ...who, run }, engine).take(...ENDINGS[ending]);
  await engine.run({ ...who, run }).end(succeeded === undefined ? undefined : { succeeded });
  unsubscribe();
  return heard;
}

/** What is given to a good end before anything of a run is seen. */
function baseOf(engine: Engine, who: { agent?: string; task?: string }): number {
  const run = engine.run({ ...who, run: 'not begun' });
  return run.reflectNow({ parts: ['confidence'] }).confidence.value;
}

/** What is learned of ends, as it shows in new runs; not how far forecasts moved on the way. */
function learnedOf(engine: Engine): readonly object[] {
  const openings = [AGENT, { agent: 'coder' }, { agent: 'other', task: 'fix' }, { agent: 'any' }];
  return openings.map((opening, i) => {
    const run = engine.run({ ...opening, run: `probe ${i}` });
    const { confidence, experience, quality } = run.reflectNow({ parts: PARTS });
    const { low: _low, high: _high, ...rate } = confidence;
    return { rate, narrative: experience.narrative, quality };
  });
}
