/**
 * Where each model's numbers lie. A run and a mind are slabs of fixed size; every part is declared
 * here with its length, and a model reaches only its own part, by name: `slab[RUN.bank + STEPS]`.
 */

/** A run's working memory: 8 KiB. Its labels lie beside it, 32 of 64 characters. */
export const RUN_SLAB_LENGTH = 1024;
/** A mind: 4 KiB, the specification's "meta-states". */
export const MIND_SLAB_LENGTH = 512;

export const LABEL_COUNT = 32;
export const LABEL_CHARS = 64;

export const OPEN_CALLS_MAX = 32;
export const CALL_FIELDS = 9;
export const REPEATS_MAX = 16;
export const REPEAT_FIELDS = 12;
export const RECENT_STEPS = 64;
export const FINISHED_MAX = 256;
export const FINISHED_EARLIER_MAX = 32;
export const SIGNALS_MAX = 32;

export const RUN = place(
  {
    /** run/counts.ts: events, steps, tokens, times, checks. */
    counts: 24,
    /** stages/awareness/bank.ts: filters, weights, record. */
    bank: 56,
    /** run/features.ts: the feature vector, and the one last reported. */
    features: 24,
    lastFeatures: 24,
    /** stages/confidence: forecasts at the stages of the run, last contributions. */
    confidence: 16,
    /** run/recent.ts: act and news of the last steps, a ring. */
    recent: RECENT_STEPS * 2,
    /** concerns/loop.ts: acts whose news came again. */
    repeats: REPEATS_MAX * REPEAT_FIELDS,
    /** concerns/stall.ts. */
    stall: 8,
    /** concerns/ledger.ts: what stands. */
    ledger: 16,
    /** run/calls.ts: calls without a result yet. */
    calls: OPEN_CALLS_MAX * CALL_FIELDS,
    /** run/finished.ts: finished processes already counted, two 32-bit hashes a number. */
    finished: (FINISHED_MAX + FINISHED_EARLIER_MAX) / 2,
    /** run/signals.ts: name and last value. */
    signals: SIGNALS_MAX * 2,
  },
  RUN_SLAB_LENGTH,
);

export const MIND = place(
  {
    /** learning/mind.ts: outcomes, steps, usual length, usual sources. */
    record: 16,
    /** stages/confidence/band.ts: how far forecasts moved until the end, by stage. */
    band: 16,
  },
  MIND_SLAB_LENGTH,
);

/** Lays parts one behind the other; each name becomes where its part begins. */
function place<Name extends string>(
  lengths: Readonly<Record<Name, number>>,
  limit: number,
): Readonly<Record<Name, number>> {
  const starts: Record<string, number> = {};
  let next = 0;
  for (const [name, length] of Object.entries<number>(lengths)) {
    starts[name] = next;
    next += length;
  }
  if (next > limit) throw new RangeError(`parts need ${next} numbers; a slab has ${limit}`);
  return Object.freeze(starts) as Readonly<Record<Name, number>>;
}
