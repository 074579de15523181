import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleStep, sampleSteps } from '../../../test/cli/sample-analysis.ts';
import { columnsOf, markOf, worstOf } from './columns.ts';

describe('columnsOf(steps, columnsMax)', () => {
  it('gives each step a column of its own while there is room', () => {
    const columns = columnsOf(sampleSteps(4), 4);
    expect(columns.map(({ first, last }) => [first, last])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  it('gives as many steps to each as are needed; the last may have fewer', () => {
    // 5 steps in 4 columns: 2 a column.
    const columns = columnsOf(sampleSteps(5), 4);
    expect(columns.map(({ first, last }) => [first, last])).toEqual([
      [1, 2],
      [3, 4],
      [5, 5],
    ]);
  });

  it('takes the lowest forecast that is not too early, with its own band', () => {
    const [column] = columnsOf(
      [
        sampleStep(0, { value: 0.1 }), // of the first three steps nothing is said yet
        sampleStep(1, { value: 0.1 }),
        sampleStep(2, { value: 0.7, low: 0.6, high: 0.8 }),
        sampleStep(3, { value: 0.3, low: 0.2, high: 0.35 }),
        sampleStep(4, { value: 0.2, low: 0.1, high: 0.9 }), // a band of .8 says nothing
      ],
      1,
    );
    expect(column).toMatchObject({ early: false, value: 0.3, low: 0.2, high: 0.35 });
  });

  it('is early where all its steps are', () => {
    expect(columnsOf(sampleSteps(2), 1)[0]?.early).toBe(true);
  });

  it('sums what its steps spent; without a count it says nothing', () => {
    const steps = [100, 250, 250, 900].map((tokens, event) => sampleStep(event, { tokens }));
    expect(columnsOf(steps, 2).map(({ tokens }) => tokens)).toEqual([250, 650]);
    expect(columnsOf(sampleSteps(2), 2)[0]).not.toHaveProperty('tokens');
  });

  it('holds every step once, in order, in no more columns than there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 100 }), (n, max) => {
        const steps = sampleSteps(n);
        const columns = columnsOf(steps, max);
        expect(columns.length).toBeLessThanOrEqual(max);
        expect(columns.flatMap((column) => column.steps)).toEqual(steps);
      }),
    );
  });
});

describe('worstOf(column)', () => {
  it('is a failed check before a passed one, before an edit, before other calls', () => {
    const steps = [
      sampleStep(0, { kind: 'other' }),
      sampleStep(1, { kind: 'change' }),
      sampleStep(2),
      sampleStep(3, { failed: true }),
    ];
    const worst = (upTo: number): string => markOf(worstOf(columnsOf(steps.slice(0, upTo), 1)[0]!));
    expect([1, 2, 3, 4].map(worst)).toEqual(['call', 'edit', 'check-passed', 'check-failed']);
  });
});
