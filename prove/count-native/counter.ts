import { basename } from 'node:path';

/**
 * What a file truly holds, counted straight from its raw content, by code that shares nothing with
 * the readers that are checked against it. A field is absent where the format does not say.
 */
export interface Counts {
  readonly calls: number;
  /** Results that the host itself marks as failed. */
  readonly failed?: number;
  /** Input and output tokens together. */
  readonly tokens?: number;
  /** How the runs turned out, as far as the file says. */
  readonly outcomes?: Outcomes;
}

export interface Outcomes {
  readonly succeeded: number;
  readonly failed: number;
}

/** A file, with how its run turned out where a file beside it says so. */
export interface NativeFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly beside: boolean | undefined;
}

/** One format. */
export interface Counter {
  readonly format: string;
  /** Whether a file is of this format. */
  owns(file: NativeFile): boolean;
  count(file: NativeFile): Counts;
}

export function textOf({ bytes }: NativeFile): string {
  return bytes.toString();
}

/** The JSON value that a file is; `undefined` if it is none. */
export function documentIn(file: NativeFile): unknown {
  return parsed(textOf(file));
}

/** The JSON values on the lines of a file, one or more on each; what is no JSON is left out. */
export function linesIn(file: NativeFile): unknown[] {
  return textOf(file).split('\n').flatMap(valuesOn);
}

/** A writer that stopped in the middle leaves two records on one line. */
function valuesOn(line: string): unknown[] {
  const whole = parsed(line);
  if (whole !== undefined) return [whole];
  for (let end = line.indexOf('}{'); end >= 0; end = line.indexOf('}{', end + 1)) {
    const first = parsed(line.slice(0, end + 1));
    if (first !== undefined) return [first, ...valuesOn(line.slice(end + 1))];
  }
  return [];
}

export function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What lies at the end of a path of keys; `undefined` where it breaks off. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.getOwnPropertyDescriptor(here, key)?.value;
  }
  return here;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** A text; empty where there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const text = at(value, ...path);
  return typeof text === 'string' ? text : '';
}

/** A number, also one in a string, as 64-bit integers are; 0 where there is none. */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' || typeof found === 'string' ? Number(found) || 0 : 0;
}

export function sumOf<T>(list: readonly T[], amount: (each: T) => number): number {
  return list.reduce((sum, each) => sum + amount(each), 0);
}

export function countOf<T>(list: readonly T[], holds: (each: T) => boolean): number {
  return list.filter(holds).length;
}

export function outcomesOf(ends: readonly (boolean | undefined)[]): Outcomes {
  return {
    succeeded: countOf(ends, (end) => end === true),
    failed: countOf(ends, (end) => end === false),
  };
}

/** Files that are no run, but say how the run beside them turned out. */
export function isVerdict(path: string): boolean {
  return /\.(?:outcome|report)\.json$/.test(basename(path));
}

/** Whether a verdict says that the task was resolved, however deep. */
export function resolvedIn(value: unknown): boolean | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const resolved = at(value, 'resolved');
  if (typeof resolved === 'boolean') return resolved;
  for (const inner of Object.values(value)) {
    const found = resolvedIn(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
