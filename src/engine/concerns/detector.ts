import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';
import type { ConcernKind } from '../report/report.ts';

/**
 * One kind of concern: a model over a part of the run's slab. O(1) a step, bounded memory; the
 * evidence is put into words only when somebody reads it.
 */
export interface Detector {
  readonly kind: ConcernKind;
  /** Clears its part: a run opens, or a person spoke and what went before is forgiven. */
  open(run: RunMemory): void;
  /** Learns a step. */
  learnStep(run: RunMemory, step: Step): void;
  /** In [0, 1]; from .5 a person is shown it. */
  strength(run: RunMemory): number;
  /** Where it began; only asked while it stands. */
  beginning(run: RunMemory): Beginning;
  /** A plain sentence, without cost; only asked while it stands. */
  evidence(run: RunMemory): string;
}

export interface Beginning {
  readonly event: number;
  readonly at: number;
  /** Steps and tokens of the run before it began. */
  readonly step: number;
  readonly tokens: number;
}

/** The line from which a concern is shown. */
export const SHOWN = 0.5;
