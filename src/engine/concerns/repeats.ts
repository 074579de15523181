import { REPEAT_FIELDS, REPEATS_MAX, RUN } from '../memory/layout.ts';
import { STEPS } from '../run/counts.ts';
import { readLabel } from '../run/labels.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { isOver } from './detector.ts';

/** What comes again in a run: a place for each pair of act and news, the loop's memory. */

// Fields of a place. TURNS of 0 mark a free one. HASHES holds act and news, EXTRA the program that
// met an error (0 for an act) and how often the answer swung: two 32-bit words each.
export const TURNS = 0;
export const HASHES = 1;
export const LAST_STEP = 2;
export const MAX_GAP = 3;
export const LAST_GAP = 4;
export const ROUND_SEEN = 5;
export const BEGAN = 6;
const FIRST_STEP = BEGAN + 2;
export const EXTRA = 10;
export const PACE = 11;

const PERIOD_MAX = 6;
/** Least pace of what took a turn since a step: who waits for one thing waits for all of it. */
export function paceSince(numbers: Float64Array, since: number): number {
  let pace = 1;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + TURNS]! < 2 || numbers[at + LAST_STEP]! < since) continue;
    if (numbers[at + PACE]! < pace) pace = numbers[at + PACE]!;
  }
  return pace;
}

/** The place that an act took a turn in last; -1 if it has none. */
export function lastPlaceOf(run: RunMemory, act: number): number {
  const { numbers } = run;
  let last = -1;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + TURNS] === 0 || actAt(run, at) !== act) continue;
    if (last < 0 || numbers[at + LAST_STEP]! > numbers[last + LAST_STEP]!) last = at;
  }
  return last;
}

/** Whether turns have not come again for so long that the next one begins anew. */
export function hasEnded(numbers: Float64Array, at: number, now: number): boolean {
  if (numbers[at + TURNS]! < 2) return false;
  return isOver(now, numbers[at + LAST_STEP]!, numbers[at + MAX_GAP]!);
}

/** The place with most turns among those that have not ended; -1 if none has two. */
export function longest(run: RunMemory): number {
  const { numbers } = run;
  const now = numbers[STEPS]!;
  let best = -1;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    const turns = numbers[at + TURNS]!;
    if (turns < 2 || hasEnded(numbers, at, now)) continue;
    const more = best < 0 ? 1 : silenceAt(numbers, at) - silenceAt(numbers, best);
    // Of an act and its error alone, the act says more.
    if (more > 0 || (more === 0 && isError(run, best) && !isError(run, at))) best = at;
  }
  return best;
}

/** The places of one exact cycle that `at` belongs to, in the order of its turn. */
export function cycleOf(run: RunMemory, at: number): number[] {
  const { numbers } = run;
  const period = numbers[at + LAST_GAP]!;
  if (period < 2 || period > PERIOD_MAX) return [at];
  const last = numbers[at + LAST_STEP]!;
  const members: number[] = [];
  for (let other = RUN.repeats; other < END; other += REPEAT_FIELDS) {
    const turns = numbers[other + TURNS]!;
    if (turns < numbers[at + TURNS]! - 1 || isError(run, other)) continue;
    if (
      numbers[other + LAST_GAP] === period &&
      Math.abs(numbers[other + LAST_STEP]! - last) < period
    ) {
      members.push(other);
    }
  }
  if (members.length !== period) return [at];
  return members.toSorted((a, b) => numbers[a + FIRST_STEP]! - numbers[b + FIRST_STEP]!);
}

/** Turns without news after the first, each as much as its pace. */
export function silenceAt(numbers: Float64Array, at: number): number {
  return (numbers[at + TURNS]! - 1) * numbers[at + PACE]!;
}

export function find(run: RunMemory, act: number, news: number): number {
  const { numbers } = run;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + TURNS]! > 0 && actAt(run, at) === act && newsAt(run, at) === news) return at;
  }
  return -1;
}

export function actAt(run: RunMemory, at: number): number {
  return run.words[2 * (at + HASHES)]!;
}

export function newsAt(run: RunMemory, at: number): number {
  return run.words[2 * (at + HASHES) + 1]!;
}

/** A free place, or of what has ended; else the one with fewest turns, of these the one unseen for longest. */
export function freePlace(numbers: Float64Array, now: number): number {
  let best = RUN.repeats;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    const turns = numbers[at + TURNS]!;
    if (turns === 0 || hasEnded(numbers, at, now)) return at;
    const fewer = turns - numbers[best + TURNS]!;
    if (fewer < 0 || (fewer === 0 && numbers[at + LAST_STEP]! < numbers[best + LAST_STEP]!)) {
      best = at;
    }
  }
  return best;
}

export function labelAt(run: RunMemory, at: number): string {
  return readLabel(run.labels, slotOf(at)) || 'a call';
}

/** Labels of the repeats come first. */
export function slotOf(at: number): number {
  return (at - RUN.repeats) / REPEAT_FIELDS;
}

export function isError(run: RunMemory, at: number): boolean {
  return run.words[2 * (at + EXTRA)]! > 0;
}

export const END = RUN.repeats + REPEATS_MAX * REPEAT_FIELDS;
