import { clearLedger, updateLedger, type ConcernChange } from './concerns/ledger.ts';
import { createListeners, type EngineEvents, type Listener, type StepEvent } from './events.ts';
import { checkOutcome, checkRunOptions } from './input/check-run.ts';
import { createDecodedEvent, decodeEvent } from './input/decode-event.ts';
import { createDecodedState, decodeState } from './input/decode-state.ts';
import type { AgentEvent, RunOptions } from './input/event.ts';
import { InputError } from './input/input-error.ts';
import type { CognitiveState } from './input/state.ts';
import { teachOutcome, teachRun, usualStepsOf, type Outcome } from './learning/learn-outcome.ts';
import type { Learned } from './learning/learn-step.ts';
import { outcomeKey } from './learning/records.ts';
import { createRecordTable, dropRecord, findRecord, useRecord } from './memory/record-table.ts';
import { addRun, createResidents, findRun, mindOf, openLife } from './memory/residents.ts';
import { measure, type EngineMetrics } from './monitoring/metrics.ts';
import {
  deadlineOf,
  EFFORT_LEVELS,
  partBits,
  settingsOf,
  type EngineOptions,
  type ReflectOptions,
} from './options.ts';
import type { DefaultPart, Part, ReportOf } from './report/report.ts';
import { EVENTS, STEPS, TOUCHED_AT } from './run/counts.ts';
import { createFinishedPass } from './run/finished.ts';
import { countResultless, observeEvent } from './run/observe-event.ts';
import { observeState } from './run/observe-state.ts';
import { noteUnknownField, setTask, type RunMemory } from './run/run-memory.ts';
import { createStep, type Step } from './run/step.ts';
import { isCheckpoint, keepForecast } from './stages/confidence/band.ts';
import { weighSources } from './stages/confidence/confidence.ts';
import { senseNextStep } from './stages/awareness/awareness.ts';
import { createThought } from './stages/thought.ts';
import { fillFeatures, think } from './think.ts';

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
  on<K extends keyof EngineEvents>(event: K, listener: Listener<K>): () => void;
  metrics(): EngineMetrics;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** One run of one agent. */
export interface Run {
  readonly agent: string;
  readonly run: string;
  /** Takes what happened. @throws {InputError} `invalid-event`; nothing is changed then. */
  add(event: AgentEvent): void;
  reflectNow<P extends Part = DefaultPart>(options?: ReflectOptions<P>): ReportOf<P>;
  reflect<P extends Part = DefaultPart>(options?: ReflectOptions<P>): Promise<ReportOf<P>>;
  /** Closes the run with its outcome; without one it closes as if it had gone idle. */
  end(outcome?: { readonly succeeded: boolean }): Promise<void>;
}

/** @throws {InputError} `invalid-option`. */
export function createEngine(options: EngineOptions = {}): Engine {
  const settings = settingsOf(options);
  const { now } = settings;
  const limitBytes = settings.memoryLimitMb * 1024 * 1024;
  const residents = createResidents(limitBytes);
  const records = createRecordTable(Math.min(RECORDS_MAX, limitBytes / RECORD_SHARE_BYTES));
  const learned: Learned = { population: residents.population, records };
  const level = EFFORT_LEVELS[settings.effort];
  const depth = Math.min(level.depth, settings.maxRecursionDepth);
  const listeners = createListeners();
  const counts = { events: 0, states: 0, reports: 0, outcomes: 0 };
  // One scratch each, filled anew for every event, state, step and thought.
  const event = createDecodedEvent();
  const state = createDecodedState();
  const step = createStep();
  const pass = createFinishedPass();
  const thought = createThought(learned);

  /** What an agent tells us goes in here … */
  function add(opening: RunOptions, input: AgentEvent): void {
    decodeEvent(input, event);
    checkOwner(opening);
    const at = now();
    const memory = liveRun(opening.agent!, opening.run!, opening, at);
    if (event.type === 'outcome') return endRun(memory, event.succeeded);
    const before = memory.numbers[STEPS]!;
    if (event.type === 'user' && memory.interactive) clearLedger(memory, tellConcern(memory));
    observeEvent(memory, event, learned, step, at, depth);
    counts.events += 1;
    if (event.unknown !== undefined) noteUnknownField(memory, event.unknown);
    if (memory.numbers[STEPS] !== before) afterStep(memory);
  }

  /** … or in here, and a thought comes out. */
  function reflectState(input: CognitiveState, asked: ReflectOptions): ReportOf<Part> {
    const bits = partBits(asked.parts);
    const deadlineMs = deadlineOf(asked, settings);
    decodeState(input, state);
    const at = now();
    const memory = liveRun(state.agent, state.run, undefined, at);
    if (state.task !== undefined) setTask(memory, state.task);
    const before = memory.numbers[STEPS]!;
    observeState(memory, state, learned, step, pass, at, depth);
    counts.states += 1;
    if (memory.numbers[STEPS] !== before) afterStep(memory);
    return reflectOn(memory, state, bits, at, deadlineMs);
  }

  function reflectRun(opening: RunOptions, asked: ReflectOptions): ReportOf<Part> {
    const bits = partBits(asked.parts);
    const deadlineMs = deadlineOf(asked, settings);
    const at = now();
    const { agent, run } = opening;
    const memory = findRun(residents, agent!, run!) ?? liveRun(agent!, run!, opening, at);
    return reflectOn(memory, undefined, bits, at, deadlineMs);
  }

  function reflectOn(
    memory: RunMemory,
    from: typeof state | undefined,
    bits: number,
    at: number,
    deadlineMs: number,
  ): ReportOf<Part> {
    beginThought(memory, from, at, at + deadlineMs);
    counts.reports += 1;
    const report = think(thought, counts.reports, bits, settings.effort, now) as ReportOf<Part>;
    if (listeners.hears('report-ready')) listeners.tell('report-ready', report);
    return report;
  }

  /** What a step moved: concerns that came or went, and the forecasts the band learns from. */
  function afterStep(memory: RunMemory): void {
    if (listeners.hears('step-taken')) listeners.tell('step-taken', stepEventOf(memory, step));
    updateLedger(memory, tellConcern(memory));
    if (!isCheckpoint(memory.numbers[STEPS]!)) return;
    keepForecast(memory.numbers, forecastOf(memory), usualStepsOf(learned, memory));
  }

  /** Log-odds that a run ends well, by the first two stages alone. */
  function forecastOf(memory: RunMemory): number {
    beginThought(memory, undefined, 0, Infinity);
    fillFeatures(thought);
    senseNextStep(thought);
    weighSources(thought);
    return thought.logOdds;
  }

  /** Outcomes are learned here. A second one replaces the first while the run is in memory. */
  function endRun(memory: RunMemory, succeeded: boolean | undefined): void {
    if (!memory.closed) {
      countResultless(memory, step);
      teachRun(learned, memory, forecastOf(memory));
      memory.closed = true;
    }
    if (succeeded === undefined || succeeded === memory.succeeded) return;
    if (memory.succeeded !== undefined) {
      teachOutcome(learned, memory.mind, memory.task, memory.succeeded, -1);
    } else counts.outcomes += 1;
    teachOutcome(learned, memory.mind, memory.task, succeeded);
    memory.succeeded = succeeded;
    useRecord(records, outcomeKey(memory.agent, memory.run));
    listeners.tell('outcome-learned', { agent: memory.agent, run: memory.run, succeeded });
  }

  function learn(input: Outcome): void {
    const outcome = checkOutcome(input);
    const memory = findRun(residents, outcome.agent, outcome.run);
    if (memory !== undefined) return endRun(memory, outcome.succeeded);
    const key = outcomeKey(outcome.agent, outcome.run);
    if (findRecord(records, key) >= 0) {
      const accepted = 'one outcome for a run that is no longer in memory';
      throw new InputError('outcome-refused', 'run', 'a second outcome', accepted);
    }
    useRecord(records, key);
    teachOutcome(learned, mindOf(residents, outcome.agent), outcome.task, outcome.succeeded);
    counts.outcomes += 1;
    const { agent, run, succeeded } = outcome;
    listeners.tell('outcome-learned', { agent, run, succeeded });
  }

  /** The run's memory, opened or opened anew where its last life is over. */
  function liveRun(
    agent: string,
    id: string,
    opening: RunOptions | undefined,
    at: number,
  ): RunMemory {
    let memory = findRun(residents, agent, id);
    if (memory === undefined) {
      memory = addRun(residents, agent, id);
      applyOpening(memory, opening);
    } else {
      const idle = at - memory.numbers[TOUCHED_AT]! > settings.runIdleMs;
      if (idle && !memory.closed) endRun(memory, undefined);
      if (memory.closed) {
        openLife(memory, learned.population);
        applyOpening(memory, opening);
        dropRecord(records, outcomeKey(agent, id));
      }
    }
    memory.numbers[TOUCHED_AT] = at;
    return memory;
  }

  function beginThought(
    memory: RunMemory,
    from: typeof state | undefined,
    at: number,
    deadlineAt: number,
  ): void {
    thought.run = memory;
    thought.state = from;
    thought.startedAt = at;
    thought.deadlineAt = deadlineAt;
    thought.depth = depth;
    thought.focus = level.focus;
  }

  function tellConcern(memory: RunMemory): (change: ConcernChange) => void {
    return ({ change, concern, event: index }) => {
      const { agent, run } = memory;
      listeners.tell(`concern-${change}`, { agent, run, concern, event: index });
    };
  }

  /** An event that names a run or an agent names the one it is given to. */
  function checkOwner(opening: RunOptions): void {
    const { agent, run } = event;
    if (agent !== undefined && agent !== opening.agent) {
      throw new InputError('invalid-event', 'agent', 'another agent', `"${opening.agent}" or none`);
    }
    if (run !== undefined && run !== opening.run) {
      throw new InputError('invalid-event', 'run', 'another run', `"${opening.run}" or none`);
    }
  }

  const engine: Engine = {
    run(input: RunOptions = {}) {
      const opening = checkRunOptions(input);
      return {
        agent: opening.agent,
        run: opening.run,
        add: (input) => add(opening, input),
        reflectNow: (asked = {}) => reflectRun(opening, asked) as never,
        reflect: async (asked = {}) => whenNotAborted(asked, () => reflectRun(opening, asked)),
        end: async (outcome) => {
          const succeeded = outcome === undefined ? undefined : checkOutcome(outcome).succeeded;
          const { agent, run } = opening;
          const memory = findRun(residents, agent, run) ?? liveRun(agent, run, opening, now());
          endRun(memory, succeeded);
        },
      };
    },
    reflectNow: (input, asked = {}) => reflectState(input, asked) as never,
    reflect: async (input, asked = {}) => whenNotAborted(asked, () => reflectState(input, asked)),
    learn,
    on: listeners.on,
    metrics: () => measure(counts, residents, records, listeners.errors),
    close: async () => listeners.clear(),
    [Symbol.asyncDispose]: async () => listeners.clear(),
  };
  return engine;
}

/** Records of tools, tasks and outcomes: 4 MiB at most, an eighth of a small budget. */
const RECORDS_MAX = 65_536;
const RECORD_SHARE_BYTES = 8 * 64;

function applyOpening(memory: RunMemory, opening: RunOptions = {}): void {
  setTask(memory, opening.task);
  memory.interactive = opening.interactive ?? true;
  memory.recorded = opening.recorded ?? false;
  memory.parent = opening.parent;
  memory.pollers = opening.pollers === undefined ? undefined : new Set(opening.pollers);
  memory.exempt = opening.exempt === undefined ? undefined : new Set(opening.exempt);
}

function stepEventOf(memory: RunMemory, step: Step): StepEvent {
  return {
    agent: memory.agent,
    run: memory.run,
    event: memory.numbers[EVENTS]! - 1,
    kind: step.check ? 'check' : step.changed ? 'change' : 'other',
    failed: step.failed > 0.5,
  };
}

/** With the built-in stages and no queue, a thought is there at once. */
function whenNotAborted(asked: ReflectOptions, think: () => ReportOf<Part>): never {
  asked.signal?.throwIfAborted();
  return think() as never;
}
