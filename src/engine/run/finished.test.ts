import { describe, expect, it } from 'vitest';
import { addRun, createResidents } from '../memory/residents.ts';
import { RUN } from '../memory/layout.ts';
import { beginPass, createFinishedPass, endPass, isNewlyFinished } from './finished.ts';
import type { RunMemory } from './run-memory.ts';

const pass = createFinishedPass();

function aRun(): RunMemory {
  return addRun(createResidents(1024 * 1024), 'a', 'r');
}

/** Which of a state's finished processes are new in the run. */
function newIn(run: RunMemory, state: readonly number[]): number[] {
  beginPass(pass, run);
  const found = state.filter((hash) => isNewlyFinished(pass, hash));
  endPass(pass);
  return found;
}

/** `count` hashes from `first` on. */
function hashes(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

describe('a finished process', () => {
  it('is new once, for as long as it stays in the states', () => {
    const run = aRun();
    expect(newIn(run, [11, 12])).toEqual([11, 12]);
    expect(newIn(run, [11, 12])).toEqual([]);
    expect(newIn(run, [11, 12, 13])).toEqual([13]);
    expect(newIn(run, [13, 12, 11])).toEqual([]);
    expect(newIn(run, [])).toEqual([]);
  });

  it('is known wherever it stands: in another order, with others before and between', () => {
    const run = aRun();
    newIn(run, hashes(1, 50));
    expect(newIn(run, hashes(1, 50).toReversed())).toEqual([]);
    const mixed = hashes(1, 50).flatMap((hash) => [hash + 1000, hash]);
    expect(newIn(run, mixed)).toEqual(hashes(1001, 50));
    expect(newIn(run, mixed.toReversed())).toEqual([]);
  });

  it('is known when it was gone for a while, among up to 32 that went', () => {
    const run = aRun();
    newIn(run, hashes(1, 32));
    newIn(run, []);
    newIn(run, [99]);
    expect(newIn(run, hashes(1, 32))).toEqual([]);
  });

  it('is new again once 32 others went after it', () => {
    const run = aRun();
    newIn(run, [1]);
    newIn(run, hashes(2, 32)); // 1 went
    newIn(run, []); // and 32 others
    expect(newIn(run, [1])).toEqual([1]);
    expect(newIn(run, hashes(3, 31))).toEqual([]);
  });

  it('is known in its own run only', () => {
    const [first, second] = [aRun(), aRun()];
    newIn(first, [1, 2]);
    expect(newIn(second, [2, 3])).toEqual([2, 3]);
    expect(newIn(first, [1, 2, 3])).toEqual([3]);
  });

  it('may hash to 0, which marks a free place', () => {
    const run = aRun();
    expect(newIn(run, [0])).toEqual([0]);
    expect(newIn(run, [0])).toEqual([]);
    newIn(run, []);
    expect(newIn(run, [0])).toEqual([]);
  });

  it('may hash to the largest of 32 bits', () => {
    const run = aRun();
    expect(newIn(run, [0xffff_ffff])).toEqual([0xffff_ffff]);
    expect(newIn(run, [0xffff_ffff])).toEqual([]);
  });
});

describe('of more than 256 finished processes', () => {
  it('the first 256 count, and the pass says that there were more', () => {
    const run = aRun();
    expect(newIn(run, hashes(1, 256))).toHaveLength(256);
    expect(pass.overflow).toBe(false);
    expect(newIn(run, hashes(1, 257))).toEqual([]);
    expect(pass.overflow).toBe(true);
    expect(newIn(run, hashes(1, 256))).toEqual([]);
    expect(pass.overflow).toBe(false);
  });

  it('what is past them stays within its part of the slab', () => {
    const run = aRun();
    const before = run.numbers.slice(0, RUN.finished);
    const after = run.numbers.slice(RUN.finished + (256 + 32) / 2);
    for (let i = 0; i < 5; i++) newIn(run, hashes(1 + 1000 * i, 400));
    expect(run.numbers.slice(0, RUN.finished)).toEqual(before);
    expect(run.numbers.slice(RUN.finished + (256 + 32) / 2)).toEqual(after);
  });

  it('those that go are remembered as far as there is room: 32', () => {
    const run = aRun();
    newIn(run, hashes(1, 256));
    newIn(run, hashes(1001, 256));
    expect(newIn(run, hashes(1, 256))).toEqual(hashes(1, 224));
  });
});

describe('a state with fewer than the last', () => {
  it('leaves none of the last one behind', () => {
    const run = aRun();
    newIn(run, hashes(1, 200));
    newIn(run, hashes(1, 3));
    // 197 went, of which 32 are remembered.
    expect(newIn(run, hashes(4, 197))).toHaveLength(197 - 32);
    expect(newIn(run, hashes(1, 3))).toEqual([]);
  });
});
