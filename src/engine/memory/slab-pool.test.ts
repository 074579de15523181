import { describe, expect, it } from 'vitest';
import { createSlabPool, returnSlab, takeSlab } from './slab-pool.ts';

function bytesOf(slab: ArrayBuffer): number[] {
  return [...new Uint8Array(slab)];
}

describe('takeSlab(pool)', () => {
  it('gives slabs of zeros, of the size of the pool, and counts them', () => {
    const pool = createSlabPool(16);
    const slabs = [takeSlab(pool), takeSlab(pool)];
    expect(slabs.map((slab) => slab.byteLength)).toEqual([16, 16]);
    expect(slabs.map(bytesOf)).toEqual([Array(16).fill(0), Array(16).fill(0)]);
    expect(pool.used).toBe(2);
  });

  it('gives nobody a slab that somebody has', () => {
    const pool = createSlabPool(8);
    const [first, second] = [takeSlab(pool), takeSlab(pool)];
    new Uint8Array(first).fill(1);
    expect(bytesOf(second)).toEqual(Array(8).fill(0));
    returnSlab(pool, first);
    expect(takeSlab(pool)).not.toBe(second);
  });
});

describe('returnSlab(pool, slab)', () => {
  it('makes it free for the next, who clears it', () => {
    const pool = createSlabPool(16);
    const slab = takeSlab(pool);
    returnSlab(pool, slab);
    expect(pool.used).toBe(0);
    const next = takeSlab(pool);
    expect(next).toBe(slab);
    expect(pool.used).toBe(1);
  });

  it('keeps at most 256 for later: what a crowd left behind is given back to the system', () => {
    const pool = createSlabPool(8);
    const slabs = Array.from({ length: 300 }, () => takeSlab(pool));
    for (const slab of slabs) returnSlab(pool, slab);
    expect(pool.free).toHaveLength(256);
    expect(pool.used).toBe(0);
    const again = new Set(Array.from({ length: 300 }, () => takeSlab(pool)));
    expect(again.size).toBe(300);
    expect(pool.free).toHaveLength(0);
    expect(pool.used).toBe(300);
  });
});
