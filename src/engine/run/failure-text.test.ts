import { describe, expect, it } from 'vitest';
import { readsLikeFailure } from './failure-text.ts';

const lines = (count: number): string => 'a line of plain output\n'.repeat(count);

describe('readsLikeFailure(text)', () => {
  it.each([
    'Error: this host is not allowed',
    '  error: pathspec "x" did not match any file',
    'Tool: Error: nothing there',
    'fatal: not a git repository (or any of the parent directories)',
    'Failed to fetch',
    'unknown option --fast',
    'TypeError: x is not a function',
    'java.lang.NullPointerException: name',
    'AssertionError: expected 1 to be 2',
    'Traceback (most recent call last)\n  File "a.py", line 1, in <module>\nKeyError: 1',
    'npm ERR! code ELIFECYCLE',
    'npm error code ERESOLVE',
    'bash: frobnicate: command not found',
    'zsh: command not found: frobnicate',
    'cat: a.txt: No such file or directory',
    "ls: cannot access 'x'",
    '/bin/sh: 1: frobnicate: not found',
    'a.sh: line 3: syntax error near unexpected token',
    'open: Permission denied',
    'Exit code 1\nsomething went wrong',
    'Process exited with code 137',
    'exit status: 2',
    'done (exit 1)',
    'Tests  1 failed | 2 passed (3)',
    '3 passing\n1 failing',
    '=== 10 failed, 3 passed in 0.31s ===',
    'Found 3 errors.',
    'FAILED tests/test_a.py::test_b',
    ' FAIL  src/a.test.ts > adds',
    '--- FAIL: TestA (0.00s)\nFAIL\tpkg/a\t0.012s',
    'error TS2304: Cannot find name "x".',
    'node:internal/modules:1\nError: Cannot find module "x"',
    'line one\nline two\nError: it broke in the third line',
    'E   assert 1 == 2',
    '>       assert add(1, 1) == 3\nE       assert 2 == 3',
    'E       KeyError: 1',
    '✗ 3 tests',
    '  ✖ adds two numbers',
    ' × src/a.test.ts > adds',
    '429 Too Many Requests',
    '{"status":429,"message":"slow down"}',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'The service is temporarily unavailable.',
  ])('is true of %j', (text) => {
    expect(readsLikeFailure(text)).toBe(true);
  });

  it.each([
    '',
    'ok',
    'Done in 3.2 s.',
    'Tests  3 passed (3)',
    '3 passing (20ms)',
    'PASS src/a.test.ts',
    'Found 0 errors.',
    'the build succeeded with 0 warnings and 0 errors',
    'No failures',
    'exited with code 0',
    'exit status: 0',
    'src\nerrors\nindex.ts',
    '# Errors\nA page about what may go wrong.',
    'export class InputError extends TypeError {}',
    'it handles invalid input well',
    'this was unknown to me',
    '{"error":null,"ok":true}',
    'added 12 packages in 3s',
    'On branch main\nnothing to commit, working tree clean',
    'E is for error',
    'E  = 1',
    '2 × 3 = 6',
    'status 200',
    `${'a paragraph about services. '.repeat(8)}They answer 503 Service Unavailable then.`,
  ])('is false of %j', (text) => {
    expect(readsLikeFailure(text)).toBe(false);
  });

  it('reads the first and the last 400 characters of a long text, not what lies between', () => {
    const error = 'Error: it broke\n';
    expect(readsLikeFailure(lines(100))).toBe(false);
    expect(readsLikeFailure(error + lines(100))).toBe(true);
    expect(readsLikeFailure(lines(100) + error)).toBe(true);
    expect(readsLikeFailure(lines(50) + error + lines(50))).toBe(false);
    // Up to twice that length it is read whole.
    expect(readsLikeFailure(lines(15) + error + lines(15))).toBe(true);
  });

  it('knows English and common tools: in another language a text is taken to have worked', () => {
    expect(readsLikeFailure('Fehler: Datei nicht gefunden')).toBe(false);
    expect(readsLikeFailure('エラー: ファイルがありません')).toBe(false);
  });

  it('takes no time over a text made to be slow', () => {
    const started = performance.now();
    for (const part of ['a:', 'a.', 'Error', '1 ', ' \n', 'x: line ']) {
      readsLikeFailure(part.repeat(400));
      readsLikeFailure(part.repeat(1_000_000));
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});
