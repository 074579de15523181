import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../engine/input/event.ts';
import { InputError } from '../../engine/input/input-error.ts';
import { eventItem, type CloseItem, type ReadItem } from '../../formats/format.ts';
import type { Analysis } from './analysis.ts';
import { createAnalyzer, type Analyzer } from './analyze-files.ts';

/** Items as a reader gives them: each argument is a batch. */
async function* batches(...items: readonly (readonly ReadItem[])[]) {
  yield* items;
}

function open(run: string, agent = 'agent'): ReadItem {
  return { kind: 'open', run: { run, agent, recorded: true } };
}

function close(run: string, outcome?: CloseItem['outcome']): ReadItem {
  return { kind: 'close', run, ...(outcome && { outcome }) };
}

function event(run: string, value: AgentEvent): ReadItem {
  return { kind: 'event', run, event: value };
}

/** A call with its result: a step. */
function step(run: string, id: string, tool: string, output: string): ReadItem[] {
  return [
    event(run, { type: 'call', id, tool, args: {} }),
    event(run, { type: 'result', id, ok: true, output }),
  ];
}

/** Three times the same act with the same news: a loop. */
function looping(run: string): ReadItem[] {
  return ['1', '2', '3'].flatMap((id) => step(run, id, 'look', 'nothing new here'));
}

/** A whole run that ended badly. */
function failing(run: string): ReadItem[] {
  return [open(run), ...step(run, '1', 'x', 'y'), close(run, { succeeded: false })];
}

function odd(message: string, run?: string): ReadItem {
  return { kind: 'problem', message, ...(run === undefined ? {} : { run }) };
}

function spent(usage: object): ReadItem {
  return eventItem('a', { type: 'usage', ...usage }, 1);
}

/** A time of our days, in ms since the epoch. */
const AT = 1_795_165_283_000;

/** A run of two seconds. */
function timed(first: number): ReadItem[] {
  return [
    open('a'),
    event('a', { type: 'user', text: 'hi', at: first }),
    event('a', { type: 'say', text: 'yes', at: first + 2000 }),
    event('a', { type: 'note', text: 'of an earlier time', at: first + 500 }),
    close('a'),
  ];
}

async function analysesOf(
  analyzer: Analyzer,
  ...items: readonly (readonly ReadItem[])[]
): Promise<Analysis[]> {
  const analyses: Analysis[] = [];
  for await (const analysis of analyzer.analyze('file', batches(...items))) analyses.push(analysis);
  return analyses;
}

function only<T>(values: readonly T[]): T {
  expect(values).toHaveLength(1);
  return values[0]!;
}

describe('an analyzer', () => {
  it('yields nothing for a file without a run', async () => {
    expect(await analysesOf(createAnalyzer())).toEqual([]);
    expect(await analysesOf(createAnalyzer(), [{ kind: 'problem', message: 'odd' }])).toEqual([]);
  });

  it('yields a run once it is over, in the order in which runs began', async () => {
    const first = [open('a'), open('b'), open('c'), ...step('b', '1', 'x', 'y'), close('b')];
    const analyses = await analysesOf(createAnalyzer(), first, [close('a')], [close('c')]);
    expect(analyses.map(({ run }) => run)).toEqual(['a', 'b', 'c']);
  });

  it('yields a run before it reads on', async () => {
    const read: number[] = [];
    async function* slow(): AsyncGenerator<readonly ReadItem[]> {
      for (const index of [0, 1, 2]) {
        read.push(index);
        yield [open(`${index}`), close(`${index}`)];
      }
    }
    const analyses = createAnalyzer().analyze('file', slow());
    expect((await analyses.next()).value).toMatchObject({ run: '0' });
    expect(read).toEqual([0]);
  });

  it('keeps runs apart whose events are mixed', async () => {
    const loop = looping('a');
    const other = ['1', '2', '3'].flatMap((id) => step('b', id, `tool ${id}`, `answer ${id}`));
    const mixed = loop.flatMap((item, index) => [item, other[index]!]);
    const [a, b] = await analysesOf(
      createAnalyzer(),
      [open('a'), open('b'), ...mixed],
      [close('a'), close('b')],
    );
    expect(a).toMatchObject({ run: 'a', events: 6, past: [] });
    expect(a!.steps.map((mark) => mark.event)).toEqual([1, 3, 5]);
    expect(a!.concerns.map(({ kind }) => kind)).toEqual(['loop']);
    expect(b).toMatchObject({ run: 'b', events: 6, concerns: [], past: [] });
    expect(b!.steps.map((mark) => mark.event)).toEqual([1, 3, 5]);
  });

  it('tells what is wrong with a run in the one that started it too, and what both spent', async () => {
    const child: ReadItem = {
      kind: 'open',
      run: { run: 'b', agent: 'agent', parent: 'a', recorded: true },
    };
    const items = [
      open('a'),
      ...step('a', '1', 'x', 'y'),
      child,
      ...looping('b'),
      ...step('a', '2', 'z', 'w'),
    ];
    items.push(spent({ outputTokens: 5 }), eventItem('b', { type: 'usage', outputTokens: 30 }, 1));
    const [a, b] = await analysesOf(createAnalyzer(), [...items, close('a'), close('b')]);
    expect(a!.concerns).toMatchObject([{ kind: 'loop', run: 'b' }]);
    expect(a).toMatchObject({ tokens: 5, tokensOfFamily: 35 });
    expect(a!.steps.map(({ concern }) => concern)).toEqual([false, false]);
    expect(b!.concerns).toMatchObject([{ kind: 'loop' }]);
    expect(b!.concerns[0]).not.toHaveProperty('run');
    expect(b!.tokens).toBe(30);
    expect(b).not.toHaveProperty('tokensOfFamily');
    expect(b!.steps.map(({ concern }) => concern)).toEqual([false, false, true]);
  });

  it('tells what has passed, with the event that ended it', async () => {
    const items = [open('a'), ...looping('a'), ...step('a', '4', 'look', 'here it is'), close('a')];
    const { concerns, past } = only(await analysesOf(createAnalyzer(), items));
    expect(concerns).toEqual([]);
    expect(past).toMatchObject([{ kind: 'loop', since: { event: 0 }, until: 7 }]);
  });

  it('judges a run before it learns how that turned out, and later runs after', async () => {
    const analyzer = createAnalyzer();
    const first = only(await analysesOf(analyzer, failing('1')));
    expect(first).toMatchObject({ outcome: { succeeded: false }, confidence: { outcomes: 0 } });
    // Of another file, but the same analyzer.
    const second = only(await analysesOf(analyzer, failing('2')));
    expect(second.confidence.outcomes).toBe(1);
    expect(second.confidence.value).toBeLessThan(first.confidence.value);
  });

  it('tells a problem with its run, one of the whole file with the run that is open, each once', async () => {
    const [a, b] = await analysesOf(createAnalyzer(), [
      open('a'),
      open('b'),
      odd('of a', 'a'),
      odd('of a', 'a'),
      odd('of all'),
      close('a'),
      close('b'),
    ]);
    expect(a!.problems).toEqual(['of a']);
    expect(b!.problems).toEqual(['of all']);
  });

  it('tells what the engine found odd', async () => {
    const late = event('a', { type: 'result', id: 'unknown', ok: true });
    const { problems } = only(await analysesOf(createAnalyzer(), [open('a'), late, close('a')]));
    expect(problems).toEqual(['a result for `unknown`, which was not called']);
  });

  it('says where an event stands that the engine refuses', async () => {
    const items = [open('a'), eventItem('a', { type: 'call', id: '' }, 7)];
    await expect(analysesOf(createAnalyzer(), items)).rejects.toMatchObject({
      name: 'InputError',
      code: 'invalid-file',
      path: 'file:7: id',
    });
    const unplaced: ReadItem[] = [{ kind: 'open', run: { run: '', agent: 'a' } }];
    await expect(analysesOf(createAnalyzer(), unplaced)).rejects.toMatchObject({
      code: 'invalid-file',
      path: 'file: run',
    });
  });

  it('has yielded what was over when a later batch is bad, and goes on with the next file', async () => {
    const analyzer = createAnalyzer();
    const bad = [open('b'), eventItem('b', { type: 'nonsense' }, 2)];
    const analyses = analyzer.analyze('file', batches([open('a'), close('a')], bad));
    expect((await analyses.next()).value).toMatchObject({ run: 'a' });
    await expect(analyses.next()).rejects.toThrow(InputError);
    const next = await analysesOf(analyzer, [open('b'), ...looping('b'), close('b')]);
    expect(only(next)).toMatchObject({ run: 'b', events: 6, concerns: [{ kind: 'loop' }] });
  });

  it('lets through what a reader throws, as it is', async () => {
    const fault = new InputError('invalid-file', 'file:3', 'text that is not JSON', 'an event');
    async function* broken(): AsyncGenerator<readonly ReadItem[]> {
      yield [open('a')];
      throw fault;
    }
    await expect(createAnalyzer().analyze('file', broken()).next()).rejects.toBe(fault);
  });
});

describe('an analysis', () => {
  it('knows how long the run took, and when it began if its times are since the epoch', async () => {
    expect(only(await analysesOf(createAnalyzer(), timed(AT)))).toMatchObject({
      ms: 2000,
      startedAt: AT,
    });
    const relative = only(await analysesOf(createAnalyzer(), timed(0)));
    expect(relative.ms).toBe(2000);
    expect(relative).not.toHaveProperty('startedAt');
    const untimed = [open('a'), event('a', { type: 'user', text: 'hi' }), close('a')];
    const unknown = only(await analysesOf(createAnalyzer(), untimed));
    expect(unknown).not.toHaveProperty('ms');
    expect(unknown).not.toHaveProperty('startedAt');
  });

  it('adds up tokens where any were told, and never guesses them', async () => {
    const told = [
      spent({ inputTokens: 10, outputTokens: 2 }),
      spent({ costUsd: 1 }),
      spent({ outputTokens: 5 }),
    ];
    const known = await analysesOf(createAnalyzer(), [open('a'), ...told, close('a')]);
    expect(only(known).tokens).toBe(17);
    const priced = await analysesOf(createAnalyzer(), [
      open('a'),
      spent({ costUsd: 1 }),
      close('a'),
    ]);
    expect(only(priced)).not.toHaveProperty('tokens');
  });

  it('marks each step with what it was, whether it failed and whether a concern stood', async () => {
    const items = [
      open('a'),
      event('a', { type: 'call', id: '1', tool: 'Bash', args: { command: 'npm test' } }),
      event('a', { type: 'result', id: '1', ok: false, output: '1 failing' }),
      event('a', {
        type: 'call',
        id: '2',
        tool: 'Edit',
        args: { file_path: 'a.ts', new_string: 'x' },
      }),
      event('a', { type: 'result', id: '2', ok: true, output: 'done' }),
      ...['3', '4', '5', '6'].flatMap((id) => step('a', id, 'look', 'nothing new here')),
      close('a'),
    ];
    const { steps } = only(await analysesOf(createAnalyzer(), items));
    const said = steps.map(({ kind, failed, concern }) => [kind, failed, concern]);
    expect(said).toEqual([
      ['check', true, false],
      ['change', false, false],
      ['other', false, false],
      ['other', false, false],
      // At three turns a loop is shown.
      ['other', false, true],
      ['other', false, true],
    ]);
    for (const { low, value, high } of steps) {
      expect([low, value, high]).toEqual([low, value, high].toSorted((a, b) => a - b));
    }
  });

  it('keeps the task of the run, if it is known', async () => {
    const opening: ReadItem = { kind: 'open', run: { run: 'a', agent: 'b', task: 'a folder' } };
    expect(only(await analysesOf(createAnalyzer(), [opening, close('a')])).task).toBe('a folder');
    expect(only(await analysesOf(createAnalyzer(), [open('a'), close('a')]))).not.toHaveProperty(
      'task',
    );
  });
});
