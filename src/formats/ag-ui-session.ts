import type { AgentEvent } from '../engine/input/event.ts';
import type { AgUiEvent } from './ag-ui-event.ts';
import { createPieces, parsedArguments, toldBy, type Streamed } from './ag-ui-pieces.ts';
import { contentText } from './content-text.ts';
import type { ReadItem } from './format.ts';
import { isNamed, isRecord } from './json-record.ts';
import { hear, longestSilent } from './open-runs.ts';
import { fileRun, fitName } from './run-name.ts';

/** A recording of AG-UI events while it is read. */
export interface AgUiSession {
  add(event: AgUiEvent, line: number | undefined, items: ReadItem[]): void;
  /** Tells what never ended, and closes. */
  end(items: ReadItem[]): void;
}

/** Messages and calls known by their ids, for snapshots repeat them all. */
const KNOWN_MAX = 8192;

/** The event that is read, and where. */
interface Here {
  readonly event: AgUiEvent;
  readonly line: number | undefined;
  readonly items: ReadItem[];
}

/**
 * A thread is a run of ours: one session, of several turns. Only the event that starts a turn names
 * it, so the events after it are its own until another starts.
 */
export function createAgUiSession(path: string): AgUiSession {
  const pieces = createPieces();
  const known = new Map<string, true>();
  const open = new Map<string, true>();
  let run = fileRun(path);
  let told = false;

  function tell(event: AgentEvent, here: Here): void {
    const { items } = here;
    const place = placeOf(here);
    if (!open.has(run)) {
      const crowded = longestSilent(open);
      if (crowded !== undefined) close(crowded, items);
      items.push({ kind: 'open', run: { agent: 'ag-ui', run, recorded: true }, ...place });
    }
    hear(open, run, true);
    told = true;
    const at = timeOf(here.event);
    const stamped = at === undefined ? event : { ...event, at };
    items.push({ kind: 'event', run, event: stamped, ...place });
  }
  function close(name: string, items: ReadItem[]): void {
    open.delete(name);
    items.push({ kind: 'close', run: name });
  }
  function tellStreamed(ended: readonly Streamed[], here: Here): void {
    for (const streamed of ended) {
      note(`${streamed.kind === 'call' ? 'call' : 'message'} ${streamed.id}`);
      if (streamed.kind === 'answer') note(wordsKey(streamed.text));
      const event = toldBy(streamed);
      if (event !== undefined) tell(event, here);
    }
  }
  /** Whether it is new. */
  function note(key: string): boolean {
    const isNew = !known.has(key);
    hear(known, key, true);
    if (known.size > KNOWN_MAX) known.delete(known.keys().next().value!);
    return isNew;
  }

  function tellResult(here: Here): void {
    const { toolCallId, content, error } = here.event;
    const id = fitName(toolCallId);
    if (id === undefined) {
      const message = 'a tool result without the id of its call: left out';
      here.items.push({ kind: 'problem', message, ...placeOf(here) });
      return;
    }
    tellStreamed(pieces.endCall(id), here);
    if (!note(`result ${id}`)) return;
    // The one field for a failure that a tool's message has; most servers send none.
    const failed = isNamed(error);
    const output = contentText(content) || content || (failed ? error : '');
    tell({ type: 'result', id, ...(failed && { ok: false }), output }, here);
  }
  /** Of a history, what was not streamed: earlier turns, and all of servers that stream nothing. */
  function readHistory(messages: unknown, here: Here): void {
    if (!Array.isArray(messages)) return;
    for (const message of messages.filter(isRecord)) readMessage(message, here);
  }
  function readMessage(message: Message, here: Here): void {
    const { id, role, content, toolCalls, toolCallId, error } = message;
    if (role === 'tool') {
      const ofMessage: AgUiEvent = { ...here.event, toolCallId, content, error };
      tellResult({ ...here, event: ofMessage });
      return;
    }
    const text = contentText(content);
    const isNew = note(isNamed(id) ? `message ${id}` : wordsKey(text));
    if (role === 'user' && isNew && text !== '') tell({ type: 'user', text }, here);
    if (role !== 'assistant') return;
    // Some servers give a message another id in its history than in its stream.
    if (text !== '' && note(wordsKey(text)) && isNew) {
      tell({ type: 'say', text, channel: 'answer' }, here);
    }
    for (const call of Array.isArray(toolCalls) ? toolCalls.filter(isRecord) : []) {
      readCall(call, fitName(id), here);
    }
  }
  function readCall(call: ToolCall, round: string | undefined, here: Here): void {
    const id = fitName(call.id);
    const { name, arguments: args }: CalledFunction = isRecord(call.function) ? call.function : {};
    const tool = fitName(name);
    if (id === undefined || tool === undefined) return;
    tellStreamed(pieces.endCall(id), here);
    if (!note(`call ${id}`)) return;
    const parsed = typeof args === 'string' ? parsedArguments(args) : (args ?? null);
    tell({ type: 'call', id, tool, args: parsed, ...(round !== undefined && { round }) }, here);
  }

  return {
    add(event, line, items) {
      const here = { event, line, items };
      switch (event.type) {
        case 'RUN_STARTED':
          tellStreamed(pieces.endAll(), here);
          run = fitName([event.threadId, event.runId].find(isNamed)) ?? run;
          readHistory(isRecord(event.input) ? messagesOf(event.input) : undefined, here);
          break;
        case 'RUN_FINISHED':
          tellStreamed(pieces.endAll(), here);
          if (isInterrupt(event.outcome)) tell({ type: 'note', text: INTERRUPTED }, here);
          break;
        case 'RUN_ERROR': {
          tellStreamed(pieces.endAll(), here);
          const reason = [event.message, event.code].filter(isNamed).join(' · ');
          tell({ type: 'note', text: `the run broke off: ${reason || 'no reason given'}` }, here);
          break;
        }
        case 'MESSAGES_SNAPSHOT':
          readHistory(messagesOf(event), here);
          break;
        case 'TOOL_CALL_RESULT':
          tellResult(here);
          break;
        default:
          if (isNamed(event.type)) tellStreamed(pieces.add(event.type, event), here);
      }
    },
    end(items) {
      tellStreamed(pieces.endAll(), { event: {}, line: undefined, items });
      for (const name of open.keys()) close(name, items);
      if (told) return;
      items.push({ kind: 'problem', message: 'nothing was said or done in these events' });
    },
  };
}

const INTERRUPTED = 'the run stopped to ask a person';

/** A message of a history as parsed. */
interface Message {
  readonly id?: unknown;
  readonly role?: unknown;
  readonly content?: unknown;
  readonly toolCalls?: unknown;
  readonly toolCallId?: unknown;
  readonly error?: unknown;
}

interface ToolCall {
  readonly id?: unknown;
  readonly function?: unknown;
}

interface CalledFunction {
  readonly name?: unknown;
  readonly arguments?: unknown;
}

function messagesOf({ messages }: { readonly messages?: unknown }): unknown {
  return messages;
}

function isInterrupt(outcome: unknown): boolean {
  const { type }: AgUiEvent = isRecord(outcome) ? outcome : { type: outcome };
  return type === 'interrupt';
}

/** Long texts are known again by their beginning and length. */
function wordsKey(text: string): string {
  return `words ${text.length} ${text.slice(0, 200)}`;
}

function placeOf({ line }: Here): { readonly line?: number } {
  return line === undefined ? {} : { line };
}

function timeOf({ timestamp }: AgUiEvent): number | undefined {
  const isTime = typeof timestamp === 'number' && Number.isSafeInteger(Math.round(timestamp));
  return isTime ? timestamp : undefined;
}
