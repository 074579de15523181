import { isCount, isNamed } from './json-record.ts';
import type { UsageEvent } from '../engine/input/event.ts';
import type { Span } from './otlp-span.ts';
import { fitName } from './run-name.ts';

/*
 * What the attributes of a span mean, in each convention that is in use: OpenTelemetry's GenAI
 * (current names and older ones), OpenInference, OpenLLMetry and the AI SDK before version 7.
 * Where a span has several, the first name in a list here wins.
 */

/** What a span stands for; `other` ones only hold the rest together. */
export type SpanKind = 'model' | 'tool' | 'agent' | 'other';

export function kindOf({ attributes }: Span): SpanKind {
  for (const name of KIND_NAMES) {
    const value = attributes.get(name);
    if (typeof value === 'string') return KINDS.get(value.toLowerCase()) ?? 'other';
  }
  const operation = attributes.get('ai.operationId');
  if (typeof operation === 'string') {
    if (operation === 'ai.toolCall') return 'tool';
    return /\.do(?:Generate|Stream)$/.test(operation) ? 'model' : 'other';
  }
  if (attributes.get('mcp.method.name') === 'tools/call') return 'tool';
  if (attributes.has('llm.request.type')) return 'model';
  if (attributes.has('gen_ai.tool.name')) return 'tool';
  return attributes.has('gen_ai.request.model') ? 'model' : 'other';
}

/** Whether a span has to do with models at all. */
export function isGenai(span: Span): boolean {
  return kindOf(span) !== 'other' || KIND_NAMES.some((name) => span.attributes.has(name));
}

/** The conversation that a span says it belongs to. */
export function conversationOf({ attributes }: Span): string | undefined {
  return fitName(firstOf(attributes, CONVERSATION).find(isNamed));
}

export function modelOf({ attributes }: Span): string | undefined {
  return fitName(firstOf(attributes, MODEL).find(isNamed));
}

/** The name of the agent that a span says it is of; of an agent's own span there always is one. */
export function agentOf(span: Span): string | undefined {
  const { attributes, name } = span;
  const named = firstOf(attributes, AGENT).find(isNamed);
  if (named !== undefined || kindOf(span) !== 'agent') return fitName(named);
  const entity = attributes.get('traceloop.entity.name');
  return fitName(isNamed(entity) ? entity : withoutOperation(name));
}

/** What a tool's span says of its call. */
export interface ToolCall {
  readonly id: string | undefined;
  readonly tool: string;
  readonly args: unknown;
  readonly output: unknown;
}

export function toolCallOf({ attributes, name }: Span): ToolCall {
  return {
    id: fitName(firstOf(attributes, TOOL_ID).find(isNamed)),
    tool: fitName(firstOf(attributes, TOOL).find(isNamed) ?? withoutOperation(name)) ?? 'tool',
    args: parsedText(firstOf(attributes, TOOL_ARGS)[0]),
    output: parsedText(firstOf(attributes, TOOL_OUTPUT)[0]),
  };
}

/**
 * What a span says it spent. Tokens read from or written to a cache are part of the input by both
 * conventions, so they are not added.
 */
export function spentOf({ attributes }: Span): UsageEvent | undefined {
  const inputTokens = firstOf(attributes, INPUT_TOKENS).find(isCount);
  const outputTokens = firstOf(attributes, OUTPUT_TOKENS).find(isCount);
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return {
    type: 'usage',
    ...(inputTokens !== undefined && { inputTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
  };
}

/** A structured value, which attributes hold as JSON in a text. A plain text stays one. */
export function parsedText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{["]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const KIND_NAMES = ['gen_ai.operation.name', 'openinference.span.kind', 'traceloop.span.kind'];
const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['chat', 'model'],
  ['generate_content', 'model'],
  ['text_completion', 'model'],
  ['llm', 'model'],
  ['execute_tool', 'tool'],
  ['tool', 'tool'],
  ['invoke_agent', 'agent'],
  ['agent', 'agent'],
]);
const CONVERSATION = [
  'gen_ai.conversation.id',
  'session.id',
  'traceloop.association.properties.session_id',
];
const MODEL = [
  'gen_ai.request.model',
  'gen_ai.response.model',
  'llm.model_name',
  'ai.model.id',
  'llm.request.model',
];
const AGENT = ['gen_ai.agent.name', 'agent.name'];
const TOOL_ID = ['gen_ai.tool.call.id', 'tool_call.id', 'tool.id', 'ai.toolCall.id'];
const TOOL = ['gen_ai.tool.name', 'tool.name', 'ai.toolCall.name', 'traceloop.entity.name'];
const TOOL_ARGS = [
  'gen_ai.tool.call.arguments',
  'input.value',
  'tool.parameters',
  'ai.toolCall.args',
  'traceloop.entity.input',
];
const TOOL_OUTPUT = [
  'gen_ai.tool.call.result',
  'output.value',
  'ai.toolCall.result',
  'traceloop.entity.output',
];
const INPUT_TOKENS = [
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.prompt_tokens',
  'llm.token_count.prompt',
  'ai.usage.promptTokens',
];
const OUTPUT_TOKENS = [
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.completion_tokens',
  'llm.token_count.completion',
  'ai.usage.completionTokens',
];

/** The values of these names that are there, in the order of the names. */
function firstOf(attributes: Span['attributes'], names: readonly string[]): unknown[] {
  return names.map((name) => attributes.get(name)).filter((value) => value !== undefined);
}

/** "execute_tool read" is about `read`. */
function withoutOperation(name: string): string {
  return name.replace(/^(?:execute_tool|invoke_agent) /, '').replace(/\.(?:tool|agent)$/, '');
}
