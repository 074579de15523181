import { RUN } from '../memory/layout.ts';
import type { RunMemory } from './run-memory.ts';

/** Places within the counts of a run. Times are ms; NaN where unknown. */
export const EVENTS = RUN.counts + 0;
export const STEPS = RUN.counts + 1;
export const FAILURES = RUN.counts + 2;
export const TOKENS = RUN.counts + 3;
/** 1 once any `usage` came: before that, tokens are unknown, not 0. */
export const TOKENS_KNOWN = RUN.counts + 4;
export const FIRST_AT = RUN.counts + 5;
export const LAST_AT = RUN.counts + 6;
/** Results that came; 0 while the host may be one that never tells them. */
export const RESULTS = RUN.counts + 7;
/** Failed steps in a row, now. */
export const STREAK = RUN.counts + 8;
/** Last step that changed something, and last check with how it went: 1 passed, 2 failed. */
export const CHANGE_STEP = RUN.counts + 9;
export const CHECK_STEP = RUN.counts + 10;
export const CHECK = RUN.counts + 11;
/** Number of the round under way, for hosts that do not name theirs. */
export const ROUND = RUN.counts + 12;
export const OPEN = RUN.counts + 13;
export const STATED = RUN.counts + 14;
/** Exponentially weighted means over steps; see `features.ts`. */
export const RECENT_FAILURE = RUN.counts + 15;
export const REPETITION = RUN.counts + 16;
export const ACT_NOVELTY = RUN.counts + 17;
export const NEWS_NOVELTY = RUN.counts + 18;
/** Reliability of the tool of the last step, and its lateness. */
export const TOOL_RELIABILITY = RUN.counts + 19;
export const LATENESS = RUN.counts + 20;
/** When it was last touched by the engine's clock, for idleness. */
export const TOUCHED_AT = RUN.counts + 21;
/** When its last report was made. */
export const REPORTED_AT = RUN.counts + 22;

/** 1 where a result came since the last call: the next call begins a round. */
export const ANSWERED = RUN.counts + 23;

/** 1 while the last word of a person was to poll or to wait. */
export const TOLD_TO_WAIT = RUN.counts + 24;
/** Kinds of checks that passed since the last change, and those that failed last, as bits. */
export const CHECKS_PASSED = RUN.counts + 25;
export const CHECKS_FAILED = RUN.counts + 26;
/** Among the kinds of `act-kind.ts`: a program learned to be a check, of whatever kind. */
export const CHECK_LEARNED = 32;
/** Steps that brought anything: a new act, or new news of an old one. */
export const NEW_STEPS = RUN.counts + 27;
/** What became of this run's interruption: 0 for none; see `stages/integration/ladder.ts`. */
export const INTERRUPTED = RUN.counts + 28;
/** 1 where an interruption was due, and the budget had no place. */
export const HELD_BACK = RUN.counts + 29;
/** 1 once a write was tried, whether it landed or not. */
export const TRIED = RUN.counts + 30;
/** The last step that brought the run on: see `Step.progress`. */
export const PROGRESS_STEP = RUN.counts + 31;

export function openCounts(run: RunMemory): void {
  const { numbers } = run;
  numbers.fill(0, RUN.counts, RUN.counts + 32);
  for (const place of [FIRST_AT, LAST_AT, STATED, TOOL_RELIABILITY, LATENESS, REPORTED_AT]) {
    numbers[place] = Number.NaN;
  }
}
