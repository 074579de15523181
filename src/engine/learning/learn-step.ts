import { DETECTORS } from '../concerns/ledger.ts';
import { RUN } from '../memory/layout.ts';
import {
  FAILED,
  findRecord,
  LOG_MS_COUNT,
  LOG_MS_MEAN,
  WORKED,
  type RecordTable,
} from '../memory/record-table.ts';
import {
  ACT_NOVELTY,
  CHANGE_STEP,
  CHECK,
  CHECK_STEP,
  FAILURES,
  LATENESS,
  NEWS_NOVELTY,
  RECENT_FAILURE,
  REPETITION,
  STEPS,
  STREAK,
  TOOL_RELIABILITY,
} from '../run/counts.ts';
import { KEEP_NOVELTY, KEEP_RECENT, runningMean } from '../run/features.ts';
import { isRecentAct, isRecentNews, pushRecent } from '../run/recent.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';
import { learnStep as learnBank } from '../stages/awareness/bank.ts';
import { shrunkenRate } from '../numeric/shrinkage.ts';
import { PRIOR_RATE, STEPS_FAILED, STEPS_WORKED, type Mind } from './mind.ts';
import { learnDuration, learnRecord } from './records.ts';

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

/** Teaches the records of a step's tool, and reads back how reliable and how late it is. */
export function learnTool(run: RunMemory, learned: Learned, step: Step): void {
  const { numbers } = run;
  const { records } = learned;
  lookUpTool(run, learned, step.toolHash, step.ownToolHash, known);
  const over = step.ms / known.usualMs - 1;
  if (!Number.isNaN(over)) numbers[LATENESS] = over > 0 ? over / (1 + over) : 0;
  learnRecord(records, step.toolHash, 1 - step.failed);
  learnRecord(records, step.ownToolHash, 1 - step.failed);
  if (!Number.isNaN(step.ms)) learnDuration(records, step.ownToolHash, step.ms);
  lookUpTool(run, learned, step.toolHash, step.ownToolHash, known);
  numbers[TOOL_RELIABILITY] = known.rate;
}

/** What is known of a tool, for one agent. */
export interface ToolKnowledge {
  /** P(it works), shrunk. */
  rate: number;
  /** Observations of this agent's own. */
  observations: number;
  /** What it usually takes in ms (geometric mean); NaN before two were seen. */
  usualMs: number;
}

/**
 * Looks a tool up: this agent's record of it, shrunk to the other agents', that to how the agent's
 * other steps went. No observation counts on two levels.
 */
export function lookUpTool(
  run: RunMemory,
  learned: Learned,
  toolHash: number,
  ownToolHash: number,
  known: ToolKnowledge,
): void {
  const { numbers } = learned.records;
  const own = findRecord(learned.records, ownToolHash);
  const worked = own < 0 ? 0 : numbers[own + WORKED]!;
  const failed = own < 0 ? 0 : numbers[own + FAILED]!;
  const all = findRecord(learned.records, toolHash);
  const othersWorked = all < 0 ? 0 : Math.max(numbers[all + WORKED]! - worked, 0);
  const othersFailed = all < 0 ? 0 : Math.max(numbers[all + FAILED]! - failed, 0);
  const steps = run.mind.numbers;
  const elsewhere = shrunkenRate(
    Math.max(steps[STEPS_WORKED]! - worked, 0),
    Math.max(steps[STEPS_FAILED]! - failed, 0),
    PRIOR_RATE,
  );
  known.rate = shrunkenRate(worked, failed, shrunkenRate(othersWorked, othersFailed, elsewhere));
  known.observations = worked + failed;
  known.usualMs =
    own < 0 || numbers[own + LOG_MS_COUNT]! < 2
      ? Number.NaN
      : Math.exp(numbers[own + LOG_MS_MEAN]!);
}

const known: ToolKnowledge = { rate: 0, observations: 0, usualMs: 0 };
