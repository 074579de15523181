import { RUN } from '../../memory/layout.ts';
import { sigmoid } from '../../numeric/logit.ts';
import { Z_90 } from '../../numeric/normal.ts';
import type { Awareness, AwarenessLevel } from '../../report/report.ts';
import type { Thought } from '../thought.ts';
import {
  beliefMean,
  beliefVariance,
  borneOut,
  effectiveDepth,
  forecast,
  heaviestOfDepth,
  stateOf,
  stepsLearned,
  surpriseOfDepth,
  weightOfDepth,
} from './bank.ts';

/**
 * Stage 1: will the next step work? A model of the steps, a model of that model, and so on; each
 * level is scored against the level below, and the chain stops where the next one carries no
 * weight. Above it stands the model of our own record, `borneOut`.
 */
export function senseNextStep(thought: Thought): void {
  const { numbers } = thought.run;
  thought.stepsObserved = stepsLearned(numbers, RUN.bank);
  stopChain(thought);
  const depth = thought.depthUsed;
  thought.nextStep = forecast(numbers, RUN.bank, depth);
  thought.effectiveDepth = effectiveDepth(numbers, RUN.bank, depth);
  thought.borneOut = borneOut(numbers, RUN.bank, depth);
}

/** Where the rate of steps that work most likely lies, with 90 %. */
function drawBelief(thought: Thought): void {
  const { numbers } = thought.run;
  const mean = beliefMean(numbers, RUN.bank, thought.depthUsed);
  const reach = Z_90 * Math.sqrt(beliefVariance(numbers, RUN.bank, thought.depthUsed));
  thought.nextLow = Math.min(sigmoid(mean - reach), thought.nextStep);
  thought.nextHigh = Math.max(sigmoid(mean + reach), thought.nextStep);
}

/** The part of the report. */
export function reportAwareness(thought: Thought): Awareness {
  drawBelief(thought);
  const levels: AwarenessLevel[] = [];
  for (let depth = 1; depth <= thought.depthUsed; depth++) {
    levels.push(reportLevel(thought, depth as 1 | 2 | 3 | 4));
  }
  const awareness: { -readonly [K in keyof Awareness]: Awareness[K] } = {
    levels,
    nextStep: {
      value: thought.nextStep,
      low: thought.nextLow,
      high: thought.nextHigh,
      basis: thought.stepsObserved > 0 ? 'measured' : 'prior',
      outcomes: thought.stepsObserved,
    },
    effectiveDepth: thought.effectiveDepth,
    stoppedBy: thought.stoppedBy,
  };
  if (thought.borneOut >= 0) awareness.borneOut = thought.borneOut;
  return awareness;
}

/** A level whose filters hold less than this of the weight is not worth its time. */
const NEGLIGIBLE_WEIGHT = 0.01;
/** Time that must be left before another level is begun, in ms: the specification's buffer. */
const BUFFER_MS = 10;

function stopChain(thought: Thought): void {
  const { numbers } = thought.run;
  const left = thought.deadlineAt - thought.startedAt;
  thought.stoppedBy = 'depth';
  let depth = 1;
  for (; depth < thought.depth; depth++) {
    if (left < BUFFER_MS) {
      thought.stoppedBy = 'deadline';
      break;
    }
    if (weightOfDepth(numbers, RUN.bank, depth + 1) < NEGLIGIBLE_WEIGHT) {
      thought.stoppedBy = 'weight';
      break;
    }
  }
  thought.depthUsed = depth;
}

/** A level speaks through the heaviest filter of its depth, by that filter's topmost belief. */
function reportLevel(thought: Thought, level: 1 | 2 | 3 | 4): AwarenessLevel {
  const { numbers } = thought.run;
  const state = stateOf(RUN.bank, heaviestOfDepth(numbers, RUN.bank, level));
  const place = level === 1 ? state : state + 2 * (level - 2);
  const first = numbers[place]!;
  const second = numbers[place + 1]!;
  // Level 1 holds the counts a, b of a Beta; the others a mean and a precision.
  const estimate = level === 1 ? first / (first + second) : first;
  const sd = level === 1 ? betaSd(first, second) : 1 / Math.sqrt(second);
  const unit = level === 1 ? 'probability' : level === 2 ? 'log-odds' : 'log-volatility';
  const weight = weightOfDepth(numbers, RUN.bank, level);
  if (thought.stepsObserved === 0) return { level, unit, estimate, sd, weight };
  const surpriseNats = surpriseOfDepth(numbers, RUN.bank, level);
  return { level, unit, estimate, sd, surpriseNats, weight };
}

function betaSd(a: number, b: number): number {
  const n = a + b;
  return Math.sqrt((a * b) / (n * n * (n + 1)));
}
