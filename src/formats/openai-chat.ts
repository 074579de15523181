import { parsedArguments } from './call-arguments.ts';
import { createCallIds, type CallIds } from './call-ids.ts';
import type { EventSink } from './content-blocks.ts';
import { contentText } from './content-text.ts';
import { isNamed, isRecord } from './json-record.ts';
import { fitName } from './run-name.ts';

/**
 * Reads messages of OpenAI's Chat Completions, as many providers speak them. They tell no times,
 * and not whether a tool worked: `ok` is left to the engine, which judges by the text. What a
 * system or developer says is no event.
 */
export function readOpenaiChat(messages: readonly object[], sink: EventSink): void {
  const ids = createCallIds();
  let unknownCount = 0;
  messages.forEach((message: Message, index) => {
    switch (message.role) {
      case 'user':
        readUser(message, sink);
        break;
      case 'assistant':
        readAssistant(message, `message-${index}`, ids, sink);
        break;
      case 'tool':
      case 'function':
        readResult(message, ids, sink);
        break;
      case 'system':
      case 'developer':
        break;
      default:
        unknownCount++;
    }
  });
  if (unknownCount > 0) sink.problem(`${unknownCount} messages of an unknown role: left out`);
}

const ROLES_OF_ITS_OWN: ReadonlySet<unknown> = new Set(['system', 'developer', 'tool', 'function']);

/** Whether only this provider's messages look so. */
export function isOpenaiMessage(message: Message): boolean {
  return (
    ROLES_OF_ITS_OWN.has(message.role) ||
    message.tool_calls !== undefined ||
    message.function_call !== undefined
  );
}

/** A message as parsed: any field may be anything. */
interface Message {
  readonly role?: unknown;
  readonly name?: unknown;
  readonly content?: unknown;
  readonly refusal?: unknown;
  /** The model's thinking, as DeepSeek, vLLM and others give it; OpenRouter calls it `reasoning`. */
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly tool_calls?: unknown;
  /** A call in its form before 2024. */
  readonly function_call?: unknown;
  readonly tool_call_id?: unknown;
}

interface ToolCall {
  readonly id?: unknown;
  readonly function?: unknown;
  readonly custom?: unknown;
}

interface CalledFunction {
  readonly name?: unknown;
  readonly arguments?: unknown;
  readonly input?: unknown;
}

function readUser(message: Message, sink: EventSink): void {
  const text = contentText(message.content);
  if (text !== '') sink.event({ type: 'user', text });
}

function readAssistant(message: Message, round: string, ids: CallIds, sink: EventSink): void {
  // In a team each agent speaks as an assistant, under its name.
  const name = fitName(message.name);
  const by = name === undefined ? undefined : { by: name };
  const thought = [message.reasoning_content, message.reasoning].find(isNamed);
  if (thought !== undefined) sink.event({ type: 'say', text: thought, channel: 'thought', ...by });
  for (const text of [answerOf(message.content), message.refusal]) {
    if (isNamed(text)) sink.event({ type: 'say', text, channel: 'answer', ...by });
  }
  const calls: unknown[] = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  for (const call of calls) readCall(call, round, by, ids, sink);
  if (isRecord(message.function_call)) {
    readCall({ function: message.function_call }, round, by, ids, sink);
  }
}

function readCall(
  call: unknown,
  round: string,
  by: { readonly by: string } | undefined,
  ids: CallIds,
  sink: EventSink,
): void {
  const { id, function: asFunction, custom }: ToolCall = isRecord(call) ? call : {};
  const called = asFunction ?? custom;
  const { name, arguments: args, input }: CalledFunction = isRecord(called) ? called : {};
  const tool = fitName(name);
  if (tool === undefined) {
    sink.problem('a tool call without a name: left out');
    return;
  }
  const parsed = parsedArguments(args ?? input);
  sink.event({ type: 'call', id: ids.call(id), tool, args: parsed, round, ...by });
}

function readResult(message: Message, ids: CallIds, sink: EventSink): void {
  const id = ids.answered(message.tool_call_id);
  sink.event({ type: 'result', id, output: contentText(message.content) });
}

/** Content with its refusals, which are parts of a type of their own. */
function answerOf(content: unknown): string {
  if (!Array.isArray(content)) return contentText(content);
  return contentText(content.map((part: unknown) => refusalOf(part) ?? part));
}

function refusalOf(part: unknown): unknown {
  const { refusal }: { readonly refusal?: unknown } = isRecord(part) ? part : {};
  return refusal;
}
