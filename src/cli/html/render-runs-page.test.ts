import { describe, expect, it } from 'vitest';
import {
  SAMPLE_OPTIONS,
  sampleAnalysis,
  sampleConcern,
  sampleStep,
} from '../../../test/cli/sample-analysis.ts';
import type { Analysis } from '../analyze/analysis.ts';
import { addAnalysis, addUnreadable, createOverview, overviewOf } from '../analyze/overview.ts';
import { addRun, createRunsSummary } from '../terminal/runs-summary.ts';
import { renderRunsPage } from './render-runs-page.ts';

function page(runs: readonly Analysis[], unreadable = 0): string {
  const summary = createRunsSummary();
  const overview = createOverview();
  for (const run of runs) {
    addRun(summary, run);
    addAnalysis(overview, run);
  }
  for (let file = 0; file < unreadable; file++) addUnreadable(overview);
  return renderRunsPage(overviewOf(overview), summary, SAMPLE_OPTIONS);
}

const seen = (runs: readonly Analysis[], unreadable = 0): string =>
  page(runs, unreadable)
    .replace(/<(style|script|title)>[^]*?<\/\1>/g, '')
    .replace(/<svg[^]*?<\/svg\s*>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u00a0]+/g, ' ');

const looped = sampleAnalysis({
  run: 'run-1',
  project: '/home/ana/web-shop',
  task: 'refund',
  tokens: 4000,
  concerns: [sampleConcern(3)],
});
const quiet = sampleAnalysis({ run: 'run-2', project: '/home/ana/notes', tokens: 6000 });

describe('renderRunsPage(overview, summary, options)', () => {
  it('says its finding first, and what it cost', () => {
    // The loop cost 3 100 of 10 000 tokens.
    expect(seen([looped, quiet])).toContain(
      'Of 2 runs 1 went round in a loop. That cost 6 steps and 3.1 k tokens, 31 % of all.',
    );
  });

  it('tells quietly where nothing is wrong', () => {
    const text = seen([quiet]);
    expect(text).toContain('Nothing to tell: 1 run, no concern.');
    expect(text).not.toMatch(/Projects|Tools|worst/);
  });

  it('tells how many files could not be read', () => {
    expect(seen([quiet], 2)).toContain('2 files could not be read, wholly or in part.');
  });

  it('names projects by what they lost; those without a concern are counted', () => {
    const text = seen([looped, quiet]);
    expect(text).toMatch(
      /Projects Project Runs Looped Tokens lost Of all Worst web-shop 1 1 3\.1 k 78 %/,
    );
    expect(text).toContain('1 project without a concern');
  });

  it('has no table of projects where there is one', () => {
    expect(seen([looped])).not.toContain('Projects');
  });

  it('lists the worst runs with what is wrong and what it cost, each with its screen', () => {
    const text = seen([looped, quiet]);
    expect(text).toContain('The run with a concern 1 of 2 refund coder · run-1 Loop : npm test');
    expect(text).toContain('since step 4 · 6 steps · 3.1 k tokens · 78 % of its tokens');
    expect(page([looped, quiet]).match(/<svg\s+class="chart"/g)?.length).toBe(1);
  });

  it('stays under 500 kB with twenty of the longest runs', () => {
    const name = '"'.repeat(256);
    const steps = Array.from({ length: 2000 }, (_, event) =>
      sampleStep(event, { tool: name.slice(0, 64), tokens: event * 7, failed: event % 3 === 0 }),
    );
    const past = Array.from({ length: 50 }, (_, index) => ({
      ...sampleConcern(index * 40, { evidence: name }),
      until: index * 40 + 20,
    }));
    const runs = Array.from({ length: 30 }, (_, index) =>
      sampleAnalysis({
        run: `${index}${name}`,
        agent: name,
        task: name,
        project: `/${index}/${name}`,
        steps,
        past,
        concerns: [sampleConcern(1900, { evidence: name })],
        problems: [name, name, name, name],
      }),
    );
    const text = page(runs);
    expect(Buffer.byteLength(text)).toBeLessThan(500_000);
    expect(text.match(/class="worst-run"/g)?.length).toBe(20);
    expect(text).toContain('This page has no room for its screen.');
  });
});
