import { LADDER_FIELDS, RUN } from '../memory/layout.ts';
import { ACTIONS, type Concern } from '../report/report.ts';
import { EVENTS, LAST_AT, STEPS, TOKENS, TOKENS_KNOWN } from '../run/counts.ts';
import { FAMILY_LEVELS_MAX } from '../run/family.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { SHOWN, type Detector } from './detector.ts';
import { loop } from './loop.ts';
import { outage } from './outage.ts';
import { overload } from './overload.ts';
import { repeatedWords } from './repeated-words.ts';
import { stall } from './stall.ts';
import { taskStall } from './task-stall.ts';
import { thrash } from './thrash.ts';
import { unverifiedClaim } from './unverified-claim.ts';

/**
 * All detectors, in the order in which concerns of equal strength are told and in which they learn:
 * the loop asks the outage what was before this step.
 */
export const DETECTORS: readonly Detector[] = [
  loop,
  repeatedWords,
  thrash,
  stall,
  taskStall,
  outage,
  overload,
  unverifiedClaim,
];

/** What the ledger says of a concern that came or went. */
export interface ConcernChange {
  /** Who cleared it: what the agent did, or a person who spoke. Absent where it came. */
  readonly by?: 'agent' | 'person';
  readonly concern: Concern;
  /** Index of the event at which it changed. */
  readonly event: number;
}

export type ChangeListener = (run: RunMemory, change: ConcernChange) => void;

/** Fields of a detector in the ladder's part: the strength it stands at, 0 if it does not. */
export const STRENGTH = 0;
/** What was said of it: an index of `ACTIONS`. */
export const RUNG = 1;
/** After a veto: no interruption for it before so many steps of the run. */
export const MUTED_UNTIL = 2;

/** Where a detector's fields begin. */
export function standing(i: number): number {
  return RUN.ladder + i * LADDER_FIELDS;
}

export function openConcerns(run: RunMemory): void {
  for (const detector of DETECTORS) detector.open(run);
  for (let i = 0; i < DETECTORS.length; i++) {
    run.numbers.fill(0, standing(i), standing(i) + LADDER_FIELDS);
  }
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
    const at = standing(i) + STRENGTH;
    const stood = numbers[at]!;
    const stands = strength >= SHOWN ? strength : 0;
    if (stands === stood) continue;
    numbers[at] = stands;
    const event = numbers[EVENTS]! - 1;
    if (stands === 0) {
      const concern = run.standing?.[i];
      if (run.standing !== undefined) run.standing[i] = undefined;
      if (concern !== undefined) changed(run, { by: 'agent', concern, event });
      continue;
    }
    const concern = concernOf(run, i);
    run.standing ??= [];
    run.standing[i] = concern;
    if (stood === 0) changed(run, { concern, event });
  }
}

/** A person spoke: what stands is cleared, and what led to it forgotten. */
export function forgive(run: RunMemory, changed: ChangeListener): void {
  const event = run.numbers[EVENTS]! - 1;
  for (const concern of run.standing ?? []) {
    if (concern !== undefined) changed(run, { by: 'person', concern, event });
  }
  openConcerns(run);
}

/**
 * Strength of the strongest that says the run gets nowhere, 0 if none does: cheaper than building
 * the concerns.
 */
export function wedgedStrength(run: RunMemory): number {
  let worst = 0;
  for (let i = 0; i < DETECTORS.length; i++) {
    const strength = run.numbers[standing(i) + STRENGTH]!;
    if (strength > worst && DETECTORS[i]!.wedged) worst = strength;
  }
  return worst;
}

/** What stands now, in this run and in those it started, strongest first, with its cost until now. */
export function standingConcerns(run: RunMemory): readonly Concern[] {
  if (!anyStands(run) && run.children === undefined) return NONE;
  const concerns: Concern[] = [];
  collect(run, concerns, 0);
  if (concerns.length > 1) concerns.sort((a, b) => b.strength - a.strength);
  return concerns;
}

function collect(run: RunMemory, into: Concern[], depth: number): void {
  for (let i = 0; i < DETECTORS.length; i++) {
    if (run.numbers[standing(i) + STRENGTH] === 0) continue;
    const concern = concernOf(run, i);
    into.push(depth === 0 ? concern : { ...concern, run: run.run });
  }
  if (run.children === undefined || depth === FAMILY_LEVELS_MAX) return;
  for (const child of run.children) collect(child, into, depth + 1);
}

function anyStands(run: RunMemory): boolean {
  for (let i = 0; i < DETECTORS.length; i++) {
    if (run.numbers[standing(i) + STRENGTH]! > 0) return true;
  }
  return false;
}

/** What a detector says now, in words. */
export function concernOf(run: RunMemory, i: number): Concern {
  const { numbers } = run;
  const detector = DETECTORS[i]!;
  const { event, at, step, tokens } = detector.beginning(run);
  const ms = numbers[LAST_AT]! - at;
  return {
    kind: detector.kind,
    action: ACTIONS[Math.max(numbers[standing(i) + RUNG]!, 1)]!,
    strength: numbers[standing(i) + STRENGTH]!,
    since: Number.isNaN(at) ? { event } : { event, at },
    evidence: detector.evidence(run),
    cost: {
      steps: numbers[STEPS]! - step,
      ...(Number.isNaN(ms) ? {} : { ms }),
      ...(numbers[TOKENS_KNOWN] === 1 ? { tokens: numbers[TOKENS]! - tokens } : {}),
    },
  };
}

const NONE: readonly Concern[] = Object.freeze([]);
