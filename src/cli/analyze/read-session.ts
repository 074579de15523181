import { InputError } from '../../engine/input/input-error.ts';
import type { ReadItem } from '../../formats/format.ts';
import { readRuns } from '../../formats/read-file.ts';
import { startOf, type SessionFiles } from './find-sessions.ts';

/** What a session's files say, as one: the items of `readRuns`, with the file that they are from. */
export interface SessionReading {
  /** Of the last batch. */
  readonly path: string;
  readonly project: string | undefined;
  readonly items: AsyncIterable<readonly ReadItem[]>;
}

export interface SessionReadingOptions {
  readonly onBytes?: (path: string, bytes: number) => void;
  /** Told of a subagent's file that could not be read; the others are read all the same. */
  readonly onFault: (error: InputError) => void;
}

/** Many subagents may be at work at once: of each only so much is read ahead. */
const SUBAGENT_CHUNK_BYTES = 16 * 1024;

/**
 * Reads a session with its subagents, in the order in which things happened: a parent hears of a
 * child that is open while it is, and pays for what the child spends meanwhile. All runs close at
 * the end, the session's own first, so that it still stands as its children do.
 *
 * A subagent's file is opened when the session comes to the time of its first line.
 */
export function readSession(session: SessionFiles, options: SessionReadingOptions): SessionReading {
  const reading = { path: session.path, project: session.project, items: merged() };
  return reading;

  async function* merged(): AsyncGenerator<readonly ReadItem[]> {
    const main = reader(session.path, options);
    if (session.subagents.length === 0) {
      yield* main;
      return;
    }
    const waiting = await inOrderOfTime(session.subagents);
    const atWork: Subagent[] = [];
    const closes: ReadItem[] = [];
    try {
      for await (const batch of main) {
        // Cut where a subagent has something to say.
        let from = 0;
        for (const [index, item] of batch.entries()) {
          const at = timeOf(item);
          if (at === undefined) continue;
          while (waiting[0] !== undefined && waiting[0].at <= at) {
            atWork.push(startSubagent(waiting.shift()!, options));
          }
          if (atWork.length === 0 || !(await anyBefore(atWork, at))) continue;
          if (index > from) yield* told(session.path, batch.slice(from, index), closes);
          from = index;
          yield* until(atWork, at, closes);
        }
        yield* told(session.path, batch.slice(from), closes);
      }
      atWork.push(...waiting.map((start) => startSubagent(start, options)));
      yield* until(atWork, Infinity, closes);
      if (closes.length > 0) yield closes;
    } finally {
      for (const { items } of atWork) await items.return(undefined);
    }
  }

  /** A batch from one file, its closes held back. */
  function* told(
    path: string,
    items: readonly ReadItem[],
    closes: ReadItem[],
  ): Generator<readonly ReadItem[]> {
    const now: ReadItem[] = [];
    for (const item of items) (item.kind === 'close' ? closes : now).push(item);
    reading.path = path;
    if (now.length > 0) yield now;
  }

  /** What subagents did before a time, in order. */
  async function* until(
    atWork: Subagent[],
    at: number,
    closes: ReadItem[],
  ): AsyncGenerator<readonly ReadItem[]> {
    for (;;) {
      let next: Subagent | undefined;
      for (const subagent of atWork) {
        await fill(subagent);
        const sooner = next === undefined || subagent.at < next.at;
        if (subagent.held.length > 0 && subagent.at <= at && sooner) next = subagent;
      }
      if (next === undefined) return;
      yield* told(next.path, takeUntilNextTime(next), closes);
    }
  }
}

/** A subagent whose file is being read. */
interface Subagent {
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
async function inOrderOfTime(paths: readonly string[]): Promise<Start[]> {
  const starts: Start[] = [];
  for (const path of paths) {
    const told = /"timestamp"\s*:\s*"([^"]{1,40})"/.exec(await startOf(path))?.[1];
    const at = told === undefined ? Number.NaN : Date.parse(told);
    starts.push({ path, at: Number.isNaN(at) ? -Infinity : at });
  }
  return starts.toSorted((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1));
}

function startSubagent({ path, at }: Start, options: SessionReadingOptions): Subagent {
  return { path, items: forgiving(path, options), held: [], at, done: false };
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

function reader(
  path: string,
  { onBytes }: SessionReadingOptions,
  chunkBytes?: number,
): AsyncGenerator<readonly ReadItem[]> {
  return readRuns(path, {
    ...(onBytes === undefined ? {} : { onBytes: (bytes: number) => onBytes(path, bytes) }),
    ...(chunkBytes === undefined ? {} : { chunkBytes }),
  });
}

async function anyBefore(atWork: readonly Subagent[], at: number): Promise<boolean> {
  for (const subagent of atWork) {
    if (subagent.held.length === 0 && !subagent.done) await fill(subagent);
    if (subagent.held.length > 0 && subagent.at <= at) return true;
  }
  return false;
}

async function fill(subagent: Subagent): Promise<void> {
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
function takeUntilNextTime(subagent: Subagent): readonly ReadItem[] {
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

function timeOf(item: ReadItem): number | undefined {
  return item.kind === 'event' ? item.event.at : undefined;
}
