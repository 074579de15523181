import { isNamed } from './json-record.ts';
import { fitName } from './run-name.ts';

/** Pairs calls with results where a host gives no ids, or the same ones again in each message. */
export interface CallIds {
  /** The id of a new call; unlike any before. */
  call(id: unknown): string;
  /** The id of the call that a result answers: the last of that id; without one, the oldest open. */
  answered(id: unknown): string;
}

export function createCallIds(): CallIds {
  /** By the host's id: ours, of the last call that had it. */
  const latest = new Map<string, string>();
  const used = new Set<string>();
  /** Calls without an id, and without a result yet. */
  const open: string[] = [];
  let count = 0;
  return {
    call(id) {
      count++;
      let unique = fitName(id) ?? `call-${count}`;
      while (used.has(unique)) unique = fitName(`${unique}#${count}`)!;
      used.add(unique);
      if (isNamed(id)) latest.set(id, unique);
      else open.push(unique);
      return unique;
    },
    answered(id) {
      if (isNamed(id)) return latest.get(id) ?? fitName(id)!;
      return open.shift() ?? `result-without-call-${count}`;
    },
  };
}
