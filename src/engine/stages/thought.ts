import type { RunMemory } from '../run/run-memory.ts';
import type { Learned } from '../learning/learn-step.ts';
import type { Focus, ProcessReport } from '../report/report.ts';
import type { DecodedState } from '../input/decoded-state.ts';

/**
 * The scratch context of one thought: what the four stages see and leave for each other. One is
 * made an engine and used for every thought, so nothing here outlives a report. NaN is absence.
 */
export interface Thought {
  run: RunMemory;
  learned: Learned;
  /** The state that asked, or undefined when a run did. */
  state: DecodedState | undefined;
  /** Milliseconds by the engine's clock when the thought began, and by when it must end. */
  startedAt: number;
  deadlineAt: number;
  /** Steps that runs of this agent usually take. */
  usualSteps: number;
  /** Limits of the effort level. */
  depth: number;
  focus: Focus;
  /** Wrong interruptions allowed, per step. */
  falseAlarmRate: number;

  // 1 awareness
  stepsObserved: number;
  nextStep: number;
  nextLow: number;
  nextHigh: number;
  depthUsed: number;
  stoppedBy: 'depth' | 'weight' | 'deadline';
  effectiveDepth: number;
  borneOut: number;

  // 2 confidence: what each source says, and what it adds to the log-odds
  agentRate: number;
  base: number;
  logOdds: number;
  readonly says: Float64Array;
  readonly adds: Float64Array;
  low: number;
  high: number;
  /** Outcomes of the agent: told, and inferred; and how far they, not a prior, made its rate. */
  outcomes: number;
  inferred: number;
  baseLearned: number;

  // 3 introspection
  focusUsed: Focus;
  processes: Record<string, ProcessReport> | undefined;

  // 4 integration
  readonly contentWhat: string[];
  readonly contentSalience: Float64Array;
  contentCount: number;
  sourcesEntered: number;
  coherence: number;
  clarity: number;
  richness: number;
  continuity: number;
}

/** A scratch without a run yet; `beginThought` gives it one. */
export function createThought(learned: Learned): Thought {
  return {
    run: undefined as unknown as RunMemory,
    learned,
    state: undefined,
    startedAt: 0,
    deadlineAt: 0,
    usualSteps: 0,
    depth: 1,
    focus: 'minimal',
    falseAlarmRate: 0,
    stepsObserved: 0,
    nextStep: 0,
    nextLow: 0,
    nextHigh: 0,
    depthUsed: 1,
    stoppedBy: 'depth',
    effectiveDepth: 1,
    borneOut: Number.NaN,
    agentRate: 0,
    base: 0,
    logOdds: 0,
    says: new Float64Array(4),
    adds: new Float64Array(4),
    low: 0,
    high: 0,
    outcomes: 0,
    inferred: 0,
    baseLearned: 0,
    focusUsed: 'minimal',
    processes: undefined,
    contentWhat: [],
    contentSalience: new Float64Array(8),
    contentCount: 0,
    sourcesEntered: 0,
    coherence: Number.NaN,
    clarity: Number.NaN,
    richness: 0,
    continuity: Number.NaN,
  };
}
