import { hashFailedValue, hashValue, MAX_DEPTH } from '../run/canonical.ts';
import { saysNothing, valueSaysNothing } from '../words/nothing.ts';
import { textOf } from './check.ts';
import type { DecodedEvent } from './decode-event.ts';
import { InputError } from './input-error.ts';
import { TEXT_CHARS_MAX } from './limits.ts';

const CODE = 'invalid-event';

/**
 * What a result brought, a text or any JSON value: its hash, its size, its words; and whether it
 * worked, where the host does not say and the value does.
 */
export function decodeOutput(output: unknown, into: DecodedEvent): void {
  if (typeof output === 'string') {
    into.text = textOf(CODE, 'output', output);
    into.chars = output.length;
    const value = jsonIn(output);
    if (value === undefined) {
      into.hash = hashValue(output);
      into.empty = saysNothing(output) ? NOTHING : SOMETHING;
      into.list = hasLines(output);
    } else decodeValue(value, into);
  } else {
    // First the hash: it refuses what is cyclic, or no JSON.
    decodeValue(output, into);
    into.chars = charsOf('output', output);
    into.text = textIn(output);
  }
}

function decodeValue(value: unknown, into: DecodedEvent): void {
  into.ok ??= flagIn(value);
  const hash = into.ok === false ? hashFailedValue : hashValue;
  into.hash = value === undefined ? 0 : jsonHash('output', hash, value);
  into.list = isList(value);
  if (value === undefined || !valueSaysNothing(value)) into.empty = SOMETHING;
  else into.empty = value === null || isBlank(value) ? BLANK : NOTHING;
}

/** `into.empty`: something; `null` or `{}`, which may acknowledge; nothing was found. */
export const SOMETHING = 0;
export const BLANK = 1;
export const NOTHING = 2;

function isBlank(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const key in value) if ((value as Record<string, unknown>)[key] !== null) return false;
  return true;
}

/** A list, or a record that holds one: it answers, it does not acknowledge. */
function isList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return holdsAny(value);
  for (const key in value) if (holdsAny((value as Record<string, unknown>)[key])) return true;
  return false;
}

function holdsAny(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && !isBlock(value[0]);
}

/** A text of three lines or more lists something, too, unless they are as short as `BEGIN`. */
function hasLines(text: string): boolean {
  if (text.length < LINES_CHARS_MIN) return false;
  const second = text.indexOf('\n') + 1;
  const third = second > 0 ? text.indexOf('\n', second) + 1 : 0;
  return third > 0 && third < text.trimEnd().length;
}

/** At most how deep a text nests, as far as its brackets tell: deeper, it is taken as text. */
function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i) | 32; // [ and { as one, ] and } likewise
    if (c === 123) most = Math.max(most, (depth += 1));
    else if (c === 125) depth -= 1;
  }
  return most;
}

/** A block of text, as tool servers answer (MCP). */
function isBlock(value: unknown): boolean {
  return typeof (value as { text?: unknown } | null)?.text === 'string';
}

/** What a value says of itself: `isError`, `ok`, `success`, or an `error` that is not empty. */
function flagIn(value: unknown): boolean | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { isError, is_error: isErrorToo, ok, success, error } = value as Record<string, unknown>;
  if (isError === true || isErrorToo === true || ok === false || success === false) return false;
  if (
    (typeof error === 'string' && error !== '') ||
    (typeof error === 'object' && error !== null)
  ) {
    return false;
  }
  return ok === true || success === true ? true : undefined;
}

/** Text that is one JSON value is read as one: the order of its keys is nothing. */
export function jsonIn(text: string): unknown {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const isJson = (first === 123 && last === 125) || (first === 91 && last === 93);
  if (!isJson || text.length > JSON_CHARS_MAX) return undefined;
  // A list of another language ([('a', 1)], [INFO]) is not worth an exception.
  if (!BEGINS.test(text) || nesting(text) > MAX_DEPTH) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What may follow the first bracket of a JSON text. */
const BEGINS = /^(?:\{\s*["}]|\[\s*(?:[\]{["-]|\d|true|false|null))/;
const JSON_CHARS_MAX = 2048;

/** A hash of a JSON value, or what is wrong with it. */
export function jsonHash(path: string, hash: (value: unknown) => number, value: unknown): number {
  try {
    return hash(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(CODE, path, error.message, `JSON up to ${MAX_DEPTH} deep`);
  }
}

/** Characters of names and texts in a JSON value, about; its depth is known to be bounded. */
export function charsOf(path: string, value: unknown): number {
  const chars = countChars(value);
  if (chars > TEXT_CHARS_MAX) {
    throw new InputError(CODE, path, `${chars} characters`, `up to ${TEXT_CHARS_MAX} characters`);
  }
  return chars;
}

function countChars(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : SCALAR_CHARS;
  let sum = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) sum += countChars(value[i]);
    return sum;
  }
  for (const key in value) {
    sum += key.length + countChars((value as Record<string, unknown>)[key]);
  }
  return sum;
}

/** A number or a truth value, on the average. */
const SCALAR_CHARS = 4;

/**
 * The first texts and numbers of a structured output, a line each, for the rules that read texts:
 * `slow down`, `status: 429`.
 */
function textIn(value: unknown): string {
  linesLeft = LINES_MAX;
  return linesIn('', value).trimEnd();
}

function linesIn(name: string, value: unknown): string {
  if (linesLeft <= 0) return '';
  if (typeof value === 'string') {
    linesLeft -= 1;
    return `${value}\n`;
  }
  if (typeof value === 'number') {
    linesLeft -= 1;
    return `${name}: ${value}\n`;
  }
  if (typeof value !== 'object' || value === null) return '';
  let lines = '';
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && linesLeft > 0; i++) lines += linesIn(name, value[i]);
    return lines;
  }
  for (const key in value) lines += linesIn(key, (value as Record<string, unknown>)[key]);
  return lines;
}

const LINES_CHARS_MIN = 60;
const LINES_MAX = 8;
let linesLeft = 0;
