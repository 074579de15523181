import type { EngineEvents, Listener } from './events.ts';
import type { AgentEvent, RunOptions } from './input/event.ts';
import type { CognitiveState } from './input/state.ts';
import type { Outcome } from './learning/learn-outcome.ts';
import type { EngineMetrics } from './monitoring/metrics.ts';
import type { ReflectOptions } from './options.ts';
import type { CallAdvice, ConcernKind, DefaultPart, Part, ReportOf } from './report/report.ts';

/** An engine: events are told, thoughts are asked for, outcomes are learned. */
export interface Engine {
  /** A run's handle; the run opens with its first event. @throws {InputError} `invalid-run`. */
  run(options?: RunOptions): Run;
  /** A thought about a state, at once. @throws {InputError} `invalid-state`, `invalid-option`. */
  reflectNow<P extends Part = DefaultPart>(
    state: CognitiveState,
    options?: ReflectOptions<P>,
  ): ReportOf<P>;
  /** The same, as a promise; rejects only for bad input and by its `signal`. */
  reflect<P extends Part = DefaultPart>(
    state: CognitiveState,
    options?: ReflectOptions<P>,
  ): Promise<ReportOf<P>>;
  /** How a run turned out. @throws {InputError} `invalid-outcome`, `outcome-refused`. */
  learn(outcome: Outcome): void;
  /** Subscribes to what the workspace broadcasts; returns what unsubscribes. */
  on<K extends keyof EngineEvents>(this: void, event: K, listener: Listener<K>): () => void;
  metrics(): EngineMetrics;
  /**
   * All that is in memory, as bytes: a `createEngine({ snapshot })` of the same version goes on from
   * it as if nothing had been between. It holds numbers, names and labels, no texts.
   */
  snapshot(): Uint8Array;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** One run of one agent. */
export interface Run {
  readonly agent: string;
  readonly run: string;
  /** Takes what happened. @throws {InputError} `invalid-event`; nothing is changed then. */
  add(event: AgentEvent): void;
  /** A thought about the run, at once. @throws {InputError} `invalid-option`. */
  reflectNow<P extends Part = DefaultPart>(options?: ReflectOptions<P>): ReportOf<P>;
  /** The same, as a promise; rejects only for bad input and by its `signal`. */
  reflect<P extends Part = DefaultPart>(options?: ReflectOptions<P>): Promise<ReportOf<P>>;
  /**
   * What to do about a call that the agent is about to make; the run does not hear of it. `ask` and
   * `stop` are for a call that goes on with what stands: one that does something else proceeds.
   *
   * @throws {InputError} `invalid-event`.
   */
  adviseOn(call: { readonly tool: string; readonly args: unknown }): CallAdvice;
  /**
   * A person says that what stands is no trouble: no interruption for it until it has cost twice as
   * much, and an error in the budget of interruptions. @throws {InputError} `invalid-veto`.
   */
  veto(kind?: ConcernKind): void;
  /** Closes the run with its outcome; without one it closes as if it had gone idle. */
  end(outcome?: { readonly succeeded: boolean }): Promise<void>;
}
