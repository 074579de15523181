import type { Engine, Run } from '../../engine/contract.ts';
import type { StepEvent } from '../../engine/events.ts';
import type { AgentEvent } from '../../engine/input/event.ts';
import type { Concern } from '../../engine/report/report.ts';
import type { RunOpening } from '../../formats/format.ts';
import type { Analysis, StepMark } from './analysis.ts';

/** What is gathered of one run while its events go by. */
export interface RunCollector {
  readonly opening: RunOpening;
  readonly handle: Run;
  /** The run that started this one, where it is being read too. */
  readonly parent: RunCollector | undefined;
  readonly steps: StepMark[];
  readonly past: (Concern & { readonly until: number })[];
  readonly problems: Set<string>;
  events: number;
  tokens: number | undefined;
  /** Spent by the runs that this one started. */
  tokensOfStarted: number;
  firstAt: number | undefined;
  lastAt: number | undefined;
  /** Whether any result came. */
  answered: boolean;
  /** Once the run is over. */
  analysis: Analysis | undefined;
}

/** Times below this are since the run's start, not since the epoch: 1973. */
const EPOCH_MS_MIN = 1e11;

export function collectRun(
  engine: Engine,
  opening: RunOpening,
  parent?: RunCollector,
): RunCollector {
  return {
    opening,
    handle: engine.run(opening),
    parent,
    steps: [],
    past: [],
    problems: new Set(),
    events: 0,
    tokens: undefined,
    tokensOfStarted: 0,
    firstAt: undefined,
    lastAt: undefined,
    answered: false,
    analysis: undefined,
  };
}

export function addEvent(collector: RunCollector, event: AgentEvent): void {
  collector.handle.add(event);
  collector.events += 1;
  if (event.type === 'result') collector.answered = true;
  const { at } = event;
  if (at !== undefined) {
    collector.firstAt ??= at;
    collector.lastAt = Math.max(collector.lastAt ?? at, at);
  }
  if (event.type !== 'usage') return;
  const { inputTokens, outputTokens } = event;
  if (inputTokens === undefined && outputTokens === undefined) return;
  const spent = (inputTokens ?? 0) + (outputTokens ?? 0);
  collector.tokens = (collector.tokens ?? 0) + spent;
  for (let { parent } = collector; parent !== undefined; parent = parent.parent) {
    parent.tokensOfStarted += spent;
  }
}

/** Marks the step that the last event ended, with the forecast after it. */
export function addStep(collector: RunCollector, step: StepEvent): void {
  const { confidence, concerns } = collector.handle.reflectNow({ parts: PARTS_OF_STEP });
  collector.steps.push({
    event: step.event,
    kind: step.kind,
    failed: step.failed,
    concern: concerns.some(({ run }) => run === undefined),
    value: confidence.value,
    low: confidence.low,
    high: confidence.high,
    ...(collector.tokens === undefined ? {} : { tokens: collector.tokens }),
  });
}

/** Keeps the run as it stands after its last event; then it ends, and its outcome is learned. */
export function concludeRun(
  collector: RunCollector,
  outcome: { readonly succeeded: boolean } | undefined,
): void {
  const { opening, steps, past, events, tokens, tokensOfStarted } = collector;
  const { firstAt, lastAt, problems } = collector;
  // Calls of a host that tells no results are counted at the latest when the run ends.
  if (!collector.answered) void collector.handle.end();
  const report = collector.handle.reflectNow({ parts: PARTS_OF_END });
  for (const problem of report.problems) problems.add(problem.message);
  const { value, low, high, basis, outcomes } = report.confidence;
  collector.analysis = {
    run: opening.run,
    agent: opening.agent,
    ...(opening.task === undefined ? {} : { task: opening.task }),
    events,
    steps,
    ...(tokens === undefined ? {} : { tokens }),
    ...(tokensOfStarted === 0 ? {} : { tokensOfFamily: (tokens ?? 0) + tokensOfStarted }),
    ...(firstAt === undefined || lastAt === undefined ? {} : { ms: lastAt - firstAt }),
    ...(firstAt !== undefined && firstAt > EPOCH_MS_MIN ? { startedAt: firstAt } : {}),
    concerns: report.concerns,
    past,
    confidence: { value, low, high, basis, outcomes },
    advice: { action: report.advice.action, tell: report.advice.tell },
    ...(outcome === undefined ? {} : { outcome }),
    problems: [...problems],
  };
  void collector.handle.end(outcome);
}

const PARTS_OF_STEP = ['confidence', 'concerns'] as const;
const PARTS_OF_END = ['confidence', 'concerns', 'advice'] as const;
