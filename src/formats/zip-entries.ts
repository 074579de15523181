import type { AsyncFlateStreamHandler, Unzip, UnzipDecoder, UnzipFile } from 'fflate';
import { fileError } from './file-error.ts';

/** One file out of a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly text: string;
}

/**
 * How much is unpacked at a time. Deflate makes of a byte at most 1032: whatever an archive claims
 * or hides, no more than 4 MiB come at once before the limit is looked at.
 */
const PIECE_BYTES = 4096;
const LOCAL_HEADER_BYTES = 30;
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
/** The record at an archive's end, with the longest comment that may follow it. */
const END_BYTES_MAX = 22 + 0xffff;
const ACCEPTED = 'a whole zip archive, its files stored or deflated';

/** Told by the first four bytes: a name lies. */
export function isZip(start: Buffer): boolean {
  return start.length >= 4 && start.toString('latin1', 0, 4) === 'PK\x03\x04';
}

/** The name of an archive's first file, as far as it is there. */
export function firstZipEntry(start: Buffer): string {
  if (start.length < LOCAL_HEADER_BYTES) return '';
  return start.toString('utf8', LOCAL_HEADER_BYTES, LOCAL_HEADER_BYTES + start.readUInt16LE(26));
}

/**
 * Reads the files of an archive in the order in which they were written, one in memory at a time.
 *
 * @param entryBytesMax The longest file, unpacked.
 * @throws {InputError} If the archive is cut off or damaged, packed in another way, or holds a
 *   wanted file over the limit; what stood before was yielded.
 */
export async function* readZip(
  path: string,
  chunks: AsyncIterable<Buffer>,
  wanted: (name: string) => boolean,
  entryBytesMax: number,
): AsyncGenerator<ZipEntry> {
  // Loaded here: few files are archives, and every command would wait for it.
  const { Unzip, UnzipInflate, UnzipPassThrough } = await import('fflate');
  const decoders: ReadonlyMap<number, new () => UnzipDecoder> = new Map<
    number,
    new () => UnzipDecoder
  >([
    [0, UnzipPassThrough],
    [8, UnzipInflate],
  ]);
  const ready: ZipEntry[] = [];
  let fault: Error | undefined;
  const unzip = new Unzip((file) => {
    if (wanted(file.name) && !decoders.has(file.compression)) {
      fault ??= fileError(path, undefined, `a zip archive packed by ${methodOf(file)}`, ACCEPTED);
    }
    if (decoders.has(file.compression)) unpack(file);
  });
  function unpack(file: UnzipFile): void {
    const isWanted = wanted(file.name);
    let parts: Uint8Array[] = [];
    let bytes = 0;
    file.ondata = (error, data, final) => {
      if (!isWanted || fault !== undefined) return;
      if (error !== null) {
        fault = fileError(path, undefined, 'a damaged zip archive', ACCEPTED);
        return;
      }
      bytes += data.length;
      if (bytes > entryBytesMax) {
        const accepted = `files of up to ${entryBytesMax} bytes in the zip archive`;
        fault = fileError(path, undefined, 'too much text', accepted);
        parts = [];
        return;
      }
      parts.push(data);
      if (final) ready.push({ name: file.name, text: Buffer.concat(parts, bytes).toString() });
    };
    file.start();
  }
  for (const [compression, inner] of decoders) {
    unzip.register(decoderOf(compression, inner, wanted));
  }
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    tail = Buffer.concat([tail, chunk]).subarray(-END_BYTES_MAX);
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      try {
        unzip.push(chunk.subarray(start, start + PIECE_BYTES));
      } catch {
        fault ??= fileError(path, undefined, 'a damaged zip archive', ACCEPTED);
      }
      yield* ready.splice(0);
      if (fault !== undefined) throw fault;
    }
  }
  if (!tail.includes(END_RECORD)) {
    throw fileError(path, undefined, 'a zip archive that is cut off', ACCEPTED);
  }
}

/**
 * The library keeps what no decoder took, so files that are passed over need one, too: it takes
 * their bytes and drops them. It wants a class.
 */
function decoderOf(
  compression: number,
  inner: new () => UnzipDecoder,
  wanted: (name: string) => boolean,
): Parameters<Unzip['register']>[0] {
  return class {
    static readonly compression = compression;
    ondata: AsyncFlateStreamHandler = () => {};
    private readonly inner: UnzipDecoder | undefined;
    constructor(name: string) {
      if (!wanted(name)) return;
      this.inner = new inner();
    }
    push(data: Uint8Array, final: boolean): void {
      if (this.inner === undefined) return;
      this.inner.ondata = this.ondata;
      this.inner.push(data, final);
    }
  };
}

function methodOf({ compression }: UnzipFile): string {
  return compression === 93 ? 'Zstandard' : `method ${compression}`;
}
