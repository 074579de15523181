import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { fileBytes } from './byte-stream.ts';
import { openSource, type Source, type SourceOptions } from './source.ts';

const directory = mkdtempSync(join(tmpdir(), 'second-thought-source-'));
afterAll(() => rmSync(directory, { recursive: true }));

function written(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

function open(path: string, options: SourceOptions = {}): Promise<Source> {
  return openSource(path, fileBytes(path, options), options);
}

/** Each line with its number; a last one without line break is marked. */
async function linesOf(source: Source): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of source.lines()) {
    batch.lines.forEach((line, index) => {
      const isUnended = batch.unended && index === batch.lines.length - 1;
      lines.push(`${batch.first + index} ${line}${isUnended ? ' (unended)' : ''}`);
    });
  }
  return lines;
}

/** What reading it throws. */
async function fault(path: string, options?: SourceOptions): Promise<unknown> {
  try {
    return await linesOf(await open(path, options));
  } catch (error) {
    return error;
  }
}

/** The bytes of a file that the system will not open. */
async function* failing(code: string): AsyncGenerator<Buffer> {
  yield* [];
  throw Object.assign(new Error(`${code}: closed`), { code });
}

function throwRangeError(): never {
  throw new RangeError('from the callback');
}

describe('a source', () => {
  const text = 'first\n\nthïrd 🎉\r\nlast';
  const numbered = ['1 first', '2 ', '3 thïrd 🎉\r', '4 last (unended)'];

  it('numbers its lines and tells whether the last one has a line break', async () => {
    expect(await linesOf(await open(written('lines', text)))).toEqual(numbered);
    expect(await linesOf(await open(written('ended', 'a\nb\n')))).toEqual(['1 a', '2 b']);
  });

  it('gives the same lines wherever its chunks end, inside a character too', async () => {
    const path = written('chunks', text);
    const read = [1, 2, 3, 5, 7, 1000].map(async (chunkBytes) =>
      linesOf(await open(path, { chunkBytes })),
    );
    expect(await Promise.all(read)).toEqual(read.map(() => numbered));
  });

  it('is gzip by its first bytes, whatever its name says', async () => {
    const packed = written('packed.jsonl', gzipSync(text));
    const plain = written('plain.gz', text);
    expect(await linesOf(await open(packed))).toEqual(numbered);
    expect(await linesOf(await open(packed, { chunkBytes: 1 }))).toEqual(numbered);
    expect(await linesOf(await open(plain))).toEqual(numbered);
  });

  it('reads files of several gzip members, as `cat a.gz b.gz` makes them', async () => {
    const members = Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]);
    expect(await linesOf(await open(written('members', members)))).toEqual(['1 a', '2 b']);
  });

  it('drops a byte order mark', async () => {
    const path = written('mark', '\ufefffirst\n');
    expect(await linesOf(await open(path))).toEqual(['1 first']);
    expect(await linesOf(await open(path, { chunkBytes: 1 }))).toEqual(['1 first']);
    expect(await (await open(path)).text()).toBe('first\n');
    expect((await (await open(path)).head(100)).text).toBe('first\n');
  });

  it('shows its head without consuming it', async () => {
    const source = await open(written('head', text), { chunkBytes: 4 });
    expect((await source.head(6)).text.startsWith('first\n')).toBe(true);
    expect(await source.head(1000)).toEqual({ text, whole: true });
    expect(await linesOf(source)).toEqual(numbered);
  });

  it('tells how many bytes of the file on disk it has read', async () => {
    const packed = gzipSync('line\n'.repeat(10_000));
    const seen: number[] = [];
    const options = { chunkBytes: 16, onBytes: (bytes: number) => seen.push(bytes) };
    await linesOf(await open(written('progress', packed), options));
    expect(seen.at(-1)).toBe(packed.length);
    expect(seen).toEqual(seen.toSorted((left, right) => left - right));
  });

  it('lets an error of the progress callback through as it is', async () => {
    const opened = open(written('callback', text), { onBytes: throwRangeError });
    await expect(opened).rejects.toThrow(RangeError);
  });

  it('reads long lines in linear time', async () => {
    const line = 'x'.repeat(20_000_000);
    const source = await open(written('long', `${line}\nshort\n`), { chunkBytes: 4096 });
    const lines = await linesOf(source);
    expect(lines.map((each) => each.length)).toEqual([2 + line.length, 7]);
  });
});

describe('a source that cannot be read', () => {
  it('says so when there is no such file, or it is a directory', async () => {
    const missing = join(directory, 'missing');
    expect(await fault(missing)).toMatchObject({
      name: 'InputError',
      code: 'invalid-file',
      path: missing,
      received: 'no such file',
    });
    const below = join(written('file', 'text'), 'below');
    expect(await fault(below)).toMatchObject({ received: 'no such file' });
    expect(await fault(directory)).toMatchObject({ received: 'a directory' });
    expect(await fault('\0')).toMatchObject({ path: '\0' });
  });

  // As the system refuses it: a mode of 0 would not stop root.
  it.each(['EACCES', 'EPERM'])('says so when it may not be read (%s)', async (code) => {
    await expect(openSource('closed', failing(code))).rejects.toMatchObject({
      name: 'InputError',
      path: 'closed',
      received: 'a file that may not be read (permission denied)',
    });
  });

  it('says so when it is empty, binary or UTF-16', async () => {
    expect(await fault(written('empty', ''))).toMatchObject({ received: 'an empty file' });
    expect(await fault(written('empty.gz', gzipSync('')))).toMatchObject({
      received: 'an empty file',
    });
    expect(await fault(written('binary', Buffer.from('\u007fELF\0\0')))).toMatchObject({
      received: 'binary data',
      accepted: 'UTF-8 text, plain or gzip',
    });
    expect(await fault(written('utf16', Buffer.from('\ufeff{}', 'utf16le')))).toMatchObject({
      received: 'UTF-16 text',
    });
  });

  it('says so when its gzip is cut off or damaged', async () => {
    const packed = gzipSync('line\n'.repeat(1000));
    expect(await fault(written('cut.gz', packed.subarray(0, -20)))).toMatchObject({
      received: 'a gzip file that is cut off',
    });
    packed.fill(0xff, 12, 20);
    expect(await fault(written('broken.gz', packed))).toMatchObject({
      received: 'a damaged gzip file',
    });
  });

  it('says so when a line or document is over the limit, and which line', async () => {
    const path = written('over', `${'short\n'.repeat(3)}${'x'.repeat(5000)}\nshort\n`);
    const options = { chunkBytes: 100, lineBytesMax: 1000 };
    expect(await fault(path, options)).toMatchObject({
      path: `${path}:4`,
      accepted: 'a line or document of up to 1000 bytes',
    });
    await expect((await open(path, options)).text()).rejects.toMatchObject({ path });
  });
});
