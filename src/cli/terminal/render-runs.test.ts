import { describe, expect, it } from 'vitest';

import type { Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { renderRuns } from './render-runs.ts';
import { WORST_MAX, type RunsSummary, addRun, createRunsSummary } from './runs-summary.ts';
import type { TerminalStyle } from './style.ts';

const STYLE: TerminalStyle = { columns: 80, colour: false, unicode: true };

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
    run: 'mini-swe/astropy-13033',
    agent: 'mini-swe-agent',
    events: 90,
    steps: STEPS,
    tokens: 200_000,
    concerns: [],
    past: [],
    confidence: { value: 0.5, low: 0.3, high: 0.7, basis: 'prior', outcomes: 0 },
    advice: { action: 'proceed', tell: '' },
    problems: [],
    ...over,
  };
}

const concern = (steps: number, tokens?: number, kind: Concern['kind'] = 'loop'): Concern => ({
  kind,
  action: 'tell',
  strength: 0.8,
  since: { event: 20 },
  evidence: '`ls` ×3',
  cost: tokens === undefined ? { steps } : { steps, tokens },
});

function summaryOf(runs: readonly Analysis[]): RunsSummary {
  const summary = createRunsSummary();
  for (const run of runs) addRun(summary, run);
  return summary;
}

const render = (runs: readonly Analysis[], style: Partial<TerminalStyle> = {}): string[] =>
  renderRuns(summaryOf(runs), { ...STYLE, ...style }).split('\n');

const runNamed = (run: string): Analysis => runOf({ run, concerns: [concern(17, 38_000)] });

/** 20 runs: three with a concern, of which two ended badly; of the others, one in nine did. */
const twenty: Analysis[] = Array.from({ length: 20 }, (_, index) => {
  const run = `mini-swe/astropy-${13_000 + index}`;
  const cases: Partial<Analysis>[] = [
    { concerns: [concern(17, 38_000)], outcome: { succeeded: false } },
    { concerns: [concern(4, 9100, 'stall')], outcome: { succeeded: true } },
    { past: [{ ...concern(6, 52_000), until: 40 }], outcome: { succeeded: false } },
  ];
  return runOf({ run, outcome: { succeeded: index % 9 !== 8 }, ...cases[index] });
});

describe('renderRuns', () => {
  it('says what was found in how many, the worst of them, and how they ended', () => {
    expect(render(twenty)).toEqual([
      'mini-swe-agent · 20 runs · 800 steps · 4 M tokens',
      '',
      '! Of 20 runs 2 went round in a loop and 1 stalled. That cost 27 steps and',
      '  99 k tokens, 2 % of all.',
      '',
      ' worst, by tokens lost    wrong   since step   steps   tokens   ended',
      ' mini-swe/astropy-13002   loop            11       6     52 k   badly',
      ' mini-swe/astropy-13000   loop            11      17     38 k   badly',
      ' mini-swe/astropy-13001   stall           11       4    9.1 k   well',
      '',
      'Of 20 runs with an outcome 4 ended badly (20 %): with a concern 2 of 3, without',
      '2 of 17.',
    ]);
  });

  it('names a run on a line of its own at 40 columns', () => {
    expect(render(twenty, { columns: 40 }).slice(7, 12)).toEqual([
      ' worst, by tokens lost',
      ' mini-swe/astropy-13002',
      '   loop since step 11, 6 steps,',
      '   52 k tokens, ended badly',
      ' mini-swe/astropy-13000',
    ]);
  });

  it('would rather show a name on one line than where its concern began', () => {
    // The figures leave 41 columns of 80.
    const fits = 'r'.padEnd(41, '-');
    expect(render([runNamed(fits)]).slice(5)).toEqual([
      ' worst, by tokens lost                       wrong   since step   steps   tokens',
      ` ${fits}   loop            11      17     38 k`,
    ]);
    expect(render([runNamed(`${fits}-`)]).slice(5)).toEqual([
      ' worst, by tokens lost                        wrong   steps   tokens',
      ` ${fits}-   loop       17     38 k`,
    ]);
  });
  it('breaks a name that is too long for any line, and cuts it after two', () => {
    expect(render([runNamed('r'.repeat(256))]).slice(6)).toEqual([
      ` ${'r'.repeat(54)}   loop       17     38 k`,
      ` ${'r'.repeat(53)}…`,
    ]);
  });

  it('ranks and heads by steps where no run knows its tokens, and leaves the column out', () => {
    const { tokens: _tokens, ...untold } = runOf({});
    const runs = [3, 9, 5].map((steps) =>
      Object.assign({}, untold, { run: `r${steps}`, concerns: [concern(steps)] }),
    );
    expect(render(runs)).toEqual([
      'mini-swe-agent · 3 runs · 120 steps',
      '',
      '! Of 3 runs 3 went round in a loop. That cost 17 steps.',
      '',
      ' worst, by steps lost   wrong   since step   steps',
      ' r9                     loop            11       9',
      ' r5                     loop            11       5',
      ' r3                     loop            11       3',
    ]);
  });

  it('gives no share of tokens where a run that lost some does not tell its total', () => {
    const { tokens: _tokens, ...untold } = runOf({ concerns: [concern(2, 500)] });
    expect(render([untold, twenty[0]!])[2]).toBe(
      '! Of 2 runs 2 went round in a loop. That cost 19 steps and 39 k tokens.',
    );
  });

  it('shows a task beside its run where there is room', () => {
    const run = runOf({ run: '8b2e6c1e', task: 'fix-flaky-test', concerns: [concern(2)] });
    expect(render([run])[5]).toBe(' 8b2e6c1e · fix-flaky-test   loop            11       2');
    const named = runOf({
      run: 'fix-flaky-test/1',
      task: 'fix-flaky-test',
      concerns: [concern(2)],
    });
    expect(render([named])[5]).toMatch(/^ fix-flaky-test\/1 {7}loop/);
  });

  it('counts what it does not list', () => {
    const runs = Array.from({ length: 14 }, (_, n) =>
      runOf({ run: `r${n}`, concerns: [concern(n)] }),
    );
    const lines = render(runs);
    expect(lines.at(-1)).toBe(' and 4 more');
    expect(lines.filter((line) => line.includes('loop  '))).toHaveLength(WORST_MAX);
  });

  it('tells claims from loops, and does not call words a loss', () => {
    const claim: Concern = {
      ...concern(0, 700, 'unverified-claim'),
      since: { event: 80 }, // after the last step, which ended with event 79
    };
    expect(render([runOf({ run: 'r2', concerns: [claim] }), runNamed('r1')])).toEqual([
      'mini-swe-agent · 2 runs · 80 steps · 400 k tokens',
      '',
      '! Of 2 runs 1 went round in a loop and 1 claimed what no check had shown. That',
      '  cost 17 steps and 38 k tokens, 10 % of all.',
      '',
      ' worst, by tokens lost   wrong        since step   steps   tokens',
      ' r1                      loop                 11      17     38 k',
      ' r2                      unverified           40',
    ]);
  });

  it('counts a concern with the run it is of, not with the one that started that', () => {
    const child = concern(17, 38_000);
    const runs = [
      runOf({ run: 'parent', concerns: [{ ...child, run: 'child' }] }),
      runOf({ run: 'child', concerns: [child] }),
    ];
    const lines = render(runs);
    expect(lines[2]).toMatch(/^! Of 2 runs 1 went round in a loop\. That cost 17 steps/);
    expect(lines.slice(5)).toHaveLength(2);
    expect(lines[6]).toMatch(/^ child /);
  });

  it('is quiet where nothing was found', () => {
    expect(render([runOf({}), runOf({ agent: 'another' })])).toEqual([
      'several agents · 2 runs · 80 steps · 400 k tokens',
      '',
      'Nothing to tell: 2 runs, no concern.',
    ]);
    expect(render([])).toEqual(['0 runs', '', 'Nothing to tell: no run was found.']);
  });

  it('says in how many runs reading met a problem', () => {
    expect(render([runOf({ problems: ['line 3: no JSON'] })]).at(-1)).toBe(
      'Problems while reading in 1 run.',
    );
  });

  it('shows a hostile name instead of obeying it', () => {
    const run = runOf({ run: '\u001b[2J\u202e', agent: '\u0007', concerns: [concern(2)] });
    const text = renderRuns(summaryOf([run]), STYLE);
    expect(text).toContain('␛[2J\\u{202e}');
    expect(text).toMatch(/^␇ · 1 run/);
  });
});

/** Characters of a summary of so many runs, each with a concern. */
const sizeOf = (runs: number): number =>
  JSON.stringify(
    summaryOf(
      Array.from({ length: runs }, (_, i) =>
        runOf({ run: `r${i % 7}`, concerns: [concern(i % 30, 10)] }),
      ),
    ),
  ).length;

describe('addRun(summary, analysis)', () => {
  it('keeps no more of a thousand runs than of ten', () => {
    expect(sizeOf(1000)).toBeLessThan(sizeOf(10) + 100);
  });
  it('keeps the ten dearest, the earlier of two that are equal', () => {
    const runs = Array.from({ length: 30 }, (_, i) =>
      runOf({ run: `r${i}`, concerns: [concern(1, 100 * Math.floor(i / 2))] }),
    );
    expect(summaryOf(runs).worst.map(({ run }) => run)).toEqual(
      [28, 29, 26, 27, 24, 25, 22, 23, 20, 21].map((i) => `r${i}`),
    );
  });
  it('counts a run once for a kind, and once for each of its kinds', () => {
    const concerns = [concern(5), concern(3), concern(2, undefined, 'stall')];
    const summary = summaryOf([runOf({ concerns })]);
    expect([...summary.runsByKind]).toEqual([
      ['loop', 1],
      ['stall', 1],
    ]);
    expect(summary.runsWithConcern).toBe(1);
  });
});
