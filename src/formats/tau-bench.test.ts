import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

const sample = readFileSync(new URL('samples/tau-bench.json', import.meta.url), 'utf8');

async function read(content: string): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/tau.json', bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

describe('results of tau-bench', () => {
  it('are a run each, named by shop and task, told apart by their trial', async () => {
    const items = await read(sample);
    const openings = items.flatMap((item) => (item.kind === 'open' ? [item.run] : []));
    expect(openings).toEqual([
      { agent: 'tau-bench', run: 'retail-3', task: 'retail-3', recorded: true },
      { agent: 'tau-bench', run: 'retail-3#1', task: 'retail-3', recorded: true },
    ]);
  });

  it('succeeded with a reward of 1, and failed with less', async () => {
    const closings = (await read(sample)).filter((item) => item.kind === 'close');
    expect(closings).toEqual([
      { kind: 'close', run: 'retail-3', outcome: { succeeded: true } },
      { kind: 'close', run: 'retail-3#1', outcome: { succeeded: false } },
    ]);
  });

  it('become events: an answer that begins with "Error" failed, a last word is left out', async () => {
    const events = (await read(sample)).flatMap((item) =>
      item.kind === 'event' ? [item.event] : [],
    );
    expect(events).toEqual([
      { type: 'user', text: 'Where is my order?' },
      { type: 'call', id: 'k1', tool: 'find_user', args: { name: 'Ada' }, round: 'message-2' },
      { type: 'result', id: 'k1', ok: false, output: 'Error: user not found' },
      { type: 'call', id: 'k2', tool: 'find_user', args: { name: 'Ada Ö' }, round: 'message-4' },
      { type: 'result', id: 'k2', ok: true, output: 'ada_1' },
      { type: 'say', text: 'It is on its way.', channel: 'answer' },
      { type: 'user', text: 'Where is my order?' },
      { type: 'note', text: 'connection lost' },
    ]);
  });

  it('are refused where one is no result, with its number', async () => {
    const broken = JSON.stringify([...(JSON.parse(sample) as unknown[]), 7]);
    await expect(read(broken)).rejects.toMatchObject({
      path: 'logs/tau.json',
      received: '7 as result number 3',
    });
  });
});
