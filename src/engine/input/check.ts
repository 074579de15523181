import { describe, InputError, type InputErrorCode } from './input-error.ts';
import { NAME_CHARS_MAX, TEXT_CHARS_MAX } from './limits.ts';

/** Checks of single fields, by hand: each returns the value or throws an `InputError`. */

export function nameOf(code: InputErrorCode, path: string, value: unknown): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= NAME_CHARS_MAX) {
    if (value.isWellFormed()) return value;
    throw new InputError(code, path, 'a string with a lone surrogate', 'well-formed Unicode');
  }
  throw new InputError(
    code,
    path,
    describe(value),
    `a string of 1 to ${NAME_CHARS_MAX} characters`,
  );
}

export function textOf(code: InputErrorCode, path: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= TEXT_CHARS_MAX) return value;
  throw new InputError(
    code,
    path,
    describe(value),
    `a string of up to ${TEXT_CHARS_MAX} characters`,
  );
}

/** NaN where absent. */
export function probabilityOf(code: InputErrorCode, path: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  if (value === undefined) return Number.NaN;
  throw new InputError(code, path, describe(value), 'a number from 0 to 1');
}

/** NaN where absent. */
export function nonNegativeOf(code: InputErrorCode, path: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  if (value === undefined) return Number.NaN;
  throw new InputError(code, path, describe(value), 'a finite number, 0 or more');
}

/** NaN where absent. */
export function countOf(code: InputErrorCode, path: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)) return value;
  if (value === undefined) return Number.NaN;
  throw new InputError(code, path, describe(value), 'a whole number, 0 or more');
}

/** NaN where absent. */
export function timeOf(code: InputErrorCode, path: string, value: unknown): number {
  if (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  if (value === undefined) return Number.NaN;
  throw new InputError(code, path, describe(value), 'milliseconds, a finite number');
}

export function booleanOf(code: InputErrorCode, path: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new InputError(code, path, describe(value), 'true or false');
}

/** A plain object: neither null nor an array. */
export function recordOf(
  code: InputErrorCode,
  path: string,
  value: unknown,
): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null || isForeign(value)) {
      return value as Record<string, unknown>;
    }
  }
  throw new InputError(code, path, describe(value), 'a plain object');
}

/** An object of a class, or of another realm: its own fields count, unless it keeps them inside. */
function isForeign(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map) return false;
  return !(value instanceof Set) && !(value instanceof Date);
}

/** An own key of this name would be read as the prototype. @throws {InputError} */
export function refuseProto(code: InputErrorCode, path: string, key: string): void {
  if (key !== '__proto__') return;
  throw new InputError(code, `${path}__proto__`, 'an own key "__proto__"', 'another name');
}

/** What a check threw, as an `InputError`: a getter or a proxy may throw anything. */
export function asInputError(code: InputErrorCode, error: unknown): InputError {
  if (error instanceof InputError) return error;
  return new InputError(code, '', 'a value that threw when it was read', 'plain data');
}
