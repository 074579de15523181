import { wakeKey } from '../learning/records.ts';
import { RUN } from '../memory/layout.ts';
import { RECORD_FIELDS, useRecord, type RecordTable } from '../memory/record-table.ts';
import { mix } from '../numeric/hash.ts';
import { strengthOf, type Detector } from './detector.ts';

/**
 * A task that wakes up for nothing: its runs come again and again, and none does or learns what an
 * earlier one did not. Pairs of act and news of an agent's task are remembered beside its record, in
 * a Bloom filter of 384 bits (two a pair; a new one is taken for known in at most 7 of 100 cases). A
 * run is quiet while all its steps are among them and none lands a change; after 48 pairs the filter
 * begins anew: such a task is at work. A quiet run that ended well counts half: a nightly check that
 * finds all in order is worth something.
 *
 *     strength = 1 − 2^(−(quiet runs − 1) / 4):   .5 at the fifth quiet run in a row, this one counted
 *
 * @see Bloom (1970), Space/time trade-offs in hash coding with allowable errors.
 */
export const taskStall: Detector = {
  kind: 'stall',
  mostAction: 'ask',
  wedged: false,

  open(run) {
    run.numbers[QUIET] = 0;
    // Whoever spoke wants this run: it is excused.
    if (run.numbers[STARTED]! > 0) run.numbers[STARTED] = EXCUSED;
  },

  learnStep(run, step, records) {
    if (run.task === undefined || step.exempt || !step.teaches) return;
    const { numbers } = records;
    const at = useRecord(records, wakeKey(run.ownTaskKey));
    if (run.numbers[STARTED] === 0) {
      run.numbers[STARTED] = 1;
      const last = numbers[at + STATE];
      if (last === ALL_KNOWN) numbers[at + QUIET_RUNS]! += 1;
      else if (last === ENDED_WELL) numbers[at + QUIET_RUNS]! += 0.5;
      else numbers[at + QUIET_RUNS] = 0;
      numbers[at + STATE] = ALL_KNOWN;
    }
    const isNew = keepPair(records, at, mix(step.act ^ Math.imul(step.news, 0x9e3779b9)));
    if (isNew || step.changed) numbers[at + STATE] = SOMETHING_NEW;
    if (run.numbers[STARTED] === EXCUSED) return;
    run.numbers[QUIET] = numbers[at + STATE] === ALL_KNOWN ? numbers[at + QUIET_RUNS]! + 1 : 0;
  },

  strength: (run) => strengthOf(1 + (run.numbers[QUIET]! - 1) / 2),
  // It is the run as a whole that should not have been.
  beginning: () => ({ event: 0, at: Number.NaN, step: 0, tokens: 0 }),
  evidence: (run) =>
    `at least ${Math.floor(run.numbers[QUIET]!)} runs of this task in a row bring nothing an earlier one did not`,
};

/** A run of the task ended well: if it was quiet, it counts half. */
export function creditQuietRun(records: RecordTable, ownTaskKey: number): void {
  const at = useRecord(records, wakeKey(ownTaskKey)) + STATE;
  if (records.numbers[at] === ALL_KNOWN) records.numbers[at] = ENDED_WELL;
}

const QUIET = RUN.taskStall;
const STARTED = RUN.taskStall + 1;
const EXCUSED = 2;

// Fields of its record.
const QUIET_RUNS = 2;
const STATE = 3;
const PAIRS = 4;
const FILTER = 5;
const ALL_KNOWN = 1;
const SOMETHING_NEW = 2;
const ENDED_WELL = 3;
const PAIRS_MAX = 48;
/** Two bits a pair, in the 32-bit words of the fields that are left. */
const FILTER_BITS = 64 * (RECORD_FIELDS - FILTER);

/** Adds a pair to the filter; whether it was not in it. */
function keepPair(records: RecordTable, at: number, hash: number): boolean {
  const { numbers, words } = records;
  const one = hash % FILTER_BITS;
  const other = (hash >>> 9) % FILTER_BITS;
  const first = 2 * (at + FILTER);
  const known = isSet(words, first, one) && isSet(words, first, other);
  if (known) return false;
  if (numbers[at + PAIRS]! >= PAIRS_MAX) {
    numbers.fill(0, at + PAIRS, at + RECORD_FIELDS);
  }
  numbers[at + PAIRS]! += 1;
  words[first + (one >> 5)]! |= 1 << (one & 31);
  words[first + (other >> 5)]! |= 1 << (other & 31);
  return true;
}

function isSet(words: Uint32Array, first: number, bit: number): boolean {
  return ((words[first + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
}
