import {
  FAILED,
  findRecord,
  LOG_MS_COUNT,
  LOG_MS_MEAN,
  useRecord,
  WORKED,
} from '../memory/record-table.ts';
import { shrunkenRate } from '../numeric/shrinkage.ts';
import { LATENESS, TOOL_RELIABILITY } from '../run/counts.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';
import type { Learned } from './learn-step.ts';
import { PRIOR_RATE, STEPS_FAILED, STEPS_WORKED } from './mind.ts';

/** What is known of a tool, or a type of process, for one agent. */
export interface ToolKnowledge {
  /** P(it works), shrunk. */
  rate: number;
  /** Observations of this agent's own. */
  observations: number;
  /** What it usually takes in ms (geometric mean); NaN before two were seen. */
  usualMs: number;
}

/** Fills `known` from the records of a tool. */
export function lookUpTool(
  run: RunMemory,
  learned: Learned,
  toolHash: number,
  ownToolHash: number,
  known: ToolKnowledge,
): void {
  const { records } = learned;
  const own = findRecord(records, ownToolHash);
  const all = findRecord(records, toolHash);
  const worked = own < 0 ? 0 : records.numbers[own + WORKED]!;
  const failed = own < 0 ? 0 : records.numbers[own + FAILED]!;
  known.rate = rateOf(run, learned, worked, failed, all);
  known.observations = worked + failed;
  known.usualMs = own < 0 ? Number.NaN : usualMs(records.numbers, own);
}

/** Teaches the records of a step's tool, and keeps how late and how reliable it is. */
export function learnTool(run: RunMemory, learned: Learned, step: Step): void {
  const { records } = learned;
  const { numbers } = records;
  const all = useRecord(records, step.toolHash);
  const own = useRecord(records, step.ownToolHash);
  const over = step.ms / usualMs(numbers, own) - 1;
  if (!Number.isNaN(over)) run.numbers[LATENESS] = over > 0 ? over / (1 + over) : 0;
  for (const at of [all, own]) {
    numbers[at + WORKED]! += 1 - step.failed;
    numbers[at + FAILED]! += step.failed;
  }
  if (!Number.isNaN(step.ms)) {
    const logMs = Math.log(Math.max(step.ms, 1));
    numbers[own + LOG_MS_COUNT]! += 1;
    numbers[own + LOG_MS_MEAN]! +=
      (logMs - numbers[own + LOG_MS_MEAN]!) / numbers[own + LOG_MS_COUNT]!;
  }
  const worked = numbers[own + WORKED]!;
  const failed = numbers[own + FAILED]!;
  run.numbers[TOOL_RELIABILITY] = rateOf(run, learned, worked, failed, all);
}

/**
 * This agent's record of a tool, shrunk to the other agents', that to how the agent's other steps
 * went. No observation counts on two levels.
 *
 * @param all Where everybody's record begins; -1 if there is none.
 */
function rateOf(
  run: RunMemory,
  learned: Learned,
  worked: number,
  failed: number,
  all: number,
): number {
  const { numbers } = learned.records;
  const steps = run.mind.numbers;
  const elsewhere = shrunkenRate(
    Math.max(steps[STEPS_WORKED]! - worked, 0),
    Math.max(steps[STEPS_FAILED]! - failed, 0),
    PRIOR_RATE,
  );
  const othersWorked = all < 0 ? 0 : Math.max(numbers[all + WORKED]! - worked, 0);
  const othersFailed = all < 0 ? 0 : Math.max(numbers[all + FAILED]! - failed, 0);
  return shrunkenRate(worked, failed, shrunkenRate(othersWorked, othersFailed, elsewhere));
}

function usualMs(numbers: Float64Array, own: number): number {
  return numbers[own + LOG_MS_COUNT]! < 2 ? Number.NaN : Math.exp(numbers[own + LOG_MS_MEAN]!);
}
