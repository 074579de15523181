import type { RunMemory } from './run-memory.ts';

/**
 * Runs that start runs: while both live, a parent hears of its children's concerns and spends what
 * they spend. A parent is named by its run alone; of several runs of that name the child's own
 * agent's is meant, else the newest. A child may come before its parent: it waits among the orphans.
 */
export interface Families {
  /** Runs in memory by their id, the newest last. */
  readonly byId: Map<string, Set<RunMemory>>;
  /** Runs whose parent is not in memory yet, by its id. */
  readonly orphans: Map<string, Set<RunMemory>>;
}

export function createFamilies(): Families {
  return { byId: new Map(), orphans: new Map() };
}

/** A run is in memory: whoever waits for it has a parent now. */
export function enterFamilies(families: Families, run: RunMemory): void {
  addTo(families.byId, run.run, run);
  const orphans = families.orphans.get(run.run);
  if (orphans === undefined) return;
  families.orphans.delete(run.run);
  for (const child of orphans) join(child, run);
}

/** Ties a run to the one that started it, or lets it wait for that one. Cheap while it waits. */
export function seekParent(families: Families, child: RunMemory): void {
  const id = child.parent!;
  if (families.orphans.get(id)?.has(child) === true) return;
  let parent: RunMemory | undefined;
  for (const run of families.byId.get(id) ?? []) {
    if (!run.closed && (parent?.agent !== child.agent || run.agent === child.agent)) parent = run;
  }
  if (parent === undefined) addTo(families.orphans, id, child);
  else join(child, parent);
}

/** A life is over: the run leaves its parent, and its children have none. */
export function closeFamily(families: Families, run: RunMemory): void {
  if (run.parent !== undefined) removeFrom(families.orphans, run.parent, run);
  run.parentRun?.children?.delete(run);
  run.parentRun = undefined;
  for (const child of run.children ?? []) child.parentRun = undefined;
  run.children = undefined;
}

/** A run leaves memory. */
export function leaveFamilies(families: Families, run: RunMemory): void {
  closeFamily(families, run);
  removeFrom(families.byId, run.run, run);
}

/** A circle is refused, and so are a 1025th child and a ninth level. */
function join(child: RunMemory, parent: RunMemory): void {
  let level = 1;
  for (let at: RunMemory | undefined = parent; at !== undefined; at = at.parentRun) {
    if (at === child || level === FAMILY_LEVELS_MAX) return;
    level += 1;
  }
  parent.children ??= new Set();
  if (parent.children.size >= CHILDREN_MAX) return;
  parent.children.add(child);
  child.parentRun = parent;
}

function addTo(sets: Map<string, Set<RunMemory>>, id: string, run: RunMemory): void {
  const set = sets.get(id);
  if (set === undefined) sets.set(id, new Set([run]));
  else set.add(run);
}

function removeFrom(sets: Map<string, Set<RunMemory>>, id: string, run: RunMemory): void {
  const set = sets.get(id);
  if (set?.delete(run) === true && set.size === 0) sets.delete(id);
}

const CHILDREN_MAX = 1024;
/** Runs in a line, from the first parent to the last child. */
export const FAMILY_LEVELS_MAX = 8;
