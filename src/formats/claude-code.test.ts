import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A line as Claude Code 2.1 writes it, but for the fields no reader looks at. */
function line(type: string, message: Fields | undefined, fields: Fields = {}): string {
  return JSON.stringify({
    parentUuid: null,
    isSidechain: false,
    cwd: '/home/u/app',
    sessionId: 'session-1',
    type,
    message,
    timestamp: '2026-11-01T10:00:00.000Z',
    ...fields,
  });
}

function assistant(id: string, block: Fields, usage?: Fields, fields?: Fields): string {
  const message = { id, role: 'assistant', model: 'claude-opus-4-5', content: [block], usage };
  return line('assistant', message, fields);
}

function user(content: unknown, fields?: Fields): string {
  return line('user', { role: 'user', content }, fields);
}

const text = (said: string): Fields => ({ type: 'text', text: said });
const toolUse = (id: string, input: unknown = {}): Fields => ({
  type: 'tool_use',
  id,
  name: 'Bash',
  input,
});
const toolResult = (id: string, content: unknown, fields?: Fields): Fields => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...fields,
});

/** A subagent's line in older files. */
const chain = (uuid: string, parentUuid: string | null): Fields => ({
  isSidechain: true,
  uuid,
  parentUuid,
});

async function read(lines: readonly string[]): Promise<ReadItem[]> {
  return readText(`${lines.join('\n')}\n`);
}

async function readText(content: string, path = 'logs/session.jsonl'): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom(path, bytesOf(content))) {
    items.push(...batch);
  }
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

/** The events of a run, without their times. */
function eventsOf(items: readonly ReadItem[], run = 'session-1'): Omit<AgentEvent, 'at'>[] {
  return items
    .filter((item) => item.kind === 'event')
    .filter((item) => item.run === run)
    .map(({ event: { at: _at, ...event } }) => event);
}

function openings(items: readonly ReadItem[]): unknown[] {
  return items.filter((item) => item.kind === 'open').map((item) => item.run);
}

function problems(items: readonly ReadItem[]): string[] {
  return items.filter((item) => item.kind === 'problem').map((item) => item.message);
}

describe('a Claude Code session', () => {
  it('opens a run for the session, named after the model, for the folder, and closes it', async () => {
    const items = await read([
      line('permission-mode', undefined),
      user('Fix the failing test'),
      assistant('msg_1', text('Done.')),
    ]);
    const session = { run: 'session-1', task: '/home/u/app', interactive: true, recorded: true };
    expect(items).toEqual([
      { kind: 'open', run: { ...session, agent: 'claude-code@claude-opus-4-5' }, line: 2 },
      {
        kind: 'event',
        run: 'session-1',
        event: { type: 'user', text: 'Fix the failing test', at: Date.UTC(2026, 10, 1, 10) },
        line: 2,
      },
      {
        kind: 'event',
        run: 'session-1',
        event: {
          type: 'say',
          text: 'Done.',
          channel: 'answer',
          at: Date.UTC(2026, 10, 1, 10),
        },
        line: 3,
      },
      { kind: 'close', run: 'session-1' },
    ]);
  });

  it('pairs calls and results by id, with the exit code that the text begins with', async () => {
    const items = await read([
      assistant('msg_1', { type: 'thinking', thinking: 'Run the tests first.' }),
      assistant('msg_1', toolUse('toolu_1', { command: 'npm test' })),
      user([toolResult('toolu_1', 'Error: Exit code 1\n1 failing', { is_error: true })]),
      assistant('msg_2', toolUse('toolu_2')),
      user([toolResult('toolu_2', [text('one'), { type: 'image' }, text('two')])]),
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'say', text: 'Run the tests first.', channel: 'thought' },
      {
        type: 'call',
        id: 'toolu_1',
        tool: 'Bash',
        args: { command: 'npm test' },
        round: 'msg_1',
      },
      {
        type: 'result',
        id: 'toolu_1',
        ok: false,
        output: 'Error: Exit code 1\n1 failing',
        exitCode: 1,
      },
      { type: 'call', id: 'toolu_2', tool: 'Bash', args: {}, round: 'msg_2' },
      { type: 'result', id: 'toolu_2', ok: true, output: 'one\n[image]\ntwo' },
    ]);
  });

  it('takes the exit code told beside a result, if the line has only one', async () => {
    const toolUseResult = { exitCode: 2 };
    const items = await read([
      assistant('msg_1', toolUse('a')),
      user([toolResult('a', 'broken', { is_error: true })], { toolUseResult }),
      user([toolResult('b', 'x'), toolResult('c', 'y')], { toolUseResult }),
    ]);
    const codes = eventsOf(items).map((event) => ('exitCode' in event ? event.exitCode : 'none'));
    expect(codes).toEqual(['none', 2, 'none', 'none']);
  });

  it('keeps parallel calls in one round, whatever order their results come in', async () => {
    const items = await read([
      assistant('msg_1', toolUse('a')),
      assistant('msg_1', toolUse('b')),
      user([toolResult('b', 'second')]),
      user([toolResult('a', 'first')]),
    ]);
    const told = eventsOf(items).map((event) => ('round' in event ? event.round : event.type));
    expect(told).toEqual(['msg_1', 'msg_1', 'result', 'result']);
  });

  it('reads a tool that ran on the server, whose result the model itself brings', async () => {
    const found = [{ type: 'web_search_result', title: 'Docs', url: 'https://d.example' }];
    const failed = { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' };
    const ran = { type: 'bash_code_execution_result', stdout: 'hi', stderr: '', return_code: 3 };
    const items = await read([
      assistant('m', {
        type: 'server_tool_use',
        id: 's1',
        name: 'web_search',
        input: { query: 'q' },
      }),
      assistant('m', { type: 'web_search_tool_result', tool_use_id: 's1', content: found }),
      assistant('m', { type: 'web_search_tool_result', tool_use_id: 's2', content: failed }),
      assistant('m', { type: 'bash_code_execution_tool_result', tool_use_id: 's3', content: ran }),
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'call', id: 's1', tool: 'web_search', args: { query: 'q' }, round: 'm' },
      { type: 'result', id: 's1', ok: true, output: 'Docs https://d.example' },
      { type: 'result', id: 's2', ok: false, output: 'max_uses_exceeded' },
      { type: 'result', id: 's3', ok: false, output: 'hi', exitCode: 3 },
    ]);
  });

  it('takes an interruption as a word of the user, and notes what is nobody’s', async () => {
    const items = await read([
      user('<local-command-stdout>ok</local-command-stdout>'),
      user([text('<system-reminder>Be brief.</system-reminder>'), text('Stop that')]),
      user('not shown to people', { isMeta: true }),
      user('All that was said', { isCompactSummary: true }),
      line('system', undefined, { subtype: 'compact_boundary', content: 'Conversation compacted' }),
      user([text('[Request interrupted by user]')]),
      line('system', undefined, { subtype: 'turn_duration' }),
      line('something-new', { content: 'x' }),
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'note', text: '<local-command-stdout>ok</local-command-stdout>' },
      { type: 'note', text: '<system-reminder>Be brief.</system-reminder>' },
      { type: 'user', text: 'Stop that' },
      { type: 'note', text: 'All that was said' },
      { type: 'note', text: 'Conversation compacted' },
      { type: 'user', text: '[Request interrupted by user]' },
    ]);
  });

  it('hears what a person wrote while it worked', async () => {
    const queued = (prompt: unknown, type = 'queued_command'): string =>
      line('attachment', undefined, { attachment: { type, prompt } });
    const items = await read([
      queued('Not that file'),
      queued([text('Nor this')]),
      queued('<task-notification>done</task-notification>'),
      queued('x', 'todo_reminder'),
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'user', text: 'Not that file' },
      { type: 'user', text: 'Nor this' },
      { type: 'note', text: '<task-notification>done</task-notification>' },
    ]);
  });

  it('is named `claude-code` alone where no model speaks, and not after a synthetic one', async () => {
    const synthetic = { id: 'x', model: '<synthetic>', content: [text('API Error: 500')] };
    const alone = await read([user('Hello'), line('assistant', synthetic)]);
    expect(openings(alone)).toMatchObject([{ agent: 'claude-code' }]);
    expect(eventsOf(alone).at(-1)).toEqual({ type: 'note', text: 'API Error: 500' });

    const later = await read([line('assistant', synthetic), assistant('msg_1', text('Hi'))]);
    expect(openings(later)).toMatchObject([{ agent: 'claude-code@claude-opus-4-5' }]);
  });

  it('waits for the model’s name no longer than 200 events', async () => {
    const hellos = Array.from({ length: 201 }, () => user('Hello'));
    const items = await read([...hellos, assistant('msg_1', text('Hi'))]);
    expect(openings(items)).toMatchObject([{ agent: 'claude-code' }]);
    expect(eventsOf(items)).toHaveLength(202);
  });
});

describe('the tokens of a Claude Code session', () => {
  const usage = {
    input_tokens: 3,
    cache_creation_input_tokens: 100,
    cache_read_input_tokens: 2000,
    output_tokens: 10,
  };

  it('are counted once per message, with its last and largest count', async () => {
    const items = await read([
      assistant('msg_1', text('a'), usage),
      assistant('msg_1', text('b'), { ...usage, output_tokens: 40 }),
      assistant('msg_2', text('c'), { ...usage, output_tokens: 7 }),
      assistant('msg_1', text('late'), usage),
    ]);
    const told = eventsOf(items).filter((event) => event.type === 'usage');
    // 3 + 100 + 2000: what is read from the cache is input too.
    expect(told).toEqual([
      { type: 'usage', inputTokens: 2103, outputTokens: 40 },
      { type: 'usage', inputTokens: 2103, outputTokens: 7 },
    ]);
  });

  it('stand where the next message begins, and no earlier than what came between', async () => {
    const items = await read([
      assistant('msg_1', toolUse('a'), usage, { timestamp: '2026-11-01T10:00:01Z' }),
      user([toolResult('a', 'x')], { timestamp: '2026-11-01T10:00:05Z' }),
      assistant('msg_2', text('b'), undefined, { timestamp: '2026-11-01T10:00:09Z' }),
    ]);
    const seconds = items
      .filter((item) => item.kind === 'event')
      .map(({ event }) => [event.type, ((event.at ?? 0) / 1000) % 60]);
    expect(seconds).toEqual([
      ['call', 1],
      ['result', 5],
      ['usage', 5],
      ['say', 9],
    ]);
  });

  it('are absent where the file has none, and never a guess', async () => {
    const wrong = { input_tokens: -1, output_tokens: 'many' };
    const items = await read([
      assistant('msg_1', text('a'), wrong),
      assistant('msg_2', text('b'), { output_tokens: 5 }),
    ]);
    expect(eventsOf(items).filter((event) => event.type === 'usage')).toEqual([
      { type: 'usage', outputTokens: 5 },
    ]);
  });
});

describe('several runs in one Claude Code file', () => {
  it('are one per session', async () => {
    const items = await read([user('one'), user('two', { sessionId: 'session-2' }), user('three')]);
    expect(openings(items)).toMatchObject([{ run: 'session-1' }, { run: 'session-2' }]);
    expect(eventsOf(items)).toHaveLength(2);
    expect(items.filter((item) => item.kind === 'close')).toHaveLength(2);
  });

  it('are one per subagent, below its session; no person speaks there', async () => {
    const agent = { isSidechain: true, agentId: 'a1b2' };
    const items = await read([
      assistant('msg_1', toolUse('task')),
      user('Find the file', agent),
      assistant('msg_9', toolUse('grep'), undefined, agent),
      user([toolResult('task', 'found')]),
    ]);
    expect(openings(items)).toMatchObject([
      { run: 'session-1', interactive: true },
      {
        run: 'a1b2',
        parent: 'session-1',
        interactive: false,
        agent: 'claude-code@claude-opus-4-5',
      },
    ]);
    expect(eventsOf(items).map((event) => event.type)).toEqual(['call', 'result']);
    expect(eventsOf(items, 'a1b2').map((event) => event.type)).toEqual(['user', 'call']);
  });

  it('name the session where a subagent has a file of its own, of either place', async () => {
    const named = user('Find it', { isSidechain: true, agentId: 'a1b2' });
    const unnamed = user('Find it', { isSidechain: true, sessionId: undefined, uuid: 'u1' });
    const below = 'app/session-1/subagents/agent-a1b2.jsonl';
    for (const [content, path] of [
      [named, below],
      [named, 'app/agent-a1b2.jsonl'],
      [unnamed, below],
    ] as const) {
      expect(openings(await readText(content, path))).toMatchObject([
        { run: 'a1b2', parent: 'session-1', interactive: false },
      ]);
    }
  });

  it('are none of a file that only has a name like a subagent’s', async () => {
    const [opening] = openings(await readText(user('Hello'), 'logs/agent-smith.jsonl'));
    expect(opening).toMatchObject({ run: 'session-1', interactive: true });
    expect(opening).not.toHaveProperty('parent');
  });

  it('are told apart by their parents in older files, whose sidechains have no name', async () => {
    const items = await read([
      user('left', chain('l1', null)),
      user('right', chain('r1', null)),
      assistant('m1', text('left 2'), undefined, chain('l2', 'l1')),
      assistant('m2', text('right 2'), undefined, chain('r2', 'r1')),
      assistant('m3', text('left 3'), undefined, chain('l3', 'l2')),
    ]);
    const said = (run: string): unknown[] =>
      eventsOf(items, run).map((event) => ('text' in event ? event.text : event));
    expect(said('session-1/sidechain-1')).toEqual(['left', 'left 2', 'left 3']);
    expect(said('session-1/sidechain-2')).toEqual(['right', 'right 2']);
  });

  it('close the longest silent one when more than 1024 are open', async () => {
    const sessions = Array.from({ length: 1100 }, (_, index) =>
      user('Hello', { sessionId: `session-${index}` }),
    );
    const items = await read(sessions);
    const kinds = items.map((item) => item.kind);
    expect(kinds.indexOf('close')).toBeLessThan(kinds.lastIndexOf('open'));
    expect(kinds.filter((kind) => kind === 'close')).toHaveLength(1100);
    expect(items.find((item) => item.kind === 'close')).toMatchObject({ run: 'session-0' });
  });
});

describe('a damaged Claude Code session', () => {
  it('is read but for its last line if that is cut off', async () => {
    const whole = `${user('one')}\n`;
    const items = await readText(whole + user('two').slice(0, -20));
    expect(eventsOf(items)).toEqual([{ type: 'user', text: 'one' }]);
    expect(problems(items)).toEqual(['line 2 is the last one and cut off: left out']);
  });

  it('goes on after a malformed line, and says which', async () => {
    const items = await read([user('one'), '{"type":"user","mess', '42', user('two')]);
    expect(eventsOf(items)).toHaveLength(2);
    expect(problems(items)).toEqual([
      'line 2 is not JSON from character 21 on: left out',
      'line 3 is no JSON object: left out',
    ]);
  });

  it('reads both records of a line whose writer died before its line break', async () => {
    const items = await read([user('one') + user('two'), `${user('three')}{"type":`, user('four')]);
    expect(eventsOf(items)).toHaveLength(4);
    expect(problems(items)).toEqual([
      'line 1 holds 2 records with no line break between: read',
      'line 2 ends in a piece that is not JSON: that was left out',
    ]);
  });

  it('tells no more than twenty oddities one by one', async () => {
    const damaged = Array.from({ length: 1000 }, () => '{');
    const items = await read([user('one'), ...damaged]);
    expect(problems(items)).toHaveLength(21);
    expect(problems(items).at(-1)).toBe('980 more lines could not be read in full');
  });

  it('leaves out a call without a name, and says so', async () => {
    const items = await read([user('one'), assistant('m', { type: 'tool_use', input: {} })]);
    expect(problems(items)).toEqual(['line 2 has a tool call without id or name: left out']);
  });

  it('says so when it holds no messages', async () => {
    const items = await read(['{"type":"summary","summary":"x","leafUuid":"u"}']);
    expect(items).toEqual([{ kind: 'problem', message: 'no messages in this session' }]);
  });
});
