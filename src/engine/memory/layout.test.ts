import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../concerns/ledger.ts';
import { INFERRED, SUCCEEDED } from '../learning/mind.ts';
import { EVENTS, PROGRESS_STEP } from '../run/counts.ts';
import { FEATURES } from '../run/features.ts';
import { SIGNS } from '../run/signs.ts';
import { LABEL_SLAB_BYTES, RUN_SLAB_BYTES } from '../run/run-memory.ts';
import { BANK_LENGTH } from '../stages/awareness/bank.ts';
import {
  CALL_FIELDS,
  EXPERIMENT_FIELDS,
  FINISHED_EARLIER_MAX,
  FINISHED_MAX,
  LADDER_FIELDS,
  MIND,
  MIND_SLAB_LENGTH,
  OPEN_CALLS_MAX,
  OUTAGE_FIELDS,
  RECENT_STEPS,
  REPEAT_FIELDS,
  REPEATS_MAX,
  RUN,
  RUN_SLAB_LENGTH,
  SIGN_FIELDS,
  SIGNALS_MAX,
  SIGNS_MAX,
  THRASH_FIELDS,
  WORDS_FIELDS,
} from './layout.ts';

/** Room of each part: up to where the next one begins, of the last one up to the slab's end. */
function roomIn(
  parts: Readonly<Record<string, number>>,
  slabLength: number,
): Record<string, number> {
  const ordered = Object.entries(parts).toSorted(([, a], [, b]) => a - b);
  const room: Record<string, number> = {};
  for (const [i, [name, start]] of ordered.entries()) {
    room[name] = (ordered[i + 1]?.[1] ?? slabLength) - start;
  }
  return room;
}

describe('the slab of a run', () => {
  const room = roomIn(RUN, RUN_SLAB_LENGTH);

  it('is 8 KiB, with 4 KiB of labels beside it', () => {
    expect(RUN_SLAB_BYTES).toBe(8 * 1024);
    expect(LABEL_SLAB_BYTES).toBe(32 * 64 * 2);
  });

  it('begins at 0, and every part lies within it', () => {
    expect(Math.min(...Object.values(RUN))).toBe(0);
    expect(Math.min(...Object.values(room))).toBeGreaterThan(0);
  });

  // What a model writes beyond its part another one takes for its own.
  it.each<[keyof typeof RUN, number]>([
    ['counts', PROGRESS_STEP - EVENTS + 1],
    ['bank', BANK_LENGTH],
    ['features', FEATURES.length],
    ['lastFeatures', FEATURES.length],
    ['recent', RECENT_STEPS],
    ['repeats', REPEATS_MAX * REPEAT_FIELDS],
    ['words', WORDS_FIELDS],
    ['experiment', EXPERIMENT_FIELDS],
    ['outage', OUTAGE_FIELDS],
    ['thrash', THRASH_FIELDS],
    ['ladder', DETECTORS.length * LADDER_FIELDS],
    ['calls', OPEN_CALLS_MAX * CALL_FIELDS],
    ['finished', (FINISHED_MAX + FINISHED_EARLIER_MAX) / 2],
    ['signals', 2 * SIGNALS_MAX],
    ['signs', SIGN_FIELDS],
  ])('has as much room as is used: %s, %d numbers', (part, used) => {
    expect(room[part]).toBeGreaterThanOrEqual(used);
  });
});

describe('the slab of a mind', () => {
  const room = roomIn(MIND, MIND_SLAB_LENGTH);

  it('is 4 KiB, and every part lies within it', () => {
    expect(MIND_SLAB_LENGTH * 8).toBe(4 * 1024);
    expect(Math.min(...Object.values(room))).toBeGreaterThan(0);
  });

  it('has as much room for its record as is used', () => {
    expect(room['record']).toBeGreaterThanOrEqual(INFERRED - SUCCEEDED + 1);
  });

  it('has as much room for signs as there are', () => {
    expect(SIGNS_MAX).toBeGreaterThanOrEqual(SIGNS.length);
    expect(room['signs']).toBeGreaterThanOrEqual(2 * SIGNS.length);
  });
});

it('nobody can move a part', () => {
  expect(Object.isFrozen(RUN) && Object.isFrozen(MIND)).toBe(true);
});
