import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

type Fields = Readonly<Record<string, unknown>>;

function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8');
}

async function readText(content: string, path = 'logs/rollout.jsonl'): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom(path, bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

const line = (type: string, payload: Fields, timestamp = '2026-11-02T09:00:00Z'): string =>
  JSON.stringify({ timestamp, type, payload });
const item = (payload: Fields): string => line('response_item', payload);
const screen = (payload: Fields): string => line('event_msg', payload);
const head = line('session_meta', { id: 's1', cwd: '/home/u/shop', source: 'cli' });
const context = line('turn_context', { cwd: '/home/u/shop', model: 'gpt-5-codex' });

function said(text: string): string {
  return item({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
}

function call(id: string): string {
  return item({ type: 'function_call', name: 'shell', arguments: '{}', call_id: id });
}

function answer(id: string, output: unknown): string {
  return item({ type: 'function_call_output', call_id: id, output });
}

function read(lines: readonly string[]): Promise<ReadItem[]> {
  return readText(`${[head, context, ...lines].join('\n')}\n`);
}

/** Events without their times. */
function eventsOf(items: readonly ReadItem[]): Omit<AgentEvent, 'at'>[] {
  return items
    .filter((each) => each.kind === 'event')
    .map(({ event: { at: _at, ...event } }) => event);
}

function openings(items: readonly ReadItem[]): unknown[] {
  return items.filter((each) => each.kind === 'open').map((each) => each.run);
}

function problems(items: readonly ReadItem[]): string[] {
  return items.filter((each) => each.kind === 'problem').map((each) => each.message);
}

describe('a Codex session', () => {
  it('is one run, named after model and folder, with what items say and no event says again', async () => {
    const items = await readText(sample('codex-rollout.jsonl'));
    expect(openings(items)).toEqual([
      {
        run: '0c0de000-0000-4000-8000-000000000001',
        agent: 'codex@gpt-5-codex',
        task: '/home/u/shop',
        interactive: true,
        recorded: true,
      },
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'user', text: 'Tidy the prices 🎉' },
      { type: 'say', text: 'Look first', channel: 'thought' },
      {
        type: 'call',
        id: 'c1',
        tool: 'shell',
        args: { command: ['bash', '-lc', 'cat price.ts'] },
        round: 'turn-1',
      },
      {
        type: 'call',
        id: 'c2',
        tool: 'shell',
        args: { command: ['bash', '-lc', 'npm test'] },
        round: 'turn-1',
      },
      { type: 'usage', inputTokens: 1000, outputTokens: 50 },
      { type: 'result', id: 'c1', ok: true, output: 'export const price = 1;\n', exitCode: 0 },
      { type: 'result', id: 'c2', ok: false, output: '1 failing\n', exitCode: 1 },
      {
        type: 'call',
        id: 'c3',
        tool: 'apply_patch',
        args: '*** Begin Patch\n*** Update File: price.ts\n@@\n-1\n+2\n*** End Patch',
        round: 'turn-2',
      },
      { type: 'result', id: 'c3', ok: true, output: 'Success.\n', exitCode: 0 },
      // 2200 - 1000 and 80 - 50: the log tells the sum so far.
      { type: 'usage', inputTokens: 1200, outputTokens: 30 },
      {
        type: 'call',
        id: 'call-1',
        tool: 'web_search',
        args: { type: 'search', query: 'rounding' },
        round: 'turn-3',
      },
      { type: 'result', id: 'call-1', ok: true },
      {
        type: 'call',
        id: 'c4',
        tool: 'exec_command',
        args: { cmd: 'rm -r old' },
        round: 'turn-3',
      },
      { type: 'result', id: 'c4', output: 'aborted by user after 1.0s' },
      { type: 'note', text: 'Turn aborted (interrupted)' },
      { type: 'note', text: 'So far: prices.' },
      { type: 'say', text: 'I stopped there.', channel: 'answer' },
      { type: 'usage', inputTokens: 800, outputTokens: 10 },
    ]);
    expect(problems(items)).toEqual([]);
  });

  it('of mid-2025 has a bare head and bare items, and names no model', async () => {
    const items = await readText(sample('codex-bare.jsonl'));
    expect(openings(items)).toMatchObject([
      { run: '0c0de000-0000-4000-8000-000000000001', agent: 'codex' },
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'user', text: 'List the files' },
      {
        type: 'call',
        id: 'c1',
        tool: 'local_shell',
        args: { type: 'exec', command: ['ls'], working_directory: '/x' },
        round: 'turn-1',
      },
      { type: 'result', id: 'c1', ok: true, output: 'a.ts\n', exitCode: 0 },
      { type: 'say', text: 'One file, a.ts.', channel: 'answer' },
    ]);
  });

  it('reads how a command ended in each form Codex has told it', async () => {
    const longLived =
      'Chunk ID: 1f\nWall time: 0.1 seconds\nProcess exited with code 2\nOriginal token count: 3\nOutput:\nno';
    const outputs = [
      longLived,
      'Wall time: 0.1 seconds\nProcess running with session ID 7\nOutput:\nwait',
      [{ type: 'input_text', text: 'Exit code: 0\nWall time: 0 seconds\nOutput:\nyes' }],
      { content: 'gone', success: false },
      'The docs say: Exit code: 1',
      '{"output":"x","metadata":{"exit_code":"none"}}',
      '{"content":[{"type":"text","text":"lost"}],"isError":true}',
    ];
    const items = await read(outputs.map((output, index) => answer(`c${index}`, output)));
    expect(eventsOf(items)).toEqual([
      { type: 'result', id: 'c0', ok: false, output: 'no', exitCode: 2 },
      { type: 'result', id: 'c1', output: outputs[1] },
      { type: 'result', id: 'c2', ok: true, output: 'yes', exitCode: 0 },
      { type: 'result', id: 'c3', ok: false, output: 'gone' },
      { type: 'result', id: 'c4', output: outputs[4] },
      { type: 'result', id: 'c5', output: outputs[5] },
      { type: 'result', id: 'c6', ok: false, output: 'lost' },
    ]);
  });

  it('takes for a person’s word only what a person wrote', async () => {
    const items = await read([
      said('<user_instructions>Be brief.</user_instructions>'),
      said('<environment_context>cwd</environment_context>'),
      said('# AGENTS.md instructions for /x\n<INSTRUCTIONS>y</INSTRUCTIONS>'),
      said('<user_shell_command>ls</user_shell_command>'),
      said(
        '# Context from my IDE setup:\n## Open tabs:\n- a.ts\n## My request for Codex:\nMend it\n',
      ),
      said('<b>bold</b> is what I want'),
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'note', text: '<user_shell_command>ls</user_shell_command>' },
      { type: 'user', text: 'Mend it' },
      { type: 'user', text: '<b>bold</b> is what I want' },
    ]);
  });

  it('begins a round with what the model says or calls after a result', async () => {
    const items = await read([call('a'), call('b'), answer('b', ''), answer('a', ''), call('c')]);
    const rounds = eventsOf(items).map((event) => ('round' in event ? event.round : event.type));
    expect(rounds).toEqual(['turn-1', 'turn-1', 'result', 'result', 'turn-2']);
  });

  it('counts the answer alone where the sum of tokens begins anew', async () => {
    const count = (total: Fields | undefined, last?: Fields): string =>
      screen({
        type: 'token_count',
        info: { total_token_usage: total, last_token_usage: last },
      });
    const items = await read([
      said('x'),
      count({ input_tokens: 500, output_tokens: 5 }),
      count({ input_tokens: 300, output_tokens: 9 }, { input_tokens: 100, output_tokens: 2 }),
      count({ input_tokens: 310, output_tokens: 9 }),
      count(undefined, { input_tokens: 7, output_tokens: 1 }),
      count({ input_tokens: -1, output_tokens: 'x' }),
    ]);
    expect(eventsOf(items).slice(1)).toEqual([
      { type: 'usage', inputTokens: 500, outputTokens: 5 },
      { type: 'usage', inputTokens: 100, outputTokens: 2 },
      { type: 'usage', inputTokens: 10, outputTokens: 0 },
      { type: 'usage', inputTokens: 7, outputTokens: 1 },
    ]);
  });

  it('of a subagent names the session that started it; nobody speaks there', async () => {
    const source = { subagent: { thread_spawn: { parent_thread_id: 's0', depth: 1 } } };
    const items = await readText(
      [
        line('session_meta', { id: 's2', cwd: '/x', source }),
        // A copy of the parent's own head, as a session that goes on from it has.
        line('session_meta', { id: 's0', cwd: '/x', source: 'cli' }),
        context,
        said('Look there'),
      ].join('\n'),
    );
    expect(openings(items)).toMatchObject([{ run: 's2', parent: 's0', interactive: false }]);
  });

  it('in which nothing was said or done is none', async () => {
    expect(await read([])).toEqual([{ kind: 'problem', message: 'no messages in this session' }]);
  });

  it('whose head is damaged is named after its file, and reads on', async () => {
    const id = '019a2d7a-0000-7000-8000-000000000001';
    const text = `{"timestamp":"2026\n${context}\n${said('Hello')}\n`;
    const items = await readText(text, `x/rollout-2026-11-01T10-00-00-${id}.jsonl`);
    expect(openings(items)).toMatchObject([{ run: id, task: '/home/u/shop' }]);
    expect(problems(items)).toEqual(['line 1 is not JSON from character 19 on: left out']);
  });

  it('is read but for a last line that is cut off, and for records of unknown types', async () => {
    const whole = [head, context, said('one'), line('world_state', { a: 1 }), '7'].join('\n');
    const items = await readText(`${whole}\n${said('two').slice(0, -9)}`);
    expect(eventsOf(items)).toEqual([{ type: 'user', text: 'one' }]);
    expect(problems(items)).toEqual([
      'line 5 is no JSON object: left out',
      'line 6 is the last one and cut off: left out',
    ]);
  });
});

describe('a codex exec --json stream', () => {
  it('is a run of a thread: a call and a result an item, with the host’s flags', async () => {
    const items = await readText(sample('codex-exec.jsonl'));
    expect(openings(items)).toEqual([
      {
        agent: 'codex',
        run: '0c0de000-0000-4000-8000-000000000001',
        recorded: true,
        interactive: false,
      },
    ]);
    const tool = 'command_execution';
    expect(eventsOf(items)).toEqual([
      { type: 'say', text: 'Look', channel: 'thought' },
      { type: 'call', id: 'item_1', tool, args: { command: 'ls' }, round: 'turn-1' },
      { type: 'call', id: 'item_2', tool, args: { command: 'npm test' }, round: 'turn-1' },
      { type: 'result', id: 'item_1', ok: true, output: 'a.ts\n', exitCode: 0 },
      { type: 'result', id: 'item_2', ok: false, output: '1 failing\n', exitCode: 1 },
      {
        type: 'call',
        id: 'item_4',
        tool: 'file_change',
        args: { changes: [{ path: 'a.ts', kind: 'update' }] },
        round: 'turn-2',
      },
      { type: 'result', id: 'item_4', ok: true },
      { type: 'call', id: 'item_5', tool: 'mcp__docs__find', args: { q: 'é' }, round: 'turn-3' },
      { type: 'result', id: 'item_5', ok: false, output: 'no such page' },
      { type: 'say', text: 'Mended.', channel: 'answer' },
      { type: 'usage', inputTokens: 500, outputTokens: 40 },
      { type: 'note', text: 'slow' },
      { type: 'note', text: 'stream closed' },
      // The thread's sum grew by 200 and 5.
      { type: 'usage', inputTokens: 200, outputTokens: 5 },
    ]);
    expect(problems(items)).toEqual([]);
  });

  it('has a command that a person declined as one that did not work', async () => {
    const declined = { id: 'i', type: 'command_execution', command: 'rm x', status: 'declined' };
    const items = await readText(`${JSON.stringify({ type: 'item.completed', item: declined })}\n`);
    expect(eventsOf(items).at(-1)).toEqual({ type: 'result', id: 'i', ok: false });
    expect(openings(items)).toMatchObject([{ run: 'rollout' }]);
  });

  it('of a version before October 2025 has other events, with the model, folder and prompt', async () => {
    const items = await readText(sample('codex-exec-old.jsonl'), 'logs/night.jsonl');
    expect(openings(items)).toEqual([
      { agent: 'codex@gpt-5', run: 'night', task: '/x', recorded: true, interactive: false },
    ]);
    expect(eventsOf(items)).toEqual([
      { type: 'user', text: 'List the files' },
      { type: 'say', text: 'Look', channel: 'thought' },
      {
        type: 'call',
        id: 'c1',
        tool: 'exec_command',
        args: { command: ['bash', '-lc', 'ls'] },
        round: 'turn-1',
      },
      { type: 'result', id: 'c1', ok: true, output: 'a.ts\n', exitCode: 0 },
      { type: 'usage', inputTokens: 80, outputTokens: 9 },
      { type: 'call', id: 'c2', tool: 'mcp__docs__find', args: { q: 'a' }, round: 'turn-2' },
      { type: 'result', id: 'c2', ok: false, output: 'gone' },
      {
        type: 'call',
        id: 'c3',
        tool: 'apply_patch',
        args: { changes: { 'a.ts': { update: {} } } },
        round: 'turn-3',
      },
      { type: 'result', id: 'c3', ok: false, output: 'no' },
      // The oldest versions tell each answer's tokens alone.
      { type: 'usage', inputTokens: 70, outputTokens: 3 },
      { type: 'say', text: 'One file.', channel: 'answer' },
    ]);
  });

  it('holds a run for each thread, where streams were put together', async () => {
    const other = sample('codex-exec.jsonl').replaceAll('0c0de000', '1c0de000');
    const items = await readText(sample('codex-exec.jsonl') + other);
    expect(items.filter((each) => each.kind === 'close')).toHaveLength(2);
    expect(eventsOf(items)).toHaveLength(28);
  });
});
