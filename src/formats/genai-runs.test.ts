import { describe, expect, it } from 'vitest';
import type { ReadItem } from './format.ts';
import { createGenaiRuns } from './genai-runs.ts';
import type { Span } from './otlp-span.ts';

type Fields = Readonly<Record<string, unknown>>;

function span(id: string, startMs: number, endMs: number, attributes: Fields): Span {
  return {
    traceId: 'trace-1',
    id,
    parentId: 'root',
    name: id,
    startMs,
    endMs,
    status: undefined,
    error: undefined,
    attributes: new Map(Object.entries(attributes)),
    service: 'fixer',
  };
}

const asked = { role: 'user', parts: [{ type: 'text', content: 'Go' }] };
const asks = {
  role: 'assistant',
  parts: [{ type: 'tool_call', id: 'c', name: 'run', arguments: {} }],
};
const gives = { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: 'x' }] };

const first = span('m1', 0, 1, {
  'gen_ai.operation.name': 'chat',
  'gen_ai.usage.input_tokens': 5,
  'gen_ai.input.messages': [asked],
  'gen_ai.output.messages': [asks],
});
const tool = span('t', 2, 3, {
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'run',
  'gen_ai.tool.call.id': 'c',
  'gen_ai.tool.call.result': 'x',
});
const second = span('m2', 4, 5, {
  'gen_ai.operation.name': 'chat',
  'gen_ai.usage.input_tokens': 7,
  'gen_ai.input.messages': [asked, asks, gives],
});
const root = span('root', 0, 6, {
  'gen_ai.operation.name': 'invoke_agent',
  'gen_ai.usage.input_tokens': 12,
});

/** What is told of spans that come in several exports, each told when it is there. */
function toldOf(...exports: readonly Span[][]): string[] {
  const runs = createGenaiRuns();
  const items: ReadItem[] = [];
  for (const spans of exports) {
    for (const each of spans) runs.add(each, undefined, items);
    runs.tell(items);
  }
  runs.end(items);
  return items.map((item) => {
    if (item.kind !== 'event') return item.kind;
    const { event } = item;
    if (event.type === 'usage') return `usage ${event.inputTokens}`;
    return 'id' in event ? `${event.type} ${event.id}` : event.type;
  });
}

const EXPECTED = ['open', 'user', 'usage 5', 'call c', 'result c', 'usage 7', 'close'];

describe('spans as they come over a wire', () => {
  it('are one run, told in order, whatever their order in an export', () => {
    expect(toldOf([tool, second, first, root])).toEqual(EXPECTED);
  });

  it('are told the same where each comes by itself, at its end', () => {
    expect(toldOf([first], [tool], [second], [root])).toEqual(EXPECTED);
    expect(toldOf([first], [tool, second], [root])).toEqual(EXPECTED);
  });

  it('have their tokens counted once where the span above comes later', () => {
    const inner = { ...first, id: 'inner', parentId: 'm1' };
    expect(toldOf([inner], [first], [root]).filter((told) => told.startsWith('usage'))).toEqual([
      'usage 5',
    ]);
  });
});
