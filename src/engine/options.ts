import { asInputError, booleanOf, recordOf } from './input/check.ts';
import { describe, InputError } from './input/input-error.ts';
import { DEFAULT_PARTS, PARTS, type EffortLevel, type Focus, type Part } from './report/report.ts';

/** How an engine is set up; the defaults are the specification's. */
export interface EngineOptions {
  /** Deadline of a thought that names none, in ms. Default 100. */
  readonly maxLatencyMs?: number;
  /** Caps awareness, 1 to 4. Default 3. */
  readonly maxRecursionDepth?: number;
  /** Minds, run memories, records and caches together, in MB. Default 2048. */
  readonly memoryLimitMb?: number;
  /** How deep the engine thinks. Default `standard`. */
  readonly effort?: EffortLevel;
  /** A run closes without outcome after so long without an event, in ms. Default 24 h. */
  readonly runIdleMs?: number;
  /**
   * Runs of an agent that may be interrupted (`ask`, `stop`) wrongly per 1000 of its steps, besides
   * five: a person vetoes it, or the run ends well. 0 for no interruption. Default 1.
   */
  readonly maxFalseAlarmsPerThousandSteps?: number;
  /** What `snapshot()` of an engine gave: this one goes on from there. Default: nothing. */
  readonly snapshot?: Uint8Array | undefined;
  /**
   * Whether a run that closes without an outcome teaches, softly, what its signs say: checks, commits,
   * a person's next word. Default true.
   */
  readonly inferOutcomes?: boolean;
  /** The clock: milliseconds since the epoch. Default: the system's, monotonic. */
  readonly now?: () => number;
}

/** How one thought is asked for. */
export interface ReflectOptions<P extends Part = Part> {
  /** Parts of the report to build. Default: all but `features`. */
  readonly parts?: readonly P[];
  readonly deadlineMs?: number;
  /** 0–1, default 0.5; orders the queue once there is one. */
  readonly priority?: number;
  readonly signal?: AbortSignal;
}

/** What an effort level means: the specification's `QualityLevel`. */
export const EFFORT_LEVELS: Readonly<Record<EffortLevel, { depth: number; focus: Focus }>> = {
  minimal: { depth: 1, focus: 'minimal' },
  reduced: { depth: 2, focus: 'essential' },
  standard: { depth: 3, focus: 'comprehensive' },
  enhanced: { depth: 4, focus: 'comprehensive' },
};

export type Settings = Required<EngineOptions>;

/** Checks options and fills in defaults. @throws {InputError} `invalid-option`. */
export function settingsOf(options: EngineOptions): Settings {
  try {
    return checkSettings(recordOf('invalid-option', '', options));
  } catch (error) {
    throw asInputError('invalid-option', error);
  }
}

function checkSettings(options: EngineOptions): Settings {
  const known = new Set(Object.keys(DEFAULTS));
  for (const name of Object.keys(options)) {
    if (!known.has(name)) {
      throw new InputError('invalid-option', name, 'an unknown option', [...known].join(', '));
    }
  }
  const settings = { ...DEFAULTS, ...options };
  inRange('maxLatencyMs', settings.maxLatencyMs, 0, 3_600_000);
  inRange('maxRecursionDepth', settings.maxRecursionDepth, 1, 4);
  inRange('memoryLimitMb', settings.memoryLimitMb, 1, 1_048_576);
  inRange('maxFalseAlarmsPerThousandSteps', settings.maxFalseAlarmsPerThousandSteps, 0, 1000);
  inRange('runIdleMs', settings.runIdleMs, 0, Number.MAX_SAFE_INTEGER);
  if (!Number.isInteger(settings.maxRecursionDepth)) {
    throw new InputError('invalid-option', 'maxRecursionDepth', 'a fraction', '1, 2, 3 or 4');
  }
  if (typeof settings.effort !== 'string' || !Object.hasOwn(EFFORT_LEVELS, settings.effort)) {
    const accepted = Object.keys(EFFORT_LEVELS).join(', ');
    throw new InputError('invalid-option', 'effort', describe(settings.effort), accepted);
  }
  booleanOf('invalid-option', 'inferOutcomes', settings.inferOutcomes);
  if (typeof settings.now !== 'function') {
    throw new InputError('invalid-option', 'now', describe(settings.now), 'a function');
  }
  return settings;
}

/** Which parts are asked for, as bits in the order of `PARTS`. */
function partBits(parts: readonly Part[] | undefined): number {
  if (parts === undefined) return DEFAULT_BITS;
  if (!Array.isArray(parts)) {
    throw new InputError('invalid-option', 'parts', describe(parts), 'an array of part names');
  }
  let bits = 0;
  for (let i = 0; i < parts.length; i++) {
    const place = PARTS.indexOf(parts[i] as Part);
    if (place < 0) {
      throw new InputError('invalid-option', `parts.${i}`, describe(parts[i]), PARTS.join(', '));
    }
    bits |= 1 << place;
  }
  return bits;
}

/** How a thought is asked for, checked: the bits of its parts and its deadline, in ms. */
export interface Asked {
  bits: number;
  deadlineMs: number;
}

/** Fills `into` from how a thought is asked for. @throws {InputError} `invalid-option`. */
export function checkAsked(options: ReflectOptions, settings: Settings, into: Asked): void {
  try {
    const { parts, deadlineMs, priority, signal } = recordOf('invalid-option', '', options);
    into.bits = partBits(parts as readonly Part[] | undefined);
    into.deadlineMs = settings.maxLatencyMs;
    if (priority !== undefined) inRange('priority', priority, 0, 1);
    if (deadlineMs !== undefined) {
      inRange('deadlineMs', deadlineMs, 0, 3_600_000);
      into.deadlineMs = deadlineMs as number;
    }
    if (signal !== undefined && !(signal instanceof AbortSignal)) {
      throw new InputError('invalid-option', 'signal', describe(signal), 'an AbortSignal');
    }
  } catch (error) {
    throw asInputError('invalid-option', error);
  }
}

/** The bit of a part. */
export function bitOf(part: Part): number {
  return 1 << PARTS.indexOf(part);
}

/** Read when it is first needed: Node loads a part of itself for it. */
let timeOrigin: number | undefined;

function monotonicNow(): number {
  timeOrigin ??= performance.timeOrigin;
  return timeOrigin + performance.now();
}

const DEFAULTS: Settings = {
  maxLatencyMs: 100,
  maxRecursionDepth: 3,
  memoryLimitMb: 2048,
  effort: 'standard',
  runIdleMs: 24 * 3_600_000,
  maxFalseAlarmsPerThousandSteps: 1,
  inferOutcomes: true,
  snapshot: undefined,
  now: monotonicNow,
};

const DEFAULT_BITS = DEFAULT_PARTS.reduce((bits, part) => bits | bitOf(part), 0);

function inRange(path: string, value: unknown, low: number, high: number): void {
  if (typeof value === 'number' && value >= low && value <= high) return;
  throw new InputError('invalid-option', path, describe(value), `a number from ${low} to ${high}`);
}
