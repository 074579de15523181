/**
 * What we answer: the second-order thought. Plain data; each number once; a number is measured or
 * absent, only a `Belief` has a basis. Range, unit and derivation of each: `docs/numbers.md`.
 */
export interface Report {
  /** The n-th report of this engine, from 1. */
  readonly id: number;
  readonly agent: string;
  readonly run: string;
  /** Milliseconds since the epoch, by the engine's clock. */
  readonly at: number;
  readonly status: Status;
  readonly problems: readonly Problem[];
  readonly advice: Advice;
  readonly concerns: readonly Concern[];
  readonly confidence: Confidence;
  readonly experience: Experience;
  readonly awareness: Awareness;
  readonly introspection: Introspection;
  readonly quality: Quality;
  readonly timing: Timing;
  /** Named features, on request. */
  readonly features: Readonly<Record<string, number>>;
}

/** The parts of a report a reader may ask for; the others are neither built nor printed. */
export type Part = (typeof PARTS)[number];
export const PARTS = [
  'advice',
  'concerns',
  'confidence',
  'experience',
  'awareness',
  'introspection',
  'quality',
  'timing',
  'features',
] as const satisfies readonly (keyof Report)[];

/** Built when a reader does not say: all but the feature vector. */
export const DEFAULT_PARTS = PARTS.filter((part) => part !== 'features');
export type DefaultPart = Exclude<Part, 'features'>;

/** What every report carries, whichever parts were asked for. */
export type ReportHead = Pick<Report, 'id' | 'agent' | 'run' | 'at' | 'status' | 'problems'>;

/** A report with the parts that were asked for. */
export type ReportOf<P extends Part = DefaultPart> = ReportHead & Pick<Report, P>;

export type Status = 'complete' | 'degraded' | 'stale' | 'timeout' | 'shed';

export interface Problem {
  readonly code:
    | 'unknown-field'
    | 'out-of-order'
    | 'result-without-call'
    | 'repeated-id'
    | 'too-many-calls'
    | 'too-many-finished'
    | 'too-many-signals'
    | 'stage-failed';
  readonly message: string;
  readonly stage?: StageName;
}

export type StageName = 'awareness' | 'confidence' | 'introspection' | 'integration';

/** A probability, where it most likely lies, and what it rests on. */
export interface Belief {
  readonly value: number;
  /** 5 % quantile. */
  readonly low: number;
  /** 95 % quantile. */
  readonly high: number;
  /** prior: nothing of its own yet; inferred: only from outcomes nobody told; learned: from outcomes; measured: from this run itself. */
  readonly basis: 'prior' | 'inferred' | 'learned' | 'measured';
  /** Observations it rests on. */
  readonly outcomes: number;
}

/** What may be advised, from the mildest on. */
export const ACTIONS = ['proceed', 'tell', 'ask', 'stop'] as const;
export type Action = (typeof ACTIONS)[number];

export interface Advice {
  readonly action: Action;
  /** The sentence for the agent; empty with `proceed`. */
  readonly tell: string;
  /** Indexes of `concerns`. */
  readonly because: readonly number[];
  /**
   * The agent's budget of wrong interruptions, once one was due in this run. While errors +
   * undecided + 1 exceeds what is allowed, the agent is told instead.
   */
  readonly interruptions?: Budget;
}

/** What to do about a call before it is made. */
export interface CallAdvice {
  readonly action: Action;
  /** The sentence for the agent; empty with `proceed`. */
  readonly tell: string;
  /** The concern that the call goes on with, where there is one. */
  readonly concern?: Concern;
}

/** A budget of errors: see `docs/numbers.md`, "What is promised of interruptions". */
export interface Budget {
  readonly errors: number;
  readonly undecided: number;
  /** What it is measured by: steps of the agent so far. */
  readonly accepted: number;
  /** α · accepted + b. */
  readonly allowed: number;
}

export const CONCERN_KINDS = [
  'loop',
  'stall',
  'thrash',
  'outage',
  'overload',
  'unverified-claim',
] as const;
export type ConcernKind = (typeof CONCERN_KINDS)[number];

/** Something wrong that we can show. */
export interface Concern {
  readonly kind: ConcernKind;
  /** What the ladder says of it; never `proceed` while it stands. */
  readonly action: Action;
  /** Of a run that this one started: its id. */
  readonly run?: string;
  /** 0–1; from .5 a person is shown it. */
  readonly strength: number;
  /** Where it began: the index of the event in its run, and its time where it had one. */
  readonly since: { readonly event: number; readonly at?: number };
  readonly evidence: string;
  /** What it has cost since it began. */
  readonly cost: { readonly steps: number; readonly ms?: number; readonly tokens?: number };
}

export interface Confidence extends Belief {
  /** Outcomes of the agent that were inferred, beside those that were told; absent where none was. */
  readonly inferred?: number;
  /** What each source says by itself; absent where it has nothing to say. */
  readonly sources: {
    readonly process?: number;
    readonly meta?: number;
    readonly stated?: number;
    readonly task?: number;
  };
}

export interface Experience {
  /** The winners of the workspace, strongest first, at most 7. */
  readonly content: readonly { readonly what: string; readonly salience: number }[];
  readonly narrative: string;
  readonly clarity?: number;
  readonly richness: number;
  readonly continuity?: number;
}

export interface Awareness {
  readonly levels: readonly AwarenessLevel[];
  /** P(the next step works). */
  readonly nextStep: Belief;
  readonly effectiveDepth: number;
  readonly stoppedBy: 'depth' | 'weight' | 'deadline';
  /** Geometric mean of the probability we gave to what then happened, lately. */
  readonly borneOut?: number;
}

export interface AwarenessLevel {
  readonly level: 1 | 2 | 3 | 4;
  readonly unit: 'probability' | 'log-odds' | 'log-volatility';
  readonly estimate: number;
  readonly sd: number;
  /** Of the last step, under the filters of this depth. */
  readonly surpriseNats?: number;
  /** Earned share of the filters of this depth. */
  readonly weight: number;
}

export type Focus = 'comprehensive' | 'essential' | 'minimal';

export interface Introspection {
  readonly focus: Focus;
  readonly processes?: Readonly<Record<string, ProcessReport>>;
  readonly load?: number;
  readonly attention?: number;
  readonly effort?: number;
}

export interface ProcessReport {
  readonly type: string;
  readonly stage: string;
  readonly efficiency?: number;
  readonly effort?: number;
  readonly reliability: Belief;
}

export interface Quality {
  readonly coherence?: number;
  readonly depth?: number;
  readonly authenticity?: number;
  readonly integration?: number;
  readonly overall: number;
  readonly level: 'poor' | 'acceptable' | 'good' | 'excellent';
}

export interface Timing {
  readonly totalMs: number;
  readonly queueMs: number;
  readonly stageMs: Readonly<Record<StageName, number>>;
  readonly deadlineMs: number;
  readonly effort: EffortLevel;
}

export type EffortLevel = 'minimal' | 'reduced' | 'standard' | 'enhanced';
