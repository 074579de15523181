import type { StepEvent } from '../events.ts';
import { isCheck } from './act-kind.ts';
import { EVENTS } from './counts.ts';
import type { RunMemory } from './run-memory.ts';

/**
 * One step: a call at its result, or a finished process. Made once an engine and filled anew for
 * every step, so that learning from it allocates nothing.
 */
export interface Step {
  /** Grows with every step that is counted, of whichever run. */
  serial: number;
  /** Hash of tool and arguments, with what is volatile left out. */
  act: number;
  /** Hash of the result likewise; 0 where none came. */
  news: number;
  /** Everybody's record of the tool. */
  toolHash: number;
  /** This agent's record of it. */
  ownToolHash: number;
  /** The same two records of what it runs, which is the tool unless that is a shell. */
  programHash: number;
  ownProgramHash: number;
  /** Share of it that failed: 0 or 1 for a call. */
  failed: number;
  /** It was made to write, and it landed a change: a write that did not fail. */
  writes: boolean;
  changed: boolean;
  /** What it writes is nothing that a check would check. */
  tidying: boolean;
  /** It handed the work on (a commit, a push, a merge), or took it back, and did not fail. */
  commits: boolean;
  undoes: boolean;
  /** Kinds of checks it is, as bits of `act-kind.ts`; 0 for none. */
  checks: number;
  /** The other side is down, or refuses for now. */
  outage: boolean;
  /** Hash of how it failed, without what only echoes the call; 0 where it worked. */
  failure: number;
  /** No concern is raised about it. */
  exempt: boolean;
  /** It only notes something down for the agent itself. */
  note: boolean;
  /** Declared to be asked again until the answer changes. */
  poller: boolean;
  /** Whether act, news, and the two together are unlike those of the last 64 steps. */
  newAct: boolean;
  newNews: boolean;
  newPair: boolean;
  /** Characters of the arguments and of the result. */
  argsChars: number;
  newsChars: number;
  /** The result says that there is nothing: `[]`, `null`, "no results". */
  empty: boolean;
  /** The result is a list of records. */
  list: boolean;
  /** It worked, and by a new act it brought something new, or did an item of a batch. */
  progress: boolean;
  /** Calls of one model turn share it; 0 where unknown. */
  round: number;
  /** Event, time and tokens at the call. */
  callEvent: number;
  callAt: number;
  callTokens: number;
  /** Whether it teaches what outlives the run: it has a result, and came in order. */
  teaches: boolean;
  /** From the call to the result; NaN where unknown. */
  ms: number;
  labelSlot: number;
}

export function createStep(): Step {
  return {
    serial: 0,
    act: 0,
    news: 0,
    toolHash: 0,
    ownToolHash: 0,
    programHash: 0,
    ownProgramHash: 0,
    failed: 0,
    writes: false,
    changed: false,
    tidying: false,
    commits: false,
    undoes: false,
    checks: 0,
    outage: false,
    failure: 0,
    exempt: false,
    note: false,
    poller: false,
    newAct: false,
    newNews: false,
    newPair: false,
    argsChars: 0,
    newsChars: 0,
    empty: false,
    list: false,
    progress: false,
    round: 0,
    callEvent: 0,
    callAt: Number.NaN,
    callTokens: 0,
    teaches: false,
    ms: Number.NaN,
    labelSlot: -1,
  };
}

/** A step as listeners hear of it, right after its event. */
export function stepEventOf(run: RunMemory, step: Step): StepEvent {
  return {
    agent: run.agent,
    run: run.run,
    event: run.numbers[EVENTS]! - 1,
    kind: isCheck(step.checks) ? 'check' : step.changed ? 'change' : 'other',
    failed: step.failed > 0.5,
  };
}
