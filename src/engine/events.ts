import type { Concern, Part, ReportOf } from './report/report.ts';
import type { Sign } from './run/signs.ts';

/** What an engine tells its listeners. */
export interface EngineEvents {
  readonly 'step-taken': StepEvent;
  readonly 'report-ready': Partial<ReportOf<Part>>;
  readonly 'concern-raised': ConcernEvent;
  /** The ladder climbed: a person is asked, or the run stopped; see the concern's `action`. */
  readonly 'concern-escalated': ConcernEvent;
  /**
   * It is over: by what the agent did, by a person's word, or with its run. Not told of a run that
   * is given up for memory.
   */
  readonly 'concern-cleared': ConcernEvent & { readonly by: 'agent' | 'person' | 'end' };
  readonly 'outcome-learned': { agent: string; run: string; succeeded: boolean };
  /** A run closed without an outcome, and its signs say how it seems to have ended. */
  readonly 'outcome-inferred': InferredEvent;
}

export interface InferredEvent {
  readonly agent: string;
  readonly run: string;
  /** P(it ended well). */
  readonly probability: number;
  /** What that rests on; never empty. */
  readonly signs: readonly Sign[];
}

/** A call with its result, or a finished process. */
export interface StepEvent {
  readonly agent: string;
  readonly run: string;
  /** Index of the event in its run that ended it. */
  readonly event: number;
  readonly kind: 'check' | 'change' | 'other';
  readonly failed: boolean;
}

export interface ConcernEvent {
  readonly agent: string;
  readonly run: string;
  readonly concern: Concern;
  /** Index of the event in its run at which it came or went. */
  readonly event: number;
}

export type Listener<K extends keyof EngineEvents> = (event: EngineEvents[K]) => void;

/**
 * What happened is kept until the call that made it happen is done, then told: a listener may ask
 * the engine anything, and finds it in order.
 */
export interface Listeners {
  /** Whether anybody listens: what nobody hears is not put into words. */
  hears(event: keyof EngineEvents): boolean;
  /** Listeners that threw: counted, and nobody else's trouble. */
  readonly errors: number;
  on<K extends keyof EngineEvents>(this: void, event: K, listener: Listener<K>): () => void;
  /** Keeps something to be told. */
  note<K extends keyof EngineEvents>(event: K, told: EngineEvents[K]): void;
  /** Tells what was kept, in order; what happens meanwhile is told after it. */
  tell(): void;
  clear(): void;
}

export function createListeners(): Listeners {
  const lists = new Map<string, Set<(told: never) => unknown>>();
  let kept: { readonly event: string; readonly told: unknown }[] = [];
  let telling = false;
  let errors = 0;

  /** A listener that throws, now or later, is counted. */
  function hear(listener: (told: never) => unknown, told: unknown): void {
    try {
      const promise = listener(told as never);
      if (promise instanceof Promise) promise.catch(() => (errors += 1));
    } catch {
      errors += 1;
    }
  }

  return {
    hears: (event) => lists.has(event),
    get errors() {
      return errors;
    },
    on(event, listener) {
      const list = lists.get(event) ?? new Set();
      lists.set(event, list);
      list.add(listener);
      return () => {
        list.delete(listener);
        if (list.size === 0 && lists.get(event) === list) lists.delete(event);
      };
    },
    note(event, told) {
      // A listener's own questions are not told, or one that asks would be told for ever.
      const own = telling && event === 'report-ready';
      if (lists.has(event) && !own) kept.push({ event, told });
    },
    tell() {
      if (kept.length === 0 || telling) return;
      telling = true;
      for (let i = 0; i < kept.length; i++) {
        const { event, told } = kept[i]!;
        const list = lists.get(event) ?? new Set();
        // A copy: who subscribes meanwhile hears the next one, who left hears nothing.
        for (const listener of Array.from(list)) if (list.has(listener)) hear(listener, told);
      }
      kept = [];
      telling = false;
    },
    clear() {
      lists.clear();
      kept = [];
    },
  };
}
