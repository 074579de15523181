import type { Listeners } from '../events.ts';
import type { RunOptions } from '../input/event.ts';
import { InputError } from '../input/input-error.ts';
import { dropRecord, findRecord, useRecord } from '../memory/record-table.ts';
import { addRun, findRun, mindOf, openLife, type Residents } from '../memory/residents.ts';
import { EVENTS, TOUCHED_AT } from '../run/counts.ts';
import { creditQuietRun } from '../concerns/task-stall.ts';
import { closeFamily, seekParent } from '../run/family.ts';
import { setTask, type RunMemory } from '../run/run-memory.ts';
import { signNames, signsOf } from '../run/signs.ts';
import { settleInterruption } from '../stages/integration/ladder.ts';
import { inferOutcome, teachInferred, type Inferred } from './infer-outcome.ts';
import { teachOutcome, teachRun, type Outcome } from './learn-outcome.ts';
import type { Learned } from './learn-step.ts';
import { outcomeKey } from './records.ts';
import { learnSigns } from './sign-records.ts';

/**
 * The lives of runs. A run opens with its first event; its outcome closes it, and the next event
 * under its id opens a new life. Idle for `runIdleMs` it closes without outcome. An outcome for a
 * run no longer in memory teaches base rate and task record only; a second outcome replaces the
 * first while the run is in memory, else it is refused. Closed without one, a run teaches softly what
 * its signs say, until its outcome is told.
 */
export interface Lives {
  readonly residents: Residents;
  readonly learned: Learned;
  readonly runIdleMs: number;
  readonly listeners: Listeners;
  /** Log-odds that a run ends well, as it stands; asked for when it closes. */
  readonly lastForecast: (run: RunMemory) => number;
  /** Whether a run that closes without an outcome teaches what its signs say of it. */
  readonly infersOutcomes: boolean;
  /** Outcomes learned so far, as told; and those that were inferred and stand. */
  outcomes: number;
  inferred: number;
}

/** The run's memory, opened, or opened anew where its last life is over. */
export function liveRun(
  lives: Lives,
  agent: string,
  id: string,
  opening: RunOptions | undefined,
  at: number,
): RunMemory {
  const { residents, learned } = lives;
  let run = findRun(residents, agent, id);
  if (run === undefined) {
    run = addRun(residents, agent, id);
    applyOpening(run, opening);
    dropRecord(learned.records, outcomeKey(agent, id));
  } else {
    const idle = at - run.numbers[TOUCHED_AT]! > lives.runIdleMs;
    if (idle && !run.closed) endLife(lives, run, undefined);
    if (run.closed) {
      openLife(run, learned.population);
      applyOpening(run, opening);
      dropRecord(learned.records, outcomeKey(agent, id));
    }
  }
  if (run.parent !== undefined && run.parentRun === undefined) {
    seekParent(residents.families, run);
  }
  run.numbers[TOUCHED_AT] = at;
  return run;
}

/** Closes a run, with what became of it if that is known; the first close teaches its length. */
export function endLife(lives: Lives, run: RunMemory, succeeded: boolean | undefined): void {
  const { learned, listeners } = lives;
  if (!run.closed) {
    teachRun(learned, run, lives.lastForecast(run));
    closeFamily(lives.residents.families, run);
    tellEnd(run, listeners);
    run.closed = true;
    if (succeeded === undefined && lives.infersOutcomes) suppose(lives, run);
  }
  settleInterruption(run, succeeded);
  if (succeeded === undefined || succeeded === run.succeeded) return;
  if (run.inferred !== undefined) takeBack(lives, run, run.inferred);
  const signs = lives.infersOutcomes ? signsOf(run.numbers) : 0;
  if (run.succeeded === undefined) lives.outcomes += 1;
  else {
    teachOutcome(learned, run.mind, run.task, run.succeeded, -1);
    learnSigns(learned, run.mind, signs, run.succeeded, -1);
  }
  teachOutcome(learned, run.mind, run.task, succeeded);
  learnSigns(learned, run.mind, signs, succeeded);
  run.succeeded = succeeded;
  if (succeeded && run.ownTaskKey !== 0) creditQuietRun(learned.records, run.ownTaskKey);
  useRecord(learned.records, outcomeKey(run.agent, run.run));
  listeners.note('outcome-learned', { agent: run.agent, run: run.run, succeeded });
}

/** Nobody said how it ended: what its signs say is learned, softly. */
function suppose(lives: Lives, run: RunMemory): void {
  const inferred = inferOutcome(run, lives.learned);
  if (inferred === undefined) return;
  run.inferred = inferred;
  teachInferred(lives.learned, run, inferred);
  lives.inferred += inferred.counts;
  const { probability, signs } = inferred;
  if (signs === 0) return;
  const told = { agent: run.agent, run: run.run, probability, signs: signNames(signs) };
  lives.listeners.note('outcome-inferred', told);
}

function takeBack(lives: Lives, run: RunMemory, inferred: Inferred): void {
  teachInferred(lives.learned, run, inferred, -1);
  lives.inferred -= inferred.counts;
  run.inferred = undefined;
}

/** What stands when a run ends is over with it; the run can still be asked what it was. */
function tellEnd(run: RunMemory, listeners: Listeners): void {
  const event = run.numbers[EVENTS]! - 1;
  for (const concern of run.standing ?? []) {
    if (concern === undefined) continue;
    const told = { agent: run.agent, run: run.run, concern, event, by: 'end' as const };
    listeners.note('concern-cleared', told);
  }
}

/** @throws {InputError} `outcome-refused`: a second one, for a run no longer in memory. */
export function learnOutcome(
  lives: Lives,
  outcome: Outcome & { agent: string; run: string },
): void {
  const { residents, learned, listeners } = lives;
  const { agent, run: id, task, succeeded } = outcome;
  const run = findRun(residents, agent, id);
  if (run !== undefined) return endLife(lives, run, succeeded);
  const key = outcomeKey(agent, id);
  if (findRecord(learned.records, key) >= 0) {
    const accepted = 'one outcome for a run that is no longer in memory';
    throw new InputError('outcome-refused', 'run', 'a second outcome', accepted);
  }
  useRecord(learned.records, key);
  teachOutcome(learned, mindOf(residents, agent), task, succeeded);
  lives.outcomes += 1;
  listeners.note('outcome-learned', { agent, run: id, succeeded });
}

function applyOpening(run: RunMemory, opening: RunOptions = {}): void {
  setTask(run, opening.task);
  run.interactive = opening.interactive ?? true;
  run.recorded = opening.recorded ?? false;
  run.parent = opening.parent;
  run.pollers = opening.pollers === undefined ? undefined : new Set(opening.pollers);
  run.exempt = opening.exempt === undefined ? undefined : new Set(opening.exempt);
}
