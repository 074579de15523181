import { call, says, times, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

/**
 * What differs from one turn to the next without saying anything (ids, times, durations, counters,
 * temporary paths; spelling) against what differs and matters.
 */
export const volatile: readonly Case[] = [
  {
    situation: 'key order and whitespace',
    because: 'the same arguments with their keys in another order are the same call',
    is: 'wedged',
    events: times(
      2,
      use('get_weather', { city: 'Bern', days: 3, units: 'metric' }).gives({ sky: 'grey', max: 8 }),
      use('get_weather', { units: 'metric', days: 3, city: 'Bern' }).gives({ max: 8, sky: 'grey' }),
    ),
  },
  {
    situation: 'key order and whitespace',
    because: 'keys in another order deep inside change nothing either',
    is: 'wedged',
    events: times(
      2,
      use('query', { where: { all: [{ field: 'age', above: 3 }] }, limit: 5 }).gives('0 rows'),
      use('query', { limit: 5, where: { all: [{ above: 3, field: 'age' }] } }).gives('0 rows'),
    ),
  },
  {
    situation: 'key order and whitespace',
    because: 'the command is spaced out in another way each time, the failure is the same',
    is: 'wedged',
    events: times(4, (n) =>
      call(`npm  test${' '.repeat(n)}--  --run\n`)
        .gives(`${'\n'.repeat(n)}Tests  1 failed (1)\n\n`)
        .fails(),
    ),
  },
  {
    situation: 'key order and whitespace',
    because: 'the same JSON comes compact, indented and with its keys turned round',
    is: 'wedged',
    events: [
      '{"state":"queued","ahead":4,"owner":{"name":"ann","team":"web"}}',
      '{\n  "state": "queued",\n  "ahead": 4,\n  "owner": { "name": "ann", "team": "web" }\n}',
      '{"owner":{"team":"web","name":"ann"},"ahead":4,"state":"queued"}',
      '{ "ahead": 4, "state": "queued", "owner": {"team": "web", "name": "ann"} }',
    ].map((text) => use('mcp__builds__get', { build: 'web' }).gives(text).unflagged()),
  },
  {
    situation: 'key order and whitespace',
    because: 'it was asked twice, in two spellings',
    is: 'working',
    events: [
      use('get_weather', { city: 'Bern', days: 3 }).gives({ sky: 'grey', max: 8 }),
      use('get_weather', { days: 3, city: 'Bern' }).gives({ max: 8, sky: 'grey' }),
    ],
  },
  {
    situation: 'key order and whitespace',
    because: 'the keys are the same and a value deep inside moves',
    is: 'working',
    events: times(8, (n) =>
      use('query', { where: { all: [{ field: 'age', above: 3 }] } }).gives({
        rows: [{ owner: { name: 'ann', tasks: { open: 30 - n } } }],
      }),
    ),
  },
  {
    situation: 'key order and whitespace',
    because: 'how far a line is indented matters in this language: these are three different fixes',
    is: 'working',
    events: times(
      3,
      (n) =>
        use('edit', {
          path: 'app.py',
          old_string: `${'  '.repeat(n)}return total`,
          new_string: `${'  '.repeat(n + 1)}return total`,
        }).gives('The file was edited.'),
      call('pytest').gives('E   IndentationError: app.py\n1 error').fails(),
    ),
  },

  ...wedgedArgs(
    'the nonce is new each time, the answer is not',
    (n) =>
      use('pay', { cart: 'c-7', nonce: `9f3${n}c1d08ab${n}77e` })
        .gives({ error: 'the card was declined' })
        .fails(),
    4,
  ),
  ...wedgedArgs('a new request id makes no new request', (n) =>
    use('mcp__crm__find', {
      name: 'Miller',
      request_id: `8f3a9b2${n}-1111-4111-8111-12345678901${n}`,
    }).gives({ customer: 'Miller', since: 2019, tier: 'gold' }),
  ),
  ...wedgedArgs('only the time at which it asks moves', (n) =>
    use('get_build', { branch: 'main', now: `2026-11-24T10:0${n}:31.20${n}Z` }).gives('queued'),
  ),
  ...wedgedArgs('it waits longer each time and sees the same', (n) =>
    call(`sleep ${n * 30}s; curl -s localhost:8080/ready`).gives('{"ready":false}'),
  ),
  ...wedgedArgs('the attempts are counted, and nothing else changes', (n) =>
    use('login', { user: 'ann', attempt: n }).gives({ message: 'wrong password' }).fails(),
  ),
  ...wedgedArgs('each time it is copied to another temporary folder and fails alike', (n) =>
    use('run', `node /tmp/run-${n}Zq8/check.js --all`).gives('2 of 9 checks failed').fails(),
  ),
  ...wedgedArgs('a longer time limit for the same failing tests', (n) =>
    use('Bash', { command: 'npm test', timeout: n * 60_000 })
      .gives('Tests  1 failed | 4 passed (5)')
      .fails(),
  ),
  {
    situation: 'volatile parts of arguments',
    because: 'the pages move, and so do their rows',
    is: 'working',
    events: times(9, (n) => use('list', { page: n, size: 2 }).gives([word(n), word(n + 30)])),
  },
  {
    situation: 'volatile parts of arguments',
    because: 'the same question with a new nonce is asked only twice',
    is: 'working',
    events: times(2, (n) =>
      use('pay', { cart: 'c-7', nonce: `9f3${n}c1d08ab${n}77e` })
        .gives('declined')
        .fails(),
    ),
  },
  {
    situation: 'volatile parts of arguments',
    because: 'the ids are those of what is worked on: each order is another order',
    is: 'working',
    events: times(9, (n) =>
      use('ship', { order_id: `8f3a9b2${n}-4c1d-4111-8111-12345678901${n}` }).gives('shipped'),
    ),
  },
  {
    situation: 'volatile parts of arguments',
    because: 'the time limit grows and the build gets further each time',
    is: 'working',
    events: times(5, (n) =>
      use('Bash', { command: 'make all', timeout: n * 60_000 })
        .gives(`[${n * 17}/120] compiling, then stopped by the limit`)
        .fails(),
    ),
  },

  ...wedgedResults('only how long the tests took differs', (n) =>
    call('npx vitest run')
      .gives(
        ` FAIL  a.test.ts > adds\n Tests  1 failed | 4 passed (5)\n   Start at  10:0${n}:41\n   Duration  ${n}.21s (transform 3${n}ms, setup 0ms)`,
      )
      .fails(),
  ),
  ...wedgedResults('every refusal carries an id of its own', (n) =>
    use('create_ticket', { title: 'Login is slow' })
      .gives(`You may not write to this project (request req_011CS${n}abCD2ef3GH4ij5)`)
      .fails(),
  ),
  ...wedgedResults('the record is the same but for when it was fetched', (n) =>
    use('mcp__jira__get_issue', { key: 'WEB-7' })
      .gives({
        key: 'WEB-7',
        status: 'Open',
        comments: ['a long comment that says what the customer saw and when it began'],
        fetchedAt: `2026-11-24T10:0${n}:00.12${n}Z`,
        elapsedMs: 31 + n,
      })
      .unflagged(),
  ),
  ...wedgedResults('another temporary file, the same crash', (n) =>
    call('./importer --once')
      .gives(`importer stopped: cannot read /tmp/importer-${n}Zq8/state`)
      .fails(),
  ),
  ...wedgedResults('the crash comes from another process each time', (n) =>
    call('./importer --once')
      .gives(`importer (pid ${2100 + n}) stopped: its state cannot be read`)
      .fails(),
  ),
  ...wedgedResults('the listing differs in how long the containers are up', (n) =>
    call('docker ps').gives(
      `ID            IMAGE   STATUS\n4f2a2b3c4d5e  web:2   Restarting (1) ${n + 2} seconds ago`,
    ),
  ),
  ...wedgedResults('the page is the same, its date header is not', (n) =>
    use('fetch', { url: 'https://a.example/report' }).gives(
      `HTTP/1.1 200 OK\ndate: Tue, 24 Nov 2026 10:0${n}:00 GMT\n\nThe report is not there yet.`,
    ),
  ),
  ...workingResults('fewer tests fail each time', (n) =>
    call('npm test')
      .gives(`Tests  ${9 - n} failed | ${n} passed (9)`)
      .fails(),
  ),
  ...workingResults('the upload gets further', (n) =>
    use('upload_status', { file: 'a.iso' }).gives(`sent ${n * 12} MB of 700 MB`),
  ),
  ...workingResults('the price moves', (n) =>
    use('get_price', { symbol: 'ACME' }).gives({ symbol: 'ACME', price: 101.25 + n / 4 }),
  ),
  ...workingResults('the answer is an id, and each id is a new thing made', (n) =>
    use('new_draft').gives(`8f3a9b2${n}-4c1d-4111-8111-12345678901${n}`),
  ),
  ...workingResults('it moves up in the queue', (n) =>
    use('get_job', { job: 'train' }).gives({
      state: 'queued',
      position: 14 - n,
      checkedAt: `2026-11-24T10:0${n}:00Z`,
    }),
  ),
];

function wedgedArgs(because: string, act: (turn: number) => Act, turns = 5): Case[] {
  const events = times(turns, says('I try it once more.'), act);
  return [{ situation: 'volatile parts of arguments', because, is: 'wedged', events }];
}

function wedgedResults(because: string, act: (turn: number) => Act): Case[] {
  return [{ situation: 'volatile parts of results', because, is: 'wedged', events: times(4, act) }];
}

function workingResults(because: string, act: (turn: number) => Act): Case[] {
  return [
    { situation: 'volatile parts of results', because, is: 'working', events: times(8, act) },
  ];
}
