import { CALL_FIELDS, LABEL_COUNT, OPEN_CALLS_MAX, REPEATS_MAX, RUN } from '../memory/layout.ts';
import { EVENTS, OPEN } from './counts.ts';
import { noteProblem, type RunMemory } from './run-memory.ts';

/** Calls that have no result yet: a place of fixed size each; the first 14 have a label. */

// Fields of a place. An ID of 0 marks a free one.
export const CALL_ID = 0;
export const CALL_TOOL = 1;
/** Hashes of act and program, two 32-bit words: see `callAct`. */
const CALL_WORDS = 2;
export const CALL_ROUND = 3;
/** Index of its event, and characters of its arguments, two 32-bit words. */
const CALL_COUNTS = 4;
export const CALL_AT = 5;
export const CALL_FLAGS = 6;
/** Tokens spent in the run before the call. */
export const CALL_TOKENS = 7;
/** A filter of its arguments' words: `echo.ts`. */
const CALL_ECHO = 8;

export const FLAG_WRITE = 1;
/** Its arguments carry a long text. */
export const FLAG_PAYLOAD = 2;
export const FLAG_EXEMPT = 4;
export const FLAG_POLLER = 8;
/** Counted as a step already, for want of a result; and that its act was new then. */
export const FLAG_COUNTED = 16;
export const FLAG_NEW = 32;
/** The host named its round. */
export const FLAG_NAMED = 64;
/** What it writes is nothing that a check would check. */
export const FLAG_TIDYING = 128;
/** Its exit code may be another command's. */
export const FLAG_PIPED = 256;
/** It has two arguments or more. */
export const FLAG_MANY = 512;
/** It only notes something down for the agent itself. */
export const FLAG_NOTE = 1024;
/** It hands the work on; it takes it back. */
export const FLAG_COMMIT = 2048;
export const FLAG_UNDO = 4096;
/** From here on: the kinds of checks it is, as bits. */
export const FLAG_CHECKS = 8192;

/** Labels of open calls lie behind those of the repeats; the last two are an outage's and a claim's. */
export const FIRST_CALL_LABEL = REPEATS_MAX;
export const OUTAGE_LABEL = LABEL_COUNT - 2;
export const CLAIM_LABEL = LABEL_COUNT - 1;
const LABELS = OUTAGE_LABEL - REPEATS_MAX;

export function callAct(run: RunMemory, at: number): number {
  return run.words[2 * (at + CALL_WORDS)]!;
}

/** 0 where the call is no command. */
export function callProgram(run: RunMemory, at: number): number {
  return run.words[2 * (at + CALL_WORDS) + 1]!;
}

export function setCallWords(run: RunMemory, at: number, act: number, program: number): void {
  run.words[2 * (at + CALL_WORDS)] = act;
  run.words[2 * (at + CALL_WORDS) + 1] = program;
}

export function callEvent(run: RunMemory, at: number): number {
  return run.words[2 * (at + CALL_COUNTS)]!;
}

export function callChars(run: RunMemory, at: number): number {
  return run.words[2 * (at + CALL_COUNTS) + 1]!;
}

export function setCallCounts(run: RunMemory, at: number, event: number, chars: number): void {
  run.words[2 * (at + CALL_COUNTS)] = event;
  run.words[2 * (at + CALL_COUNTS) + 1] = chars;
}

/** Where the bits of a call's words begin in the run's 32-bit words. */
export function echoAt(at: number): number {
  return 2 * (at + CALL_ECHO);
}

/**
 * Opens a place; returns where it begins. When all are taken the oldest call that was given up gives
 * way, and if there is none, the oldest.
 */
export function openCall(run: RunMemory, id: number): number {
  const { numbers } = run;
  let best = placeAt(0);
  for (let i = 0; i < OPEN_CALLS_MAX; i++) {
    const at = placeAt(i);
    const before = needOf(run, at) - needOf(run, best);
    if (before < 0 || (before === 0 && callEvent(run, at) < callEvent(run, best))) best = at;
    if (needOf(run, at) === FREE) break;
  }
  if (needOf(run, best) === WAITS) {
    noteProblem(run, 'too-many-calls', `more than ${OPEN_CALLS_MAX} calls without a result`);
  } else numbers[OPEN]! += 1;
  numbers[best + CALL_ID] = id;
  return best;
}

/** How much a place is needed. */
const FREE = 0;
const GIVEN_UP = 1;
const WAITS = 2;

function needOf({ numbers }: RunMemory, at: number): number {
  if (numbers[at + CALL_ID] === 0) return FREE;
  return (numbers[at + CALL_FLAGS]! & FLAG_COUNTED) === 0 ? WAITS : GIVEN_UP;
}

/** Where an open call begins; -1 if there is none of this id. */
export function findCall(run: RunMemory, id: number): number {
  const { numbers } = run;
  for (let i = 0; i < OPEN_CALLS_MAX; i++) {
    if (numbers[placeAt(i) + CALL_ID] === id) return placeAt(i);
  }
  return -1;
}

/** An open call of the same act in an earlier round; -1 if there is none. */
export function findEarlier(run: RunMemory, act: number, round: number): number {
  const { numbers } = run;
  if (numbers[OPEN] === 0) return -1;
  for (let i = 0; i < OPEN_CALLS_MAX; i++) {
    const at = placeAt(i);
    if (
      numbers[at + CALL_ID] !== 0 &&
      callAct(run, at) === act &&
      numbers[at + CALL_ROUND] !== round
    ) {
      return at;
    }
  }
  return -1;
}

/** Whether a call of the last 32 events waits for its result: an older one's may be lost. */
export function isUnderWay(run: RunMemory): boolean {
  const { numbers } = run;
  if (numbers[OPEN] === 0) return false;
  for (let i = 0; i < OPEN_CALLS_MAX; i++) {
    const at = placeAt(i);
    if (numbers[at + CALL_ID] === 0 || (numbers[at + CALL_FLAGS]! & FLAG_COUNTED) !== 0) continue;
    if (numbers[EVENTS]! - callEvent(run, at) <= WAITING_EVENTS) return true;
  }
  return false;
}

const WAITING_EVENTS = 32;

/** Counts a call as a step for want of a result: it keeps its place, but waits no more. */
export function giveUpCall(run: RunMemory, at: number, newAct: boolean): void {
  run.numbers[at + CALL_FLAGS]! |= FLAG_COUNTED | (newAct ? FLAG_NEW : 0);
  run.numbers[OPEN]! -= 1;
}

export function closeCall(run: RunMemory, at: number): void {
  run.numbers[at + CALL_ID] = 0;
  if ((run.numbers[at + CALL_FLAGS]! & FLAG_COUNTED) === 0) run.numbers[OPEN]! -= 1;
}

/** The label's slot of a place; -1 for a place without one. */
export function labelSlot(at: number): number {
  const place = (at - RUN.calls) / CALL_FIELDS;
  return place < LABELS ? FIRST_CALL_LABEL + place : -1;
}

export function placeAt(place: number): number {
  return RUN.calls + place * CALL_FIELDS;
}
