import { parsedArguments } from './call-arguments.ts';
import { contentText } from './content-text.ts';
import type { EventSink } from './content-blocks.ts';
import { personsWords } from './injected-words.ts';
import { isNamed, isRecord } from './json-record.ts';
import { readItemResult, readOwnResult } from './response-result.ts';
import { fitName } from './run-name.ts';

/*
 * Items of OpenAI's Responses API: what a model says and calls, a record each. Codex keeps them in
 * its logs, OpenAI Agents in a run's history, there with names like `callId`.
 */

/** An item as parsed: any field may be anything. */
export interface Item {
  readonly type?: unknown;
  readonly role?: unknown;
  readonly content?: unknown;
  readonly summary?: unknown;
  readonly id?: unknown;
  readonly call_id?: unknown;
  readonly callId?: unknown;
  readonly name?: unknown;
  /** Codex: the server whose tool it is, set before the name. */
  readonly namespace?: unknown;
  readonly arguments?: unknown;
  readonly input?: unknown;
  readonly action?: unknown;
  readonly operation?: unknown;
  readonly queries?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly output?: unknown;
  readonly outputs?: unknown;
  readonly results?: unknown;
  readonly error?: unknown;
  readonly approve?: unknown;
}

/**
 * Which answer of the model an item belongs to, for the items do not say: what it says and calls
 * until something is told to it.
 */
export interface Turns {
  count: number;
  /** Whether the model is at it. */
  speaks: boolean;
  /** Calls without an id so far. */
  unnamed: number;
}

export function createTurns(): Turns {
  return { count: 0, speaks: false, unnamed: 0 };
}

/** Reads one item. What a system or developer says is no event; unknown types are passed over. */
export function readItem(item: Item, turns: Turns, sink: EventSink): void {
  const { type, role } = item;
  if (type === 'message' || (type === undefined && isNamed(role))) readMessage(item, turns, sink);
  else if (type === 'reasoning') readReasoning(item, turns, sink);
  else if (isCall(type)) readCall(item, turns, sink);
  else if (isResult(type)) {
    turns.speaks = false;
    readItemResult(item, sink);
  } else if (isNamed(type) && type.includes('compaction')) {
    sink.event({ type: 'note', text: 'Conversation compacted' });
  } else if (type === 'mcp_approval_response') {
    turns.speaks = false;
    const answer = item.approve === true ? 'approved' : 'refused';
    sink.event({ type: 'note', text: `a call of an MCP tool was ${answer}` });
  }
}

/** Whether only this API's items look so. */
export function isItem(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const { type, role, content, summary, name, id, call_id: callId, callId: camelId }: Item = record;
  if (type === undefined || type === 'message') {
    if (!isNamed(role)) return false;
    return (type === 'message' && role !== 'assistant') || hasOwnParts(content);
  }
  if (type === 'reasoning') return Array.isArray(summary) || Array.isArray(content);
  const isIdentified = [callId, camelId, id].some(isNamed);
  return (isCall(type) && (isIdentified || isNamed(name))) || (isResult(type) && isIdentified);
}

const OWN_PARTS: ReadonlySet<unknown> = new Set(['input_text', 'output_text', 'input_image']);

function hasOwnParts(content: unknown): boolean {
  if (!Array.isArray(content)) return false;
  return content.some((part: Item | null) => OWN_PARTS.has(part?.type));
}

/** Every kind of tool has a type of its own: `function_call`, `web_search_call`, … */
function isCall(type: unknown): type is string {
  return isNamed(type) && type.endsWith('_call');
}

/** `…_result` is how OpenAI Agents calls it. */
function isResult(type: unknown): boolean {
  return isNamed(type) && /_call_(?:output|result)$|^tool_search_output$/.test(type);
}

function readMessage(item: Item, turns: Turns, sink: EventSink): void {
  if (item.role === 'assistant') {
    beginTurn(turns);
    const text = contentText(withRefusals(item.content));
    if (text !== '') sink.event({ type: 'say', text, channel: 'answer' });
  } else if (item.role === 'user') {
    turns.speaks = false;
    const { said, notes } = personsWords(item.content);
    for (const text of notes) sink.event({ type: 'note', text });
    if (said !== '') sink.event({ type: 'user', text: said });
  }
}

/** What a model thought is encrypted mostly, and summarised sometimes. */
function readReasoning(item: Item, turns: Turns, sink: EventSink): void {
  beginTurn(turns);
  const text = contentText(item.content) || contentText(item.summary);
  if (text !== '') sink.event({ type: 'say', text, channel: 'thought' });
}

function readCall(item: Item, turns: Turns, sink: EventSink): void {
  const round = beginTurn(turns);
  const type = String(item.type);
  const id = fitName([item.call_id, item.callId, item.id].find(isNamed));
  const server = isNamed(item.namespace) ? item.namespace : '';
  const tool = fitName(isNamed(item.name) ? server + item.name : type.replace(/_call$/, ''));
  // Codex gives a search on the web no id, and needs none: its result is within.
  const known = id ?? (HOSTED.has(type) ? `call-${++turns.unnamed}` : undefined);
  if (known === undefined || tool === undefined) {
    sink.problem('a tool call without id or name: left out');
    return;
  }
  sink.event({ type: 'call', id: known, tool, args: argumentsOf(item), round });
  if (HOSTED.has(type)) readOwnResult(item, known, sink);
}

/** Tools that run at the model's host, whose items hold the result, too. */
const HOSTED: ReadonlySet<string> = new Set([
  'mcp_call',
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'hosted_tool_call',
]);

function argumentsOf(item: Item): unknown {
  const { action, operation, queries, code } = item;
  const given = item.arguments ?? item.input;
  if (given !== undefined && given !== null) return parsedArguments(given);
  if (isRecord(action) && 'commands' in action && Array.isArray(action.commands)) {
    return { command: action.commands.filter(isNamed).join('\n') };
  }
  if (action !== undefined && action !== null) return action;
  if (operation !== undefined && operation !== null) return operation;
  if (Array.isArray(queries)) return { queries };
  return isNamed(code) ? { code } : null;
}

function withRefusals(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content.map((part: { readonly refusal?: unknown } | null) => part?.refusal ?? part);
}

/** The name of the round that the model is in. */
export function beginTurn(turns: Turns): string {
  if (!turns.speaks) turns.count++;
  turns.speaks = true;
  return `turn-${turns.count}`;
}
