import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUN } from '../../memory/layout.ts';
import {
  BANK_LENGTH,
  borneOut,
  DEPTHS,
  effectiveDepth,
  forecast,
  learnStep,
  openBank,
  stepsLearned,
  weightOfDepth,
} from './bank.ts';

describe('the bank of filters', () => {
  it('fits into its part of a run', () => {
    expect(RUN.bank + BANK_LENGTH).toBeLessThanOrEqual(RUN.features);
  });

  it('begins with the agent’s usual rate, and with nine tenths on the filter that never forgets', () => {
    const bank = opened(0.8);
    expect(forecast(bank, 0, 1)).toBeCloseTo(0.8, 12);
    expect(weightOfDepth(bank, 0, 1)).toBeCloseTo(0.9, 12);
    expect(stepsLearned(bank, 0)).toBe(0);
    expect(borneOut(bank, 0, 4)).toBeNaN();
  });

  it('stays shallow where the rate is constant: median depth at most 1.2 after 1000 steps', () => {
    for (const rate of [0.5, 0.8, 0.95]) {
      expect(medianDepth(() => rate)).toBeLessThanOrEqual(1.2);
    }
  });

  it('earns depth where the rate switches between .9 and .3 every 100 steps: at least 2', () => {
    expect(
      medianDepth((step) => (Math.floor(step / 100) % 2 === 0 ? 0.9 : 0.3)),
    ).toBeGreaterThanOrEqual(2);
  });

  it('loses its depth again when the switching ends', () => {
    const bank = opened(0.5);
    const random = randomFrom(5);
    const learn = (rate: number) => learnStep(bank, 0, random() < rate ? 1 : 0, 4);
    for (let step = 0; step < 1000; step++) learn(Math.floor(step / 100) % 2 === 0 ? 0.9 : 0.3);
    const earned = effectiveDepth(bank, 0, 4);
    for (let step = 0; step < 4000; step++) learn(0.8);
    expect(effectiveDepth(bank, 0, 4)).toBeLessThan(Math.min(1.3, earned));
  });

  it('leaves filters beyond the depth in use alone: they neither learn nor lose weight', () => {
    const bank = opened(0.5);
    const before = [3, 4].map((depth) => weightOfDepth(bank, 0, depth));
    for (let step = 0; step < 50; step++) learnStep(bank, 0, step % 3 === 0 ? 0 : 1, 2);
    expect([3, 4].map((depth) => weightOfDepth(bank, 0, depth))).toEqual(before);
  });

  it('keeps weights that sum to one, each at least its share of what it began with', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }),
        (outcomes) => {
          const bank = opened(0.5);
          for (const outcome of outcomes) learnStep(bank, 0, outcome, 4);
          const weights = [1, 2, 3, 4].map((depth) => weightOfDepth(bank, 0, depth));
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
          weights.forEach((weight, i) => {
            const began =
              i === 0
                ? 0.9
                : (0.1 / (DEPTHS.length - 1)) * DEPTHS.filter((d) => d === i + 1).length;
            expect(weight).toBeGreaterThanOrEqual(0.002 * began - 1e-12);
          });
          const p = forecast(bank, 0, 4);
          expect(p > 0 && p < 1).toBe(true);
        },
      ),
    );
  });

  it('says how far it was borne out: the geometric mean of what it gave to what happened', () => {
    const bank = opened(0.5);
    const first = forecast(bank, 0, 4);
    learnStep(bank, 0, 1, 4);
    expect(borneOut(bank, 0, 4)).toBeCloseTo(first, 12);
  });
});

/** Median over 20 seeds of the effective depth after 1000 steps at these rates. */
function medianDepth(rateAt: (step: number) => number): number {
  const depths: number[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    const bank = opened(0.5);
    const random = randomFrom(seed);
    for (let step = 0; step < 1000; step++) learnStep(bank, 0, random() < rateAt(step) ? 1 : 0, 4);
    depths.push(effectiveDepth(bank, 0, 4));
  }
  depths.sort((a, b) => a - b);
  return (depths[9]! + depths[10]!) / 2;
}

function opened(rate: number): Float64Array {
  const bank = new Float64Array(BANK_LENGTH);
  openBank(bank, 0, rate);
  return bank;
}

/** Mulberry32: a seed, the same numbers. */
function randomFrom(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
