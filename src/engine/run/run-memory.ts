import { ownKey, taskKey } from '../learning/records.ts';
import { hashName } from '../numeric/hash.ts';
import type { Inferred } from '../learning/infer-outcome.ts';
import type { Mind } from '../learning/mind.ts';
import { LABEL_CHARS, LABEL_COUNT, RUN_SLAB_LENGTH } from '../memory/layout.ts';
import type { Member } from '../memory/recency.ts';
import type { Concern, Problem } from '../report/report.ts';

/** What is remembered of one run: a slab of numbers, its labels, and how it was opened. */
export interface RunMemory extends Member<RunMemory> {
  readonly agent: string;
  readonly run: string;
  /** Hash of the agent's name, for its own records. */
  readonly agentKey: number;
  mind: Mind;
  task: string | undefined;
  /** Keys of everybody's and of this agent's record of the task; 0 without one. */
  taskKey: number;
  ownTaskKey: number;
  interactive: boolean;
  /** Absent times are unknown, not now. */
  recorded: boolean;
  pollers: ReadonlySet<string> | undefined;
  exempt: ReadonlySet<string> | undefined;
  /** The run that started this one, as named, and where it is in memory. */
  parent: string | undefined;
  parentRun: RunMemory | undefined;
  /** Runs it started that are in memory. */
  children: Set<RunMemory> | undefined;
  readonly slab: ArrayBuffer;
  readonly numbers: Float64Array;
  /** The same slab as 32-bit words. */
  readonly words: Uint32Array;
  readonly labels: Uint16Array;
  /** Met since the last report, each once. */
  problems: Problem[];
  /** Names of unknown fields already told. */
  unknownFields: Set<string> | undefined;
  /** Concerns as they last stood, by detector; for telling that they are over. */
  standing: (Concern | undefined)[] | undefined;
  /** Closed by its outcome or by idleness; the next event opens a new life. */
  closed: boolean;
  /** Its outcome, while it may still be replaced. */
  succeeded: boolean | undefined;
  /** How it seems to have ended, once it closed without one. */
  inferred: Inferred | undefined;
}

export const RUN_SLAB_BYTES = RUN_SLAB_LENGTH * 8;
export const LABEL_SLAB_BYTES = LABEL_COUNT * LABEL_CHARS * 2;
/** Slab and labels lie in one buffer. */
export const RUN_BYTES = RUN_SLAB_BYTES + LABEL_SLAB_BYTES;

const PROBLEMS_MAX = 16;

export function createRunMemory(
  agent: string,
  run: string,
  mind: Mind,
  slab: ArrayBuffer,
): RunMemory {
  return {
    newer: undefined,
    older: undefined,
    agent,
    run,
    agentKey: hashName(agent),
    mind,
    task: undefined,
    taskKey: 0,
    ownTaskKey: 0,
    interactive: true,
    recorded: false,
    pollers: undefined,
    exempt: undefined,
    parent: undefined,
    parentRun: undefined,
    children: undefined,
    slab,
    numbers: new Float64Array(slab, 0, RUN_SLAB_LENGTH),
    words: new Uint32Array(slab, 0, RUN_SLAB_LENGTH * 2),
    labels: new Uint16Array(slab, RUN_SLAB_BYTES),
    problems: [],
    unknownFields: undefined,
    standing: undefined,
    closed: false,
    succeeded: undefined,
    inferred: undefined,
  };
}

/** Names the task a run is about. */
export function setTask(run: RunMemory, task: string | undefined): void {
  if (task === run.task) return;
  run.task = task;
  run.taskKey = task === undefined ? 0 : taskKey(task);
  run.ownTaskKey = task === undefined ? 0 : ownKey(run.taskKey, run.agentKey);
}

/** Adds a problem to the next report; the same message once, at most 16. */
export function noteProblem(run: RunMemory, code: Problem['code'], message: string): void {
  if (run.problems.length >= PROBLEMS_MAX) return;
  if (run.problems.some((problem) => problem.message === message)) return;
  run.problems.push({ code, message });
}

/** Notes an unknown field, once per name and run; at most 64 names are remembered. */
export function noteUnknownField(run: RunMemory, path: string): void {
  run.unknownFields ??= new Set();
  if (run.unknownFields.has(path) || run.unknownFields.size >= 64) return;
  run.unknownFields.add(path);
  noteProblem(run, 'unknown-field', `unknown field \`${path.toWellFormed()}\` is ignored`);
}
