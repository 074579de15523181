import { describe, expect, it } from 'vitest';

import type { Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { lossOf, pastConcerns, standingConcerns, stepOf } from './concerns.ts';

const step = (event: number, concern = false): StepMark => ({
  event,
  kind: 'other',
  failed: false,
  concern,
  value: 0.5,
  low: 0.3,
  high: 0.7,
});

const concern = (from: number, strength: number, cost: Concern['cost']): Concern => ({
  kind: 'loop',
  strength,
  since: { event: from },
  evidence: '`ls` ×3',
  cost,
});

const analysis = (over: Partial<Analysis>): Analysis => ({
  run: 'r',
  agent: 'a',
  events: 20,
  steps: [],
  concerns: [],
  past: [],
  confidence: { value: 0.5, low: 0.3, high: 0.7, basis: 'prior', outcomes: 0 },
  advice: { action: 'proceed', tell: '' },
  problems: [],
  ...over,
});

describe('stepOf(steps, event)', () => {
  const steps = [step(1), step(4), step(5)];
  it('is the 1-based first step that ended with the event or after it', () => {
    expect([0, 1, 2, 4, 5].map((event) => stepOf(steps, event))).toEqual([1, 1, 2, 2, 3]);
  });
  it('is undefined after the last step and where there is none', () => {
    expect(stepOf(steps, 6)).toBeUndefined();
    expect(stepOf([], 0)).toBeUndefined();
  });
});

describe('standingConcerns and pastConcerns', () => {
  it('are those from strength .5', () => {
    const concerns = [concern(1, 0.5, { steps: 1 }), concern(1, 0.49, { steps: 1 })];
    expect(standingConcerns(analysis({ concerns }))).toEqual(concerns.slice(0, 1));
  });
  it('count a past one that was shown while it stood, whatever its last strength', () => {
    const past = [{ ...concern(3, 0.2, { steps: 2 }), until: 6 }];
    expect(pastConcerns(analysis({ past, steps: [step(1), step(4, true), step(6)] }))).toEqual(
      past,
    );
    expect(pastConcerns(analysis({ past, steps: [step(1), step(4), step(6, true)] }))).toEqual([]);
  });
});

describe('lossOf(analysis)', () => {
  it('adds concerns that follow each other', () => {
    const past = [
      { ...concern(1, 0.8, { steps: 3, tokens: 100 }), until: 8 },
      { ...concern(8, 0.8, { steps: 2, tokens: 50 }), until: 12 },
    ];
    expect(lossOf(analysis({ past }))).toEqual({ steps: 5, tokens: 150 });
  });
  it('counts the dearest of those that overlap, since they cost the same tokens', () => {
    const past = [{ ...concern(1, 0.8, { steps: 3, tokens: 100 }), until: 8 }];
    const concerns = [concern(5, 0.9, { steps: 7, tokens: 90 })];
    expect(lossOf(analysis({ past, concerns }))).toEqual({ steps: 7, tokens: 100 });
  });
  it('knows no tokens where no concern does', () => {
    expect(lossOf(analysis({ concerns: [concern(1, 0.9, { steps: 2 })] }))).toEqual({ steps: 2 });
    expect(lossOf(analysis({}))).toEqual({ steps: 0 });
  });
});
