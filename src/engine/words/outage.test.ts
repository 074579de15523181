import { describe, expect, it } from 'vitest';
import { isPlainOutage, readsLikeOutage } from './outage.ts';

const line = 'a line of plain output\n';

describe('readsLikeOutage(text)', () => {
  it.each([
    'HTTP 429',
    'HTTP/1.1 503 Service Unavailable',
    'HTTP/2 502',
    'HTTP error 504',
    'HTTP status code: 529',
    '503 Service Unavailable',
    '502 Bad Gateway',
    '429: Too Many Requests',
    'the request failed with status 503',
    'Request failed with status code 429',
    'statusCode=503',
    '{"status":429,"error":"slow down"}',
    '{"error": {"code": 503, "message": "x"}}',
    'Error 529',
    'Error: 503',
    'upload failed (503)',
    '503',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'read ECONNRESET',
    'getaddrinfo ENOTFOUND api.example.com',
    'getaddrinfo EAI_AGAIN registry.npmjs.org',
    "{ code: 'ETIMEDOUT', errno: -110 }",
    'ssh: connect to host a port 22: Connection refused',
    'Connection reset by peer',
    'curl: (6) Could not resolve host: api.example.com',
    'curl: (28) Operation timed out after 30001 milliseconds',
    'dial tcp: connect: network is unreachable',
    'net/http: TLS handshake timeout',
    'upstream connect error or disconnect/reset before headers',
    'Error: socket hang up',
    'requests: Max retries exceeded with url: /v1',
    'Temporary failure in name resolution',
    'API rate limit exceeded for user',
    'RateLimitError: slow down',
    '{"type":"error","error":{"type":"rate_limit_error"}}',
    'you are being rate limited',
    'Rate limit reached for gpt-4',
    'You have exceeded a secondary rate limit',
    'Quota exceeded for the day',
    'You exceeded your current quota, please check your plan',
    '{"error":{"type":"overloaded_error","message":"Overloaded"}}',
    'The service is temporarily unavailable.',
    'Busy. Try again later.',
    'RESOURCE_EXHAUSTED: out of tokens',
  ])('is true of %j', (text) => {
    expect(readsLikeOutage(text)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['ok', 'a success'],
    ['404 Not Found', 'it will not be there later'],
    ['401 Unauthorized', 'waiting gives no right'],
    ['403 Forbidden', 'likewise'],
    ['HTTP 200', 'a success'],
    ['500 Internal Server Error', 'a bug, often of the program at hand'],
    ['expected 200, got 500', "the program's bug"],
    ['expected 200 "OK", got 503 "Service Unavailable"', "a test's failure"],
    ['AssertionError: 503 == 200', "a test's failure"],
    ['assert response.status == 429', "a test's failure"],
    ['FAILED tests/test_api.py::test_get - connection refused', "a test's failure"],
    ['Error: ENOENT: no such file or directory', 'a file'],
    ['file not found', 'a file'],
    ['bash: foo: command not found', 'a command'],
    ['Command timed out after 30 s', 'a local command'],
    ['a.ts:503:12', 'a line'],
    ['line 503', 'a line'],
    ['  502\tif (a) {\n  503\t\n  504\t}', 'lines of a file, an empty one among them'],
    ['port 429', 'a port'],
    ['listening on port 5030', 'a port'],
    ['503 rows', 'a count'],
    ['429 passed', 'a count'],
    ['handle(503)', 'an argument'],
    ["if (error.code === 'ECONNREFUSED') retry();", 'a program'],
    ['src/retry.ts:12: // rate limit exceeded', 'a line found'],
    ['case 503:', 'a program'],
    ["call of overloaded 'f(int)' is ambiguous", 'a compiler'],
    ['an overloaded function', 'a compiler'],
    ['class RateLimiter {}', 'a program'],
    ['# Rate limits', 'a heading'],
    ['sha 503fab', 'an id'],
  ])('is false of %j: %s', (text) => {
    expect(readsLikeOutage(text)).toBe(false);
  });

  it('reads the first 400 and the last 200 characters', () => {
    const outage = '503 Service Unavailable\n';
    expect(readsLikeOutage(outage + line.repeat(100))).toBe(true);
    expect(readsLikeOutage(line.repeat(100) + outage)).toBe(true);
    expect(readsLikeOutage(line.repeat(50) + outage + line.repeat(50))).toBe(false);
  });

  it('takes no time over a text made to be slow', () => {
    const started = performance.now();
    for (const part of ['http ', 'status ', 'expected ', 'exceeded a ', 'a.b:1', 'E', ' FAIL']) {
      for (let i = 0; i < 100; i++) readsLikeOutage(part.repeat(10_000));
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('isPlainOutage(text)', () => {
  it.each([
    '429 Too Many Requests',
    '{"status":429,"error":"rate limited"}',
    'HTTP 503',
    'HTTP/1.1 502 Bad Gateway',
    'Error: connect ECONNREFUSED 127.0.0.1:5432',
    'Rate limit exceeded, please retry after 30 seconds',
    '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    '<h1>503 Service Unavailable</h1>',
  ])('is true of %j', (text) => {
    expect(isPlainOutage(text)).toBe(true);
  });

  it.each([
    ['503', 'a number alone: it may count anything'],
    ['', 'nothing'],
    ['ok', 'a success'],
    ['HTTP/1.1 200 OK', 'a success'],
    [
      'The client now waits when the server answers 503 Service Unavailable, see the notes',
      'prose',
    ],
    ['- retry on status 503\n- give up on status 404\n- log every request with its id', 'a list'],
    ['Added a test for the case that the connection is refused: connection refused', 'prose'],
    [`503 Service Unavailable ${'.'.repeat(200)}`, 'a text of more than 200 characters'],
  ])('is false of %j: %s', (text) => {
    expect(isPlainOutage(text)).toBe(false);
  });
});
