import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

type Fields = Readonly<Record<string, unknown>>;

const started = { type: 'RUN_STARTED', threadId: 'thread-1', runId: 'run-1' };
const begin = (id: string, fields?: Fields): Fields => ({
  type: 'TOOL_CALL_START',
  toolCallId: id,
  toolCallName: 'run',
  ...fields,
});
const args = (id: string, delta: string): Fields => ({
  type: 'TOOL_CALL_ARGS',
  toolCallId: id,
  delta,
});
const end = (id: string): Fields => ({ type: 'TOOL_CALL_END', toolCallId: id });
const result = (id: string, content: unknown, fields?: Fields): Fields => ({
  type: 'TOOL_CALL_RESULT',
  messageId: `result-of-${id}`,
  toolCallId: id,
  content,
  ...fields,
});
const text = (id: string, delta: string, role = 'assistant'): Fields[] => [
  { type: 'TEXT_MESSAGE_START', messageId: id, role },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: id, delta },
  { type: 'TEXT_MESSAGE_END', messageId: id },
];

async function readText(content: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/events.jsonl', bytesOf(content))) {
    items.push(...batch);
  }
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

function read(...events: readonly Fields[]): Promise<ReadItem[]> {
  return readText(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

async function eventsOf(...events: readonly Fields[]): Promise<AgentEvent[]> {
  return told(await read(...events));
}

function told(items: readonly ReadItem[]): AgentEvent[] {
  return items.filter((item) => item.kind === 'event').map((item) => item.event);
}

describe('AG-UI events', () => {
  it('open a run for the thread, and put texts and arguments together from their pieces', async () => {
    const items = await read(
      started,
      { type: 'REASONING_MESSAGE_CONTENT', messageId: 'q', delta: 'Run ' },
      { type: 'REASONING_MESSAGE_CONTENT', messageId: 'q', delta: 'it.' },
      { type: 'REASONING_MESSAGE_END', messageId: 'q' },
      begin('c', { parentMessageId: 'm', timestamp: 5 }),
      args('c', '{"command":'),
      args('c', '"npm test"}'),
      { ...end('c'), timestamp: 1000 },
      result('c', '1 failing'),
      ...text('m2', 'Fixed.'),
      { type: 'RUN_FINISHED', threadId: 'thread-1', runId: 'run-1', outcome: { type: 'success' } },
    );
    const run = 'thread-1';
    expect(items).toEqual([
      { kind: 'open', run: { agent: 'ag-ui', run, recorded: true }, line: 4 },
      { kind: 'event', run, event: { type: 'say', text: 'Run it.', channel: 'thought' }, line: 4 },
      {
        kind: 'event',
        run,
        event: {
          type: 'call',
          id: 'c',
          tool: 'run',
          args: { command: 'npm test' },
          round: 'm',
          at: 1000,
        },
        line: 8,
      },
      { kind: 'event', run, event: { type: 'result', id: 'c', output: '1 failing' }, line: 9 },
      { kind: 'event', run, event: { type: 'say', text: 'Fixed.', channel: 'answer' }, line: 12 },
      { kind: 'close', run },
    ]);
  });

  it('of calls that stream side by side are told apart', async () => {
    expect(
      await eventsOf(
        begin('a'),
        begin('b'),
        args('b', '{"n":2}'),
        args('a', '{"n":1}'),
        end('b'),
        end('a'),
      ),
    ).toMatchObject([
      { id: 'b', args: { n: 2 } },
      { id: 'a', args: { n: 1 } },
    ]);
  });

  it('may come in chunks, which begin and end without saying so', async () => {
    expect(
      await eventsOf(
        { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', role: 'assistant', delta: 'Let me ' },
        { type: 'TEXT_MESSAGE_CHUNK', delta: 'look.' },
        { type: 'TOOL_CALL_CHUNK', toolCallId: 'c', toolCallName: 'look', delta: '{"at":' },
        { type: 'TOOL_CALL_CHUNK', delta: '"a"}' },
        { type: 'TOOL_CALL_CHUNK', toolCallId: 'd', toolCallName: 'look', delta: '{}' },
        result('c', 'x'),
      ),
    ).toEqual([
      { type: 'say', text: 'Let me look.', channel: 'answer' },
      { type: 'call', id: 'c', tool: 'look', args: { at: 'a' } },
      { type: 'call', id: 'd', tool: 'look', args: {} },
      { type: 'result', id: 'c', output: 'x' },
    ]);
  });

  it('have no outcome: an error is a note, and so is a question to a person', async () => {
    const items = await read(
      started,
      { type: 'RUN_ERROR', message: 'upstream closed', code: 'ECONNRESET' },
      { ...started, runId: 'run-2' },
      { type: 'RUN_FINISHED', outcome: { type: 'interrupt' } },
    );
    expect(told(items)).toEqual([
      { type: 'note', text: 'the run broke off: upstream closed · ECONNRESET' },
      { type: 'note', text: 'the run stopped to ask a person' },
    ]);
    expect(items.at(-1)).toEqual({ kind: 'close', run: 'thread-1' });
  });

  it('say that a tool failed only where its message has an error', async () => {
    expect(
      await eventsOf(begin('c'), end('c'), result('c', '', { error: 'denied' }), result('d', 'x')),
    ).toMatchObject([
      { type: 'call' },
      { type: 'result', id: 'c', ok: false, output: 'denied' },
      { type: 'result', id: 'd', output: 'x' },
    ]);
  });

  it('repeat messages in snapshots: only those that were not streamed are new', async () => {
    const call = { id: 'c', type: 'function', function: { name: 'run', arguments: '{"a":1}' } };
    const old = { ...call, id: 'old' };
    const messages = [
      { id: 'u', role: 'user', content: 'Go' },
      { id: 'h', role: 'assistant', content: 'I look.', toolCalls: [old] },
      { id: 'r', role: 'tool', content: 'seen', toolCallId: 'old' },
      { id: 'another-id', role: 'assistant', content: 'Fixed.', toolCalls: [call] },
      { id: 'result-of-c', role: 'tool', content: 'ok', toolCallId: 'c' },
    ];
    const heard = await eventsOf(
      { ...started, input: { messages: messages.slice(0, 3) } },
      ...text('m', 'Fixed.'),
      begin('c'),
      args('c', '{"a":1}'),
      end('c'),
      result('c', 'ok'),
      { type: 'MESSAGES_SNAPSHOT', messages },
    );
    expect(heard).toEqual([
      { type: 'user', text: 'Go' },
      { type: 'say', text: 'I look.', channel: 'answer' },
      { type: 'call', id: 'old', tool: 'run', args: { a: 1 }, round: 'h' },
      { type: 'result', id: 'old', output: 'seen' },
      { type: 'say', text: 'Fixed.', channel: 'answer' },
      { type: 'call', id: 'c', tool: 'run', args: { a: 1 } },
      { type: 'result', id: 'c', output: 'ok' },
    ]);
  });

  it('that broke off tell what had begun, arguments as far as they came', async () => {
    expect(await eventsOf(started, begin('c'), args('c', '{"comm'))).toEqual([
      { type: 'call', id: 'c', tool: 'run', args: '{"comm' },
    ]);
  });

  it('of several threads in one file are runs of their own', async () => {
    const items = await read(
      started,
      ...text('m', 'One.'),
      { ...started, threadId: 'thread-2' },
      ...text('m2', 'Two.', 'user'),
    );
    expect(
      items.flatMap((item) => (item.kind === 'event' ? [[item.run, item.event.type]] : [])),
    ).toEqual([
      ['thread-1', 'say'],
      ['thread-2', 'user'],
    ]);
  });
});

describe('a file of AG-UI events', () => {
  const events = [started, begin('c'), args('c', '{}'), end('c'), result('c', 'x')];
  const jsonl = events.map((event) => JSON.stringify(event)).join('\n');

  it('may be the stream as it was sent, or one array', async () => {
    const expected = told(await readText(jsonl));
    const sse = events.map((event) => `event: message\ndata: ${JSON.stringify(event)}\n\n`);
    expect(expected).toHaveLength(2);
    expect(told(await readText(`: ping\n\n${sse.join('')}data: [DONE]\n`))).toEqual(expected);
    expect(told(await readText(JSON.stringify(events, null, 2)))).toEqual(expected);
  });

  it('tells what stood before a damaged line, and leaves a cut last one out', async () => {
    const cut = await readText(`${jsonl}\ndata: {"type":"RUN_FIN`);
    expect(told(cut)).toHaveLength(2);
    expect(cut).toContainEqual({
      kind: 'problem',
      message: 'the last line (6) is cut off: left out',
      line: 6,
    });
    const items: ReadItem[] = [];
    const damaged = async (): Promise<void> => {
      for await (const batch of readRunsFrom('logs/events.jsonl', bytesOf(`${jsonl}\n{]\n`))) {
        items.push(...batch);
      }
    };
    await expect(damaged()).rejects.toMatchObject({ path: 'logs/events.jsonl:6' });
    expect(items.map(({ kind }) => kind)).toEqual(['open', 'event', 'event', 'close']);
  });

  it('says so where nothing was said or done', async () => {
    expect(await read(started)).toEqual([
      { kind: 'problem', message: 'nothing was said or done in these events' },
    ]);
  });
});
