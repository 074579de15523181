import type { Concern } from '../../src/engine/report/report.ts';
import type { Analysis, StepMark } from '../../src/cli/analyze/analysis.ts';

/** A check that passed, with a forecast that is not too early; the event is the step's own number. */
export function sampleStep(event: number, marks: Partial<StepMark> = {}): StepMark {
  const forecast = { value: 0.5, low: 0.4, high: 0.6 };
  return { event, kind: 'check', failed: false, concern: false, ...forecast, ...marks };
}

export function sampleSteps(count: number, marks: Partial<StepMark> = {}): StepMark[] {
  return Array.from({ length: count }, (_, event) => sampleStep(event, marks));
}

/** A loop that began with the step of this event. */
export function sampleConcern(event: number, marks: Partial<Concern> = {}): Concern {
  return {
    kind: 'loop',
    action: 'stop',
    strength: 0.8,
    since: { event },
    evidence: '`npm test` ×5, same result, no change between',
    cost: { steps: 6, tokens: 3100 },
    ...marks,
  };
}

/** A run of ten steps in which nothing is wrong. */
export function sampleAnalysis(marks: Partial<Analysis> = {}): Analysis {
  return {
    run: 'session-1',
    agent: 'coder',
    events: 30,
    steps: sampleSteps(10),
    concerns: [],
    past: [],
    confidence: { value: 0.31, low: 0.18, high: 0.44, basis: 'learned', outcomes: 64 },
    advice: { action: 'proceed', tell: '' },
    problems: [],
    ...marks,
  };
}

/** What a page depends on besides, always the same. */
export const SAMPLE_OPTIONS = {
  version: '1.2.3',
  files: ['run.jsonl'],
  now: Date.UTC(2026, 10, 24, 9, 0),
  timeZone: 'UTC',
};
