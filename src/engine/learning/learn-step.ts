import { DETECTORS } from '../concerns/ledger.ts';
import { RUN } from '../memory/layout.ts';
import type { RecordTable } from '../memory/record-table.ts';
import {
  ACT_NOVELTY,
  CHANGE_STEP,
  CHECK,
  CHECK_STEP,
  FAILURES,
  NEWS_NOVELTY,
  RECENT_FAILURE,
  REPETITION,
  STEPS,
  STREAK,
} from '../run/counts.ts';
import { KEEP_NOVELTY, KEEP_RECENT, runningMean } from '../run/features.ts';
import { isRecentAct, isRecentNews, pushRecent } from '../run/recent.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';
import { learnStep as learnBank } from '../stages/awareness/bank.ts';
import { STEPS_FAILED, STEPS_WORKED, type Mind } from './mind.ts';

/** All that outlives a run: the population's mind, and the records. */
export interface Learned {
  readonly population: Mind;
  readonly records: RecordTable;
}

/** Counts a step in its run: novelty, failures, checks, then every detector. */
export function countStep(run: RunMemory, step: Step): void {
  const { numbers } = run;
  const before = numbers[STEPS]!;
  step.newAct = !isRecentAct(numbers, step.act);
  step.newNews = step.news !== 0 && !isRecentNews(numbers, step.news);
  pushRecent(numbers, step.act, step.news);
  numbers[STEPS] = before + 1;
  numbers[FAILURES]! += step.failed;
  numbers[STREAK] = step.failed > 0.5 ? numbers[STREAK]! + 1 : 0;
  const repeats = step.newAct || step.newNews ? 0 : 1;
  numbers[RECENT_FAILURE] = runningMean(numbers[RECENT_FAILURE]!, step.failed, KEEP_RECENT, before);
  numbers[REPETITION] = runningMean(numbers[REPETITION]!, repeats, KEEP_NOVELTY, before);
  numbers[ACT_NOVELTY] = runningMean(
    numbers[ACT_NOVELTY]!,
    step.newAct ? 1 : 0,
    KEEP_NOVELTY,
    before,
  );
  numbers[NEWS_NOVELTY] = runningMean(
    numbers[NEWS_NOVELTY]!,
    step.newNews ? 1 : 0,
    KEEP_NOVELTY,
    before,
  );
  if (step.changed) numbers[CHANGE_STEP] = before + 1;
  if (step.check) {
    numbers[CHECK_STEP] = before + 1;
    numbers[CHECK] = step.failed > 0.5 ? 2 : 1;
  }
  for (let i = 0; i < DETECTORS.length; i++) DETECTORS[i]!.learnStep(run, step);
}

/** Teaches filters and the agent's rate of steps: one observation. @param worked In [0, 1]. */
export function learnObservation(
  run: RunMemory,
  learned: Learned,
  worked: number,
  depth: number,
): void {
  learnBank(run.numbers, RUN.bank, worked, depth);
  for (const mind of [run.mind, learned.population]) {
    mind.numbers[STEPS_WORKED]! += worked;
    mind.numbers[STEPS_FAILED]! += 1 - worked;
  }
}
