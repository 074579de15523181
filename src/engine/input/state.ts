/**
 * A cognitive state: what holds in an agent at a moment (the specification's
 * `input_cognitive_state`). At least one of `processes`, `confidence`, `signals` is there.
 */
export interface CognitiveState {
  /** Default `"default"`. */
  readonly agent?: string;
  /** Default: one run per agent. */
  readonly run?: string;
  readonly task?: string;
  /** Milliseconds; absent means now. */
  readonly at?: number;
  /** The agent's own probability that it is right, in [0, 1]. */
  readonly confidence?: number;
  /** Anything measured, by name, in [0, 1]; up to 32 names a run. */
  readonly signals?: Readonly<Record<string, number>>;
  /** What is under way, up to 10 000 by id. */
  readonly processes?: Readonly<Record<string, CognitiveProcess>>;
  /** Weight per process id, 0 or more; inferred from load and recency where absent. */
  readonly attention?: Readonly<Record<string, number>>;
}

export interface CognitiveProcess {
  readonly type?: string;
  /** `queued`, `running`, `blocked`, `done`, `failed`, or free text. */
  readonly stage?: string;
  readonly accuracy?: number;
  readonly successRate?: number;
  readonly progress?: number;
  readonly load?: number;
  readonly elapsedMs?: number;
  readonly expectedMs?: number;
  readonly attempts?: number;
  readonly errors?: number;
  /** Identity of the act, and of what came of it. */
  readonly action?: string;
  readonly result?: string;
}
