import { describe, expect, it } from 'vitest';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

const call = { type: 'call', id: 'c1', tool: 'bash', args: { command: 'ls' } };
const result = { type: 'result', id: 'c1', ok: true, output: 'a.txt' };
const run = { schema: 1, run: 'run-1', agent: 'coder', events: [call, result] };

async function read(...lines: readonly unknown[]): Promise<ReadItem[]> {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('dir/runs.trace.jsonl', bytesOf(text.join('\n')))) {
    items.push(...batch);
  }
  return items;
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

describe('a trace with a run on each line', () => {
  it('gives each run as it was recorded, with the line it stands on', async () => {
    expect(await read('', run)).toEqual([
      { kind: 'open', run: { run: 'run-1', agent: 'coder', recorded: true }, line: 2 },
      { kind: 'event', run: 'run-1', event: call, line: 2 },
      { kind: 'event', run: 'run-1', event: result, line: 2 },
      { kind: 'close', run: 'run-1' },
    ]);
  });

  it('carries all that is said of a run as a whole', async () => {
    const opening = {
      task: 'fix-tests',
      interactive: false,
      pollers: ['poll'],
      exempt: ['next'],
      parent: 'run-0',
    };
    const labels = { outcome: { succeeded: false }, faultyStep: 1, faultyAgent: 'writer' };
    const items = await read({ ...run, ...opening, ...labels });
    expect(items[0]).toMatchObject({ run: { run: 'run-1', agent: 'coder', ...opening } });
    expect(items.at(-1)).toEqual({ kind: 'close', run: 'run-1', ...labels });
  });

  it('tells the outcome when it closes, also where an event told it', async () => {
    const outcome = { type: 'outcome', succeeded: true };
    const items = await read({ ...run, events: [call, outcome, result] });
    expect(items.map((item) => item.kind)).toEqual(['open', 'event', 'event', 'close']);
    expect(items.at(-1)).toMatchObject({ outcome: { succeeded: true } });
  });

  it('does not judge events: the engine will, with the line', async () => {
    const events = [{ type: 'outcome', succeeded: 'maybe' }, null, { type: 'invented' }];
    const items = await read({ ...run, events });
    expect(items.slice(1, 4)).toEqual(
      events.map((event) => ({ kind: 'event', run: 'run-1', event, line: 1 })),
    );
  });

  it('takes null for an absent field, and names what has no name', async () => {
    const items = await read(
      { run: null, agent: null, task: null, outcome: null, events: [] },
      run,
    );
    expect(items[0]).toMatchObject({ run: { agent: 'default', run: 'runs#1' } });
    expect(items[0]).not.toHaveProperty('run.task');
  });

  it('leaves a cut last line out, and says so', async () => {
    const items = await read(run, JSON.stringify(run).slice(0, -5));
    expect(items.filter((item) => item.kind === 'close')).toHaveLength(1);
    expect(items.at(-1)).toEqual({
      kind: 'problem',
      message: 'the last line (2) is cut off: left out',
      line: 2,
    });
  });
});

describe('a trace with an event on each line', () => {
  it('sorts events into runs by agent and run', async () => {
    const items = await read(
      { ...call, agent: 'a', run: 'one' },
      { ...call, agent: 'b', run: 'two' },
      { ...result, agent: 'a', run: 'one' },
    );
    expect(items).toEqual([
      { kind: 'open', run: { agent: 'a', run: 'one', recorded: true }, line: 1 },
      { kind: 'event', run: 'one', event: call, line: 1 },
      { kind: 'open', run: { agent: 'b', run: 'two', recorded: true }, line: 2 },
      { kind: 'event', run: 'two', event: call, line: 2 },
      { kind: 'event', run: 'one', event: result, line: 3 },
      { kind: 'close', run: 'two' },
      { kind: 'close', run: 'one' },
    ]);
  });

  it('is one run of the default agent, named after the file, where events name none', async () => {
    const items = await read(call, result);
    expect(items[0]).toMatchObject({ kind: 'open', run: { agent: 'default', run: 'runs' } });
    expect(items).toHaveLength(4);
  });

  it('closes a run with its outcome, and opens it anew with a later event', async () => {
    const items = await read(call, { type: 'outcome', succeeded: false }, result);
    expect(items.map((item) => item.kind)).toEqual([
      'open',
      'event',
      'close',
      'open',
      'event',
      'close',
    ]);
    expect(items[2]).toEqual({ kind: 'close', run: 'runs', outcome: { succeeded: false } });
  });

  it('keeps two agents’ runs of the same name apart', async () => {
    const items = await read({ ...call, agent: 'a', run: 'r' }, { ...call, agent: 'b', run: 'r' });
    expect(items.filter((item) => item.kind === 'open').map((item) => item.run)).toMatchObject([
      { agent: 'a', run: 'r' },
      { agent: 'b', run: 'r@b' },
    ]);
  });

  it('passes a `__proto__` key on for the engine to refuse, and is not changed by it', async () => {
    const items = await read(call, '{"type":"note","text":"x","__proto__":{"run":"stolen"}}');
    const event = items.at(-2);
    expect(event).toMatchObject({ kind: 'event', run: 'runs', event: { type: 'note' } });
    expect(JSON.stringify(event)).toContain('"__proto__"');
    expect({}).not.toHaveProperty('run');
  });
});

describe('a damaged trace', () => {
  it('says which line is wrong, from where on, and what was expected', async () => {
    await expect(read(run, '{"run":"x",', run)).rejects.toMatchObject({
      name: 'InputError',
      code: 'invalid-file',
      path: 'dir/runs.trace.jsonl:2',
      received: 'JSON that ends before it is complete',
      accepted: 'a recorded run (an object with `events`) or an event (an object with `type`)',
    });
    await expect(read(run, '{"run":x}', run)).rejects.toMatchObject({
      received: 'text that is not JSON from character 8 on',
    });
    await expect(read(run, '{} {}', run)).rejects.toMatchObject({
      received: 'JSON with something after it, from character 3 on',
    });
    await expect(read(run, { some: 'object' })).rejects.toMatchObject({
      received: 'an object with neither',
    });
    await expect(read(run, '"secret"')).rejects.toMatchObject({ received: 'a string' });
  });

  it('yields what stood before the fault', async () => {
    const kinds: string[] = [];
    const text = `${JSON.stringify(run)}\n{]\n`;
    const reading = (async () => {
      for await (const batch of readRunsFrom('x', bytesOf(text))) {
        kinds.push(...batch.map((item) => item.kind));
      }
    })();
    await expect(reading).rejects.toThrow('x:2: got text that is not JSON');
    expect(kinds).toEqual(['open', 'event', 'event', 'close']);
  });

  it('says which schema this version reads when it meets another', async () => {
    await expect(read({ ...run, schema: 2 })).rejects.toMatchObject({
      path: 'dir/runs.trace.jsonl:1',
      received: 'schema 2',
      accepted: 'schema 1, the one this version reads',
    });
  });

  it('says which field of a run is of a wrong type', async () => {
    await expect(read({ ...run, run: 7 })).rejects.toMatchObject({
      received: '`run` as 7',
      accepted: '`run` as a string',
    });
    await expect(read({ ...run, pollers: ['a', 1] })).rejects.toMatchObject({
      accepted: '`pollers` as an array of strings',
    });
    await expect(read({ ...run, outcome: true })).rejects.toMatchObject({
      accepted: '`outcome` as {"succeeded": true or false}',
    });
    await expect(read({ ...run, faultyStep: -1 })).rejects.toMatchObject({
      accepted: '`faultyStep` as the index of an event',
    });
    await expect(read({ ...call, agent: '' })).rejects.toMatchObject({
      received: '`agent` as an empty string',
    });
  });
});
