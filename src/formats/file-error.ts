import { describe, InputError } from '../engine/input/input-error.ts';

/**
 * A file that cannot be read. Never quote its content in `received`: transcripts hold secrets.
 *
 * @param line Counted from 1; absent when the file as a whole is meant.
 */
export function fileError(
  path: string,
  line: number | undefined,
  received: string,
  accepted: string,
): InputError {
  const place = line === undefined ? path : `${path}:${line}`;
  return new InputError('invalid-file', place, received, accepted);
}

/** What a value is, of a string no more than that: see above. */
export function describeUnquoted(value: unknown): string {
  return typeof value === 'string' ? 'a string' : describe(value);
}
