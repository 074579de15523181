import { describe, expect, it } from 'vitest';
import type { Analysis, FoundConcern, StepMark } from '../analyze/analysis.ts';
import { addAnalysis, createOverview, overviewOf } from '../analyze/overview.ts';
import { renderOverview } from './render-overview.ts';
import { addRun, createRunsSummary } from './runs-summary.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const DAY_MS = 86_400_000;

const STEPS: StepMark[] = Array.from({ length: 40 }, (_, index) => ({
  event: 2 * index + 1,
  kind: 'other',
  failed: false,
  concern: false,
  value: 0.5,
  low: 0.3,
  high: 0.7,
}));

const loop = (tokens: number | undefined, tool: string): FoundConcern => ({
  kind: 'loop',
  action: 'tell',
  strength: 0.8,
  since: { event: 20 },
  evidence: '`npm test` ×3',
  cost: { steps: 17, ...(tokens === undefined ? {} : { tokens }) },
  tool,
});

const claim: FoundConcern = {
  kind: 'unverified-claim',
  action: 'tell',
  strength: 0.6,
  since: { event: 79 },
  evidence: '"all done", and no check passed',
  cost: { steps: 0 },
};

function runOf(run: string, over: Partial<Analysis>): Analysis {
  return {
    run,
    agent: 'claude-code@opus',
    project: '/home/u/web-shop',
    events: 90,
    steps: STEPS,
    tokens: 200_000,
    startedAt: NOW - 3 * DAY_MS,
    ms: 0,
    concerns: [],
    past: [],
    confidence: { value: 0.5, low: 0.3, high: 0.7, basis: 'prior', outcomes: 0 },
    advice: { action: 'proceed', tell: '' },
    problems: [],
    ...over,
  };
}

const RUNS: readonly Analysis[] = [
  runOf('8b2e6c1e-0000-4000-8000-000000000001', { concerns: [loop(38_000, 'Bash: npm test')] }),
  runOf('refund', { concerns: [loop(9000, 'Read')], startedAt: NOW - 1.5 * DAY_MS }),
  runOf('fix-flaky-test', { project: '/home/u/api', concerns: [claim] }),
  runOf('good-one', { project: '/home/u/api' }),
  runOf('good-two', { project: '/home/u/infra' }),
];

function screen(runs: readonly Analysis[], columns: number, since?: number): string[] {
  const summary = createRunsSummary();
  const sums = createOverview(since);
  for (const run of runs) {
    addRun(summary, run);
    addAnalysis(sums, run);
  }
  const style = { columns, colour: false, unicode: true, timeZone: 'UTC' };
  return renderOverview(summary, overviewOf(sums), style, NOW, 'npx second-thought analyze').split(
    '\n',
  );
}

describe('renderOverview', () => {
  it('says what it cost, by project, by tool, and the worst', () => {
    expect(screen(RUNS, 80)).toEqual([
      'claude-code@opus · 5 runs · 200 steps · 1 M tokens',
      '',
      '! Of 5 runs 2 went round in a loop and 1 claimed what no check had shown. That',
      '  cost 34 steps and 47 k tokens, 5 % of all.',
      '',
      ' project    runs   looped   unverified   tokens lost   of all',
      ' web-shop      2        2                       47 k     12 %',
      ' api           2                     1',
      ' 1 project without a concern',
      '',
      ' began with       concerns   steps lost   tokens lost',
      ' Bash: npm test          1           17          38 k',
      ' Read                    1           17           9 k',
      '',
      ' worst            project    wrong        steps lost   tokens lost   when',
      ' 8b2e6c1e…        web-shop   loop                 17          38 k   3 days ago',
      ' refund           web-shop   loop                 17           9 k   yesterday',
      ' fix-flaky-test   api        unverified                              3 days ago',
      ' To see one: npx second-thought analyze --run 8b2e6c1e',
      '',
      'Next: have the agent told in time   npx second-thought install claude-code',
    ]);
  });

  it('has room for the worst run of each project at 120 columns', () => {
    expect(screen(RUNS, 120).slice(5, 9)).toEqual([
      ' project    runs   looped   unverified   tokens lost   of all   worst',
      ' web-shop      2        2                       47 k     12 %   8b2e6c1e…, 38 k, 3 days ago',
      ' api           2                     1                          fix-flaky-test, 3 days ago',
      ' 1 project without a concern',
    ]);
  });

  it('spares at 60 columns what can be spared', () => {
    const lines = screen(RUNS, 60, NOW - 30 * DAY_MS);
    expect(lines.slice(0, 2)).toEqual([
      'claude-code@opus · 5 runs · 200 steps · 1 M tokens ·',
      'changed since 25 October',
    ]);
    expect(lines).toContain(' project    looped   unverified   tokens lost   of all');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.at(-1)).toBe('  npx second-thought install claude-code');
  });

  it('counts steps where no tokens are told', () => {
    const { tokens: _tokens, ...untold } = runOf('a', { concerns: [loop(undefined, 'Read')] });
    const lines = screen([untold], 80);
    expect(lines).toContain(' project    runs   looped   steps lost   worst');
    expect(lines).toContain(' web-shop      1        1           17   a, 17 steps, 3 days ago');
  });

  it('is quiet where nothing is wrong', () => {
    expect(screen(RUNS.slice(3), 80)).toEqual([
      'claude-code@opus · 2 runs · 80 steps · 400 k tokens',
      '',
      'Nothing to tell: 2 runs, no concern.',
      '',
      'Next: have the agent told in time   npx second-thought install claude-code',
    ]);
  });

  it('shows hostile names instead of obeying them, and offers none to be typed', () => {
    const hostile = runOf('\u001b[2J;rm -rf', {
      project: '/home/u/\u202eevil\u0007',
      concerns: [loop(5, '\u001b]0;x\u0007')],
    });
    const text = screen([hostile], 120).join('\n');
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(text).not.toContain('To see one');
  });
});
