import type { Learned } from '../../learning/learn-step.ts';
import { INFERRED, outcomesOf, PRIOR_RATE } from '../../learning/mind.ts';
import {
  createTally,
  isEmpty,
  keepTold,
  observedShare,
  rateOf,
  tallyMind,
  tallyTask,
  without,
  withoutInferred,
} from '../../learning/tally.ts';
import { findRecord } from '../../memory/record-table.ts';
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
  if (run.task === undefined || isEmpty(taskAll)) {
    thought.agentRate = agentRate();
    thought.base = thought.agentRate;
    thought.says[TASK] = Number.NaN;
    thought.adds[TASK] = Number.NaN;
    return;
  }
  // `agentRate` is how it does elsewhere: what the task's record adds is beside it.
  thought.agentRate = rateElsewhere();
  thought.base = taskRate(thought.agentRate);
  thought.says[TASK] = thought.base;
  thought.adds[TASK] = logit(thought.base) - logit(thought.agentRate);
}

/**
 * The same from outcomes that were told alone: what an outcome is inferred from, or guesses would
 * bear each other out.
 */
export function toldBaseRate(run: RunMemory, learned: Learned): number {
  gather(run, learned);
  for (const tally of TALLIES) keepTold(tally);
  if (run.task === undefined || isEmpty(taskAll)) return agentRate();
  return taskRate(rateElsewhere());
}

// One scratch each; filled and read within a call.
const mine = createTally();
const all = createTally();
const taskMine = createTally();
const taskAll = createTally();
const TALLIES = [mine, all, taskMine, taskAll];

/** Fills the four tallies: of the agent and of all, of its task and of everybody's. */
function gather(run: RunMemory, { population, records }: Learned): void {
  tallyMind(mine, run.mind.numbers);
  tallyMind(all, population.numbers);
  if (run.task !== undefined) {
    tallyTask(taskAll, records.numbers, findRecord(records, run.taskKey));
    tallyTask(taskMine, records.numbers, findRecord(records, run.ownTaskKey));
  }
  const { inferred } = run;
  if (inferred !== undefined) for (const tally of TALLIES) withoutInferred(tally, inferred);
}

/** How the agent does, whatever the task. */
function agentRate(): number {
  without(all, mine);
  return rateOf(mine, rateOf(all, PRIOR_RATE));
}

/** How the agent does elsewhere than in this task; `all` and `mine` become what is left for it. */
function rateElsewhere(): number {
  without(mine, taskMine);
  without(all, taskAll);
  without(all, mine);
  return rateOf(mine, rateOf(all, PRIOR_RATE));
}

/** How this task ends for it. */
function taskRate(elsewhere: number): number {
  const othersElsewhere = rateOf(all, PRIOR_RATE);
  without(taskAll, taskMine);
  const others = rateOf(taskAll, othersElsewhere);
  const expected = sigmoid(logit(others) + logit(elsewhere) - logit(othersElsewhere));
  return rateOf(taskMine, expected);
}
