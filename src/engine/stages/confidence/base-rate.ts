import type { Learned } from '../../learning/learn-step.ts';
import { INFERRED, outcomesOf, PRIOR_RATE } from '../../learning/mind.ts';
import {
  createTally,
  keepTold,
  observedShare,
  rateOf,
  tallyMind,
  tallyTask,
  taskRecord,
  without,
  withoutInferred,
  type Tally,
} from '../../learning/tally.ts';
import { logit, sigmoid } from '../../numeric/logit.ts';
import type { RunMemory } from '../../run/run-memory.ts';
import type { Thought } from '../thought.ts';
import { TASK } from './sources.ts';

/**
 * How such runs end before anything of this one is seen: the agent's rate; where the task has a
 * record, that instead. The others' record of the task is shrunk to how the others' other tasks
 * end; the agent's own record of it to what the others' says, shifted by how this agent differs
 * from them elsewhere. No outcome counts on two levels, and what was inferred of a run itself does
 * not count in its own forecast.
 */
export function findBaseRate(thought: Thought): void {
  const { run, learned } = thought;
  gather(run, learned);
  thought.outcomes = outcomesOf(run.mind);
  thought.inferred = run.mind.numbers[INFERRED]! - (run.inferred?.counts ?? 0);
  thought.baseLearned = observedShare(mine);
  weigh();
  thought.agentRate = found.agentRate;
  thought.base = found.base;
  thought.says[TASK] = found.hasTask ? found.base : Number.NaN;
  thought.adds[TASK] = found.hasTask ? logit(found.base) - logit(found.agentRate) : Number.NaN;
}

/**
 * The same from outcomes that were told alone: what an outcome is inferred from, or guesses would
 * bear each other out.
 */
export function toldBaseRate(run: RunMemory, learned: Learned): number {
  gather(run, learned);
  for (const tally of TALLIES) keepTold(tally);
  weigh();
  return found.base;
}

// One scratch each; filled and read within a call.
const mine = createTally();
const all = createTally();
const taskMine = createTally();
const taskAll = createTally();
const TALLIES = [mine, all, taskMine, taskAll];
const found = { agentRate: 0, base: 0, hasTask: false };

/** Fills the four tallies: of the agent and of all, of its task and of everybody's. */
function gather(run: RunMemory, { population, records }: Learned): void {
  tallyMind(mine, run.mind);
  tallyMind(all, population);
  tallyTask(taskMine, records, taskRecord(records, run.ownTaskKey));
  tallyTask(taskAll, records, taskRecord(records, run.taskKey));
  const { inferred } = run;
  if (inferred !== undefined) for (const tally of TALLIES) withoutInferred(tally, inferred);
}

/** `agentRate` becomes how the agent does elsewhere, where a task's record stands beside it. */
function weigh(): void {
  found.hasTask = !isEmpty(taskAll);
  without(all, mine);
  if (!found.hasTask) {
    found.agentRate = rateOf(mine, rateOf(all, PRIOR_RATE));
    found.base = found.agentRate;
    return;
  }
  without(taskAll, taskMine);
  // What is left of the others is elsewhere, and of the agent likewise.
  without(all, taskAll);
  without(mine, taskMine);
  const othersElsewhere = rateOf(all, PRIOR_RATE);
  const elsewhere = rateOf(mine, othersElsewhere);
  const others = rateOf(taskAll, othersElsewhere);
  const expected = sigmoid(logit(others) + logit(elsewhere) - logit(othersElsewhere));
  found.agentRate = elsewhere;
  found.base = rateOf(taskMine, expected);
}

function isEmpty({ succeeded, failed, inferredSucceeded, inferredFailed }: Tally): boolean {
  return succeeded + failed + inferredSucceeded + inferredFailed === 0;
}
