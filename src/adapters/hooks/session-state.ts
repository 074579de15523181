import { mergeLearned, trimLearned } from '../../engine/learning/merge.ts';
import { parseSnapshot, printSnapshot, type Snapshot } from '../../engine/memory/snapshot.ts';
import type { Memory } from './watch.ts';

/** What is kept of a session between two calls: what was said in it, and an engine's memory. */
export interface SessionState {
  readonly memory: Memory;
  /** `undefined` for a session that begins, where nothing was learned before. */
  readonly engine: Uint8Array | undefined;
  /** What was learned when it last was shared with the other sessions. */
  readonly base: Uint8Array | undefined;
}

/** What stands in the first line; then the engine's bytes, then those of the base. */
interface Head {
  readonly memory: Memory;
  readonly lengths: readonly [number, number];
}

const LINE_FEED = 10;
/** Records of tools and tasks that are kept for later sessions; those used longest ago go. */
const RECORDS_MAX = 512;
const MINDS_MAX = 64;

/** @throws {Error} For bytes that are damaged. */
export function parseSession(bytes: Uint8Array): SessionState {
  const end = bytes.indexOf(LINE_FEED);
  const head = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()) as Head;
  const [engineBytes, baseBytes] = head.lengths;
  const at = end + 1 + engineBytes;
  return {
    memory: head.memory,
    engine: engineBytes === 0 ? undefined : bytes.subarray(end + 1, at),
    base: baseBytes === 0 ? undefined : bytes.subarray(at, at + baseBytes),
  };
}

export function printSession({ memory, engine, base }: SessionState): Uint8Array {
  const head: Head = { memory, lengths: [engine?.length ?? 0, base?.length ?? 0] };
  const parts = [Buffer.from(`${JSON.stringify(head)}\n`)];
  for (const part of [engine, base]) if (part !== undefined) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** What a session has learned since it last shared it; it has shared it once it is taken. */
export interface Gain {
  readonly base: Snapshot | undefined;
  readonly now: Snapshot;
}

export function takeGain(state: SessionState): { readonly gain: Gain; readonly base: Uint8Array } {
  const now = parseSnapshot(state.engine);
  const base = state.base === undefined ? undefined : parseSnapshot(state.base);
  return { gain: { base, now }, base: printSnapshot({ ...now, runs: [] }) };
}

/** Adds a session's gain to what all have learned. */
export function shareGain(shared: Uint8Array | undefined, { base, now }: Gain): Uint8Array {
  const known = shared !== undefined && isReadable(shared) ? parseSnapshot(shared) : undefined;
  return printSnapshot(trimLearned(mergeLearned(known, base, now), MINDS_MAX, RECORDS_MAX));
}

function isReadable(bytes: Uint8Array): boolean {
  try {
    parseSnapshot(bytes);
    return true;
  } catch {
    return false;
  }
}
