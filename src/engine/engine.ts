import { forgive, updateLedger, type ConcernChange } from './concerns/ledger.ts';
import type { Engine, Run } from './contract.ts';
import { createListeners } from './events.ts';
import {
  checkOutcome,
  checkOwner,
  checkRunOptions,
  checkVeto,
  type Opening,
} from './input/check-run.ts';
import { createDecodedEvent, decodeEvent } from './input/decode-event.ts';
import { decodeState } from './input/decode-state.ts';
import { createDecodedState, type DecodedState } from './input/decoded-state.ts';
import type { AgentEvent, CallEvent } from './input/event.ts';
import type { CognitiveState } from './input/state.ts';
import type { Outcome } from './learning/learn-outcome.ts';
import { watchMoment, type Learned } from './learning/learn-step.ts';
import { endLife, learnOutcome, liveRun, type Lives } from './learning/lives.ts';
import { createRecordTable, RECORD_FIELDS } from './memory/record-table.ts';
import { createResidents, findRun } from './memory/residents.ts';
import { restoreSnapshot, takeSnapshot } from './memory/save.ts';
import { parseSnapshot, printSnapshot } from './memory/snapshot.ts';
import { measure, type EngineCounts } from './monitoring/metrics.ts';
import {
  checkAsked,
  EFFORT_LEVELS,
  settingsOf,
  type EngineOptions,
  type Asked,
  type ReflectOptions,
} from './options.ts';
import type { CallAdvice, Concern, Part, ReportOf } from './report/report.ts';
import { EVENTS, STEPS } from './run/counts.ts';
import { plannedCall } from './run/call-step.ts';
import { createFinishedPass } from './run/finished.ts';
import { countResultless, observeEvent } from './run/observe-event.ts';
import { observeState } from './run/observe-state.ts';
import { noteUnknownField, type RunMemory } from './run/run-memory.ts';
import { createStep, stepEventOf } from './run/step.ts';
import { isCheckpoint, keepForecast } from './stages/confidence/band.ts';
import { createThought } from './stages/thought.ts';
import { mostAttended } from './stages/introspection/state-features.ts';
import { adviseOn } from './stages/integration/advice.ts';
import { climb, veto } from './stages/integration/ladder.ts';
import { fillFeatures, foresee, think } from './think.ts';

/**
 * Creates an engine. Read this file first, then `think.ts`: an event or a state is checked, taken
 * into its run's memory, and learned from as far as it ended a step; a thought goes through the
 * four stages; an outcome closes the run and teaches its agent, its task and everybody.
 *
 * @throws {InputError} `invalid-option`.
 */
export function createEngine(options: EngineOptions = {}): Engine {
  const settings = settingsOf(options);
  const { now, effort } = settings;
  const falseAlarmRate = settings.maxFalseAlarmsPerThousandSteps / 1000;
  const limitBytes = settings.memoryLimitMb * 1024 * 1024;
  const depth = Math.min(EFFORT_LEVELS[effort].depth, settings.maxRecursionDepth);
  const listeners = createListeners();
  const residents = createResidents(limitBytes);
  const records = createRecordTable(Math.min(RECORDS_MAX, limitBytes / RECORD_SHARE_BYTES));
  const learned: Learned = { population: residents.population, records };
  const lives: Lives = {
    residents,
    learned,
    runIdleMs: settings.runIdleMs,
    listeners,
    lastForecast,
    infersOutcomes: settings.inferOutcomes,
    outcomes: 0,
    inferred: 0,
  };
  const counts = { events: 0, states: 0, reports: 0 };
  if (settings.snapshot !== undefined) {
    const snapshot = parseSnapshot(settings.snapshot);
    restoreSnapshot(snapshot, residents, records);
    const { outcomes, outcomesInferred, ...others } = snapshot.counts;
    Object.assign(counts, others);
    lives.outcomes = outcomes;
    lives.inferred = outcomesInferred;
  }
  // One scratch each, filled anew for every event, state, step and thought.
  const event = createDecodedEvent();
  const state = createDecodedState();
  const step = createStep();
  const pass = createFinishedPass();
  const thought = createThought(learned);
  const asked: Asked = { bits: 0, deadlineMs: 0 };

  /** What an agent does goes in here … */
  function add(opening: Opening, input: AgentEvent): void {
    decodeEvent(input, event);
    checkOwner(event, opening);
    const at = now();
    if (event.type === 'outcome') return endRun(opening, event.succeeded, at);
    const run = liveRun(lives, opening.agent, opening.run, opening, at);
    const before = step.serial;
    observeEvent(run, event, learned, step, at, depth);
    if (event.type === 'user' && run.interactive) forgive(run, tellConcern);
    if (event.unknown.size > 0) for (const name of event.unknown) noteUnknownField(run, name);
    counts.events += 1;
    if (step.serial !== before) afterStep(run);
    else if (event.type !== 'usage' && event.type !== 'signal') weighConcerns(run);
    listeners.tell();
  }

  /** … or what it is, here, and a thought comes out. */
  function reflectState(input: CognitiveState, wanted: ReflectOptions): ReportOf<Part> {
    checkAsked(wanted, settings, asked);
    decodeState(input, state);
    const at = now();
    const run = liveRun(lives, state.agent, state.run, undefined, at);
    const before = step.serial;
    observeState(run, state, learned, step, pass, at, depth);
    counts.states += 1;
    if (step.serial !== before) afterStep(run);
    return reflectOn(run, state, at);
  }

  function reflectRun(opening: Opening, wanted: ReflectOptions): ReportOf<Part> {
    checkAsked(wanted, settings, asked);
    const at = now();
    return reflectOn(runOf(opening, at), undefined, at);
  }

  function reflectOn(run: RunMemory, from: DecodedState | undefined, at: number): ReportOf<Part> {
    beginThought(run, from, at, at + asked.deadlineMs);
    fillFeatures(thought);
    if (from !== undefined) {
      watchMoment(run, mostAttended(from));
      weighConcerns(run);
    }
    counts.reports += 1;
    const report = think(thought, counts.reports, asked.bits, effort, now) as ReportOf<Part>;
    listeners.note('report-ready', report);
    listeners.tell();
    return report;
  }

  /** What a step moved: concerns that came or went, and the forecasts the band learns from. */
  function afterStep(run: RunMemory): void {
    if (listeners.hears('step-taken')) listeners.note('step-taken', stepEventOf(run, step));
    weighConcerns(run);
    if (!isCheckpoint(run.numbers[STEPS]!)) return;
    beginThought(run, undefined, 0, Infinity);
    keepForecast(run.numbers, foresee(thought), thought.usualSteps);
  }

  /** What came or went of what is wrong, and how far its ladder has climbed. */
  function weighConcerns(run: RunMemory): void {
    updateLedger(run, tellConcern);
    climb(run, falseAlarmRate, tellEscalation);
  }

  function tellEscalation(run: RunMemory, concern: Concern): void {
    const { agent, run: id, numbers } = run;
    listeners.note('concern-escalated', { agent, run: id, concern, event: numbers[EVENTS]! - 1 });
  }

  /** What became of a run goes in here: it closes, and every later number is better for it. */
  function endRun(opening: Opening, succeeded: boolean | undefined, at: number): void {
    const run = findRun(residents, opening.agent, opening.run);
    if (run !== undefined) endLife(lives, run, succeeded);
    else if (succeeded !== undefined) learnOutcome(lives, { ...opening, succeeded });
    else endLife(lives, runOf(opening, at), undefined);
    listeners.tell();
  }

  function learn(outcome: Outcome): void {
    learnOutcome(lives, checkOutcome(outcome));
    listeners.tell();
  }

  function lastForecast(run: RunMemory): number {
    const before = step.serial;
    countResultless(run, learned, step);
    if (step.serial !== before) afterStep(run);
    beginThought(run, undefined, 0, Infinity);
    return foresee(thought);
  }

  function beginThought(
    run: RunMemory,
    from: DecodedState | undefined,
    at: number,
    deadlineAt: number,
  ): void {
    thought.run = run;
    thought.state = from;
    thought.startedAt = at;
    thought.deadlineAt = deadlineAt;
    thought.depth = depth;
    thought.focus = EFFORT_LEVELS[effort].focus;
    thought.falseAlarmRate = falseAlarmRate;
  }

  function tellConcern(run: RunMemory, { by, concern, event: index }: ConcernChange): void {
    const told = { agent: run.agent, run: run.run, concern, event: index };
    if (by === undefined) listeners.note('concern-raised', told);
    else listeners.note('concern-cleared', { ...told, by });
  }

  function adviseOnCall(opening: Opening, call: Pick<CallEvent, 'tool' | 'args'>): CallAdvice {
    decodeEvent({ type: 'call', id: 'planned', tool: call.tool, args: call.args }, event);
    const run = findRun(residents, opening.agent, opening.run);
    if (run === undefined || run.closed) return { action: 'proceed', tell: '' };
    return adviseOn(run, plannedCall(run, event));
  }

  /** A closed run stays to be asked about until its next life opens. */
  function runOf(opening: Opening, at: number): RunMemory {
    const { agent, run } = opening;
    return findRun(residents, agent, run) ?? liveRun(lives, agent, run, opening, at);
  }

  function createRun(opening: Opening): Run {
    return {
      agent: opening.agent,
      run: opening.run,
      add: (input) => add(opening, input),
      veto(kind) {
        const vetoed = checkVeto(kind);
        const run = findRun(residents, opening.agent, opening.run);
        if (run !== undefined && !run.closed) veto(run, vetoed);
      },
      adviseOn: (call) => adviseOnCall(opening, call),
      reflectNow: (wanted = {}) => reflectRun(opening, wanted),
      reflect: async (wanted = {}) => unlessAborted(wanted) ?? reflectRun(opening, wanted),
      end: async (outcome) => {
        const succeeded = outcome === undefined ? undefined : checkOutcome(outcome).succeeded;
        endRun(opening, succeeded, now());
      },
    };
  }

  /** With the built-in stages and no queue, a thought is there at once, or it was not wanted. */
  function unlessAborted(wanted: ReflectOptions): undefined {
    checkAsked(wanted, settings, asked);
    wanted.signal?.throwIfAborted();
  }

  function counted(): EngineCounts {
    return { ...counts, outcomes: lives.outcomes, outcomesInferred: lives.inferred };
  }

  const close = async (): Promise<void> => listeners.clear();
  return {
    run: (opening = {}) => createRun(checkRunOptions(opening)),
    reflectNow: (input, wanted = {}) => reflectState(input, wanted),
    reflect: async (input, wanted = {}) => unlessAborted(wanted) ?? reflectState(input, wanted),
    learn,
    on: listeners.on,
    metrics: () => measure(counted(), residents, records, listeners),
    snapshot: () => printSnapshot(takeSnapshot(residents, records, counted())),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Records of tools, tasks and outcomes: 5.5 MiB at most, an eighth of a small budget. */
const RECORDS_MAX = 65_536;
const RECORD_SHARE_BYTES = 8 * 8 * RECORD_FIELDS;
