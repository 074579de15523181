import { SKETCH_WORDS } from '../words/sketch.ts';

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

export const OPEN_CALLS_MAX = 27;
/** 32-bit words of a Bloom filter of the words of a call's arguments. */
export const ECHO_WORDS = 6;
export const CALL_FIELDS = 8 + ECHO_WORDS / 2;
export const REPEATS_MAX = 16;
export const REPEAT_FIELDS = 12;
export const RECENT_STEPS = 64;
/** concerns/repeated-words.ts: messages that are kept of what is said and of what the host says. */
export const SAYS_KEPT = 3;
export const NOTES_KEPT = 1;
/** A voice: a beginning, its counts, and for each message a sketch and a hash of its numbers. */
export function voiceFields(kept: number): number {
  return 9 + Math.ceil((kept * (SKETCH_WORDS + 1)) / 2);
}
/** Both voices, and a sketch to spare. */
export const WORDS_FIELDS = voiceFields(SAYS_KEPT) + voiceFields(NOTES_KEPT) + SKETCH_WORDS / 2;
export const EXPERIMENT_FIELDS = 8;
export const OUTAGE_FIELDS = 12;
export const THRASH_FIELDS = 7;
export const DETECTORS_MAX = 8;
export const LADDER_FIELDS = 3;
export const FINISHED_MAX = 256;
export const FINISHED_EARLIER_MAX = 32;
export const SIGNALS_MAX = 32;
export const SIGN_FIELDS = 3;
/** run/signs.ts: kinds of signs of how a run ended. */
export const SIGNS_MAX = 16;

export const RUN = place(
  {
    /** run/counts.ts: events, steps, tokens, times, checks. */
    counts: 32,
    /** stages/awareness/bank.ts: filters, weights, record. */
    bank: 56,
    /** run/features.ts: the feature vector, and the one last reported. */
    features: 20,
    lastFeatures: 20,
    /** stages/confidence: forecasts at the stages of the run, last contributions. */
    confidence: 16,
    /** run/recent.ts: act and news of the last steps, a ring, two 32-bit hashes a number. */
    recent: RECENT_STEPS,
    /** concerns/repeats.ts: acts whose news came again. */
    repeats: REPEATS_MAX * REPEAT_FIELDS,
    /** concerns/experiment.ts: the failure that is worked on. */
    experiment: EXPERIMENT_FIELDS,
    /** concerns/: a part a detector, each begins with where it began. */
    stall: 8,
    taskStall: 2,
    words: WORDS_FIELDS,
    outage: OUTAGE_FIELDS,
    overload: 6,
    thrash: THRASH_FIELDS,
    claim: 6,
    /** stages/integration/ladder.ts: what stands, and what was said of it. */
    ladder: LADDER_FIELDS * DETECTORS_MAX,
    /** run/calls.ts: calls without a result yet. */
    calls: OPEN_CALLS_MAX * CALL_FIELDS,
    /** run/finished.ts: finished processes already counted, two 32-bit hashes a number. */
    finished: (FINISHED_MAX + FINISHED_EARLIER_MAX) / 2,
    /** run/signals.ts: name and last value. */
    signals: SIGNALS_MAX * 2,
    /** run/signs.ts: signs of how it ended. */
    signs: SIGN_FIELDS,
  },
  RUN_SLAB_LENGTH,
);

export const MIND = place(
  {
    /** learning/mind.ts: outcomes, steps, usual length, concerns told of. */
    record: 16,
    /** stages/confidence/band.ts: how far forecasts moved until the end, by stage. */
    band: 16,
    /** learning/gate.ts: the budget of interruptions. */
    interruptions: 4,
    /** learning/sign-records.ts: how often each sign was there where a run ended well, and badly. */
    signs: 2 * SIGNS_MAX,
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
  // A copy: V8 keeps an object of more than 19 computed names as a hash table, and every read of a
  // place would look it up. That was a third of the cost of a thought.
  return Object.freeze({ ...starts }) as Readonly<Record<Name, number>>;
}
