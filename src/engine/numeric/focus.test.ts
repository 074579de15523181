import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { focusOf } from './focus.ts';

const focus = (...weights: number[]) => focusOf(Float64Array.from(weights), weights.length);

describe('focusOf(weights)', () => {
  it('is 0 for equal weights and 1 for a single one', () => {
    expect(focus(1, 1, 1, 1)).toBeCloseTo(0, 12);
    expect(focus(3)).toBe(1);
    expect(focus(3, 0, 0)).toBe(1);
  });
  it('is 1 − H / ln n', () => {
    // Shares 3/4 and 1/4: H = .5623 nats, ln 2 = .6931
    expect(focus(3, 1)).toBeCloseTo(1 - 0.5623351446188083 / Math.LN2, 12);
  });
  it('is NaN where all are zero, and within [0, 1] else', () => {
    expect(focus(0, 0)).toBeNaN();
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }),
        (weights) => {
          const value = focus(...weights);
          expect(Number.isNaN(value) || (value >= 0 && value <= 1)).toBe(true);
        },
      ),
    );
  });
});
