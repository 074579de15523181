import {
  CHECK_RUN,
  CHECKS,
  COMMITS,
  LANDS,
  RETURNS,
  UNDOES,
  words,
  WRITES,
} from './shell/rules.ts';
import { CODE_WRITES } from './shell/command.ts';
import { readShell } from './shell/read.ts';

export {
  CHECK_BUILD,
  CHECK_LINT,
  CHECK_RUN,
  CHECK_TESTS,
  CHECK_TYPES,
  COMMITS,
  UNDOES,
} from './shell/rules.ts';

/**
 * What kind of act a call is, by the form of its arguments: what it checks, and whether it is made
 * to change something. A prior: known commands, the redirections of a shell, names of arguments.
 */

/** What the text of a call checks, as bits; 0 for nothing. */
export function checkKind(text: string): number {
  return kindOf(text) & CHECKS;
}

/**
 * Whether a command hands the work on (`COMMITS`) or takes it back (`UNDOES`); 0 for neither, and for
 * one that does both, or brings back what it put aside (`git stash && npm test && git stash pop`).
 */
export function landingKind(command: string): number {
  const kind = kindOf(command) & LANDS;
  return kind === COMMITS || kind === UNDOES ? kind : kind === (COMMITS | RETURNS) ? COMMITS : 0;
}

/** Whether such kinds hold a check, and not only a run of the program. */
export function isCheck(kinds: number): boolean {
  return (kinds & ~CHECK_RUN) !== 0;
}

/**
 * Whether a call is made to change something: it carries what it writes, under a known name or as
 * a patch, or its command writes by its form. A list of what to do, or a note to oneself, is none.
 * The tool's name says nothing: tools are called as one likes.
 *
 * @param text The call's command, where its arguments name one.
 */
export function isWrite(args: unknown, text: string): boolean {
  if (typeof args === 'string') return isPatch(args) || textWrites(args);
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return false;
  const record = args as Record<string, unknown>;
  // A text editor's way to read.
  if (record['command'] === 'view') return false;
  let found = false;
  for (const key in record) {
    if (NOTE_KEYS.has(key)) return false;
    const value = record[key];
    if (found || typeof value === 'boolean' || value === null) continue;
    if (SHELL_KEYS.has(key)) found = (kindOf(commandIn(key, value, text)) & WRITES) !== 0;
    else if (key === 'code') found = typeof value === 'string' && CODE_WRITES.test(head(value));
    else found = PAYLOAD_KEYS.has(key) || (typeof value === 'string' && isPatch(value));
  }
  return found;
}

/** Whether a call only notes something down for the agent itself: a thought, a plan, a to-do list. */
export function isNote(args: unknown): boolean {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return false;
  for (const key in args) if (NOTE_KEYS.has(key)) return true;
  return false;
}

/**
 * Whether an argument, but the command of a shell, is a text of several lines or of more than 200
 * characters: such a call gives more than it asks.
 */
export function carriesPayload(args: unknown): boolean {
  leavesLeft = 64;
  return isPayload(args, 0);
}

const NOTE_KEYS = words('todos plan thought thoughts notes memory');
const SHELL_KEYS = words('command cmd commands script shell bash command_line commandLine');
const PAYLOAD_KEYS = words(
  'content contents new_string new_str old_string old_str newString oldString file_text new_text ' +
    'newText insert_text patch diff edits new_source new_content newContent file_content ' +
    'fileContent code_edit replacement replacements changes',
);

let leavesLeft = 0;

function isPayload(value: unknown, depth: number): boolean {
  if (typeof value === 'string') {
    const end = value.indexOf('\n');
    return value.length > 200 || (end >= 0 && end < value.trimEnd().length);
  }
  if (typeof value !== 'object' || value === null || depth > 3) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && leavesLeft > 0; i++) {
      leavesLeft -= 1;
      if (isPayload(value[i], depth + 1)) return true;
    }
    return false;
  }
  for (const key in value) {
    if ((leavesLeft -= 1) < 0) return false;
    if (depth === 0 && SHELL_KEYS.has(key)) continue;
    if (isPayload((value as Record<string, unknown>)[key], depth + 1)) return true;
  }
  return false;
}

/** The command of a shell: what the caller found, unless it is a list that is no `sh -c …`. */
function commandIn(key: string, value: unknown, text: string): string {
  if (typeof value === 'string') return key === 'command' || key === 'cmd' ? text : value;
  if (!Array.isArray(value)) return '';
  const isShell = value.length === 3 && /^-\w*c$/.test(String(value[1]));
  return isShell ? String(value[2]) : value.slice(0, 32).join(' ');
}

/** A bare text that is a command, or a question to a database. */
function textWrites(text: string): boolean {
  return SQL.test(text) ? SQL_WRITE.test(text) : (kindOf(text) & WRITES) !== 0;
}

const SQL =
  /^\s*(?:select|insert|update|delete|replace|with|create|alter|drop|truncate|show|describe|explain)\s/i;
const SQL_WRITE = /^\s*(?:insert|update|delete|replace|create|alter|drop|truncate)\s/i;

function isPatch(text: string): boolean {
  return text.startsWith('*** Begin Patch') || text.startsWith('diff --git ');
}

function head(text: string): string {
  return text.length > HEAD_CHARS ? text.slice(0, HEAD_CHARS) : text;
}

const HEAD_CHARS = 400;
let lastText = '';
let lastKind = 0;

/** The last text's answer is kept, for it is asked twice a call: what it checks, what it writes. */
function kindOf(text: string): number {
  const start = head(text);
  if (start !== lastText) {
    lastKind = readShell(start);
    lastText = start;
  }
  return lastKind;
}
