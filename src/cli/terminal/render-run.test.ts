import { describe, expect, it } from 'vitest';

import type { Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { renderRun } from './render-run.ts';
import type { TerminalStyle } from './style.ts';

const STYLE: TerminalStyle = { columns: 80, colour: false, unicode: true, timeZone: 'UTC' };
const TEN_O_CLOCK = Date.UTC(2026, 1, 3, 10);
const MINUTE_MS = 60_000;

/**
 * Steps from letters: `c` and `X` a check that passed and failed, `e` and `E` an edit, `.` and `!`
 * another call. Step n ends with event 2n - 1. From step `fallsFrom` the forecast falls from 70 to 31 %.
 */
function steps(letters: string, fallsFrom = Infinity): StepMark[] {
  return letters.split('').map((letter, index) => {
    const value = Math.min(0.7, Math.max(0.31, 0.7 - 0.03 * (index + 1 - fallsFrom)));
    return {
      event: 2 * index + 1,
      kind: 'cX'.includes(letter) ? 'check' : 'eE'.includes(letter) ? 'change' : 'other',
      failed: 'XE!'.includes(letter),
      concern: index + 1 >= fallsFrom,
      value,
      low: value - 0.13,
      // Wide at first: too early to say.
      high: value + (index < 5 ? 0.6 : 0.13),
    };
  });
}

const LOOPING = '....ee.X..ee.c...ee..X.....e.X...X...X...X..X.';

const loop: Concern = {
  kind: 'loop',
  action: 'stop',
  strength: 0.8,
  since: { event: 57, at: TEN_O_CLOCK + 2 * MINUTE_MS },
  evidence: '`npm test` ×5, same three failures, no edit between',
  cost: { steps: 17, tokens: 38_000, ms: 6 * MINUTE_MS },
};

const stall: Concern = {
  kind: 'stall',
  action: 'tell',
  strength: 0.6,
  since: { event: 38, at: TEN_O_CLOCK },
  evidence: '12 searches, nothing new in the last 7',
  cost: { steps: 7, tokens: 9100 },
};

const looping: Analysis = {
  run: '8b2e6c1e',
  agent: 'claude-code',
  task: 'fix-flaky-test',
  events: 95,
  steps: steps(LOOPING, 29),
  tokens: 214_000,
  ms: 12 * MINUTE_MS,
  startedAt: TEN_O_CLOCK - 4 * MINUTE_MS,
  concerns: [loop],
  past: [],
  confidence: { value: 0.31, low: 0.18, high: 0.44, basis: 'prior', outcomes: 0 },
  advice: {
    action: 'stop',
    tell: '`npm test` ran 5 times since step 29 with the same three failures and no edit between: 38 k tokens.',
  },
  problems: [],
};

const good: Analysis = {
  ...looping,
  steps: steps('..ee.c...e.c..c'),
  concerns: [],
  confidence: { value: 0.78, low: 0.6, high: 0.9, basis: 'learned', outcomes: 64 },
  advice: { action: 'proceed', tell: '' },
};

const render = (analysis: Analysis, style: Partial<TerminalStyle> = {}): string[] =>
  renderRun(analysis, { ...STYLE, ...style }).split('\n');

const leadOf = (action: 'tell' | 'ask'): string | undefined =>
  render({ ...looping, advice: { action, tell: 'Look again.' } }).at(-3);
const sentenceOf = (letters: string): string | undefined =>
  render({ ...good, steps: steps(letters) })[2];

describe('renderRun of a run that loops', () => {
  it('says what, since when, at what cost, where, how far to trust it, what to say', () => {
    expect(render(looping)).toEqual([
      'claude-code · fix-flaky-test · 46 steps · 12 min · 214 k tokens',
      '',
      '! Loop: `npm test` ×5, same three failures, no edit between',
      '    since step 29 (10:02)   17 steps   38 k tokens   18 %',
      '',
      '         1        10        20        30        40   46',
      ' checks  ·······✕·····○·······✕·······✕···✕···✕···✕··✕·',
      ' edits   ····■■····■■·····■■········■··················',
      ' loop    ····························↻────────────────▶',
      ' trust   ·····▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▅▅▅▅▄▄▄▄▃▃▃▃▃▃▃',
      '',
      'Likely to end well: 31 %, most likely 18–44 % when it ends',
      ' 0 ├────────━━━━━━━●━━━━━━──┼────────────────────────┤ 100',
      " A starting guess, moved by this run's steps. No outcomes of this agent yet.",
      '',
      '■ Stop it, or tell it: “`npm test` ran 5 times since step 29 with the same three',
      '  failures and no edit between: 38 k tokens.”',
      '',
      'Next: have the agent told in time   npx second-thought install claude-code',
    ]);
  });

  it('puts figures below evidence at 40 columns, two steps in a column', () => {
    expect(render(looping, { columns: 40 })).toEqual([
      'claude-code · fix-flaky-test ·',
      '46 steps · 12 min · 214 k tokens',
      '',
      '! Loop: `npm test` ×5, same three',
      '  failures, no edit between',
      '    since step 29 (10:02)',
      '    17 steps   38 k tokens   18 %',
      '',
      '         2 steps a column',
      '         1   10   20   30     46',
      ' checks  ···✕··○···✕···✕·✕·✕·✕·✕',
      ' edits   ··■··■··■■···■·········',
      ' loop    ··············↻───────▶',
      ' trust   ··▆▆▆▆▆▆▆▆▆▆▆▆▆▅▅▄▄▃▃▃▃',
      '',
      'Likely to end well: 31 %, most likely',
      '18–44 % when it ends',
      " A starting guess, moved by this run's",
      ' steps. No outcomes of this agent yet.',
      '',
      '■ Stop it, or tell it: “`npm test` ran 5',
      '  times since step 29 with the same',
      '  three failures and no edit between:',
      '  38 k tokens.”',
    ]);
  });

  it('puts figures beside evidence at 120 columns, in columns, and shows nothing else', () => {
    const lines = render({ ...looping, concerns: [loop, stall] }, { columns: 120 });
    expect(lines.slice(2, 4)).toEqual([
      '! Loop: `npm test` ×5, same three failures, no edit between    since step 29 (10:02)   17 steps    38 k tokens   18 %',
      '! Stall: 12 searches, nothing new in the last 7                since step 20 (10:00)    7 steps   9.1 k tokens    4 %',
    ]);
    expect(lines).toContain(' wrong   ···················‖────────↻────────────────▶');
  });

  it('is plain ASCII where the locale is not UTF-8', () => {
    const lines = render(looping, { unicode: false });
    expect(lines.slice(2, 13)).toEqual([
      '! Loop: `npm test` x5, same three failures, no edit between',
      '    since step 29 (10:02)   17 steps   38 k tokens   18 %',
      '',
      '         1        10        20        30        40   46',
      ' checks  .......x.....o.......x.......x...x...x...x..x.',
      ' edits   ....##....##.....##........#..................',
      ' loop    ............................@---------------->',
      ' trust   .....77777777777777777777777766655544443333333',
      '',
      'Likely to end well: 31 %, most likely 18-44 % when it ends',
      ' 0 |--------=======*======--+------------------------| 100',
    ]);
  });

  it('colours the mark, the kind, failed checks and the forecast', () => {
    const text = renderRun(looping, { ...STYLE, colour: true });
    expect(text).toContain('\u001b[33m!\u001b[39m \u001b[1mLoop\u001b[22m: `npm test`');
    expect(text).toContain('\u001b[31m✕\u001b[39m');
    expect(text).toContain('Likely to end well: \u001b[36m31 %\u001b[39m, most');
  });

  it('says the ladder in words: tell, ask, stop', () => {
    expect(leadOf('tell')).toBe('› Tell it: “Look again.”');
    expect(leadOf('ask')).toBe('? Ask a person, or tell it: “Look again.”');
  });

  it('keeps all evidence on a small screen, and gives up the timeline for it', () => {
    const concerns = [loop, stall, { ...stall, evidence: '9 reads of `src/queue.ts`, no edit' }];
    const lines = render({ ...looping, concerns }, { columns: 40 });
    const text = lines.join(' ').replace(/\s+/g, ' ');
    for (const { evidence } of concerns.slice(0, 2)) expect(text).toContain(evidence);
    expect(lines).toContain('  and 1 more');
    expect(lines.length).toBeLessThanOrEqual(24);
  });
});

describe('renderRun of concerns that are over', () => {
  const past = [
    { ...loop, evidence: '`ls` ×3', since: { event: 2 }, cost: { steps: 2 }, until: 8 },
    { ...stall, until: 52 },
    { ...loop, until: 79 },
  ];
  it('tells the two dearest in the order they came, without the mark, and counts the others', () => {
    const lines = render({ ...good, steps: steps(LOOPING.replace(/X\.$/, 'Xec')), past });
    expect(lines.slice(2, 15)).toEqual([
      'No concern at the end of 47 steps, checks passed after the last edit.',
      '  Was a stall, over since step 27: 12 searches, nothing new in the last 7',
      '    from step 20 (10:00)    7 steps   9.1 k tokens    4 %',
      '  Was a loop, over since step 40: `npm test` ×5, same three failures, no edit',
      '  between',
      '    from step 29 (10:02)   17 steps    38 k tokens   18 %',
      '  and 1 more',
      '',
      '         1        10        20        30        40    47',
      ' checks  ·······✕·····○·······✕·······✕···✕···✕···✕··✕·○',
      ' edits   ····■■····■■·····■■········■·················■·',
      ' wrong   ·↻──┤··············‖──────┤·↻──────────┤·······',
      ' trust   ·····▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆',
    ]);
  });
  it('does not count those too weak to have been shown', () => {
    const weak = { ...loop, until: 20, strength: 0.3 };
    expect(render({ ...good, past: [weak] })[2]).toBe(
      'Nothing to tell: 15 steps, checks passed after the last edit.',
    );
  });
});

describe('renderRun of a run in which nothing is wrong', () => {
  it('is quiet: one sentence and the forecast', () => {
    expect(render(good)).toEqual([
      'claude-code · fix-flaky-test · 15 steps · 12 min · 214 k tokens',
      '',
      'Nothing to tell: 15 steps, checks passed after the last edit.',
      '',
      'Likely to end well: 78 %, most likely 60–90 % when it ends',
      ' 0 ├────────────────────────┼────━━━━━━━━━●━━━━━━────┤ 100',
      ' Learned from 64 outcomes of this agent.',
      '',
      'Next: have the agent told in time   npx second-thought install claude-code',
    ]);
  });
  it('says of checks only what happened', () => {
    expect(sentenceOf('....')).toBe('Nothing to tell: 4 steps.');
    expect(sentenceOf('..c.')).toBe('Nothing to tell: 4 steps, the last check passed.');
    expect(sentenceOf('.ce.')).toBe('No concern: 4 steps, no check after the last edit.');
    expect(sentenceOf('.Xe.')).toBe(
      'No concern: 4 steps, the last check failed, and no check after the last edit.',
    );
    expect(sentenceOf('.ecX')).toBe('No concern: 4 steps, the last check failed.');
    expect(sentenceOf('.ecE')).toBe('Nothing to tell: 4 steps, checks passed after the last edit.');
    expect(sentenceOf('')).toBe('Nothing to tell: 95 events, no step.');
  });
  it('does not show concerns below .5', () => {
    const concerns = [{ ...loop, strength: 0.49 }];
    expect(render({ ...good, concerns })).toEqual(render(good));
  });
});

describe('renderRun of the forecast', () => {
  it('says how the run ended, and what was forecast before', () => {
    expect(render({ ...good, outcome: { succeeded: true } })[4]).toBe(
      'It ended well. Forecast before its end: 78 %, most likely 60–90 %',
    );
    const lines = render({ ...looping, outcome: { succeeded: false } });
    expect(lines[11]).toBe('It ended badly. Forecast before its end: 31 %, most likely 18–44 %');
    expect(lines[15]).toMatch(/^› To tell it: “/);
  });
  it('does not call a run quiet that ended badly', () => {
    expect(render({ ...good, outcome: { succeeded: false } })[2]).toBe(
      'No concern: 15 steps, checks passed after the last edit.',
    );
  });
});

describe('renderRun of names and problems', () => {
  it('shows escapes and bidirectional characters instead of obeying them', () => {
    const lines = render({ ...good, agent: '\u001b]0;owned\u0007bot', task: '\u202etxt.exe\n' });
    expect(lines[0]).toBe('␛]0;owned␇bot · \\u{202e}txt.exe␊ · 15 steps · 12 min · 214 k tokens');
  });
  it('falls back to the run where the task is unknown', () => {
    const { task: _task, ...untasked } = good;
    expect(render(untasked)[0]).toMatch(/^claude-code · 8b2e6c1e · 15 steps/);
  });
  it('cuts a name of 256 characters to a line, in wide characters too', () => {
    const lines = render({ ...good, agent: 'x'.repeat(256), task: '修'.repeat(256) });
    expect(lines.slice(0, 3)).toEqual([
      `${'x'.repeat(77)}… ·`,
      `${'修'.repeat(38)}… ·`,
      '15 steps · 12 min · 214 k tokens',
    ]);
  });
  it('tells the first problem of reading, or how many there were', () => {
    const problems = ['line 12: a result without its call', 'line 40: a repeated id'];
    expect(render({ ...good, problems }).at(-3)).toBe(
      'While reading: line 12: a result without its call (and 1 more)',
    );
    const many = render({ ...looping, problems, concerns: [loop, stall, stall] }, { columns: 40 });
    expect(many.at(-1)).toBe('2 problems while reading.');
  });
});
