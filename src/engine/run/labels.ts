import { LABEL_CHARS } from '../memory/layout.ts';
import { redact } from './redact.ts';
import { commandOf } from './program.ts';

/**
 * Short texts for evidence, without secrets, kept as character codes in a slab of their own: fixed in size, and no
 * string of ours keeps a long argument alive (a slice of a string holds on to all of it).
 */
export function writeLabel(labels: Uint16Array, slot: number, text: string): void {
  const at = slot * LABEL_CHARS;
  const safe = redact(text.length > SEEN_CHARS ? text.slice(0, SEEN_CHARS) : text);
  const length = Math.min(safe.length, LABEL_CHARS);
  let written = 0;
  for (let i = 0; i < length; i++) {
    const c = safe.charCodeAt(i);
    if (c === 10 || c === 13) break;
    labels[at + written++] = c;
  }
  if (written < LABEL_CHARS) labels[at + written] = 0;
  else if (safe.length > LABEL_CHARS) labels[at + LABEL_CHARS - 1] = ELLIPSIS;
}

export function copyLabel(labels: Uint16Array, from: number, to: number): void {
  labels.copyWithin(to * LABEL_CHARS, from * LABEL_CHARS, (from + 1) * LABEL_CHARS);
}

export function readLabel(labels: Uint16Array, slot: number): string {
  const at = slot * LABEL_CHARS;
  let end = at;
  while (end < at + LABEL_CHARS && labels[end] !== 0) end += 1;
  return String.fromCharCode(...labels.subarray(at, end)).toWellFormed();
}

/**
 * What a call is called in evidence: a command as it is, else the tool and its first text.
 *
 * @param args The call's arguments, any JSON.
 */
export function labelOf(tool: string, args: unknown): string {
  if (typeof args === 'string') return args.length > 0 ? `${tool} ${clip(args)}` : tool;
  if (typeof args !== 'object' || args === null) return tool;
  const record = args as Record<string, unknown>;
  const command = commandOf(args);
  const path = record['path'];
  if (command !== undefined) {
    return clip((typeof path === 'string' ? `${command} ${path}` : command).trimStart());
  }
  for (const key in record) {
    const value = record[key];
    if (typeof value === 'string' && value.length > 0) return `${tool} ${clip(value)}`;
    if (typeof value === 'number') return `${tool} ${value}`;
  }
  return tool;
}

/** A secret that begins within a label is known by what follows it. */
const SEEN_CHARS = 2 * LABEL_CHARS;
/** Longer than a label, so that what an act does is seen behind a long `cd`. */
const TEXT_CHARS = 400;

function clip(text: string): string {
  return text.length > TEXT_CHARS ? text.slice(0, TEXT_CHARS) : text;
}

const ELLIPSIS = 0x2026;
