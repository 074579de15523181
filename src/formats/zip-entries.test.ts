import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { firstZipEntry, isZip, readZip } from './zip-entries.ts';

const files: Zippable = {
  'a.json': [strToU8('{"ä":1}'), { level: 0 }],
  'skip.bin': strToU8('x'.repeat(5000)),
  'b.json': strToU8('y'.repeat(20_000)),
};
const archive = Buffer.from(zipSync(files));

async function* chunksOf(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    yield bytes.subarray(start, start + chunkBytes);
  }
}

async function read(bytes: Buffer, chunkBytes = 1 << 16, entryBytesMax = 1e6): Promise<unknown> {
  const texts: Record<string, string> = {};
  const wanted = (name: string): boolean => name.endsWith('.json');
  for await (const { name, text } of readZip(
    'f.eval',
    chunksOf(bytes, chunkBytes),
    wanted,
    entryBytesMax,
  )) {
    texts[name] = text;
  }
  return texts;
}

describe('a zip archive', () => {
  it('is told by its first bytes, and so is its first file', () => {
    expect(isZip(archive)).toBe(true);
    expect(isZip(Buffer.from('PK, he said'))).toBe(false);
    expect(firstZipEntry(archive)).toBe('a.json');
    expect(firstZipEntry(archive.subarray(0, 10))).toBe('');
  });

  it('gives the files that are wanted, wherever its chunks end', async () => {
    const expected = { 'a.json': '{"ä":1}', 'b.json': 'y'.repeat(20_000) };
    const read1 = [1, 7, 100, 1 << 16].map((chunkBytes) => read(archive, chunkBytes));
    expect(await Promise.all(read1)).toEqual(read1.map(() => expected));
  });

  it('that is cut off says so, after the files that were whole', async () => {
    // What follows the files is their list, and a record that ends it.
    for (const length of [4, 40, 100, archive.length - 60, archive.length - 20]) {
      await expect(read(archive.subarray(0, length))).rejects.toMatchObject({
        path: 'f.eval',
        received: 'a zip archive that is cut off',
      });
    }
  });

  it('that is damaged, or packed in a way that is not read, says so', async () => {
    const damaged = Buffer.from(archive);
    damaged.fill(0xff, damaged.lastIndexOf('b.json', damaged.length - 100) + 6);
    await expect(read(damaged)).rejects.toMatchObject({ code: 'invalid-file' });
    const foreign = Buffer.from(archive);
    foreign.writeUInt16LE(93, 8);
    await expect(read(foreign)).rejects.toMatchObject({
      received: 'a zip archive packed by Zstandard',
    });
  });

  it('with a file over the limit is refused, whatever its headers claim', async () => {
    await expect(read(archive, 1 << 16, 19_999)).rejects.toMatchObject({
      received: 'too much text',
      accepted: 'files of up to 19999 bytes in the zip archive',
    });
  });

  it('that unpacks to far more than its size is given up at the limit', async () => {
    // 16 MiB out of some 16 KiB. At most one piece of 4 KiB goes beyond the limit: 4 MiB.
    const bomb = Buffer.from(zipSync({ 'a.json': new Uint8Array(16 * 1024 * 1024) }));
    expect(bomb.length).toBeLessThan(25_000);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watched = (async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of chunksOf(bomb, 1024)) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield chunk;
      }
    })();
    const reading = readZip('f.eval', watched, () => true, 1_000_000);
    await expect(reading.next()).rejects.toMatchObject({ received: 'too much text' });
    expect(most).toBeLessThan(12 * 1024 * 1024);
  });
});
