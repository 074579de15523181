import { MIND, MIND_SLAB_LENGTH } from '../memory/layout.ts';
import type { Member } from '../memory/recency.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { shrunkenRate, SHRINKAGE } from '../numeric/shrinkage.ts';

/** All that is learned of one agent, over its runs: one slab of fixed size. */
export interface Mind extends Member<Mind> {
  readonly agent: string;
  readonly slab: ArrayBuffer;
  readonly numbers: Float64Array;
  /** Runs of the agent in memory, by id; a mind stays as long as one of them does. */
  readonly runs: Map<string, RunMemory>;
  /** The run asked for last: most agents have one at a time. */
  lastRun: RunMemory | undefined;
}

export const MIND_BYTES = MIND_SLAB_LENGTH * 8;

/** Places within a mind's record. */
export const SUCCEEDED = MIND.record + 0;
export const FAILED = MIND.record + 1;
export const STEPS_WORKED = MIND.record + 2;
export const STEPS_FAILED = MIND.record + 3;
export const RUNS_CLOSED = MIND.record + 4;
export const RUN_STEPS = MIND.record + 5;
/** Concerns it was told of, and those that were over before anybody had to be asked. */
export const TOLD = MIND.record + 6;
export const HELPED = MIND.record + 7;

/**
 * Of runs whose outcome nobody told: weights of what was inferred of them, and of what was not, which
 * stays as it was; and of how many anything was.
 */
export const INFERRED_SUCCEEDED = MIND.record + 8;
export const INFERRED_FAILED = MIND.record + 9;
export const UNTOLD = MIND.record + 10;
export const INFERRED = MIND.record + 11;

/** Where nothing at all was learned: an even chance, and runs of 16 steps. Priors. */
export const PRIOR_RATE = 0.5;
export const PRIOR_RUN_STEPS = 16;

export function createMind(agent: string, slab: ArrayBuffer): Mind {
  const numbers = new Float64Array(slab).fill(0);
  const runs = new Map<string, RunMemory>();
  return { newer: undefined, older: undefined, agent, slab, numbers, runs, lastRun: undefined };
}

/** Share of the agent's steps that work, shrunk likewise. */
export function stepRate(mind: Mind, population: Mind): number {
  const worked = mind.numbers[STEPS_WORKED]!;
  const failed = mind.numbers[STEPS_FAILED]!;
  const others = shrunkenRate(
    population.numbers[STEPS_WORKED]! - worked,
    population.numbers[STEPS_FAILED]! - failed,
    PRIOR_RATE,
  );
  return shrunkenRate(worked, failed, others);
}

/** Steps the agent's runs usually take, shrunk likewise. */
export function usualSteps(mind: Mind, population: Mind): number {
  const runs = mind.numbers[RUNS_CLOSED]!;
  const steps = mind.numbers[RUN_STEPS]!;
  const others =
    (population.numbers[RUN_STEPS]! - steps + SHRINKAGE * PRIOR_RUN_STEPS) /
    (population.numbers[RUNS_CLOSED]! - runs + SHRINKAGE);
  return (steps + SHRINKAGE * others) / (runs + SHRINKAGE);
}

/** Outcomes of this agent that were told so far. */
export function outcomesOf(mind: Mind): number {
  return mind.numbers[SUCCEEDED]! + mind.numbers[FAILED]!;
}
