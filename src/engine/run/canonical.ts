import { combine, HASH_PRIME, HASH_SEED, hashNumber, hashToken, mix } from '../numeric/hash.ts';
import { echo, keepEcho } from './echo.ts';
import { isNonce, nonceEnd } from './nonce.ts';
import { CLASS, DIGIT, SPACE, temporaryEnd, volatileEnd, WORD } from './volatile.ts';

/**
 * Sameness: a hash of what a text or a JSON value says, with what is volatile left out. Key order,
 * whitespace, ids, times, durations, counters and temporary paths make no difference; a changed
 * number that matters does.
 *
 * A text is read token by token. Volatile tokens are masked; but where ids are most of a
 * text (a result that is just a commit's id), they are what it says, and it is compared as it stands.
 * In the arguments of a call ids and days stand anywhere: a batch goes through orders and days.
 *
 * Texts over `WHOLE_CHARS` are compared by their beginning and their end, `WINDOW_SHARE` of their
 * length each, and by their length to about 5 %, so that a long result costs less than the parsing
 * of its line did; of a structured value's arrays over 32 values the first and last 16, and their
 * length. What that misses: a change in the middle that hardly moves the length.
 */
export const WHOLE_CHARS = 2048;
export const WINDOW_SHARE = 0.065;
export const WINDOW_CHARS_MIN = 256;
export const WINDOW_CHARS_MAX = 2048;
/** Deepest nesting of arguments and outputs; cyclic values are caught by it. */
export const MAX_DEPTH = 64;
/** Most values in arguments or outputs: values that share their parts multiply. */
export const MAX_VALUES = 1_000_000;

/** Keys whose value says when or which time round, never what. A prior, in English. */
const VOLATILE_KEYS = new Set(
  (
    'timestamp ts now requestId request_id traceId trace_id spanId span_id correlationId ' +
    'correlation_id nonce idempotencyKey idempotency_key attempt retry retries iteration seq ' +
    'callId call_id toolCallId tool_call_id duration elapsed took latency'
  ).split(' '),
);
/** Keys of a time in seconds, and of an id that a result may make anew each time. Priors likewise. */
const TIME_KEY =
  /(?:(?:^|[_-])(?:at|ts)|At|Ts|[Tt]ime|[Ss]tamp|[Dd]ate|[Uu]pdated|[Cc]reated|_(?:AT|TS|TIME|DATE))$/;
/** Numbers in results that say how long it took, or which process did it. */
const MEASURED_KEY =
  /^(?:\w+_time|wall_?time|(?:\w+_)?(?:duration|elapsed|latency|uptime|took))(?:_?(?:s|secs?|seconds|us|ns|min|minutes))?$|(?:_s|S)ec(?:ond)?s$|^(?:\w+_)?p?g?pids?$/i;
const ID_KEY = /^(?:id|uuid|guid)$|(?:[_-]id|Id|ID|[_-]uuid|Uuid)$/;
/** Letters and digits mixed: `ch_3f9a…`, `ord_a8f3k2`. */
const ANY_ID = /^(?=\S*\d)(?=\S*[a-z])[\w:.-]{6,64}$/i;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const SLASH = 47;
const NEWLINE = '\n';
/** Values compared at each end of a long array. */
const ENDS = 16;
const EPOCH = 0x7f4a7c15;
const MASK_TOKEN = 0x2545f491;
const LENGTH_STEP = Math.log(1.05);

/** Hash of a text, an unsigned 32-bit integer; 0 only for a text without content. */
export function hashText(text: string): number {
  const { length } = text;
  if (length <= WHOLE_CHARS) return hashPart(text, 0, length, 0);
  const share = Math.floor(length * WINDOW_SHARE);
  const window = Math.min(Math.max(share, WINDOW_CHARS_MIN), WINDOW_CHARS_MAX);
  // Whole lines, so that a time of other length moves no token across the edge.
  const headEnd = text.lastIndexOf(NEWLINE, window);
  const tailFrom = text.indexOf(NEWLINE, length - window);
  maskedChars = 0;
  const isLine = headEnd > window / 2;
  const head = hashPart(text, 0, isLine ? headEnd : window, isLine ? window : 0);
  const tail = hashPart(
    text,
    tailFrom < 0 || tailFrom > length - window / 2 ? length - window : tailFrom,
    length,
    0,
  );
  // A masked time's length is nothing, too.
  const said = length - maskedChars;
  return combine(combine(head, tail), Math.floor(Math.log(said) / LENGTH_STEP));
}

/**
 * Hash of any JSON value, as `hashText`; the order of keys makes no difference.
 *
 * @throws {RangeError} If it is nested deeper than `MAX_DEPTH`, as a cyclic value is, holds more
 * than `MAX_VALUES` values, or something that is not JSON.
 */
export function hashValue(value: unknown): number {
  valuesLeft = MAX_VALUES;
  return hashInner(value, 0);
}

/**
 * The same for the arguments of a call, where ids and days stand, and a text that is nothing but a
 * time: it is what the call is about.
 *
 * @throws {RangeError} As `hashValue`.
 */
export function hashArguments(value: unknown): number {
  inArguments = true;
  echo.fill(0);
  try {
    return hashValue(value);
  } finally {
    inArguments = false;
  }
}

/** The same for the result of a call that failed: whatever looks like an id under its name is one. */
export function hashFailedValue(value: unknown): number {
  inFailure = true;
  try {
    return hashValue(value);
  } finally {
    inFailure = false;
  }
}

/** Hash of the numbers in the first 200 characters of a text that matter; 0 for none. */
export function numbersIn(text: string): number {
  spoken = 0;
  hashPart(text, 0, Math.min(text.length, NUMBERS_CHARS), 0);
  return spoken >>> 0;
}

const NUMBERS_CHARS = 200;
let spoken = 0;
let valuesLeft = 0;
let inArguments = false;
let inFailure = false;
let maskedChars = 0;

function hashInner(value: unknown, depth: number): number {
  valuesLeft -= 1;
  if (valuesLeft < 0) throw new RangeError(`more than ${MAX_VALUES} values`);
  switch (typeof value) {
    case 'string':
      return hashText(value);
    case 'number':
      if (inArguments) keepEcho(hashToken(String(value)));
      return isEpochMs(value) ? EPOCH : hashNumber(value);
    case 'boolean':
      return value ? 0x5bd1e995 : 0x1b873593;
    case 'undefined':
      return 0;
    case 'object':
      break;
    default:
      throw new RangeError(`a ${typeof value}, which is not JSON`);
  }
  if (value === null) return 0x0badf00d;
  if (depth >= MAX_DEPTH) throw new RangeError('a value nested deeper than that, or cyclic');
  if (Array.isArray(value)) return hashArray(value, depth);
  if (value instanceof Map || value instanceof Set || value instanceof Date) {
    throw new RangeError('a Map, Set or Date, which is not JSON');
  }
  let sum = 0x1f83d9ab;
  let ids = 0;
  let others = 0;
  const record = value as Record<string, unknown>;
  for (const key in record) {
    if (!Object.hasOwn(record, key)) continue;
    const one = record[key];
    if (isVolatileKey(key, one)) continue;
    const isTime = typeof one === 'number' && isTimeSeconds(key, one);
    const hash = combine(hashToken(key), isTime ? EPOCH : hashInner(one, depth + 1));
    if (typeof one === 'string' && isFreshId(key, one)) ids = (ids + hash) >>> 0;
    else {
      sum = (sum + hash) >>> 0;
      others += 1;
    }
  }
  // What is nothing but an id says that id.
  return combine(others === 0 ? (sum + ids) >>> 0 : sum, 1);
}

/** Long arrays are compared by their ends and their length. */
function hashArray(values: readonly unknown[], depth: number): number {
  const { length } = values;
  let hash = combine(0x3c6ef372, length);
  const from = length > 2 * ENDS ? length - ENDS : 0;
  const to = length > 2 * ENDS ? ENDS : 0;
  for (let i = 0; i < to; i++) hash = combine(hash, hashInner(values[i], depth + 1));
  for (let i = from; i < length; i++) hash = combine(hash, hashInner(values[i], depth + 1));
  return hash;
}

/** A key whose value is a time, or only counts. A sequence may be one of letters. */
function isVolatileKey(key: string, value: unknown): boolean {
  if (VOLATILE_KEYS.has(key) || key.endsWith('_ms') || key.endsWith('Ms')) return true;
  if (typeof value !== 'number' || inArguments) return false;
  return key === 'sequence' || MEASURED_KEY.test(key);
}

/** Of a result, a whole number from 2001 to 2096 under a name of a time. */
function isTimeSeconds(key: string, value: number): boolean {
  if (!(value >= 1e9 && value < 4e9) || inArguments) return false;
  return Number.isInteger(value) && TIME_KEY.test(key);
}

/** A UUID under a name of an id, in a result; of a failure, anything that looks like an id. */
function isFreshId(key: string, value: string): boolean {
  if (inArguments || !ID_KEY.test(key)) return false;
  return inFailure ? ANY_ID.test(value) : value.length === 36 && UUID.test(value);
}

/** Milliseconds since the epoch, from 2001 to 2286; of arguments, where ids stand, from 2014 to 2033. */
function isEpochMs(value: number): boolean {
  if (!(value >= 1e12 && value < 1e13) || !Number.isInteger(value)) return false;
  return !inArguments || (value >= 1.4e12 && value < 2e12);
}

/**
 * Hash of a part of a text, read token by token.
 *
 * @param window Characters that count, of whole lines: what is masked makes room for more; or 0.
 */
function hashPart(text: string, from: number, to: number, window: number): number {
  let masked = HASH_SEED;
  let raw = HASH_SEED;
  let ids = 0;
  let kept = 0;
  let wordToken = 0;
  let wordEnd = -1;
  let i = from;
  let isWide = window === 0;
  for (;;) {
    if (i >= to) {
      if (isWide) break;
      isWide = true;
      to = text.lastIndexOf(NEWLINE, window + maskedChars);
      continue;
    }
    let c = text.charCodeAt(i);
    let bits = CLASS[c]!;
    if (bits === SPACE) {
      i += 1;
      continue;
    }
    if ((bits & WORD) === 0) {
      masked = Math.imul(masked ^ c, HASH_PRIME);
      raw = Math.imul(raw ^ c, HASH_PRIME);
      i += 1;
      continue;
    }
    const start = i;
    let token = HASH_SEED;
    let seen = 0;
    do {
      token = Math.imul(token ^ c, HASH_PRIME);
      seen |= bits;
      i += 1;
      if (i >= to) break;
      c = text.charCodeAt(i);
      bits = CLASS[c]!;
    } while ((bits & WORD) !== 0);
    raw = fold(raw, token);
    let end = 0;
    if ((seen & DIGIT) !== 0 && isNonce(text, start, wordEnd)) {
      end = -nonceEnd(text, i, to);
    } else if ((seen & DIGIT) !== 0) {
      end = volatileEnd(text, start, i, to, seen, wordToken, wordEnd, inArguments);
    } else {
      if (start > 0 && text.charCodeAt(start - 1) === SLASH) end = temporaryEnd(text, start, i, to);
      wordToken = token;
      wordEnd = i;
    }
    if (end === 0) {
      masked = fold(masked, token);
      kept += 1;
      if ((seen & DIGIT) !== 0) spoken = fold(spoken, token);
      if (inArguments) keepEcho(token);
    } else {
      if (end > 0) ids += 1;
      else end = -end;
      maskedChars += end - start;
      for (let k = i; k < end; k++) raw = Math.imul(raw ^ text.charCodeAt(k), HASH_PRIME);
      masked = fold(masked, MASK_TOKEN);
      i = end;
    }
  }
  if (kept === 0 && raw === HASH_SEED) return 0;
  // Where ids are most of it, they are what it says.
  const stands = (ids > 0 && ids >= kept) || (kept === 0 && inArguments);
  return mix(stands ? raw : masked) || 1;
}

function fold(hash: number, token: number): number {
  return Math.imul((hash ^ token) + 0x9e3779b9, 0x85ebca6b) ^ (hash >>> 15);
}
