import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Seconds after the first of November 2026, 10:00 UTC, in ms. */
const at = (seconds: number): number => Date.UTC(2026, 10, 1, 10) + 1000 * seconds;
const nanos = (seconds: number): string => `${at(seconds)}000000`;

/** A span from one second to another, with attributes as plain values. */
function span(id: string, from: number, to: number, attributes: Fields, fields?: Fields): Fields {
  return {
    traceId: 'trace-1',
    spanId: id,
    parentSpanId: 'root',
    name: id,
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(to),
    status: { code: 0 },
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: wrap(value) })),
    ...fields,
  };
}

/** A value as OTLP/JSON has it: 64-bit integers as strings. */
function wrap(value: unknown): Fields {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(wrap) } };
  if (typeof value === 'object') {
    const values = Object.entries({ ...value }).map(([key, each]) => ({ key, value: wrap(each) }));
    return { kvlistValue: { values } };
  }
  return typeof value === 'number' ? { intValue: String(value) } : { stringValue: value };
}

const tool = (id: string, from: number, to: number, fields?: Fields, more?: Fields): Fields =>
  span(
    id,
    from,
    to,
    { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'run', ...fields },
    more,
  );
const chat = (id: string, from: number, to: number, fields?: Fields, more?: Fields): Fields =>
  span(id, from, to, { 'gen_ai.operation.name': 'chat', ...fields }, more);
const agent = (id: string, from: number, to: number, fields?: Fields, more?: Fields): Fields =>
  span(id, from, to, { 'gen_ai.operation.name': 'invoke_agent', ...fields }, more);

const spent = (input: number, output: number): Fields => ({
  'gen_ai.usage.input_tokens': input,
  'gen_ai.usage.output_tokens': output,
});
const words = (role: string, ...texts: string[]): Fields => ({
  role,
  parts: texts.map((content) => ({ type: 'text', content })),
});
const asks = (id: string, args: unknown = {}): Fields => ({
  role: 'assistant',
  parts: [{ type: 'tool_call', id, name: 'run', arguments: args }],
});
const gives = (id: string, response: unknown): Fields => ({
  role: 'tool',
  parts: [{ type: 'tool_call_response', id, response }],
});
const exchange = (input: readonly Fields[], output: readonly Fields[]): Fields => ({
  'gen_ai.input.messages': JSON.stringify(input),
  'gen_ai.output.messages': JSON.stringify(output),
});

function exported(spans: readonly Fields[], service = 'fixer'): Fields {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] };
}

async function readText(content: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/spans.json', bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

const read = (...spans: Fields[]): Promise<ReadItem[]> =>
  readText(JSON.stringify(exported(spans), null, 1));

async function eventsOf(...spans: Fields[]): Promise<AgentEvent[]> {
  return events(await read(...spans));
}

function events(items: readonly ReadItem[]): AgentEvent[] {
  return items.filter((item) => item.kind === 'event').map((item) => item.event);
}

/** What happened, in short: type and id, text or tokens. */
async function storyOf(...spans: Fields[]): Promise<string[]> {
  return (await eventsOf(...spans)).map(inShort);
}

function inShort(event: AgentEvent): string {
  if (event.type === 'call' || event.type === 'result') return `${event.type} ${event.id}`;
  if (event.type === 'usage') return `usage ${event.inputTokens}+${event.outputTokens}`;
  return 'text' in event ? `${event.type} ${event.text}` : event.type;
}

function openings(items: readonly ReadItem[]): unknown[] {
  return items.filter((item) => item.kind === 'open').map((item) => item.run);
}

function problems(items: readonly ReadItem[]): string[] {
  return items.filter((item) => item.kind === 'problem').map((item) => item.message);
}

describe('the spans of a tool', () => {
  it('are a call at the start and a result at the end, whichever order they stand in', async () => {
    const args = { 'gen_ai.tool.call.arguments': '{"path":"a"}', 'gen_ai.tool.call.id': 'c1' };
    const result = { 'gen_ai.tool.call.result': '"hello"' };
    expect(
      await eventsOf(
        tool('t2', 5, 6, { 'gen_ai.tool.call.result': 'plain text' }, { status: { code: 1 } }),
        tool('t1', 2, 4, { ...args, ...result }),
        agent('root', 0, 9, {}, { parentSpanId: '' }),
      ),
    ).toEqual([
      { type: 'call', id: 'c1', tool: 'run', args: { path: 'a' }, at: at(2) },
      { type: 'result', id: 'c1', output: 'hello', at: at(4) },
      { type: 'call', id: 't2', tool: 'run', args: null, at: at(5) },
      { type: 'result', id: 't2', ok: true, output: 'plain text', at: at(6) },
    ]);
  });

  it('say that it failed by the status or by an error’s type, and in whose words', async () => {
    const exception = {
      name: 'exception',
      attributes: [{ key: 'exception.message', value: { stringValue: 'no such file' } }],
    };
    const results = (
      await eventsOf(
        tool('a', 1, 2, {}, { status: { code: 2, message: 'exit 1' } }),
        tool('b', 3, 4, { 'error.type': 'timeout' }),
        tool('c', 5, 6, {}, { status: { code: 'STATUS_CODE_ERROR' }, events: [exception] }),
      )
    ).filter(({ type }) => type === 'result');
    expect(results).toMatchObject([
      { id: 'a', ok: false, output: 'exit 1' },
      { id: 'b', ok: false, output: 'timeout' },
      { id: 'c', ok: false, output: 'no such file' },
    ]);
  });

  it('that overlap come out as calls of one round that ran in parallel', async () => {
    const told = await eventsOf(tool('b', 3, 5), tool('a', 2, 6), chat('m', 0, 1));
    expect(told.map(inShort)).toEqual(['call a', 'call b', 'result b', 'result a']);
    expect(told.slice(0, 2)).toMatchObject([{ round: 'm' }, { round: 'm' }]);
  });

  it('belong to the turn that names them, also where the clock is too coarse to tell', async () => {
    // The call began in the same millisecond as the answer that asked for it, and ended before it.
    const told = await eventsOf(
      tool('t', 1, 1, { 'gen_ai.tool.call.id': 'c' }),
      chat('m', 1, 2, exchange([words('user', 'Go')], [asks('c')])),
    );
    expect(told.map(inShort)).toEqual(['user Go', 'call c', 'result c']);
    expect(told[1]).toMatchObject({ round: 'm', at: at(2) });
  });

  it('in one another are one call, as where client and server both record it', async () => {
    const server = tool('server', 2, 3, {}, { parentSpanId: 'client' });
    expect(await storyOf(server, tool('client', 1, 4))).toEqual(['call client', 'result client']);
  });

  it('without an end have no result', async () => {
    expect(await storyOf(tool('t', 1, 2, {}, { endTimeUnixNano: '0' }))).toEqual(['call t']);
  });

  it('are told apart where an id comes twice', async () => {
    const id = { 'gen_ai.tool.call.id': 'call_0' };
    const told = await storyOf(tool('a', 1, 2, id), tool('b', 3, 4, id));
    expect(told).toEqual(['call call_0', 'result call_0', 'call call_0#2', 'result call_0#2']);
  });
});

describe('the spans of models', () => {
  it('bring their tokens, which their agent’s span repeats in sum', async () => {
    const told = await storyOf(
      chat('m1', 1, 2, spent(20, 8)),
      chat('m2', 3, 4, spent(30, 2)),
      agent('root', 0, 9, spent(50, 10), { parentSpanId: undefined }),
    );
    expect(told).toEqual(['usage 20+8', 'usage 30+2']);
  });

  it('in each other, as of two instrumentations, are counted once', async () => {
    const inner = chat('inner', 1, 2, spent(20, 8), { parentSpanId: 'outer' });
    expect(await storyOf(inner, chat('outer', 0, 3, spent(20, 8)))).toEqual(['usage 20+8']);
  });

  it('leave the tokens to the agent’s span where they have none', async () => {
    const root = agent('root', 0, 9, spent(50, 10), { parentSpanId: undefined });
    expect(await storyOf(chat('m', 1, 2), root)).toEqual(['usage 50+10']);
  });

  it('repeat the history: each message is told once, though people repeat themselves', async () => {
    const first = [words('user', 'Go on')];
    const second = [...first, words('assistant', 'Once.'), words('user', 'Go on')];
    const third = [...second, words('assistant', 'Twice.'), words('user', 'Go on')];
    expect(
      await storyOf(
        chat('m1', 0, 1, exchange(first, [words('assistant', 'Once.')])),
        chat('m2', 2, 3, exchange(second, [words('assistant', 'Twice.')])),
        chat('m3', 4, 5, exchange(third, [words('assistant', 'Twice.')])),
      ),
    ).toEqual(['user Go on', 'say Once.', 'user Go on', 'say Twice.', 'user Go on', 'say Twice.']);
  });

  it('tell what was answered from the next history where answers are not recorded', async () => {
    const history = [words('user', 'Hi'), words('assistant', 'Hello.'), words('user', 'Bye')];
    expect(
      await storyOf(
        chat('m1', 0, 1, exchange([words('user', 'Hi')], [])),
        chat('m2', 2, 3, exchange(history, [])),
      ),
    ).toEqual(['user Hi', 'say Hello.', 'user Bye']);
  });

  it('tell calls and results that have no span of their own', async () => {
    const input = [words('user', 'Go'), asks('c', '{"a":1}'), gives('c', 'done')];
    const told = await eventsOf(
      chat('m1', 0, 1, exchange(input.slice(0, 1), [asks('c', '{"a":1}')])),
      chat('m2', 2, 3, exchange(input, [words('assistant', 'Fine.')])),
      chat('m3', 4, 5, exchange([...input, words('assistant', 'Fine.')], [])),
    );
    expect(told.map(inShort)).toEqual(['user Go', 'call c', 'result c', 'say Fine.']);
    expect(told.slice(1, 3)).toEqual([
      { type: 'call', id: 'c', tool: 'run', args: { a: 1 }, round: 'm1', at: at(1) },
      { type: 'result', id: 'c', output: 'done', at: at(2) },
    ]);
  });

  it('are tied to tools’ spans without ids by the tool’s name, and say what these lack', async () => {
    const told = await eventsOf(
      chat('m1', 0, 1, exchange([], [asks('c1', { a: 1 }), asks('c2', { a: 2 })])),
      tool('t1', 2, 3),
      tool('t2', 2, 4),
      chat(
        'm2',
        5,
        6,
        exchange([asks('c1'), gives('c1', 'one'), asks('c2'), gives('c2', 'two')], []),
      ),
    );
    expect(told).toMatchObject([
      { type: 'call', id: 'c1', args: { a: 1 }, round: 'm1' },
      { type: 'call', id: 'c2', args: { a: 2 }, round: 'm1' },
      { type: 'result', id: 'c1', output: 'one' },
      { type: 'result', id: 'c2', output: 'two' },
    ]);
  });

  it('pair calls and results without ids in their order', async () => {
    const call = { role: 'assistant', parts: [{ type: 'tool_call', name: 'run', arguments: {} }] };
    const result = { role: 'tool', parts: [{ type: 'tool_call_response', response: 'x' }] };
    expect(
      await storyOf(
        chat('m1', 0, 1, exchange([], [call])),
        chat('m2', 2, 3, exchange([call, result], [call])),
        chat('m3', 4, 5, exchange([call, result, call, result], [])),
      ),
    ).toEqual(['call call-0', 'result call-0', 'call call-1', 'result call-1']);
  });

  it('note why a model gave no answer', async () => {
    const failed = { status: { code: 2, message: '429 rate limit' } };
    expect(await storyOf(chat('m', 0, 1, {}, failed))).toEqual(['note 429 rate limit']);
  });

  it('may hold messages as structures, and thoughts among them', async () => {
    const parts = [
      { type: 'reasoning', content: 'Hm.' },
      { type: 'text', content: 'Yes.' },
    ];
    const output = { 'gen_ai.output.messages': [{ role: 'assistant', parts }] };
    expect(await eventsOf(chat('m', 0, 1, output))).toMatchObject([
      { text: 'Hm.', channel: 'thought' },
      { text: 'Yes.', channel: 'answer' },
    ]);
  });

  it('may hold them in events, as older and opted-in ones do', async () => {
    const event = {
      name: 'gen_ai.client.inference.operation.details',
      attributes: [
        {
          key: 'gen_ai.input.messages',
          value: { stringValue: '[{"role":"user","content":"Hi"}]' },
        },
      ],
    };
    expect(await storyOf(chat('m', 0, 1, {}, { events: [event] }))).toEqual(['user Hi']);
  });
});

describe('the spans of agents', () => {
  it('tell the words where no model’s span does', async () => {
    const told = exchange([words('user', 'Go')], [words('assistant', 'Done.')]);
    expect(await storyOf(agent('root', 0, 9, told), tool('t', 1, 2))).toEqual([
      'user Go',
      'call t',
      'result t',
      'say Done.',
    ]);
  });

  it('in an agent’s are of a team: who did it is told, and its prompt is no person’s', async () => {
    const told = await eventsOf(
      agent('root', 0, 9, { 'gen_ai.agent.name': 'lead' }, { parentSpanId: undefined }),
      agent('sub', 1, 8, { 'gen_ai.agent.name': 'critic' }),
      chat('m', 2, 3, exchange([words('user', 'Judge it')], [words('assistant', 'Bad.')]), {
        parentSpanId: 'sub',
      }),
    );
    expect(told).toEqual([
      { type: 'say', text: 'Bad.', channel: 'answer', by: 'critic', at: at(3) },
    ]);
  });
});

describe('other conventions', () => {
  it('OpenInference: keys with indexes, in the order of their numbers', async () => {
    const message = (place: string, fields: Fields): Fields =>
      Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [`llm.${place}.message.${key}`, value]),
      );
    const call = 'tool_calls.0.tool_call';
    const asked = { [`${call}.id`]: 'c', [`${call}.function.name`]: 'look' };
    const model = span('m', 0, 1, {
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gpt-5',
      'llm.token_count.prompt': 900,
      'llm.token_count.completion': 40,
      ...message('input_messages.10', { role: 'user', content: 'second' }),
      ...message('input_messages.2', {
        role: 'user',
        'contents.0.message_content.type': 'text',
        'contents.0.message_content.text': 'first',
      }),
      ...message('output_messages.0', {
        role: 'assistant',
        ...asked,
        [`${call}.function.arguments`]: '{"at":"a"}',
      }),
    });
    const kind = { 'openinference.span.kind': 'TOOL', 'tool.name': 'look', 'session.id': 's1' };
    const values = { 'input.value': '{"at":"a"}', 'output.value': 'seen' };
    const items = await read(span('t', 2, 3, { ...kind, ...values }), model);
    expect(openings(items)).toEqual([{ agent: 'fixer@gpt-5', run: 's1', recorded: true }]);
    expect(events(items).map(inShort)).toEqual([
      'user first',
      'user second',
      'usage 900+40',
      'call c',
      'result c',
    ]);
    expect(events(items)[3]).toMatchObject({ tool: 'look', args: { at: 'a' }, round: 'm' });
  });

  it('OpenLLMetry: `traceloop` kinds, indexed prompts, older names of tokens', async () => {
    const model = span('m', 0, 1, {
      'llm.request.type': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': '[{"type":"text","text":"Go"}]',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': 'Fine.',
      'gen_ai.usage.prompt_tokens': 7,
      'gen_ai.usage.completion_tokens': 3,
    });
    const run = span('run.tool', 2, 3, {
      'traceloop.span.kind': 'tool',
      'traceloop.entity.name': 'run',
      'traceloop.entity.input': '{"a":1}',
      'traceloop.entity.output': 'ok',
    });
    const root = span(
      'root',
      0,
      9,
      { 'traceloop.span.kind': 'agent', 'traceloop.entity.name': 'coder' },
      { parentSpanId: undefined },
    );
    const items = await read(model, run, root);
    expect(openings(items)).toMatchObject([{ agent: 'coder@gpt-4o', run: 'trace-1' }]);
    expect(events(items).map(inShort)).toEqual([
      'user Go',
      'say Fine.',
      'usage 7+3',
      'call run.tool',
      'result run.tool',
    ]);
  });

  it('the AI SDK before version 7: operations of its own', async () => {
    const prompt = [{ role: 'user', content: [{ type: 'text', text: 'Go' }] }];
    const model = span('m', 0, 1, {
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.prompt.messages': JSON.stringify(prompt),
      'ai.response.toolCalls': JSON.stringify([{ toolCallId: 'c', toolName: 'run', input: '{}' }]),
      ...spent(5, 1),
    });
    const called = span('t', 2, 3, {
      'ai.operationId': 'ai.toolCall',
      'ai.toolCall.name': 'run',
      'ai.toolCall.id': 'c',
      'ai.toolCall.args': '{}',
      'ai.toolCall.result': '"ok"',
    });
    const outer = { 'ai.operationId': 'ai.generateText', 'ai.usage.promptTokens': 5 };
    const whole = span('root', 0, 9, outer, { parentSpanId: undefined });
    expect(await storyOf(called, model, whole)).toEqual([
      'user Go',
      'usage 5+1',
      'call c',
      'result c',
    ]);
  });
});

describe('a file of spans', () => {
  it('is a run for each trace, or for the conversation that its spans name', async () => {
    const named = { 'gen_ai.conversation.id': 'talk' };
    const other = { traceId: 'trace-2' };
    const items = await read(
      tool('c', 8, 9, {}, { traceId: 'trace-3' }),
      tool('b', 4, 5, named, other),
      tool('a', 1, 2),
      agent('root', 0, 3, named, { parentSpanId: undefined }),
    );
    expect(openings(items)).toMatchObject([{ run: 'talk' }, { run: 'trace-3' }]);
    expect(events(items).map(inShort)).toEqual([
      'call a',
      'result a',
      'call b',
      'result b',
      'call c',
      'result c',
    ]);
    expect(items.filter(({ kind }) => kind === 'close')).toHaveLength(2);
  });

  it('names the agent after its span, else after the program, and the model', async () => {
    const model = { 'gen_ai.request.model': 'm-1' };
    const [named, service, unnamed] = await Promise.all([
      read(chat('m', 1, 2, { ...model, ...spent(1, 1) }), agent('invoke_agent bob', 0, 3)),
      read(chat('m', 1, 2, spent(1, 1))),
      readText(JSON.stringify(exported([tool('t', 0, 1)], 'unknown_service:node'))),
    ]);
    expect(openings(named)).toMatchObject([{ agent: 'bob@m-1' }]);
    expect(openings(service)).toMatchObject([{ agent: 'fixer' }]);
    expect(openings(unnamed)).toMatchObject([{ agent: 'otlp' }]);
  });

  it('may have an export a line, a trace spread over several, and metrics between', async () => {
    const lines = [
      exported([tool('t', 2, 3)]),
      { resourceMetrics: [] },
      exported([chat('m', 0, 1, spent(1, 2))]),
    ].map((line) => JSON.stringify(line));
    const items = await readText(`${lines.join('\n')}\n`);
    expect(events(items).map(inShort)).toEqual(['usage 1+2', 'call t', 'result t']);
    expect(items.map((item) => ('line' in item ? item.line : undefined))).toEqual([
      3,
      3,
      1,
      1,
      undefined,
    ]);
  });

  it('may be the bare spans, with attributes as an object', async () => {
    const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'run' };
    const items = await readText(JSON.stringify({ spans: [tool('t', 0, 1, {}, { attributes })] }));
    expect(events(items).map(inShort)).toEqual(['call t', 'result t']);
  });

  it('tells what stood before a damaged line, and leaves a cut last one out', async () => {
    const line = JSON.stringify(exported([tool('t', 0, 1)]));
    const cut = await readText(`${line}\n${line.slice(0, 90)}`);
    expect(events(cut)).toHaveLength(2);
    expect(problems(cut)).toEqual(['the last line (2) is cut off: left out']);
    const items: ReadItem[] = [];
    const damaged = async (): Promise<void> => {
      const bytes = bytesOf(`${line}\n{]\n${line}\n`);
      for await (const batch of readRunsFrom('logs/spans.json', bytes)) items.push(...batch);
    };
    await expect(damaged()).rejects.toMatchObject({ path: 'logs/spans.json:2' });
    expect(items.map(({ kind }) => kind)).toEqual(['open', 'event', 'event', 'close']);
  });

  it('says where spans have no ids, or none is of an agent', async () => {
    const http = span('GET /', 0, 1, { 'http.request.method': 'GET' });
    const items = await read(http, { name: 'lost' });
    expect(problems(items)).toEqual([
      '1 of 2 spans without an id: left out',
      'no span here is of a model, a tool or an agent: nothing to analyse',
    ]);
  });

  it('is read where spans lie in each other in a circle, or times are no times', async () => {
    const circle = [
      tool('a', 1, 2, {}, { parentSpanId: 'b' }),
      agent('b', 1, 2, {}, { parentSpanId: 'a' }),
      tool('c', 1, 2, {}, { startTimeUnixNano: 'soon', endTimeUnixNano: -1, status: { code: 1 } }),
    ];
    const told = await storyOf(...circle);
    expect(told.toSorted()).toEqual(['call a', 'call c', 'result a', 'result c']);
  });

  it('holds no more than it may: a trace too long is told in parts, tokens still once', async () => {
    const lines = Array.from({ length: 21_000 }, (_, index) => {
      const place = index % 10_000;
      return JSON.stringify({ spans: [chat(`m${index}`, place, place + 1, spent(1, 1))] });
    });
    const root = agent('root', 0, 9, spent(21_000, 21_000), { parentSpanId: undefined });
    const items = await readText(`${lines.join('\n')}\n${JSON.stringify({ spans: [root] })}\n`);
    expect(events(items)).toHaveLength(21_000);
    expect(openings(items)).toHaveLength(1);
  });
});
