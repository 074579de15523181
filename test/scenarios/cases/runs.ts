/**
 * More than one run: what a parent sees of the runs it started, a task that wakes up again and
 * again; and more under way in one run than gets done.
 */
import { begins, call, edit, ends, elsewhere, says, times, use, word } from '../scenario.ts';
import type { Act, Happening } from '../scenario.ts';
import type { AgentEvent, RunOptions } from '../../../src/index.ts';
import type { Case } from './case.ts';

type Told = Omit<Case, 'situation'>;

const ended = (succeeded: boolean): AgentEvent => ({ type: 'outcome', succeeded });
const failing = call('npm test').gives('1 failing: parses an empty file').fails();
const passing = call('npm test').gives('all 14 passed');
/** Reads a file that was not read before. */
const reads = (turn: number): Act =>
  call(`cat src/${word(turn)}.ts`).gives(`export const ${word(turn)} = load(${word(turn + 90)});`);
/** Looks for what is not there. */
const seeks = (turn: number): Act => use('search', { pattern: word(turn) }).gives([]);

const MAIN: RunOptions = { run: 'main' };
/** What a subagent does that the main run started. */
const child = (name: string, ...what: readonly Happening[]): Happening =>
  elsewhere({ run: name, parent: 'main' }, ...what);

const subagent: readonly Told[] = [
  {
    because: 'a subagent runs the same failing test over and over while its parent waits',
    is: 'wedged',
    events: [
      reads(1),
      begins(use('task', { prompt: 'make the tests pass' })),
      child('child', ...times(4, failing)),
    ],
  },
  {
    because: 'a subagent searches and searches and finds nothing',
    is: 'wedged',
    events: [reads(1), child('child', ...times(10, seeks))],
  },
  {
    because: 'one of three loops, the others work',
    is: 'wedged',
    events: [
      reads(1),
      child('child-a', ...times(5, reads)),
      child('child-b', ...times(5, failing)),
      child('child-c', ...times(5, (turn) => reads(turn + 20))),
    ],
  },
  {
    because: 'the parent works on, and what it started still loops',
    is: 'wedged',
    events: [reads(1), child('child', ...times(5, failing)), reads(2), reads(3), reads(4)],
  },
  {
    because: 'the subagent of a subagent loops, and nobody else will see it',
    is: 'wedged',
    events: [
      reads(1),
      child('child', reads(2)),
      elsewhere({ run: 'grandchild', parent: 'child' }, ...times(5, failing)),
    ],
  },
  {
    because: 'the subagent is another agent with a name of its own',
    is: 'wedged',
    options: { run: 'main', agent: 'coder' },
    events: [
      reads(1),
      elsewhere({ agent: 'reviewer', run: 'review', parent: 'main' }, ...times(5, failing)),
    ],
  },
  {
    because: 'forty subagents are at work at once, and the last one loops',
    is: 'wedged',
    events: [
      reads(1),
      ...times(39, (turn) => child(`child-${turn}`, reads(turn + 1))),
      child('child-40', ...times(5, failing)),
    ],
  },
  {
    because: 'sixty subagents came and went while the parent waited, and the next one loops',
    is: 'wedged',
    events: [
      reads(1),
      ...times(60, (turn) => child(`child-${turn}`, reads(turn + 1), ended(true))),
      child('child-61', ...times(5, failing)),
    ],
  },
  {
    because: 'the events of the subagent came in before the first of its parent',
    is: 'wedged',
    events: [child('child', ...times(5, failing)), reads(1)],
  },
  {
    because: 'the one that looped was ended, and its loop with it',
    is: 'working',
    events: [reads(1), child('child', ...times(5, failing), ended(false)), reads(2)],
  },
  {
    because: 'the one that looped found its way out',
    is: 'working',
    events: [
      reads(1),
      child('child', ...times(5, failing), edit('src/a.ts', 'return null;'), passing),
    ],
  },
  {
    because: 'the run that loops is none of its own',
    is: 'working',
    events: [reads(1), elsewhere({ run: 'stranger' }, ...times(5, failing)), reads(2)],
  },
  {
    because: 'each of five subagents runs the same test once',
    is: 'working',
    events: [
      reads(1),
      ...times(5, (turn) => child(`child-${turn}`, reads(turn), failing, ended(true))),
    ],
  },
];

const checks = [
  use('pull_request', { number: 7 }).gives({ state: 'open', comments: [] }),
  use('checks', { number: 7 }).gives('build: pending'),
];
/** An earlier run of the same task, an hour apart, with nobody there. */
const woke = (turn: number, ...what: readonly Happening[]): Happening =>
  elsewhere({ run: `w${turn}` }, ...what);
const WATCH: RunOptions = { task: 'watch the pull request', run: 'w9', interactive: false };
const comment = use('pull_request', { number: 7 }).gives({
  state: 'open',
  comments: ['please rename the field'],
});
/** Fifteen tickets, none of which has moved. */
const tickets = Array.from({ length: 15 }, (_, i) =>
  use('ticket', { name: word(i) }).gives(`${word(i + 30)} waits for ${word(i + 60)}`),
);

const wakeUps: readonly Told[] = [
  {
    because: 'six hourly looks at a pull request that nobody touches',
    is: 'wedged',
    events: [...times(6, (turn) => woke(turn, ...checks)), ...checks],
  },
  {
    because: 'each run says how little it found, and ends as a failure',
    is: 'wedged',
    events: [
      ...times(6, (turn) => woke(turn, ...checks, says('Nothing has moved.'), ended(false))),
      ...checks,
      says('Nothing has moved.'),
    ],
  },
  {
    because: 'only the time of the look differs',
    is: 'wedged',
    events: times(7, (turn) => {
      const look = use('pull_request', { number: 7 }).gives(`open, looked at 1${turn}:05:00`);
      return turn < 7 ? woke(turn, look) : look;
    }),
  },
  {
    because: 'every run goes through the same fifteen tickets, and none has moved',
    is: 'wedged',
    events: [...times(6, (turn) => woke(turn, ...tickets)), ...tickets],
  },
  {
    because: 'there was news once, long ago, and only silence since',
    is: 'wedged',
    events: [
      woke(1, ...checks),
      woke(2, comment),
      ...times(6, (turn) => woke(turn + 2, comment, checks[1]!)),
      comment,
      checks[1]!,
    ],
  },
  {
    because: 'the third look is no stall yet',
    is: 'working',
    events: [...times(2, (turn) => woke(turn, ...checks)), ...checks],
  },
  {
    because: 'this time there is a comment',
    is: 'working',
    events: [...times(6, (turn) => woke(turn, ...checks)), comment],
  },
  {
    because: 'a run among them landed a change',
    is: 'working',
    events: [
      ...times(3, (turn) => woke(turn, ...checks)),
      woke(4, ...checks, edit('src/a.ts', 'rename')),
      ...times(3, (turn) => woke(turn + 4, ...checks)),
      ...checks,
    ],
  },
  {
    because: 'a nightly check that finds all in order ended well each time',
    is: 'working',
    events: [...times(8, (turn) => woke(turn, ...checks, ended(true))), ...checks],
  },
  {
    because: 'other tasks look at the same page, each for the first time',
    is: 'working',
    events: [
      ...times(8, (turn) =>
        elsewhere({ run: `w${turn}`, task: `review ${word(turn)}` }, ...checks),
      ),
      ...checks,
    ],
  },
  {
    because: 'every run takes up another ticket',
    is: 'working',
    events: [...times(8, (turn) => woke(turn, tickets[turn]!)), tickets[9]!],
  },
];

/** A fetch that begins and ends at a time, in ms. */
const fetched = (turn: number, begin: number, end: number): Act =>
  use('fetch', { page: word(turn) })
    .gives(`the text of ${word(turn + 40)} and ${word(turn + 90)}`)
    .inRound(`round-${turn >> 2}`)
    .at(begin, end);
/** What a fetch usually takes: one second. */
const usual = times(16, (turn) => fetched(turn, 2000 * turn, 2000 * turn + 1000));
/** Twenty-eight more begin in seven rounds, each of which ends so many ms after it began. */
const pile = (ms: number): readonly Act[] =>
  Array.from({ length: 28 }, (_, i) => fetched(100 + i, 40_000 + 10 * i, 40_000 + 10 * i + ms));
const overloaded = (acts: readonly Act[], done: number): Happening[] => [
  ...usual,
  ...acts.map(begins),
  ...acts.slice(0, done).map(ends),
];

const overload: readonly Told[] = [
  {
    because:
      'seven rounds of fetches are open, and what comes back took half a minute, not a second',
    is: 'overload',
    events: overloaded(pile(30_000), 12),
  },
  {
    because: 'it takes three times as long as it did, and more is begun than ends',
    is: 'overload',
    events: overloaded(pile(3_000), 12),
  },
  {
    because: 'as much is open, and each comes back in its usual time',
    is: 'working',
    events: overloaded(pile(1_000), 12),
  },
  {
    because: 'one round of many fetches is a fan-out, though it is slow',
    is: 'working',
    events: overloaded(
      pile(30_000).map((act) => act.inRound('all of them')),
      12,
    ),
  },
  {
    because: 'each is slow, one at a time',
    is: 'working',
    events: [...usual, ...times(8, (n) => fetched(50 + 4 * n, 40_000 * n, 40_000 * n + 30_000))],
  },
  {
    because: 'it was too much for a while, and all of it got done',
    is: 'working',
    events: [...overloaded(pile(30_000), 28), fetched(200, 90_000, 91_000)],
  },
];

export const runs: readonly Case[] = [
  ...subagent.map((one) =>
    Object.assign({ situation: 'a subagent seen by its parent', options: MAIN }, one),
  ),
  ...wakeUps.map((one) =>
    Object.assign({ situation: 'a task that wakes up for nothing', options: WATCH }, one),
  ),
  ...overload.map((one) => Object.assign({ situation: 'overload' }, one)),
];
