/**
 * Asking again until something new comes: with news, stuck, told by a person, declared, or learned.
 */
import { call, edit, elsewhere, person, says, times, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

const CHANGING = 'polling with changing answers';
const STUCK = 'polling that is stuck';
const TOLD = 'polling one was told to do';
const DECLARED = 'declared pollers';
const LEARNED = 'learned pollers';

const reads = (n: number): Act => call(`cat src/${word(n)}.ts`).gives(`text of ${word(n)}`);
const sleeps = call('sleep 60').gives('');

const build = use('get_build_status', { build: 'main' });
const runs = build.gives({ state: 'running', stage: 'compile' });
const passed = build.gives({ state: 'passed', stage: 'done' });
const expired = build.gives('MCP error: the token has expired').fails();
const ghRuns = call('gh run view 17').gives('in_progress: build and test');
const ghDone = call('gh run view 17').gives('completed: success');
const percent = (n: number): Act => build.gives({ state: 'running', percent: n * 5 });
const log = (n: number): Act => call('tail -n 3 build.log').gives(`compiled ${word(n)}.o`);
/** Only the clock moves. */
const clock = (n: number): Act =>
  build.gives({ state: 'running', elapsed: `${n} min`, at: `2026-11-24T10:${n + 10}:00Z` });
const board = use('mcp__team__read_board', { team: 'red' });
const card = (n: number): Act =>
  board.gives({ cards: [{ by: word(n), says: `did ${word(n + 9)}` }] });
const sameBoard = board.gives({ cards: [{ by: 'planner', says: 'nothing so far' }] });
const pullRequest = call('gh pr view 42 --json state,reviews').gives({
  state: 'OPEN',
  reviews: [],
});
const page = use('browser_snapshot').gives('heading "Export", text "Preparing your file"');
const tests = call('npm test').gives('1 failing: adds two numbers').fails();

/** Asked eight times until something new came, three times in earlier runs of this agent. */
const patientBefore = ['a', 'b', 'c'].map((run) => elsewhere({ run }, ...times(8, runs), passed));
const patientGh = ['a', 'b', 'c'].map((run) => elsewhere({ run }, ...times(8, ghRuns), ghDone));
/** The same within this run. */
const patientHere = times(3, ...times(8, runs), (n) => build.gives({ state: 'passed', build: n }));

export const polling: readonly Case[] = [
  {
    situation: CHANGING,
    because: 'it gets on by five percent each time',
    is: 'working',
    events: times(18, percent),
  },
  {
    situation: CHANGING,
    because: 'the log grows by a line each time',
    is: 'working',
    events: times(20, log, sleeps),
  },
  {
    situation: CHANGING,
    because: 'a teammate posts on the board all the time',
    is: 'working',
    events: times(25, card),
  },
  {
    situation: CHANGING,
    because: 'every other answer is new',
    is: 'working',
    events: times(8, percent, percent),
  },
  {
    situation: CHANGING,
    because: 'what was awaited came with the fourth answer',
    is: 'working',
    events: [...times(3, runs), passed],
  },
  {
    situation: CHANGING,
    because: 'only the clock moves in the answers',
    is: 'wedged',
    events: times(6, clock),
  },
  {
    situation: CHANGING,
    because: 'after ten new answers nothing new came for a long time',
    is: 'wedged',
    events: [...times(10, percent), ...times(12, percent(10))],
  },
  {
    situation: STUCK,
    because: 'two equal answers are no sign yet',
    is: 'working',
    events: times(2, runs),
  },
  {
    situation: STUCK,
    because: 'nobody told it to wait, and three answers are the same',
    is: 'wedged',
    events: times(3, runs),
  },
  {
    situation: STUCK,
    because: 'the host gives the answers as plain text, without a flag',
    is: 'wedged',
    events: times(4, ghRuns.unflagged()),
  },
  {
    situation: STUCK,
    because: 'it sleeps between, and still nobody asked for it',
    is: 'wedged',
    events: times(5, ghRuns, sleeps),
  },
  {
    situation: STUCK,
    because: 'it woke up 84 times for a dead pull request',
    is: 'wedged',
    events: times(84, says('Checking on the pull request.'), pullRequest),
  },
  {
    situation: STUCK,
    because: 'the page of a browser never changes',
    is: 'wedged',
    events: times(4, use('browser_wait', { seconds: 5 }).gives('waited 5 s'), page),
  },
  {
    situation: STUCK,
    because: 'two looks, other work, and it is done at the third',
    is: 'working',
    events: [runs, reads(1), runs, reads(2), passed],
  },
  {
    situation: TOLD,
    because: 'a person asked for exactly this',
    is: 'working',
    events: [person('Poll the build every 5 minutes until it is done.'), ...times(20, runs)],
  },
  {
    situation: TOLD,
    because: 'a person asked to wait, and it sleeps in between',
    is: 'working',
    events: [
      person('Wait for the CI run to finish, then merge.'),
      ...times(12, says('Still running.'), ghRuns, sleeps),
    ],
  },
  {
    situation: TOLD,
    because: 'the order stands at the head of a run without a person',
    is: 'working',
    events: [
      person('Check back every ten minutes and tell me once the deploy is live.'),
      ...times(30, ghRuns),
    ],
    options: { interactive: false },
  },
  {
    situation: TOLD,
    because: 'a person asked for something else',
    is: 'wedged',
    events: [person('Fix the build, please.'), ...times(4, runs)],
  },
  {
    situation: TOLD,
    because: 'a person took the order back',
    is: 'wedged',
    events: [
      person('Poll the build every 5 minutes until it is done.'),
      ...times(6, runs),
      person('Forget the build, write the release notes instead.'),
      ...times(4, runs),
    ],
  },
  {
    situation: TOLD,
    because: 'a person forbade it',
    is: 'wedged',
    events: [person('Do not poll the build, look at it once.'), ...times(4, runs)],
  },
  {
    situation: TOLD,
    because: 'that the token has expired is nothing to wait for',
    is: 'wedged',
    events: [person('Poll the build every 5 minutes until it is done.'), ...times(4, expired)],
  },
  {
    situation: TOLD,
    because: 'after two days of silence even who asked for it wants to know',
    is: 'wedged',
    events: [person('Poll the build every 5 minutes until it is done.'), ...times(576, runs)],
  },
  {
    situation: DECLARED,
    because: 'it is declared to be asked until it changes',
    is: 'working',
    events: times(30, runs),
    options: { pollers: ['get_build_status'] },
  },
  {
    situation: DECLARED,
    because: 'the sleeps between belong to the waiting',
    is: 'working',
    events: times(12, runs, sleeps),
    options: { pollers: ['get_build_status'] },
  },
  {
    situation: DECLARED,
    because: 'the board of a team may stay as it is while others work',
    is: 'working',
    events: times(15, sameBoard, reads),
    options: { pollers: ['mcp__team__read_board'] },
  },
  {
    situation: DECLARED,
    because: 'the tests were not declared, and fail the same way',
    is: 'wedged',
    events: times(3, runs, tests),
    options: { pollers: ['get_build_status'] },
  },
  {
    situation: DECLARED,
    because: 'another tool is declared',
    is: 'wedged',
    events: times(3, sameBoard),
    options: { pollers: ['get_build_status'] },
  },
  {
    situation: DECLARED,
    because: 'it no longer answers: the token has expired, eight times',
    is: 'wedged',
    events: [...times(3, runs), ...times(8, expired)],
    options: { pollers: ['get_build_status'] },
  },
  {
    situation: LEARNED,
    because: 'in earlier runs something new took eight asks',
    is: 'working',
    events: [...patientBefore, ...times(5, runs)],
  },
  {
    situation: LEARNED,
    because: 'in this run something new took eight asks, three times',
    is: 'working',
    events: [...patientHere, ...times(5, runs)],
  },
  {
    situation: LEARNED,
    because: 'eight asks are usual, sixty are not',
    is: 'wedged',
    events: [...patientBefore, ...times(60, runs)],
  },
  {
    situation: LEARNED,
    because: 'a program of a shell is learned too',
    is: 'working',
    events: [...patientGh, ...times(5, ghRuns, sleeps)],
  },
  {
    situation: LEARNED,
    because: 'it is another program of that shell that makes one wait',
    is: 'wedged',
    events: [...patientGh, ...times(4, call('docker ps').gives('no container runs'))],
  },
  {
    situation: LEARNED,
    because: 'it brought something new each time before, and now does not',
    is: 'wedged',
    events: [elsewhere({ run: 'a' }, ...times(19, percent)), ...times(4, runs)],
  },
  {
    situation: LEARNED,
    because: 'a wait that never ended teaches no patience',
    is: 'wedged',
    events: [elsewhere({ run: 'a' }, ...times(60, runs)), ...times(4, runs)],
  },
  {
    situation: LEARNED,
    because: 'the tests are run again after a change, as in the runs before',
    is: 'working',
    events: [
      elsewhere({ run: 'a' }, ...times(4, tests, (n) => edit('src/sum.ts', word(n)))),
      ...times(3, tests, (n) => edit('src/sum.ts', word(n + 20))),
    ],
  },
];
