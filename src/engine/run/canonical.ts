/**
 * Sameness: a hash of what a text or a JSON value says, with what is volatile left out. Key order,
 * whitespace, ids, times, durations, counters and temporary paths make no difference; a changed
 * number that matters does.
 *
 * A text is read token by token. Volatile tokens are masked; but where ids are most of a
 * text (a result that is just a commit's id), they are what it says, and it is compared as it stands.
 *
 * Texts over `WHOLE_CHARS` are compared by their beginning and their end, `WINDOW_SHARE` of their
 * length each, and by their length to about 5 %, so that a long result costs less than the parsing
 * of its line did. What that misses: a change in the middle that hardly moves the length.
 */
export const WHOLE_CHARS = 2048;
export const WINDOW_SHARE = 0.065;
export const WINDOW_CHARS_MIN = 256;
export const WINDOW_CHARS_MAX = 2048;
/** Deepest nesting of arguments and outputs; cyclic values are caught by it. */
export const MAX_DEPTH = 64;

/** Keys whose value says when or which time round, never what. A prior, in English. */
const VOLATILE_KEYS = new Set(
  (
    'timestamp ts requestId request_id traceId trace_id spanId span_id correlationId ' +
    'correlation_id nonce idempotencyKey idempotency_key attempt retry retries iteration seq ' +
    'sequence callId call_id toolCallId tool_call_id durationMs duration_ms elapsed elapsedMs'
  ).split(' '),
);
/** Words whose next number only counts. A prior, in English. */
const COUNTER_WORDS = ['attempt', 'try', 'retry', 'pid', 'iteration', 'request', 'seq'];
/** Words whose next number is a time, besides every name that ends in `_ms`. */
const TIME_WORDS = ['duration', 'elapsed', 'took'];
const UNITS = new Set(
  (
    'ms s sec secs second seconds m min mins minute minutes h hr hour hours us µs ns msec ' +
    'millis milliseconds'
  ).split(' '),
);

// Character classes, as bits.
const DIGIT = 1;
const HEX_LETTER = 2;
const OTHER_LETTER = 4;
const UPPER = 8;
const WORD = DIGIT | HEX_LETTER | OTHER_LETTER;
const SPACE = 16;
const SLASH = 47;
const CLASS = classes();

const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const MASK_TOKEN = 0x2545f491;
const LENGTH_STEP = Math.log(1.05);

/** Hash of a text, an unsigned 32-bit integer; 0 only for a text without content. */
export function hashText(text: string): number {
  const length = text.length;
  if (length <= WHOLE_CHARS) return finish(scan(text, 0, length, SEED));
  const share = Math.floor(length * WINDOW_SHARE);
  const window = Math.min(Math.max(share, WINDOW_CHARS_MIN), WINDOW_CHARS_MAX);
  const head = finish(scan(text, 0, window, SEED));
  const tail = finish(scan(text, length - window, length, SEED));
  return combine(combine(head, tail), Math.floor(Math.log(length) / LENGTH_STEP));
}

/**
 * Hash of any JSON value, as `hashText`; the order of keys makes no difference.
 *
 * @throws {RangeError} If it is nested deeper than `MAX_DEPTH`, as a cyclic value is.
 */
export function hashValue(value: unknown, depth = 0): number {
  switch (typeof value) {
    case 'string':
      return hashText(value);
    case 'number':
      return hashNumber(value);
    case 'boolean':
      return value ? 0x5bd1e995 : 0x1b873593;
    case 'object':
      break;
    default:
      return 0;
  }
  if (value === null) return 0x0badf00d;
  if (depth >= MAX_DEPTH) throw new RangeError('nested too deep');
  if (Array.isArray(value)) {
    let hash = 0x3c6ef372;
    for (let i = 0; i < value.length; i++) hash = combine(hash, hashValue(value[i], depth + 1));
    return hash;
  }
  let sum = 0x1f83d9ab;
  const record = value as Record<string, unknown>;
  for (const key in record) {
    if (!Object.hasOwn(record, key) || VOLATILE_KEYS.has(key)) continue;
    sum = (sum + combine(hashToken(key), hashValue(record[key], depth + 1))) >>> 0;
  }
  return combine(sum, 1);
}

/** Hash of a name as it stands, 53 bits: for records that outlive a run. */
export function hashName(name: string): number {
  let low = SEED;
  let high = 0x9747b28c | 0;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    low = Math.imul(low ^ c, PRIME);
    high = Math.imul(high ^ c, 0x5bd1e995);
    high ^= high >>> 15;
  }
  return (mix(high) & 0x1fffff) * 0x1_0000_0000 + mix(low);
}

/** Order matters: `combine(a, b)` differs from `combine(b, a)`. */
export function combine(a: number, b: number): number {
  return mix(Math.imul(a ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ (a >>> 13));
}

/** Token hashes of the words before a number that only counts or times. */
const WORDS_BEFORE: ReadonlySet<number> = new Set(
  COUNTER_WORDS.concat(TIME_WORDS)
    .flatMap((word) => [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()])
    .map(hashToken),
);

// What one scan leaves behind beside the hash: the hash with nothing masked, how many ids were
// masked, and how many tokens were kept.
let rawHash = 0;
let idTokens = 0;
let keptTokens = 0;
// The last word token: its hash, and where it ended.
let wordToken = 0;
let wordEnd = 0;
// Whether the last volatile token was an id; a time is never what a text is about.
let isId = false;

function finish(masked: number): number {
  if (keptTokens === 0 && rawHash === SEED) return 0;
  return mix(idTokens > 0 && idTokens >= keptTokens ? rawHash : masked) || 1;
}

/** Reads tokens from `from` up to `to`; returns the masked hash and leaves the rest behind. */
function scan(text: string, from: number, to: number, seed: number): number {
  let masked = seed;
  let raw = seed;
  let ids = 0;
  let kept = 0;
  wordToken = 0;
  wordEnd = -1;
  let i = from;
  while (i < to) {
    let c = text.charCodeAt(i);
    let bits = CLASS[c]!;
    if (bits === SPACE) {
      i += 1;
      continue;
    }
    if ((bits & WORD) === 0) {
      masked = Math.imul(masked ^ c, PRIME);
      raw = Math.imul(raw ^ c, PRIME);
      i += 1;
      continue;
    }
    const start = i;
    let token = SEED;
    let seen = 0;
    do {
      token = Math.imul(token ^ c, PRIME);
      seen |= bits;
      i += 1;
      if (i >= to) break;
      c = text.charCodeAt(i);
      bits = CLASS[c]!;
    } while ((bits & WORD) !== 0);
    raw = fold(raw, token);
    let end = 0;
    if ((seen & DIGIT) !== 0) {
      end = endOfVolatile(text, start, i, to, seen);
    } else {
      if (start > 0 && text.charCodeAt(start - 1) === SLASH && isTemporary(text, start, i)) {
        end = temporarySegmentEnd(text, i, to);
      }
      wordToken = token;
      wordEnd = i;
    }
    if (end === 0) {
      masked = fold(masked, token);
      kept += 1;
    } else {
      for (let k = i; k < end; k++) raw = Math.imul(raw ^ text.charCodeAt(k), PRIME);
      masked = fold(masked, MASK_TOKEN);
      if (isId) ids += 1;
      i = end;
    }
  }
  rawHash = raw;
  idTokens = ids;
  keptTokens = kept;
  return masked;
}

function fold(hash: number, token: number): number {
  return Math.imul((hash ^ token) + 0x9e3779b9, 0x85ebca6b) ^ (hash >>> 15);
}

/** Where the volatile part that begins with this token ends; 0 if the token matters. */
function endOfVolatile(text: string, start: number, end: number, to: number, seen: number): number {
  isId = true;
  const length = end - start;
  if ((seen & (OTHER_LETTER | HEX_LETTER)) === 0) return numberEnd(text, start, end, to);
  if ((seen & OTHER_LETTER) === 0) {
    // Hexadecimal: a UUID, or an id of at least 7 (a short commit id).
    if (length === 8 && isUuid(text, start, to)) return start + 36;
    return length >= 7 ? end : 0;
  }
  const first = CLASS[text.charCodeAt(start)]!;
  if ((first & DIGIT) !== 0) {
    if (isDuration(text, start, end)) {
      isId = false;
      return end;
    }
    if (text.charCodeAt(start) === 48 && (text.charCodeAt(start + 1) | 32) === 120) {
      return length >= 6 ? end : 0; // 0x…: an address
    }
  }
  return length >= 16 && alternations(text, start, end) >= 4 ? end : 0;
}

/** Times, dates, durations, counters and long ids; 0 for a number that matters. */
function numberEnd(text: string, start: number, end: number, to: number): number {
  const length = end - start;
  const next = end < to ? text.charCodeAt(end) : 0;
  if (length === 8 && next === 45 && isUuid(text, start, to)) return start + 36;
  isId = false;
  if (
    length === 4 &&
    next === 45 &&
    digitsAt(text, end + 1, 2) &&
    text.charCodeAt(end + 3) === 45
  ) {
    return digitsAt(text, end + 4, 2) ? timeTailEnd(text, end + 6, to) : 0;
  }
  const before = start > 0 ? text.charCodeAt(start - 1) : 0;
  if (next === 58 && length === 2 && before !== 58 && digitsAt(text, end + 1, 2)) {
    const after = text.charCodeAt(end + 3);
    // 12:05 is a time; 12:5 and a.ts:12:05 are places.
    if (!(after >= 48 && after <= 57)) return timeTailEnd(text, end + 3, to);
  }
  let stop = end;
  if (next === 46 && digitsAt(text, end + 1, 1)) {
    stop = end + 1;
    while (stop < to && digitsAt(text, stop, 1)) stop += 1;
  }
  const unitFrom = text.charCodeAt(stop) === 32 ? stop + 1 : stop;
  const unitEnd = endOfUnit(text, unitFrom, to);
  if (unitEnd > unitFrom) return unitEnd;
  isId = true;
  if (before === 35 || length >= 13) return end; // #17; milliseconds since the epoch
  if (length === 10 && stop === end && text.charCodeAt(start) === 49) return end; // seconds
  return wordEnd >= 0 && start - wordEnd <= 3 && isTimedOrCounted(text) ? stop : 0;
}

/** Whether the last word, just before a number, says that it only counts or times. */
function isTimedOrCounted(text: string): boolean {
  const milliseconds =
    text.charCodeAt(wordEnd - 1) === 115 &&
    text.charCodeAt(wordEnd - 2) === 109 &&
    text.charCodeAt(wordEnd - 3) === 95;
  return milliseconds || WORDS_BEFORE.has(wordToken);
}

/** End of a unit of time that begins here; `from` if there is none. */
function endOfUnit(text: string, from: number, to: number): number {
  const first = from < to ? text.charCodeAt(from) : 0;
  // m…, s…, h…, u…, n…, µ…
  if (first !== 109 && first !== 115 && first !== 104 && first !== 117 && first !== 110) {
    if (first !== 181) return from;
  }
  let end = from + 1;
  while (end < to && end - from < 13 && isLetter(text.charCodeAt(end))) end += 1;
  if (end < to && digitsAt(text, end, 1)) return from;
  return UNITS.has(text.slice(from, end)) ? end : from;
}

/** After a date or hh:mm: seconds, fractions, zone. */
function timeTailEnd(text: string, from: number, to: number): number {
  let i = from;
  while (i < to) {
    const c = text.charCodeAt(i);
    const more = (c >= 48 && c <= 57) || c === 58 || c === 46 || c === 44 || c === 43 || c === 45;
    const letter = c === 84 || c === 90; // T, Z
    if (
      !more &&
      !letter &&
      !(c === 32 && digitsAt(text, i + 1, 2) && text.charCodeAt(i + 3) === 58)
    ) {
      break;
    }
    i += 1;
  }
  return i;
}

function isUuid(text: string, start: number, to: number): boolean {
  if (start + 36 > to) return false;
  for (let i = 8; i < 36; i++) {
    const c = text.charCodeAt(start + i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (c !== 45) return false;
    } else if ((CLASS[c]! & (DIGIT | HEX_LETTER)) === 0) return false;
  }
  return true;
}

function isDuration(text: string, start: number, end: number): boolean {
  let letters = start;
  while (digitsAt(text, letters, 1)) letters += 1;
  return endOfUnit(text, letters, end) === end;
}

function isTemporary(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 3 && length !== 7) return false;
  return text.startsWith('/tmp/', start - 1) || text.startsWith('/folders/', start - 1);
}

/** The end of a random directory under a temporary one; 0 if its name is a plain one. */
function temporarySegmentEnd(text: string, end: number, to: number): number {
  let i = end + 1;
  let digits = false;
  let mixedCase = false;
  let dots = false;
  let lower = false;
  for (; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 46) dots = i > end + 4;
    else if (c !== 45 && !isWordCharacter(c)) break;
    const bits = CLASS[c]!;
    if ((bits & DIGIT) !== 0) digits = true;
    if ((bits & UPPER) !== 0) mixedCase ||= lower;
    else if ((bits & WORD) !== 0) lower = true;
  }
  const directory = text.charCodeAt(i) === 47;
  return (directory || !dots) && (digits || mixedCase) ? i : 0;
}

function alternations(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start + 1; i < end; i++) {
    if (digitsAt(text, i, 1) !== digitsAt(text, i - 1, 1)) count += 1;
  }
  return count;
}

function digitsAt(text: string, start: number, count: number): boolean {
  for (let i = start; i < start + count; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= 48 && c <= 57)) return false;
  }
  return true;
}

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 181;
}

function isWordCharacter(c: number): boolean {
  return (CLASS[c]! & WORD) !== 0;
}

/** Hash of a short name as it stands: 32 bits, for what is forgotten with its run. */
export function hashWord(name: string): number {
  return mix(hashToken(name));
}

function hashToken(text: string): number {
  let hash = SEED;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash;
}

const numberBits = new Float64Array(1);
const numberWords = new Uint32Array(numberBits.buffer);

function hashNumber(value: number): number {
  numberBits[0] = value === 0 ? 0 : value;
  return combine(numberWords[0]!, numberWords[1]!);
}

/** The finalizer of MurmurHash3 (Appleby 2008): every bit of the input moves every bit. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function classes(): Uint8Array {
  // Every UTF-16 unit has a row, so that the inner loop has one branch less.
  const table = new Uint8Array(0x1_0000).fill(OTHER_LETTER);
  for (let c = 0; c < 128; c++) {
    const letter = (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
    const lower = c | 32;
    if (c <= 32) table[c] = SPACE;
    else if (c >= 48 && c <= 57) table[c] = DIGIT;
    else if (letter) table[c] = lower >= 97 && lower <= 102 ? HEX_LETTER : OTHER_LETTER;
    else if (c === 95) table[c] = OTHER_LETTER;
    else table[c] = 0;
    if (c >= 65 && c <= 90) table[c]! |= UPPER;
  }
  return table;
}
