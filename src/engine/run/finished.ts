import { FINISHED_EARLIER_MAX, FINISHED_MAX, RUN } from '../memory/layout.ts';
import type { RunMemory } from './run-memory.ts';

/**
 * Which finished processes of a run's states were counted already: hashes of those in the last
 * state, at most 256, and of up to 32 that were finished earlier and have gone from the states.
 */
const FIRST = RUN.finished * 2;
const EARLIER = FIRST + FINISHED_MAX;

/** A pass over one state's finished processes; made once, used again for every state. */
export interface FinishedPass {
  run: RunMemory | undefined;
  /** Hashes of this state's finished processes, in order. */
  readonly now: Uint32Array;
  count: number;
  /** Where the next one probably is among the last state's: states keep their order. */
  cursor: number;
  overflow: boolean;
}

export function createFinishedPass(): FinishedPass {
  return {
    run: undefined,
    now: new Uint32Array(FINISHED_MAX),
    count: 0,
    cursor: 0,
    overflow: false,
  };
}

export function beginPass(pass: FinishedPass, run: RunMemory): void {
  pass.run = run;
  pass.count = 0;
  pass.cursor = 0;
  pass.overflow = false;
}

/** Whether a finished process is new in this run, and not counted yet. */
export function isNewlyFinished(pass: FinishedPass, hash: number): boolean {
  if (pass.count >= FINISHED_MAX) {
    pass.overflow = true;
    return false;
  }
  // 0 marks a free place.
  const key = hash === 0 ? 1 : hash;
  pass.now[pass.count++] = key;
  const { words } = pass.run!;
  if (words[FIRST + pass.cursor] === key) {
    pass.cursor += 1;
    return false;
  }
  for (let i = 0; i < FINISHED_MAX && words[FIRST + i] !== 0; i++) {
    if (words[FIRST + i] === key) {
      pass.cursor = i + 1;
      return false;
    }
  }
  for (let i = 0; i < FINISHED_EARLIER_MAX && words[EARLIER + i] !== 0; i++) {
    if (words[EARLIER + i] === key) return false;
  }
  return true;
}

/** Remembers this state's finished processes; the last state's others become earlier ones. */
export function endPass(pass: FinishedPass): void {
  const { now, count } = pass;
  const { words } = pass.run!;
  let cursor = 0;
  for (let i = 0; i < FINISHED_MAX && words[FIRST + i] !== 0; i++) {
    const key = words[FIRST + i]!;
    if (now[cursor] === key && cursor < count) {
      cursor += 1;
      continue;
    }
    const again = now.indexOf(key);
    if (again >= 0 && again < count) cursor = again + 1;
    else pushEarlier(words, key);
  }
  for (let i = 0; i < count; i++) words[FIRST + i] = now[i]!;
  for (let i = count; i < FINISHED_MAX && words[FIRST + i] !== 0; i++) words[FIRST + i] = 0;
}

function pushEarlier(words: Uint32Array, key: number): void {
  // A key that is there already moves to the front.
  let last = 0;
  while (last < FINISHED_EARLIER_MAX - 1 && words[EARLIER + last] !== key) last += 1;
  words.copyWithin(EARLIER + 1, EARLIER, EARLIER + last);
  words[EARLIER] = key;
}
