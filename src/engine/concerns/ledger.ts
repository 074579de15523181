import { RUN } from '../memory/layout.ts';
import type { Concern } from '../report/report.ts';
import { EVENTS, LAST_AT, STEPS, TOKENS, TOKENS_KNOWN } from '../run/counts.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { SHOWN, type Detector } from './detector.ts';
import { loop } from './loop.ts';
import { stall } from './stall.ts';

/** All detectors, in the order in which concerns of equal strength are told. */
export const DETECTORS: readonly Detector[] = [loop, stall];

/** What the ledger says of a concern that came or went. */
export interface ConcernChange {
  readonly change: 'raised' | 'cleared';
  readonly concern: Concern;
  /** Index of the event at which it changed. */
  readonly event: number;
}

export type ChangeListener = (run: RunMemory, change: ConcernChange) => void;

// Per detector: the strength it stands at, 0 if it does not.
const STRENGTHS = RUN.ledger;

export function openConcerns(run: RunMemory): void {
  for (const detector of DETECTORS) detector.open(run);
  run.numbers.fill(0, STRENGTHS, STRENGTHS + DETECTORS.length);
  run.standing = undefined;
}

/**
 * Compares what detectors say now with what stood before; calls `changed` for each that came or
 * went. Costs two comparisons a detector while nothing changes.
 */
export function updateLedger(run: RunMemory, changed: ChangeListener): void {
  const { numbers } = run;
  for (let i = 0; i < DETECTORS.length; i++) {
    const strength = DETECTORS[i]!.strength(run);
    const stood = numbers[STRENGTHS + i]!;
    const stands = strength >= SHOWN ? strength : 0;
    if (stands === stood) continue;
    numbers[STRENGTHS + i] = stands;
    const event = numbers[EVENTS]! - 1;
    if (stands === 0) {
      const concern = run.standing?.[i];
      if (run.standing !== undefined) run.standing[i] = undefined;
      if (concern !== undefined) changed(run, { change: 'cleared', concern, event });
      continue;
    }
    const concern = describe(run, DETECTORS[i]!, stands);
    run.standing ??= [];
    run.standing[i] = concern;
    if (stood === 0) changed(run, { change: 'raised', concern, event });
  }
}

/** A person spoke: what stands is cleared, and what led to it forgotten. */
export function forgive(run: RunMemory, changed: ChangeListener): void {
  const event = run.numbers[EVENTS]! - 1;
  for (const concern of run.standing ?? []) {
    if (concern !== undefined) changed(run, { change: 'cleared', concern, event });
  }
  openConcerns(run);
}

/** Strength of the strongest that stands, 0 if none does: cheaper than building the concerns. */
export function worstStrength(run: RunMemory): number {
  let worst = 0;
  for (let i = 0; i < DETECTORS.length; i++) {
    if (run.numbers[STRENGTHS + i]! > worst) worst = run.numbers[STRENGTHS + i]!;
  }
  return worst;
}

/** What stands now, strongest first, with its cost until now. */
export function standingConcerns(run: RunMemory): Concern[] {
  const concerns: Concern[] = [];
  for (let i = 0; i < DETECTORS.length; i++) {
    const strength = run.numbers[STRENGTHS + i]!;
    if (strength > 0) concerns.push(describe(run, DETECTORS[i]!, strength));
  }
  if (concerns.length > 1) concerns.sort((a, b) => b.strength - a.strength);
  return concerns;
}

function describe(run: RunMemory, detector: Detector, strength: number): Concern {
  const { numbers } = run;
  const { event, at, step, tokens } = detector.beginning(run);
  const ms = numbers[LAST_AT]! - at;
  return {
    kind: detector.kind,
    strength,
    since: Number.isNaN(at) ? { event } : { event, at },
    evidence: detector.evidence(run),
    cost: {
      steps: numbers[STEPS]! - step,
      ...(Number.isNaN(ms) ? {} : { ms }),
      ...(numbers[TOKENS_KNOWN] === 1 ? { tokens: numbers[TOKENS]! - tokens } : {}),
    },
  };
}
