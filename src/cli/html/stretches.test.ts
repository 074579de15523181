import { describe, expect, it } from 'vitest';
import { sampleAnalysis, sampleConcern } from '../../../test/cli/sample-analysis.ts';
import { liesIn, stretchesOf } from './stretches.ts';

describe('stretchesOf(analysis)', () => {
  it('begins before the step that the concern began with, and reaches to the end while it stands', () => {
    // Event 3 is the fourth step: three steps lie before it.
    const [stretch] = stretchesOf(sampleAnalysis({ concerns: [sampleConcern(3)] }));
    expect(stretch).toEqual({
      from: 3,
      to: 10,
      stands: true,
      title: 'Loop',
      begins: 'since step 4',
    });
  });

  it('ends before the step that it was over with', () => {
    const past = [{ ...sampleConcern(3), until: 7 }];
    const [stretch] = stretchesOf(sampleAnalysis({ past }));
    expect(stretch).toMatchObject({ from: 3, to: 7, stands: false, begins: 'from step 4' });
  });

  it('has no length where a claim was the last word', () => {
    const claim = sampleConcern(29, { kind: 'unverified-claim', cost: { steps: 0 } });
    const [stretch] = stretchesOf(sampleAnalysis({ concerns: [claim] }));
    expect(stretch).toMatchObject({ from: 10, to: 10, begins: 'after step 10' });
  });

  it('leaves out what nobody is shown, and what is wrong with another run', () => {
    const concerns = [sampleConcern(3, { strength: 0.4 }), sampleConcern(3, { run: 'worker' })];
    expect(stretchesOf(sampleAnalysis({ concerns }))).toEqual([]);
  });
});

describe('liesIn(stretches, step)', () => {
  it('is true from the first step of a concern to its last', () => {
    const past = [{ ...sampleConcern(3), until: 7 }];
    const stretches = stretchesOf(sampleAnalysis({ past }));
    expect([3, 4, 7, 8].map((step) => liesIn(stretches, step))).toEqual([false, true, true, false]);
  });
});
