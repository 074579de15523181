import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIND, RUN, SIGN_FIELDS } from '../memory/layout.ts';
import { createRecordTable } from '../memory/record-table.ts';
import { CHECK, CHECK_STEP, RESULTS, STEPS, STREAK } from '../run/counts.ts';
import { createRunMemory, RUN_BYTES, setTask, type RunMemory } from '../run/run-memory.ts';
import { SIGNS } from '../run/signs.ts';
import { inferOutcome, teachInferred } from './infer-outcome.ts';
import type { Learned } from './learn-step.ts';
import { createMind, FAILED, MIND_BYTES, SUCCEEDED, type Mind } from './mind.ts';
import { learnSigns, natsOfSigns } from './sign-records.ts';

const PASSED = 1 << SIGNS.findIndex(({ name }) => name === 'check-passed');
const COMMITTED = 1 << SIGNS.findIndex(({ name }) => name === 'committed');
const DISPLEASED = 1 << SIGNS.findIndex(({ name }) => name === 'displeased');

/** Outcomes that were told, with the signs of their runs. */
const told = fc.array(
  fc.record({ signs: fc.nat(2 ** SIGNS.length - 1), succeeded: fc.boolean(), own: fc.boolean() }),
  { maxLength: 60 },
);
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

/** A run with a step, in a world that has learned so much. */
function worldOf(outcomes: Told): { run: RunMemory; learned: Learned; mind: Mind } {
  const population = createMind('', new ArrayBuffer(MIND_BYTES));
  const [mind, other] = ['a', 'b'].map((name) => createMind(name, new ArrayBuffer(MIND_BYTES)));
  const learned = { population, records: createRecordTable(64) };
  for (const { signs, succeeded, own } of outcomes) {
    const whose = own ? mind! : other!;
    for (const { numbers } of [whose, population]) numbers[succeeded ? SUCCEEDED : FAILED]! += 1;
    learnSigns(learned, whose, signs, succeeded);
  }
  const run = createRunMemory('a', 'r', mind!, new ArrayBuffer(RUN_BYTES));
  run.numbers[STEPS] = 1;
  return { run, learned, mind: mind! };
}

describe('inferOutcome(run, learned)', () => {
  it('is undefined for a run without a step or a sign', () => {
    const { run, learned } = worldOf([]);
    run.numbers[STEPS] = 0;
    expect(inferOutcome(run, learned)).toBeUndefined();
  });

  it('leaves all of a run without a sign unknown', () => {
    const { run, learned } = worldOf([]);
    expect(inferOutcome(run, learned)).toEqual({
      probability: 0.5,
      signs: 0,
      inferredSucceeded: 0,
      inferredFailed: 0,
      untold: 0.5,
      counts: 0,
    });
  });

  it('gives weights of 1/1024 that are never negative, and sum to one half', () => {
    const slab = fc.record({
      check: fc.constantFrom(0, 1, 2),
      streak: fc.nat(2),
      signs: fc.tuple(fc.nat(2), fc.nat(4), fc.nat(3)),
    });
    fc.assert(
      fc.property(told, slab, (outcomes, { check, streak, signs }) => {
        const { run, learned } = worldOf(outcomes);
        run.numbers[CHECK_STEP] = check === 0 ? 0 : 1;
        run.numbers[CHECK] = check;
        run.numbers[RESULTS] = 1;
        run.numbers[STREAK] = streak;
        expect(signs).toHaveLength(SIGN_FIELDS);
        signs.forEach((value, i) => (run.numbers[RUN.signs + i] = value));
        const inferred = inferOutcome(run, learned)!;
        const weights = [inferred.inferredSucceeded, inferred.inferredFailed, inferred.untold];
        expect(inferred.probability).toBeGreaterThan(0);
        expect(inferred.probability).toBeLessThan(1);
        for (const weight of weights) {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(Number.isInteger(1024 * weight)).toBe(true);
        }
        expect(weights[0]! + weights[1]! + weights[2]!).toBe(0.5);
      }),
    );
  });
});

describe('teachInferred(learned, run, inferred, −1)', () => {
  it('leaves every number of minds and records as it was, whatever was taught before', () => {
    fc.assert(
      fc.property(told, fc.nat(300), (outcomes, before) => {
        const { run, learned, mind } = worldOf(outcomes);
        setTask(run, 'fix');
        run.numbers[CHECK_STEP] = 1;
        run.numbers[CHECK] = 1;
        const inferred = inferOutcome(run, learned)!;
        for (let i = 0; i <= before; i++) teachInferred(learned, run, inferred);
        const [one, all] = [mind.numbers.slice(), learned.population.numbers.slice()];
        teachInferred(learned, run, inferred);
        teachInferred(learned, run, inferred, -1);
        expect(mind.numbers).toEqual(one);
        expect(learned.population.numbers).toEqual(all);
      }),
      { numRuns: 30 },
    );
  });

  it('takes nothing from a record that gave way in between', () => {
    const { run, learned } = worldOf([]);
    setTask(run, 'fix');
    run.numbers[CHECK_STEP] = 1;
    run.numbers[CHECK] = 1;
    const inferred = inferOutcome(run, learned)!;
    teachInferred(learned, run, inferred);
    learned.records.numbers.fill(0);
    teachInferred(learned, run, inferred, -1);
    expect(Math.min(...learned.records.numbers)).toBe(0);
    expect(Math.max(...learned.records.numbers)).toBe(0);
  });
});

describe('natsOfSigns(learned, mind, signs)', () => {
  it('is two to one for a check that passed, before anything is learned', () => {
    const { learned, mind } = worldOf([]);
    expect(natsOfSigns(learned, mind, PASSED)).toBeCloseTo(Math.log(2), 12);
  });

  it('counts the strongest of a direction whole and the others half, and lets opposites cancel', () => {
    const { learned, mind } = worldOf([]);
    const { LN2 } = Math;
    expect(natsOfSigns(learned, mind, PASSED | COMMITTED)).toBeCloseTo(1.5 * LN2, 12);
    expect(natsOfSigns(learned, mind, PASSED | DISPLEASED)).toBeCloseTo(0, 12);
    expect(natsOfSigns(learned, mind, PASSED | COMMITTED | DISPLEASED)).toBeCloseTo(0.5 * LN2, 12);
  });

  it('shrinks what an agent shows to the others, those to the prior, each against its base rate', () => {
    const own = { signs: PASSED, own: true };
    const { learned, mind } = worldOf([
      ...Array.from({ length: 4 }, () => ({ ...own, succeeded: true })),
      ...Array.from({ length: 4 }, () => ({ ...own, signs: 0, succeeded: false })),
    ]);
    // The base is 4 of 8, the others know nothing: (4 + 4 · ⅔) / 8 = ⅚, which is five to one.
    expect(natsOfSigns(learned, mind, PASSED)).toBeCloseTo(Math.log(5), 12);
  });

  it('is finite for any outcomes, and never depends on the order they came in', () => {
    fc.assert(
      fc.property(told, fc.nat(2 ** SIGNS.length - 1), (outcomes, signs) => {
        const one = worldOf(outcomes);
        const other = worldOf(outcomes.toReversed());
        const nats = natsOfSigns(one.learned, one.mind, signs);
        expect(Number.isFinite(nats)).toBe(true);
        expect(natsOfSigns(other.learned, other.mind, signs)).toBe(nats);
      }),
    );
  });

  it('an outcome that is taken back leaves no trace', () => {
    const { learned, mind } = worldOf([]);
    learnSigns(learned, mind, PASSED | DISPLEASED, true);
    learnSigns(learned, mind, PASSED | DISPLEASED, true, -1);
    for (const { numbers } of [mind, learned.population]) {
      expect(numbers.subarray(MIND.signs).every((count) => count === 0)).toBe(true);
    }
  });
});
