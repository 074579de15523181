import {
  at,
  countOf,
  documentIn,
  linesIn,
  listAt,
  numberAt,
  parsed,
  sumOf,
  type Counter,
  textAt,
  type NativeFile,
} from './counter.ts';

/** Spans: of tools, of models, and of agents that repeat the sum of their models' tokens. */
export const otlp: Counter = {
  format: 'OTLP',
  owns: (file) => spansIn(file).length > 0,
  count(file) {
    const spans = spansIn(file);
    const tools = spans.filter((span) => kindOf(span) === 'tool');
    const models = spans.filter((span) => kindOf(span) === 'model');
    const counted = models.length > 0 ? models : spans.filter((span) => kindOf(span) === 'agent');
    const asked = new Set(models.flatMap(callsIn));
    return {
      calls: tools.length > 0 ? tools.length : asked.size,
      failed: countOf(
        tools,
        (span) => numberAt(span, 'status', 'code') === 2 || value(span, 'error.type') !== undefined,
      ),
      tokens: sumOf(counted, tokensOf),
      outcomes: { succeeded: 0, failed: 0 },
    };
  },
};

function spansIn(file: NativeFile): unknown[] {
  const document = documentIn(file);
  const exports = document === undefined ? linesIn(file) : [document];
  const bare = exports.flatMap((each) => listAt(each, 'spans'));
  const scoped = exports
    .flatMap((each) => listAt(each, 'resourceSpans'))
    .flatMap((resourced) => listAt(resourced, 'scopeSpans'))
    .flatMap((scope) => listAt(scope, 'spans'));
  return [...bare, ...scoped].filter((span) => at(span, 'traceId') !== undefined);
}

/** An attribute's value, whichever of the typed fields holds it. */
function value(span: unknown, key: string): unknown {
  const found = listAt(span, 'attributes').find((each) => at(each, 'key') === key);
  return Object.values(Object(at(found, 'value')))[0];
}

function kindOf(span: unknown): string {
  const names = ['gen_ai.operation.name', 'openinference.span.kind', 'traceloop.span.kind'];
  const name = names.map((each) => value(span, each)).find(isText);
  const kind = name ?? (value(span, 'llm.request.type') === undefined ? '' : 'chat');
  if (/^(?:execute_tool|tool)$/i.test(kind)) return 'tool';
  if (/^(?:chat|generate_content|text_completion|llm)$/i.test(kind)) return 'model';
  return /agent$/i.test(kind) ? 'agent' : 'other';
}

function tokensOf(span: unknown): number {
  return (
    numberAt(
      first(
        span,
        'gen_ai.usage.input_tokens',
        'gen_ai.usage.prompt_tokens',
        'llm.token_count.prompt',
      ),
      0,
    ) +
    numberAt(
      first(
        span,
        'gen_ai.usage.output_tokens',
        'gen_ai.usage.completion_tokens',
        'llm.token_count.completion',
      ),
      0,
    )
  );
}

function first(span: unknown, ...keys: readonly string[]): unknown[] {
  return keys.map((key) => value(span, key)).filter((each) => each !== undefined);
}

/** Ids of the calls in a model's answer. */
function callsIn(span: unknown): unknown[] {
  const messages = parsed(value(span, 'gen_ai.output.messages'));
  const parts = listAt(messages).flatMap((message) => listAt(message, 'parts'));
  const structured = parts
    .filter((part) => at(part, 'type') === 'tool_call')
    .map((part) => at(part, 'id'));
  const flat = listAt(span, 'attributes')
    .filter((each) =>
      /^(?:llm\.output_messages|gen_ai\.completion)\..*tool_calls?\.(?:\d+\.)?(?:tool_call\.)?id$/.test(
        textAt(each, 'key'),
      ),
    )
    .map((each) => at(each, 'value', 'stringValue'));
  return [...structured, ...flat];
}

function isText(text: unknown): text is string {
  return typeof text === 'string';
}
