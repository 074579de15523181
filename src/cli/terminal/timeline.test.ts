import { describe, expect, it } from 'vitest';

import { CONCERN_KINDS, type Concern, type ConcernKind } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { print } from './lines.ts';
import type { TerminalStyle } from './style.ts';
import { timelineLines } from './timeline.ts';

const STYLE: TerminalStyle = { columns: 80, colour: false, unicode: true };

/**
 * Steps from letters: `c` and `X` a check that passed and failed, `e` and `E` an edit, `.` and `!`
 * another call. Step n ends with event 2n - 1.
 */
function steps(letters: string): StepMark[] {
  return letters.split('').map((letter, index) => ({
    event: 2 * index + 1,
    kind: 'cX'.includes(letter) ? 'check' : 'eE'.includes(letter) ? 'change' : 'other',
    failed: 'XE!'.includes(letter),
    concern: false,
    value: 0.5,
    low: 0.4,
    high: 0.6,
  }));
}

/** A concern that began with a step, and cost so many. */
function concern(kind: ConcernKind, step: number, cost: number): Concern {
  return {
    kind,
    action: 'tell',
    strength: 0.8,
    since: { event: 2 * step - 2 },
    evidence: '…',
    cost: { steps: cost },
  };
}

/** A claim said after a step. */
const claimAfter = (step: number, cost: number): Concern => ({
  ...concern('unverified-claim', step, cost),
  since: { event: 2 * step },
});

function lines(over: Partial<Analysis>, style: Partial<TerminalStyle> = {}): string[] {
  const analysis: Analysis = {
    run: 'r',
    agent: 'a',
    events: 90,
    steps: steps('....e.X.e.c.'),
    concerns: [],
    past: [],
    confidence: { value: 0.5, low: 0.4, high: 0.6, basis: 'prior', outcomes: 0 },
    advice: { action: 'proceed', tell: '' },
    problems: [],
    ...over,
  };
  const shown = { ...STYLE, ...style };
  return print(timelineLines(analysis, shown), shown).split('\n');
}

/** The lane of concerns: the last but one. */
const laneOf = (over: Partial<Analysis>, style: Partial<TerminalStyle> = {}): string | undefined =>
  lines(over, style).at(-2);

describe('timelineLines(analysis, style)', () => {
  it('shows calls where a run has neither checks nor edits', () => {
    expect(lines({ steps: steps('......!.') })).toEqual([
      '         1      8',
      ' calls   ||||||✕|',
      ' trust   ··▅▅▅▅▅▅',
    ]);
  });

  it('takes the worst event of a column where there are more steps than columns', () => {
    const letters = 'cX.eE.'.repeat(24); // 144 steps, 71 columns: 3 steps a column, so cX. and eE.
    expect(lines({ steps: steps(letters) }).slice(0, 4)).toEqual([
      '         3 steps a column',
      '         1     20     40    60     80     100   120   144',
      ` checks  ${'✕·'.repeat(24)}`,
      ` edits   ${'·✕'.repeat(24)}`,
    ]);
  });

  it('marks where each kind begins by a mark of its own', () => {
    const lanes = CONCERN_KINDS.map((kind) => laneOf({ concerns: [concern(kind, 5, 8)] }));
    expect(lanes).toEqual([
      ' loop    ····↻──────▶',
      ' stall   ····‖──────▶',
      ' thrash  ····⇄──────▶',
      ' outage  ····⊘──────▶',
      ' overload  ····▲──────▶',
      ' unverified  ···?───────▶', // what is said is said after a step: here the fourth
    ]);
    const ascii = CONCERN_KINDS.map((kind) =>
      laneOf({ concerns: [concern(kind, 5, 8)] }, { unicode: false })?.slice(-8, -6),
    );
    expect(ascii).toEqual(['@-', '=-', '~-', '/-', '^-', '--']);
  });

  it('marks a claim below the step after which it was said, the last one too', () => {
    expect(laneOf({ concerns: [claimAfter(12, 0)] })).toBe(' unverified  ···········?');
    expect(laneOf({ concerns: [claimAfter(10, 2)] })).toBe(' unverified  ·········?─▶');
    const past = [{ ...claimAfter(6, 0), until: 13 }]; // step 7 ended with event 13
    expect(laneOf({ past })).toBe(' unverified  ·····?┤·····');
  });

  it('hides no beginning behind another concern’s line', () => {
    const concerns = [concern('loop', 3, 10), claimAfter(12, 0)];
    expect(laneOf({ concerns })).toBe(' wrong   ··↻────────?');
    expect(laneOf({ concerns: concerns.toReversed() })).toBe(' wrong   ··↻────────?');
  });

  it('has no place for what is wrong with a run that this one started', () => {
    expect(lines({ concerns: [{ ...concern('loop', 3, 10), run: 'worker-2' }] })).toEqual(
      lines({}),
    );
  });
});
