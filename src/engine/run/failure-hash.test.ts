import { describe, expect, it } from 'vitest';
import { createDecodedEvent, decodeEvent } from '../input/decode-event.ts';
import { hashFailure } from './failure-hash.ts';

/** How a call with these arguments failed, with this text. */
function failure(args: unknown, output: string): number {
  const event = createDecodedEvent();
  decodeEvent({ type: 'call', id: 'c', tool: 't', args }, event);
  const words = event.echo.slice();
  decodeEvent({ type: 'result', id: 'c', ok: false, output }, event);
  return hashFailure(words, 0, event);
}

describe('hashFailure(words, echo, event)', () => {
  it('is the same where the text differs only in what it echoes', () => {
    const one = failure({ sql: 'select birthday from pets' }, 'unknown column birthday in pets');
    const other = failure({ sql: 'select owner from dogs' }, 'unknown column owner in dogs');
    expect(one).toBe(other);
  });

  it('finds the echo at the far end of long arguments, and of numbers', () => {
    const long = (name: string): string =>
      `select ${'a, b, c, d, e, f, '.repeat(8)} ${name} from t`;
    expect(failure({ sql: long('xq') }, 'no column xq')).toBe(
      failure({ sql: long('yq') }, 'no column yq'),
    );
    expect(failure({ id: 1003 }, 'expected a text, got 1003')).toBe(
      failure({ id: 1006 }, 'expected a text, got 1006'),
    );
  });

  it('differs where the failure does', () => {
    expect(failure({ sql: 'select a from t' }, 'unknown column a')).not.toBe(
      failure({ sql: 'select a from t' }, 'unknown table a'),
    );
  });

  it('is the news as it stands where nothing is echoed: a changed number matters', () => {
    expect(failure({ command: 'npm test' }, '3 failing')).not.toBe(
      failure({ command: 'npm test' }, '2 failing'),
    );
  });
});
