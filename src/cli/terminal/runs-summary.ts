import type { ConcernKind } from '../../engine/report/report.ts';
import type { Analysis } from '../analyze/analysis.ts';
import {
  type Cost,
  beginningOf,
  costOf,
  kindsOf,
  lossOf,
  ownConcerns,
  pastConcerns,
} from './concerns.ts';
import { hostOf } from './next-step.ts';

/** Runs that are listed by name; the others are only counted. */
export const WORST_MAX = 10;

/** Many runs in a few hundred numbers: its size does not grow with them. */
export interface RunsSummary {
  runs: number;
  steps: number;
  /** Of the runs that tell their tokens; 0 where none does. */
  tokens: number;
  /** The one agent of all runs; `undefined` before the first run and once there are several. */
  agent: string | undefined;
  severalAgents: boolean;
  /** Runs by host, as `install` calls them. */
  readonly hosts: Map<string, number>;
  /** Runs with a concern worth showing, standing or past, and by its kind. */
  runsWithConcern: number;
  readonly runsByKind: Map<ConcernKind, number>;
  stepsLost: number;
  tokensLost: number;
  /** Those of runs that tell their tokens, so that a share of `tokens` can be given. */
  tokensLostOfKnown: number;
  endedWell: number;
  endedBadly: number;
  /** Among the runs with a concern. */
  endedWellWithConcern: number;
  endedBadlyWithConcern: number;
  runsWithProblem: number;
  /** At most {@link WORST_MAX}, dearest first: by tokens lost where known, then by steps lost. */
  readonly worst: WorstRun[];
}

/** A row of the table. */
export interface WorstRun {
  readonly run: string;
  readonly task?: string;
  readonly project?: string;
  /** When it was last heard of, in ms since the epoch. */
  readonly at?: number;
  /** Of its dearest concern. */
  readonly kind: ConcernKind;
  /** 1-based: with which or after which it began; absent where no step came before. */
  readonly sinceStep?: number;
  readonly stepsLost: number;
  readonly tokensLost?: number;
  readonly succeeded?: boolean;
}

export function createRunsSummary(): RunsSummary {
  return {
    runs: 0,
    steps: 0,
    tokens: 0,
    agent: undefined,
    severalAgents: false,
    hosts: new Map(),
    runsWithConcern: 0,
    runsByKind: new Map(),
    stepsLost: 0,
    tokensLost: 0,
    tokensLostOfKnown: 0,
    endedWell: 0,
    endedBadly: 0,
    endedWellWithConcern: 0,
    endedBadlyWithConcern: 0,
    runsWithProblem: 0,
    worst: [],
  };
}

/** Adds one run, in place. Keeps nothing of it but numbers and, if it is among the worst, names. */
export function addRun(summary: RunsSummary, analysis: Analysis): void {
  // What is wrong with a run that this one started is counted with that run.
  const concerns = [...ownConcerns(analysis), ...pastConcerns(analysis)];
  const wrong = concerns.length > 0;
  addAgent(summary, analysis.agent);
  const host = hostOf(analysis.agent);
  if (host !== undefined) summary.hosts.set(host, (summary.hosts.get(host) ?? 0) + 1);
  summary.runs += 1;
  summary.steps += analysis.steps.length;
  summary.tokens += analysis.tokens ?? 0;
  summary.runsWithProblem += analysis.problems.length > 0 ? 1 : 0;
  if (analysis.outcome !== undefined) {
    const { succeeded } = analysis.outcome;
    summary.endedWell += succeeded ? 1 : 0;
    summary.endedBadly += succeeded ? 0 : 1;
    summary.endedWellWithConcern += succeeded && wrong ? 1 : 0;
    summary.endedBadlyWithConcern += !succeeded && wrong ? 1 : 0;
  }
  if (!wrong) return;

  const loss = lossOf(analysis);
  summary.runsWithConcern += 1;
  summary.stepsLost += loss.steps;
  summary.tokensLost += loss.tokens ?? 0;
  if (analysis.tokens !== undefined) {
    summary.tokensLostOfKnown += Math.min(loss.tokens ?? 0, analysis.tokens);
  }
  for (const kind of kindsOf(analysis)) {
    summary.runsByKind.set(kind, (summary.runsByKind.get(kind) ?? 0) + 1);
  }
  const dearest = concerns.reduce((a, b) => (costOrder(costOf(a), costOf(b)) <= 0 ? a : b));
  const sinceStep = beginningOf(dearest, analysis.steps).step;
  insertWorst(summary.worst, {
    run: analysis.run,
    kind: dearest.kind,
    stepsLost: loss.steps,
    ...(analysis.task === undefined ? {} : { task: analysis.task }),
    ...(analysis.project === undefined ? {} : { project: analysis.project }),
    ...(analysis.startedAt === undefined ? {} : { at: analysis.startedAt + (analysis.ms ?? 0) }),
    ...(sinceStep === 0 ? {} : { sinceStep }),
    ...(loss.tokens === undefined ? {} : { tokensLost: loss.tokens }),
    ...(analysis.outcome === undefined ? {} : { succeeded: analysis.outcome.succeeded }),
  });
}

function addAgent(summary: RunsSummary, agent: string): void {
  if (summary.runs === 0) {
    summary.agent = agent;
  } else if (summary.agent !== agent) {
    summary.agent = undefined;
    summary.severalAgents = true;
  }
}

function insertWorst(worst: WorstRun[], run: WorstRun): void {
  const loss = (of: WorstRun): LossOrNone => ({ steps: of.stepsLost, tokens: of.tokensLost });
  const place = worst.findIndex((other) => costOrder(loss(run), loss(other)) < 0);
  if (place >= 0) worst.splice(place, 0, run);
  else worst.push(run);
  if (worst.length > WORST_MAX) worst.pop();
}

type LossOrNone = Pick<Cost, 'steps'> & { readonly tokens?: number | undefined };

/** Negative where `a` is dearer. Known tokens come before unknown ones: the two cannot be compared. */
function costOrder(a: LossOrNone, b: LossOrNone): number {
  return (b.tokens ?? -1) - (a.tokens ?? -1) || b.steps - a.steps;
}
