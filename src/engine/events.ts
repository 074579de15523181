import type { Concern, Part, ReportOf } from './report/report.ts';

/** What an engine tells its listeners. */
export interface EngineEvents {
  readonly 'report-ready': Partial<ReportOf<Part>>;
  readonly 'concern-raised': ConcernEvent;
  readonly 'concern-cleared': ConcernEvent;
  readonly 'outcome-learned': { agent: string; run: string; succeeded: boolean };
}

export interface ConcernEvent {
  readonly agent: string;
  readonly run: string;
  readonly concern: Concern;
  /** Index of the event in its run at which it came or went. */
  readonly event: number;
}

export type Listener<K extends keyof EngineEvents> = (event: EngineEvents[K]) => void;

export interface Listeners {
  /** Whether anybody listens: what nobody hears is not put into words. */
  readonly any: boolean;
  /** Listeners that threw: counted, and nobody else's trouble. */
  readonly errors: number;
  on<K extends keyof EngineEvents>(event: K, listener: Listener<K>): () => void;
  tell<K extends keyof EngineEvents>(event: K, told: EngineEvents[K]): void;
  clear(): void;
}

export function createListeners(): Listeners {
  const lists = new Map<string, Set<(told: never) => void>>();
  let count = 0;
  let errors = 0;
  return {
    get any() {
      return count > 0;
    },
    get errors() {
      return errors;
    },
    on(event, listener) {
      const list = lists.get(event) ?? new Set();
      lists.set(event, list);
      list.add(listener);
      count += 1;
      return () => {
        if (list.delete(listener)) count -= 1;
      };
    },
    tell(event, told) {
      for (const listener of lists.get(event) ?? []) {
        try {
          listener(told as never);
        } catch {
          errors += 1;
        }
      }
    },
    clear() {
      lists.clear();
      count = 0;
    },
  };
}
