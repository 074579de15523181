import type { AgentEvent } from '../engine/input/event.ts';
import { TEXT_CHARS_MAX } from '../engine/input/limits.ts';
import type { AgUiEvent } from './ag-ui-event.ts';
import { isNamed } from './json-record.ts';
import { fitName } from './run-name.ts';

/** A text or a call that comes in pieces. */
export interface Streamed {
  readonly kind: 'answer' | 'thought' | 'user' | 'other' | 'call';
  readonly id: string;
  readonly tool: string;
  readonly round: string | undefined;
  text: string;
}

/** The texts and calls that have begun and not ended, oldest first. */
export interface Pieces {
  /** Takes an event that is a piece; gives what it shows to be at its end. */
  add(type: string, event: AgUiEvent): readonly Streamed[];
  /** Ends a call whose result is there, whether its end came or not. */
  endCall(id: string): readonly Streamed[];
  endAll(): readonly Streamed[];
}

/** Beyond so many at once, the oldest ends as it stands. */
const PIECES_MAX = 256;

export function createPieces(): Pieces {
  const begun = new Map<string, Streamed>();
  /** What chunks go on with: they begin and end without saying so. */
  let chunked: string | undefined;

  function end(key: string | undefined): readonly Streamed[] {
    const streamed = key === undefined ? undefined : begun.get(key);
    if (streamed === undefined) return [];
    begun.delete(key!);
    if (key === chunked) chunked = undefined;
    return [streamed];
  }
  return {
    add(type, event) {
      const match = PIECE.exec(type);
      if (match === null) return end(chunked);
      const [, subject = '', part] = match;
      const named = fitName(subject === 'TOOL_CALL' ? event.toolCallId : event.messageId);
      const isOfChunks = part === 'CHUNK' && named === undefined && chunked !== undefined;
      // Older servers stream one thought at a time, without an id.
      const key = isOfChunks ? chunked! : keyOf(subject, named ?? '');
      const ended = key === chunked ? [] : [...end(chunked)];
      if (part === 'END') return [...ended, ...end(key)];
      const streamed = begun.get(key) ?? begin(subject, named ?? subject, event);
      begun.set(key, streamed);
      if (part === 'CHUNK') chunked = key;
      // More than the engine takes of one text is of no use.
      if (isNamed(event.delta) && streamed.text.length + event.delta.length <= TEXT_CHARS_MAX) {
        streamed.text += event.delta;
      }
      if (begun.size > PIECES_MAX) ended.push(...end(begun.keys().next().value));
      return ended;
    },
    endCall: (id) => [...end(chunked), ...end(keyOf('TOOL_CALL', id))],
    endAll() {
      const ended = [...begun.values()];
      begun.clear();
      chunked = undefined;
      return ended;
    },
  };
}

/** What is told of it once it has ended. */
export function toldBy({ kind, id, tool, round, text }: Streamed): AgentEvent | undefined {
  if (kind === 'call') {
    const args = parsedArguments(text);
    return { type: 'call', id, tool, args, ...(round !== undefined && { round }) };
  }
  if (text === '' || kind === 'other') return undefined;
  if (kind === 'user') return { type: 'user', text };
  return { type: 'say', text, channel: kind };
}

/** Pieces of JSON make JSON, unless the stream broke off: then they stay the text they are. */
export function parsedArguments(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What comes in pieces, and which piece it is; thoughts have had several names. */
const PIECE =
  /^(TOOL_CALL|TEXT_MESSAGE|REASONING_MESSAGE|THINKING_TEXT_MESSAGE)_(START|CONTENT|ARGS|END|CHUNK)$/;

function begin(subject: string, id: string, event: AgUiEvent): Streamed {
  const round = fitName(event.parentMessageId);
  const tool = fitName(event.toolCallName) ?? 'tool';
  return { kind: kindOf(subject, event.role), id, tool, round, text: '' };
}

function kindOf(subject: string, role: unknown): Streamed['kind'] {
  if (subject === 'TOOL_CALL') return 'call';
  if (subject !== 'TEXT_MESSAGE') return 'thought';
  if (role === 'user') return 'user';
  return role === undefined || role === 'assistant' ? 'answer' : 'other';
}

/** Ids of messages, thoughts and calls may be the same. */
function keyOf(subject: string, id: string): string {
  return `${subject} ${id}`;
}
