/**
 * Records of tools, tasks and runs, in one table of fixed size. A key has `WAYS` places; when they
 * are full, the one used longest ago gives way. Keys are 53-bit hashes of names: among the 65 536
 * records of a full table two names meet with a chance below 3 in 10 million.
 */
export interface RecordTable {
  readonly numbers: Float64Array;
  /** The same as 32-bit words. */
  readonly words: Uint32Array;
  readonly setCount: number;
  /** Grows by one a use; says which record was used longest ago. */
  clock: number;
  /** Records that gave way so far. */
  dropped: number;
  /** Records held now. */
  held: number;
}

export const RECORD_FIELDS = 11;
/** Places within a record; a record's own numbers are the fields from 2. */
const KEY = 0;
export const LAST_USED = 1;
export const WORKED = 2;
export const FAILED = 3;
export const LOG_MS_MEAN = 4;
export const LOG_MS_COUNT = 5;
/** Of a program or tool: times it was asked again, and times that brought something new. */
export const WAITED = 6;
export const CHANGED = 7;
/** Of a task, which is no tool: weights of outcomes nobody told, as `learning/mind.ts` has them. */
export const INFERRED_SUCCEEDED = 4;
export const INFERRED_FAILED = 5;
export const UNTOLD = 6;
/** Of new acts: answers, and those that were new. */
export const ANSWERS = 8;
export const NEW_ANSWERS = 9;
/** Of a program: failures that passed after a change; it is a check then. */
export const FLIPPED = 10;

const WAYS = 8;

/** @param capacity Records it can hold; rounded up to a power of two, at least 8. */
export function createRecordTable(capacity: number): RecordTable {
  let setCount = 1;
  while (setCount * WAYS < capacity) setCount *= 2;
  const numbers = new Float64Array(setCount * WAYS * RECORD_FIELDS);
  return {
    numbers,
    words: new Uint32Array(numbers.buffer),
    setCount,
    clock: 0,
    dropped: 0,
    held: 0,
  };
}

/** Where a record begins in `numbers`; -1 if there is none. */
export function findRecord(table: RecordTable, key: number): number {
  const first = firstOfSet(table, key);
  for (let way = 0; way < WAYS; way++) {
    const at = first + way * RECORD_FIELDS;
    if (table.numbers[at + KEY] === key) return at;
  }
  return -1;
}

/** As `findRecord`; one of zeros is made if there is none. */
export function useRecord(table: RecordTable, key: number): number {
  const { numbers } = table;
  const first = firstOfSet(table, key);
  table.clock += 1;
  let oldest = first;
  for (let way = 0; way < WAYS; way++) {
    const at = first + way * RECORD_FIELDS;
    if (numbers[at + KEY] === key) {
      numbers[at + LAST_USED] = table.clock;
      return at;
    }
    if (numbers[at + LAST_USED]! < numbers[oldest + LAST_USED]!) oldest = at;
  }
  if (numbers[oldest + LAST_USED]! > 0) table.dropped += 1;
  else table.held += 1;
  numbers.fill(0, oldest, oldest + RECORD_FIELDS);
  numbers[oldest + KEY] = key;
  numbers[oldest + LAST_USED] = table.clock;
  return oldest;
}

/** Forgets a record, if there is one. */
export function dropRecord(table: RecordTable, key: number): void {
  const at = findRecord(table, key);
  if (at < 0) return;
  table.numbers.fill(0, at, at + RECORD_FIELDS);
  table.held -= 1;
}

/** All records held, one behind the other. */
export function copyRecords(table: RecordTable): Float64Array {
  const copy = new Float64Array(table.held * RECORD_FIELDS);
  let to = 0;
  for (let at = 0; at < table.numbers.length; at += RECORD_FIELDS) {
    if (table.numbers[at + LAST_USED] === 0) continue;
    copy.set(table.numbers.subarray(at, at + RECORD_FIELDS), to);
    to += RECORD_FIELDS;
  }
  return copy;
}

/** Fills an empty table with such records; what a smaller one has no room for is dropped. */
export function restoreRecords(table: RecordTable, records: Float64Array, clock: number): void {
  for (let from = 0; from < records.length; from += RECORD_FIELDS) {
    const record = records.subarray(from, from + RECORD_FIELDS);
    const at = useRecord(table, record[KEY]!);
    table.numbers.set(record, at);
  }
  table.clock = clock;
}

function firstOfSet(table: RecordTable, key: number): number {
  // The high bits, since the low ones tell the members of a set apart.
  const set = Math.floor(key / 0x1_0000_0000) ^ (key >>> 0);
  return (set & (table.setCount - 1)) * WAYS * RECORD_FIELDS;
}
