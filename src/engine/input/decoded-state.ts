/**
 * A state, checked and taken apart into columns: every field is read once, so what was checked is
 * what is used. Absent numbers are NaN. One is made an engine and filled anew for every state.
 */
export interface DecodedState {
  agent: string;
  run: string;
  task: string | undefined;
  at: number;
  confidence: number;
  /** Whether there was a record of processes at all. */
  hasProcesses: boolean;
  count: number;
  readonly ids: string[];
  readonly types: (string | undefined)[];
  readonly stages: (string | undefined)[];
  /** 1 for a process that is `done`, 2 for one that `failed`, else 0. */
  stageCodes: Uint8Array;
  readonly actions: (string | undefined)[];
  readonly results: (string | undefined)[];
  /** One row a process, `COLUMNS` numbers each. */
  numbers: Float64Array;
  /** NaN where no attention was given at all; 0 for a process that has none. */
  attention: Float64Array;
  hasAttention: boolean;
  signalCount: number;
  readonly signalNames: string[];
  readonly signalValues: number[];
  /** Names of unknown fields, each once, at most 16. */
  readonly unknown: Set<string>;
}

/** Columns of a process's row. */
export const ACCURACY = 0;
export const SUCCESS_RATE = 1;
export const PROGRESS = 2;
export const LOAD = 3;
export const ELAPSED_MS = 4;
export const EXPECTED_MS = 5;
export const ATTEMPTS = 6;
export const ERRORS = 7;
/** Worked out from the others, once a state: see `effort.ts`. */
export const EFFORT = 8;
export const COLUMNS = 9;

export const DONE = 1;
export const FAILED = 2;

export function createDecodedState(): DecodedState {
  return {
    agent: '',
    run: '',
    task: undefined,
    at: Number.NaN,
    confidence: Number.NaN,
    hasProcesses: false,
    count: 0,
    ids: [],
    types: [],
    stages: [],
    stageCodes: new Uint8Array(16),
    actions: [],
    results: [],
    numbers: new Float64Array(16 * COLUMNS),
    attention: new Float64Array(16),
    hasAttention: false,
    signalCount: 0,
    signalNames: [],
    signalValues: [],
    unknown: new Set(),
  };
}

/** Makes room for twice as many processes. */
export function growRows(into: DecodedState): void {
  const numbers = new Float64Array(into.numbers.length * 2);
  numbers.set(into.numbers);
  into.numbers = numbers;
  into.attention = new Float64Array(into.attention.length * 2);
  const codes = new Uint8Array(into.stageCodes.length * 2);
  codes.set(into.stageCodes);
  into.stageCodes = codes;
}
