import type { InputError } from '../engine/input/input-error.ts';
import { createByteStream, type ByteStreamOptions } from './byte-stream.ts';
import { fileError } from './file-error.ts';
import { splitLines, type LineBatch } from './line-batch.ts';
import { firstZipEntry, isZip, readZip, type ZipEntry } from './zip-entries.ts';

/** A file's text, read once from start to end. Use `lines`, `text` or `entries`, one of them. */
export interface Source {
  /** As it stands in messages. */
  readonly path: string;
  /** The first `bytes` or a little more, without consuming them. */
  head(bytes: number): Promise<Head>;
  /** The file line by line; memory stays flat however long the file is. */
  lines(): AsyncIterable<LineBatch>;
  /** The file as one document. */
  text(): Promise<string>;
  /** The files in a zip archive, one after the other; those not wanted are passed over. */
  entries(wanted: (name: string) => boolean): AsyncIterable<ZipEntry>;
  /** Lets the file go; needed where it is not read to the end. */
  close(): Promise<void>;
}

/** The start of a file. */
export interface Head {
  readonly text: string;
  /** Whether that is all there is. */
  readonly whole: boolean;
  /** Of a zip archive the name of its first file; such a file has no text of its own. */
  readonly zipEntry?: string;
}

export interface SourceOptions extends ByteStreamOptions {
  /** The longest line or document that is read, also out of a zip archive. Default 256 MiB. */
  readonly lineBytesMax?: number;
}

const LINE_BYTES_MAX = 256 * 1024 * 1024;
/** As much as is looked at to tell text from binary data. */
const LOOKED_AT_BYTES = 64 * 1024;

/**
 * Opens a file, gzip or plain, as UTF-8 text, or as a zip archive of such texts.
 *
 * @throws {InputError} If it cannot be read, is empty, or is no such text. Damage further on is met,
 *   and thrown in the same way, while reading.
 */
export async function openSource(
  path: string,
  bytes: AsyncIterable<Buffer>,
  options: SourceOptions = {},
): Promise<Source> {
  const stream = createByteStream(path, bytes, options);
  const lineBytesMax = options.lineBytesMax ?? LINE_BYTES_MAX;
  const tooLong = (line?: number): InputError =>
    fileError(path, line, 'too much text', `a line or document of up to ${lineBytesMax} bytes`);
  let markBytes = 0;
  let zipEntry: string | undefined;
  try {
    await stream.hold(LOOKED_AT_BYTES);
    const start = Buffer.concat(stream.held);
    if (isZip(start)) zipEntry = firstZipEntry(start);
    else markBytes = checkStart(path, start);
  } catch (error) {
    await stream.close();
    throw error;
  }
  async function* chunks(): AsyncGenerator<Buffer> {
    let skipBytes = markBytes;
    for await (const chunk of stream.all()) {
      yield chunk.subarray(skipBytes);
      skipBytes = Math.max(0, skipBytes - chunk.length);
    }
  }
  return {
    path,
    async head(wantedBytes) {
      if (wantedBytes > 2 * lineBytesMax) throw tooLong(1);
      const whole = await stream.hold(wantedBytes);
      if (zipEntry !== undefined) return { text: '', whole, zipEntry };
      return { text: Buffer.concat(stream.held).toString('utf8', markBytes), whole };
    },
    lines: () => splitLines(chunks(), lineBytesMax, tooLong),
    async text() {
      const parts: Buffer[] = [];
      let textBytes = 0;
      for await (const chunk of chunks()) {
        textBytes += chunk.length;
        if (textBytes > lineBytesMax) throw tooLong();
        parts.push(chunk);
      }
      return Buffer.concat(parts, textBytes).toString();
    },
    entries: (wanted) => readZip(path, chunks(), wanted, lineBytesMax),
    close: () => stream.close(),
  };
}

/** Checks that a file begins as text; how long its byte order mark is. */
function checkStart(path: string, start: Buffer): number {
  const accepted = 'UTF-8 text, plain or gzip';
  if (start.length === 0) throw fileError(path, undefined, 'an empty file', accepted);
  const mark = start.toString('latin1', 0, 3);
  if (mark.startsWith('\xff\xfe') || mark.startsWith('\xfe\xff')) {
    throw fileError(path, undefined, 'UTF-16 text', accepted);
  }
  // JSON writes a zero as \u0000: a bare one is never text of ours.
  if (start.includes(0)) throw fileError(path, undefined, 'binary data', accepted);
  return mark === '\xef\xbb\xbf' ? mark.length : 0;
}
