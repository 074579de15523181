import { describe, expect, it } from 'vitest';
import { saysUnchecked } from './unchecked.ts';

describe('saysUnchecked(text)', () => {
  it.each([
    'Correction: I have not run the tests yet.',
    "I haven't actually tested it.",
    'The fix is untested.',
    'I did not verify this on Windows.',
    'Note: never ran the linter.',
  ])('is true of %j', (text) => {
    expect(saysUnchecked(text)).toBe(true);
  });

  it.each([
    'All tests pass.',
    'It does not run on Windows.',
    'I tested it twice.',
    'Let me know if you want more.',
  ])('is false of %j', (text) => {
    expect(saysUnchecked(text)).toBe(false);
  });
});
