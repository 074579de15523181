import { hashValue, MAX_DEPTH } from '../run/canonical.ts';
import { saysNothing, valueSaysNothing } from '../words/nothing.ts';
import { textOf } from './check.ts';
import type { DecodedEvent } from './decode-event.ts';
import { InputError } from './input-error.ts';
import { TEXT_CHARS_MAX } from './limits.ts';

const CODE = 'invalid-event';

/** What a result brought, a text or any JSON value: its hash, its size, its words. */
export function decodeOutput(output: unknown, into: DecodedEvent): void {
  if (typeof output === 'string') {
    into.text = textOf(CODE, 'output', output);
    into.chars = output.length;
    hashOutput(output, into);
  } else {
    into.hash = output === undefined ? 0 : jsonHash('output', hashValue, output);
    into.chars = charsOf('output', output);
    into.text = textIn(output);
    into.empty = output !== undefined && valueSaysNothing(output);
  }
}

/** Text that is one JSON object is read as one: the order of its keys is nothing. */
function hashOutput(text: string, into: DecodedEvent): void {
  if (text.length <= JSON_CHARS_MAX && text.charCodeAt(0) === 123 && text.endsWith('}')) {
    try {
      const value: unknown = JSON.parse(text);
      into.hash = hashValue(value);
      into.empty = valueSaysNothing(value);
      return;
    } catch {
      // Not JSON after all.
    }
  }
  into.hash = hashValue(text);
  into.empty = saysNothing(text);
}

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
  for (const key in value) lines += linesIn(key, (value as Record<string, unknown>)[key]);
  return lines;
}

const LINES_MAX = 8;
let linesLeft = 0;
