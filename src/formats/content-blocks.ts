import type { AgentEvent, ResultEvent, UsageEvent } from '../engine/input/event.ts';
import { blockText, contentText } from './content-text.ts';
import { isCount, isNamed, isRecord, sumOfCounts } from './json-record.ts';
import { fitName } from './run-name.ts';

/** Where the events of a message go. */
export interface EventSink {
  event(event: AgentEvent): void;
  /** What was left out, and why. */
  problem(message: string): void;
}

/** What is known about a message's tool results beside their content. */
export interface ResultContext {
  /** Whether a result without `is_error` worked; `undefined` where the host may not say. */
  readonly okUnlessTold: boolean | undefined;
  readonly exitCode?: number | undefined;
}

/**
 * What an assistant's message says and calls, in Anthropic's content blocks. Results of tools that
 * ran on the server stand among them.
 *
 * @param round The model turn: calls of one message run in parallel.
 */
export function readAssistantContent(
  content: unknown,
  round: string | undefined,
  sink: EventSink,
): void {
  if (typeof content === 'string') {
    say(content, 'answer', sink);
    return;
  }
  for (const block of blocksOf(content)) {
    if (block.type === 'text') say(block.text, 'answer', sink);
    else if (block.type === 'thinking') say(block.thinking, 'thought', sink);
    else if (isTyped(block, 'tool_use')) readCall(block, round, sink);
    // Of a server's tool an error has a type of its own, so silence means that it worked.
    else if (isTyped(block, 'tool_result')) readResult(block, { okUnlessTold: true }, sink);
  }
}

/**
 * What a user's message holds, in Anthropic's content blocks: results of tools, and words.
 *
 * @returns Its words, block by block; an image is "[image]".
 */
export function readUserContent(
  content: unknown,
  context: ResultContext,
  sink: EventSink,
): readonly string[] {
  if (typeof content === 'string') return content === '' ? [] : [content];
  const words: string[] = [];
  for (const block of blocksOf(content)) {
    if (isTyped(block, 'tool_result')) readResult(block, context, sink);
    else words.push(blockText(block));
  }
  return words.filter((text) => text !== '');
}

/** A message's `usage`. Tokens read from or written to the cache are input tokens too. */
export function usageEvent(usage: unknown, costUsd?: unknown): UsageEvent | undefined {
  if (!isRecord(usage)) return undefined;
  const counts: Usage = usage;
  const inputTokens = sumOfCounts([
    counts.input_tokens,
    counts.cache_creation_input_tokens,
    counts.cache_read_input_tokens,
  ]);
  const outputTokens = sumOfCounts([counts.output_tokens]);
  const cost =
    typeof costUsd === 'number' && costUsd >= 0 && costUsd < Infinity ? costUsd : undefined;
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    type: 'usage',
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(cost !== undefined && { costUsd: cost }),
  };
}

/** How many tools' results a message holds. */
export function countResults(content: unknown): number {
  return blocksOf(content).filter((block) => isTyped(block, 'tool_result')).length;
}

/** Whether a block is a call or a result. */
export function isToolBlock(block: object): boolean {
  return isTyped(block, 'tool_use') || isTyped(block, 'tool_result');
}

/** A content block as parsed: any field may be anything. */
interface Block {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly thinking?: unknown;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly input?: unknown;
  readonly tool_use_id?: unknown;
  readonly content?: unknown;
  readonly is_error?: unknown;
}

interface Usage {
  readonly input_tokens?: unknown;
  readonly cache_creation_input_tokens?: unknown;
  readonly cache_read_input_tokens?: unknown;
  readonly output_tokens?: unknown;
}

/** What a server's tool gives instead of text. */
interface ServerResult {
  readonly error_code?: unknown;
  readonly return_code?: unknown;
  readonly stdout?: unknown;
  readonly stderr?: unknown;
}

function blocksOf(content: unknown): readonly Block[] {
  return Array.isArray(content) ? content.filter(isRecord) : [];
}

/** Every kind of tool has types of its own: `server_tool_use`, `web_search_tool_result`, … */
function isTyped(block: Block, kind: 'tool_use' | 'tool_result'): boolean {
  return typeof block.type === 'string' && block.type.endsWith(kind);
}

function say(text: unknown, channel: 'answer' | 'thought', sink: EventSink): void {
  if (isNamed(text)) sink.event({ type: 'say', text, channel });
}

function readCall(block: Block, round: string | undefined, sink: EventSink): void {
  const id = fitName(block.id);
  const tool = fitName(block.name);
  if (id === undefined || tool === undefined) {
    sink.problem('a tool call without id or name: left out');
    return;
  }
  const args = block.input ?? null;
  sink.event({ type: 'call', id, tool, args, ...(round !== undefined && { round }) });
}

function readResult(block: Block, context: ResultContext, sink: EventSink): void {
  const { content, is_error: isError } = block;
  const id = fitName(block.tool_use_id);
  if (id === undefined) {
    sink.problem('a tool result without the id of its call: left out');
    return;
  }
  const ok = typeof isError === 'boolean' ? !isError : context.okUnlessTold;
  const told = { ...(ok !== undefined && { ok }) };
  if (isRecord(content)) {
    sink.event({ type: 'result', id, ...told, ...serverResult(content) });
    return;
  }
  const output = contentText(content);
  const exitCode = context.exitCode ?? exitCodeIn(output);
  sink.event({ type: 'result', id, ...told, output, ...(exitCode !== undefined && { exitCode }) });
}

/** Its flag is a type with an `error_code`; an exit code is `return_code`. */
function serverResult(
  content: ServerResult & object,
): Pick<ResultEvent, 'ok' | 'output' | 'exitCode'> {
  const { error_code: errorCode, return_code: returnCode } = content;
  if (isNamed(errorCode)) return { ok: false, output: errorCode };
  if (!isCount(returnCode)) return { output: content };
  const output = contentText([content.stdout, content.stderr]);
  return { ok: returnCode === 0, output, exitCode: returnCode };
}

/** Claude Code tells a shell's exit code in words, at the start of the result. */
export function exitCodeIn(output: string): number | undefined {
  const digits = /^(?:Error: )?Exit code (\d{1,9})\b/.exec(output)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
