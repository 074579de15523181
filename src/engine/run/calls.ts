import { CALL_FIELDS, LABEL_COUNT, OPEN_CALLS_MAX, REPEATS_MAX, RUN } from '../memory/layout.ts';
import { OPEN } from './counts.ts';
import { noteProblem, type RunMemory } from './run-memory.ts';

/** Calls that have no result yet: a place of fixed size each; the first 16 have a label. */

// Fields of a place. An ID of 0 marks a free one.
export const CALL_ID = 0;
export const CALL_TOOL = 1;
export const CALL_ACT = 2;
export const CALL_ROUND = 3;
export const CALL_EVENT = 4;
export const CALL_AT = 5;
export const CALL_CHARS = 6;
export const CALL_FLAGS = 7;
/** Tokens spent in the run before the call. */
export const CALL_TOKENS = 8;

export const FLAG_CHECK = 1;
export const FLAG_WRITE = 2;
export const FLAG_EXEMPT = 4;
/** Counted as a step already, for want of results from this host. */
export const FLAG_COUNTED = 8;
/** The host named its round. */
export const FLAG_NAMED = 16;

/** Labels of open calls lie behind those of the repeats. */
export const FIRST_CALL_LABEL = REPEATS_MAX;
const LABELS = LABEL_COUNT - REPEATS_MAX;

/** Opens a place; returns where it begins. When all are taken the oldest call gives way. */
export function openCall(run: RunMemory, id: number): number {
  const { numbers } = run;
  let place = 0;
  for (let i = 0; i < OPEN_CALLS_MAX; i++) {
    const at = placeAt(i);
    if (numbers[at + CALL_ID] === 0) {
      place = i;
      break;
    }
    if (numbers[at + CALL_EVENT]! < numbers[placeAt(place) + CALL_EVENT]!) place = i;
  }
  const at = placeAt(place);
  if (numbers[at + CALL_ID] === 0) numbers[OPEN]! += 1;
  else noteProblem(run, 'too-many-calls', `more than ${OPEN_CALLS_MAX} calls without a result`);
  numbers[at + CALL_ID] = id;
  return at;
}

/** Where an open call begins; -1 if there is none of this id. */
export function findCall(run: RunMemory, id: number): number {
  const { numbers } = run;
  if (numbers[OPEN] === 0) return -1;
  for (let i = 0; i < OPEN_CALLS_MAX; i++) {
    if (numbers[placeAt(i) + CALL_ID] === id) return placeAt(i);
  }
  return -1;
}

export function closeCall(run: RunMemory, at: number): void {
  run.numbers[at + CALL_ID] = 0;
  run.numbers[OPEN]! -= 1;
}

/** The label's slot of a place; -1 for a place without one. */
export function labelSlot(at: number): number {
  const place = (at - RUN.calls) / CALL_FIELDS;
  return place < LABELS ? FIRST_CALL_LABEL + place : -1;
}

export function placeAt(place: number): number {
  return RUN.calls + place * CALL_FIELDS;
}
