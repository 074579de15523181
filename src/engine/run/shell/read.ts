import { CODE_WRITES, judgeCommand, mayDo, seen } from './command.ts';
import { CHECK_RUN, CODE, SHELL, words, WRITES } from './rules.ts';
import { unquoted } from './word.ts';

/**
 * Reads a command line as a shell reads it: as simple commands, past quotes, comments and the texts
 * handed to them (`<<EOF`), and into `$(…)`.
 *
 * @returns What it does, as bits of `rules.ts`.
 */
export function readShell(text: string): number {
  cursor = 0;
  seen.kinds = 0;
  readCommands(text, 0, false);
  return seen.kinds;
}

/** How deep a command may stand in another's words. */
const DEPTH_MAX = 3;
let cursor = 0;

/** Reads simple commands from `cursor` on; of `$(…)` to its end. */
function readCommands(text: string, depth: number, isInner: boolean): void {
  const line: string[] = [];
  let handed = '';
  let reader = 0;
  let isKnown = false;
  while (cursor < text.length) {
    const c = text.charCodeAt(cursor);
    if (c === HASH) cursor = (text.indexOf('\n', cursor) + 1 || text.length + 1) - 1;
    else if (c === LESS) handed = readInput(text, depth) || handed;
    else if (c === MORE) readOutput(text, line, depth);
    else if (c === OPEN && text.charCodeAt(cursor + 1) === OPEN) skipSum(text);
    else if (META[c] === SEPARATOR) {
      if (isKnown) reader |= judgeIn(line, depth);
      line.length = 0;
      isKnown = false;
      cursor += 1;
      if (c === CLOSE && isInner) break;
      if (c === NEWLINE && handed !== '') {
        const end = (text.indexOf(`\n${handed}`, cursor - 1) + 1 || text.length + 1) - 1;
        readHanded(text.slice(cursor, end), reader, depth);
        cursor = end + 1 + handed.length;
        handed = '';
        reader = 0;
      }
    } else if (META[c] === BLANK || (c === BACKSLASH && text.charCodeAt(cursor + 1) === NEWLINE)) {
      cursor += c === BACKSLASH ? 2 : 1;
    } else {
      // Of a command that is not known, the rest says nothing.
      const from = cursor;
      skipWord(text, depth);
      if (line.length === 0 || isKnown) line.push(text.slice(from, cursor));
      if (line.length === 1) isKnown = mayDo(line[0]!);
    }
  }
  if (isKnown) reader |= judgeIn(line, depth);
  if ((reader & CODE) !== 0) seen.kinds |= CHECK_RUN;
}

/** What is handed to a program: code of a language, or commands of a shell. */
function readHanded(body: string, reader: number, depth: number): void {
  if ((reader & SHELL) !== 0) readNested(body, depth);
  else if ((reader & CODE) !== 0) seen.kinds |= CODE_WRITES.test(body) ? WRITES : CHECK_RUN;
}

function readNested(text: string, depth: number): void {
  if (depth >= DEPTH_MAX) return;
  const back = cursor;
  cursor = 0;
  readCommands(text, depth + 1, false);
  cursor = back;
}

/** Behind `<`; returns the mark at which a text handed over ends, '' for none. */
function readInput(text: string, depth: number): string {
  cursor += 1;
  const isText = text.charCodeAt(cursor) === LESS && text.charCodeAt(cursor + 1) !== LESS;
  while (cursor < text.length && '<- '.includes(text[cursor]!)) cursor += 1;
  const word = readWord(text, depth);
  return isText ? unquoted(word) : '';
}

/** Behind `>`: it writes, but to no device or other output, and not where it compares. */
function readOutput(text: string, line: string[], depth: number): void {
  const before = text.charCodeAt(cursor - 1);
  const isOther = before === TWO && META[text.charCodeAt(cursor - 2)] === BLANK;
  cursor += 1;
  while (cursor < text.length && '>|& '.includes(text[cursor]!)) cursor += 1;
  const isCopy = text.charCodeAt(cursor - 1) === AMPERSAND;
  const target = unquoted(readWord(text, depth));
  const compares = before === DASH || before === EQUALS || COMPARING.has(line[0] ?? '');
  if (isOther || compares || target === '' || target[0] === '=') return;
  // What is compared with a number is no file.
  if (/^\d+$/.test(target)) return;
  if (!target.startsWith('/dev/') && !(isCopy && /^[\d-]/.test(target))) seen.kinds |= WRITES;
}

/** A word as it stands, with its quotes. */
function readWord(text: string, depth: number): string {
  const from = cursor;
  skipWord(text, depth);
  return text.slice(from, cursor);
}

/** Past a word; `$(…)` in it is read. */
function skipWord(text: string, depth: number): void {
  const { length } = text;
  let i = cursor;
  while (i < length) {
    const c = text.charCodeAt(i);
    const meta = c < 128 ? META[c]! : 0;
    if (meta === 0) i += 1;
    else if (meta < QUOTING) break;
    else if (c === SINGLE || c === DOUBLE) i = closing(text, i, c) + 1;
    else if (c === BACKSLASH) i += 2;
    else if (text.charCodeAt(i + 1) !== OPEN || depth >= DEPTH_MAX) i += 1;
    else {
      cursor = i + 2;
      if (text.charCodeAt(cursor) === OPEN) skipSum(text);
      else readCommands(text, depth + 1, true);
      i = cursor;
    }
  }
  cursor = i;
}

function closing(text: string, from: number, quote: number): number {
  if (quote === SINGLE) return (text.indexOf("'", from + 1) + 1 || text.length + 1) - 1;
  for (let i = from + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i;
    if (c === BACKSLASH) i += 1;
  }
  return text.length;
}

/** Judges a simple command, and the command lines in its words. */
function judgeIn(line: readonly string[], depth: number): number {
  const reader = judgeCommand(line, 0);
  for (let nested = seen.nested.pop(); nested !== undefined; nested = seen.nested.pop()) {
    readNested(nested, depth);
  }
  return reader;
}

/** Behind `((…))`. */
function skipSum(text: string): void {
  const end = text.indexOf('))', cursor);
  cursor = end < 0 ? text.length : end + 2;
}

const COMPARING = words('[ [[ test');

const BLANK = 1;
const SEPARATOR = 2;
const QUOTING = 4;
/** What ends a word, and what does not but is none of its plain characters. */
const META = metaCharacters();
const NEWLINE = 10;
const DOUBLE = 34;
const HASH = 35;
const AMPERSAND = 38;
const SINGLE = 39;
const OPEN = 40;
const CLOSE = 41;
const TWO = 50;
const DASH = 45;
const LESS = 60;
const EQUALS = 61;
const MORE = 62;
const BACKSLASH = 92;

function metaCharacters(): Uint8Array {
  const table = new Uint8Array(128);
  for (const c of ' \t\r') table[c.charCodeAt(0)] = BLANK;
  for (const c of '\n;|&()') table[c.charCodeAt(0)] = SEPARATOR;
  for (const c of '<>') table[c.charCodeAt(0)] = 3;
  for (const c of '\'"\\$') table[c.charCodeAt(0)] = QUOTING;
  return table;
}
