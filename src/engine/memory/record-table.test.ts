import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRecordTable,
  dropRecord,
  FAILED,
  findRecord,
  LOG_MS_COUNT,
  LOG_MS_MEAN,
  RECORD_FIELDS,
  useRecord,
  WORKED,
} from './record-table.ts';

/** Keys from 1 on; in a table of one set, all of them compete for its eight places. */
function useAll(table: ReturnType<typeof createRecordTable>, from: number, to: number): void {
  for (let key = from; key <= to; key++) useRecord(table, key);
}

describe('createRecordTable(capacity)', () => {
  it.each([
    [0, 8],
    [1, 8],
    [8, 8],
    [9, 16],
    [100, 128],
    [65_536, 65_536],
  ])('for %d records has room for %d', (capacity, room) => {
    const table = createRecordTable(capacity);
    expect(table.numbers).toHaveLength(room * RECORD_FIELDS);
    expect([table.held, table.dropped]).toEqual([0, 0]);
  });
});

describe('useRecord(table, key)', () => {
  it('makes a record of zeros once, and finds it again', () => {
    const table = createRecordTable(64);
    expect(findRecord(table, 5)).toBe(-1);
    const at = useRecord(table, 5);
    expect(
      [WORKED, FAILED, LOG_MS_MEAN, LOG_MS_COUNT].map((field) => table.numbers[at + field]),
    ).toEqual([0, 0, 0, 0]);
    table.numbers[at + WORKED]! += 3;
    expect(useRecord(table, 5)).toBe(at);
    expect(findRecord(table, 5)).toBe(at);
    expect(table.numbers[at + WORKED]).toBe(3);
    expect(table.held).toBe(1);
  });

  it('gives each key a place of its own, within the table', () => {
    const table = createRecordTable(64);
    const keys = [1, 2, 3, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, 0xffff_ffff];
    const places = keys.map((key) => useRecord(table, key));
    expect(new Set(places).size).toBe(keys.length);
    expect(places.every((at) => at % RECORD_FIELDS === 0)).toBe(true);
    expect(Math.max(...places)).toBeLessThan(table.numbers.length);
    expect(keys.map((key) => findRecord(table, key))).toEqual(places);
  });

  it('when the eight places of a set are full lets the one used longest ago give way', () => {
    const table = createRecordTable(8);
    useAll(table, 1, 8);
    expect([table.held, table.dropped]).toEqual([8, 0]);
    useRecord(table, 1);
    useRecord(table, 9);
    expect([table.held, table.dropped]).toEqual([8, 1]);
    expect(findRecord(table, 2)).toBe(-1);
    expect([1, 3, 4, 5, 6, 7, 8, 9].map((key) => findRecord(table, key))).not.toContain(-1);
  });

  it('gives what gave way to nobody: its place begins at zero', () => {
    const table = createRecordTable(8);
    useAll(table, 1, 8);
    table.numbers[findRecord(table, 1) + WORKED] = 7;
    table.numbers[findRecord(table, 1) + LOG_MS_COUNT] = 7;
    const at = useRecord(table, 9);
    const own = table.numbers.subarray(at + WORKED, at + RECORD_FIELDS);
    expect(own.every((number) => number === 0)).toBe(true);
  });

  it('looking a record up is no use of it', () => {
    const table = createRecordTable(8);
    useAll(table, 1, 8);
    findRecord(table, 1);
    useRecord(table, 9);
    expect(findRecord(table, 1)).toBe(-1);
  });
});

describe('dropRecord(table, key)', () => {
  it('forgets it; the place is the next to be taken, and nothing gives way for that', () => {
    const table = createRecordTable(8);
    useAll(table, 1, 8);
    const at = findRecord(table, 5);
    dropRecord(table, 5);
    expect(findRecord(table, 5)).toBe(-1);
    expect(table.held).toBe(7);
    expect(useRecord(table, 9)).toBe(at);
    expect([table.held, table.dropped]).toEqual([8, 0]);
  });

  it('of a key without a record changes nothing', () => {
    const table = createRecordTable(8);
    useRecord(table, 1);
    dropRecord(table, 2);
    dropRecord(table, 2);
    expect(table.held).toBe(1);
    expect(findRecord(table, 1)).not.toBe(-1);
  });
});

it('holds what was used last, whatever is used and dropped', () => {
  const key = fc.integer({ min: 1, max: 12 });
  const moves = fc.array(fc.record({ key, drop: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(moves, (list) => {
      const table = createRecordTable(8);
      // From the one used longest ago on; the value of each is how often it was used.
      const expected = new Map<number, number>();
      let dropped = 0;
      for (const move of list) {
        const uses = expected.get(move.key) ?? 0;
        expected.delete(move.key);
        if (move.drop) dropRecord(table, move.key);
        else {
          table.numbers[useRecord(table, move.key) + WORKED]! += 1;
          expected.set(move.key, uses + 1);
          if (expected.size > 8) {
            expected.delete(expected.keys().next().value!);
            dropped += 1;
          }
        }
        for (let each = 1; each <= 12; each++) {
          const at = findRecord(table, each);
          expect(at < 0 ? undefined : table.numbers[at + WORKED]).toBe(expected.get(each));
        }
        expect([table.held, table.dropped]).toEqual([expected.size, dropped]);
      }
    }),
  );
});
