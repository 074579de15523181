import { RUN } from '../memory/layout.ts';
import {
  ACT_NOVELTY,
  CHANGE_STEP,
  CHECK,
  CHECK_STEP,
  FAILURES,
  LATENESS,
  NEWS_NOVELTY,
  OPEN,
  RECENT_FAILURE,
  REPETITION,
  STATED,
  STEPS,
  STREAK,
  TOOL_RELIABILITY,
} from './counts.ts';
import { meanSignal } from './signals.ts';

/**
 * The feature vector: what the stages see of a run, whether events or states filled it. Each is in
 * [0, 1]; NaN where nothing was observed. Meaning and source of each: `docs/numbers.md`.
 */
export const FEATURES = [
  'reliabilityMean',
  'reliabilityWorst',
  'reliabilitySpread',
  'failureShare',
  'recentFailure',
  'errorStreak',
  'load',
  'lateness',
  'progress',
  'effort',
  'length',
  'repetition',
  'actNovelty',
  'newsNovelty',
  'checkPassed',
  'unchecked',
  'focus',
  'stated',
  'signals',
] as const;

export type FeatureName = (typeof FEATURES)[number];

/** Place of each feature in a vector. */
export const FEATURE = Object.freeze(
  Object.fromEntries(FEATURES.map((name, i) => [name, i])),
) as Readonly<Record<FeatureName, number>>;

/** Half-lives, in steps, of the running means over steps. */
export const KEEP_RECENT = 0.5 ** (1 / 4);
export const KEEP_NOVELTY = 0.5 ** (1 / 8);

export function openFeatures(numbers: Float64Array): void {
  numbers.fill(Number.NaN, RUN.features, RUN.features + FEATURES.length);
  numbers.fill(Number.NaN, RUN.lastFeatures, RUN.lastFeatures + FEATURES.length);
}

/** Fills what events and finished processes say, from the counts of the run. */
export function fillFromCounts(numbers: Float64Array, usualSteps: number): void {
  const at = RUN.features;
  const steps = numbers[STEPS]!;
  const stepped = steps > 0;
  numbers[at + FEATURE.failureShare] = stepped ? numbers[FAILURES]! / steps : Number.NaN;
  numbers[at + FEATURE.recentFailure] = stepped ? numbers[RECENT_FAILURE]! : Number.NaN;
  numbers[at + FEATURE.errorStreak] = numbers[STREAK]! / (numbers[STREAK]! + 2);
  numbers[at + FEATURE.length] = steps / (steps + usualSteps);
  numbers[at + FEATURE.repetition] = stepped ? numbers[REPETITION]! : Number.NaN;
  numbers[at + FEATURE.actNovelty] = stepped ? numbers[ACT_NOVELTY]! : Number.NaN;
  numbers[at + FEATURE.newsNovelty] = stepped ? numbers[NEWS_NOVELTY]! : Number.NaN;
  const check = numbers[CHECK]!;
  numbers[at + FEATURE.checkPassed] = check === 0 ? Number.NaN : check === 1 ? 1 : 0;
  numbers[at + FEATURE.unchecked] =
    numbers[CHANGE_STEP] === 0 ? Number.NaN : numbers[CHANGE_STEP]! > numbers[CHECK_STEP]! ? 1 : 0;
  numbers[at + FEATURE.stated] = numbers[STATED]!;
  numbers[at + FEATURE.signals] = meanSignal(numbers);
}

/** Fills what events say where there are no processes to read it from. */
export function fillFromEvents(numbers: Float64Array): void {
  const at = RUN.features;
  // What only processes say is not carried over from an earlier state.
  numbers[at + FEATURE.reliabilityWorst] = Number.NaN;
  numbers[at + FEATURE.reliabilitySpread] = Number.NaN;
  numbers[at + FEATURE.progress] = Number.NaN;
  numbers[at + FEATURE.focus] = Number.NaN;
  numbers[at + FEATURE.reliabilityMean] = numbers[TOOL_RELIABILITY]!;
  numbers[at + FEATURE.load] = numbers[OPEN]! / (numbers[OPEN]! + 4);
  numbers[at + FEATURE.lateness] = numbers[LATENESS]!;
  numbers[at + FEATURE.effort] = numbers[at + FEATURE.length]!;
}

/** A running mean over steps that forgets by `keep` a step; the first value starts it. */
export function runningMean(mean: number, value: number, keep: number, steps: number): number {
  return steps === 0 ? value : keep * mean + (1 - keep) * value;
}
