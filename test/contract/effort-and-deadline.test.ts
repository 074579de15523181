import { describe, expect, it } from 'vitest';
import { createEngine, type EffortLevel, type EngineOptions } from '../../src/index.ts';

const STATE = {
  confidence: 0.8,
  processes: {
    p: {
      type: 'search',
      stage: 'running',
      progress: 0.5,
      load: 0.4,
      elapsedMs: 10,
      expectedMs: 20,
    },
    d: { type: 'search', stage: 'done' },
  },
};

const thoughtOf = (options: EngineOptions, deadlineMs?: number) =>
  createEngine({ now: () => 0, ...options }).reflectNow(
    STATE,
    deadlineMs === undefined ? {} : { deadlineMs },
  );

describe('the levels of effort', () => {
  it.each([
    ['minimal', 1, 'minimal'],
    ['reduced', 2, 'essential'],
    ['standard', 3, 'comprehensive'],
    ['enhanced', 4, 'comprehensive'],
  ] as const)('%s thinks %i deep, with %s focus', (effort, depth, focus) => {
    const { awareness, introspection, timing } = thoughtOf({ effort, maxRecursionDepth: 4 });
    expect(awareness.levels.map(({ level }) => level)).toEqual([1, 2, 3, 4].slice(0, depth));
    expect(introspection.focus).toBe(focus);
    expect(timing.effort).toBe(effort);
  });

  it('are standard unless said, and capped by maxRecursionDepth, 3 unless said', () => {
    expect(thoughtOf({}).timing.effort).toBe('standard');
    expect(thoughtOf({ effort: 'enhanced' }).awareness.levels).toHaveLength(3);
    expect(thoughtOf({ effort: 'enhanced', maxRecursionDepth: 1 }).awareness.levels).toHaveLength(
      1,
    );
  });

  it('score .3, .6 and 1 for their focus in the depth of the thought', () => {
    const depthOf = (effort: EffortLevel) => {
      const { awareness, quality } = thoughtOf({ effort, maxRecursionDepth: 4 });
      return quality.depth! - (0.5 * awareness.effectiveDepth) / awareness.levels.length;
    };
    expect(depthOf('minimal')).toBeCloseTo(0.5 * 0.3, 12);
    expect(depthOf('reduced')).toBeCloseTo(0.5 * 0.6, 12);
    expect(depthOf('standard')).toBeCloseTo(0.5 * 1, 12);
  });
});

describe('the three foci', () => {
  it('look at nothing, at the processes, at the state of the whole as well', () => {
    expect(thoughtOf({ effort: 'minimal' }).introspection).toEqual({ focus: 'minimal' });
    expect(Object.keys(thoughtOf({ effort: 'reduced' }).introspection)).toEqual([
      'focus',
      'processes',
    ]);
    expect(Object.keys(thoughtOf({ effort: 'standard' }).introspection)).toEqual([
      'focus',
      'processes',
      'load',
      'attention',
      'effort',
    ]);
  });
});

describe('a deadline', () => {
  it('is 100 ms unless said', () => {
    expect(thoughtOf({}).timing.deadlineMs).toBe(100);
    expect(thoughtOf({ maxLatencyMs: 70 }).timing.deadlineMs).toBe(70);
    expect(thoughtOf({}, 30).timing.deadlineMs).toBe(30);
  });

  it.each([
    [21, 'comprehensive'],
    [20, 'essential'],
    [11, 'essential'],
    [10, 'minimal'],
    [0, 'minimal'],
  ] as const)('of %i ms leaves time for a %s look', (deadlineMs, focus) => {
    expect(thoughtOf({}, deadlineMs).introspection.focus).toBe(focus);
  });

  it('stops the chain of awareness when less than 10 ms are left', () => {
    expect(thoughtOf({}, 9).awareness).toMatchObject({
      stoppedBy: 'deadline',
      levels: [{ level: 1 }],
    });
    expect(thoughtOf({}, 10).awareness.stoppedBy).toBe('depth');
  });

  it('counts the time that the first stages took', () => {
    let at = 0;
    const slow = createEngine({ now: () => (at += 6) });
    // Started at 12, weighed at 24: of 30 ms 18 are left.
    expect(slow.reflectNow(STATE, { deadlineMs: 30 }).introspection.focus).toBe('essential');
  });
});

describe('timing', () => {
  it('adds up: the stages are the whole', () => {
    let at = 0;
    const engine = createEngine({ now: () => (at += 1) });
    const { totalMs, queueMs, stageMs } = engine.reflectNow(STATE).timing;
    const { awareness, confidence, introspection, integration } = stageMs;
    expect([awareness, confidence, introspection, integration]).toEqual([1, 1, 1, 1]);
    expect(totalMs).toBe(4);
    expect(queueMs).toBe(0);
  });
});
