import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSince } from './parse-since.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const HOUR_MS = 3_600_000;

describe('parseSince(text, now)', () => {
  it('goes back hours, days and weeks', () => {
    expect(NOW - parseSince('12h', NOW)).toBe(12 * HOUR_MS);
    expect(NOW - parseSince('30d', NOW)).toBe(30 * 24 * HOUR_MS);
    expect(NOW - parseSince('2w', NOW)).toBe(14 * 24 * HOUR_MS);
    expect(parseSince('0d', NOW)).toBe(NOW);
  });
  it('takes a date as the beginning of that day here', () => {
    expect(parseSince('2026-11-01', NOW)).toBe(new Date(2026, 10, 1).getTime());
    expect(parseSince('2024-02-29', NOW)).toBe(new Date(2024, 1, 29).getTime());
  });
  it.each(['', '30', 'd', '-3d', '1.5d', '3m', '30 d', '2026-11-31', '2026-13-01', 'yesterday'])(
    'refuses %j, with what came and what is accepted',
    (text) => {
      expect(() => parseSince(text, NOW)).toThrow(
        `--since: got ${JSON.stringify(text)}; accepted: a time back such as 12h, 30d or 2w, ` +
          'or a date such as 2026-11-01',
      );
    },
  );
  it('gives a time or a sentence, whatever the text', () => {
    const answer = (text: string): string => {
      try {
        return `at ${parseSince(text, NOW)}`;
      } catch (error) {
        return (error as Error).message;
      }
    };
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(answer(text)).toMatch(/^(?:at -?\d+|--since: got ".*"; accepted: .*)$/su);
      }),
    );
  });
});
