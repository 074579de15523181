import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine.ts';
import { sigmoid } from '../../numeric/logit.ts';
import { CONCERN_NATS, SOURCES } from './sources.ts';

const ONLY = { parts: ['confidence'] } as const;
const NOW = { now: () => 0 };

describe('confidence', () => {
  it('is the base rate where no source speaks', () => {
    const { confidence } = createEngine(NOW).reflectNow({ signals: { x: 0.5 } }, ONLY);
    expect(confidence.value).toBe(0.5);
    expect(confidence.basis).toBe('prior');
    expect(confidence.sources).toEqual({});
  });

  it('pools sources in log-odds by their weights', () => {
    // logit .8 = 1.386, logit .9 = 2.197: 0 + .6 · 1.386 + .3 · 2.197 = 1.491, σ = .816
    const state = { confidence: 0.9, processes: { p: { accuracy: 0.8 } } };
    const { confidence } = createEngine(NOW).reflectNow(state, ONLY);
    expect(confidence.value).toBeCloseTo(sigmoid(0.6 * Math.log(4) + 0.3 * Math.log(9)), 12);
    expect(confidence.sources).toEqual({ process: 0.8, stated: 0.9 });
  });

  it('gives the stated confidence half the weight of what processes show', () => {
    const weights = Object.fromEntries(SOURCES.map(({ name, weight }) => [name, weight]));
    expect(weights).toEqual({ process: 0.6, meta: 0.4, stated: 0.3 });
  });

  it('stays finite where a source is certain', () => {
    const { confidence } = createEngine(NOW).reflectNow({ confidence: 1 }, ONLY);
    expect(confidence.value).toBeLessThan(1);
    expect(confidence.value).toBeGreaterThan(0.5);
  });

  it('falls by two nats per unit of strength while a concern stands', () => {
    expect(CONCERN_NATS).toBe(2);
    const [without, within] = [2, 3].map((turns) => {
      const run = createEngine(NOW).run();
      for (let turn = 0; turn < turns; turn++) {
        run.add({ type: 'call', id: `c${turn}`, tool: 'run', args: 'x', round: `r${turn}` });
        run.add({ type: 'result', id: `c${turn}`, ok: true, output: 'y' });
      }
      return run.reflectNow(ONLY).confidence.value;
    });
    expect(within!).toBeLessThan(without!);
  });

  it('learns an agent’s base rate from its outcomes, and says so', () => {
    const engine = createEngine(NOW);
    for (let run = 0; run < 20; run++)
      engine.learn({ agent: 'good', run: `r${run}`, succeeded: true });
    for (let run = 0; run < 20; run++)
      engine.learn({ agent: 'bad', run: `r${run}`, succeeded: false });
    const valueOf = (agent: string) =>
      engine.reflectNow({ agent, signals: { x: 0 } }, ONLY).confidence;
    // (20 + 4 · others) / 24, others = (0 + 4 · .5) / 24 = 1/12: .847
    expect(valueOf('good').value).toBeCloseTo((20 + 4 / 12) / 24, 12);
    expect(valueOf('bad').value).toBeCloseTo((4 * (1 - 1 / 12)) / 24, 12);
    expect(valueOf('good')).toMatchObject({ basis: 'learned', outcomes: 20 });
    expect(valueOf('new')).toMatchObject({ value: 0.5, basis: 'prior', outcomes: 0 });
  });

  it('a task’s record is shared by agents, and an agent’s own runs of it refine it', () => {
    const engine = createEngine(NOW);
    for (let run = 0; run < 8; run++) {
      engine.learn({ agent: 'weak', run: `r${run}`, task: 'hard', succeeded: false });
      engine.learn({ agent: 'strong', run: `r${run}`, task: 'hard', succeeded: run % 2 === 0 });
    }
    const hardFor = (agent: string) =>
      engine.reflectNow({ agent, task: 'hard', signals: { x: 0 } }, ONLY).confidence.sources.task!;
    expect(hardFor('new')).toBeLessThan(0.4);
    expect(hardFor('weak')).toBeLessThan(hardFor('new'));
    expect(hardFor('strong')).toBeGreaterThan(hardFor('new'));
    const other = engine.reflectNow({ agent: 'new', task: 'easy', signals: { x: 0 } }, ONLY);
    expect(other.confidence.sources).not.toHaveProperty('task');
  });

  it('one success at a task raises its record, whatever happens elsewhere', () => {
    const engine = createEngine(NOW);
    engine.learn({ agent: 'a', run: 'x', task: 'other', succeeded: false });
    const before = engine.reflectNow({ agent: 'a', task: 'fix', signals: { x: 0 } }, ONLY);
    engine.learn({ agent: 'a', run: 'y', task: 'fix', succeeded: true });
    const after = engine.reflectNow({ agent: 'a', task: 'fix', signals: { x: 0 } }, ONLY);
    expect(after.confidence.value).toBeGreaterThan(before.confidence.value);
  });
});

describe('the band', () => {
  it('narrows as the run shows itself', () => {
    const run = createEngine(NOW).run();
    const widths: number[] = [];
    for (let step = 0; step < 40; step++) {
      run.add({ type: 'call', id: `c${step}`, tool: 'run', args: `${step}x` });
      run.add({ type: 'result', id: `c${step}`, ok: step % 2 === 0, output: `word${step}y` });
      const { low, high } = run.reflectNow(ONLY).confidence;
      const span = Math.log(high / (1 - high)) - Math.log(low / (1 - low));
      widths.push(span);
    }
    for (let step = 1; step < widths.length; step++)
      expect(widths[step]!).toBeLessThan(widths[step - 1]!);
  });

  it('learns how far forecasts move: steady runs make it narrow', async () => {
    const engine = createEngine(NOW);
    const spanOf = (run: string) => {
      const { low, high } = engine.run({ run }).reflectNow(ONLY).confidence;
      return high - low;
    };
    const before = spanOf('before');
    for (let i = 0; i < 30; i++) {
      const run = engine.run({ run: `r${i}` });
      run.add({ type: 'call', id: 'c', tool: 'run', args: `${i}` });
      run.add({ type: 'result', id: 'c', ok: true, output: 'fine' });
      await run.end({ succeeded: i % 2 === 0 });
    }
    expect(spanOf('after')).toBeLessThan(before);
  });
});
