import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

const asked = { role: 'user', content: 'Fix the failing test' };
const openai = [
  { role: 'system', content: 'You fix code.' },
  asked,
  {
    role: 'assistant',
    content: null,
    reasoning_content: 'Run it first.',
    tool_calls: [toolCall('call_1', 'run', '{"command":"npm test"}')],
  },
  { role: 'tool', tool_call_id: 'call_1', content: '1 failing (exit 1)' },
  { role: 'assistant', content: 'Fixed.', refusal: null },
];
const anthropic = [
  asked,
  {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'Run it first.' },
      { type: 'tool_use', id: 'toolu_1', name: 'run', input: { command: 'npm test' } },
    ],
  },
  {
    role: 'user',
    content: [
      {
        type: 'tool_result',
        tool_use_id: 'toolu_1',
        content: [{ type: 'text', text: '1 failing' }],
        is_error: true,
      },
    ],
  },
  { role: 'assistant', content: [{ type: 'text', text: 'Fixed.' }] },
];

function toolCall(id: string | undefined, name: string, args: unknown): object {
  return { id, type: 'function', function: { name, arguments: args } };
}

const result = (fields: object): object => ({
  role: 'user',
  content: [{ type: 'tool_result', tool_use_id: 't', content: 'x', ...fields }],
});

async function read(text: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/chat.json', bytesOf(text))) items.push(...batch);
  return items;
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function eventsOf(messages: readonly object[]): Promise<AgentEvent[]> {
  const items = await read(JSON.stringify(messages));
  return items.filter((item) => item.kind === 'event').map((item) => item.event);
}

function openings(items: readonly ReadItem[]): unknown[] {
  return items.filter((item) => item.kind === 'open').map((item) => item.run);
}

describe('OpenAI chat messages', () => {
  it('become events; no result says whether it worked, for the format has no flag', async () => {
    expect(await eventsOf(openai)).toEqual([
      { type: 'user', text: 'Fix the failing test' },
      { type: 'say', text: 'Run it first.', channel: 'thought' },
      {
        type: 'call',
        id: 'call_1',
        tool: 'run',
        args: { command: 'npm test' },
        round: 'message-2',
      },
      { type: 'result', id: 'call_1', output: '1 failing (exit 1)' },
      { type: 'say', text: 'Fixed.', channel: 'answer' },
    ]);
  });

  it('keep parallel calls in one round', async () => {
    const events = await eventsOf([
      asked,
      { role: 'assistant', tool_calls: [toolCall('a', 'x', '{}'), toolCall('b', 'x', '{}')] },
    ]);
    expect(events.slice(1)).toMatchObject([
      { id: 'a', round: 'message-1' },
      { id: 'b', round: 'message-1' },
    ]);
  });

  it('keep arguments that are no JSON as the string the model wrote', async () => {
    const calls = ['{"a":', '', { a: 1 }, undefined].map((args) => toolCall('c', 'x', args));
    const events = await eventsOf([asked, { role: 'assistant', tool_calls: calls }]);
    const args = events.flatMap((event) => (event.type === 'call' ? [event.args] : []));
    expect(args).toEqual(['{"a":', '', { a: 1 }, null]);
  });

  it('pair calls and results where ids are missing, or used again in each message', async () => {
    const again = [
      { role: 'assistant', tool_calls: [toolCall('call_0', 'x', '{}')] },
      { role: 'tool', tool_call_id: 'call_0', content: 'answer' },
    ];
    const legacy = [
      { role: 'assistant', function_call: { name: 'x', arguments: '{}' } },
      { role: 'function', name: 'x', content: 'answer' },
    ];
    const events = await eventsOf([asked, ...again, ...again, ...legacy, ...legacy]);
    const ids = events.flatMap((event) => ('id' in event ? [event.id] : []));
    const calls = ids.filter((_, index) => index % 2 === 0);
    const results = ids.filter((_, index) => index % 2 === 1);
    expect(new Set(calls).size).toBe(4);
    expect(results).toEqual(calls);
  });

  it('shorten ids that carry a whole signature, and still pair by them', async () => {
    const id = `call_1__thought__${'Zm9v'.repeat(500)}=`;
    const events = await eventsOf([
      asked,
      { role: 'assistant', tool_calls: [toolCall(id, 'x', '{}')] },
      { role: 'tool', tool_call_id: id, content: 'answer' },
    ]);
    const ids = events.flatMap((event) => ('id' in event ? [event.id] : []));
    expect(ids).toEqual([id.slice(-256), id.slice(-256)]);
  });

  it('read parts, pictures, refusals and the name of one agent of a team', async () => {
    const events = await eventsOf([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image_url', image_url: { url: 'x' } },
        ],
      },
      { role: 'assistant', name: 'critic', content: [{ type: 'refusal', refusal: 'I will not.' }] },
      { role: 'assistant', content: '', refusal: 'Nor I.' },
      { role: 'assistant', tool_calls: [{ id: 'c', custom: { name: 'sh', input: 'ls' } }] },
    ]);
    expect(events).toEqual([
      { type: 'user', text: 'See\n[image]' },
      { type: 'say', text: 'I will not.', channel: 'answer', by: 'critic' },
      { type: 'say', text: 'Nor I.', channel: 'answer' },
      { type: 'call', id: 'c', tool: 'sh', args: 'ls', round: 'message-3' },
    ]);
  });

  it('say how many of them were left out for a role that is unknown', async () => {
    const items = await read(JSON.stringify([asked, { role: 'oracle', content: 'x' }]));
    expect(items.filter((item) => item.kind === 'problem')).toEqual([
      { kind: 'problem', run: 'chat', message: '1 messages of an unknown role: left out' },
    ]);
  });
});

describe('Anthropic messages', () => {
  it('become events', async () => {
    expect(await eventsOf(anthropic)).toEqual([
      { type: 'user', text: 'Fix the failing test' },
      { type: 'say', text: 'Run it first.', channel: 'thought' },
      {
        type: 'call',
        id: 'toolu_1',
        tool: 'run',
        args: { command: 'npm test' },
        round: 'message-1',
      },
      { type: 'result', id: 'toolu_1', ok: false, output: '1 failing' },
      { type: 'say', text: 'Fixed.', channel: 'answer' },
    ]);
  });

  it('say that a result worked only where the host sets the flag somewhere', async () => {
    const silent = await eventsOf([asked, result({}), result({})]);
    expect(silent.slice(1)).toEqual([
      { type: 'result', id: 't', output: 'x' },
      { type: 'result', id: 't', output: 'x' },
    ]);
    const flagged = await eventsOf([asked, result({}), result({ is_error: true })]);
    expect(flagged.slice(1)).toMatchObject([{ ok: true }, { ok: false }]);
  });

  it('bring their tokens and model where answers were kept as they came', async () => {
    const answer = {
      id: 'msg_1',
      role: 'assistant',
      model: 'claude-opus-4-5',
      content: [{ type: 'tool_use', id: 't', name: 'x', input: {} }],
      usage: { input_tokens: 5, cache_read_input_tokens: 10, output_tokens: 2 },
    };
    const items = await read(JSON.stringify([asked, answer]));
    expect(openings(items)).toMatchObject([
      { agent: 'anthropic-messages@claude-opus-4-5', run: 'chat' },
    ]);
    expect(items.slice(2, 4)).toMatchObject([
      { event: { type: 'call', round: 'msg_1' } },
      { event: { type: 'usage', inputTokens: 15, outputTokens: 2 } },
    ]);
  });
});

describe('a file of messages', () => {
  it('may be an array or a request, on one line or many', async () => {
    const expected = await read(JSON.stringify(openai));
    expect(await read(JSON.stringify(openai, null, 2))).toEqual(expected);
    expect(await read(`\n${JSON.stringify({ messages: openai }, null, 1)}\n`)).toEqual(expected);
    expect(openings(expected)).toEqual([{ agent: 'openai-chat', run: 'chat', recorded: true }]);
  });

  it('names the agent after the model of the request', async () => {
    const request = { model: 'gpt-5', tools: [], messages: openai };
    expect(openings(await read(JSON.stringify(request)))).toMatchObject([
      { agent: 'openai-chat@gpt-5' },
    ]);
  });

  it('may have a conversation a line, of either provider: each is a run', async () => {
    const lines = [JSON.stringify(openai), '', JSON.stringify({ messages: anthropic })];
    expect(openings(await read(lines.join('\n')))).toMatchObject([
      { agent: 'openai-chat', run: 'chat#1' },
      { agent: 'anthropic-messages', run: 'chat#3' },
    ]);
    expect(openings(await read(`${lines[0]}\n`))).toMatchObject([
      { agent: 'openai-chat', run: 'chat' },
    ]);
  });

  it('is told apart where its first message alone fills all that is looked at', async () => {
    const long = { content: 'x'.repeat(300_000), role: 'user' };
    const compact = await read(JSON.stringify([long, ...anthropic]));
    expect(openings(compact)).toMatchObject([{ agent: 'anthropic-messages' }]);
    const pretty = await read(JSON.stringify([long, ...openai], null, 2));
    expect(openings(pretty)).toMatchObject([{ agent: 'openai-chat' }]);
  });

  it('is Anthropic’s by its system prompt or model where the messages are alike', async () => {
    const messages = [asked, { role: 'assistant', content: 'Hi' }];
    const agents = await Promise.all(
      [{ messages, system: 'x' }, { messages, model: 'claude-opus-4-5' }, { messages }].map(
        async (request) => openings(await read(JSON.stringify(request))),
      ),
    );
    expect(agents).toMatchObject([
      [{ agent: 'anthropic-messages' }],
      [{ agent: 'anthropic-messages@claude-opus-4-5' }],
      [{ agent: 'openai-chat' }],
    ]);
  });

  it('says on which line its JSON is wrong', async () => {
    const lines = JSON.stringify(openai, null, 2).split('\n');
    const wrong = lines.with(9, '    "content" null,').join('\n');
    await expect(read(wrong)).rejects.toMatchObject({
      path: 'logs/chat.json:10',
      received: 'text that is not JSON from character 15 on',
    });
    await expect(read(lines.slice(0, -1).join('\n'))).rejects.toMatchObject({
      path: `logs/chat.json:${lines.length - 1}`,
      received: 'JSON that ends before it is complete',
    });
  });

  it('says which line has no messages, and which message has no role', async () => {
    const accepted =
      'an array of messages, each with a `role`, or an object with such an array as `messages`';
    const whole = JSON.stringify(openai);
    await expect(read(`${whole}\n${whole}\n{]\n`)).rejects.toMatchObject({
      path: 'logs/chat.json:3',
      accepted,
    });
    // A first line longer than all that is looked at: the fault is met while reading.
    const long = JSON.stringify([{ role: 'user', content: 'x'.repeat(600_000) }]);
    await expect(read(`${long}\n7\n`)).rejects.toMatchObject({
      path: 'logs/chat.json:2',
      received: '7',
      accepted,
    });
    await expect(read(`${long}\n[{"role":"user"},{}]\n`)).rejects.toMatchObject({
      path: 'logs/chat.json:2',
      received: 'a message without a role (number 2)',
    });
  });

  it('leaves a cut last line out, and says so', async () => {
    const items = await read(`${JSON.stringify(openai)}\n${JSON.stringify(openai).slice(0, 50)}`);
    expect(openings(items)).toMatchObject([{ run: 'chat#1' }]);
    expect(items.at(-1)).toMatchObject({ message: 'the last line (2) is cut off: left out' });
  });

  it('refuses a form whose calls would be lost, and says whose it is', async () => {
    const aiSdk = [
      asked,
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'x' }] },
    ];
    await expect(read(JSON.stringify(aiSdk))).rejects.toMatchObject({
      received: 'messages in the form of the Vercel AI SDK',
    });
  });
});
