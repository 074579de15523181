import type { Engine, Run } from '../../engine/contract.ts';
import type { InferredEvent, StepEvent } from '../../engine/events.ts';
import type { AgentEvent, CallEvent } from '../../engine/input/event.ts';
import type { Concern } from '../../engine/report/report.ts';
import type { RunOpening } from '../../formats/format.ts';
import type { Analysis, FoundConcern, StepMark } from './analysis.ts';
import { toolName } from './tool-name.ts';

/** What is gathered of one run while its events go by. */
export interface RunCollector {
  readonly opening: RunOpening;
  readonly handle: Run;
  /** The run that started this one, where it is being read too. */
  readonly parent: RunCollector | undefined;
  readonly steps: StepMark[];
  readonly past: (FoundConcern & { readonly until: number })[];
  readonly problems: Set<string>;
  /** Calls without a result yet, by id: the longest open first. */
  readonly calls: Map<string, Call>;
  /** The event under way: of a foreign file, so not looked at before the engine has taken it. */
  current: AgentEvent | undefined;
  /** The project, where the file's place tells it and the run itself does not. */
  readonly project: string | undefined;
  /** Runs that this one started, and they in their turn. */
  started: number;
  events: number;
  tokens: number | undefined;
  /** Its own tokens after each `usage`, so that what it spent since an event can be told. */
  readonly spent: { readonly event: number; readonly total: number }[];
  /** Spent by the runs that this one started. */
  tokensOfStarted: number;
  firstAt: number | undefined;
  lastAt: number | undefined;
  /** Whether any result came. */
  answered: boolean;
  /** How it seems to have ended, where nobody said. */
  inferred: Analysis['inferred'];
  /** Once the run is over. */
  analysis: Analysis | undefined;
}

interface Call {
  readonly tool: string;
  readonly event: number;
}

/** As many calls as the engine itself keeps open; more are those of a host without results. */
const CALLS_MAX = 27;
/** Times below this are since the run's start, not since the epoch: 1973. */
const EPOCH_MS_MIN = 1e11;

export function collectRun(
  engine: Engine,
  opening: RunOpening,
  parent?: RunCollector,
  project?: string,
): RunCollector {
  for (let at = parent; at !== undefined; at = at.parent) at.started += 1;
  return {
    opening,
    handle: engine.run(opening),
    parent,
    steps: [],
    past: [],
    problems: new Set(),
    calls: new Map(),
    current: undefined,
    project: isFolder(opening.task) ? opening.task : project,
    started: 0,
    events: 0,
    tokens: undefined,
    spent: [],
    tokensOfStarted: 0,
    firstAt: undefined,
    lastAt: undefined,
    answered: false,
    inferred: undefined,
    analysis: undefined,
  };
}

export function addEvent(collector: RunCollector, event: AgentEvent): void {
  collector.current = event;
  collector.handle.add(event);
  // What is no event has been refused by now.
  if (event.type === 'call') noteCall(collector, event);
  else if (event.type === 'result') collector.calls.delete(event.id);
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
  collector.spent.push({ event: collector.events - 1, total: collector.tokens });
  for (let { parent } = collector; parent !== undefined; parent = parent.parent) {
    parent.tokensOfStarted += spent;
  }
}

/** Marks the step that the last event ended, with the forecast after it. */
export function addStep(collector: RunCollector, step: StepEvent): void {
  const { confidence, concerns } = collector.handle.reflectNow({ parts: PARTS_OF_STEP });
  const { current, calls } = collector;
  const call = current?.type === 'result' ? calls.get(current.id) : undefined;
  collector.steps.push({
    event: step.event,
    kind: step.kind,
    failed: step.failed,
    concern: concerns.some(({ run }) => run === undefined),
    value: confidence.value,
    low: confidence.low,
    high: confidence.high,
    ...(collector.tokens === undefined ? {} : { tokens: collector.tokens }),
    ...(call === undefined ? {} : { tool: call.tool, call: call.event }),
  });
}

/** Keeps how the run seems to have ended: told while it is closed. */
export function addInferred(collector: RunCollector, { probability, signs }: InferredEvent): void {
  collector.inferred = { probability, signs };
}

/** Keeps a concern that is over, with what it was about. */
export function addPast(collector: RunCollector, concern: Concern, until: number): void {
  collector.past.push({ ...found(concern, collector, until), until });
}

/** Keeps the run as it stands after its last event; then it ends, and its outcome is learned. */
export function concludeRun(
  collector: RunCollector,
  outcome: { readonly succeeded: boolean } | undefined,
): void {
  // Calls of a host that tells no results are counted at the latest when the run ends.
  if (!collector.answered) void collector.handle.end();
  const analysis = analysisOf(collector, outcome);
  void collector.handle.end(outcome);
  const { inferred } = collector;
  collector.analysis =
    outcome !== undefined || inferred === undefined ? analysis : { ...analysis, inferred };
}

/** The run as it stands now. */
export function analysisOf(
  collector: RunCollector,
  outcome?: { readonly succeeded: boolean },
): Analysis {
  const { opening, project, started, steps, past, events, tokens, tokensOfStarted } = collector;
  const { firstAt, lastAt } = collector;
  const report = collector.handle.reflectNow({ parts: PARTS_OF_END });
  for (const problem of report.problems) collector.problems.add(problem.message);
  const { value, low, high, basis, outcomes, inferred: guessed } = report.confidence;
  return {
    run: opening.run,
    agent: opening.agent,
    ...(opening.task === undefined ? {} : { task: opening.task }),
    ...(project === undefined ? {} : { project }),
    ...(opening.parent === undefined ? {} : { parent: opening.parent }),
    ...(started === 0 ? {} : { started }),
    events,
    steps,
    ...(tokens === undefined ? {} : { tokens }),
    ...(tokensOfStarted === 0 ? {} : { tokensOfFamily: (tokens ?? 0) + tokensOfStarted }),
    ...(firstAt === undefined || lastAt === undefined ? {} : { ms: lastAt - firstAt }),
    ...(firstAt !== undefined && firstAt > EPOCH_MS_MIN ? { startedAt: firstAt } : {}),
    concerns: report.concerns.map((concern) => found(concern, collector, Infinity)),
    past,
    confidence: {
      value,
      low,
      high,
      basis,
      outcomes,
      ...(guessed === undefined ? {} : { inferred: guessed }),
    },
    advice: { action: report.advice.action, tell: report.advice.tell },
    ...(outcome === undefined ? {} : { outcome }),
    problems: [...collector.problems],
  };
}

function noteCall(collector: RunCollector, call: CallEvent): void {
  const { calls } = collector;
  calls.set(call.id, { tool: toolName(call.tool, call.args), event: collector.events });
  if (calls.size > CALLS_MAX) calls.delete(calls.keys().next().value!);
}

/** A concern with the tool it began with and what this run itself spent, where that is known. */
function found(concern: Concern, collector: RunCollector, until: number): FoundConcern {
  if (concern.run !== undefined) return concern;
  const { steps, started } = collector;
  const began = concern.kind === 'unverified-claim' ? undefined : concern.since.event;
  const tool = steps.findLast(({ call }) => call !== undefined && call === began)?.tool;
  const ownTokens =
    started === 0 || concern.cost.tokens === undefined
      ? undefined
      : spentBy(collector, until) - spentBy(collector, concern.since.event - 1);
  return {
    ...concern,
    ...(tool === undefined ? {} : { tool }),
    ...(ownTokens === undefined ? {} : { ownTokens }),
  };
}

/** Tokens of the run itself, up to an event. */
function spentBy({ spent }: RunCollector, event: number): number {
  return spent.findLast((usage) => usage.event <= event)?.total ?? 0;
}

/** Hosts name the folder they work in as the task; a benchmark names a task that is none. */
function isFolder(task: string | undefined): boolean {
  return task !== undefined && /^(?:\/|~|[A-Za-z]:[\\/]|\\\\)/.test(task);
}

const PARTS_OF_STEP = ['confidence', 'concerns'] as const;
const PARTS_OF_END = ['confidence', 'concerns', 'advice'] as const;
