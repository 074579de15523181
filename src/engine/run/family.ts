import type { RunMemory } from './run-memory.ts';

/**
 * Runs that start runs: a parent hears of its children's concerns while they live, and spends what
 * they spend.
 */

/** Ties a run to the one that started it. A circle is refused, and so is a 1025th child. */
export function joinFamily(child: RunMemory, parent: RunMemory): void {
  for (let at: RunMemory | undefined = parent; at !== undefined; at = at.parentRun) {
    if (at === child) return;
  }
  parent.children ??= new Set();
  if (parent.children.size >= CHILDREN_MAX) return;
  parent.children.add(child);
  child.parentRun = parent;
}

/** Cuts a run's tie to its parent: it closed. */
export function leaveParent(run: RunMemory): void {
  const { parentRun } = run;
  if (parentRun === undefined) return;
  parentRun.children?.delete(run);
  if (parentRun.children?.size === 0) parentRun.children = undefined;
  run.parentRun = undefined;
}

/** Cuts all ties of a run that leaves memory. */
export function leaveFamily(run: RunMemory): void {
  leaveParent(run);
  for (const child of run.children ?? []) child.parentRun = undefined;
  run.children = undefined;
}

const CHILDREN_MAX = 1024;
