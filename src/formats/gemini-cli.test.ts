import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

type Fields = Readonly<Record<string, unknown>>;

function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8');
}

async function readText(content: string, path = 'chats/session.jsonl'): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom(path, bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

const head = { sessionId: 's1', projectHash: 'p1', kind: 'main' };

function read(
  records: readonly object[],
  first: object = head,
  path?: string,
): Promise<ReadItem[]> {
  const lines = [first, ...records].map((record) => `${JSON.stringify(record)}\n`);
  return readText(lines.join(''), path);
}

const user = (id: string, content: unknown): object => ({ id, type: 'user', content });
const gemini = (id: string, fields: Fields): object => ({
  id,
  type: 'gemini',
  content: '',
  ...fields,
});
const ran = (id: string, fields: Fields): object => ({ id, name: 'x', args: {}, ...fields });
const brought = (response: Fields): object => ({ functionResponse: { response } });

/** Events without their times. */
function eventsOf(items: readonly ReadItem[]): Omit<AgentEvent, 'at'>[] {
  return items
    .filter((each) => each.kind === 'event')
    .map(({ event: { at: _at, ...event } }) => event);
}

function texts(items: readonly ReadItem[]): unknown[] {
  return eventsOf(items).map((event) => ('text' in event ? event.text : event.type));
}

function openings(items: readonly ReadItem[]): unknown[] {
  return items.filter((each) => each.kind === 'open').map((each) => each.run);
}

function problems(items: readonly ReadItem[]): string[] {
  return items.filter((each) => each.kind === 'problem').map((each) => each.message);
}

describe('a Gemini CLI chat', () => {
  it('is one run, of each message its last version, without what was taken back', async () => {
    const items = await readText(sample('gemini-cli.jsonl'));
    expect(openings(items)).toEqual([
      {
        run: '9e417000-0000-4000-8000-000000000001',
        agent: 'gemini-cli@gemini-3-pro',
        task: 'p1',
        interactive: true,
        recorded: true,
      },
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'user', text: 'Mend the prices 🎉' },
      { type: 'say', text: 'Look: what is there', channel: 'thought' },
      // 100 and 2 for tools' prompts; 10 and 5 of thought: 117 in all, as the file says.
      { type: 'usage', inputTokens: 102, outputTokens: 15 },
      {
        type: 'call',
        id: 't1',
        tool: 'run_shell_command',
        args: { command: 'npm test' },
        round: 'm2',
      },
      { type: 'call', id: 't2', tool: 'run_shell_command', args: { command: 'ls' }, round: 'm2' },
      { type: 'result', id: 't2', ok: true, output: 'a.ts' },
      { type: 'result', id: 't1', ok: false, output: '1 failing\nExit Code: 1', exitCode: 1 },
      { type: 'user', text: 'Like this' },
      {
        type: 'call',
        id: 't4',
        tool: 'write_file',
        args: { file_path: 'a.ts', content: '2' },
        round: 'm5b',
      },
      { type: 'call', id: 't5', tool: 'ls', args: {}, round: 'm5b' },
      { type: 'result', id: 't4', ok: false, output: 'The user said no' },
      { type: 'say', text: 'Mended.', channel: 'answer' },
      { type: 'usage', inputTokens: 200, outputTokens: 7 },
      { type: 'note', text: 'Request cancelled.' },
    ]);
    expect(problems(items)).toEqual([]);
  });

  it('tells each event’s own time, and none that runs backwards', async () => {
    const items = await readText(sample('gemini-cli.jsonl'));
    const seconds = items
      .filter((each) => each.kind === 'event')
      .map(({ event }) => (event.at === undefined ? 'none' : (event.at / 1000) % 60));
    expect(seconds).toEqual([0, 2, 3, 3, 3, 5, 6, 12, 13, 13, 13.5, 14, 14, 15]);
    const backwards = await read([
      { ...user('a', 'x'), timestamp: '2026-11-01T10:00:09Z' },
      { ...user('b', 'y'), timestamp: '2026-11-01T10:00:01Z' },
    ]);
    const told = backwards
      .filter((each) => each.kind === 'event')
      .map(({ event }) => 'at' in event);
    expect(told).toEqual([true, false]);
  });

  it('of an older version is one document, pretty-printed or not', async () => {
    const pretty = await readText(sample('gemini-cli.json'));
    // user; thought, usage, two calls and results; answer, usage.
    expect(eventsOf(pretty).map((event) => event.type)).toEqual(
      'user say usage call call result result say usage'.split(' '),
    );
    expect(openings(pretty)).toMatchObject([{ agent: 'gemini-cli@gemini-3-pro', task: 'p1' }]);
    const compact = await readText(JSON.stringify(JSON.parse(sample('gemini-cli.json'))));
    expect(eventsOf(compact)).toEqual(eventsOf(pretty));
  });

  it('reads what tools answered, in each form, and `ok` from their status', async () => {
    const toolCalls = [
      ran('a', { status: 'success', result: [brought({ output: 'yes' })] }),
      ran('b', { status: 'error', result: [brought({ error: 'no' })] }),
      ran('c', { status: 'success', result: [brought({ rows: [1] })] }),
      ran('d', { status: 'success', result: 'text' }),
      ran('e', { status: 'success', result: [brought({ output: 'a' }), { text: 'b' }] }),
      ran('f', { status: 'success', result: null, resultDisplay: 'shown' }),
      ran('g', { status: 'awaiting_approval' }),
    ];
    const items = await read([user('u', 'x'), gemini('m', { toolCalls })]);
    expect(eventsOf(items).filter((event) => event.type === 'result')).toEqual([
      { type: 'result', id: 'a', ok: true, output: 'yes' },
      { type: 'result', id: 'b', ok: false, output: 'no' },
      { type: 'result', id: 'c', ok: true, output: { rows: [1] } },
      { type: 'result', id: 'd', ok: true, output: 'text' },
      { type: 'result', id: 'e', ok: true, output: 'a\nb' },
      { type: 'result', id: 'f', ok: true, output: 'shown' },
    ]);
  });

  it('takes what a person typed, and not what the host put in that place', async () => {
    const items = await read([
      user('a', [{ text: '<session_context>\nToday is Monday.' }]),
      {
        ...user('b', [{ text: 'Read @a.ts' }, { text: 'its text' }]),
        displayContent: 'Read @a.ts',
      },
      user('c', ['See', { inlineData: { mimeType: 'image/png', data: 'x' } }]),
    ]);
    expect(texts(items)).toEqual(['Read @a.ts', 'See\n[image]']);
  });

  it('forgets all where it is taken back to before its first message, or written anew', async () => {
    const start = [user('a', 'one'), user('b', 'two')];
    expect(texts(await read([...start, { $rewindTo: 'b' }, user('c', 'three')]))).toEqual([
      'one',
      'three',
    ]);
    expect(texts(await read([...start, { $rewindTo: 'gone' }, user('c', 'three')]))).toEqual([
      'three',
    ]);
    const anew = { $set: { messages: [user('x', 'all in one')] } };
    expect(texts(await read([...start, anew, user('c', 'three')]))).toEqual([
      'all in one',
      'three',
    ]);
  });

  it('holds 4096 messages, and says so where it is taken back further', async () => {
    const many = Array.from({ length: 4100 }, (_, index) => user(`m${index}`, `word ${index}`));
    const items = await read([...many, { $rewindTo: 'm1' }, user('last', 'end')]);
    // m0 to m3 had to go before m4096 to m4099 found room.
    expect(texts(items)).toEqual(['word 0', 'word 1', 'word 2', 'word 3', 'end']);
    expect(problems(items)).toEqual([
      'line 4102 takes back more of the chat than is held: its beginning stays',
    ]);
  });

  it('of a subagent lies in a folder called after the session that started it', async () => {
    const sub = { ...head, sessionId: 's2', kind: 'subagent' };
    const items = await read([user('a', 'x')], sub, 'chats/s1/s2.jsonl');
    expect(openings(items)).toMatchObject([{ run: 's2', parent: 's1', interactive: false }]);
    const lone = await read([user('a', 'x')], sub, 'chats/session-s2.jsonl');
    expect(openings(lone)[0]).not.toHaveProperty('parent');
  });

  it('goes on after damaged lines, and says which', async () => {
    const text = [head, user('a', 'one')].map((each) => JSON.stringify(each)).join('\n');
    const items = await readText(
      `${text}\n{"id":"b","type\n${JSON.stringify(user('c', 'two'))}\n{"$s`,
    );
    expect(texts(items)).toEqual(['one', 'two']);
    expect(problems(items)).toEqual([
      'line 3 is not JSON from character 16 on: left out',
      'line 5 is the last one and cut off: left out',
    ]);
  });
});
