/**
 * Errors: the same one again, with other arguments, now and then, or because the other side is down.
 */
import { call, edit, elsewhere, says, times, together, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

const AGAIN = 'same error again';
const MOVING = 'same error with moving arguments';
const FLAKY = 'flaky tools';
const OUTAGE = 'an outage with back-off';

const tests = call('npm test').gives('1 failing: adds two numbers').fails();
const reads = (n: number): Act => call(`cat src/${word(n)}.ts`).gives(`text of ${word(n)}`);
const fixes = (n: number): Act => edit('src/sum.ts', `an attempt: ${word(n)}`);
const crash = (n: number): Act =>
  call('python etl.py')
    .gives(`10:0${n}:12 Traceback\n line 42, in load\n<Row at 0x7f3a${n}b2c1d90> has no key price`)
    .fails();

const fetchRefused = (n: number): Act =>
  use('mcp__web__fetch', { url: `https://${word(n)}.example.com/` })
    .gives('MCP error -32602: this host is not on the list of allowed ones')
    .fails();
const column = (n: number): Act =>
  use('query', { sql: `select ${word(n)} from orders` })
    .gives(`unknown column ${word(n)}`)
    .fails();
/** A host that gives commands as plain texts. */
const psql = (n: number): Act =>
  use('bash', `psql shop -c "select ${word(n)} from orders"`)
    .gives(`ERROR:  column "${word(n)}" does not exist`)
    .fails();
const longSql = (n: number): Act =>
  use('query', {
    sql: `select o.id, o.created, c.name, c.email from orders o join customers c on c.id = o.customer where o.${word(n)} > 3`,
  })
    .gives(`column o.${word(n)} does not exist`)
    .fails();
const clicks = (n: number): Act =>
  use('browser_click', { selector: `#${word(n)}` })
    .gives(`Timeout 30000ms exceeded while waiting for selector "#${word(n)}"`)
    .fails();
const missed = (n: number): Act =>
  use('edit', { path: `src/${word(n)}.ts`, old_string: word(n + 50), new_string: 'x' })
    .gives('old_string does not occur in the file')
    .fails();
const invalid = (n: number): Act =>
  use('create_ticket', { fields: Array.from({ length: n }, (_, i) => word(i)) })
    .gives(`the field ${word(n + 30)} is required`)
    .fails();
const upload = (n: number): Act => use('upload', { file: `${word(n)}.png` });
const uploads = (n: number): Act => upload(n).gives({ id: word(n), stored: true });
const drops = (n: number): Act => upload(n).gives('the stream was closed too early').fails();
/** Three runs in each of which a file was stored at the fifth try. */
const flakyBefore = ['a', 'b', 'c'].map((run) =>
  elsewhere({ run }, ...times(4, drops(1)), uploads(1)),
);

const search = (n: number): Act => use('web_search', { q: word(n) });
const limited = (n: number): Act => search(n).gives('HTTP 429 Too Many Requests').fails();
const found = search(90).gives({ status: 200, hits: ['a page about it'] });
const limitedJson = (n: number): Act =>
  search(n)
    .gives({ ok: false, error: { status: 429, message: 'slow down' } })
    .fails();
const health = call('curl -sfi https://api.example.com/health')
  .gives('HTTP/1.1 503 Service Unavailable')
  .fails();
const connect = (n: number): Act =>
  call(`psql -h db -c "select ${word(n)}"`)
    .gives('connect ECONNREFUSED 10.0.0.7:5432')
    .fails();
/** Each waits twice as long as the last. */
const backingOff = (n: number): Act => health.at(2 ** n * 1000, 2 ** n * 1000 + 200);
const gateway = (n: number): Act =>
  use('http_get', { path: `/items/${word(n)}` })
    .gives(`HTTP ${502 + (n % 3)} from upstream, request req_01${n}CS4abCD2ef3GH4`)
    .fails();

export const errors: readonly Case[] = [
  {
    situation: AGAIN,
    because: 'running it a second time is a fair try',
    is: 'working',
    events: times(2, tests),
  },
  {
    situation: AGAIN,
    because: 'nothing was done about it, three times',
    is: 'wedged',
    events: times(3, tests),
  },
  {
    situation: AGAIN,
    because: 'only times and addresses differ in the traceback',
    is: 'wedged',
    events: times(3, crash),
  },
  {
    situation: AGAIN,
    because: 'a fix was tried before each run',
    is: 'working',
    events: times(4, fixes, tests),
  },
  {
    situation: AGAIN,
    because: 'nine different fixes moved nothing',
    is: 'wedged',
    events: [tests, ...times(9, fixes, tests)],
  },
  {
    situation: AGAIN,
    because: 'reading and talking between the runs changes nothing',
    is: 'wedged',
    events: times(3, says('I see. Let me look at it.'), tests, reads),
  },
  {
    situation: MOVING,
    because: 'a second host may be allowed where the first was not',
    is: 'working',
    events: times(2, fetchRefused),
  },
  {
    situation: MOVING,
    because: 'no host will be allowed, whichever is asked',
    is: 'wedged',
    events: times(3, fetchRefused),
  },
  {
    situation: MOVING,
    because: 'it guesses names of columns, and the error only echoes them',
    is: 'wedged',
    events: times(3, column),
  },
  {
    situation: MOVING,
    because: 'what works between is another program of the same shell',
    is: 'wedged',
    events: times(4, psql, reads),
  },
  {
    situation: MOVING,
    because: 'the error echoes the far end of a long query',
    is: 'wedged',
    events: times(4, longSql),
  },
  {
    situation: MOVING,
    because: 'no button of the page can be clicked',
    is: 'wedged',
    events: times(3, clicks),
  },
  {
    situation: MOVING,
    because: 'five calls of six fail, for ever',
    is: 'wedged',
    events: times(30, (n) => (n % 6 === 1 ? uploads(n) : drops(n))),
  },
  {
    situation: MOVING,
    because: 'each time it is another field that is missing: it gets further',
    is: 'working',
    events: times(6, invalid),
  },
  {
    situation: MOVING,
    because: 'after each miss it reads the file again, and hits',
    is: 'working',
    events: times(4, missed, reads, fixes),
  },
  {
    situation: MOVING,
    because: 'an error is told by its text where the host has no flag',
    is: 'wedged',
    events: times(4, (n) => column(n).unflagged()),
    byWords: true,
  },
  {
    situation: FLAKY,
    because: 'each upload works at the third try',
    is: 'working',
    events: times(5, drops, drops, uploads),
  },
  {
    situation: FLAKY,
    because: 'it worked before, and has stopped working',
    is: 'wedged',
    events: [...times(4, uploads), ...times(4, drops)],
  },
  {
    situation: FLAKY,
    because: 'a tool known to take five tries may take four',
    is: 'working',
    events: [...flakyBefore, ...times(4, drops(2))],
  },
  {
    situation: FLAKY,
    because: 'the tool is known to fail, so it may for four files too',
    is: 'working',
    events: [...flakyBefore, ...times(4, drops)],
  },
  {
    situation: FLAKY,
    because: 'a tool known to take five tries has had forty',
    is: 'wedged',
    events: [...flakyBefore, ...times(40, drops(2))],
  },
  {
    situation: FLAKY,
    because: 'that it failed for ever in another run is no reason to be patient',
    is: 'wedged',
    events: [elsewhere({ run: 'a' }, ...times(20, drops)), ...times(4, drops)],
  },
  {
    situation: OUTAGE,
    because: 'two refusals are nothing to tell of',
    is: 'working',
    events: times(2, limited),
  },
  {
    situation: OUTAGE,
    because: 'the other side refuses for now, whatever is asked',
    is: 'outage',
    events: times(3, limited),
  },
  {
    situation: OUTAGE,
    because: 'the status stands as a number in an object',
    is: 'outage',
    events: times(3, limitedJson),
  },
  {
    situation: OUTAGE,
    because: 'it waits longer each time, as one should',
    is: 'working',
    events: times(3, backingOff),
  },
  {
    situation: OUTAGE,
    because: 'after four minutes of waiting a person wants to know',
    is: 'outage',
    events: times(8, backingOff),
  },
  {
    situation: OUTAGE,
    because: 'sleeping between two tries is no loop',
    is: 'outage',
    events: times(4, health, call('sleep 60').gives('')),
  },
  {
    situation: OUTAGE,
    because: 'the database is down, whatever the query, and reading goes on',
    is: 'outage',
    events: times(4, connect, reads),
  },
  {
    situation: OUTAGE,
    because: '502, 503 and 504 are one outage',
    is: 'outage',
    events: times(4, gateway),
  },
  {
    situation: OUTAGE,
    because: 'it works again',
    is: 'working',
    events: [...times(5, limited), found],
  },
  {
    situation: OUTAGE,
    because: 'the agent went on without it long ago',
    is: 'working',
    events: [...times(4, limited), ...times(20, reads)],
  },
  {
    situation: OUTAGE,
    because: 'six calls side by side met it once',
    is: 'working',
    events: [together(...times(6, limited))],
  },
  {
    situation: OUTAGE,
    because: 'a test that expects 200 and gets 503 is a test that fails',
    is: 'wedged',
    events: times(3, call('npm test').gives('1 failing: expected 200, got 503').fails()),
  },
  {
    situation: OUTAGE,
    because: 'the other side says so in words alone',
    is: 'outage',
    events: times(3, search(1).gives('You are being rate limited, try again later').fails()),
    byWords: true,
  },
];
