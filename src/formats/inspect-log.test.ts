import { strToU8, zipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { outcomeOfScores } from './inspect-scores.ts';
import { readRunsFrom } from './read-file.ts';

const sample = readFileSync(new URL('samples/inspect.json', import.meta.url), 'utf8');
const log = JSON.parse(sample) as { eval: object; samples: { epoch: number }[] };

async function read(content: string | Uint8Array): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('logs/slugs.eval', bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string | Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

function eventsOf(items: readonly ReadItem[], run: string): AgentEvent[] {
  return items.flatMap((item) => (item.kind === 'event' && item.run === run ? [item.event] : []));
}

/** The same log as the archive that Inspect writes: settings first, a header last. */
function archived(files: Readonly<Record<string, unknown>>): Uint8Array {
  const packed = Object.entries(files).map(([name, value]) => [
    name,
    strToU8(typeof value === 'string' ? value : JSON.stringify(value)),
  ]);
  return zipSync(Object.fromEntries(packed) as Record<string, Uint8Array>);
}

const archive = archived({
  '_journal/start.json': { version: 2, eval: log.eval },
  'samples/slug-7_epoch_1.json': log.samples[0],
  'samples/slug-7_epoch_2.json': log.samples[1],
  '_journal/summaries/1.json': [],
  'summaries.json': [],
  'header.json': { version: 2, status: 'success', eval: log.eval },
});

const at = (second: number): { at: number } => ({ at: Date.UTC(2026, 10, 1, 10, 0, second) });

describe('a log of Inspect AI', () => {
  it('is a run for each sample and epoch, with an outcome where a score is a verdict', async () => {
    const items = await read(sample);
    const opening = {
      agent: 'inspect@acme/model-1',
      task: 'slugs',
      recorded: true,
      interactive: false,
    };
    expect(items.filter((item) => item.kind === 'open')).toEqual([
      { kind: 'open', run: { ...opening, run: 'slug-7' } },
      { kind: 'open', run: { ...opening, run: 'slug-7#2' } },
    ]);
    expect(items.filter((item) => item.kind === 'close')).toEqual([
      { kind: 'close', run: 'slug-7', outcome: { succeeded: true } },
      { kind: 'close', run: 'slug-7#2' },
    ]);
  });

  it('gives the events of a sample: no scorer’s, each text in its place, errors told', async () => {
    const bash = { tool: 'bash', round: 'm1' };
    expect(eventsOf(await read(sample), 'slug-7')).toEqual([
      { type: 'user', text: 'slug() drops umlauts: fix it.' },
      { type: 'say', text: 'Two looks at once.', channel: 'thought', ...at(2) },
      { type: 'say', text: 'I look.', channel: 'answer', ...at(2) },
      { type: 'call', id: 'a', args: { command: 'cat slug.py' }, ...bash, ...at(2) },
      { type: 'call', id: 'b', args: { command: 'cat no.py' }, ...bash, ...at(2) },
      // 100, and 25 out of a cache that this provider counts apart: 135 in total.
      { type: 'usage', inputTokens: 125, outputTokens: 10, ...at(2) },
      { type: 'result', id: 'a', ok: true, output: 'def slug(s): ...', ...at(4) },
      { type: 'result', id: 'b', ok: false, output: 'no.py was not found', ...at(4) },
      { type: 'user', text: 'Please go on.', ...at(5) },
      { type: 'say', text: 'Done: ok', channel: 'answer', ...at(6) },
      { type: 'usage', inputTokens: 200, outputTokens: 20, ...at(6) },
    ]);
  });

  it('gives the messages of a sample whose events were not kept', async () => {
    expect(eventsOf(await read(sample), 'slug-7#2')).toEqual([
      { type: 'user', text: 'Fix it.' },
      { type: 'call', id: 'c', tool: 'bash', args: { command: 'ls' }, round: 'message-2' },
      { type: 'result', id: 'c', ok: false, output: 'Command timed out' },
      { type: 'say', text: 'I give up.', channel: 'answer' },
    ]);
  });

  it('of an older kind has what happened within a tool’s event before its result', async () => {
    const tool = { event: 'tool', id: 'x', function: 'helper', arguments: {}, result: 'r' };
    const output = { choices: [{ message: { role: 'assistant', content: 'Helping.' } }] };
    const nested = { ...tool, events: [{ event: 'model', output }] };
    const old = { ...log, samples: [{ id: 1, epoch: 1, events: [nested] }] };
    expect(eventsOf(await read(JSON.stringify(old)), '1')).toEqual([
      { type: 'call', id: 'x', tool: 'helper', args: {} },
      { type: 'say', text: 'Helping.', channel: 'answer' },
      { type: 'result', id: 'x', ok: true, output: 'r' },
    ]);
  });

  it('is the same as an archive, stored or deflated', async () => {
    expect(await read(archive)).toEqual(await read(sample));
  });

  it('whose archive lacks its settings takes the model’s name from the sample', async () => {
    const alone = archived({
      'samples/x_epoch_1.json': { ...log.samples[0], output: { model: 'model-9' } },
    });
    expect((await read(alone))[0]).toMatchObject({ run: { agent: 'inspect@model-9' } });
  });

  it('without samples has no run, and says why', async () => {
    const message =
      'logs/slugs.eval: the log holds no samples: its evaluation kept none, or ended before the first';
    const problem = [{ kind: 'problem', message }];
    expect(await read(JSON.stringify({ ...log, samples: [] }))).toEqual(problem);
    expect(await read(archived({ 'header.json': { eval: log.eval } }))).toEqual(problem);
  });

  it('that is damaged is refused, with the file in the archive', async () => {
    await expect(read(archived({ 'samples/x_epoch_1.json': '{"id":' }))).rejects.toMatchObject({
      received: 'samples/x_epoch_1.json in it, which is not JSON',
    });
    await expect(read(archived({ 'samples/x_epoch_1.json': [] }))).rejects.toMatchObject({
      path: 'logs/slugs.eval',
    });
  });

  it('is not what another zip archive is', async () => {
    await expect(read(archived({ 'xl/workbook.xml': '<x/>' }))).rejects.toMatchObject({
      received: 'a zip archive of no known format',
    });
  });
});

describe('outcomeOfScores(scores)', () => {
  it.each([
    ['C', true],
    [1, true],
    [true, true],
    ['I', false],
    [0, false],
    [false, false],
    // Neither right nor wrong: partly, no answer, a fraction, a grade, a text, several.
    ['P', undefined],
    ['N', undefined],
    [0.5, undefined],
    [10, undefined],
    ['yes', undefined],
    [{ a: 1 }, undefined],
    [null, undefined],
  ])('takes %j as %j', (value, succeeded) => {
    const expected = succeeded === undefined ? undefined : { succeeded };
    expect(outcomeOfScores({ scorer: { value } })).toEqual(expected);
  });

  it('takes several verdicts where they agree, and those that are none do not count', () => {
    const score = (value: unknown): object => ({ value });
    expect(outcomeOfScores({ a: score('C'), b: score(1), c: score(0.7) })).toEqual({
      succeeded: true,
    });
    expect(outcomeOfScores({ a: score('C'), b: score(0) })).toBeUndefined();
    expect(outcomeOfScores({})).toBeUndefined();
    expect(outcomeOfScores(undefined)).toBeUndefined();
  });
});
