import type { RecordTable } from '../memory/record-table.ts';
import { bytesHeld, type Residents } from '../memory/residents.ts';

/** What the engine counted since it was created, or since the one it goes on from was. */
export interface EngineCounts {
  readonly events: number;
  readonly states: number;
  readonly reports: number;
  /** Outcomes that were told; and those that were inferred, until one was told. */
  readonly outcomes: number;
  readonly outcomesInferred: number;
}

export interface EngineMetrics extends EngineCounts {
  /** In memory now. */
  readonly agents: number;
  readonly runs: number;
  readonly records: number;
  readonly memoryBytes: number;
  /** Given up for want of memory. */
  readonly agentsDropped: number;
  readonly runsDropped: number;
  readonly recordsDropped: number;
  /** Listeners that threw. */
  readonly listenerErrors: number;
}

export function measure(
  counts: EngineCounts,
  residents: Residents,
  records: RecordTable,
  listeners: { readonly errors: number },
): EngineMetrics {
  return {
    ...counts,
    agents: residents.minds.size,
    runs: residents.runRecency.count,
    records: records.held,
    memoryBytes: bytesHeld(residents) + records.numbers.byteLength,
    agentsDropped: residents.mindsDropped,
    runsDropped: residents.runsDropped,
    recordsDropped: records.dropped,
    listenerErrors: listeners.errors,
  };
}
