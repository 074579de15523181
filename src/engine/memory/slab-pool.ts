/** Slabs of one size, used again when they come back. */
export interface SlabPool {
  readonly slabBytes: number;
  readonly free: ArrayBuffer[];
  /** Slabs handed out and not yet returned. */
  used: number;
}

/** Slabs that are kept for later when they come back; the rest is left to the collector. */
const FREE_MAX = 256;

export function createSlabPool(slabBytes: number): SlabPool {
  return { slabBytes, free: [], used: 0 };
}

/** A slab; it may hold what was in it before: whoever takes it clears it. */
export function takeSlab(pool: SlabPool): ArrayBuffer {
  pool.used += 1;
  return pool.free.pop() ?? new ArrayBuffer(pool.slabBytes);
}

/** Gives a slab back; whoever had it must not use it again. */
export function returnSlab(pool: SlabPool, slab: ArrayBuffer): void {
  pool.used -= 1;
  if (pool.free.length < FREE_MAX) pool.free.push(slab);
}
