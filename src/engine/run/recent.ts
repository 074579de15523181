import { RECENT_STEPS, RUN } from '../memory/layout.ts';
import { STEPS } from './counts.ts';

/** The last 64 steps of a run, act and news of each as 32-bit words, in a ring. */
const ACTS = RUN.recent * 2;
const NEWS = ACTS + RECENT_STEPS;

/** Whether this act is among the last steps. */
export function isRecentAct(words: Uint32Array, act: number): boolean {
  return isIn(words, ACTS, act);
}

/** Whether this news is among the last steps'. */
export function isRecentNews(words: Uint32Array, news: number): boolean {
  return isIn(words, NEWS, news);
}

/** Whether this act brought this news among the last steps. */
export function isRecentPair(words: Uint32Array, act: number, news: number): boolean {
  for (let i = 0; i < RECENT_STEPS; i++) {
    if (words[ACTS + i] === act && words[NEWS + i] === news) return true;
  }
  return false;
}

/** Adds the step that `STEPS` is about to count. */
export function pushRecent(
  words: Uint32Array,
  numbers: Float64Array,
  act: number,
  news: number,
): void {
  const place = numbers[STEPS]! % RECENT_STEPS;
  words[ACTS + place] = act;
  words[NEWS + place] = news;
}

/** Adds the result of a step that was counted without one. @returns Whether it is still there. */
export function amendRecent(words: Uint32Array, act: number, news: number): boolean {
  for (let i = 0; i < RECENT_STEPS; i++) {
    if (words[ACTS + i] !== act || words[NEWS + i] !== 0) continue;
    words[NEWS + i] = news;
    return true;
  }
  return false;
}

function isIn(words: Uint32Array, from: number, hash: number): boolean {
  for (let i = from; i < from + RECENT_STEPS; i++) if (words[i] === hash) return true;
  return false;
}
