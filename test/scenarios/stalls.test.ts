import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.ts';
import {
  call,
  edit,
  open,
  person,
  says,
  spends,
  strengths,
  times,
  together,
  use,
  watch,
  word,
  zeros,
  type Act,
  type Happening,
} from './scenario.ts';

/** A search that was not made before, and finds nothing. */
const search = (turn: number): Act =>
  use('grep', { pattern: word(turn) }).gives('No matches found');
const searchesFrom = (first: number, count: number): Act[] =>
  Array.from({ length: count }, (_, i) => search(first + i));

/** Of four searches the last finds something. */
const sometimes = (n: number): Happening =>
  n % 4 === 0 ? use('grep', { pattern: 'needle' }).gives(`hit: ${word(n)}`) : search(n);
/** A file that was not read before. */
const read = (n: number): Act => call(`cat ${word(n)}.ts`).gives(`text of ${word(n)}`);
/** An edit that does not land, always with the same error. */
const miss = (n: number): Act =>
  use('edit', { path: word(n), new_string: 'b' })
    .gives('it does not occur there')
    .fails();
/** Four searches side by side. */
const round = (n: number): Happening => together(...searchesFrom(n * 10, 4));

describe('different acts with nothing new', () => {
  it('stand at .5 from the fifth, and grow by each', () => {
    expect(strengths('stall', times(7, search))).toEqual([...zeros(4), 0.5, 0.58, 0.65]);
  });

  it('are told to the agent first; a person is asked later', () => {
    const run = open();
    const actions = times(11, search).map((one) => run.take(one).advice.action);
    expect(actions.slice(0, 6)).toEqual([...Array(4).fill('proceed'), 'tell', 'tell']);
    expect(actions.at(6)).toBe('ask');
    expect(actions.at(10)).toBe('stop');
  });

  it('are told in a sentence that counts them', () => {
    const { stall, advice } = watch(times(8, search));
    expect(stall!.evidence).toBe('8 different steps in a row, nothing new in any of them');
    expect(advice.tell).toContain(stall!.evidence);
  });

  it('are raised once and cleared once', () => {
    const engine = createEngine();
    const told: string[] = [];
    engine.on('concern-raised', ({ concern, event }) => told.push(`${concern.kind} at ${event}`));
    engine.on('concern-cleared', ({ concern, event }) =>
      told.push(`no ${concern.kind} at ${event}`),
    );
    open({}, engine).take(...times(9, search), call('cat a.ts').gives('text of a'));
    expect(told).toEqual(['stall at 9', 'no stall at 19']);
  });

  it.each<[string, (turn: number) => Act]>([
    ['a sentence', (n) => use('grep', { pattern: word(n) }).gives('No files found')],
    [
      'a sentence that names what was sought',
      (n) => use('grep', { q: word(n) }).gives(`No results for ${word(n)}`),
    ],
    ['an empty list', (n) => use('grep', { pattern: word(n) }).gives([])],
    ['an empty list in a text', (n) => use('grep', { pattern: word(n) }).gives('[]')],
    ['null', (n) => use('find', { what: word(n) }).gives(null)],
    [
      'an exit code and no text',
      (n) =>
        call(`grep -r ${word(n)} src`)
          .gives('')
          .fails(),
    ],
  ])('may be searches whose answer is %s', (_, act) => {
    expect(strengths('stall', times(5, act))).toEqual([...zeros(4), 0.5]);
  });

  it.each<[string, (turn: number) => Act]>([
    [
      'the same page',
      (n) => use('open', { url: word(n) }).gives('Please log in to see this page. '.repeat(4)),
    ],
    [
      'the same error',
      (n) =>
        use('query', { q: word(n) })
          .gives('the backend is down')
          .fails(),
    ],
    [
      'the same error, at another time',
      (n) =>
        use('query', { q: word(n) })
          .gives(`the backend is down since ${n} min`)
          .fails(),
    ],
    [
      'edits that all miss',
      (n) =>
        use('edit', { path: word(n), new_string: 'b' })
          .gives('old_string does not occur in it')
          .fails(),
    ],
  ])('are quiet from the second on where each brings %s', (_, act) => {
    expect(strengths('stall', times(6, act))).toEqual([...zeros(5), 0.5]);
  });
});

describe('new news', () => {
  const found = use('grep', { pattern: 'needle' }).gives('src/hay.ts:7: a needle');

  it('ends it at once, and the count begins anew', () => {
    expect(strengths('stall', [...times(6, search), found, ...searchesFrom(20, 5)])).toEqual([
      ...zeros(4),
      0.5,
      0.58,
      0,
      ...zeros(4),
      0.5,
    ]);
  });

  it('from time to time keeps it away', () => {
    expect(watch(times(60, sometimes)).stall).toBeUndefined();
  });

  it('may come from an act that is not new', () => {
    const job = call('cat job.log');
    const quiet = [job.gives('started'), ...times(7, search)];
    expect(watch(quiet).stall).toBeDefined();
    expect(watch([...quiet, job.gives('finished')]).stall).toBeUndefined();
  });

  it('each time is reading, not stalling', () => {
    expect(watch(times(60, read)).concerns).toEqual([]);
  });
});

describe('a change of the world', () => {
  it.each<[string, Act]>([
    ['an edit', edit('src/a.ts', 'a fix')],
    ['a new file', use('save', { path: 'a.ts', content: 'text' }).gives('ok')],
    ['a command that writes', call('echo text > a.ts').gives('')],
  ])('that landed ends it: %s', (_, change) => {
    expect(watch([...times(9, search), change]).stall).toBeUndefined();
    expect(watch([...times(9, search), change, ...searchesFrom(20, 4)]).stall).toBeUndefined();
    expect(watch([...times(9, search), change, ...searchesFrom(20, 5)]).stall).toBeDefined();
  });

  it('that failed as before does not end it', () => {
    const turns = [miss(50), ...times(7, search)];
    expect(watch([...turns, miss(51)]).stall!.strength).toBeGreaterThan(
      watch(turns).stall!.strength,
    );
  });
});

describe('work whose answers are alike', () => {
  it.each<[string, (turn: number) => Act]>([
    ['edits', (n) => edit(`src/${word(n)}.ts`, 'import { a } from "./a.ts";')],
    ['files moved', (n) => call(`git mv src/${word(n)}.ts lib/${word(n)}.ts`).gives('')],
    ['items copied', (n) => use('copy', { from: word(n), to: `copy of ${word(n)}` }).gives('ok')],
    ['issues closed by a command', (n) => call(`gh issue close ${n}`).gives('Issue closed.')],
    ['attachments, each `true`', (n) => use('attach', { file: `${word(n)}.png` }).gives(true)],
    [
      'messages sent',
      (n) => use('send', { to: word(n), text: 'the release is out' }).gives('sent'),
    ],
  ])('is no stall, however long: %s', (_, act) => {
    expect(watch(times(60, act)).concerns).toEqual([]);
  });

  it('is no stall in a host that tells no results', () => {
    expect(watch(times(60, (n) => use('copy', { from: word(n) }))).concerns).toEqual([]);
  });
});

describe('an act that only comes again', () => {
  const same = search(1);

  it("is the loop's business", () => {
    const { loop, stall } = watch(times(20, same));
    expect(loop).toBeDefined();
    expect(stall).toBeUndefined();
  });

  it('counts neither way between others', () => {
    expect(watch([same, ...times(3, (n) => search(n + 1), same)]).stall).toBeUndefined();
    expect(watch([same, ...times(4, (n) => search(n + 1), same)]).stall?.strength).toBeCloseTo(
      0.5,
      12,
    );
  });

  it('in a cycle of many is a loop, and no stall', () => {
    const { loop, stall } = watch(times(4, ...searchesFrom(1, 4)));
    expect(loop).toBeDefined();
    expect(stall).toBeUndefined();
  });
});

describe('a stall', () => {
  it('is over when a person speaks, in an interactive run', () => {
    const turns = [...times(8, search), person('Look in lib.')];
    expect(watch(turns).stall).toBeUndefined();
    expect(watch([...turns, ...searchesFrom(20, 4)]).stall).toBeUndefined();
    expect(watch(turns, { interactive: false }).stall?.strength).toBeCloseTo(0.703, 3);
  });

  it('is not raised about tools that a run spares', () => {
    expect(watch(times(20, search), { exempt: ['grep'] }).concerns).toEqual([]);
    expect(watch(times(20, search), { pollers: ['grep'] }).concerns).toEqual([]);
  });

  it('stays with its run', () => {
    const engine = createEngine();
    const one = open({ run: 'one' }, engine);
    const two = open({ run: 'two' }, engine);
    for (let turn = 1; turn <= 4; turn++) {
      one.take(search(turn));
      two.take(search(turn + 4));
    }
    expect(one.take(says('Hm.')).stall).toBeUndefined();
    expect(two.take(search(9)).stall).toBeDefined();
  });

  it('is not the talk between: words alone bring nothing new and cost no step', () => {
    expect(watch(times(4, search, says('Let me look elsewhere.'))).stall).toBeUndefined();
    expect(watch(times(5, search, says('Let me look elsewhere.'))).stall).toBeDefined();
  });

  it('is seen also where the searches of a round run side by side', () => {
    expect(watch([call('ls').gives('src'), round(1)]).stall).toBeUndefined();
    expect(watch([call('ls').gives('src'), round(1), round(2)]).stall).toBeDefined();
  });
});

describe('since when, and what it has cost', () => {
  const timed = times(
    7,
    (turn) => search(turn).at(turn * 1_000, turn * 1_000 + 400),
    spends(300, 10),
  );

  it('is exact: event and time of the first quiet call; steps, ms and tokens from there', () => {
    const before = [says('I look around.'), spends(900), call('ls').gives('src').at(100, 200)];
    const { stall } = watch([...before, ...timed]);
    expect(stall!.since).toEqual({ event: 4, at: 1_000 });
    expect(stall!.cost).toEqual({ steps: 7, ms: 7_400 - 1_000, tokens: 7 * 310 });
  });

  it('has neither ms nor tokens where times and tokens are unknown', () => {
    const { stall } = watch([call('ls').gives('src'), ...times(7, search)]);
    expect(stall!.since).toEqual({ event: 2 });
    expect(stall!.cost).toEqual({ steps: 7 });
  });

  it('begins anew after it ended', () => {
    const { stall } = watch([...times(8, search), edit('a.ts', 'x'), ...searchesFrom(20, 7)]);
    expect(stall!.since).toEqual({ event: 18 });
    expect(stall!.cost).toEqual({ steps: 7 });
  });
});
