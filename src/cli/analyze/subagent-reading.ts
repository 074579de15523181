import { InputError } from '../../engine/input/input-error.ts';
import type { ReadItem } from '../../formats/format.ts';
import { isRecord } from '../../formats/json-record.ts';
import { readRuns } from '../../formats/read-file.ts';
import { fileRun, fitName } from '../../formats/run-name.ts';
import type { SessionReadingOptions } from './read-session.ts';
import { startOf } from './subagents.ts';

/** Many subagents may be at work at once: of each only so much is read ahead. */
const SUBAGENT_CHUNK_BYTES = 16 * 1024;

/** A subagent whose file is being read. */
export interface Subagent {
  readonly path: string;
  readonly items: AsyncGenerator<readonly ReadItem[]>;
  /** Read and not yet told. */
  held: readonly ReadItem[];
  /** The time of the first of them that has one, or the last time before them. */
  at: number;
  done: boolean;
}

interface Start {
  readonly path: string;
  readonly at: number;
}

/** By the time on the first line that has one; those without come first. */
export async function inOrderOfTime(paths: readonly string[]): Promise<Start[]> {
  const starts: Start[] = [];
  for (const path of paths) {
    const told = /"timestamp"\s*:\s*"([^"]{1,40})"/.exec(await startOf(path))?.[1];
    const at = told === undefined ? Number.NaN : Date.parse(told);
    starts.push({ path, at: Number.isNaN(at) ? -Infinity : at });
  }
  return starts.toSorted((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1));
}

export function startSubagent(
  { path, at }: Start,
  options: SessionReadingOptions,
  names: Set<string>,
): Subagent {
  const items = namedApart(path, forgiving(path, options), names);
  return { path, items, held: [], at, done: false };
}

export function noteNames(items: readonly ReadItem[], names: Set<string>): void {
  for (const item of items) if (item.kind === 'open') names.add(item.run.run);
}

/** No two runs open at once may share a name: one that is taken is told with the file's. */
async function* namedApart(
  path: string,
  items: AsyncIterable<readonly ReadItem[]>,
  names: Set<string>,
): AsyncGenerator<readonly ReadItem[]> {
  const renamed = new Map<string, string>();
  for await (const batch of items) {
    for (const item of batch) {
      if (item.kind !== 'open' || !names.has(item.run.run)) continue;
      renamed.set(item.run.run, fitName(`${item.run.run}/${fileRun(path)}`)!);
    }
    const named = renamed.size === 0 ? batch : batch.map((item) => renamedItem(item, renamed));
    noteNames(named, names);
    yield named;
  }
}

function renamedItem(item: ReadItem, renamed: ReadonlyMap<string, string>): ReadItem {
  const name = renamed.get(item.kind === 'open' ? item.run.run : (item.run ?? ''));
  if (name === undefined) return item;
  if (item.kind !== 'open') return { ...item, run: name };
  return { ...item, run: { ...item.run, run: name } };
}

/** A file's items; a fault in it is told, and what it left open is closed. */
async function* forgiving(
  path: string,
  options: SessionReadingOptions,
): AsyncGenerator<readonly ReadItem[]> {
  const open = new Set<string>();
  try {
    for await (const batch of reader(path, options, SUBAGENT_CHUNK_BYTES)) {
      for (const item of batch) {
        if (item.kind === 'open') open.add(item.run.run);
        else if (item.kind === 'close') open.delete(item.run);
      }
      yield batch;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    options.onFault(error);
    yield [...open].map((run): ReadItem => ({ kind: 'close', run }));
  }
}

export function reader(
  path: string,
  { onBytes }: SessionReadingOptions,
  chunkBytes?: number,
): AsyncGenerator<readonly ReadItem[]> {
  return readRuns(path, {
    ...(onBytes === undefined ? {} : { onBytes: (bytes: number) => onBytes(path, bytes) }),
    ...(chunkBytes === undefined ? {} : { chunkBytes }),
  });
}

export async function fill(subagent: Subagent): Promise<void> {
  while (subagent.held.length === 0 && !subagent.done) {
    const next = await subagent.items.next();
    if (next.done === true) subagent.done = true;
    else {
      subagent.held = next.value;
      subagent.at = firstTime(next.value) ?? subagent.at;
    }
  }
}

/** Its first items, up to the next that has a later time. */
export function takeUntilNextTime(subagent: Subagent): readonly ReadItem[] {
  const end = subagent.held.findIndex((item) => (timeOf(item) ?? -Infinity) > subagent.at);
  const taken = end < 0 ? subagent.held : subagent.held.slice(0, end);
  subagent.held = end < 0 ? [] : subagent.held.slice(end);
  subagent.at = firstTime(subagent.held) ?? subagent.at;
  return taken;
}

function firstTime(items: readonly ReadItem[]): number | undefined {
  for (const item of items) {
    const at = timeOf(item);
    if (at !== undefined) return at;
  }
  return undefined;
}

/** Of an event that the engine has not seen yet: it may be anything. */
export function timeOf(item: ReadItem): number | undefined {
  if (item.kind !== 'event' || !isRecord(item.event)) return undefined;
  const { at } = item.event;
  return typeof at === 'number' ? at : undefined;
}
