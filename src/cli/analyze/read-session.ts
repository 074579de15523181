import type { InputError } from '../../engine/input/input-error.ts';
import type { ReadItem } from '../../formats/format.ts';
import type { SessionFiles } from './find-sessions.ts';
import {
  fill,
  inOrderOfTime,
  noteNames,
  reader,
  startSubagent,
  takeUntilNextTime,
  timeOf,
  type Subagent,
} from './subagent-reading.ts';

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
    const closes: Close[] = [];
    const names = new Set<string>();
    try {
      for await (const batch of main) {
        noteNames(batch, names);
        // Cut where a subagent has something to say.
        let from = 0;
        for (const [index, item] of batch.entries()) {
          const at = timeOf(item);
          if (at === undefined) continue;
          while (waiting[0] !== undefined && waiting[0].at <= at) {
            atWork.push(startSubagent(waiting.shift()!, options, names));
          }
          if (atWork.length === 0 || !(await anyBefore(atWork, at))) continue;
          if (index > from) yield* told(session.path, batch.slice(from, index), closes);
          from = index;
          yield* until(atWork, at, closes);
        }
        yield* told(session.path, batch.slice(from), closes);
      }
      atWork.push(...waiting.map((start) => startSubagent(start, options, names)));
      yield* until(atWork, Infinity, closes);
      yield* inOrder(closes);
    } finally {
      for (const { items } of atWork) await items.return(undefined);
    }
  }

  /** What was held back: the session's own closes first. */
  function* inOrder(closes: readonly Close[]): Generator<readonly ReadItem[]> {
    const isOwn = ({ path }: Close): boolean => path === session.path;
    const sorted = [...closes.filter(isOwn), ...closes.filter((close) => !isOwn(close))];
    if (sorted.length > 0) yield sorted.map(({ item }) => item);
  }

  /** A batch from one file, its closes held back. */
  function* told(
    path: string,
    items: readonly ReadItem[],
    closes: Close[],
  ): Generator<readonly ReadItem[]> {
    const now: ReadItem[] = [];
    for (const item of items) {
      if (item.kind === 'close') closes.push({ path, item });
      else now.push(item);
    }
    reading.path = path;
    if (now.length > 0) yield now;
  }

  /** What subagents did before a time, in order. */
  async function* until(
    atWork: Subagent[],
    at: number,
    closes: Close[],
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

/** The end of a run, held back. */
interface Close {
  readonly path: string;
  readonly item: ReadItem;
}

/** Whether any has something to tell of before a time; those that are at their end are let go. */
async function anyBefore(atWork: Subagent[], at: number): Promise<boolean> {
  let any = false;
  for (let index = atWork.length - 1; index >= 0; index--) {
    const subagent = atWork[index]!;
    await fill(subagent);
    if (subagent.held.length === 0) atWork.splice(index, 1);
    else any ||= subagent.at <= at;
  }
  return any;
}
