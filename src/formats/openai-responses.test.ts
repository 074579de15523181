import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8');
}

async function read(content: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/answer.json', bytesOf(content)))
    items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

function eventsOf(items: readonly ReadItem[]): AgentEvent[] {
  return items.filter((each) => each.kind === 'event').map((each) => each.event);
}

function openings(items: readonly ReadItem[]): unknown[] {
  return items.filter((each) => each.kind === 'open').map((each) => each.run);
}

const asked = { type: 'message', role: 'user', content: 'Add them' };
const call = { type: 'function_call', call_id: 'c', name: 'add', arguments: '{"a":1}' };
const result = { type: 'function_call_output', call_id: 'c', output: '2' };

describe('OpenAI Responses items', () => {
  it('become events; only tools with a flag say whether they worked', async () => {
    const items = await read(sample('openai-responses.json'));
    expect(openings(items)).toEqual([
      { agent: 'openai-responses@gpt-5', run: 'answer', recorded: true },
    ]);
    const round = 'turn-1';
    expect(eventsOf(items)).toEqual([
      { type: 'user', text: 'What is new?' },
      { type: 'say', text: 'Look it up', channel: 'thought' },
      {
        type: 'call',
        id: 'ws',
        tool: 'web_search',
        args: { type: 'search', query: 'news' },
        round,
      },
      { type: 'result', id: 'ws', ok: true },
      { type: 'call', id: 'mc', tool: 'find', args: { q: 'ü' }, round },
      { type: 'result', id: 'mc', ok: false, output: 'gone' },
      { type: 'call', id: 'c1', tool: 'add', args: { a: 1 }, round },
      { type: 'call', id: 'c2', tool: 'add', args: '{"a":', round },
      { type: 'result', id: 'c1', output: '2' },
      { type: 'result', id: 'c2', output: 'bad arguments' },
      { type: 'call', id: 'c3', tool: 'shell', args: { command: 'ls\nfalse' }, round: 'turn-2' },
      { type: 'result', id: 'c3', ok: false, output: 'a\nno', exitCode: 1 },
      { type: 'say', text: 'Nothing.', channel: 'answer' },
      { type: 'usage', inputTokens: 90, outputTokens: 12 },
    ]);
  });

  it('may stand one a line, in an array, or in `input` and `output`', async () => {
    const items = [asked, call, result];
    const lines = await read(`${items.map((each) => JSON.stringify(each)).join('\n')}\n`);
    const array = await read(JSON.stringify(items, null, 2));
    const object = await read(JSON.stringify({ input: 'Add them', output: items.slice(1) }));
    expect(eventsOf(lines)).toHaveLength(3);
    expect(eventsOf(array)).toEqual(eventsOf(lines));
    expect(eventsOf(object)).toEqual(eventsOf(lines));
    expect(openings(lines)).toEqual([{ agent: 'openai-responses', run: 'answer', recorded: true }]);
  });

  it('are a run a line where each line is an exchange', async () => {
    const line = JSON.stringify({ model: 'gpt-5', input: [asked, call, result] });
    expect(openings(await read(`${line}\n${line}\n`))).toMatchObject([
      { run: 'answer#1', agent: 'openai-responses@gpt-5' },
      { run: 'answer#2' },
    ]);
  });

  it('are read as OpenAI Agents keep them, where a result is complete though its tool failed', async () => {
    const text = 'An error occurred while running the tool.';
    const history = [
      asked,
      { type: 'function_call', callId: 'c', name: 'add', status: 'completed', arguments: '{}' },
      {
        type: 'function_call_result',
        callId: 'c',
        name: 'add',
        status: 'completed',
        output: { type: 'text', text },
      },
    ];
    expect(eventsOf(await read(JSON.stringify(history))).slice(1)).toEqual([
      { type: 'call', id: 'c', tool: 'add', args: {}, round: 'turn-1' },
      { type: 'result', id: 'c', output: text },
    ]);
  });

  it('are Codex’s where they are the items of a session, as its first version wrote them', async () => {
    const session = { id: 's1', timestamp: '2025-04-20T09:00:00Z', instructions: '' };
    const items = await read(JSON.stringify({ session, items: [asked, call, result] }, null, 2));
    expect(openings(items)).toMatchObject([{ agent: 'codex', run: 's1' }]);
    expect(eventsOf(items)).toHaveLength(3);
  });

  it('leave tools out that were broken off, and pictures', async () => {
    const events = eventsOf(
      await read(
        JSON.stringify([
          asked,
          { type: 'web_search_call', id: 'w', status: 'in_progress', action: { query: 'x' } },
          { type: 'image_generation_call', id: 'i', status: 'completed', result: 'iVBORw0KGgo' },
          { type: 'computer_call', call_id: 'k', action: { type: 'click', x: 1 } },
          {
            type: 'computer_call_output',
            call_id: 'k',
            output: { type: 'computer_screenshot', image_url: 'data:…' },
          },
          { type: 'mcp_approval_response', approve: false },
          { type: 'compaction', encrypted_content: 'x' },
          { type: 'item_reference', id: 'z' },
        ]),
      ),
    );
    expect(events.slice(1)).toEqual([
      { type: 'call', id: 'w', tool: 'web_search', args: { query: 'x' }, round: 'turn-1' },
      { type: 'call', id: 'i', tool: 'image_generation', args: null, round: 'turn-1' },
      { type: 'result', id: 'i', ok: true },
      { type: 'call', id: 'k', tool: 'computer', args: { type: 'click', x: 1 }, round: 'turn-1' },
      { type: 'result', id: 'k', output: '[image]' },
      { type: 'note', text: 'a call of an MCP tool was refused' },
      { type: 'note', text: 'Conversation compacted' },
    ]);
  });

  it('say what of them could not be read', async () => {
    const items = await read(JSON.stringify([asked, call, { type: 'custom_tool_call' }, result]));
    expect(items.filter((each) => each.kind === 'problem').map((each) => each.message)).toEqual([
      'a tool call without id or name: left out',
    ]);
  });

  it('are refused where JSON or line is none', async () => {
    const lines = `${JSON.stringify(call)}\n${JSON.stringify(result)}\n`;
    await expect(read(`${lines}{]\n${lines}`)).rejects.toMatchObject({
      path: 'logs/answer.json:3',
    });
    const cut = await read(`${lines}${JSON.stringify(asked).slice(0, 20)}`);
    expect(cut.at(-2)).toMatchObject({ message: 'the last line (3) is cut off: left out' });
  });
});
