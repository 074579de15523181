/**
 * How many runs of one file may be open at once. One more closes the one silent for longest; should
 * that speak again, it opens anew, as after a long pause.
 */
export const OPEN_RUNS_MAX = 1024;

/** Moves a run to the end: a `Map` keeps the order of insertion, so the longest silent is first. */
export function hear<Run>(open: Map<string, Run>, key: string, run: Run): void {
  open.delete(key);
  open.set(key, run);
}

/** The run to close before another may open, if it is full. */
export function longestSilent<Run>(open: ReadonlyMap<string, Run>): string | undefined {
  if (open.size < OPEN_RUNS_MAX) return undefined;
  for (const key of open.keys()) return key;
  return undefined;
}
