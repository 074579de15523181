/** How far a text is JSON. */
export interface JsonScan {
  /** A whole value; one whose end the text does not reach; or something JSON does not allow. */
  readonly outcome: 'whole' | 'cut' | 'malformed';
  /** Offset after the value, of the text's end, or of the first token not allowed. */
  readonly end: number;
  /** Of a value that is not whole, what is, with its brackets closed; empty if nothing is. */
  readonly repaired: string;
}

/**
 * Reads one JSON value from `start` without building it: for texts that `JSON.parse` refused, to
 * tell a cut one from a wrong one and to say where. Agrees with `JSON.parse` on what JSON is.
 */
export function scanJson(text: string, start = 0): JsonScan {
  /** What closes the open containers, outermost first. */
  const closers: TokenKind[] = [];
  let expected: Expected = 'value';
  let at = start;
  /** Up to here all is whole, but for the containers still open. */
  let sound = start;

  for (;;) {
    at = afterSpace(text, at);
    const token = readToken(text, at, closers.length > 0);
    const next: Expected | 'end' | undefined = follow(expected, token.kind, closers);
    if (next === undefined) {
      const repaired = text.slice(start, sound) + closers.toReversed().join('');
      if (token.kind === 'cut') return { outcome: 'cut', end: text.length, repaired };
      return { outcome: 'malformed', end: at, repaired };
    }
    at = token.end;
    if (next === 'end') return { outcome: 'whole', end: at, repaired: '' };
    if (next.endsWith('close')) sound = at;
    expected = next;
  }
}

type Expected = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close';
type TokenKind = '{' | '[' | '}' | ']' | ':' | ',' | 'string' | 'word' | 'cut' | 'wrong';

interface Token {
  readonly kind: TokenKind;
  readonly end: number;
}

/** What may come after a token; `undefined` if it may not stand here. Keeps `closers`. */
function follow(
  expected: Expected,
  kind: TokenKind,
  closers: TokenKind[],
): Expected | 'end' | undefined {
  const isKey = expected === 'key' || expected === 'key-or-close';
  switch (kind) {
    case '{':
    case '[':
      if (!expected.startsWith('value')) return undefined;
      closers.push(kind === '{' ? '}' : ']');
      return kind === '{' ? 'key-or-close' : 'value-or-close';
    case '}':
    case ']':
      if (!expected.endsWith('close') || closers.at(-1) !== kind) return undefined;
      closers.pop();
      return closers.length === 0 ? 'end' : 'comma-or-close';
    case ':':
      return expected === 'colon' ? 'value' : undefined;
    case ',':
      if (expected !== 'comma-or-close') return undefined;
      return closers.at(-1) === '}' ? 'key' : 'value';
    case 'string':
      if (isKey) return 'colon';
      break;
    case 'word':
      break;
    default:
      return undefined;
  }
  if (!expected.startsWith('value')) return undefined;
  return closers.length === 0 ? 'end' : 'comma-or-close';
}

function readToken(text: string, at: number, inside: boolean): Token {
  const char = text[at];
  switch (char) {
    case undefined:
      return { kind: 'cut', end: at };
    case '{':
    case '[':
    case '}':
    case ']':
    case ':':
    case ',':
      return { kind: char, end: at + 1 };
    case '"':
      return readString(text, at);
    default:
      return readWord(text, at, inside);
  }
}

const ESCAPED = '"\\/bfnrtu';

function readString(text: string, start: number): Token {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { kind: 'string', end: at + 1 };
    if (code < 0x20) return { kind: 'wrong', end: at };
    if (code !== 0x5c) continue;
    at++;
    if (at < text.length && !ESCAPED.includes(text[at]!)) return { kind: 'wrong', end: at };
    if (text[at] !== 'u') continue;
    const digits = text.slice(at + 1, at + 5);
    if (/[^\da-fA-F]/.test(digits)) return { kind: 'wrong', end: at };
    at += digits.length;
  }
  return { kind: 'cut', end: text.length };
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NUMBER_BEGUN = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:(?<=\d)[eE][+-]?\d*)?)?$/;
const LITERALS = ['true', 'false', 'null'];

/** A number or a literal. */
function readWord(text: string, start: number, inside: boolean): Token {
  const run = /[-+.\w]+/y;
  run.lastIndex = start;
  const word = run.exec(text)?.[0] ?? '';
  const end = start + word.length;
  const whole = NUMBER.test(word) || LITERALS.includes(word);
  if (whole && (end < text.length || !inside)) return { kind: 'word', end };
  const begun = NUMBER_BEGUN.test(word) || LITERALS.some((literal) => literal.startsWith(word));
  // A number that touches the end of the text may have had more digits.
  if (word !== '' && begun && end === text.length) return { kind: 'cut', end };
  return { kind: 'wrong', end: start };
}

/** JSON's white space only: JavaScript's `\s` has more. */
function afterSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \n\r\t'.includes(text[at]!)) at++;
  return at;
}
