import { FAILED, outcomesOf, PRIOR_RATE, successRate, SUCCEEDED } from '../../learning/mind.ts';
import { countsOf } from '../../learning/records.ts';
import { logit, sigmoid } from '../../numeric/logit.ts';
import { shrunkenRate } from '../../numeric/shrinkage.ts';
import type { Thought } from '../thought.ts';
import { TASK } from './sources.ts';

/**
 * How such runs end before anything of this one is seen: the agent's rate, moved by the record of
 * the task where there is one. The others' record of the task is shrunk to how everybody's other
 * tasks end; the agent's own record of it to what the others' says, shifted by how this agent
 * differs from everybody elsewhere. No outcome counts on two levels.
 */
export function findBaseRate(thought: Thought): void {
  const { run, learned } = thought;
  thought.outcomes = outcomesOf(run.mind);
  thought.agentRate = successRate(run.mind, learned.population);
  thought.base = thought.agentRate;
  thought.says[TASK] = Number.NaN;
  thought.adds[TASK] = Number.NaN;
  if (run.task === undefined) return;
  const { worked, failed } = countsOf(learned.records, run.taskKey);
  if (worked + failed === 0) return;
  const rate = taskRate(thought, worked, failed);
  thought.base = rate;
  thought.says[TASK] = rate;
  thought.adds[TASK] = logit(rate) - logit(thought.agentRate);
}

function taskRate(thought: Thought, worked: number, failed: number): number {
  const { run, learned } = thought;
  const all = learned.population.numbers;
  const mind = run.mind.numbers;
  const own = countsOf(learned.records, run.ownTaskKey);
  const elsewhere = shrunkenRate(all[SUCCEEDED]! - worked, all[FAILED]! - failed, PRIOR_RATE);
  const agentElsewhere = shrunkenRate(
    mind[SUCCEEDED]! - own.worked,
    mind[FAILED]! - own.failed,
    elsewhere,
  );
  const others = shrunkenRate(worked - own.worked, failed - own.failed, elsewhere);
  const shifted = sigmoid(logit(others) + logit(agentElsewhere) - logit(elsewhere));
  return shrunkenRate(own.worked, own.failed, shifted);
}
