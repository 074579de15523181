import { call, person, times, use, word } from '../scenario.ts';
import type { Case } from './case.ts';

/** What results look like in hosts and services, where a moving part or a flag is easily missed. */
const SITUATION = 'shapes of results';

const uuid = (n: number): string => `8f3a9b2${n % 10}-1111-4111-8111-12345678901${n % 10}`;

export const shapes: readonly Case[] = [
  {
    because: 'the shell answers in JSON, and only how long it took moves',
    is: 'wedged',
    events: times(4, (n) =>
      use('shell', { command: ['bash', '-lc', 'cargo build'] })
        .gives(
          `{"output":"error[E0308]: mismatched types\\n","metadata":{"exit_code":101,"duration_seconds":${n + 0.4}}}`,
        )
        .fails(),
    ),
  },
  {
    because: 'the server refuses alike, under a new request id each time',
    is: 'wedged',
    byWords: true,
    events: times(4, (n) =>
      call('gh pr create --fill')
        .gives(`must be a collaborator (request-id: 9F1A:3B1C${n}:77AE4:1C${n}2D:6)`)
        .fails(),
    ),
  },
  {
    because: 'the log names its process, and that is another one each time',
    is: 'wedged',
    events: times(4, (n) =>
      call('npm start')
        .gives(`sshd[3071${n}]: closed\nnode[2011${n}] 2026-11-24T10:0${n}:12.345Z exited`)
        .fails(),
    ),
  },
  {
    because: 'the shell names the job it began, and the answer stays the same',
    is: 'wedged',
    events: times(
      5,
      (n) => call('pkill -f server; node server.js &').gives(`[1] 3341${n}`),
      call('curl localhost:3000/api/users').gives('Cannot GET /api/users').fails(),
    ),
  },
  {
    because: 'the tool server says itself that it failed, whatever is asked',
    is: 'wedged',
    events: times(6, (n) =>
      use('weather', { city: word(n) })
        .gives({ content: [{ type: 'text', text: 'no coordinates' }], isError: true })
        .unflagged(),
    ),
  },
  {
    because: 'the answer says that it did not succeed, and the host says nothing',
    is: 'wedged',
    events: times(6, (n) =>
      use('geocode', { street: word(n) })
        .gives({ success: false, error: 'country is missing' })
        .unflagged(),
    ),
  },
  {
    because: 'numbers are refused where texts are expected, and echoed',
    is: 'wedged',
    events: times(5, (n) =>
      use('get_customer', { customer_id: 1000 + 3 * n })
        .gives(`expected a string, received a number, input: ${1000 + 3 * n}`)
        .fails(),
    ),
  },
  {
    because: 'a card is charged again and again, each try under an id of its own',
    is: 'wedged',
    events: times(5, (n) =>
      use('charge_card', { customer: 'cus_4', amount: 1200 })
        .gives({ id: `ch_3f9a${n}b7c`, status: 'failed', reason: 'insufficient funds' })
        .fails(),
    ),
  },
  {
    because: 'whatever is run, the sandbox refuses it in the same words',
    is: 'wedged',
    events: times(4, (n) =>
      call(`${word(n)} --version`)
        .gives('sandbox denied: operation not permitted')
        .fails(),
    ),
  },
  {
    because: 'other questions, and the same hits each time',
    is: 'wedged',
    events: times(9, (n) =>
      use('search', { query: word(n) }).gives([{ title: 'Lamps' }, { title: 'Tables' }]),
    ),
  },
  {
    because: 'the answer only swings to and fro',
    is: 'wedged',
    events: times(7, call('gate status').gives('open'), call('gate status').gives('closed')),
  },
  {
    because: 'a person wants to know how often it fails, and it is run ten times',
    is: 'working',
    events: [
      person('Run the upload test ten times and tell me how often it fails.'),
      ...[1, 1, 0, 1, 1, 0, 1, 1, 0, 1].map((passes) =>
        passes === 1
          ? call('npx jest upload').gives('1 passed')
          : call('npx jest upload').gives('1 failed').fails(),
      ),
    ],
  },
  {
    because: 'each customer has a column without a value, and is another one',
    is: 'working',
    events: times(30, (n) =>
      use('get_customer', { id: uuid(n) + n }).gives({
        ok: true,
        status: 'active',
        plan: 'free',
        deleted_at: null,
      }),
    ),
  },
  {
    because: 'one field after the other is set, and nothing is answered',
    is: 'working',
    events: times(10, (n) => use('set_field', { name: word(n), value: word(n + 40) }).gives(null)),
  },
  {
    because: 'nothing is found, whatever term is looked up',
    is: 'wedged',
    events: times(9, (n) => use('lookup', { term: word(n) }).gives(null)),
  },
  {
    because: 'a queue gives another job each time, under its id',
    is: 'working',
    events: times(9, (n) =>
      use('next_job').gives({ job: { id: `job_${word(n)}${n}`, kind: 'mail' } }),
    ),
  },
].map((one) => Object.assign({ situation: SITUATION }, one as Omit<Case, 'situation'>));
