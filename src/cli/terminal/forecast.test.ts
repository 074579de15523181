import { describe, expect, it } from 'vitest';

import type { Belief } from '../../engine/report/report.ts';
import { basisOf, forecastBar, forecastLines } from './forecast.ts';
import { print } from './lines.ts';
import type { TerminalStyle } from './style.ts';

const STYLE: TerminalStyle = { columns: 80, colour: false, unicode: true };
const BELIEF: Belief = { value: 0.66, low: 0.5, high: 0.8, basis: 'learned', outcomes: 64 };

/** The sentence and the bar below it. */
const said = (belief: Partial<Belief>, steps: number): string[] => {
  const whole = { ...BELIEF, ...belief };
  const lines = forecastLines(whole, steps, undefined, STYLE);
  return print([...lines, forecastBar(whole, steps, STYLE)], STYLE).split('\n');
};

describe('a forecast', () => {
  it('is too early below 3 steps, with the figure within reach and a bar without a dot', () => {
    expect(said({}, 2)).toEqual([
      'Likely to end well: too early to say (66 %, could end anywhere from 50 to 80)',
      ' 0 ├────────────────────────╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌─────────┤ 100',
    ]);
    expect(said({}, 3)[0]).toBe('Likely to end well: 66 %, most likely 50–80 % when it ends');
  });
  it('is too early where it could end nearly anywhere', () => {
    expect(said({ low: 0.31, high: 0.98 }, 15)[0]).toBe(
      'Likely to end well: too early to say (66 %, could end anywhere from 31 to 98)',
    );
  });
});

describe('basisOf(belief)', () => {
  it('names what a forecast rests on', () => {
    expect(basisOf({ ...BELIEF, outcomes: 1 })).toBe('Learned from 1\u00a0outcome of this agent.');
    expect(basisOf({ ...BELIEF, basis: 'measured', outcomes: 12 })).toBe(
      'Measured in this run itself, 12\u00a0observations.',
    );
  });
});
