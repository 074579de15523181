import { openConcerns } from '../concerns/ledger.ts';
import { settleInterruption } from '../stages/integration/ladder.ts';
import { createFamilies, enterFamilies, leaveFamilies, type Families } from '../run/family.ts';
import { createMind, MIND_BYTES, stepRate, type Mind } from '../learning/mind.ts';
import { openCounts } from '../run/counts.ts';
import { openFeatures } from '../run/features.ts';
import { createRunMemory, RUN_BYTES, type RunMemory } from '../run/run-memory.ts';
import { openBank } from '../stages/awareness/bank.ts';
import { RUN } from './layout.ts';
import { createRecency, remove, touch, type Recency } from './recency.ts';
import { createSlabPool, returnSlab, takeSlab, type SlabPool } from './slab-pool.ts';

/**
 * The minds and runs that are in memory, within a budget: a quarter of it for minds, half for runs
 * (the rest is for records and caches). When a share is full, what was used longest ago gives way.
 */
export interface Residents {
  readonly minds: Map<string, Mind>;
  readonly families: Families;
  readonly population: Mind;
  readonly mindRecency: Recency<Mind>;
  readonly runRecency: Recency<RunMemory>;
  readonly mindSlabs: SlabPool;
  readonly runSlabs: SlabPool;
  readonly mindsMax: number;
  readonly runsMax: number;
  mindsDropped: number;
  runsDropped: number;
}

export function createResidents(limitBytes: number): Residents {
  const mindSlabs = createSlabPool(MIND_BYTES);
  return {
    minds: new Map(),
    families: createFamilies(),
    population: createMind('', takeSlab(mindSlabs)),
    mindRecency: createRecency(),
    runRecency: createRecency(),
    mindSlabs,
    runSlabs: createSlabPool(RUN_BYTES),
    mindsMax: Math.max(1, Math.floor(limitBytes / 4 / MIND_BYTES)),
    runsMax: Math.max(1, Math.floor(limitBytes / 2 / RUN_BYTES)),
    mindsDropped: 0,
    runsDropped: 0,
  };
}

/** An agent's mind; born from the population where there is none. */
export function mindOf(residents: Residents, agent: string): Mind {
  let mind = residents.minds.get(agent);
  if (mind === undefined) {
    if (residents.minds.size >= residents.mindsMax) dropOldestMind(residents);
    mind = createMind(agent, takeSlab(residents.mindSlabs));
    residents.minds.set(agent, mind);
  }
  touch(residents.mindRecency, mind);
  return mind;
}

/** A run that is in memory; it counts as used now. */
export function findRun(residents: Residents, agent: string, id: string): RunMemory | undefined {
  const last = residents.mindRecency.newest;
  const mind = last?.agent === agent ? last : residents.minds.get(agent);
  if (mind === undefined) return undefined;
  const run = mind.lastRun?.run === id ? mind.lastRun : mind.runs.get(id);
  if (run === undefined) return undefined;
  mind.lastRun = run;
  touch(residents.mindRecency, mind);
  touch(residents.runRecency, run);
  // A parent that waits for its children is in use.
  if (run.parentRun !== undefined) touch(residents.runRecency, run.parentRun);
  return run;
}

/** A new run; there is none of this id in memory. */
export function addRun(residents: Residents, agent: string, id: string): RunMemory {
  const mind = mindOf(residents, agent);
  if (residents.runRecency.count >= residents.runsMax) dropOldestRun(residents);
  const run = createRunMemory(agent, id, mind, takeSlab(residents.runSlabs));
  mind.runs.set(id, run);
  enterFamilies(residents.families, run);
  mind.lastRun = run;
  touch(residents.runRecency, run);
  openLife(run, residents.population);
  return run;
}

/** Opens a new life of a run: its memory starts empty, its first forecast is the agent's usual. */
export function openLife(run: RunMemory, population: Mind): void {
  run.numbers.fill(0);
  run.labels.fill(0);
  openCounts(run);
  openFeatures(run.numbers);
  openConcerns(run);
  openBank(run.numbers, RUN.bank, stepRate(run.mind, population));
  run.problems = [];
  run.unknownFields = undefined;
  run.closed = false;
  run.succeeded = undefined;
  run.inferred = undefined;
}

export function bytesHeld(residents: Residents): number {
  return residents.minds.size * MIND_BYTES + residents.runRecency.count * RUN_BYTES;
}

function dropOldestRun(residents: Residents): void {
  const run = residents.runRecency.oldest!;
  remove(residents.runRecency, run);
  settleInterruption(run, undefined);
  leaveFamilies(residents.families, run);
  run.mind.runs.delete(run.run);
  if (run.mind.lastRun === run) run.mind.lastRun = undefined;
  returnSlab(residents.runSlabs, run.slab);
  residents.runsDropped += 1;
}

/** A mind with a run in memory is in use: it is passed over, and counts as used. */
function dropOldestMind(residents: Residents): void {
  for (let tries = residents.minds.size; tries > 0; tries--) {
    const mind = residents.mindRecency.oldest!;
    if (mind.runs.size > 0) {
      touch(residents.mindRecency, mind);
      continue;
    }
    remove(residents.mindRecency, mind);
    residents.minds.delete(mind.agent);
    returnSlab(residents.mindSlabs, mind.slab);
    residents.mindsDropped += 1;
    return;
  }
}
