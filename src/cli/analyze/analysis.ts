import type { Belief, Concern } from '../../engine/report/report.ts';
import type { Sign } from '../../engine/run/signs.ts';

/** What `analyze` found in one run: all that the terminal and `--json` show. */
export interface Analysis {
  readonly run: string;
  readonly agent: string;
  readonly task?: string;
  /** The folder that the agent worked in, or what its host calls the project. */
  readonly project?: string;
  /** The run that started this one. */
  readonly parent?: string;
  /** How many runs this one started, and they in their turn. */
  readonly started?: number;
  /** Events read, and steps (calls with their results). */
  readonly events: number;
  readonly steps: readonly StepMark[];
  readonly tokens?: number;
  /** With those of the runs that this one started, where there are any: its concerns cost those too. */
  readonly tokensOfFamily?: number;
  /** From the first to the last time in the file. */
  readonly ms?: number;
  /** Time of the first event in ms since the epoch, where the file's times are of that kind. */
  readonly startedAt?: number;
  /** Standing after the last event, strongest first; with those of runs that this one started. */
  readonly concerns: readonly FoundConcern[];
  /** Cleared ones, in order. */
  readonly past: readonly (FoundConcern & { readonly until: number })[];
  /** `inferred`: outcomes of the agent that were inferred, where any were. */
  readonly confidence: Belief & { readonly inferred?: number };
  readonly advice: { readonly action: 'proceed' | 'tell' | 'ask' | 'stop'; readonly tell: string };
  readonly outcome?: { readonly succeeded: boolean };
  /** How it seems to have ended, where nobody said and it shows any sign. */
  readonly inferred?: { readonly probability: number; readonly signs: readonly Sign[] };
  /** Problems met on the way, each once. */
  readonly problems: readonly string[];
}

/** A concern, with what the run called when it began. */
export interface FoundConcern extends Concern {
  /**
   * The tool, of a shell with its program: `Bash: npm test`. Absent of what began with words, and
   * of a run that this one started.
   */
  readonly tool?: string;
  /**
   * Of the tokens in `cost` those that the run spent itself. Only of a run that started others: what
   * those spent is in their own concerns, and must not be counted twice.
   */
  readonly ownTokens?: number;
}

/** One step on the timeline. */
export interface StepMark {
  /** Index of the event that ended it. */
  readonly event: number;
  /** What was called, and the index of the call's event; absent where no call is known. */
  readonly tool?: string;
  readonly call?: number;
  readonly kind: 'check' | 'change' | 'other';
  readonly failed: boolean;
  /** Whether a concern of strength ≥ .5 about this run stood after it. */
  readonly concern: boolean;
  /** Forecast after it, with its band. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Spent by the run up to it, where that is told. */
  readonly tokens?: number;
}
