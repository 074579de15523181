import { FAILED, RUN_STEPS, RUNS_CLOSED, SUCCEEDED, type Mind } from './mind.ts';
import { STEPS } from '../run/counts.ts';
import { hashName } from '../numeric/hash.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { learnMovement } from '../stages/confidence/band.ts';
import type { Learned } from './learn-step.ts';
import { learnRecord, ownKey, taskKey } from './records.ts';

/** How a run turned out, as `learn` takes it. */
export interface Outcome {
  /** Default `"default"`. */
  readonly agent?: string;
  readonly run?: string;
  /** Its task, for a run that is no longer in memory. */
  readonly task?: string;
  readonly succeeded: boolean;
}

/** Teaches base rates and the task's records; `weight` −1 takes an outcome back. */
export function teachOutcome(
  learned: Learned,
  mind: Mind,
  task: string | undefined,
  succeeded: boolean,
  weight: 1 | -1 = 1,
): void {
  for (const each of [mind, learned.population]) {
    each.numbers[succeeded ? SUCCEEDED : FAILED]! += weight;
  }
  if (task === undefined) return;
  const key = taskKey(task);
  learnRecord(learned.records, key, succeeded ? 1 : 0, weight);
  learnRecord(learned.records, ownKey(key, hashName(mind.agent)), succeeded ? 1 : 0, weight);
}

/** Teaches what the whole run shows, at its close: its length, and how far its forecasts moved. */
export function teachRun(learned: Learned, run: RunMemory, lastLogOdds: number): void {
  const steps = run.numbers[STEPS]!;
  if (steps === 0) return;
  learnMovement(run.numbers, run.mind, learned.population, lastLogOdds);
  for (const mind of [run.mind, learned.population]) {
    mind.numbers[RUNS_CLOSED]! += 1;
    mind.numbers[RUN_STEPS]! += steps;
  }
}
