import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openStateCell } from './state-cell.ts';

const root = mkdtempSync(join(tmpdir(), 'second-thought-cell-'));
let folder = root;
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
});
afterAll(() => rmSync(root, { recursive: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a state cell', () => {
  it('is empty before the first value', () => {
    expect(openStateCell(folder).read()).toBeUndefined();
  });

  it('keeps the last value, in one file that only its user can read', () => {
    const cell = openStateCell(folder);
    expect(cell.write(0, bytes('a'))).toBe(true);
    expect(cell.write(1, bytes('b'))).toBe(true);
    const { version, bytes: kept } = cell.read()!;
    expect([version, Buffer.from(kept).toString()]).toEqual([2, 'b']);
    expect(readdirSync(folder)).toEqual(['2']);
    expect(statSync(join(folder, '2')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('refuses a value that was made from an old one, however many came since', () => {
    for (const newer of [1, 2, 5]) {
      const cell = openStateCell(`${folder}-${newer}`);
      cell.write(0, bytes('old'));
      for (let i = 0; i < newer; i++) cell.write(1 + i, bytes(`newer ${i}`));
      expect(cell.write(1, bytes('late'))).toBe(false);
      expect(Buffer.from(cell.read()!.bytes).toString()).toBe(`newer ${newer - 1}`);
      expect(readdirSync(`${folder}-${newer}`)).toEqual([String(1 + newer)]);
    }
  });

  it('loses no change, in whatever order processes read and write', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 60 }), (steps) => {
        const cell = openStateCell(join(root, String(count++)));
        const held = new Map<number, { version: number; sum: number }>();
        let written = 0;
        for (const process of steps) {
          const mine = held.get(process);
          if (mine === undefined) {
            const kept = cell.read();
            const sum = kept === undefined ? 0 : Number(Buffer.from(kept.bytes).toString());
            held.set(process, { version: kept?.version ?? 0, sum });
          } else {
            held.delete(process);
            if (cell.write(mine.version, bytes(String(mine.sum + 1)))) written += 1;
          }
        }
        expect(Number(Buffer.from(cell.read()?.bytes ?? bytes('0')).toString())).toBe(written);
      }),
      { numRuns: 60 },
    );
  });

  it('is not disturbed by what a killed process left', () => {
    const cell = openStateCell(folder);
    cell.write(0, bytes('a'));
    writeFileSync(join(folder, 'draft-1-0'), 'half a val');
    writeFileSync(join(folder, '2'), 'b');
    expect(Buffer.from(cell.read()!.bytes).toString()).toBe('b');
    expect(cell.write(2, bytes('c'))).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['3', 'draft-1-0']);
  });

  it('follows no link that somebody put in its place', () => {
    const cell = openStateCell(folder);
    writeFileSync(join(root, 'secret'), 'x');
    symlinkSync(join(root, 'secret'), join(folder, '1'));
    expect(() => cell.read()).toThrow(/ELOOP/);
  });
});
