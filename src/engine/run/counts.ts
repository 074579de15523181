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

export function openCounts(run: RunMemory): void {
  const { numbers } = run;
  numbers.fill(0, RUN.counts, RUN.counts + 24);
  for (const place of [FIRST_AT, LAST_AT, STATED, TOOL_RELIABILITY, LATENESS, REPORTED_AT]) {
    numbers[place] = Number.NaN;
  }
}
