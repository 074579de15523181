import { FAILED, outcomesOf, PRIOR_RATE, successRate, SUCCEEDED } from '../../learning/mind.ts';
import { countsOf } from '../../learning/records.ts';
import { logit, sigmoid } from '../../numeric/logit.ts';
import { shrunkenRate } from '../../numeric/shrinkage.ts';
import type { Thought } from '../thought.ts';
import { TASK } from './sources.ts';

/**
 * How such runs end before anything of this one is seen: the agent's rate; where the task has a
 * record, that instead. The others' record of the task is shrunk to how the others' other tasks
 * end; the agent's own record of it to what the others' says, shifted by how this agent differs
 * from them elsewhere. No outcome counts on two levels.
 */
export function findBaseRate(thought: Thought): void {
  const { run, learned } = thought;
  thought.outcomes = outcomesOf(run.mind);
  thought.says[TASK] = Number.NaN;
  thought.adds[TASK] = Number.NaN;
  const task = run.task === undefined ? NO_RECORD : countsOf(learned.records, run.taskKey);
  if (task.worked + task.failed === 0) {
    thought.agentRate = successRate(run.mind, learned.population);
    thought.base = thought.agentRate;
  } else {
    readTaskRecord(thought, task.worked, task.failed);
  }
}

const NO_RECORD = { worked: 0, failed: 0 };

/** `agentRate` becomes how the agent does elsewhere: what the task's record adds is beside it. */
function readTaskRecord(thought: Thought, worked: number, failed: number): void {
  const { run, learned } = thought;
  const all = learned.population.numbers;
  const mind = run.mind.numbers;
  const own = countsOf(learned.records, run.ownTaskKey);
  // A mind may be younger than the records: it was given up and born again.
  const elseWorked = Math.max(mind[SUCCEEDED]! - own.worked, 0);
  const elseFailed = Math.max(mind[FAILED]! - own.failed, 0);
  const othersElsewhere = shrunkenRate(
    Math.max(all[SUCCEEDED]! - worked - elseWorked, 0),
    Math.max(all[FAILED]! - failed - elseFailed, 0),
    PRIOR_RATE,
  );
  const elsewhere = shrunkenRate(elseWorked, elseFailed, othersElsewhere);
  const others = shrunkenRate(
    Math.max(worked - own.worked, 0),
    Math.max(failed - own.failed, 0),
    othersElsewhere,
  );
  const expected = sigmoid(logit(others) + logit(elsewhere) - logit(othersElsewhere));
  thought.agentRate = elsewhere;
  thought.base = shrunkenRate(own.worked, own.failed, expected);
  thought.says[TASK] = thought.base;
  thought.adds[TASK] = logit(thought.base) - logit(elsewhere);
}
