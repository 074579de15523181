import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.ts';
import {
  begins,
  call,
  edit,
  ends,
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

/** The line from which a person is shown a concern. */
const SHOWN = 0.5;

const failing = call('npm test').gives('1 failing').fails();
/** Reads a file that was not read before. */
const reads = (turn: number): Act => call(`cat ${word(turn)}.ts`).gives(`text of ${word(turn)}`);
const readsFrom = (first: number, count: number): Act[] =>
  Array.from({ length: count }, (_, i) => reads(first + i));

/** The same error of one tool, with other arguments each time. */
const refused = (turn: number): Act =>
  use('fetch', { url: `https://example.com/${word(turn)}` })
    .gives('Error: this host is not on the list of allowed ones')
    .fails();
/** An error, each time another one. */
const otherError = (turn: number): Act =>
  use('fetch', { n: turn })
    .gives(`no ${word(turn)}`)
    .fails();
/** The same error, each time of another tool. */
const otherTool = (turn: number): Act =>
  use(`tool-${word(turn)}`)
    .gives('Error: denied')
    .fails();
/** A search without a hit. */
const emptySearch = (turn: number): Act =>
  call(`grep -r ${word(turn)} src`)
    .gives('')
    .fails();
/** A log that grows. */
const grownLog = (turn: number): Act => call('tail log').gives(`line ${word(turn)}`);
/** A job that moves on. */
const movedJob = (turn: number): Act => use('job').gives({ state: 'running', done: turn });
const jobAt = (done: number): Act => use('job').gives({ job: { state: 'running', done } });
/** A fix that was not tried before. */
const newFix = (turn: number): Act => edit('src/a.ts', `attempted fix: ${word(turn)}`);
/** An edit that does not land. */
const missedEdit = (turn: number): Act =>
  use('edit', { path: 'a.ts', old_string: word(turn), new_string: 'x' })
    .gives(`no ${word(turn)} in a.ts`)
    .fails();
/** A debugger's step that fails. */
const stepFails = (turn: number): Act => use('step', { line: turn }).gives('not running').fails();
/** A board whose answer changes. */
const boardNews = (turn: number): Act => use('board').gives(`card ${word(turn)}`);
/** The same with other whitespace. */
const spacedOut = (turn: number): Act =>
  call(`npm  test${' '.repeat(turn)}`).gives(`${'\n'.repeat(turn)}1 failing\n`);

describe('the same call with the same result again', () => {
  it('stands at .5 from the third turn, and grows by the turn', () => {
    expect(strengths('loop', times(7, failing))).toEqual([0, 0, 0.5, 0.65, 0.75, 0.82, 0.88]);
  });

  it('is no better for succeeding each time', () => {
    const same = call('git status').gives('nothing to commit, working tree clean');
    expect(strengths('loop', times(4, same))).toEqual([0, 0, 0.5, 0.65]);
  });

  it('is told to the agent at three turns, a person is asked at four, it is stopped at six', () => {
    const run = open();
    const actions = times(7, failing).map((one) => run.take(one).advice.action);
    expect(actions).toEqual(['proceed', 'proceed', 'tell', 'ask', 'ask', 'stop', 'stop']);
  });

  it('says in the advice what stands in the evidence, and which concern it is about', () => {
    const { advice, concerns, loop } = watch(times(3, failing));
    expect(advice.because.map((i) => concerns[i])).toEqual([loop]);
    expect(advice.tell).toContain(loop!.evidence);
  });

  it('is raised once and cleared once, with the event at which it changed', () => {
    const engine = createEngine();
    const told: string[] = [];
    engine.on('concern-raised', ({ concern, event }) => told.push(`${concern.kind} at ${event}`));
    engine.on('concern-cleared', ({ concern, event }) =>
      told.push(`no ${concern.kind} at ${event}`),
    );
    // Each step is two events, a call and its result: the third ends with event 5.
    open({}, engine).take(...times(5, failing), call('npm test').gives('all passed'));
    expect(told).toEqual(['loop at 5', 'no loop at 11']);
  });
});

describe('a cycle of calls', () => {
  it.each([1, 2, 3, 4, 5, 6])('of period %i stands from its third turn, not before', (period) => {
    const cycle = readsFrom(1, period);
    const shown = strengths('loop', times(4, ...cycle)).map((strength) => strength >= SHOWN);
    expect(shown.indexOf(true)).toBe(2 * period);
    expect(shown.slice(2 * period)).not.toContain(false);
  });

  it.each([2, 3, 4, 5, 6])('of period %i is told as one, in the order of its turn', (period) => {
    const { loop, concerns } = watch(times(3, ...readsFrom(1, period)));
    const labels = Array.from({ length: period }, (_, i) => `\`cat ${word(i + 1)}.ts\``);
    expect(concerns).toHaveLength(1);
    expect(loop!.evidence).toContain(labels.join(' → '));
    expect(loop!.evidence).toContain('×3');
  });

  it('of calls that all fail, each with its own error, stands like any other', () => {
    const cycle = [1, 2, 3, 4, 5, 6].map((i) =>
      use(`tool-${word(i)}`)
        .gives(`cannot ${word(i)}`)
        .fails(),
    );
    expect(watch(times(2, ...cycle)).loop).toBeUndefined();
    expect(watch(times(3, ...cycle)).loop?.strength).toBeCloseTo(0.5, 12);
  });

  it('is cleared by a different result of any of its calls', () => {
    for (const period of [1, 2, 3, 6]) {
      for (let changes = 0; changes < period; changes++) {
        const cycle = readsFrom(1, period);
        const turns = times(4, ...cycle);
        const changed = [...cycle.slice(0, changes), cycle[changes]!.gives('something new')];
        expect(watch(turns).loop, `period ${period}`).toBeDefined();
        expect(watch([...turns, ...changed]).loop, `call ${changes} of ${period}`).toBeUndefined();
      }
    }
  });
});

describe('repeats with other steps between', () => {
  it.each([1, 2, 5, 10])('stand from the third turn with %i new steps between', (between) => {
    const turns = times(
      4,
      failing,
      ...Array.from({ length: between }, (_, k) => (turn: number) => reads(turn * between + k)),
    );
    const shown = strengths('loop', turns).map((strength) => strength >= SHOWN);
    expect(shown.indexOf(true)).toBe(2 * (between + 1));
    // It does not flicker between its turns.
    expect(shown.slice(2 * (between + 1))).not.toContain(false);
  });

  it('stand however much the agent says between, or the host counts', () => {
    const turns = times(3, says('Let me run the tests again.'), failing, spends(1000, 20));
    expect(watch(turns).loop?.strength).toBeCloseTo(0.5, 12);
  });

  it('are no loop at two turns, however many steps there are', () => {
    expect(strengths('loop', [failing, ...readsFrom(1, 5), failing, ...readsFrom(6, 5)])).toEqual(
      zeros(12),
    );
  });
});

describe('errors', () => {
  it('are a loop from the third time, though the arguments move', () => {
    expect(strengths('loop', times(4, refused))).toEqual([0, 0, 0.5, 0.65]);
  });

  it('are a loop also with calls of other tools between', () => {
    expect(watch(times(2, refused, reads)).loop).toBeUndefined();
    expect(watch(times(3, refused, reads)).loop?.strength).toBeCloseTo(0.5, 12);
  });

  it('are told as the same error, with the last call that ran into it', () => {
    const { evidence } = watch(times(3, refused)).loop!;
    expect(evidence).toContain('same error 3 times');
    expect(evidence).toContain('fetch https://example.com/');
  });

  it('are told by the call where the call does not move', () => {
    expect(watch(times(3, failing)).loop!.evidence).toContain('`npm test` ×3');
  });

  it('are no loop when each is another error', () => {
    expect(strengths('loop', times(6, otherError))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('of different tools are not the same error', () => {
    expect(watch(times(6, otherTool)).loop).toBeUndefined();
  });

  it('are over once the tool works', () => {
    const works = use('fetch', { url: 'https://example.org' }).gives('Welcome to this page.');
    expect(watch([...times(4, refused), works]).loop).toBeUndefined();
  });

  it('without a text are told apart by their calls: a search without a hit is no error loop', () => {
    expect(watch(times(6, emptySearch)).loop).toBeUndefined();
  });
});

describe('calls of one round', () => {
  const listing = call('ls').gives('src test');

  it.each([
    ['with a name for it', (turn: number) => together(...times(6, listing.inRound(`r${turn}`)))],
    ['that began together', () => together(...times(6, listing))],
  ])('%s count once', (_, round) => {
    expect(strengths('loop', times(3, round))).toEqual([0, 0, 0.5]);
  });

  it('count once also where the host runs them one after the other', () => {
    expect(watch(times(6, listing.inRound('r1'))).loop).toBeUndefined();
  });

  it('that all ran into the same error did so once', () => {
    expect(watch([together(...times(6, refused))]).loop).toBeUndefined();
  });

  it('may hide no loop: the same fan-out in every round is one', () => {
    const round = together(...readsFrom(1, 4));
    expect(strengths('loop', times(4, round))).toEqual([0, 0, 0.5, 0.65]);
  });
});

describe('a batch over different items', () => {
  it.each<[string, (turn: number) => Act]>([
    ['files copied', (turn) => use('copy', { from: word(turn) }).gives('ok')],
    ['issues closed by number', (turn) => use('close', { issue: turn }).gives('ok')],
    ['the same by a command', (turn) => call(`gh issue close ${turn}`).gives('ok')],
    ['orders by id', (turn) => use('ship', { order: `8f3a9b${turn}c` }).gives('ok')],
    ['edits alike', (turn) => edit(`${word(turn)}.ts`, 'import x from "y";')],
    [
      'attachments, each `true`',
      (turn) => use('attach', { file: `${word(turn)}.png` }).gives(true),
    ],
    ['pages', (turn) => use('list', { page: turn, size: 50 }).gives([])],
    ['parts of a file', (turn) => call(`sed -n ${turn}0,${turn}9p a.ts`).gives('}')],
  ])('is no loop, however alike the answers: %s', (_, act) => {
    expect(strengths('loop', times(8, act))).toEqual(zeros(8));
  });

  it('is no loop when one tool does different things', () => {
    const acts = ['build', 'deploy', 'migrate', 'seed', 'warm'].map((what) =>
      use('run', { task: what }).gives('done'),
    );
    expect(watch(acts).loop).toBeUndefined();
  });
});

describe('news', () => {
  it('each time is no loop: a log that grows, a job that moves on', () => {
    expect(watch(times(20, grownLog)).loop).toBeUndefined();
    expect(watch(times(20, movedJob)).loop).toBeUndefined();
  });

  it('clears the loop and begins a new count', () => {
    const two = call('npm test').gives('2 failing').fails();
    expect(strengths('loop', [...times(3, failing), ...times(3, two)])).toEqual([
      0, 0, 0.5, 0, 0, 0.5,
    ]);
  });

  it('is told from the whole of a result, also where it is an object', () => {
    expect(watch([jobAt(1), jobAt(1), jobAt(1)]).loop).toBeDefined();
    expect(watch([jobAt(1), jobAt(1), jobAt(2)]).loop).toBeUndefined();
  });
});

describe('what is volatile makes no difference', () => {
  it.each<[string, (turn: number) => Act]>([
    ['a duration', (n) => call('npm test').gives(`1 failing (${n}.${n} s)`).fails()],
    ['a time of day', (n) => call('date').gives(`10:0${n}:41 still waiting for it`)],
    ['an ISO time', (n) => call('job').gives(`2026-11-24T10:0${n}:00.12${n}Z still waiting`)],
    ['seconds since the epoch', (n) => call('job').gives(`waiting since 173247000${n}`)],
    [
      'a request id',
      (n) => call('ask').gives(`no worker yet (request req_011CS${n}abCD2ef3GH4ij5)`),
    ],
    [
      'a uuid',
      (n) => call('ask').gives(`no free worker for 8f3a9b2${n}-1111-4111-8111-123456789012`),
    ],
    ['an address', (n) => call('py').gives(`<Foo object at 0x7f3a${n}b2c1d90> has no bar`).fails()],
    ['a counter', (n) => call('ask').gives(`attempt ${n} was refused by the server`).fails()],
    [
      'a process id',
      (n) =>
        call('serve')
          .gives(`the server runs already, pid ${1000 + n}`)
          .fails(),
    ],
    [
      'a temporary path',
      (n) => call('build').gives(`cannot write to /tmp/build-${n}Zq/out`).fails(),
    ],
    ['a request id by its key', (n) => use('ask').gives({ requestId: word(n), state: 'busy' })],
    ['a duration by its key', (n) => use('ask').gives({ durationMs: n, state: 'busy' })],
    [
      'a time in a structured result',
      (n) => use('ask').gives({ at: `2026-11-24T10:0${n}:00Z`, state: 'busy' }),
    ],
  ])('in a result: %s', (_, act) => {
    expect(strengths('loop', times(4, act))).toEqual([0, 0, 0.5, 0.65]);
  });

  it.each<[string, (turn: number) => Act]>([
    ['a temporary path', (n) => call(`node /tmp/run-${n}Zq/check.js --all`)],
    ['a counter by its key', (n) => use('ask', { question: 'ready?', attempt: n })],
    ['a trace id by its key', (n) => use('ask', { question: 'ready?', traceId: word(n) })],
    ['an id within a longer text', (n) => call(`ask --request-id 8f3a9b${n}c --all of them`)],
    ['how long to wait', (n) => use('wait', { text: `wait ${n} s, then look again` })],
  ])('in the arguments: %s', (_, act) => {
    expect(
      strengths(
        'loop',
        times(4, (turn) => act(turn).gives('not yet')),
      ),
    ).toEqual([0, 0, 0.5, 0.65]);
  });

  it.each<[string, string]>([
    ['npm', 'npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree'],
    ['pytest', 'FAILED tests/a.py::t - assert 1 == 2\n=== 1 failed, 3 passed in 0.%1s ==='],
    [
      'vitest',
      ' Tests  1 failed | 2 passed (3)\n Start at  10:0%:41\n Duration  %.21s (transform 3%ms)',
    ],
    ['jest', 'Tests:       1 failed, 2 total\nTime:        %.21 s, estimated % s'],
    ['go', '--- FAIL: TestA (0.0%s)\nFAIL\tpkg/a\t0.%12s'],
    ['mocha', '  3 passing (%2ms)\n  1 failing'],
    ['cargo', '    Finished `dev` profile in 1m 3%s'],
    ['docker ps', 'CONTAINER ID IMAGE STATUS\n%a2b3c4d5e6f web Up % minutes'],
    ['ls -l', 'total 4\n-rw-r--r-- 1 root root 12 Nov 24 10:0% a.txt'],
    ['curl -i', 'HTTP/1.1 200 OK\ndate: Tue, 24 Nov 2026 10:0%:00 GMT\n\nstill pending'],
  ])('in what real tools print: %s', (_, output) => {
    const act = (turn: number): Act => call('x').gives(output.replaceAll('%', `${turn}`));
    expect(strengths('loop', times(4, act))).toEqual([0, 0, 0.5, 0.65]);
  });

  it('nor does the order of keys, in arguments and in results', () => {
    const one = use('ask', { a: 1, b: [1, { c: 2, d: 3 }] }).gives({ state: 'busy', left: 4 });
    const other = use('ask', { b: [1, { d: 3, c: 2 }], a: 1 }).gives({ left: 4, state: 'busy' });
    expect(strengths('loop', [one, other, one, other])).toEqual([0, 0, 0.5, 0.65]);
  });

  it('nor that a result is JSON in a text, with its keys in another order', () => {
    const one = use('ask').gives('{"state":"busy","left":4}');
    const other = use('ask').gives('{ "left": 4, "state": "busy" }');
    expect(watch([one, other, one]).loop).toBeDefined();
  });

  it('nor does whitespace', () => {
    expect(strengths('loop', times(4, spacedOut))).toEqual([0, 0, 0.5, 0.65]);
  });
});

describe('what matters makes a difference', () => {
  it.each<[string, (turn: number) => string]>([
    ['how many fail', (n) => `${n} failing`],
    ['how far it is', (n) => `uploaded ${n}0 of 100 files`],
    ['a percentage', (n) => `${n}0% done`],
    ['a line number', (n) => `error at a.ts:${n}:5`],
    ['a version', (n) => `now at v1.2.${n}`],
    ['a status', (n) => `HTTP ${500 + n}`],
    ['an amount', (n) => `the total is $12.5${n}`],
    ['an id that is the whole answer', (n) => `8f3a9b${n}c`],
    ['a word', (n) => `waiting for ${word(n)}`],
  ])('in a result: %s', (_, output) => {
    const act = (turn: number): Act => use('ask').gives(output(turn));
    expect(watch(times(6, act)).loop).toBeUndefined();
  });
});

describe('a change of the world', () => {
  it('makes a re-run of the same check a new experiment', () => {
    expect(strengths('loop', times(5, failing, newFix))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(watch([...times(5, failing), newFix(1)]).loop).toBeUndefined();
    expect(watch([...times(5, failing), newFix(1), ...times(2, failing)]).loop).toBeUndefined();
    expect(watch([...times(5, failing), newFix(1), ...times(3, failing)]).loop).toBeDefined();
  });

  it.each<[string, (turn: number) => Act]>([
    ['a file written by a command', (n) => call(`echo ${word(n)} > a.txt`).gives('')],
    ['a file edited in place', (n) => call(`sed -i s/${word(n)}/b/ a.ts`).gives('')],
    ['a heredoc', (n) => call(`cat > a.ts <<'EOF'\nconst ${word(n)} = 1;\nEOF`).gives('')],
    ['a patch', (n) => use('patch', { diff: `+${word(n)}` }).gives('ok')],
    ['a whole file', (n) => use('save', { path: 'a.ts', content: word(n) }).gives('ok')],
    ['a package installed', (n) => call(`npm install ${word(n)}`).gives('added 1 package')],
    ['a commit', (n) => call(`git commit -m "${word(n)}"`).gives('1 file changed')],
  ])('is %s', (_, change) => {
    expect(watch(times(6, failing, change)).loop).toBeUndefined();
  });

  it('is not an edit that failed', () => {
    expect(watch(times(3, failing, missedEdit)).loop?.strength).toBeCloseTo(0.5, 12);
  });

  it('is not something looked at: a read, a search, a check', () => {
    const looks = [
      reads,
      (turn: number) => call(`grep -rn ${word(turn)} src 2>/dev/null`).gives(`src/${word(turn)}`),
      (turn: number) => call(`npm run lint -- ${word(turn)}`).gives(`clean: ${word(turn)}`),
    ];
    for (const look of looks) expect(watch(times(3, failing, look)).loop).toBeDefined();
  });

  it('that is the same edit again is part of the loop', () => {
    const same = edit('src/a.ts', 'the same fix');
    expect(watch(times(3, failing, same)).loop?.strength).toBeCloseTo(0.5, 12);
    const { evidence } = watch(times(4, failing, same)).loop!;
    expect(evidence).toContain('`npm test`');
    expect(evidence).toContain('src/a.ts');
  });

  it('that goes back and forth between two edits is a loop too', () => {
    const swing = times(4, failing, edit('a.ts', 'one way'), failing, edit('a.ts', 'the other'));
    expect(watch(swing).loop).toBeDefined();
  });
});

describe("a person's word", () => {
  const turns: Happening[] = [...times(3, failing), person('Try once more.')];

  it('starts afresh in an interactive run', () => {
    expect(watch(turns).loop).toBeUndefined();
    expect(strengths('loop', [...turns, ...times(3, failing)]).slice(4)).toEqual([0, 0, 0.5]);
  });

  it('changes nothing in a run without a person', () => {
    const headless = { interactive: false };
    expect(strengths('loop', [...turns, failing], headless)).toEqual([0, 0, 0.5, 0.5, 0.65]);
  });

  it('is a change that is told', () => {
    const engine = createEngine();
    const told: string[] = [];
    engine.on('concern-cleared', ({ concern }) => told.push(concern.kind));
    open({}, engine).take(...turns);
    expect(told).toEqual(['loop']);
  });
});

describe('a host that tells no results', () => {
  const silent = call('npm test');

  it('shows loops by its calls alone, on the same line', () => {
    // Such a call counts once the next one shows that it will get no result.
    expect(watch([...times(2, silent), call('ls')]).loop).toBeUndefined();
    const { loop } = watch([...times(3, silent), call('ls')]);
    expect(loop?.strength).toBeCloseTo(0.5, 12);
    expect(loop?.evidence).toContain('`npm test` ×3');
    expect(loop?.evidence).toContain('no result');
  });

  it('shows cycles likewise', () => {
    expect(watch(times(2, silent, call('git diff'))).loop).toBeUndefined();
    expect(watch(times(4, silent, call('git diff'))).loop).toBeDefined();
  });

  it('shows no loop where its calls differ', () => {
    expect(watch(times(20, (turn) => call(`cat ${word(turn)}`))).loop).toBeUndefined();
  });

  it('may tell one after all: what was counted for want of results is taken back', () => {
    const calls = times(4, (turn) => call('npm test').gives(`failing: ${word(turn)}`));
    const began = calls.map(begins);
    expect(watch(began).loop).toBeDefined();
    expect(watch([...began, ...calls.map(ends)]).loop).toBeUndefined();
  });

  it('may tell them late: they count once, as their round', () => {
    const calls = times(3, () => call('npm test').gives('1 failing'));
    const late = [...calls.map(begins), ...calls.map(ends)];
    expect(watch(late).loop).toBeUndefined();
    expect(watch([...late, call('npm test').gives('1 failing')]).loop).toBeUndefined();
    expect(watch([...late, ...times(2, call('npm test').gives('1 failing'))]).loop).toBeDefined();
  });
});

describe('runs', () => {
  it('of one agent do not mix', () => {
    const engine = createEngine();
    const one = open({ agent: 'coder', run: 'one' }, engine);
    const two = open({ agent: 'coder', run: 'two' }, engine);
    const seen = times(4, failing).map((turn) => [one.take(turn).loop, two.take(reads(9)).loop]);
    expect(seen.map(([first]) => first !== undefined)).toEqual([false, false, true, true]);
    // Alternating turns of the same act in two runs are two each, not four.
    const three = open({ agent: 'coder', run: 'three' }, engine);
    const four = open({ agent: 'coder', run: 'four' }, engine);
    for (let turn = 0; turn < 2; turn++) {
      expect(three.take(failing).loop).toBeUndefined();
      expect(four.take(failing).loop).toBeUndefined();
    }
  });

  it('of two agents do not mix, though they share a name', () => {
    const engine = createEngine();
    const one = open({ agent: 'coder', run: 'nightly' }, engine);
    const two = open({ agent: 'reviewer', run: 'nightly' }, engine);
    for (let turn = 0; turn < 2; turn++) {
      expect(one.take(failing).loop).toBeUndefined();
      expect(two.take(failing).loop).toBeUndefined();
    }
  });

  it('begin anew after their outcome', () => {
    const run = open();
    expect(run.take(...times(3, failing)).loop).toBeDefined();
    expect(run.take({ type: 'outcome', succeeded: false }, failing).loop).toBeUndefined();
  });
});

describe('tools that a run spares', () => {
  const polls = use('board').gives('no change');

  it.each([{ pollers: ['board'] }, { exempt: ['board'] }])('are no loop: %o', (options) => {
    expect(watch(times(20, polls), options).concerns).toEqual([]);
  });

  it('are no loop when they fail', () => {
    expect(watch(times(9, stepFails), { exempt: ['step'] }).concerns).toEqual([]);
  });

  it('hide no loop of another tool', () => {
    const { loop } = watch(times(3, failing, boardNews), { pollers: ['board'] });
    expect(loop?.evidence).toContain('`npm test` ×3');
  });
});

describe('a loop ends', () => {
  it('when the agent moves on: after six other steps it stands no more', () => {
    const all = strengths('loop', [...times(4, failing), ...readsFrom(1, 7)]);
    expect(all.slice(4)).toEqual([0.65, 0.65, 0.65, 0.65, 0.65, 0.65, 0]);
  });

  it('and leaves nothing to say', () => {
    const { concerns, advice } = watch([...times(6, failing), ...readsFrom(1, 7)]);
    expect(concerns).toEqual([]);
    expect(advice).toEqual({ action: 'proceed', tell: '', because: [] });
  });

  it('later where its turns lie further apart: at twice their distance', () => {
    const slow = times(4, failing, ...[0, 1, 2, 3].map((k) => (n: number) => reads(n * 4 + k)));
    // The last turn is four steps past; ten would be twice the distance.
    expect(watch([...slow, ...readsFrom(90, 6)]).loop).toBeDefined();
    expect(watch([...slow, ...readsFrom(90, 7)]).loop).toBeUndefined();
  });
});

describe('since when, and what it has cost', () => {
  const before: Happening[] = [
    says('I begin.'), // event 0
    spends(1000, 100), // 1
    reads(1).at(1_000, 1_500), // 2, 3
  ];
  const turns = times(
    3,
    (turn) =>
      call('npm test')
        .gives('1 failing')
        .fails()
        .at(turn * 10_000, turn * 10_000 + 4_000),
    spends(200, 20),
  );

  it('is exact: event and time of its first call; steps, ms and tokens from there', () => {
    const { loop } = watch([...before, ...turns]);
    expect(loop!.since).toEqual({ event: 4, at: 10_000 });
    expect(loop!.cost).toEqual({ steps: 3, ms: 34_000 - 10_000, tokens: 3 * 220 });
  });

  it('of a cycle begins with its first call and grows with all that goes on', () => {
    const { loop } = watch([reads(50), ...times(3, reads(1), reads(2)), reads(60)]);
    expect(loop!.since).toEqual({ event: 2 });
    expect(loop!.cost).toEqual({ steps: 7 });
  });

  it('has neither ms nor tokens where times and tokens are unknown', () => {
    expect(watch(times(3, failing)).loop!.cost).toEqual({ steps: 3 });
    expect(watch(times(3, failing)).loop!.since).toEqual({ event: 0 });
  });

  it('has ms alone where tokens are unknown, and tokens alone where times are', () => {
    const timed = times(3, (turn) => failing.at(turn * 1000, turn * 1000 + 500));
    expect(watch(timed).loop!.cost).toEqual({ steps: 3, ms: 2500 });
    expect(watch(times(3, failing, spends(7))).loop!.cost).toEqual({ steps: 3, tokens: 21 });
  });

  it('begins anew after news', () => {
    const { loop } = watch([
      ...times(3, failing),
      ...times(3, call('npm test').gives('2 failing').fails()),
    ]);
    expect(loop!.since.event).toBe(6);
    expect(loop!.cost.steps).toBe(3);
  });
});

describe('evidence', () => {
  it.each<[string, Act, string]>([
    ['a command', call('npm test -- --run'), '`npm test -- --run`'],
    ['a tool and its first text', use('read', { path: 'src/a.ts', limit: 20 }), '`read src/a.ts`'],
    ['a tool and its number', use('close', { issue: 17 }), '`close 17`'],
    ['a tool without arguments', use('screenshot'), '`screenshot`'],
    ['the first line of a long script', call('cd src\nls'), '`cd src`'],
  ])('names %s', (_, act, label) => {
    expect(watch(times(3, act.gives('the same'))).loop!.evidence).toContain(`${label} ×3`);
  });

  it('clips a long command to 64 characters', () => {
    const { evidence } = watch(times(3, call(`echo ${'long '.repeat(40)}`).gives('x'))).loop!;
    expect(/`(.*?)`/.exec(evidence)![1]).toHaveLength(64);
    expect(evidence).toContain('…`');
  });

  it('keeps its labels apart when many loops go on at once', () => {
    const cycle = readsFrom(1, 6);
    const { evidence } = watch(times(5, ...cycle)).loop!;
    for (let i = 1; i <= 6; i++) expect(evidence.split(`\`cat ${word(i)}.ts\``)).toHaveLength(2);
  });
});

describe('over any run', () => {
  interface Draw {
    act: number;
    news: number;
    failed: boolean;
  }
  const draws = fc.array(fc.record({ act: fc.nat(4), news: fc.nat(2), failed: fc.boolean() }), {
    maxLength: 40,
  });
  const tell = (run: readonly Draw[], name: (n: number) => string): Act[] =>
    run.map(({ act, news, failed }) => {
      const done = use(`t-${name(act)}`, { of: name(10 + act) }).gives(
        `it says ${name(20 + news)}`,
      );
      return failed ? done.fails() : done;
    });

  it('a loop stands only where one act brought the same news three times', () => {
    fc.assert(
      fc.property(draws, (run) => {
        const pairs = run.map(({ act, news }) => `${act} ${news}`);
        const early = strengths('loop', tell(run, word)).filter((strength, i) => {
          const soFar = pairs.slice(0, i + 1);
          const turns = soFar.map((pair) => soFar.filter((other) => other === pair).length);
          return strength > 0 && Math.max(...turns) < 3;
        });
        expect(early).toEqual([]);
      }),
    );
  });

  it('other names for tools, arguments and results change no verdict', () => {
    fc.assert(
      fc.property(draws, fc.integer({ min: 100, max: 4000 }), (run, from) => {
        const renamed = tell(run, (n) => word(from + n));
        expect(strengths('loop', renamed)).toEqual(strengths('loop', tell(run, word)));
        expect(strengths('stall', renamed)).toEqual(strengths('stall', tell(run, word)));
      }),
    );
  });
});

describe('a run of 100 000 events', () => {
  it('stays bounded in memory, and right to its end', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const engine = createEngine();
    const run = open({}, engine);
    const long = 'of a long argument that nobody may keep '.repeat(6);
    const does = (turn: number): Act =>
      use('read', { path: `${word(turn)}.ts`, note: `${long}${word(turn)}` }).gives(word(turn));
    run.take(does(0));
    const bytes = engine.metrics().memoryBytes;
    collect();
    const heap = process.memoryUsage().heapUsed;
    const verdicts: boolean[] = [];
    for (let part = 0; part < 5; part++) {
      run.take(...times(9_980, (turn) => does(part * 10_000 + turn)));
      const again = call(`npm test -- ${word(part)}`)
        .gives('1 failing')
        .fails();
      verdicts.push(run.take(again, again).loop !== undefined);
      verdicts.push(run.take(again).loop !== undefined);
      verdicts.push(run.take(...readsFrom(part * 100, 17)).loop !== undefined);
    }
    expect(verdicts).toEqual(Array.from({ length: 5 }, () => [false, true, false]).flat());
    expect(engine.metrics().events).toBeGreaterThanOrEqual(100_000);
    expect(engine.metrics().memoryBytes - bytes).toBeLessThan(64 * 1024);
    collect();
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(4 * 1024 * 1024);
  });
});
