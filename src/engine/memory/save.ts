import { seekParent } from '../run/family.ts';
import { setTask, type RunMemory } from '../run/run-memory.ts';
import type { EngineCounts } from '../monitoring/metrics.ts';
import type { Recency } from './recency.ts';
import { copyRecords, restoreRecords, type RecordTable } from './record-table.ts';
import { addRun, mindOf, type Residents } from './residents.ts';
import type { SavedRun, Snapshot } from './snapshot.ts';

/** Copies what is in memory. Time and bytes grow with what is there. */
export function takeSnapshot(
  residents: Residents,
  records: RecordTable,
  counts: EngineCounts,
): Snapshot {
  const minds = fromOldest(residents.mindRecency).map(
    ({ agent, numbers }) => [agent, numbers.slice()] as const,
  );
  return {
    counts,
    population: residents.population.numbers.slice(),
    minds: new Map(minds),
    runs: fromOldest(residents.runRecency).map(saveRun),
    recordClock: records.clock,
    records: copyRecords(records),
  };
}

/** Fills an empty memory from a snapshot. What it has no room for, the oldest of it, is dropped. */
export function restoreSnapshot(
  snapshot: Snapshot,
  residents: Residents,
  records: RecordTable,
): void {
  residents.population.numbers.set(snapshot.population);
  for (const [agent, numbers] of snapshot.minds) mindOf(residents, agent).numbers.set(numbers);
  for (const saved of snapshot.runs) restoreRun(saved, residents);
  for (const mind of residents.minds.values()) {
    for (const run of mind.runs.values()) {
      if (run.parent !== undefined && !run.closed) seekParent(residents.families, run);
    }
  }
  restoreRecords(records, snapshot.records, snapshot.recordClock);
}

function saveRun(run: RunMemory): SavedRun {
  const { agent, task, pollers, exempt, parent, succeeded, inferred } = run;
  return {
    agent,
    run: run.run,
    interactive: run.interactive,
    recorded: run.recorded,
    ...(task !== undefined && { task }),
    ...(pollers !== undefined && { pollers: [...pollers] }),
    ...(exempt !== undefined && { exempt: [...exempt] }),
    ...(parent !== undefined && { parent }),
    problems: [...run.problems],
    unknownFields: [...(run.unknownFields ?? [])],
    // Filled by place, with holes: JSON has only null for them.
    standing: Array.from(run.standing ?? [], (concern) => concern ?? null),
    closed: run.closed,
    ...(succeeded !== undefined && { succeeded }),
    ...(inferred !== undefined && { inferred }),
    bytes: new Uint8Array(run.slab.slice(0)),
  };
}

function restoreRun(saved: SavedRun, residents: Residents): void {
  const run = addRun(residents, saved.agent, saved.run);
  new Uint8Array(run.slab).set(saved.bytes);
  setTask(run, saved.task);
  run.interactive = saved.interactive;
  run.recorded = saved.recorded;
  run.pollers = saved.pollers && new Set(saved.pollers);
  run.exempt = saved.exempt && new Set(saved.exempt);
  run.parent = saved.parent;
  run.problems = [...saved.problems];
  run.unknownFields = saved.unknownFields.length > 0 ? new Set(saved.unknownFields) : undefined;
  run.standing = saved.standing.map((concern) => concern ?? undefined);
  run.closed = saved.closed;
  run.succeeded = saved.succeeded;
  run.inferred = saved.inferred;
}

function fromOldest<T extends { newer: T | undefined; older: T | undefined }>(
  recency: Recency<T>,
): T[] {
  const members: T[] = [];
  for (let member = recency.oldest; member !== undefined; member = member.newer) {
    members.push(member);
  }
  return members;
}
