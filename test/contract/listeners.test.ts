import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.ts';

const NOW = { now: () => 0 };
const STATE = {
  agent: 'a',
  confidence: 0.9,
  processes: {
    p: { type: 'search', stage: 'done', accuracy: 0.9, action: 'look', result: 'there' },
  },
};

describe('a listener', () => {
  it('may ask the engine anything without harming the thought it was told about', () => {
    const alone = createEngine(NOW).reflectNow(STATE);
    const engine = createEngine(NOW);
    engine.on('step-taken', ({ agent }) => {
      if (agent === 'a')
        engine.reflectNow({ agent: 'b', confidence: 0, processes: { q: { stage: 'failed' } } });
    });
    expect(engine.reflectNow(STATE)).toEqual(alone);
  });

  it('finds the run as the event left it: the concern it raised stands', () => {
    const engine = createEngine(NOW);
    const run = engine.run({ agent: 'a' });
    const standing: number[] = [];
    engine.on('step-taken', () =>
      standing.push(run.reflectNow({ parts: ['concerns'] }).concerns.length),
    );
    for (let turn = 0; turn < 3; turn++) {
      run.add({ type: 'call', id: `c${turn}`, tool: 'bash', args: 'npm test', round: `r${turn}` });
      run.add({ type: 'result', id: `c${turn}`, ok: false, output: '1 failing' });
    }
    expect(standing).toEqual([0, 0, 1]);
  });

  it('is told in the order in which things happened', () => {
    const engine = createEngine(NOW);
    const told: string[] = [];
    for (const event of [
      'step-taken',
      'concern-raised',
      'report-ready',
      'outcome-learned',
    ] as const) {
      engine.on(event, () => told.push(event));
    }
    const run = engine.run();
    for (let turn = 0; turn < 3; turn++) {
      run.add({ type: 'call', id: `c${turn}`, tool: 'bash', args: 'npm test' });
      run.add({ type: 'result', id: `c${turn}`, ok: false, output: '1 failing' });
    }
    run.reflectNow();
    run.add({ type: 'outcome', succeeded: false });
    expect(told).toEqual([
      'step-taken',
      'step-taken',
      'step-taken',
      'concern-raised',
      'report-ready',
      'outcome-learned',
    ]);
  });
});

describe('an outcome told twice as an event', () => {
  it('replaces the first, and opens no new life', () => {
    const engine = createEngine(NOW);
    const run = engine.run({ agent: 'a' });
    run.add({ type: 'call', id: 'c', tool: 'bash', args: 'x' });
    run.add({ type: 'outcome', succeeded: true });
    run.add({ type: 'outcome', succeeded: false });
    expect(engine.metrics()).toMatchObject({ outcomes: 1, runs: 1 });
    const { value, outcomes } = engine.run({ agent: 'a', run: 'next' }).reflectNow().confidence;
    expect(outcomes).toBe(1);
    expect(value).toBeLessThan(0.5);
  });
});

describe('a state after events, and events after a state', () => {
  it('do not mix what only processes say into a run without them', () => {
    const engine = createEngine(NOW);
    engine.reflectNow({ ...STATE, attention: { p: 1 } });
    const { features, introspection } = engine
      .run({ agent: 'a' })
      .reflectNow({ parts: ['features', 'introspection'] });
    for (const name of ['reliabilityWorst', 'reliabilitySpread', 'progress', 'focus']) {
      expect(features).not.toHaveProperty(name);
    }
    expect(introspection).not.toHaveProperty('attention');
  });

  it('spare a declared poller in both', () => {
    const engine = createEngine(NOW);
    const run = engine.run({ agent: 'a', pollers: ['watch'] });
    run.add({ type: 'note', text: 'opened' });
    for (let turn = 0; turn < 6; turn++) {
      engine.reflectNow({
        agent: 'a',
        processes: {
          [`p${turn}`]: { type: 'watch', stage: 'done', action: 'look', result: 'same' },
        },
      });
    }
    expect(run.reflectNow().concerns).toEqual([]);
  });
});
