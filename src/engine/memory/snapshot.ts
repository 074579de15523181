import type { Inferred } from '../learning/infer-outcome.ts';
import type { EngineCounts } from '../monitoring/metrics.ts';
import { InputError } from '../input/input-error.ts';
import { HASH_PRIME, HASH_SEED, hashWord } from '../numeric/hash.ts';
import type { Concern, Problem } from '../report/report.ts';
import { RUN_BYTES } from '../run/run-memory.ts';
import { MIND_BYTES } from '../learning/mind.ts';
import {
  LABEL_CHARS,
  LABEL_COUNT,
  MIND,
  MIND_SLAB_LENGTH,
  RUN,
  RUN_SLAB_LENGTH,
} from './layout.ts';
import { RECORD_FIELDS } from './record-table.ts';

/** All that an engine has in memory, as plain values: slabs are copied byte for byte. */
export interface Snapshot {
  readonly counts: EngineCounts;
  /** The population's slab. */
  readonly population: Float64Array;
  /** By agent, the one used longest ago first. */
  readonly minds: ReadonlyMap<string, Float64Array>;
  /** The one used longest ago first. */
  readonly runs: readonly SavedRun[];
  readonly recordClock: number;
  /** One behind the other, `RECORD_FIELDS` numbers each. */
  readonly records: Float64Array;
}

/** A run: what it was opened with, what lies beside its slab, and slab and labels in one. */
export interface SavedRun {
  readonly agent: string;
  readonly run: string;
  readonly task?: string;
  readonly interactive: boolean;
  readonly recorded: boolean;
  readonly pollers?: readonly string[];
  readonly exempt?: readonly string[];
  readonly parent?: string;
  readonly problems: readonly Problem[];
  readonly unknownFields: readonly string[];
  readonly standing: readonly (Concern | null)[];
  readonly closed: boolean;
  readonly succeeded?: boolean;
  readonly inferred?: Inferred;
  readonly bytes: Uint8Array;
}

/** What stands in the JSON at the front; the slabs follow in the order of its lists. */
interface Header {
  readonly layout: number;
  readonly counts: EngineCounts;
  readonly minds: readonly string[];
  readonly runs: readonly Omit<SavedRun, 'bytes'>[];
  readonly recordClock: number;
  readonly records: number;
}

/** "2ndT" as a little-endian word: numbers lie as this machine has them, and all of ours are so. */
const MAGIC = 0x54_64_6e_32;
const PREFIX_BYTES = 16;
const CHECKSUM_AT = 12;
/** Another layout means that its numbers are others: a snapshot is of one version. */
const LAYOUT = hashWord(
  JSON.stringify([
    RUN,
    RUN_SLAB_LENGTH,
    MIND,
    MIND_SLAB_LENGTH,
    LABEL_COUNT,
    LABEL_CHARS,
    RECORD_FIELDS,
  ]),
);

/** A snapshot as bytes: a checked prefix, a header of JSON, then the slabs. */
export function printSnapshot(snapshot: Snapshot): Uint8Array {
  const { counts, minds, runs, recordClock, records } = snapshot;
  const header: Header = {
    layout: LAYOUT,
    counts,
    minds: [...minds.keys()],
    runs: runs.map(withoutBytes),
    recordClock,
    records: records.length / RECORD_FIELDS,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const parts = [
    text,
    bytesOf(snapshot.population),
    ...[...minds.values()].map(bytesOf),
    ...runs.map(({ bytes }) => bytes),
    bytesOf(records),
  ];
  const length = parts.reduce((sum, part) => sum + part.length, PREFIX_BYTES);
  const all = new Uint8Array(length);
  let at = PREFIX_BYTES;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const prefix = new DataView(all.buffer);
  prefix.setUint32(0, MAGIC, true);
  prefix.setUint32(4, text.length, true);
  prefix.setUint32(8, length, true);
  prefix.setUint32(CHECKSUM_AT, checksum(all), true);
  return all;
}

/** @throws {InputError} `invalid-snapshot`: damaged, cut off, or of another version. */
export function parseSnapshot(bytes: unknown): Snapshot {
  if (!(bytes instanceof Uint8Array)) throw refused('what is no Uint8Array');
  if (bytes.length < PREFIX_BYTES) throw refused(`${bytes.length} bytes`);
  const prefix = new DataView(bytes.buffer, bytes.byteOffset);
  if (prefix.getUint32(0, true) !== MAGIC) throw refused('other bytes');
  if (prefix.getUint32(8, true) !== bytes.length) throw refused('a snapshot that is cut off');
  if (prefix.getUint32(CHECKSUM_AT, true) !== checksum(bytes)) {
    throw refused('a damaged snapshot');
  }
  const textEnd = PREFIX_BYTES + prefix.getUint32(4, true);
  const text = new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, textEnd));
  const header = JSON.parse(text) as Header;
  if (header.layout !== LAYOUT) throw refused('a snapshot of another version');
  let at = textEnd;
  // Copied: a Buffer's own `slice` would not be, and numbers need their alignment.
  const take = (length: number): Uint8Array => new Uint8Array(bytes.subarray(at, (at += length)));
  const population = numbersOf(take(MIND_BYTES));
  const minds = new Map(header.minds.map((agent) => [agent, numbersOf(take(MIND_BYTES))]));
  const runs = header.runs.map((run) => ({ ...run, bytes: take(RUN_BYTES) }));
  const records = numbersOf(take(header.records * RECORD_FIELDS * 8));
  return {
    counts: header.counts,
    population,
    minds,
    runs,
    recordClock: header.recordClock,
    records,
  };
}

function withoutBytes(run: SavedRun): Header['runs'][number] {
  const { bytes: _bytes, ...rest } = run;
  return rest;
}

function refused(received: string): InputError {
  return new InputError('invalid-snapshot', 'snapshot', received, 'bytes that `snapshot()` gave');
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** @param bytes A copy of its own. */
function numbersOf(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.buffer);
}

/** Of all but itself: FNV-1a over words of 32 bits, and over the bytes that are left. */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length & -4;
  let hash = HASH_SEED;
  for (let at = 0; at < end; at += 4) {
    if (at !== CHECKSUM_AT) hash = Math.imul(hash ^ view.getInt32(at, true), HASH_PRIME);
    hash ^= hash >>> 15;
  }
  for (let at = end; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, HASH_PRIME);
  return hash >>> 0;
}
