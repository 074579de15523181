import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { readRunsFrom } from './read-file.ts';

const sample = readFileSync(new URL('samples/aider.chat.history.md', import.meta.url), 'utf8');

async function read(content: string, path = 'project/.aider.chat.history.md'): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom(path, bytesOf(content))) items.push(...batch);
  return items;
}

async function* bytesOf(content: string): AsyncGenerator<Buffer> {
  yield Buffer.from(content);
}

function eventsOf(items: readonly ReadItem[], run: string): AgentEvent[] {
  return items.flatMap((item) => (item.kind === 'event' && item.run === run ? [item.event] : []));
}

const FIRST = 'aider 2026-11-01 10:00:00';
const asked = { type: 'user', text: 'slug() drops umlauts:\nfix it.' };

/** A session with one answer, and what aider said after it. */
function session(answer: string, output: readonly string[]): string {
  const lines = output.map((line) => `> ${line}  `).join('\n');
  return `# aider chat started at 2026-11-01 10:00:00\n\n#### Do it.  \n\n${answer}\n\n${lines}\n`;
}

function edit(path: string, from: string, to: string): string {
  return `${path}\n\`\`\`\n<<<<<<< SEARCH\n${from}\n=======\n${to}\n>>>>>>> REPLACE\n\`\`\``;
}

async function resultsOf(content: string): Promise<unknown[]> {
  const events = eventsOf(await read(content), FIRST);
  return events.filter(({ type }) => type === 'result');
}

describe('aider’s chat history', () => {
  it('is a run for each session, but for one that asks the same again', async () => {
    const openings = (await read(sample)).filter((item) => item.kind === 'open');
    expect(openings).toEqual([
      {
        kind: 'open',
        run: { agent: 'aider@acme/model-1', run: FIRST, recorded: true },
        line: 2,
      },
      {
        kind: 'open',
        run: { agent: 'aider@acme/model-2', run: 'aider 2026-11-02 09:00:00', recorded: true },
        line: 80,
      },
    ]);
  });

  it('is named after its file where that has a name of its own, which is the task', async () => {
    const items = await read(sample, 'bench/slug-7.aider.chat.history.md');
    const openings = items.flatMap((item) => (item.kind === 'open' ? [item.run] : []));
    expect(openings).toMatchObject([
      { run: 'slug-7', task: 'slug-7' },
      { run: 'slug-7 2026-11-02 09:00:00', task: 'slug-7' },
    ]);
  });

  it('becomes events: edits with their fate, what lint printed, tokens as told', async () => {
    const events = eventsOf(await read(sample), FIRST);
    const told = events.map((event) =>
      // Long texts are compared below.
      event.type === 'say' || event.type === 'note' ? event.type : event,
    );
    const edited = (
      id: string,
      path: string,
      [from, to]: readonly string[],
      answer: number,
    ): object => ({
      type: 'call',
      id,
      tool: 'edit',
      args: { path, old_string: from, new_string: to },
      round: `answer-${answer}`,
    });
    const refusal = expect.stringContaining('failed to exactly match lines in src/words.py');
    expect(told).toEqual([
      'note', // Its greeting.
      asked,
      'say',
      edited('call-1', 'src/slug.py', ['def slug(s):', 'def slug(s: str):'], 1),
      edited('call-2', 'src/words.py', ['A = "ae"', 'A = "ä"'], 1),
      { type: 'result', id: 'call-1', ok: true, output: 'applied' },
      { type: 'result', id: 'call-2', ok: false, output: refusal },
      { type: 'usage', inputTokens: 2500, outputTokens: 345 },
      'say',
      edited('call-3', 'src/words.py', ["A = 'ae'", "A = 'ä'"], 2),
      { type: 'result', id: 'call-3', ok: true, output: 'Applied edit to src/words.py' },
      { type: 'call', id: 'call-4', tool: 'lint', args: { command: 'flake8 src/words.py' } },
      {
        type: 'result',
        id: 'call-4',
        ok: false,
        output: [
          '# Fix any errors below, if possible.\n',
          '## Running: flake8 src/words.py\n',
          'src/words.py:1:5: E999 SyntaxError',
        ].join('\n'),
      },
      { type: 'usage', inputTokens: 3000, outputTokens: 55 },
      'say',
      // The second attempt, its greeting, and the same words again.
      'note',
      'note',
      asked,
      'say',
    ]);
  });

  it('keeps a heading that the model wrote among its words', async () => {
    const words = eventsOf(await read(sample), FIRST).find(({ type }) => type === 'say');
    expect(words).toMatchObject({ text: expect.stringContaining('\n#### A heading of mine\n') });
  });

  it('tells of all edits of an answer that could not be read that they failed', async () => {
    const answer = `${edit('a.py', '1', '2')}\n${edit('b.py', '3', '4')}`;
    const output = ['The LLM did not conform to the edit format.', 'No filename provided'];
    const failed = { type: 'result', ok: false, output: output.join('\n') };
    expect(await resultsOf(session(answer, output))).toEqual([
      { ...failed, id: 'call-1' },
      { ...failed, id: 'call-2' },
    ]);
  });

  it('leaves open what became of an edit that aider says nothing about', async () => {
    const answer = `${edit('a.py', '1', '2')}\n${edit('b.py', '3', '4')}`;
    expect(await resultsOf(session(answer, ['Applied edit to a.py']))).toEqual([
      { type: 'result', id: 'call-1', ok: true, output: 'Applied edit to a.py' },
    ]);
  });

  it('has a call for an edit in another form: a whole file, a diff', async () => {
    const answer = 'a.py\n```\nx = 1\n```\n\nThat is all.';
    const events = eventsOf(await read(session(answer, ['Applied edit to a.py'])), FIRST);
    expect(events.slice(2)).toEqual([
      { type: 'call', id: 'call-1', tool: 'edit', args: { path: 'a.py', patch: 'x = 1\n' } },
      { type: 'result', id: 'call-1', ok: true, output: 'Applied edit to a.py' },
    ]);
  });

  it('takes tests that aider asks to fix as failed, and others by their text alone', async () => {
    const test = ['Test Script: pytest -q;', '1 failed'];
    const asks = session('Hm.', [...test, 'Attempt to fix test errors? yes']);
    const output = test.join('\n');
    const call = { type: 'call', id: 'call-1', tool: 'test', args: { command: 'pytest -q' } };
    expect(eventsOf(await read(asks), FIRST).slice(2)).toEqual([
      call,
      { type: 'result', id: 'call-1', ok: false, output },
    ]);
    expect(eventsOf(await read(session('Hm.', test)), FIRST).slice(2)).toEqual([
      call,
      { type: 'result', id: 'call-1', output },
    ]);
  });

  it('may end in a session in which nothing was said', async () => {
    const items = await read('# aider chat started at 2026-11-01 10:00:00\n\n> Aider v0.86.1  \n');
    expect(items.map(({ kind }) => kind)).toEqual(['open', 'event', 'close']);
  });
});
