import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';
import { sweAgentCall } from './swe-agent-call.ts';

const sample = readFileSync(new URL('samples/swe-agent.traj', import.meta.url), 'utf8');

async function read(content: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/slug.traj', bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

describe('a SWE-agent trajectory', () => {
  it('is one run, of the model and the task that its settings name, with no outcome', async () => {
    const items = await read(sample);
    expect(items[0]).toEqual({
      kind: 'open',
      run: {
        agent: 'swe-agent@gpt-test',
        run: 'slug__slug-7',
        task: 'slug__slug-7',
        recorded: true,
        interactive: false,
      },
    });
    expect(items.at(-1)).toEqual({ kind: 'close', run: 'slug__slug-7' });
  });

  it('becomes events: the task, the tokens in all, then each step', async () => {
    const events = (await read(sample)).flatMap((item) =>
      item.kind === 'event' ? [item.event] : [],
    );
    expect(events).toEqual([
      // The demonstration before it is not what was asked.
      { type: 'user', text: 'ISSUE: slug() drops umlauts.' },
      { type: 'usage', inputTokens: 4200, outputTokens: 310 },
      { type: 'say', text: 'I write a check first.', channel: 'answer' },
      {
        type: 'call',
        id: 'step-1',
        tool: 'create',
        args: { where: 'check.py', new_text: '' },
      },
      { type: 'result', id: 'step-1', output: '[File: check.py (1 lines total)]\n1:' },
      { type: 'say', text: 'It shows the fault.', channel: 'answer' },
      {
        type: 'call',
        id: 'step-2',
        tool: 'edit',
        args: { where: '1:1', new_text: "from slug import slug\nassert slug('Ä b') == 'a-b'" },
      },
      { type: 'result', id: 'step-2', output: '[File: check.py (2 lines total)]' },
      { type: 'call', id: 'step-3', tool: 'bash', args: { command: 'python check.py' } },
      {
        type: 'result',
        id: 'step-3',
        output: 'Traceback (most recent call last):\n  File "check.py", line 2\nAssertionError\n',
      },
      // No command was found in this answer, so there is no step 4 among the calls.
      { type: 'say', text: 'Let me think.', channel: 'answer' },
      { type: 'note', text: 'Your output was not formatted correctly.' },
      { type: 'say', text: 'Done.', channel: 'answer' },
      { type: 'call', id: 'step-5', tool: 'bash', args: { command: 'submit' } },
      { type: 'result', id: 'step-5', output: 'diff --git a/slug.py b/slug.py\n' },
      { type: 'note', text: 'exit status: submitted' },
    ]);
  });

  it('of a person, as demonstrations are, has no tokens and is named after its file', async () => {
    const stats = { tokens_sent: 0, tokens_received: 0, api_calls: 0 };
    const items = await read(
      JSON.stringify({
        environment: 'swe_main',
        trajectory: [{ action: 'ls', observation: 'a' }],
        info: { model_stats: stats },
      }),
    );
    expect(items[0]).toMatchObject({ run: { agent: 'swe-agent', run: 'slug' } });
    expect(items.filter((item) => item.kind === 'event' && item.event.type === 'usage')).toEqual(
      [],
    );
  });

  it('has the name of its environment as task, where that has one', async () => {
    const steps = [{ action: 'ls', observation: 'a' }];
    const items = await read(JSON.stringify({ environment: 'slugs', trajectory: steps }));
    expect(items[0]).toMatchObject({ run: { task: 'slugs' } });
  });
});

describe('sweAgentCall(action)', () => {
  it('takes an edit on one line whole', () => {
    expect(sweAgentCall("edit 'a' 'b'\n", undefined)).toEqual({
      tool: 'edit',
      args: { new_text: "'a' 'b'" },
    });
  });

  it('takes the editor’s arguments as the model wrote them, where they are known', () => {
    const called = { tool: 'str_replace_editor', args: { command: 'create', file_text: 'x' } };
    expect(sweAgentCall('str_replace_editor create x', called)).toEqual(called);
    expect(sweAgentCall('str_replace_editor create x', undefined)).toEqual({
      tool: 'bash',
      args: { command: 'str_replace_editor create x' },
    });
  });

  it('takes all else as typed into a shell, a command that only begins like an edit too', () => {
    const args = { command: 'edit_config --all' };
    expect(sweAgentCall('edit_config --all', undefined)).toEqual({ tool: 'bash', args });
  });
});
