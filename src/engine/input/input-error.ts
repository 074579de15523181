/** What was wrong, for callers to switch on. */
export type InputErrorCode =
  | 'invalid-state'
  | 'invalid-event'
  | 'invalid-run'
  | 'invalid-outcome'
  | 'invalid-option'
  | 'invalid-file'
  | 'invalid-veto'
  | 'invalid-snapshot'
  | 'outcome-refused';

/**
 * Bad input from outside. Nothing was changed by it.
 *
 * `path` names the field (`processes.search.accuracy`, or `session.jsonl:12` for a file's line),
 * `received` describes what came, `accepted` what would have been right.
 */
export class InputError extends TypeError {
  readonly code: InputErrorCode;
  readonly path: string;
  readonly received: string;
  readonly accepted: string;

  constructor(code: InputErrorCode, path: string, received: string, accepted: string) {
    super(`${path || 'input'}: got ${received}; accepted: ${accepted}.`);
    this.name = 'InputError';
    this.code = code;
    this.path = path;
    this.received = received;
    this.accepted = accepted;
  }
}

/** Describes a received value in a few words; never runs its code and never prints it whole. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > 40 ? `a string of ${value.length} characters` : JSON.stringify(value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return 'a bigint';
    case 'object':
      if (value === null) return 'null';
      if (value instanceof Map || value instanceof Set) return 'a Map or Set';
      if (value instanceof Date) return 'a Date';
      return Array.isArray(value) ? 'an array' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}
