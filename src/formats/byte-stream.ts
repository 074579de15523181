import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../engine/input/input-error.ts';
import { fileError } from './file-error.ts';

/** A file's bytes, unpacked if they are gzip, with a part read ahead. */
export interface ByteStream {
  /** Read ahead, not yet given out. */
  readonly held: readonly Buffer[];
  /** Reads ahead until so much is held; whether the file ended there. */
  hold(bytes: number): Promise<boolean>;
  /** What is held, then the rest; once. */
  all(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

export interface ByteStreamOptions {
  /** Told how many bytes came in, for a progress bar: compressed ones where they are. */
  readonly onBytes?: (bytesRead: number) => void;
  /** How much is read and unpacked at a time. Default 256 KiB. */
  readonly chunkBytes?: number;
}

const CHUNK_BYTES = 256 * 1024;

/** A file's bytes as they are. Opened at the first read, where a failure is met like any other. */
export async function* fileBytes(
  path: string,
  options: ByteStreamOptions = {},
): AsyncGenerator<Buffer> {
  yield* createReadStream(path, { highWaterMark: options.chunkBytes ?? CHUNK_BYTES });
}

/** @param name The file's, for messages. Every failure becomes an `InputError` that has it. */
export function createByteStream(
  name: string,
  bytes: AsyncIterable<Buffer>,
  options: ByteStreamOptions = {},
): ByteStream {
  const progress = { bytesRead: 0 };
  const unpacked = unpack(counted(bytes, progress), options.chunkBytes ?? CHUNK_BYTES);
  const rest = takingFrom(async () => {
    const next = await unpacked.next().catch((error: unknown) => {
      throw asFileError(name, error);
    });
    options.onBytes?.(progress.bytesRead);
    return next;
  });
  const held: Buffer[] = [];
  let heldBytes = 0;
  return {
    held,
    async hold(wantedBytes) {
      if (heldBytes >= wantedBytes) return false;
      for await (const chunk of rest) {
        held.push(chunk);
        heldBytes += chunk.length;
        if (heldBytes >= wantedBytes) return false;
      }
      return true;
    },
    async *all() {
      for (let chunk = held.shift(); chunk !== undefined; chunk = held.shift()) yield chunk;
      yield* rest;
    },
    async close() {
      await unpacked.return(undefined);
    },
  };
}

/** Told by the first two bytes: a name lies. */
async function* unpack(bytes: AsyncGenerator<Buffer>, chunkBytes: number): AsyncGenerator<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of takingFrom(() => bytes.next())) {
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (start.length >= 2) break;
  }
  const whole = startingWith(start, bytes);
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip({ chunkSize: Math.max(chunkBytes, 64) });
  // A failure of any part destroys `gunzip` with it, and so is thrown below.
  pipeline(whole, gunzip, () => {});
  yield* gunzip;
}

async function* counted(
  bytes: AsyncIterable<Buffer>,
  progress: { bytesRead: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    progress.bytesRead += chunk.length;
    yield chunk;
  }
}

async function* startingWith(start: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  yield* rest;
}

/** Items one by one, leaving off anywhere: the first `break` would close a generator. */
function takingFrom<T>(next: () => Promise<IteratorResult<T>>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

function asFileError(name: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  if (code.startsWith('Z_')) {
    const received = code === 'Z_BUF_ERROR' ? 'a gzip file that is cut off' : 'a damaged gzip file';
    return fileError(name, undefined, received, 'a whole gzip file, or plain text');
  }
  const received = FILE_FAULTS.get(code) ?? `a file that cannot be read (${code})`;
  return fileError(name, undefined, received, 'a file that exists and may be read');
}

const FILE_FAULTS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EISDIR', 'a directory'],
  ['EACCES', 'a file that may not be read (permission denied)'],
  ['EPERM', 'a file that may not be read (permission denied)'],
]);
