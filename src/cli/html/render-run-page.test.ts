import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SAMPLE_OPTIONS,
  sampleAnalysis,
  sampleConcern,
  sampleStep,
} from '../../../test/cli/sample-analysis.ts';
import { ACTIONS, CONCERN_KINDS } from '../../engine/report/report.ts';
import type { Analysis } from '../analyze/analysis.ts';
import { renderRunPage } from './render-run-page.ts';

const page = (marks: Partial<Analysis> = {}): string =>
  renderRunPage(sampleAnalysis(marks), SAMPLE_OPTIONS);

/** What a reader sees of it: no markup, one space where any is. */
const seen = (marks: Partial<Analysis> = {}): string => textOf(page(marks));

describe('renderRunPage(analysis, options)', () => {
  it('says its finding first: what is wrong, since when, at what cost', () => {
    const text = seen({ concerns: [sampleConcern(3)], tokens: 4000 });
    // 3 100 of 4 000 tokens are 77.5 %.
    expect(text).toContain(
      'Loop: npm test ×5, same result, no change between ' +
        'Since step 4: 6 steps · 3.1 k tokens · 78 % of its tokens.',
    );
  });

  it('has the finding as its title', () => {
    expect(page({ concerns: [sampleConcern(3)] })).toContain(
      '<title>Loop: &#96;npm test&#96; ×5, same result, no change between · Second Thought</title>',
    );
  });

  it('tells quietly where nothing is wrong, as the terminal does', () => {
    const text = seen();
    expect(text).toContain('Nothing to tell: 10 steps, the last check passed.');
    expect(text).not.toMatch(/concern|Stop it|Tell it|While reading/);
  });

  it('gives the forecast with its band and what it rests on', () => {
    const text = seen();
    expect(text).toContain(
      '31 % likely to end well Most likely 18–44 % when it ends. Learned from',
    );
  });

  it('states no number while it is too early', () => {
    const steps = [sampleStep(0), sampleStep(1)];
    const text = seen({ steps });
    expect(text).toContain(
      'Too early to say likely to end well 31 %, could end anywhere from 18 to 44.',
    );
  });

  it('says how it ended, where that is known', () => {
    expect(seen({ outcome: { succeeded: true } })).toContain(
      '✓ ended well 31 % forecast before its end',
    );
    expect(seen({ outcome: { succeeded: false } })).toContain('✕ ended badly');
    expect(seen()).not.toMatch(/✓|ended/);
  });

  it('says what to do about it, in the words of the ladder', () => {
    const advice = { action: 'stop' as const, tell: 'Change something.' };
    expect(seen({ advice })).toContain('■ stop Stop it, or tell it: “Change something.”');
    expect(seen({ advice, outcome: { succeeded: true } })).toContain('› tell To tell it:');
  });

  it('lists what stands and what is over, and folds away all but four of the latter', () => {
    const past = Array.from({ length: 7 }, (_, event) => ({
      ...sampleConcern(event, { cost: { steps: event } }),
      until: event + 1,
    }));
    const text = seen({ concerns: [sampleConcern(8)], past });
    expect(text).toContain('8 concerns What was found Since Cost Now Loop:');
    expect(text).toContain('and 3 more, over by now');
    expect(page({ past }).match(/<tr class="over">/g)?.length).toBe(7);
  });

  it('leaves out what is not known: no time, no tokens, no task', () => {
    const text = seen();
    expect(text).toContain('coder / session-1 Nothing to tell');
    expect(text).not.toMatch(/NaN|undefined|null|Infinity|\b0 (?:tokens|min|s)\b/);
  });

  it('tells of problems while reading, at most twenty', () => {
    const problems = Array.from({ length: 23 }, (_, index) => `line ${index} was cut`);
    expect(seen({ problems })).toContain('While reading line 0 was cut');
    expect(seen({ problems })).toContain('line 19 was cut and 3 more');
  });

  it('says at its foot what was read, by which version, when', () => {
    expect(seen()).toContain('run.jsonl, second-thought 1.2.3, 24 Nov 2026, 09:00');
  });

  it('runs and paints nothing but what its policy has the hashes of, and loads nothing', () => {
    const text = page();
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(text)![1]!;
    const hashOf = (element: string): string => {
      const content = new RegExp(`<${element}>([^]*?)</${element}>`).exec(text)![1]!;
      return `&#39;sha256-${createHash('sha256').update(content).digest('base64')}&#39;`;
    };
    expect(policy).toBe(
      `default-src &#39;none&#39;; script-src ${hashOf('script')}; style-src ${hashOf('style')}; ` +
        'base-uri &#39;none&#39;; form-action &#39;none&#39;',
    );
    expect(text).not.toMatch(/\b(?:src|href)="(?!#)|\bstyle="|\bon\w+="/);
  });

  it('stays under 500 kB for a hundred thousand steps, a thousand concerns and the longest names', () => {
    const name = '"'.repeat(256);
    const steps = Array.from({ length: 100_000 }, (_, event) =>
      sampleStep(event, { tool: name.slice(0, 64), tokens: event * 7, failed: event % 3 === 0 }),
    );
    const past = Array.from({ length: 1000 }, (_, index) => ({
      ...sampleConcern(index * 100, { evidence: name }),
      until: index * 100 + 50,
    }));
    const problems = Array.from({ length: 1000 }, (_, index) => `${index}${name}`);
    const all = { run: name, agent: name, task: name, steps, past, problems };
    expect(Buffer.byteLength(page(all))).toBeLessThan(500_000);
  });

  it('has neither NaN nor an absent word nor an open tag, whatever was found', () => {
    fc.assert(
      fc.property(anyAnalysis, (marks) => {
        const text = page(marks);
        expect(withoutCode(text)).not.toMatch(/NaN|undefined|Infinity|\[object/);
        expect(depthOf(text)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const name = fc
  .string({ unit: 'binary', maxLength: 40 })
  .filter((text) => !/NaN|Inf|undef|\[/.test(text));
const forecast = fc
  .tuple(share, share, share)
  .map((shares) => shares.toSorted((a, b) => a - b))
  .map(([low, value, high]) => ({ low: low!, value: value!, high: high! }));
const steps = fc
  .array(
    fc.record({
      kind: fc.constantFrom('check' as const, 'change' as const, 'other' as const),
      failed: fc.boolean(),
      forecast,
    }),
    { maxLength: 130 },
  )
  .map((all) =>
    all.map(({ forecast: shares, ...marks }, event) => sampleStep(event, { ...marks, ...shares })),
  );
const concern = fc
  .record({
    kind: fc.constantFrom(...CONCERN_KINDS),
    action: fc.constantFrom(...ACTIONS),
    strength: share,
    event: fc.nat(140),
    at: fc.option(fc.double(), { nil: undefined }),
    evidence: name,
    cost: fc.record({ steps: fc.nat(100), tokens: fc.nat(1e6) }),
  })
  .map(({ event, at, ...rest }) =>
    Object.assign(rest, { since: at === undefined ? { event } : { event, at } }),
  );
const anyAnalysis: fc.Arbitrary<Partial<Analysis>> = fc.record(
  {
    run: name,
    agent: name,
    task: name,
    project: name,
    steps,
    startedAt: fc.double({ noNaN: true }),
    ms: fc.nat(1e9),
    tokens: fc.nat(1e9),
    concerns: fc.array(concern, { maxLength: 4 }),
    past: fc.array(
      fc.tuple(concern, fc.nat(200)).map(([one, until]) => Object.assign(one, { until })),
      { maxLength: 20 },
    ),
    outcome: fc.record({ succeeded: fc.boolean() }),
    problems: fc.array(name, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** Opened minus closed elements, of those that must be closed. */
function depthOf(text: string): number {
  const body = withoutCode(text).replace(/<!doctype html>/, '');
  let depth = 0;
  for (const [tag, closes, element, closed] of body.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g)) {
    if (closed === '/' || element === 'meta') continue;
    depth += closes === '/' ? -1 : 1;
    if (depth < 0) throw new Error(`closed too often: ${tag}`);
  }
  return depth;
}

function withoutCode(text: string): string {
  return text.replace(/<(style|script)>[^]*?<\/\1>/g, '');
}

function textOf(text: string): string {
  return text
    .replace(/<(style|script|title)>[^]*?<\/\1>/g, '')
    .replace(/<svg[^]*?<\/svg\s*>/g, ' ')
    .replace(/<\/(?:p|h1|h2|li|td|th|tr|section|summary|blockquote|button|span)\s*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#96;', '`')
    .replace(/[\s\u00a0]+/g, ' ');
}
