import { describe, expect, it } from 'vitest';
import { hashArguments, hashText, hashValue } from './canonical.ts';

const ONE_ID = '8f3a9b21-1111-4111-8111-123456789012';
const OTHER_ID = '0f3a9b21-2222-4222-8222-cba987654321';

const command = (text: string): number => hashArguments({ command: text });

describe('of the arguments of a call', () => {
  it.each([
    [
      'a uuid',
      `curl -X POST https://x/orders/${ONE_ID}/close`,
      `curl -X POST https://x/orders/${OTHER_ID}/close`,
    ],
    ['a commit', 'git show 1a2b3c4:VERSION', 'git show 2a2b3c4:VERSION'],
    ['an issue', 'gh issue comment "thanks, see #1"', 'gh issue comment "thanks, see #2"'],
    ['a pull request', 'review pull request 12 now', 'review pull request 13 now'],
    ['a day', 'report --date 2024-01-01 now', 'report --date 2024-01-02 now'],
    ['a day in a name', 'cat 2024-01-01.csv', 'cat 2024-01-02.csv'],
    ['days', 'sum 2024-01-01_2024-01-31 up', 'sum 2024-02-01_2024-02-29 up'],
    [
      'a midnight',
      'fetch --since 2024-01-01T00:00:00Z now',
      'fetch --since 2024-01-02T00:00:00Z now',
    ],
    ['a long number', 'get order 5012345678901 now', 'get order 5012345678902 now'],
    ['a number like seconds long ago', 'get order 1012345678 now', 'get order 1012345679 now'],
    ['a process', 'kill pid 12 now', 'kill pid 13 now'],
    ['a session', 'open session id 8f3a9b2 now', 'open session id 8f3a9b3 now'],
    ['an address', 'read 0x7ffee4c0 now', 'read 0x7ffee4d0 now'],
    ['a port', 'curl localhost:54321/a', 'curl localhost:54322/a'],
    ['a range', 'show rows 10:20 now', 'show rows 20:30 now'],
  ])('%s stands', (_, a, b) => {
    expect(command(a)).not.toBe(command(b));
  });

  it.each([
    ['a time', 'fetch --since 2024-01-01T10:00:00Z', 'fetch --since 2024-01-01T10:05:00Z'],
    ['a time of another day', 'fetch "2024-01-01 10:00:00" now', 'fetch "2024-01-02 10:05:00" now'],
    ['a time of day', 'fetch --at 10:00 now', 'fetch --at 10:05 now'],
    ['a time in a name', 'save a/2024-01-01_10-00-00.png', 'save a/2024-01-01_10-05-00.png'],
    [
      'a second just after midnight',
      'fetch 2024-01-01T00:00:01Z now',
      'fetch 2024-01-01T00:00:06Z now',
    ],
    ['seconds since the epoch', 'get --since 1732470000 now', 'get --since 1732470005 now'],
    ['milliseconds since it', 'get --since 1732470000123 now', 'get --since 1732470005123 now'],
    ['a duration', 'wait 3 s more', 'wait 5 s more'],
    ['an attempt', 'attempt 3 of it', 'attempt 4 of it'],
    ['an attempt with a mark', 'attempt #3 of it', 'attempt #4 of it'],
    ['a temporary folder', 'cat /tmp/aB1/out', 'cat /tmp/cD2/out'],
    [
      'a header of a request',
      'curl -H "X-Request-Id: 8f3a-1111" x',
      'curl -H "X-Request-Id: 9f3a-2222" x',
    ],
    ['the id of a request', `call request_id=${ONE_ID} now`, `call request_id=${OTHER_ID} now`],
    ['it in JSON', `{"requestId": "${ONE_ID}", "a": 1}`, `{"requestId": "${OTHER_ID}", "a": 1}`],
    [
      'the parent of a trace',
      'get traceparent: 00-4bf92f-00f067-01 now',
      'get traceparent: 00-5bf92f-01f067-01 now',
    ],
    ['a nonce', 'sign nonce=8f3a9b2 now', 'sign nonce=9f3a9b2 now'],
    [
      'a key against doing it twice',
      'pay Idempotency-Key: 8f3a now',
      'pay Idempotency-Key: 9f3a now',
    ],
  ])('%s is nothing', (_, a, b) => {
    expect(command(a)).toBe(command(b));
  });

  it('seconds since the epoch and ids are what a structured call is about', () => {
    expect(hashArguments({ start_time: 1732470000 })).not.toBe(
      hashArguments({ start_time: 1732556400 }),
    );
    expect(hashArguments({ id: ONE_ID, a: 1 })).not.toBe(hashArguments({ id: OTHER_ID, a: 1 }));
    expect(hashArguments({ order: 5012345678901 })).not.toBe(
      hashArguments({ order: 5012345678902 }),
    );
    expect(hashArguments({ since: 1732470000123 })).toBe(hashArguments({ since: 1732470005123 }));
  });

  it('what stands there is masked again in the next result', () => {
    command('git show 1a2b3c4:VERSION');
    expect(hashText('HEAD is now at 8f3a9b2')).toBe(hashText('HEAD is now at 1a2b3c4'));
  });
});

describe('of a result', () => {
  it.each([
    ["node's process", '(node:12301) [DEP0040] Warning', '(node:12302) [DEP0040] Warning'],
    ['a process before a message', '[12345] ERROR it closed', '[12346] ERROR it closed'],
    ['it in a later line', 'started\n[12345] ERROR it closed', 'started\n[12346] ERROR it closed'],
    [
      'a process behind a time',
      '2026-11-24 10:00:00 [17] it closed',
      '2026-11-24 10:00:01 [18] it closed',
    ],
    [
      'it behind a zone',
      '10:00:00.000 UTC [123] LOG: it closed',
      '10:00:00.000 UTC [124] LOG: it closed',
    ],
    [
      'it behind a time in brackets',
      '[10:00:00 +0000] [17] [INFO] up',
      '[10:00:00 +0000] [18] [INFO] up',
    ],
    ['a pid', 'started pid=123 ok', 'started pid=124 ok'],
    ['a port given out at random', 'listening on port 54321 ok', 'listening on port 54322 ok'],
    ['it behind an address', 'at 127.0.0.1:54321 ok', 'at 127.0.0.1:54322 ok'],
    ['it behind localhost', 'at localhost:54321 ok', 'at localhost:54322 ok'],
    ['what has elapsed', 'elapsed: 12', 'elapsed: 13'],
    ['a time since the epoch', 'since 1732470000123', 'since 1732470005123'],
    ['minutes and seconds', '1m30s in all of it', '2m10s in all of it'],
  ])('%s is nothing', (_, a, b) => {
    expect(hashText(a)).toBe(hashText(b));
  });

  it.each([
    ['a range of rows', 'rows 10:20 of it', 'rows 20:30 of it'],
    ['a slice', 'x = a[10:20] + b', 'x = a[20:30] + b'],
    ['a number before a name in s', 'tail -n 50 s.log', 'tail -n 60 s.log'],
    ['a number before a name in m', 'head -n 50 m_a', 'head -n 60 m_a'],
    ['a color', 'color: #333; on a b', 'color: #444; on a b'],
    ['a color in quotes', '<a fill="#333333"/> b c', '<a fill="#444444"/> b c'],
    ['a status in brackets', '[404] it is gone', '[500] it is gone'],
    ['a list of a number', '[12345]', '[12346]'],
    ['an index', 'a[1234] is b', 'a[1235] is b'],
    ['a port that is chosen', 'at 127.0.0.1:5432 ok', 'at 127.0.0.1:5433 ok'],
    ['a count as large as a port', 'count 54321 now', 'count 54322 now'],
    ['a number that is all of it', '1234567890', '1876543210'],
    ['a long number that is all of it', '5012345678901', '5012345678902'],
  ])('%s stands', (_, a, b) => {
    expect(hashText(a)).not.toBe(hashText(b));
  });

  it.each<[string, unknown, unknown]>([
    ['a fresh id', { status: 'pending', id: ONE_ID }, { status: 'pending', id: OTHER_ID }],
    ['one of its own name', { ok: true, jobId: ONE_ID }, { ok: true, jobId: OTHER_ID }],
    [
      'seconds since the epoch',
      { ok: true, checked_at: 1732470000 },
      { ok: true, checked_at: 1732470005 },
    ],
    [
      'them in camel case',
      { ok: true, updatedAt: 1732470000 },
      { ok: true, updatedAt: 1732470005 },
    ],
    ['milliseconds since it', { ok: true, n: 1732470000000 }, { ok: true, n: 1732470005000 }],
    ['the number of a frame', { ok: true, sequence: 1 }, { ok: true, sequence: 2 }],
  ])('%s beside other values is nothing', (_, a, b) => {
    expect(hashValue(a)).toBe(hashValue(b));
  });

  it.each<[string, unknown, unknown]>([
    ['an id that is all of it', { id: ONE_ID }, { id: OTHER_ID }],
    ['an id but for a time', { id: ONE_ID, timestamp: 1 }, { id: OTHER_ID, timestamp: 2 }],
    ['what a command printed', { stdout: ONE_ID, code: 0 }, { stdout: OTHER_ID, code: 0 }],
    ['a large number of another name', { format: 1732470000 }, { format: 1732470005 }],
    ['a small number under a time', { time: 12 }, { time: 13 }],
    ['a sequence of letters', { sequence: 'ACGT' }, { sequence: 'TTTT' }],
  ])('%s stands', (_, a, b) => {
    expect(hashValue(a)).not.toBe(hashValue(b));
  });

  it('a time of other length at the head of a long text moves no line across the edge', () => {
    const line = 'a line of plain words that is neither first nor last\n';
    const log = (time: string): string => `started ${time} ago\n${line.repeat(98)}\ndone`;
    expect(hashText(log('1234567.5 ms'))).toBe(hashText(log('1 s')));
  });
});
