import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

const sample = readFileSync(new URL('samples/mini-swe-agent.traj.json', import.meta.url), 'utf8');

async function read(content: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/slug.traj.json', bytesOf(content))) {
    items.push(...batch);
  }
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

async function eventsOf(content: string): Promise<AgentEvent[]> {
  const items = await read(content);
  return items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}

/** The sample's first answer came at this time; each further one 10 s later. */
const START = 1_767_225_600_000;

describe('a mini-swe-agent trajectory', () => {
  it('is one run, of the model and the task that it names, with no outcome', async () => {
    const items = await read(sample);
    expect(items[0]).toEqual({
      kind: 'open',
      run: {
        agent: 'mini-swe-agent@acme/model-1',
        run: 'slug__slug-7',
        task: 'slug__slug-7',
        recorded: true,
        interactive: false,
      },
    });
    expect(items.at(-1)).toEqual({ kind: 'close', run: 'slug__slug-7' });
  });

  it('becomes events; its return codes are the flag', async () => {
    const at = (answer: number): { at: number } => ({ at: START + 10_000 * answer });
    const call = (id: string, command: string, message: number, answer: number): object => ({
      type: 'call',
      id,
      tool: 'bash',
      args: { command },
      round: `message-${message}`,
      ...at(answer),
    });
    const usage = (inputTokens: number, outputTokens: number, answer: number): object => ({
      type: 'usage',
      inputTokens,
      outputTokens,
      ...at(answer),
    });
    const say = (text: string, answer: number): object => ({
      type: 'say',
      text,
      channel: 'answer',
      ...at(answer),
    });
    expect(await eventsOf(sample)).toEqual([
      { type: 'user', text: 'slug() drops umlauts: fix it.' },
      say('THOUGHT: I look first.', 0),
      usage(100, 10, 0),
      call('call-1', 'cat slug.py', 2, 0),
      { type: 'result', id: 'call-1', exitCode: 0, output: 'def slug(s): ...' },
      say('THOUGHT: I run the tests.', 1),
      usage(200, 20, 1),
      call('call-2', 'python -m pytest -q', 4, 1),
      { type: 'result', id: 'call-2', exitCode: 1, output: '1 failed' },
      // Two commands in one answer: the host ran neither.
      say('I could do this or that.', 2),
      usage(300, 30, 2),
      { type: 'note', text: 'Please always provide EXACTLY ONE action, found 2 actions.' },
      say('THOUGHT: Fixed.', 3),
      usage(400, 40, 3),
      call('call-3', 'echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT && git diff --cached', 8, 3),
      // What was handed in stands in the place of the output, and is none.
      { type: 'result', id: 'call-3' },
      { type: 'note', text: 'exit status: Submitted' },
    ]);
  });

  it('of a later version has calls of its own, several in one answer, and times', async () => {
    const actions = [
      { command: 'ls', tool_call_id: 'a' },
      { command: 'pwd', tool_call_id: 'b' },
    ];
    const messages = [
      { role: 'user', content: 'Look.' },
      { role: 'assistant', content: 'I look.', extra: { actions, timestamp: 1000.5 } },
      {
        role: 'tool',
        tool_call_id: 'b',
        content: '<returncode>1</returncode>\n<output>\nx</output>',
        extra: { returncode: 1, raw_output: 'x', timestamp: 1002 },
      },
      { role: 'exit', content: '', extra: { exit_status: 'LimitsExceeded' } },
    ];
    const events = await eventsOf(
      JSON.stringify({ messages, trajectory_format: 'mini-swe-agent-1.1' }),
    );
    expect(events.slice(2)).toEqual([
      {
        type: 'call',
        id: 'a',
        tool: 'bash',
        args: { command: 'ls' },
        round: 'message-1',
        at: 1_000_500,
      },
      {
        type: 'call',
        id: 'b',
        tool: 'bash',
        args: { command: 'pwd' },
        round: 'message-1',
        at: 1_000_500,
      },
      { type: 'result', id: 'b', exitCode: 1, output: 'x', at: 1_002_000 },
      { type: 'result', id: 'a' },
    ]);
  });

  it('has a command that the host killed as failed', async () => {
    const killed = 'The last command <command>sleep 99</command> timed out and has been killed.';
    const events = await eventsOf(
      JSON.stringify({
        messages: [
          { role: 'user', content: 'Wait.' },
          { role: 'assistant', content: '```bash\nsleep 99\n```' },
          { role: 'user', content: killed },
        ],
        trajectory_format: 'mini-swe-agent-1',
      }),
    );
    expect(events.at(-1)).toEqual({ type: 'result', id: 'call-1', ok: false, output: killed });
  });

  it('is told from a chat by its first part, though its format is named at its end', async () => {
    const long = { role: 'user', content: 'x'.repeat(100_000) };
    const info = { exit_status: 'Submitted', mini_version: '1.15.0' };
    const items = await read(
      JSON.stringify({ info, messages: [long], trajectory_format: 'mini-swe-agent-1' }),
    );
    expect(items[0]).toMatchObject({ run: { agent: 'mini-swe-agent', run: 'slug.traj' } });
  });
});
