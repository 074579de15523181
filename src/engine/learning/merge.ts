import { MIND_SLAB_LENGTH } from '../memory/layout.ts';
import { LAST_USED, LOG_MS_COUNT, LOG_MS_MEAN, RECORD_FIELDS } from '../memory/record-table.ts';
import type { Snapshot } from '../memory/snapshot.ts';
import type { EngineCounts } from '../monitoring/metrics.ts';
import { hashName } from '../numeric/hash.ts';
import { ownKey, taskKey, wakeKey } from './records.ts';

/**
 * Brings together what engines that run side by side have learned: what one of them learned since
 * it last did so is added to what all of them know. Counts and sums add up; a mean is weighed by its
 * counts; what an agent's runs of a task brought is taken as this engine has it, for its filter does
 * not add up.
 *
 * @param shared What all know; undefined where nobody has learned yet.
 * @param base What this engine knew when it last brought it together.
 * @returns What all know now; it holds no runs.
 */
export function mergeLearned(
  shared: Snapshot | undefined,
  base: Snapshot | undefined,
  now: Snapshot,
): Snapshot {
  const learned = (snapshot: Snapshot): Snapshot => ({ ...snapshot, runs: [] });
  if (shared === undefined) return learned(now);
  const minds = new Map(shared.minds);
  for (const [agent, numbers] of now.minds) {
    minds.set(agent, addMind(minds.get(agent), base?.minds.get(agent), numbers));
  }
  return {
    counts: addCounts(shared.counts, base?.counts, now.counts),
    population: addMind(shared.population, base?.population, now.population),
    minds,
    runs: [],
    recordClock: Math.max(shared.recordClock, now.recordClock),
    records: addRecords(shared.records, base?.records, now.records, wakeKeysOf(now)),
  };
}

/** What was used last of it, so that it does not grow. */
export function trimLearned(learned: Snapshot, mindsMax: number, recordsMax: number): Snapshot {
  const { minds, records } = learned;
  const kept = [...byKey(records).values()]
    .toSorted((a, b) => b[LAST_USED]! - a[LAST_USED]!)
    .slice(0, recordsMax);
  return { ...learned, minds: new Map([...minds].slice(-mindsMax)), records: joined(kept) };
}

/** A mind's numbers are counts and sums. */
function addMind(
  shared: Float64Array = NOTHING,
  base: Float64Array = NOTHING,
  now: Float64Array = NOTHING,
): Float64Array {
  return now.map((value, i) => shared[i]! + value - base[i]!);
}

function addCounts(
  shared: EngineCounts,
  base: EngineCounts | undefined,
  now: EngineCounts,
): EngineCounts {
  const names = Object.keys(now) as (keyof EngineCounts)[];
  const added = names.map((name) => [name, shared[name] + now[name] - (base?.[name] ?? 0)]);
  return Object.fromEntries(added);
}

function addRecords(
  shared: Float64Array,
  base: Float64Array | undefined,
  now: Float64Array,
  wakes: ReadonlySet<number>,
): Float64Array {
  const merged = byKey(shared);
  const before = base === undefined ? new Map<number, Float64Array>() : byKey(base);
  for (const [key, record] of byKey(now)) {
    const theirs = merged.get(key);
    const replaces = theirs === undefined || wakes.has(key);
    merged.set(key, replaces ? record : addRecord(theirs, before.get(key), record));
  }
  return joined([...merged.values()]);
}

function joined(records: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(records.length * RECORD_FIELDS);
  records.forEach((record, i) => all.set(record, i * RECORD_FIELDS));
  return all;
}

function addRecord(
  shared: Float64Array,
  base: Float64Array | undefined,
  now: Float64Array,
): Float64Array {
  const sum = now.slice();
  for (let field = LAST_USED + 1; field < RECORD_FIELDS; field++) {
    sum[field] = Math.max(shared[field]! + now[field]! - (base?.[field] ?? 0), 0);
  }
  const since = now[LOG_MS_COUNT]! - (base?.[LOG_MS_COUNT] ?? 0);
  const sumSince =
    now[LOG_MS_COUNT]! * now[LOG_MS_MEAN]! -
    (base?.[LOG_MS_COUNT] ?? 0) * (base?.[LOG_MS_MEAN] ?? 0);
  const count = shared[LOG_MS_COUNT]! + since;
  sum[LOG_MS_MEAN] =
    count > 0 ? (shared[LOG_MS_COUNT]! * shared[LOG_MS_MEAN]! + sumSince) / count : 0;
  sum[LAST_USED] = Math.max(shared[LAST_USED]!, now[LAST_USED]!);
  return sum;
}

function byKey(records: Float64Array): Map<number, Float64Array> {
  const map = new Map<number, Float64Array>();
  for (let at = 0; at < records.length; at += RECORD_FIELDS) {
    map.set(records[at]!, records.subarray(at, at + RECORD_FIELDS));
  }
  return map;
}

/** Keys of the records that do not add up: of the tasks of this engine's runs. */
function wakeKeysOf({ runs }: Snapshot): ReadonlySet<number> {
  const tasks = runs.filter(({ task }) => task !== undefined);
  return new Set(tasks.map(({ agent, task }) => wakeKey(ownKey(taskKey(task!), hashName(agent)))));
}

const NOTHING = new Float64Array(MIND_SLAB_LENGTH);
