import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossOf } from '../terminal/concerns.ts';
import type { Analysis, FoundConcern, StepMark } from './analysis.ts';
import {
  addAnalysis,
  addUnreadable,
  createOverview,
  overviewOf,
  WORST_MAX,
  type Overview,
} from './overview.ts';

const STEPS: StepMark[] = Array.from({ length: 40 }, (_, index) => ({
  event: 2 * index + 1,
  kind: 'other',
  failed: false,
  concern: false,
  value: 0.5,
  low: 0.3,
  high: 0.7,
}));

function runOf(over: Partial<Analysis>): Analysis {
  return {
    run: 'r',
    agent: 'claude-code@opus',
    project: '/home/u/shop',
    events: 90,
    steps: STEPS,
    tokens: 100_000,
    concerns: [],
    past: [],
    confidence: { value: 0.5, low: 0.3, high: 0.7, basis: 'prior', outcomes: 0 },
    advice: { action: 'proceed', tell: '' },
    problems: [],
    ...over,
  };
}

const loop = (event: number, steps: number, tokens: number, tool = 'Bash: npm test') =>
  ({
    kind: 'loop',
    action: 'tell',
    strength: 0.8,
    since: { event },
    evidence: '`npm test` ×3',
    cost: { steps, tokens },
    tool,
  }) satisfies FoundConcern;

const claim: FoundConcern = {
  kind: 'unverified-claim',
  action: 'tell',
  strength: 0.6,
  since: { event: 79 },
  evidence: '"all done", and no check passed',
  cost: { steps: 0, tokens: 300 },
};

function overview(runs: readonly Analysis[], since?: number): Overview {
  const sums = createOverview(since);
  for (const run of runs) addAnalysis(sums, run);
  return overviewOf(sums);
}

describe('overviewOf(sums)', () => {
  it('is all zeros, and nothing that is not known, before the first run', () => {
    expect(overview([])).toEqual({
      runs: 0,
      steps: 0,
      looped: 0,
      unverified: 0,
      unreadable: 0,
      projects: [],
      tools: [],
      worst: [],
    });
  });

  it('adds up runs, what they cost, and files that could not be read', () => {
    const sums = createOverview(1e12);
    addAnalysis(sums, runOf({ run: 'looping', concerns: [loop(20, 17, 38_000)] }));
    addAnalysis(sums, runOf({ run: 'claiming', concerns: [claim] }));
    addUnreadable(sums);
    expect(overviewOf(sums)).toMatchObject({
      runs: 2,
      steps: 80,
      tokens: 200_000,
      // Words alone are not lost.
      tokensLost: 38_000,
      looped: 1,
      unverified: 1,
      unreadable: 1,
      since: 1e12,
      tools: [{ tool: 'Bash: npm test', concerns: 1, stepsLost: 17, tokensLost: 38_000 }],
    });
  });

  it('tells projects by their folder, and by more of the path where two share it', () => {
    const folders = ['/home/u/shop', '/home/u/api', '/srv/api', 'C:\\work\\site', '/home/u/api/'];
    const { projects } = overview(folders.map((project) => runOf({ project })));
    expect(projects.map(({ project }) => project).toSorted()).toEqual([
      'home/u/api',
      'home/u/api',
      'shop',
      'site',
      'srv/api',
    ]);
  });

  it('puts the dearest project first, with its worst run and when that was', () => {
    const { projects } = overview([
      runOf({ run: 'a', project: '/w/one', concerns: [loop(20, 5, 9000)], startedAt: 1e12, ms: 5 }),
      runOf({ run: 'b', project: '/w/two', concerns: [loop(20, 7, 20_000)] }),
      runOf({ run: 'c', project: '/w/one', concerns: [loop(20, 6, 8000)] }),
      runOf({ run: 'd', project: '/w/three' }),
    ]);
    expect(projects).toEqual([
      {
        project: 'two',
        runs: 1,
        looped: 1,
        unverified: 0,
        tokens: 100_000,
        tokensLost: 20_000,
        stepsLost: 7,
        worst: { run: 'b', tokensLost: 20_000, stepsLost: 7 },
      },
      {
        project: 'one',
        runs: 2,
        looped: 2,
        unverified: 0,
        tokens: 200_000,
        tokensLost: 17_000,
        stepsLost: 11,
        worst: { run: 'a', tokensLost: 9000, stepsLost: 5, at: 1e12 + 5 },
      },
      {
        project: 'three',
        runs: 1,
        looped: 0,
        unverified: 0,
        tokens: 100_000,
        stepsLost: 0,
      },
    ]);
  });

  it('counts once what a child spent while its parent looped', () => {
    // Of the 50 k since event 20 the parent spent 10 k itself; the child's 40 k are its own loss.
    const parent = { ...loop(20, 5, 50_000), ownTokens: 10_000 };
    const heard = { ...loop(3, 9, 40_000), run: 'child' };
    const runs = [
      runOf({ run: 'parent', concerns: [parent, heard], started: 1, tokens: 60_000 }),
      runOf({ run: 'child', parent: 'parent', concerns: [loop(3, 9, 40_000)], tokens: 45_000 }),
    ];
    expect(overview(runs)).toMatchObject({ looped: 2, tokens: 105_000, tokensLost: 50_000 });
  });

  it('counts once what two concerns of a run cost at the same time', () => {
    const both = [loop(20, 17, 38_000), loop(30, 12, 30_000, 'Read')];
    expect(overview([runOf({ concerns: both })])).toMatchObject({
      tokensLost: 38_000,
      tools: [
        { tool: 'Bash: npm test', concerns: 1, stepsLost: 17, tokensLost: 38_000 },
        { tool: 'Read', concerns: 1, stepsLost: 0, tokensLost: 0 },
      ],
    });
  });

  it('keeps the 20 worst, dearest first, and none that had no concern', () => {
    const runs = Array.from({ length: 50 }, (_, index) =>
      runOf({ run: `${index}`, concerns: index % 2 === 0 ? [loop(20, 5, 1000 * index)] : [] }),
    );
    const { worst } = overview(runs);
    // Of the even ones, from 48 down to 10.
    expect(worst.map(({ run }) => run)).toEqual(
      Array.from({ length: WORST_MAX }, (_, index) => `${48 - 2 * index}`),
    );
  });

  it('adds up to the same whatever the order, and tools to no more than the whole', () => {
    const runs = fc.array(
      fc.record({
        run: fc.string(),
        project: fc.constantFrom('/a/x', '/b/x', '/b/y', '', '/', '\u001b[2J'),
        concerns: fc.array(
          fc
            .tuple(fc.nat(79), fc.nat(40), fc.nat(90_000), fc.constantFrom('Read', 'Bash: ls'))
            .map((values) => loop(...values)),
          { maxLength: 4 },
        ),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(runs, (partial) => {
        const analyses = partial.map(runOf);
        const { projects, tools, worst: _w, ...totals } = overview(analyses);
        const { projects: _p, tools: _t, worst: _r, ...again } = overview(analyses.toReversed());
        expect(again).toEqual(totals);
        const lost = analyses.reduce((sum, run) => sum + (lossOf(run).tokens ?? 0), 0);
        const sumOf = (rows: readonly { readonly tokensLost?: number }[]): number =>
          rows.reduce((sum, { tokensLost = 0 }) => sum + tokensLost, 0);
        expect(totals.tokensLost ?? 0).toBe(lost);
        expect(sumOf(projects)).toBe(lost);
        expect(sumOf(tools)).toBe(lost);
        expect(projects.reduce((sum, project) => sum + project.runs, 0)).toBe(analyses.length);
      }),
    );
  });
});
