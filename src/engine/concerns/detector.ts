import type { Heard } from '../input/decode-event.ts';
import type { RecordTable } from '../memory/record-table.ts';
import type { Action, ConcernKind } from '../report/report.ts';
import { STEPS, TOKENS } from '../run/counts.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';

/**
 * One kind of concern: a model over a part of the run's slab. O(1) an event, bounded memory; the
 * evidence is put into words only when somebody reads it. It learns from what it needs: steps, words
 * (said or noted), moments (a state and its features).
 */
export interface Detector {
  readonly kind: ConcernKind;
  /** How far the ladder of advice may climb for it. */
  readonly mostAction: Action;
  /** Whether it says that the run gets nowhere, which lowers the forecast. */
  readonly wedged: boolean;
  /** Clears its part: a run opens, or a person spoke and what went before is forgiven. */
  open(run: RunMemory): void;
  /** A call begins. */
  learnCall?(run: RunMemory): void;
  learnStep?(run: RunMemory, step: Step, records: RecordTable): void;
  /** @param at The time of what was said; NaN if unknown. */
  learnWords?(run: RunMemory, heard: Heard, at: number): void;
  /** @param focus Hash of the process that has most attention; 0 for none. */
  learnMoment?(run: RunMemory, event: number, focus: number): void;
  /** Whether a call that is about to be made goes on with what stands; taken to, where absent. */
  goesOn?(run: RunMemory, call: PlannedCall): boolean;
  /** In [0, 1]; from .5 a person is shown it. */
  strength(run: RunMemory): number;
  /** Where it began; only asked while it stands. */
  beginning(run: RunMemory): Beginning;
  /** A plain sentence, without cost; only asked while it stands. */
  evidence(run: RunMemory): string;
}

/** A call before it is made. */
export interface PlannedCall {
  /** Hash of tool and arguments, and the agent's own key of what it runs. */
  readonly act: number;
  readonly ownProgramHash: number;
  /** Whether it is made to change something. */
  readonly writes: boolean;
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

/**
 * Strength after so many turns with nothing new:
 *
 *     1 − 2^(−(turns − 1) / 2):   .29 at two turns, .5 at three, .65 at four, .82 at six
 */
export function strengthOf(turns: number): number {
  return turns <= 1 ? 0 : 1 - 2 ** (-(turns - 1) / 2);
}

/** Whether what came again so far is over: not met for twice its longest gap, and six steps. */
export function isOver(now: number, last: number, gapMax: number): boolean {
  return now - last > Math.max(GAP_STEPS_MIN, 2 * gapMax);
}

const GAP_STEPS_MIN = 6;

/** Numbers that a beginning takes in a slab. */
export const BEGINNING_FIELDS = 4;

/** Keeps that something began with this step's call. The step is counted already. */
export function beginWithStep(numbers: Float64Array, at: number, step: Step): void {
  numbers[at] = step.callEvent;
  numbers[at + 1] = step.callAt;
  numbers[at + 2] = numbers[STEPS]! - 1;
  numbers[at + 3] = step.callTokens;
}

/** Keeps that something begins with an event. @param time Its time; NaN if unknown. */
export function beginAt(numbers: Float64Array, at: number, event: number, time: number): void {
  numbers[at] = event;
  numbers[at + 1] = time;
  numbers[at + 2] = numbers[STEPS]!;
  numbers[at + 3] = numbers[TOKENS]!;
}

export function beginningAt(numbers: Float64Array, at: number): Beginning {
  return {
    event: numbers[at]!,
    at: numbers[at + 1]!,
    step: numbers[at + 2]!,
    tokens: numbers[at + 3]!,
  };
}
