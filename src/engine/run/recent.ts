import { RECENT_STEPS, RUN } from '../memory/layout.ts';
import { STEPS } from './counts.ts';

/** The last 64 steps of a run, act and news of each, in a ring. */

/** Whether this act is among the last steps. */
export function isRecentAct(numbers: Float64Array, act: number): boolean {
  return isIn(numbers, RUN.recent, act);
}

/** Whether this news is among the last steps'. */
export function isRecentNews(numbers: Float64Array, news: number): boolean {
  return isIn(numbers, RUN.recent + RECENT_STEPS, news);
}

/** Adds the step that `STEPS` is about to count. */
export function pushRecent(numbers: Float64Array, act: number, news: number): void {
  const place = numbers[STEPS]! % RECENT_STEPS;
  numbers[RUN.recent + place] = act;
  numbers[RUN.recent + RECENT_STEPS + place] = news;
}

function isIn(numbers: Float64Array, from: number, hash: number): boolean {
  for (let i = from; i < from + RECENT_STEPS; i++) if (numbers[i] === hash) return true;
  return false;
}
