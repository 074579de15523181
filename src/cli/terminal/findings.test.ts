import { describe, expect, it } from 'vitest';

import { CONCERN_KINDS, type Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { type Finding, findingLines, pastFinding, standingFinding } from './findings.ts';
import { print } from './lines.ts';
import type { TerminalStyle } from './style.ts';

const STYLE: TerminalStyle = { columns: 80, colour: false, unicode: true, timeZone: 'UTC' };
const TEN_O_CLOCK = Date.UTC(2026, 1, 3, 10);
const MINUTE_MS = 60_000;

/** 46 steps; step n ends with event 2n - 1. */
const STEPS: StepMark[] = Array.from({ length: 46 }, (_, index) => ({
  event: 2 * index + 1,
  kind: 'other',
  failed: false,
  concern: false,
  value: 0.5,
  low: 0.3,
  high: 0.7,
}));

const analysis: Analysis = {
  run: '8b2e6c1e',
  agent: 'claude-code',
  events: 95,
  steps: STEPS,
  tokens: 214_000,
  ms: 12 * MINUTE_MS,
  startedAt: TEN_O_CLOCK - 4 * MINUTE_MS,
  concerns: [],
  past: [],
  confidence: { value: 0.31, low: 0.18, high: 0.44, basis: 'prior', outcomes: 0 },
  advice: { action: 'proceed', tell: '' },
  problems: [],
};

const loop: Concern = {
  kind: 'loop',
  action: 'ask',
  strength: 0.8,
  since: { event: 57, at: TEN_O_CLOCK + 2 * MINUTE_MS },
  evidence: '`npm test` ×5, same three failures, no edit between',
  cost: { steps: 17, tokens: 38_000, ms: 6 * MINUTE_MS },
};

/** Said after step 46, in a turn that took tokens. */
const claim: Concern = {
  kind: 'unverified-claim',
  action: 'tell',
  strength: 0.58,
  since: { event: 92, at: TEN_O_CLOCK + 8 * MINUTE_MS },
  evidence: 'the answer says "Done - all tests pass now.", and the last test failed',
  cost: { steps: 0, tokens: 9100, ms: 2000 },
};

const printed = (findings: readonly Finding[], columns = 80): string[] =>
  print(findingLines(findings, { ...STYLE, columns }).flat(), STYLE).split('\n');

const said = (concern: Concern, of: Analysis = analysis): string[] =>
  printed([standingFinding(concern, of, STYLE)]);

const began = (event: number): Concern => ({ ...loop, since: { event }, cost: { steps: 0 } });

describe('standingFinding(concern, analysis, style)', () => {
  it('knows no clock, no tokens and no share where the file has none', () => {
    const { tokens: _tokens, ms: _ms, startedAt: _startedAt, ...bare } = analysis;
    expect(said({ ...loop, since: { event: 57 }, cost: { steps: 17 } }, bare)).toEqual([
      '! Loop: `npm test` ×5, same three failures, no edit between',
      '    since step 29   17 steps',
    ]);
    // The total is unknown: no share. Times are not since the epoch: no clock.
    expect(said(loop, bare)[1]).toBe('    since step 29   17 steps   38 k tokens');
  });

  it('says how long it took where tokens are unknown', () => {
    expect(said({ ...loop, cost: { steps: 17, ms: 6 * MINUTE_MS } })[1]).toBe(
      '    since step 29 (10:02)   17 steps   6 min',
    );
  });

  it('gives the share of all that the run and those it started have spent', () => {
    expect(said(loop, { ...analysis, tokensOfFamily: 380_000 })[1]).toContain('38 k tokens   10 %');
  });

  it('adds the day to the clock in a run that lasts for days', () => {
    expect(said(loop, { ...analysis, ms: 3 * 24 * 60 * MINUTE_MS })[1]).toContain(
      'since step 29 (3 Feb, 10:02)',
    );
  });

  it('says after or before which step what cost no step began', () => {
    expect([57, 94, 0].map((event) => said(began(event))[1])).toEqual([
      '    after step 28',
      '    after step 46',
      '    before step 1',
    ]);
    expect(said(began(3), { ...analysis, steps: [] })[1]).toBe('    since event 4');
  });
});

describe('an unverified claim', () => {
  it('is told with its sentence and what was missing, and words are no cost', () => {
    expect(said(claim)).toEqual([
      '! Unverified claim: the answer says "Done - all tests pass now.", and the last',
      '  test failed',
      '    after step 46 (10:08)',
    ]);
  });

  it('costs the steps that were built on it', () => {
    const builtOn = { ...claim, since: { event: 80 }, cost: { steps: 6, tokens: 9100 } };
    expect(said(builtOn).at(-1)).toBe('    after step 40   6 steps   9.1 k tokens   4 %');
  });

  it('stands below a loop in the same columns, and beside its sentence where that fits', () => {
    const findings = [loop, claim].map((each) => standingFinding(each, analysis, STYLE));
    expect(printed(findings)).toEqual([
      '! Loop: `npm test` ×5, same three failures, no edit between',
      '    since step 29 (10:02)   17 steps   38 k tokens   18 %',
      '! Unverified claim: the answer says "Done - all tests pass now.", and the last',
      '  test failed',
      '    after step 46 (10:08)',
    ]);
    expect(printed([findings[1]!], 120)).toEqual([
      '! Unverified claim: the answer says "Done - all tests pass now.", and the last test failed    after step 46 (10:08)',
    ]);
  });

  it('is over once a check has passed', () => {
    const past = { ...claim, since: { event: 50 }, until: 61 };
    expect(printed([pastFinding(past, analysis, STYLE)])).toEqual([
      '  Was an unverified claim, over since step 31: the answer says "Done - all tests',
      '  pass now.", and the last test failed',
      '    after step 25',
    ]);
  });
});

describe('a concern of a run that this one started', () => {
  const child: Concern = { ...loop, run: 'worker-2' };
  it('names the run, and gives no step or share of this one', () => {
    expect(said(child)).toEqual([
      '! Loop in run worker-2: `npm test` ×5, same three failures, no edit between',
      '    since 10:02   17 steps   38 k tokens',
    ]);
  });
  it('has its figures in the columns of the others', () => {
    const untimed = { ...child, since: { event: 57 } };
    const findings = [loop, untimed].map((each) => standingFinding(each, analysis, STYLE));
    expect(printed(findings).filter((line) => line.startsWith('    '))).toEqual([
      '    since step 29 (10:02)   17 steps   38 k tokens   18 %',
      '                            17 steps   38 k tokens',
    ]);
    expect(printed([findings[1]!])[1]).toBe('    17 steps   38 k tokens');
  });
  it('has no line for figures where there are none', () => {
    expect(said({ ...claim, run: 'worker-2', since: { event: 4 } })).toHaveLength(2);
  });
  it('has all of a UUID, and less of a longer name, which is shown and not obeyed', () => {
    const uuid = '0f8e2c7a-3b5d-4e91-a6c4-7d2b9e1f5a08';
    expect(said({ ...child, run: uuid })[0]).toContain(`Loop in run ${uuid}:`);
    expect(said({ ...child, run: `${uuid}/sidechain-1` })[0]).toContain(
      `Loop in run ${uuid.slice(0, -1)}…:`,
    );
    expect(said({ ...child, run: '\u001b[2J' })[0]).toContain('in run ␛[2J:');
  });
});

describe('every kind', () => {
  it('has a title, and words for when it is over', () => {
    const both = CONCERN_KINDS.map((kind) => {
      const concern = { ...loop, kind, evidence: '…' };
      const findings = [
        standingFinding(concern, analysis, STYLE),
        pastFinding({ ...concern, until: 79 }, analysis, STYLE),
      ];
      return findings.map(({ sentence }) => print([sentence], STYLE));
    });
    expect(both).toEqual([
      ['! Loop: …', '  Was a loop, over since step 40: …'],
      ['! Stall: …', '  Was a stall, over since step 40: …'],
      ['! Thrash: …', '  Was thrashing, over since step 40: …'],
      ['! Outage: …', '  Was an outage, over since step 40: …'],
      ['! Overload: …', '  Was an overload, over since step 40: …'],
      ['! Unverified claim: …', '  Was an unverified claim, over since step 40: …'],
    ]);
  });
});
