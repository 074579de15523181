import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, budgetAt, decidePlace, takePlace } from './gate.ts';

const RATE = 0.001;
const SLACK = 5;

describe('takePlace(slab, at, rate, slack)', () => {
  it('gives as many places as the slack before anything was accepted, and one more per 1 / rate', () => {
    const slab = new Float64Array(3);
    const taken = Array.from({ length: 7 }, () => takePlace(slab, 0, RATE, SLACK));
    expect(taken).toEqual([true, true, true, true, true, false, false]);
    for (let step = 0; step < 999; step++) accept(slab, 0);
    expect(takePlace(slab, 0, RATE, SLACK)).toBe(false);
    accept(slab, 0);
    expect(takePlace(slab, 0, RATE, SLACK)).toBe(true);
  });

  it('gives a place back that turned out to be no error, and keeps one that did', () => {
    const slab = new Float64Array(3);
    for (let i = 0; i < SLACK; i++) takePlace(slab, 0, RATE, SLACK);
    decidePlace(slab, 0, true);
    expect(takePlace(slab, 0, RATE, SLACK)).toBe(false);
    decidePlace(slab, 0, false);
    expect(takePlace(slab, 0, RATE, SLACK)).toBe(true);
  });

  it('gives none at a rate of 0', () => {
    expect(takePlace(new Float64Array(3), 0, 0, SLACK)).toBe(false);
  });

  it('keeps errors + undecided ≤ α · accepted + b, whatever happens in whatever order', () => {
    const happening = fc.oneof(
      { weight: 6, arbitrary: fc.constant('accept' as const) },
      fc.constantFrom('ask' as const, 'wrong' as const, 'right' as const),
    );
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 400 }),
        fc.constantFrom(0.001, 0.05, 0.5),
        fc.constantFrom(0, 1, 5),
        (happenings, rate, slack) => {
          const slab = new Float64Array(3);
          for (const what of happenings) {
            if (what === 'accept') accept(slab, 0);
            else if (what === 'ask') takePlace(slab, 0, rate, slack);
            else if (budgetAt(slab, 0, rate, slack).undecided > 0) {
              decidePlace(slab, 0, what === 'wrong');
            }
            const { errors, undecided, allowed } = budgetAt(slab, 0, rate, slack);
            expect(errors + undecided).toBeLessThanOrEqual(allowed);
          }
        },
      ),
    );
  });
});
