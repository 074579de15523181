/**
 * What an agent does, as it is told to us: one JSON object an event, also a line's content in our
 * own `.trace.jsonl`. Which values are accepted stands in `decode-event.ts`.
 */
export type AgentEvent =
  | CallEvent
  | ResultEvent
  | SayEvent
  | UserEvent
  | UsageEvent
  | SignalEvent
  | NoteEvent
  | OutcomeEvent;

interface Common {
  /** Milliseconds, since the epoch or since the run's start; only differences count. */
  readonly at?: number;
  readonly agent?: string;
  readonly run?: string;
  /** Which agent of a team did it. Checked, and used by a later version. */
  readonly by?: string;
}

/** A tool call begins. */
export interface CallEvent extends Common {
  readonly type: 'call';
  readonly id: string;
  readonly tool: string;
  /** Any JSON value. */
  readonly args: unknown;
  /** The model turn; calls of one round run in parallel. */
  readonly round?: string;
  /** The host says that much hangs on this call. Checked, and used by a later version. */
  readonly decisive?: boolean;
}

/** A tool call ended. */
export interface ResultEvent extends Common {
  readonly type: 'result';
  readonly id: string;
  /**
   * Absent where the host has no flag: read from the output's own `isError`, `ok`, `success` or
   * `error`, else from its text. `true` is overruled where the text is nothing but an outage, or
   * fails behind a pipe.
   */
  readonly ok?: boolean;
  /** Text, or any JSON value. */
  readonly output?: unknown;
  readonly exitCode?: number;
}

/** The agent speaks. */
export interface SayEvent extends Common {
  readonly type: 'say';
  readonly text: string;
  readonly channel?: 'answer' | 'thought';
  /** The agent's own probability that it is right, in [0, 1]. */
  readonly confidence?: number;
}

/** A person speaks. */
export interface UserEvent extends Common {
  readonly type: 'user';
  readonly text: string;
}

/** Spent since the last `usage`, usually one model turn. */
export interface UsageEvent extends Common {
  readonly type: 'usage';
  /** All input tokens, those read from a cache included. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Checked, and used by a later version. */
  readonly costUsd?: number;
}

/** Anything a user measures: a log-probability, a retrieval score, a critic's verdict. */
export interface SignalEvent extends Common {
  readonly type: 'signal';
  readonly name: string;
  /** In [0, 1]; higher is better. */
  readonly value: number;
}

/** Anything else a host tells: context compacted, a mode changed. */
export interface NoteEvent extends Common {
  readonly type: 'note';
  readonly text: string;
}

/** How the run turned out. */
export interface OutcomeEvent extends Common {
  readonly type: 'outcome';
  readonly succeeded: boolean;
}

/** How a run is opened. */
export interface RunOptions {
  /** Who acts, over many runs. Default `"default"`. */
  readonly agent?: string;
  /** One session of the agent. Default: one run per agent. */
  readonly run?: string;
  /** The kind of work, shared by runs: a ticket type, a nightly job, the project's folder. */
  readonly task?: string;
  /** Whether a person may speak during the run. Default true. */
  readonly interactive?: boolean;
  /** Events of a file: a time that is absent is unknown, not now. Default false. */
  readonly recorded?: boolean;
  /** Tools that are asked again until their answer changes. */
  readonly pollers?: readonly string[];
  /** Tools that no concern is raised about. */
  readonly exempt?: readonly string[];
  /**
   * The run that started this one, by its id: it hears of this one's concerns, and spends what it
   * spends; up to eight levels.
   */
  readonly parent?: string;
}

/** A whole run as it is recorded: a line of `.trace.jsonl`. */
export interface RecordedRun extends RunOptions {
  readonly schema?: 1;
  readonly run: string;
  readonly agent: string;
  readonly events: readonly AgentEvent[];
  readonly outcome?: { readonly succeeded: boolean };
  /** Index of the event that a person called the fault. */
  readonly faultyStep?: number;
  readonly faultyAgent?: string;
}
