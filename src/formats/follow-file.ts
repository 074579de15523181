import { open, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../engine/input/input-error.ts';
import { fileBytes } from './byte-stream.ts';
import { fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { splitLines, type LineBatch } from './line-batch.ts';
import { sniff } from './sniff.ts';
import { openSource, type Head, type Source } from './source.ts';

export interface FollowOptions {
  /** Ends the reading: what is open is then closed. */
  readonly signal: AbortSignal;
  /** The end of what is there was reached; called again at each look that finds nothing new. */
  readonly onIdle: () => Promise<void> | void;
  /** Whether a file that is not there is waited for. */
  readonly patient?: boolean;
  /** Between two looks at the file. Default 500. */
  readonly pollMs?: number;
}

/** How a reading of a file that grows ended. */
export type FollowEnd = 'stopped' | 'rewritten';

const POLL_MS = 500;
const GROWS = 'a file that grows line by line';
const CHUNK_BYTES = 256 * 1024;
const LINE_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Reads the runs in a file that is being written, line by line, until it is told to stop. A line
 * counts once its line break is there. Looks at the file's size: notifications get lost.
 *
 * @returns `rewritten` where the file became shorter or is another one now: begin anew then.
 * @throws {InputError} `invalid-file`, as `readRuns` does; also for a document that is no log.
 */
export async function* followRuns(
  path: string,
  options: FollowOptions,
): AsyncGenerator<readonly ReadItem[], FollowEnd> {
  const stats = await stat(path).catch(() => undefined);
  if (stats !== undefined && !stats.isFile()) {
    throw fileError(path, undefined, 'what is no file', GROWS);
  }
  const format = await sniffWhenWritten(path, options);
  if (format === undefined) return 'stopped';
  const end: { as: FollowEnd } = { as: 'stopped' };
  yield* format.read(growing(path, bytesAsWritten(path, options, end)));
  return end.as;
}

/** A file that was just opened by its writer may hold nothing to tell a format by. */
async function sniffWhenWritten(path: string, options: FollowOptions): Promise<Format | undefined> {
  for (;;) {
    let source: Source | undefined;
    try {
      source = await openSource(path, fileBytes(path));
      return await sniff(source);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const begun = source === undefined ? '' : (await source.head(1)).text;
      const unwritten =
        error.received === 'an empty file' ||
        (begun !== '' && !begun.includes('\n')) ||
        (options.patient === true && error.received === 'no such file');
      if (!unwritten) throw error;
    } finally {
      await source?.close();
    }
    await options.onIdle();
    if (!(await waited(options))) return undefined;
  }
}

/** The bytes of a file, and those that come. */
async function* bytesAsWritten(
  path: string,
  options: FollowOptions,
  end: { as: FollowEnd },
): AsyncGenerator<Buffer> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) {
    // It was there when its format was told.
    end.as = 'rewritten';
    return;
  }
  let position = 0;
  try {
    const { ino } = await handle.stat();
    for (;;) {
      const chunk = await chunkAt(handle, position);
      if (chunk.length > 0) {
        if (position === 0 && chunk[0] === 0x1f && chunk[1] === 0x8b) {
          throw fileError(path, undefined, 'a packed file', GROWS);
        }
        position += chunk.length;
        yield chunk;
        if (!options.signal.aborted) continue;
      } else {
        await options.onIdle();
      }
      if (!(await waited(options))) return;
      const now = await stat(path).catch(() => undefined);
      // One that is gone may come back under its name: then it is another.
      if (now !== undefined && (now.ino !== ino || now.size < position)) {
        end.as = 'rewritten';
        return;
      }
    }
  } finally {
    await handle.close();
  }
}

async function chunkAt(handle: FileHandle, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, position);
  return buffer.subarray(0, bytesRead);
}

/** @returns Whether to go on. */
async function waited({ signal, pollMs = POLL_MS }: FollowOptions): Promise<boolean> {
  await sleep(pollMs, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}

/** What the file begins with by now. */
async function headOf(path: string, wantedBytes: number): Promise<Head> {
  const source = await openSource(path, fileBytes(path));
  try {
    return await source.head(wantedBytes);
  } finally {
    await source.close();
  }
}

/** Only what a reader of lines asks for: a document has no lines to follow. */
function growing(path: string, bytes: AsyncIterable<Buffer>): Source {
  const refuse = (): never => {
    throw fileError(path, undefined, 'one document', GROWS);
  };
  const tooLong = (line: number): Error =>
    fileError(path, line, 'too much text', `a line of up to ${LINE_BYTES_MAX} bytes`);
  return {
    path,
    head: (wantedBytes) => headOf(path, wantedBytes),
    text: refuse,
    lines: () => wholeLines(splitLines(bytes, LINE_BYTES_MAX, tooLong)),
    close: async () => {},
  };
}

/** Leaves out a line that was being written when reading was stopped. */
async function* wholeLines(batches: AsyncIterable<LineBatch>): AsyncGenerator<LineBatch> {
  for await (const batch of batches) if (!batch.unended) yield batch;
}
