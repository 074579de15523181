/**
 * What the host tells: calls without results, results late or out of order, a person's word, and
 * several runs of one agent.
 */
import {
  begins,
  call,
  edit,
  elsewhere,
  ends,
  person,
  says,
  times,
  together,
  use,
  word,
  type Act,
  type Happening,
} from '../scenario.ts';
import type { Case } from './case.ts';

const SILENT = 'hosts that report calls but never results';
const PERSON = "a person's word";
const RUNS = 'two runs of one agent';
const LATE = 'out of order and late results';

const tests = call('npm test').gives('1 failing: adds two numbers').fails();
const reads = (n: number): Act => call(`cat src/${word(n)}.ts`).gives(`text of ${word(n)}`);
const search = (n: number): Act => use('grep', { pattern: word(n) }).gives('No matches found');

const silentTests = call('npm test');
const silentDiff = use('shell', 'git diff --stat');
const silentRead = (n: number): Act => use('read_file', { path: `src/${word(n)}.ts` });
const silentEdit = (n: number): Act =>
  use('edit', { path: 'src/sum.ts', old_string: 'before', new_string: word(n) });
const silentMove = (n: number): Act => call(`mv src/${word(n)}.js src/${word(n)}.ts`);
const thinks = says('Let me look once more.');

const hook = person('Stop hook: finish your work before you stop.');
const done = says('I have nothing left to do here, and wait for the next word.');

const builds = (n: number): Act => call('make all').gives(`built ${word(n)}`);
const make = (): Act => call('make all').gives('nothing to be done');
const list = (): Act => use('list_files', { folder: 'src' }).gives(['sum.ts', 'sum.test.ts']);
/** Calls that are open together, answered in the opposite order. */
const swapped = (...acts: readonly Act[]): Happening[] => [
  ...acts.map(begins),
  ...acts.toReversed().map(ends),
];
const server = call('npm run dev').gives('the server was stopped');
const late = [1, 2, 3, 4].map(builds);
/** By a clock that runs backwards. */
const backwards = (n: number): Act => tests.at(90_000 - n * 1000, 90_500 - n * 1000);

export const hosts: readonly Case[] = [
  {
    situation: SILENT,
    because: 'each file is read once',
    is: 'working',
    events: times(20, silentRead),
  },
  {
    situation: SILENT,
    because: 'files are moved one after the other',
    is: 'working',
    events: times(12, silentMove),
  },
  {
    situation: SILENT,
    because: 'twice is trying again',
    is: 'working',
    events: [...times(2, silentTests, thinks), silentRead(1), thinks],
  },
  {
    situation: SILENT,
    because: 'the same call four times, and nothing else',
    is: 'wedged',
    events: times(4, silentTests),
  },
  {
    situation: SILENT,
    because: 'the third turn is called, and the next one begins',
    is: 'wedged',
    events: [...times(3, thinks, silentTests), thinks, silentRead(1)],
  },
  {
    situation: SILENT,
    because: 'two calls take turns, with reading between',
    is: 'wedged',
    events: times(5, silentTests, silentRead, silentDiff),
  },
  {
    situation: SILENT,
    because: 'a host names the rounds, and all are the same',
    is: 'wedged',
    events: times(5, (n) => together(silentTests.inRound(`r${n}`), silentDiff.inRound(`r${n}`))),
  },
  {
    situation: SILENT,
    because: 'an edit comes between the runs, as far as one can tell',
    is: 'working',
    events: times(5, silentEdit, silentTests),
  },
  {
    situation: PERSON,
    because: 'a person knows of the trouble and says what to do',
    is: 'working',
    events: [...times(4, tests), person('You are in a loop. Look at the fixture.')],
  },
  {
    situation: PERSON,
    because: 'after a word two tries are fair',
    is: 'working',
    events: [...times(3, tests), person('Try once more.'), ...times(2, tests)],
  },
  {
    situation: PERSON,
    because: 'after a word three tries are a loop again',
    is: 'wedged',
    events: [...times(3, tests), person('Try once more.'), ...times(3, tests)],
  },
  {
    situation: PERSON,
    because: 'a person asks for it each time',
    is: 'working',
    events: times(6, person('Run the tests again.'), tests),
  },
  {
    situation: PERSON,
    because: 'a word ends a row of searches that find nothing',
    is: 'working',
    events: [...times(8, search), person('Look in the other folder.')],
  },
  {
    situation: PERSON,
    because: 'nobody is there: the text is a script that says go on',
    is: 'wedged',
    events: times(3, tests, person('Continue.')),
    options: { interactive: false },
  },
  {
    situation: PERSON,
    because: 'a stop hook and the agent answer each other for hours',
    is: 'wedged',
    events: times(12, done, hook),
    options: { interactive: false },
  },
  {
    situation: PERSON,
    because: 'a note of the host is no word of a person',
    is: 'wedged',
    events: times(3, tests, { type: 'note', text: 'The context was compacted.' }),
  },
  {
    situation: RUNS,
    because: 'two tries here and two there are two each',
    is: 'working',
    events: [tests, elsewhere({ run: 'b' }, ...times(2, tests)), tests],
  },
  {
    situation: RUNS,
    because: 'the loop is in the other run',
    is: 'working',
    events: [tests, elsewhere({ run: 'b' }, ...times(6, tests)), reads(1)],
  },
  {
    situation: RUNS,
    because: 'work in the other run does not hide the loop in this one',
    is: 'wedged',
    events: times(3, tests, (n) => elsewhere({ run: 'b' }, reads(n), edit('src/sum.ts', word(n)))),
  },
  {
    situation: RUNS,
    because: 'a word of a person in the other run is not meant for this one',
    is: 'wedged',
    events: [...times(3, tests), elsewhere({ run: 'b' }, person('Try once more.'), tests)],
  },
  {
    situation: RUNS,
    because: 'a second handle of the same run tells of the same run',
    is: 'wedged',
    events: [...times(2, tests), elsewhere({}, tests)],
  },
  {
    situation: RUNS,
    because: 'two agents of a team run the same tests',
    is: 'working',
    events: times(2, tests, elsewhere({ agent: 'reviewer' }, tests)),
  },
  {
    situation: RUNS,
    because: 'a run it started goes round in circles, and it has to know',
    is: 'wedged',
    events: [
      says('I hand this to a helper.'),
      elsewhere({ run: 'helper', parent: 'default' }, ...times(4, tests)),
    ],
  },
  {
    situation: RUNS,
    because: 'the run it started went round in circles and is over',
    is: 'working',
    events: [
      says('I hand this to a helper.'),
      elsewhere({ run: 'helper', parent: 'default' }, ...times(4, tests), {
        type: 'outcome',
        succeeded: false,
      }),
    ],
  },
  {
    situation: LATE,
    because: 'three calls open together are answered in another order',
    is: 'working',
    events: swapped(builds(1), reads(1), reads(2)),
  },
  {
    situation: LATE,
    because: 'three equal calls open together are one turn',
    is: 'working',
    events: swapped(make(), make(), make()),
  },
  {
    situation: LATE,
    because: 'the same two calls side by side, three times',
    is: 'wedged',
    events: [1, 2, 3].flatMap(() => swapped(make(), list())),
  },
  {
    situation: LATE,
    because: 'a server runs on while files are read, and ends late',
    is: 'working',
    events: [begins(server), ...times(8, reads), ends(server)],
  },
  {
    situation: LATE,
    because: 'a server runs on while the tests fail twice',
    is: 'working',
    events: [begins(server), ...times(2, tests), reads(1)],
  },
  {
    situation: LATE,
    because: 'a server runs on while the tests fail the same way again and again',
    is: 'wedged',
    events: [begins(server), ...times(3, tests), ends(server)],
  },
  {
    situation: LATE,
    because: 'all four answers were late, and each is another',
    is: 'working',
    events: [...late.flatMap((one) => [thinks, begins(one)]), ...late.map(ends)],
  },
  {
    situation: LATE,
    because: 'the clock of the host runs backwards, the loop goes on',
    is: 'wedged',
    events: times(3, backwards),
  },
];
