import { describe, expect, it } from 'vitest';

import type { Concern } from '../../engine/report/report.ts';
import type { Analysis, StepMark } from '../analyze/analysis.ts';
import {
  beginningOf,
  kindsOf,
  lossOf,
  ownConcerns,
  pastConcerns,
  standingConcerns,
  stepOf,
} from './concerns.ts';

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
  action: 'tell',
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

describe('beginningOf(concern, steps)', () => {
  const steps = [step(1), step(4), step(6)];
  const claim = (event: number, cost: number): Concern => ({
    ...concern(event, 0.5, { steps: cost }),
    kind: 'unverified-claim',
  });
  it('is the step that a concern began with', () => {
    expect(beginningOf(concern(3, 0.8, { steps: 2 }), steps)).toEqual({ step: 2, after: false });
  });
  it('is the step before what was said', () => {
    expect(beginningOf(claim(5, 1), steps)).toEqual({ step: 2, after: true });
    expect(beginningOf(claim(0, 3), steps)).toEqual({ step: 0, after: true });
    expect(beginningOf(concern(3, 0.8, { steps: 0 }), steps)).toEqual({ step: 1, after: true });
  });
  it('is the last step where none followed', () => {
    expect(beginningOf(claim(7, 0), steps)).toEqual({ step: 3, after: true });
    expect(beginningOf(concern(7, 0.8, { steps: 1 }), steps)).toEqual({ step: 3, after: true });
    expect(beginningOf(claim(0, 0), [])).toEqual({ step: 0, after: true });
  });
});

describe('of a run that this one started', () => {
  const child = { ...concern(1, 0.9, { steps: 4, tokens: 900 }), run: 'worker-2' };
  const parent = analysis({ concerns: [child, concern(2, 0.6, { steps: 1, tokens: 20 })] });
  it('a concern is told, but is none of this run, which has not lost by it', () => {
    expect(standingConcerns(parent)).toEqual(parent.concerns);
    expect(ownConcerns(parent)).toEqual(parent.concerns.slice(1));
    expect([...kindsOf(analysis({ concerns: [child] }))]).toEqual([]);
    expect(lossOf(parent)).toEqual({ steps: 1, tokens: 20 });
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
  it('counts no words as lost, only what was built on an unverified claim', () => {
    const claim = (cost: Concern['cost']): Concern => ({
      ...concern(9, 0.5, cost),
      kind: 'unverified-claim',
    });
    expect(lossOf(analysis({ concerns: [claim({ steps: 0, tokens: 700 })] }))).toEqual({
      steps: 0,
    });
    expect(lossOf(analysis({ concerns: [claim({ steps: 2, tokens: 700 })] }))).toEqual({
      steps: 2,
      tokens: 700,
    });
  });
  it('knows no tokens where no concern does', () => {
    expect(lossOf(analysis({ concerns: [concern(1, 0.9, { steps: 2 })] }))).toEqual({ steps: 2 });
    expect(lossOf(analysis({}))).toEqual({ steps: 0 });
  });
});
