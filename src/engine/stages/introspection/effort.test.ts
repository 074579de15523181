import { describe, expect, it } from 'vitest';
import {
  ATTEMPTS,
  COLUMNS,
  ELAPSED_MS,
  ERRORS,
  EXPECTED_MS,
  PROGRESS,
} from '../../input/decoded-state.ts';
import { efficiencyOf, effortOf, latenessOf } from './effort.ts';

const UNKNOWN = Number.NaN;

describe('effort', () => {
  it('is a half for what took as long as expected, at its first attempt', () => {
    expect(effortOf(row({ elapsed: 100, expected: 100, attempts: 1, errors: 0 }), 0, UNKNOWN)).toBe(
      0.5,
    );
  });
  it('grows with time, attempts and errors', () => {
    // 1 + (3 − 1) / 2 + 2 / 2 = 3, so 3 / 4
    expect(effortOf(row({ elapsed: 100, expected: 100, attempts: 3, errors: 2 }), 0, UNKNOWN)).toBe(
      0.75,
    );
  });
  it('takes what the type usually takes where nothing is expected', () => {
    expect(effortOf(row({ elapsed: 100 }), 0, 100)).toBe(0.5);
    expect(effortOf(row({ elapsed: 100 }), 0, UNKNOWN)).toBeNaN();
  });
  it('is absent where nothing is known, and where no time was to be taken', () => {
    expect(effortOf(row({}), 0, UNKNOWN)).toBeNaN();
    expect(effortOf(row({ elapsed: 5, expected: 0 }), 0, UNKNOWN)).toBeNaN();
  });
});

describe('efficiency', () => {
  it('is a half on schedule, more ahead of it, less behind', () => {
    expect(efficiencyOf(row({ progress: 0.5, elapsed: 50, expected: 100 }), 0, UNKNOWN)).toBe(0.5);
    expect(
      efficiencyOf(row({ progress: 0.5, elapsed: 25, expected: 100 }), 0, UNKNOWN),
    ).toBeCloseTo(2 / 3, 12);
    expect(
      efficiencyOf(row({ progress: 0.25, elapsed: 50, expected: 100 }), 0, UNKNOWN),
    ).toBeCloseTo(1 / 3, 12);
  });
  it('is absent without progress or times', () => {
    expect(efficiencyOf(row({ elapsed: 50, expected: 100 }), 0, UNKNOWN)).toBeNaN();
    expect(efficiencyOf(row({ progress: 0.5 }), 0, UNKNOWN)).toBeNaN();
    expect(efficiencyOf(row({ progress: 0, elapsed: 0, expected: 100 }), 0, UNKNOWN)).toBeNaN();
  });
});

describe('lateness', () => {
  it('is 0 in time, a half at twice what was expected', () => {
    expect(latenessOf(row({ elapsed: 90, expected: 100 }), 0)).toBe(0);
    expect(latenessOf(row({ elapsed: 200, expected: 100 }), 0)).toBe(0.5);
    expect(latenessOf(row({ elapsed: 200, expected: 0 }), 0)).toBeNaN();
  });
});

function row(
  known: Partial<Record<'progress' | 'elapsed' | 'expected' | 'attempts' | 'errors', number>>,
) {
  const numbers = new Float64Array(COLUMNS).fill(UNKNOWN);
  const { progress = UNKNOWN, elapsed = UNKNOWN, expected = UNKNOWN } = known;
  numbers[PROGRESS] = progress;
  numbers[ELAPSED_MS] = elapsed;
  numbers[EXPECTED_MS] = expected;
  numbers[ATTEMPTS] = known.attempts ?? UNKNOWN;
  numbers[ERRORS] = known.errors ?? UNKNOWN;
  return numbers;
}
