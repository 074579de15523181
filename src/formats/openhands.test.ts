import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

const sdk = readFileSync(new URL('samples/openhands-sdk.jsonl', import.meta.url), 'utf8');
const v0 = readFileSync(new URL('samples/openhands-v0.json', import.meta.url), 'utf8');

async function read(content: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/talk.jsonl', bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

function eventsOf(items: readonly ReadItem[]): AgentEvent[] {
  return items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}

/** Each event of the samples came a second after the one before it. */
const at = (second: number): { at: number } => ({ at: Date.UTC(2026, 10, 1, 10, 0, second) });

describe('events of the OpenHands SDK', () => {
  it('are a run of the model that a state names', async () => {
    const items = await read(sdk);
    const opening = { agent: 'openhands@acme/model-1', run: 'talk', recorded: true };
    expect(items[0]).toEqual({ kind: 'open', run: opening });
    expect(items.at(-1)).toEqual({ kind: 'close', run: 'talk' });
  });

  it('become events; a command’s exit code is its flag, another tool’s is `is_error`', async () => {
    const terminal = { tool: 'terminal', args: { command: 'pytest -q' }, round: 'r1' };
    const misspelt = { path: 'slug.py', command: 'viwe' };
    expect(eventsOf(await read(sdk))).toEqual([
      { type: 'user', text: 'slug() drops umlauts: fix it.', ...at(1) },
      { type: 'say', text: 'Tests first.', channel: 'thought', ...at(3) },
      { type: 'say', text: 'I run the tests.', channel: 'answer', ...at(3) },
      { type: 'call', id: 'call-a', ...terminal, ...at(3) },
      { type: 'call', id: 'call-b', tool: 'file_editor', args: misspelt, round: 'r1', ...at(4) },
      // Sums: 1000 and 50, then 2500 and 90.
      { type: 'usage', inputTokens: 1000, outputTokens: 50, ...at(5) },
      { type: 'result', id: 'call-a', output: '1 failed', exitCode: 1, ...at(6) },
      { type: 'result', id: 'call-b', ok: false, output: 'Unrecognised command: viwe', ...at(7) },
      {
        type: 'call',
        id: 'call-c',
        tool: 'file_editor',
        args: { command: 'view', path: 'slug.py' },
        round: 'r2',
        ...at(8),
      },
      { type: 'usage', inputTokens: 1500, outputTokens: 40, ...at(9) },
      { type: 'result', id: 'call-c', ok: true, output: 'def slug(s): ...', ...at(10) },
      { type: 'note', text: 'context condensed: looked at slug.py', ...at(11) },
      { type: 'say', text: 'Fixed.', channel: 'answer', ...at(12) },
      {
        type: 'call',
        id: 'call-d',
        tool: 'finish',
        args: { message: 'Fixed.' },
        round: 'r4',
        ...at(12),
      },
    ]);
  });

  it('may stand in an array, or be a file with one event', async () => {
    const lines = sdk.trimEnd().split('\n');
    const array = await read(`[${lines.join(',\n')}]`);
    expect(eventsOf(array)).toEqual(eventsOf(await read(sdk)));
    const [, message = ''] = lines;
    const one = await read(JSON.stringify(JSON.parse(message), null, 2));
    expect(eventsOf(one)).toMatchObject([{ type: 'user' }]);
    expect(one[0]).toMatchObject({ run: { agent: 'openhands' } });
  });

  it('that a person refused failed', async () => {
    const base = { id: 'e', timestamp: '2026-11-01T10:00:00', source: 'user' };
    const refused = { ...base, kind: 'UserRejectObservation', tool_call_id: 'c' };
    const items = await read(JSON.stringify({ ...refused, rejection_reason: 'Not that.' }));
    expect(eventsOf(items)).toEqual([
      { type: 'result', id: 'c', ok: false, output: 'Not that.', ...at(0) },
    ]);
  });
});

describe('events of OpenHands before the SDK', () => {
  it('become events; what the host does about the conversation is no call', async () => {
    const items = await read(v0);
    expect(items[0]).toMatchObject({ run: { agent: 'openhands@acme/model-1', run: 'talk' } });
    expect(eventsOf(items)).toEqual([
      { type: 'user', text: 'slug() drops umlauts: fix it.', ...at(1) },
      { type: 'say', text: 'I run the tests.', channel: 'answer', ...at(4) },
      {
        type: 'call',
        id: 'event-4',
        tool: 'execute_bash',
        args: { command: 'pytest -q' },
        round: 'r1',
        ...at(4),
      },
      // Both calls of this answer repeat what it cost: it counts once.
      { type: 'usage', inputTokens: 700, outputTokens: 20, ...at(4) },
      {
        type: 'call',
        id: 'event-5',
        tool: 'str_replace_editor',
        args: { path: 'slug.py' },
        round: 'r1',
        ...at(5),
      },
      { type: 'result', id: 'event-4', output: '1 failed', exitCode: 1, ...at(6) },
      { type: 'result', id: 'event-5', ok: false, output: 'ERROR: no such file', ...at(7) },
      { type: 'say', text: 'I could not fix it.', channel: 'answer', ...at(9) },
      {
        type: 'call',
        id: 'event-9',
        tool: 'finish',
        args: { final_thought: 'I could not fix it.', outputs: {} },
        round: 'r2',
        ...at(9),
      },
      { type: 'usage', inputTokens: 900, outputTokens: 30, ...at(9) },
    ]);
  });
});
