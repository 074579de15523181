import { describe, expect, it } from 'vitest';
import type { Engine } from '../contract.ts';
import { createEngine } from '../engine.ts';
import { parseSnapshot, printSnapshot, type Snapshot } from '../memory/snapshot.ts';
import { mergeLearned } from './merge.ts';

describe('mergeLearned(shared, base, now)', () => {
  it('is what one engine knows, where nobody else has learned', () => {
    const now = learnedOf(worked(createEngine(), 'a', 3));
    const merged = mergeLearned(undefined, undefined, now);
    expect(rates(merged)).toEqual(rates(now));
    expect(merged.runs).toEqual([]);
  });

  it('adds what two engines learned since they parted, as if one had seen both', () => {
    const start = worked(createEngine(), 'before', 5).snapshot();
    const one = learnedOf(worked(createEngine({ snapshot: start }), 'a', 3));
    const two = learnedOf(worked(createEngine({ snapshot: start }), 'b', 4, false));
    const base = parseSnapshot(start);
    const shared = mergeLearned(mergeLearned(base, base, one), base, two);

    const both = createEngine({ snapshot: start });
    worked(worked(both, 'a', 3), 'b', 4, false);
    expect(rates(shared)).toEqual(rates(learnedOf(both)));
  });

  it('adds nothing twice where an engine goes on from what was brought together', () => {
    const base = parseSnapshot(worked(createEngine(), 'a', 3).snapshot());
    expect(rates(mergeLearned(base, base, base))).toEqual(rates(base));
  });

  it('weighs what a tool usually takes by how often each saw it', () => {
    const base = parseSnapshot(createEngine().snapshot());
    const one = learnedOf(worked(createEngine(), 'a', 4, true, 1000));
    const two = learnedOf(worked(createEngine(), 'b', 12, true, 5000));
    const both = learnedOf(worked(worked(createEngine(), 'a', 4, true, 1000), 'b', 12, true, 5000));
    const merged = mergeLearned(mergeLearned(base, base, one), base, two);
    expect(latenessAfter(merged)).toBeCloseTo(latenessAfter(both), 9);
  });
});

/** A run of so many calls of one tool, with its outcome. */
function worked(engine: Engine, run: string, calls: number, ok = true, ms = 100): Engine {
  const handle = engine.run({ agent: 'coder', run, task: 'fix' });
  for (let i = 0; i < calls; i++) {
    const at = i * 10_000;
    handle.add({ type: 'call', id: `${i}`, tool: 'bash', args: { command: `step ${i}` }, at });
    handle.add({ type: 'result', id: `${i}`, ok, output: `news ${run} ${i}`, at: at + ms });
  }
  void handle.end({ succeeded: ok });
  return engine;
}

function learnedOf(engine: Engine): Snapshot {
  return parseSnapshot(engine.snapshot());
}

/**
 * What an engine that knows this says of a new run of the same agent, tool and task; without the
 * band, which is about forecasts, and each engine made its own with what it knew then.
 */
function rates(snapshot: Snapshot): unknown {
  const engine = createEngine({ snapshot: printSnapshot({ ...snapshot, runs: [] }) });
  const run = engine.run({ agent: 'coder', run: 'next', task: 'fix' });
  run.add({ type: 'call', id: 'x', tool: 'bash', args: { command: 'another' }, at: 0 });
  run.add({ type: 'result', id: 'x', ok: true, output: 'fine', at: 100 });
  const { confidence, awareness, features } = run.reflectNow({
    parts: ['confidence', 'awareness', 'features'],
  });
  return { value: confidence.value, sources: confidence.sources, awareness, features };
}

function latenessAfter(snapshot: Snapshot): number {
  const engine = createEngine({ snapshot: printSnapshot({ ...snapshot, runs: [] }) });
  const run = engine.run({ agent: 'coder', run: 'next', task: 'fix' });
  run.add({ type: 'call', id: 'x', tool: 'bash', args: { command: 'another' }, at: 0 });
  run.add({ type: 'result', id: 'x', ok: true, output: 'fine', at: 50_000 });
  return run.reflectNow({ parts: ['features'] }).features['lateness']!;
}
