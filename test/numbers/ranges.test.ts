import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, type AgentEvent, type CognitiveState } from '../../src/index.ts';
import { PARTS } from '../../src/engine/report/report.ts';
import { numbersOf } from './situations.ts';
import { matches, readNumberRows } from './tables.ts';

const ROWS = readNumberRows();

const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const ms = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true }));
const word = fc.constantFrom('search', 'plan', 'code', 'npm test', 'a', 'b');

const process = fc.record(
  {
    type: word,
    stage: fc.constantFrom('queued', 'running', 'blocked', 'done', 'failed', 'odd'),
    accuracy: share,
    successRate: share,
    progress: share,
    load: share,
    elapsedMs: ms,
    expectedMs: ms,
    attempts: fc.nat(50),
    errors: fc.nat(50),
    action: word,
    result: word,
  },
  { requiredKeys: [] },
);

const state = fc
  .record(
    {
      at: fc.integer({ min: -1000, max: 1_000_000 }),
      task: word,
      confidence: share,
      signals: fc.dictionary(fc.constantFrom('x', 'y', 'z'), share),
      processes: fc.dictionary(fc.constantFrom('p', 'q', 'r', 's', '7'), process),
    },
    { requiredKeys: ['confidence'] },
  )
  .map((input): CognitiveState => input as CognitiveState);

const id = fc.constantFrom('c1', 'c2', 'c3', 'c4');
const at = fc.option(fc.nat(100_000), { nil: undefined });
const event = fc
  .oneof(
    fc.record({ type: fc.constant('call'), id, tool: word, args: word, round: word, at }),
    fc.record({ type: fc.constant('result'), id, ok: fc.boolean(), output: word, at }),
    fc.record({ type: fc.constant('result'), id, output: fc.constantFrom('', '[]', 'Error: x') }),
    fc.record({ type: fc.constant('say'), text: word, confidence: share }),
    fc.record({ type: fc.constant('user'), text: word }),
    fc.record({ type: fc.constant('usage'), inputTokens: fc.nat(1000) }),
    fc.record({ type: fc.constant('signal'), name: word, value: share }),
    fc.record({ type: fc.constant('note'), text: word }),
    fc.record({ type: fc.constant('outcome'), succeeded: fc.boolean() }),
  )
  .map((input): AgentEvent => {
    // An absent time is an absent key.
    const { at: time, ...rest } = input as { at?: number };
    return (time === undefined ? rest : input) as AgentEvent;
  });

const effort = fc.constantFrom('minimal', 'reduced', 'standard', 'enhanced');

describe('every number of a report', () => {
  it('stands in docs/numbers.md and keeps to its range, for any states', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: 12 }), effort, (states, level) => {
        const engine = createEngine({ now: () => 5, effort: level, maxRecursionDepth: 4 });
        for (const input of states) expectInRange(engine.reflectNow(input, { parts: PARTS }));
      }),
      { numRuns: 400 },
    );
  });

  it('does so for any events', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 60 }),
        effort,
        fc.boolean(),
        (events, level, recorded) => {
          const engine = createEngine({ now: () => 5, effort: level, maxRecursionDepth: 4 });
          const run = engine.run({ recorded, task: 'fix' });
          for (const one of events) {
            run.add(one);
            expectInRange(run.reflectNow({ parts: PARTS }));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('belongs to a belief that contains its own value', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: 8 }), (states) => {
        const engine = createEngine({ now: () => 5 });
        for (const input of states) {
          const { confidence, awareness, introspection } = engine.reflectNow(input);
          const processes = Object.values(introspection.processes ?? {});
          const beliefs = [
            confidence,
            awareness.nextStep,
            ...processes.map((one) => one.reliability),
          ];
          for (const { low, value, high } of beliefs) {
            expect(low).toBeLessThanOrEqual(value);
            expect(high).toBeGreaterThanOrEqual(value);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

function expectInRange(report: unknown): void {
  for (const [path, value] of numbersOf(report)) {
    const row = ROWS.find(({ pattern }) => matches(pattern, path));
    if (row !== undefined && value >= row.low && value <= row.high) continue;
    const range = row === undefined ? 'no row of docs/numbers.md' : `${row.low} to ${row.high}`;
    expect.fail(`${path} is ${value}; ${range}`);
  }
}
