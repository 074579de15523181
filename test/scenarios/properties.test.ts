import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.ts';
import { call, edit, open, person, says, use, word, type Happening } from './scenario.ts';

/** What may go before a loop: work of any kind, well and badly. */
const anything: fc.Arbitrary<Happening> = fc.nat(60).chain((n) =>
  fc.constantFrom<Happening>(
    call(`cat ${word(n)}.ts`).gives(`the text of ${word(n)}`),
    call(`grep -rn ${word(n)} src`)
      .gives('')
      .fails(),
    call('npm test').gives(`${n} failing`).fails(),
    edit(`src/${word(n)}.ts`, word(n + 7)),
    use('get_status', { job: word(n) }).gives({ state: 'running', done: n }),
    use('close', { item: n }).gives('ok'),
    says(`I look at the ${word(n)} next.`),
    person(`What about the ${word(n)}?`),
  ),
);

/** A member of a cycle: a call that changes nothing, and its news. */
const member = fc.record({
  tool: fc.constantFrom('read', 'ask', 'look'),
  about: fc.integer({ min: 100, max: 160 }),
  fails: fc.boolean(),
});

const RUNGS = ['proceed', 'tell', 'ask', 'stop'];

describe('whatever went before', () => {
  it('a cycle of 1 to 6 calls with the same news is told by its third turn, interrupted by its sixth', () => {
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 30 }),
        fc.uniqueArray(member, {
          minLength: 1,
          maxLength: 6,
          selector: ({ tool, about }) => `${tool} ${about}`,
        }),
        (before, members) => {
          const cycle = members.map(({ tool, about, fails }) => {
            const act = use(tool, { about: word(about) }).gives(
              `what ${tool} says: ${word(about)}`,
            );
            return fails ? act.fails() : act;
          });
          const run = open();
          run.take(...before);
          const turn = () => cycle.map((one) => RUNGS.indexOf(run.take(one).advice.action));
          const third = [turn(), turn(), turn()].at(-1)!;
          expect(third.at(-1)).toBeGreaterThanOrEqual(1);
          const sixth = [turn(), turn(), turn()].flat();
          expect(Math.max(...sixth)).toBeGreaterThanOrEqual(2);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('nobody is asked or stopped who was not told at an earlier event', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anything, fc.constant(call('make').gives('no rule').fails())), {
          maxLength: 60,
        }),
        (happenings) => {
          const run = open({}, createEngine({ memoryLimitMb: 1 }));
          let last = 0;
          for (const one of happenings) {
            const { advice, concerns } = run.take(one);
            const rung = RUNGS.indexOf(advice.action);
            expect(rung - last).toBeLessThanOrEqual(1);
            expect(rung > 0).toBe(concerns.length > 0);
            last = rung;
          }
        },
      ),
    );
  });
});
