import type { StepEvent } from '../events.ts';
import { EVENTS } from './counts.ts';
import type { RunMemory } from './run-memory.ts';

/**
 * One step: a call at its result, or a finished process. Made once an engine and filled anew for
 * every step, so that learning from it allocates nothing.
 */
export interface Step {
  /** Hash of tool and arguments, with what is volatile left out. */
  act: number;
  /** Hash of the result likewise; 0 where none came. */
  news: number;
  /** Everybody's record of the tool. */
  toolHash: number;
  /** This agent's record of it. */
  ownToolHash: number;
  /** Share of it that failed: 0 or 1 for a call. */
  failed: number;
  /** It landed a change: a write that did not fail. */
  changed: boolean;
  check: boolean;
  /** No concern is raised about it. */
  exempt: boolean;
  /** Whether act and news are unlike those of the last 64 steps. */
  newAct: boolean;
  newNews: boolean;
  /** Characters of the arguments and of the result. */
  argsChars: number;
  newsWeight: number;
  /** The result says that there is nothing: `[]`, `null`, "no results". */
  empty: boolean;
  /** Calls of one model turn share it; 0 where unknown. */
  round: number;
  /** Event, time and tokens at the call. */
  callEvent: number;
  callAt: number;
  callTokens: number;
  /** From the call to the result; NaN where unknown. */
  ms: number;
  labelSlot: number;
}

export function createStep(): Step {
  return {
    act: 0,
    news: 0,
    toolHash: 0,
    ownToolHash: 0,
    failed: 0,
    changed: false,
    check: false,
    exempt: false,
    newAct: false,
    newNews: false,
    argsChars: 0,
    newsWeight: 0,
    empty: false,
    round: 0,
    callEvent: 0,
    callAt: Number.NaN,
    callTokens: 0,
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
    kind: step.check ? 'check' : step.changed ? 'change' : 'other',
    failed: step.failed > 0.5,
  };
}

/** Whether a result says that there is nothing. A prior, in English and in JSON. */
export function saysNothing(text: string): boolean {
  return text.length <= 80 && NOTHING.test(text);
}

const NOTHING =
  /^\s*(?:\[\s*\]|\{\s*\}|null|none|nothing|undefined|false|0)\s*$|\b(?:no (?:\w+ )?(?:results?|matches|files|entries|data|items?)\b|not found|nothing found|0 (?:results?|matches))/i;
