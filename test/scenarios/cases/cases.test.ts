import { describe, expect, it } from 'vitest';
import { batches } from './batches.ts';
import { claims } from './claims.ts';
import { cycles } from './cycles.ts';
import { errors } from './errors.ts';
import { fixes } from './fixes.ts';
import { hosts } from './hosts.ts';
import { limits } from './limits.ts';
import { polling } from './polling.ts';
import { repeats } from './repeats.ts';
import { runs } from './runs.ts';
import { shapes } from './shapes.ts';
import { stagnation } from './stagnation.ts';
import { texts } from './texts.ts';
import { volatile } from './volatile.ts';
import { scramble } from './scramble.ts';
import { verdictOf, type Case } from './case.ts';

const CASES: readonly Case[] = [
  ...repeats,
  ...cycles,
  ...volatile,
  ...fixes,
  ...errors,
  ...batches,
  ...stagnation,
  ...shapes,
  ...polling,
  ...hosts,
  ...runs,
  ...texts,
  ...claims,
];

const SITUATIONS = [...new Set(CASES.map(({ situation }) => situation))].map(
  (situation) => [situation, CASES.filter((one) => one.situation === situation)] as const,
);

describe.each(SITUATIONS)('%s', (_, cases) => {
  it.each(cases.map((one) => [one.is, one.because, one] as const))(
    '%s: %s',
    (is, _because, one) => {
      expect(verdictOf(one)).toBe(is);
    },
  );

  it('has at least five cases, of both verdicts', () => {
    expect(cases.length).toBeGreaterThanOrEqual(5);
    const working = cases.filter(({ is }) => is === 'working').length;
    expect([working > 0, working < cases.length]).toEqual([true, true]);
  });
});

describe('what is not seen', () => {
  it.each(limits.map((one) => [one.is, one.because, one] as const))('%s: %s', (is, _, one) => {
    expect(verdictOf(one)).not.toBe(is);
  });
});

describe('in random words', () => {
  it.each([1, 2, 3])('every verdict stays the same, seed %i', (seed) => {
    const random = seeded(seed);
    const changed = CASES.filter(({ byWords }) => byWords !== true).filter(
      (one) => verdictOf({ ...one, events: scramble(one.events, random) }) !== one.is,
    );
    expect(changed.map(({ situation, because }) => `${situation}: ${because}`)).toEqual([]);
  });
});

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
