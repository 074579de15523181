import { describe, expect, it } from 'vitest';
import type { Analysis, FoundConcern, StepMark } from '../analyze/analysis.ts';
import { createFollowScreen, createTold, newsLines, statusLines } from './follow-screen.ts';
import { type Line, print, widthOf } from './lines.ts';
import type { TerminalStyle } from './style.ts';

const STYLE: TerminalStyle = { columns: 80, colour: false, unicode: true };

const steps = (count: number): StepMark[] =>
  Array.from({ length: count }, (_, index) => ({
    event: 2 * index + 1,
    kind: 'other',
    failed: false,
    concern: false,
    value: 0.31,
    low: 0.18,
    high: 0.44,
  }));

const loop: FoundConcern = {
  kind: 'loop',
  action: 'tell',
  strength: 0.6,
  since: { event: 57 },
  evidence: '`npm test` ×3, same result, no change between',
  cost: { steps: 17, tokens: 38_000 },
};

const quiet: Analysis = {
  run: '8b2e6c1e',
  agent: 'claude-code@opus',
  task: '/home/u/shop',
  events: 95,
  steps: steps(46),
  tokens: 214_000,
  concerns: [],
  past: [],
  confidence: { value: 0.31, low: 0.18, high: 0.44, basis: 'prior', outcomes: 0 },
  advice: { action: 'proceed', tell: '' },
  problems: [],
};
const looping: Analysis = { ...quiet, concerns: [loop], advice: { action: 'tell', tell: 'Stop.' } };

const text = (lines: readonly Line[]): string[] =>
  lines.length === 0 ? [] : print(lines, STYLE).split('\n');

describe('newsLines(told, analysis)', () => {
  it('tells a concern once, when it comes', () => {
    const told = createTold();
    const news = (analysis: Analysis): string[] => text(newsLines(told, analysis, STYLE, false));
    expect(news(quiet)).toEqual([]);
    expect(news(looping)).toEqual([
      '! Loop: `npm test` ×3, same result, no change between',
      '    since step 29   17 steps   38 k tokens   18 %',
    ]);
    expect(news({ ...looping, steps: steps(50) })).toEqual([]);
  });

  it('tells when it is over, and again should it come back', () => {
    const told = createTold();
    newsLines(told, looping, STYLE, false);
    const over = { ...quiet, past: [{ ...loop, until: 91 }] };
    expect(text(newsLines(told, over, STYLE, false))).toEqual([
      '  Was a loop, over since step 46: `npm test` ×3, same result, no change between',
      '    from step 29   17 steps   38 k tokens   18 %',
    ]);
    expect(text(newsLines(told, looping, STYLE, false))[0]).toMatch(/^! Loop/);
  });

  it('tells advice that became more urgent, with the sentence', () => {
    const told = createTold();
    newsLines(told, looping, STYLE, false);
    const ask = { ...looping, advice: { action: 'ask', tell: 'Look again.' } } as const;
    expect(text(newsLines(told, ask, STYLE, false))).toEqual([
      '? Ask a person, or tell it: “Look again.”',
    ]);
    expect(newsLines(told, ask, STYLE, false)).toEqual([]);
  });

  it('is a line per news where there is no terminal, however long', () => {
    const evidence = 'x'.repeat(300);
    const long = { ...looping, concerns: [{ ...loop, evidence }] };
    expect(text(newsLines(createTold(), long, STYLE, true))).toEqual([
      `! Loop: ${evidence}  since step 29  17 steps  38 k tokens  18 %`,
    ]);
  });
});

describe('statusLines(analysis)', () => {
  it('says who and how much, what stands, how far to trust it', () => {
    expect(text(statusLines(looping, STYLE))).toEqual([
      'claude-code@opus · /home/u/shop · 46 steps · 214 k tokens',
      '! Loop stands: 17 steps, 38 k tokens so far',
      'Likely to end well: 31 %, most likely 18–44 % when it ends',
    ]);
    expect(text(statusLines(quiet, STYLE))[1]).toBe('Nothing to tell: 46 steps.');
  });
  it('is three lines, none of which fills the terminal, whatever the names', () => {
    const task = '修正\u001b[2J\u202e'.repeat(60);
    for (const columns of [40, 60, 120]) {
      const lines = statusLines({ ...looping, task, agent: task }, { ...STYLE, columns });
      expect(lines).toHaveLength(3);
      for (const line of lines) expect(widthOf(line)).toBeLessThan(columns);
      expect(print(lines, STYLE)).not.toContain('\u001b');
    }
  });
});

describe('createFollowScreen(write, style)', () => {
  const status = (what: string): Line[] => [[{ text: what }], [{ text: 'b' }], [{ text: 'c' }]];

  it('draws the status anew on news only, with the news above it', () => {
    const written: string[] = [];
    const screen = createFollowScreen((chunk) => void written.push(chunk), STYLE);
    screen.show([], status('a'));
    screen.show([], status('a'));
    screen.show([[{ text: 'news' }]], status('a'));
    screen.clear();
    const erase = '\u001b[3A\r\u001b[J';
    expect(written).toEqual(['a\nb\nc\n', `${erase}news\na\nb\nc\n`, erase]);
  });

  it('takes away what a narrower terminal has broken into more rows', () => {
    const written: string[] = [];
    let columns = 80;
    const screen = createFollowScreen(
      (chunk) => void written.push(chunk),
      STYLE,
      () => columns,
    );
    screen.show([], status('x'.repeat(70)));
    columns = 40;
    screen.clear();
    expect(written[1]).toBe('\u001b[4A\r\u001b[J');
  });
});
