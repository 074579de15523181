import { DETECTORS } from '../concerns/ledger.ts';
import type { Heard } from '../input/decode-event.ts';
import { MIND, RUN } from '../memory/layout.ts';
import type { RecordTable } from '../memory/record-table.ts';
import {
  ACT_NOVELTY,
  CHANGE_STEP,
  CHECK,
  CHECK_LEARNED,
  CHECK_STEP,
  CHECKS_FAILED,
  CHECKS_PASSED,
  EVENTS,
  FAILURES,
  NEW_STEPS,
  PROGRESS_STEP,
  NEWS_NOVELTY,
  RECENT_FAILURE,
  REPETITION,
  STEPS,
  STREAK,
  TRIED,
} from '../run/counts.ts';
import { CHECK_RUN, isCheck } from '../run/act-kind.ts';
import { learnExperiment } from '../concerns/experiment.ts';
import { KEEP_NOVELTY, KEEP_RECENT, runningMean } from '../run/features.ts';
import { amendRecent, isRecentAct, isRecentNews, isRecentPair, pushRecent } from '../run/recent.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { keepSigns } from '../run/signs.ts';
import type { Step } from '../run/step.ts';
import { learnStep as learnBank } from '../stages/awareness/bank.ts';
import { accept } from './gate.ts';
import { STEPS_FAILED, STEPS_WORKED, type Mind } from './mind.ts';
import { bringsOn, isLearnedCheck } from './patience.ts';

/** All that outlives a run: the population's mind, and the records. */
export interface Learned {
  readonly population: Mind;
  readonly records: RecordTable;
}

/** A step that was counted without a result, which came after all. */
export interface Again {
  readonly newAct: boolean;
}

/**
 * Counts a step in its run: novelty, failures, checks, then every detector.
 *
 * @param again Where it was counted before, for want of a result: what was found then.
 */
export function countStep(run: RunMemory, learned: Learned, step: Step, again?: Again): void {
  const { numbers, words } = run;
  const { records } = learned;
  const before = numbers[STEPS]!;
  step.newAct = again === undefined ? !isRecentAct(words, step.act) : again.newAct;
  step.newNews = step.newsChars > 0 && !isRecentNews(words, step.news);
  step.newPair = step.newAct || !isRecentPair(words, step.act, step.news);
  step.serial += 1;
  if (again === undefined) {
    if (step.newPair) numbers[NEW_STEPS]! += 1;
    accept(run.mind.numbers, MIND.interruptions);
  }
  if (again === undefined || !amendRecent(words, step.act, step.news)) {
    pushRecent(words, numbers, step.act, step.news);
  }
  numbers[STEPS] = before + 1;
  numbers[FAILURES]! += step.failed;
  numbers[STREAK] = step.failed > 0.5 ? numbers[STREAK]! + 1 : 0;
  numbers[RECENT_FAILURE] = runningMean(numbers[RECENT_FAILURE]!, step.failed, KEEP_RECENT, before);
  // A step that is counted again is as new as it was.
  if (again === undefined) keepNovelty(numbers, step, before);
  step.progress = step.newAct && !step.note && bringsOn(records, step);
  if (step.progress) numbers[PROGRESS_STEP] = before + 1;
  keepSigns(numbers, step);
  const flipped = learnExperiment(run, step, records);
  keepChecks(run, step, flipped, isLearnedCheck(records, step));
  for (let i = 0; i < DETECTORS.length; i++) DETECTORS[i]!.learnStep?.(run, step, records);
}

function keepNovelty(numbers: Float64Array, step: Step, before: number): void {
  const repeats = step.newAct || step.newNews ? 0 : 1;
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
}

/** What was said, or noted by the host, to every detector that listens. */
export function hearWords(run: RunMemory, heard: Heard, at: number): void {
  for (let i = 0; i < DETECTORS.length; i++) DETECTORS[i]!.learnWords?.(run, heard, at);
}

/** That a call begins, to every detector that takes it for an answer. */
export function noteCall(run: RunMemory): void {
  for (let i = 0; i < DETECTORS.length; i++) DETECTORS[i]!.learnCall?.(run);
}

/** A state and its features, to every detector that looks at moments. */
export function watchMoment(run: RunMemory, focus: number): void {
  const event = run.numbers[EVENTS]! - 1;
  for (let i = 0; i < DETECTORS.length; i++) DETECTORS[i]!.learnMoment?.(run, event, focus);
}

/** Keeps which kinds of checks passed since the last change, and which failed last. */
function keepChecks(run: RunMemory, step: Step, flipped: boolean, learned: boolean): void {
  const { numbers } = run;
  if (step.writes && !step.tidying) numbers[TRIED] = 1;
  if (step.changed && !step.tidying) {
    numbers[CHANGE_STEP] = numbers[STEPS]!;
    numbers[CHECKS_PASSED] = 0;
  }
  const kinds = step.checks | (flipped ? CHECK_RUN : 0) | (learned ? CHECK_LEARNED : 0);
  if (kinds === 0) return;
  if (step.failed > 0.5) {
    numbers[CHECKS_FAILED]! |= kinds;
    numbers[CHECKS_PASSED]! &= ~kinds;
  } else {
    numbers[CHECKS_PASSED]! |= kinds;
    numbers[CHECKS_FAILED]! &= ~kinds;
  }
  if (!isCheck(kinds)) return;
  numbers[CHECK_STEP] = numbers[STEPS]!;
  numbers[CHECK] = step.failed > 0.5 ? 2 : 1;
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
