import { learnWait, paceOf } from '../learning/patience.ts';
import type { RecordTable } from '../memory/record-table.ts';
import { REPEAT_FIELDS, REPEATS_MAX, RUN } from '../memory/layout.ts';
import { PROGRESS_STEP, STEPS } from '../run/counts.ts';
import { copyLabel, readLabel } from '../run/labels.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';
import { isBetweenTries } from './outage.ts';
import { beginningAt, beginWithStep, strengthOf, type Detector } from './detector.ts';

/**
 * A loop: the same act with the same news again. Each pair of act and news has a place with its
 * turns; an answer that a known act did not give before, a new change of the world and a person's
 * word clear all places. Parallel turns of one round count once. A failure counts a second time
 * under its error alone, so that the same error is a loop also where the arguments move; a success
 * of that program takes such a turn back.
 *
 *     strength = 1 − 2^(−pace · (turns − 1) / 2):   .29 at two turns, .5 at three, .65 at four
 *
 * `pace` is 1, and less for what was learned, declared or told to make one wait (`patience.ts`). It
 * ends when it has not come again for longer than twice its longest gap, and six steps.
 */
export const loop: Detector = {
  kind: 'loop',
  mostAction: 'stop',
  wedged: true,

  open(run) {
    run.numbers.fill(0, RUN.repeats, RUN.repeats + REPEATS_MAX * REPEAT_FIELDS);
  },

  learnStep(run, step, records) {
    if (step.exempt || step.outage || (step.failed === 0 && isBetweenTries(run))) return;
    if (step.changed && step.newAct) loop.open(run);
    else if (step.newPair) meetNews(run, step, records);
    count(run, step, records, step.act, step.news);
    if (step.failure !== 0) count(run, step, records, errorAct(step), step.failure);
    else if (step.failed === 0) takeBack(run, step);
  },

  strength(run) {
    const at = longest(run.numbers);
    return at < 0 ? 0 : strengthOf(1 + silenceAt(run.numbers, at));
  },

  beginning: (run) => beginningAt(run.numbers, longest(run.numbers) + BEGAN),

  evidence(run) {
    const { numbers } = run;
    const at = longest(numbers);
    const turns = numbers[at + TURNS]!;
    if (numbers[at + IS_ERROR] === 1) {
      return `the same error ${turns} times, last from \`${labelAt(run, at)}\``;
    }
    const cycle = cycleOf(numbers, at);
    const result = newsAt(run, at) === 0 ? 'no result' : 'same result';
    const what = cycle.map((member) => `\`${labelAt(run, member)}\``).join(' → ');
    return `${what} ×${turns}, ${result}, no change between`;
  },
};

/** Takes back a turn counted for want of a result that came after all. */
export function uncountResultless(run: RunMemory, act: number): void {
  const at = find(run, act, 0);
  if (at >= 0) run.numbers[at + TURNS]! -= 1;
}

// Fields of a place. TURNS of 0 mark a free one; HASHES holds act and news, two 32-bit words.
const TURNS = 0;
const HASHES = 1;
const LAST_STEP = 2;
const MAX_GAP = 3;
const LAST_GAP = 4;
const ROUND_SEEN = 5;
const BEGAN = 6;
const FIRST_STEP = BEGAN + 2;
const IS_ERROR = 10;
const PACE = 11;

const PERIOD_MAX = 6;
const GAP_MIN = 6;
/** Turns of its errors that a success takes back: what fails more often than that is a wedge. */
const TAKEN_BACK = 2;

/**
 * Clears all places where a known act brings what it did not bring before, and learns how long it
 * was waited for: an answer that works after others, or after failures. A declared poller's news is its own.
 */
function meetNews(run: RunMemory, step: Step, records: RecordTable): void {
  const last = lastPlaceOf(run, step.act);
  if (last < 0) return;
  if (step.failed === 0 && newsAt(run, last) !== 0) {
    learnWait(records, step, run.numbers[last + TURNS]!);
  }
  if (!step.poller) return loop.open(run);
  for (let at = last; at >= 0; at = lastPlaceOf(run, step.act)) run.numbers[at + TURNS] = 0;
}

/** Adds a turn of (act, news), or opens a place for it. `STEPS` counts this step already. */
function count(run: RunMemory, step: Step, records: RecordTable, act: number, news: number): void {
  const { numbers } = run;
  const label = step.labelSlot;
  const now = numbers[STEPS]!;
  const known = find(run, act, news);
  if (known >= 0 && !hasEnded(numbers, known, now)) {
    if (step.round !== 0 && numbers[known + ROUND_SEEN] === step.round) return;
    const before = numbers[known + LAST_STEP]!;
    // Of a cycle the first turn is new, and counts. But a look or a move that comes again between
    // steps that bring the run on is no turn.
    const goesOn = numbers[known + TURNS]! > 1 && numbers[PROGRESS_STEP]! > before;
    if (goesOn && step.failed === 0) {
      numbers[known + LAST_STEP] = now;
      numbers[known + ROUND_SEEN] = step.round;
      return;
    }
    const pace = paceOf(run, records, step);
    numbers[known + PACE] = step.failed > 0 ? pace : Math.min(pace, paceSince(numbers, before));
    numbers[known + TURNS]! += 1;
    numbers[known + MAX_GAP] = Math.max(numbers[known + MAX_GAP]!, now - before);
    numbers[known + LAST_GAP] = now - before;
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
  run.words[2 * (at + HASHES)] = act;
  run.words[2 * (at + HASHES) + 1] = news;
  numbers[at + LAST_STEP] = now;
  numbers[at + ROUND_SEEN] = step.round;
  beginWithStep(numbers, at + BEGAN, step);
  numbers[at + IS_ERROR] = act === step.act ? 0 : 1;
  numbers[at + PACE] = 1;
  if (label >= 0) copyLabel(run.labels, label, slotOf(at));
}

/** A success of a program takes back turns of each of its errors: it is flaky, and no wedge. */
function takeBack(run: RunMemory, step: Step): void {
  const { numbers } = run;
  const act = errorAct(step);
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    const turns = numbers[at + TURNS]!;
    if (turns === 0 || actAt(run, at) !== act || numbers[at + IS_ERROR] === 0) continue;
    numbers[at + TURNS] = Math.max(turns - TAKEN_BACK, 0);
  }
}

/** Least pace of what took a turn since a step: who waits for one thing waits for all of it. */
function paceSince(numbers: Float64Array, since: number): number {
  let pace = 1;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + TURNS]! < 2 || numbers[at + LAST_STEP]! < since) continue;
    if (numbers[at + IS_ERROR] === 0 && numbers[at + PACE]! < pace) pace = numbers[at + PACE]!;
  }
  return pace;
}

/** The place that an act took a turn in last; -1 if it has none. */
function lastPlaceOf(run: RunMemory, act: number): number {
  const { numbers } = run;
  let last = -1;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + TURNS] === 0 || actAt(run, at) !== act) continue;
    if (last < 0 || numbers[at + LAST_STEP]! > numbers[last + LAST_STEP]!) last = at;
  }
  return last;
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
    const more = best < 0 ? 1 : silenceAt(numbers, at) - silenceAt(numbers, best);
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

/** Turns without news after the first, each as much as its pace. */
function silenceAt(numbers: Float64Array, at: number): number {
  return (numbers[at + TURNS]! - 1) * numbers[at + PACE]!;
}

function find(run: RunMemory, act: number, news: number): number {
  const { numbers } = run;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (numbers[at + TURNS]! > 0 && actAt(run, at) === act && newsAt(run, at) === news) return at;
  }
  return -1;
}

function actAt(run: RunMemory, at: number): number {
  return run.words[2 * (at + HASHES)]!;
}

function newsAt(run: RunMemory, at: number): number {
  return run.words[2 * (at + HASHES) + 1]!;
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

/** The act that stands for "this program fails so". */
function errorAct(step: Step): number {
  return (step.ownProgramHash ^ 0x5e_ed_e7_07) >>> 0;
}

const END = RUN.repeats + REPEATS_MAX * REPEAT_FIELDS;
