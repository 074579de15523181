import type { CallIds } from './call-ids.ts';
import { createCallIds } from './call-ids.ts';
import type { EventSink } from './content-blocks.ts';
import type { Resolve } from './inspect-attachments.ts';
import { isNamed, isRecord } from './json-record.ts';
import { fitName } from './run-name.ts';

/** A message as parsed: any field may be anything. */
export interface InspectMessage {
  readonly id?: unknown;
  readonly role?: unknown;
  readonly content?: unknown;
  readonly tool_calls?: unknown;
  readonly tool_call_id?: unknown;
  readonly error?: unknown;
}

interface ToolCall {
  readonly id?: unknown;
  readonly function?: unknown;
  readonly arguments?: unknown;
}

/**
 * What the sample asks: a text, or the messages that a conversation begins with.
 *
 * @returns Its texts, for the conversation repeats them.
 */
export function tellQuestion(
  input: unknown,
  resolve: Resolve,
  sink: EventSink,
): ReadonlySet<string> {
  const texts = new Set<string>();
  const asked: InspectMessage[] = Array.isArray(input)
    ? input.filter(isRecord)
    : [{ role: 'user', content: input }];
  for (const { role, content } of asked) {
    const text = resolve(content);
    if (role !== 'user' || text === '') continue;
    texts.add(text);
    sink.event({ type: 'user', text });
  }
  return texts;
}

/** @param question What was told already. */
export function readInspectMessages(
  messages: readonly InspectMessage[],
  question: ReadonlySet<string>,
  resolve: Resolve,
  sink: EventSink,
): void {
  const ids = createCallIds();
  messages.forEach((message, index) => {
    switch (message.role) {
      case 'assistant':
        sayAnswer(message, undefined, resolve, sink);
        callTools(message, `message-${index}`, undefined, ids, sink);
        break;
      case 'tool': {
        const output = resolve(message.content);
        const id = ids.answered(message.tool_call_id);
        sink.event({ type: 'result', id, ...resultOf(output, message.error) });
        break;
      }
      case 'user': {
        const text = resolve(message.content);
        if (text !== '' && !question.has(text)) sink.event({ type: 'user', text });
        break;
      }
      default:
    }
  });
}

/** What an assistant's message says: its thoughts, then its words. */
export function sayAnswer(
  { content }: InspectMessage,
  at: number | undefined,
  resolve: Resolve,
  sink: EventSink,
): void {
  const stamp = at === undefined ? undefined : { at };
  const blocks: unknown[] = Array.isArray(content) ? content : [];
  for (const block of blocks) {
    const { type, reasoning }: { readonly type?: unknown; readonly reasoning?: unknown } = isRecord(
      block,
    )
      ? block
      : {};
    const text = type === 'reasoning' ? resolve(reasoning) : '';
    if (text !== '') sink.event({ type: 'say', text, channel: 'thought', ...stamp });
  }
  const isWords = (block: unknown): boolean =>
    !isRecord(block) || !('type' in block) || block.type !== 'reasoning';
  const text = resolve(Array.isArray(content) ? content.filter(isWords) : content);
  if (text !== '') sink.event({ type: 'say', text, channel: 'answer', ...stamp });
}

/** @returns For each call its id as the host has it, and as it was told. */
export function callTools(
  { tool_calls: calls }: InspectMessage,
  round: string,
  at: number | undefined,
  ids: CallIds,
  sink: EventSink,
): (readonly [string, string])[] {
  const told: (readonly [string, string])[] = [];
  for (const call of Array.isArray(calls) ? calls.filter(isRecord) : []) {
    const { id, function: name, arguments: args }: ToolCall = call;
    const tool = fitName(name);
    if (tool === undefined) continue;
    const ours = ids.call(id);
    const stamp = at === undefined ? undefined : { at };
    sink.event({ type: 'call', id: ours, tool, args: args ?? null, round, ...stamp });
    if (isNamed(id)) told.push([id, ours]);
  }
  return told;
}

/** A tool that failed has an `error`; one that did not, none. */
export function resultOf(
  output: string,
  error: unknown,
): { readonly ok: boolean; readonly output: string } {
  if (!isRecord(error)) return { ok: true, output };
  const { message }: { readonly message?: unknown } = error;
  return { ok: false, output: output === '' && isNamed(message) ? message : output };
}
