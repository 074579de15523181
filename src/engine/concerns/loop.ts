import { REPEAT_FIELDS, REPEATS_MAX, RUN } from '../memory/layout.ts';
import { STEPS } from '../run/counts.ts';
import { copyLabel, readLabel } from '../run/labels.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';
import type { Beginning, Detector } from './detector.ts';

/**
 * A loop: the same act with the same news again. Each pair of act and news has a place with its
 * turns; news of a known act, a new change of the world and a person's word clear all places.
 * Parallel turns of one round count once. A failure counts a second time under its error alone, so
 * that the same error is a loop also where the arguments move.
 *
 *     strength = 1 − 2^(−(turns − 1) / 2):   .29 at two turns, .5 at three, .65 at four, .82 at six
 *
 * It ends when it has not come again for longer than twice its longest gap, and six steps.
 */
export const loop: Detector = {
  kind: 'loop',

  open(run) {
    run.numbers.fill(0, RUN.repeats, RUN.repeats + REPEATS_MAX * REPEAT_FIELDS);
  },

  learnStep(run, step) {
    if (step.exempt) return;
    if (step.changed && step.newAct) loop.open(run);
    else if (isNewsOfKnownAct(run.numbers, step)) loop.open(run);
    const label = step.labelSlot;
    count(run, step, step.act, label);
    if (step.failed === 1 && step.newsWeight > 0) count(run, step, errorAct(step), label);
    else if (step.failed === 0) forget(run.numbers, errorAct(step));
  },

  strength(run) {
    const at = longest(run.numbers);
    return at < 0 ? 0 : strengthOf(run.numbers[at + TURNS]!);
  },

  beginning(run): Beginning {
    const { numbers } = run;
    const at = longest(numbers);
    return {
      event: numbers[at + FIRST_EVENT]!,
      at: numbers[at + FIRST_AT]!,
      step: numbers[at + FIRST_STEP]! - 1,
      tokens: numbers[at + FIRST_TOKENS]!,
    };
  },

  evidence(run) {
    const { numbers } = run;
    const at = longest(numbers);
    const turns = numbers[at + TURNS]!;
    if (numbers[at + IS_ERROR] === 1) {
      return `the same error ${turns} times, last from \`${labelAt(run, at)}\``;
    }
    const cycle = cycleOf(numbers, at);
    const result = numbers[at + NEWS] === 0 ? 'no result' : 'same result';
    const what = cycle.map((member) => `\`${labelAt(run, member)}\``).join(' → ');
    return `${what} ×${turns}, ${result}, no change between`;
  },
};

/** Strength of a cycle after so many turns with the same news. */
export function strengthOf(turns: number): number {
  return turns < 2 ? 0 : 1 - 2 ** (-(turns - 1) / 2);
}

/** Takes back a turn counted for want of a result that came after all. */
export function uncountResultless(run: RunMemory, act: number): void {
  const at = find(run.numbers, act, 0);
  if (at >= 0) run.numbers[at + TURNS]! -= 1;
}

// Fields of a place. TURNS of 0 mark a free one.
const TURNS = 0;
const ACT = 1;
const NEWS = 2;
const LAST_STEP = 3;
const MAX_GAP = 4;
const ROUND_SEEN = 5;
const FIRST_EVENT = 6;
const FIRST_AT = 7;
const FIRST_STEP = 8;
const FIRST_TOKENS = 9;
const IS_ERROR = 10;
const LAST_GAP = 11;

const PERIOD_MAX = 6;
const GAP_MIN = 6;

/** Adds a turn of (act, news), or opens a place for it. `STEPS` counts this step already. */
function count(run: RunMemory, step: Step, act: number, label: number): void {
  const { numbers } = run;
  const now = numbers[STEPS]!;
  const known = find(numbers, act, step.news);
  if (known >= 0 && !hasEnded(numbers, known, now)) {
    if (step.round !== 0 && numbers[known + ROUND_SEEN] === step.round) return;
    const gap = now - numbers[known + LAST_STEP]!;
    numbers[known + TURNS]! += 1;
    numbers[known + MAX_GAP] = Math.max(numbers[known + MAX_GAP]!, gap);
    numbers[known + LAST_GAP] = gap;
    numbers[known + LAST_STEP] = now;
    numbers[known + ROUND_SEEN] = step.round;
    // Of an error, the act that met it last is told.
    if (numbers[known + IS_ERROR] === 1 && label >= 0) copyLabel(run.labels, label, slotOf(known));
    return;
  }
  // What has ended begins anew, in its place.
  const at = known >= 0 ? known : freePlace(numbers, now);
  numbers.fill(0, at, at + REPEAT_FIELDS);
  numbers[at + TURNS] = 1;
  numbers[at + ACT] = act;
  numbers[at + NEWS] = step.news;
  numbers[at + LAST_STEP] = now;
  numbers[at + ROUND_SEEN] = step.round;
  numbers[at + FIRST_EVENT] = step.callEvent;
  numbers[at + FIRST_AT] = step.callAt;
  numbers[at + FIRST_STEP] = now;
  numbers[at + FIRST_TOKENS] = step.callTokens;
  numbers[at + IS_ERROR] = act === step.act ? 0 : 1;
  if (label >= 0) copyLabel(run.labels, label, slotOf(at));
}

/** Whether an act that has a place now brings news it did not bring before. */
function isNewsOfKnownAct(numbers: Float64Array, step: Step): boolean {
  let known = false;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + ACT] !== step.act || numbers[at + TURNS] === 0) continue;
    if (numbers[at + NEWS] === step.news) return false;
    known = true;
  }
  return known;
}

function forget(numbers: Float64Array, act: number): void {
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + ACT] === act) numbers[at + TURNS] = 0;
  }
}

/** Whether turns have not come again for so long that the next one begins anew. */
function hasEnded(numbers: Float64Array, at: number, now: number): boolean {
  if (numbers[at + TURNS]! < 2) return false;
  const patience = Math.max(GAP_MIN, 2 * numbers[at + MAX_GAP]!);
  return now - numbers[at + LAST_STEP]! > patience;
}

/** The place with most turns among those that have not ended; -1 if none has two. */
function longest(numbers: Float64Array): number {
  const now = numbers[STEPS]!;
  let best = -1;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    const turns = numbers[at + TURNS]!;
    if (turns < 2 || hasEnded(numbers, at, now)) continue;
    const more = best < 0 ? 1 : turns - numbers[best + TURNS]!;
    // Of an act and its error alone, the act says more.
    if (more > 0 || (more === 0 && numbers[at + IS_ERROR]! < numbers[best + IS_ERROR]!)) best = at;
  }
  return best;
}

/** The places of one exact cycle that `at` belongs to, in the order of its turn. */
function cycleOf(numbers: Float64Array, at: number): number[] {
  const period = numbers[at + LAST_GAP]!;
  if (period < 2 || period > PERIOD_MAX) return [at];
  const last = numbers[at + LAST_STEP]!;
  const members: number[] = [];
  for (let other = RUN.repeats; other < END; other += REPEAT_FIELDS) {
    const turns = numbers[other + TURNS]!;
    if (turns < numbers[at + TURNS]! - 1 || numbers[other + IS_ERROR] === 1) continue;
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

function find(numbers: Float64Array, act: number, news: number): number {
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + ACT] === act && numbers[at + NEWS] === news && numbers[at + TURNS]! > 0) {
      return at;
    }
  }
  return -1;
}

/** A free place, or of what has ended; else the one with fewest turns, of these the one unseen for longest. */
function freePlace(numbers: Float64Array, now: number): number {
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

function labelAt(run: RunMemory, at: number): string {
  return readLabel(run.labels, slotOf(at)) || 'a call';
}

/** Labels of the repeats come first. */
function slotOf(at: number): number {
  return (at - RUN.repeats) / REPEAT_FIELDS;
}

/** The act that stands for "this tool fails so". */
function errorAct(step: Step): number {
  return (step.toolHash ^ 0x5e_ed_e7_07) >>> 0;
}

const END = RUN.repeats + REPEATS_MAX * REPEAT_FIELDS;
