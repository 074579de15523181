/** Hashes of names, as they stand; none of them is for secrets. */
export const HASH_SEED = 0x811c9dc5 | 0;
/** FNV-1a's multiplier (Fowler, Noll & Vo). */
export const HASH_PRIME = 0x01000193;

/** Hash of a name as it stands, 53 bits: for records that outlive a run. */
export function hashName(name: string): number {
  let low = HASH_SEED;
  let high = 0x9747b28c | 0;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    low = Math.imul(low ^ c, HASH_PRIME);
    high = Math.imul(high ^ c, 0x5bd1e995);
    high ^= high >>> 15;
  }
  return (mix(high) & 0x1fffff) * 0x1_0000_0000 + mix(low);
}

/** Hash of a short name as it stands: 32 bits, for what is forgotten with its run. */
export function hashWord(name: string): number {
  return mix(hashToken(name));
}

/** The same before its bits are mixed: what a scan over tokens works with. */
export function hashToken(text: string): number {
  let hash = HASH_SEED;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), HASH_PRIME);
  return hash;
}

/** Order matters: `combine(a, b)` differs from `combine(b, a)`. */
export function combine(a: number, b: number): number {
  return mix(Math.imul(a ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ (a >>> 13));
}

/** Hash of a number; 0 and −0 are the same. */
export function hashNumber(value: number): number {
  numberBits[0] = value === 0 ? 0 : value;
  return combine(numberWords[0]!, numberWords[1]!);
}

/**
 * The finalizer of MurmurHash3 (Appleby 2008): every bit of the input moves every bit.
 */
export function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const numberBits = new Float64Array(1);
const numberWords = new Uint32Array(numberBits.buffer);
