import { blockText } from './content-text.ts';
import { parsedText } from './genai-span.ts';
import { isNamed, isRecord } from './json-record.ts';
import type { Span } from './otlp-span.ts';
import { fitName } from './run-name.ts';

/** A message to or from a model, whichever convention tells it. */
export interface Message {
  readonly role: string;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly kind: 'text' | 'thought'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly tool: string;
      readonly args: unknown;
    }
  | { readonly kind: 'result'; readonly id: string; readonly output: unknown };

/** What a model was told, all that came before included, and what it answered. */
export interface Exchange {
  readonly input: readonly Message[];
  readonly output: readonly Message[];
}

/**
 * The messages of a span, where recording them was opted in. What has no id gets one by its place
 * among those without: each later span repeats the history, so the place stays the same.
 */
export function exchangeOf(span: Span): Exchange {
  const unnamed = { calls: 0, results: 0 };
  const input = inputOf(span).map((message) => readMessage(message, 'user', unnamed));
  const output = outputOf(span).map((message) => readMessage(message, 'assistant', unnamed));
  return { input, output };
}

/** A message as parsed or put together: any field may be anything. */
interface RawMessage {
  readonly message?: unknown;
  readonly role?: unknown;
  readonly parts?: unknown;
  readonly content?: unknown;
  readonly contents?: unknown;
  readonly tool_calls?: unknown;
  readonly tool_call_id?: unknown;
}

/** A part, block or tool call, with the names that conventions have for the same thing. */
interface RawPart {
  readonly type?: unknown;
  readonly message_content?: unknown;
  readonly tool_call?: unknown;
  readonly function?: unknown;
  readonly content?: unknown;
  readonly text?: unknown;
  readonly thinking?: unknown;
  readonly id?: unknown;
  readonly toolCallId?: unknown;
  readonly tool_use_id?: unknown;
  readonly name?: unknown;
  readonly toolName?: unknown;
  readonly arguments?: unknown;
  readonly input?: unknown;
  readonly args?: unknown;
  readonly result?: unknown;
  readonly response?: unknown;
  readonly output?: unknown;
}

interface Unnamed {
  calls: number;
  results: number;
}

function inputOf({ attributes }: Span): readonly unknown[] {
  for (const name of ['gen_ai.input.messages', 'gen_ai.prompt', 'ai.prompt.messages']) {
    const messages = listOf(attributes.get(name));
    if (messages !== undefined) return messages;
  }
  const flat = unflatten(attributes, 'llm.input_messages.');
  return flat.length > 0 ? flat : unflatten(attributes, 'gen_ai.prompt.');
}

function outputOf({ attributes }: Span): readonly unknown[] {
  for (const name of ['gen_ai.output.messages', 'gen_ai.completion']) {
    const messages = listOf(attributes.get(name));
    if (messages !== undefined) return messages;
  }
  const text = attributes.get('ai.response.text');
  const calls = parsedText(attributes.get('ai.response.toolCalls'));
  if (text !== undefined || calls !== undefined) return [{ content: text, tool_calls: calls }];
  const flat = unflatten(attributes, 'llm.output_messages.');
  return flat.length > 0 ? flat : unflatten(attributes, 'gen_ai.completion.');
}

/** A list of messages, structured or as JSON; a text alone is one message. */
function listOf(value: unknown): readonly unknown[] | undefined {
  const parsed = parsedText(value);
  if (isNamed(parsed)) return [{ content: parsed }];
  if (Array.isArray(parsed)) return parsed;
  return isRecord(parsed) ? [parsed] : undefined;
}

/**
 * Puts together what is spread over keys with indexes: `llm.input_messages.0.message.role`. A level
 * whose keys are all numbers becomes a list, in their order.
 */
function unflatten(attributes: Span['attributes'], prefix: string): readonly unknown[] {
  const root: Level = new Map();
  for (const [key, value] of attributes) {
    if (!key.startsWith(prefix)) continue;
    const path = key.slice(prefix.length).split('.', LEVELS_MAX);
    let level = root;
    for (const step of path.slice(0, -1)) {
      const next = level.get(step);
      if (next instanceof Map) {
        level = next;
        continue;
      }
      const created: Level = new Map();
      level.set(step, created);
      level = created;
    }
    level.set(path.at(-1)!, value);
  }
  const built = assemble(root);
  return Array.isArray(built) ? built : [];
}

type Level = Map<string, unknown>;

const LEVELS_MAX = 16;

function assemble(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...(value as Level)].map(([key, inner]): [string, unknown] => [
    key,
    assemble(inner),
  ]);
  if (!entries.every(([key]) => /^\d+$/.test(key))) return Object.fromEntries(entries);
  return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => inner);
}

function readMessage(value: unknown, fallback: string, unnamed: Unnamed): Message {
  const outer: RawMessage = isRecord(value) ? value : { content: value };
  const raw: RawMessage = isRecord(outer.message) ? outer.message : outer;
  const role = isNamed(raw.role) ? raw.role : fallback;
  const parts: Part[] = [];
  for (const part of [...rawParts(raw.parts), ...rawParts(raw.contents)]) {
    readPart(part, parts, unnamed);
  }
  if (role === 'tool' && parts.every(({ kind }) => kind === 'text')) {
    const output = rawParts(raw.content).map(textOf).join('\n') || parts.map(textOf).join('\n');
    parts.splice(0, parts.length, {
      kind: 'result',
      id: resultId(raw.tool_call_id, unnamed),
      output,
    });
    return { role, parts };
  }
  for (const part of rawParts(raw.content)) readPart(part, parts, unnamed);
  for (const call of rawParts(raw.tool_calls)) readCall(call, parts, unnamed);
  return { role, parts };
}

/** A text, or the parts of a list that may be JSON in a text. */
function rawParts(value: unknown): readonly unknown[] {
  const parsed = parsedText(value);
  if (Array.isArray(parsed) && parsed.every((each) => isRecord(each) && 'type' in each)) {
    return parsed;
  }
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function readPart(value: unknown, parts: Part[], unnamed: Unnamed): void {
  const outer: RawPart = isRecord(value) ? value : {};
  const raw: RawPart = isRecord(outer.message_content) ? outer.message_content : outer;
  const type = isNamed(raw.type) ? raw.type.replaceAll('-', '_') : 'text';
  switch (type) {
    case 'tool_call':
    case 'tool_use':
      readCall(raw, parts, unnamed);
      break;
    case 'tool_call_response':
    case 'tool_result': {
      const output = [raw.result, raw.response, raw.output, raw.content].find(isTold);
      const id = resultId(raw.id ?? raw.toolCallId ?? raw.tool_use_id, unnamed);
      parts.push({ kind: 'result', id, output });
      break;
    }
    default: {
      const text = textOf(value);
      const kind = type === 'reasoning' || type === 'thinking' ? 'thought' : 'text';
      if (text !== '') parts.push({ kind, text });
    }
  }
}

function readCall(value: unknown, parts: Part[], unnamed: Unnamed): void {
  const outer: RawPart = isRecord(value) ? value : {};
  const raw: RawPart = isRecord(outer.tool_call) ? outer.tool_call : outer;
  const called: RawPart = isRecord(raw.function) ? raw.function : raw;
  const tool = fitName(called.name ?? called.toolName);
  if (tool === undefined) return;
  const args = [called.arguments, called.input, called.args].find(isTold);
  const id = fitName(raw.id ?? raw.toolCallId) ?? `call-${unnamed.calls++}`;
  parts.push({ kind: 'call', id, tool, args: parsedText(args) ?? null });
}

function resultId(id: unknown, unnamed: Unnamed): string {
  return fitName(id) ?? `call-${unnamed.results++}`;
}

function textOf(value: unknown): string {
  if (!isRecord(value)) return typeof value === 'string' ? value : '';
  const outer: RawPart = value;
  const raw: RawPart = isRecord(outer.message_content) ? outer.message_content : outer;
  return [raw.content, raw.text, raw.thinking].find(isNamed) ?? blockText(raw);
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== null;
}
