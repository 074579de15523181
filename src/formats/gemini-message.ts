import type { AgentEvent, UsageEvent } from '../engine/input/event.ts';
import { contentText } from './content-text.ts';
import { isCount, isNamed, isRecord, sumOfCounts } from './json-record.ts';
import { timeOf } from './named-run.ts';
import { fitName } from './run-name.ts';

/** A message of a Gemini CLI chat as parsed: any field may be anything. */
export interface GeminiMessage {
  readonly id?: unknown;
  readonly timestamp?: unknown;
  readonly type?: unknown;
  readonly content?: unknown;
  /** What a person typed, where `content` holds files' texts besides. */
  readonly displayContent?: unknown;
  readonly model?: unknown;
  readonly thoughts?: unknown;
  readonly toolCalls?: unknown;
  readonly tokens?: unknown;
}

/** An event, at a time if one is told. */
export interface TimedEvent {
  readonly event: AgentEvent;
  readonly at: number | undefined;
}

/** What a message tells, in the order in which it happened. */
export function readGeminiMessage(message: GeminiMessage, id: string): TimedEvent[] {
  const at = timeOf(message.timestamp);
  const shown = contentText(partsOf(message.displayContent));
  const text = shown || contentText(partsOf(message.content));
  switch (message.type) {
    case 'user':
      return text === '' || HOSTS_WORDS.test(text) ? [] : [{ event: { type: 'user', text }, at }];
    case 'gemini':
      return readAnswer(message, text, id, at);
    case 'info':
    case 'warning':
    case 'error':
      return text === '' ? [] : [{ event: { type: 'note', text }, at }];
    default:
      return [];
  }
}

/** What Gemini CLI tells the model in a person's place before the first words. */
const HOSTS_WORDS = /^\s{0,8}(?:<session_context>|This is the Gemini CLI\. We are setting up)/;

interface Thought {
  readonly subject?: unknown;
  readonly description?: unknown;
  readonly timestamp?: unknown;
}

interface ToolCall {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly args?: unknown;
  readonly result?: unknown;
  readonly resultDisplay?: unknown;
  readonly status?: unknown;
  readonly timestamp?: unknown;
}

/** Thoughts come before the message's time, results after it: each has a time of its own. */
function readAnswer(
  message: GeminiMessage,
  text: string,
  id: string,
  at: number | undefined,
): TimedEvent[] {
  const thoughts = recordsIn(message.thoughts).flatMap((thought: Thought): TimedEvent[] => {
    const { subject, description, timestamp } = thought;
    const words = [subject, description].filter(isNamed).join(': ');
    if (words === '') return [];
    return [{ event: { type: 'say', text: words, channel: 'thought' }, at: timeOf(timestamp) }];
  });
  const answer: TimedEvent[] =
    text === '' ? [] : [{ event: { type: 'say', text, channel: 'answer' }, at }];
  const usage = usageOf(message.tokens);
  const spent: TimedEvent[] = usage === undefined ? [] : [{ event: usage, at }];
  const calls: readonly ToolCall[] = recordsIn(message.toolCalls);
  const ids = calls.map((call, index) => fitName(call.id) ?? `${id}-${index + 1}`);
  const begun = calls.map((call, index): TimedEvent => {
    const tool = fitName(call.name) ?? 'unnamed tool';
    return {
      event: { type: 'call', id: ids[index]!, tool, args: call.args ?? null, round: id },
      at,
    };
  });
  const ended = calls.flatMap((call, index) => readResult(call, ids[index]!));
  return [...thoughts, ...answer, ...spent, ...begun, ...inOrder(ended)];
}

/** Parallel calls end in an order of their own. */
function inOrder(results: TimedEvent[]): TimedEvent[] {
  if (results.some(({ at }) => at === undefined)) return results;
  return results.toSorted((a, b) => a.at! - b.at!);
}

/** None for a call that was still under way, or waited for a person's leave. */
function readResult(call: ToolCall, id: string): TimedEvent[] {
  const { status, result, resultDisplay } = call;
  if (status !== 'success' && status !== 'error' && status !== 'cancelled') return [];
  const output = outputOf(result) ?? (isNamed(resultDisplay) ? resultDisplay : undefined);
  const exitCode = typeof output === 'string' ? exitCodeIn(output) : undefined;
  // To the shell's tool a command that failed is one that it ran well.
  const ok = status === 'success' && (exitCode ?? 0) === 0;
  const told = {
    ...(output !== undefined && { output }),
    ...(exitCode !== undefined && { exitCode }),
  };
  return [{ event: { type: 'result', id, ok, ...told }, at: timeOf(call.timestamp) }];
}

/** Parts of Gemini's API: what the tool answered stands in one or more of them. */
function outputOf(result: unknown): unknown {
  if (typeof result === 'string') return result;
  const parts = (Array.isArray(result) ? result : [result]).filter(isRecord);
  if (parts.length === 0) return undefined;
  const answers = parts.map((part: Part) => {
    const { response }: { readonly response?: unknown } = isRecord(part.functionResponse)
      ? part.functionResponse
      : {};
    if (!isRecord(response)) return textOf(part);
    const { output, error }: { readonly output?: unknown; readonly error?: unknown } = response;
    return output ?? error ?? response;
  });
  if (answers.length === 1) return answers[0];
  return answers.every((answer) => typeof answer === 'string') ? answers.join('\n') : answers;
}

/** The shell's tool tells it in its last lines, below the output. */
function exitCodeIn(output: string): number | undefined {
  const tail = output.slice(-TAIL_CHARS);
  const digits = [...tail.matchAll(/^Exit Code: (\d{1,9})$/gm)].at(-1)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const TAIL_CHARS = 400;

interface Part {
  readonly text?: unknown;
  readonly inlineData?: unknown;
  readonly functionResponse?: unknown;
}

/** Parts as blocks that have a text; a picture is "[image]". */
function partsOf(content: unknown): unknown {
  if (typeof content === 'string') return content;
  return (Array.isArray(content) ? content : [content]).map(textOf);
}

function textOf(part: unknown): string {
  if (typeof part === 'string') return part;
  const { text, inlineData }: Part = isRecord(part) ? part : {};
  if (isNamed(text)) return text;
  return isRecord(inlineData) ? '[image]' : '';
}

interface Tokens {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly thoughts?: unknown;
  readonly tool?: unknown;
}

/** What is read from the cache is part of the input; thoughts are told beside the output. */
function usageOf(tokens: unknown): UsageEvent | undefined {
  const { input, tool, output, thoughts }: Tokens = isRecord(tokens) ? tokens : {};
  const inputTokens = isCount(input) ? sumOfCounts([input, tool]) : undefined;
  const outputTokens = isCount(output) ? sumOfCounts([output, thoughts]) : undefined;
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    type: 'usage',
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
  };
}

function recordsIn(list: unknown): readonly object[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
