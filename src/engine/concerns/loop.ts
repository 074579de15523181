import { learnWait, paceOf } from '../learning/patience.ts';
import type { RecordTable } from '../memory/record-table.ts';
import { REPEAT_FIELDS, REPEATS_MAX, RUN } from '../memory/layout.ts';
import { PROGRESS_STEP, STEPS } from '../run/counts.ts';
import { copyLabel } from '../run/labels.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';
import { isBetweenTries } from './outage.ts';
import {
  actAt,
  BEGAN,
  cycleOf,
  END,
  EXTRA,
  find,
  freePlace,
  hasEnded,
  HASHES,
  isError,
  labelAt,
  LAST_GAP,
  LAST_STEP,
  lastPlaceOf,
  longest,
  MAX_GAP,
  newsAt,
  PACE,
  paceSince,
  ROUND_SEEN,
  silenceAt,
  slotOf,
  TURNS,
} from './repeats.ts';
import { beginningAt, beginWithStep, strengthOf, type Detector } from './detector.ts';

/**
 * A loop: the same act with the same news again. Each pair of act and news has a place with its
 * turns; an answer that a known act did not give before, a new change of the world and a person's
 * word clear all places. Parallel turns of one round count once; a working look or move that comes
 * again between steps that bring the run on is no turn; an answer that swings back to an earlier one
 * is a quarter. A failure counts a second time under its error alone, so that the same error is a
 * loop also where the arguments move; a success of the program that met it takes such turns back.
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
    if (step.newPair || !swings(run, step)) count(run, step, records, step.act, step.news);
    if (step.failure !== 0) count(run, step, records, errorAct(step), step.failure);
    else if (step.failed === 0) takeBack(run, step);
  },

  goesOn(run, call) {
    const at = longest(run);
    if (at < 0) return false;
    if (isError(run, at)) return run.words[2 * (at + EXTRA)] === programOf(call);
    return cycleOf(run, at).some((member) => actAt(run, member) === call.act);
  },

  strength(run) {
    const at = longest(run);
    return at < 0 ? 0 : strengthOf(1 + silenceAt(run.numbers, at));
  },

  beginning: (run) => beginningAt(run.numbers, longest(run) + BEGAN),

  evidence(run) {
    const { numbers } = run;
    const at = longest(run);
    const turns = numbers[at + TURNS]!;
    if (isError(run, at)) {
      return `the same error ${turns} times, last from \`${labelAt(run, at)}\``;
    }
    const swung = run.words[2 * (at + EXTRA) + 1]!;
    if (swung > 0 && turns < 2 + swung / 4)
      return `\`${labelAt(run, at)}\` swings between answers it gave before, ${swung} times`;
    const cycle = cycleOf(run, at);
    const result = newsAt(run, at) === 0 ? 'no result' : 'same result';
    const what = cycle.map((member) => `\`${labelAt(run, member)}\``).join(' → ');
    return `${what} ×${Math.floor(turns)}, ${result}, no change between`;
  },
};

/** Takes back a turn counted for want of a result that came after all. */
export function uncountResultless(run: RunMemory, act: number): void {
  const at = find(run, act, 0);
  if (at >= 0) run.numbers[at + TURNS]! -= 1;
}

/**
 * Clears all places where a known act brings what it did not bring before, and learns how long it
 * was waited for: an answer that works after others, or after failures. A declared poller's news is its own.
 */
function meetNews(run: RunMemory, step: Step, records: RecordTable): void {
  const last = lastPlaceOf(run, step.act);
  if (last < 0) return;
  if (step.failed === 0 && newsAt(run, last) !== 0) {
    learnWait(records, step, Math.floor(run.numbers[last + TURNS]!));
  }
  if (!step.poller) return loop.open(run);
  for (let at = last; at >= 0; at = lastPlaceOf(run, step.act)) run.numbers[at + TURNS] = 0;
}

/**
 * Whether an act swings back to an answer it gave before, from another one: that is no news, and a
 * quarter of a turn for each time.
 */
function swings(run: RunMemory, step: Step): boolean {
  const { numbers, words } = run;
  const last = lastPlaceOf(run, step.act);
  if (last < 0 || step.news === 0) return false;
  if (newsAt(run, last) === step.news || newsAt(run, last) === 0) return false;
  if (step.round !== 0 && numbers[last + ROUND_SEEN] === step.round) return true;
  numbers[last + ROUND_SEEN] = step.round;
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    if (at !== last && actAt(run, at) === step.act) numbers[at + TURNS] = 0;
  }
  const now = numbers[STEPS]!;
  const gap = now - numbers[last + LAST_STEP]!;
  words[2 * (last + HASHES) + 1] = step.news;
  words[2 * (last + EXTRA) + 1]! += 1;
  numbers[last + TURNS] = 1 + words[2 * (last + EXTRA) + 1]! / 4;
  numbers[last + MAX_GAP] = Math.max(numbers[last + MAX_GAP]!, gap);
  numbers[last + LAST_GAP] = gap;
  numbers[last + LAST_STEP] = now;
  return true;
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
    if (act !== step.act) {
      run.words[2 * (known + EXTRA)] = programOf(step);
      if (label >= 0) copyLabel(run.labels, label, slotOf(known));
    }
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
  run.words[2 * (at + EXTRA)] = act === step.act ? 0 : programOf(step);
  numbers[at + PACE] = 1;
  if (label >= 0) copyLabel(run.labels, label, slotOf(at));
}

/** A success of a program takes back turns of each of its errors: it is flaky, and no wedge. */
function takeBack(run: RunMemory, step: Step): void {
  const { numbers } = run;
  const act = errorAct(step);
  for (let at = RUN.repeats; at < END; at += REPEAT_FIELDS) {
    const turns = numbers[at + TURNS]!;
    if (turns === 0 || actAt(run, at) !== act) continue;
    if (run.words[2 * (at + EXTRA)] !== programOf(step)) continue;
    numbers[at + TURNS] = Math.max(turns - TAKEN_BACK, 0);
  }
}

/** The act that stands for "this tool fails so". */
function errorAct(step: Step): number {
  return (step.ownToolHash ^ 0x5e_ed_e7_07) >>> 0;
}

function programOf(step: Pick<Step, 'ownProgramHash'>): number {
  return step.ownProgramHash >>> 0 || 1;
}

/** Turns of its errors that a success takes back: what fails more often than that is a wedge. */
const TAKEN_BACK = 2;
