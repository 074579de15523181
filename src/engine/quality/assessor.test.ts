import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine.ts';

describe('the quality of a thought', () => {
  it('weighs its four estimators .3, .25, .25, .2', () => {
    const engine = createEngine({ now: () => 0 });
    engine.reflectNow({ confidence: 0.9, processes: { a: { stage: 'done', accuracy: 0.9 } } });
    const { quality } = engine.reflectNow({
      confidence: 0.9,
      processes: { b: { stage: 'done', accuracy: 0.8 } },
    });
    const { coherence, depth, authenticity, integration, overall } = quality;
    expect(overall).toBeCloseTo(
      0.3 * coherence! + 0.25 * depth! + 0.25 * authenticity! + 0.2 * integration!,
      12,
    );
  });

  it('leaves out what it cannot measure and shares its weight, never a constant', () => {
    const { quality } = createEngine({ now: () => 0 }).reflectNow({ signals: { x: 0.4 } });
    expect(quality).not.toHaveProperty('coherence');
    expect(quality).not.toHaveProperty('authenticity');
    expect(quality).not.toHaveProperty('integration');
    expect(quality.overall).toBe(quality.depth);
  });

  it('calls sources coherent that agree, and incoherent that do not', () => {
    const coherence = (accuracy: number) =>
      createEngine({ now: () => 0 }).reflectNow({ confidence: 0.9, processes: { a: { accuracy } } })
        .quality.coherence!;
    expect(coherence(0.9)).toBeCloseTo(1, 9);
    expect(coherence(0.1)).toBeLessThan(0.3);
  });

  it('counts what the task’s record adds once: the parts of the log-odds are the whole', () => {
    const engine = createEngine({ now: () => 0 });
    for (let run = 0; run < 4; run++) {
      engine.learn({ agent: 'a', run: `o${run}`, task: 'other', succeeded: true });
    }
    engine.learn({ agent: 'b', run: 'x', task: 'fix', succeeded: false });
    const { quality, awareness, confidence } = engine.reflectNow({
      agent: 'a',
      task: 'fix',
      processes: { p: { stage: 'done' } },
    });
    // Elsewhere: (4 + 4 · .5) / 8 = .75, of 4 outcomes and 4 of the prior.
    const logit = (p: number) => Math.log(p / (1 - p));
    const elsewhere = logit(0.75);
    const grounded =
      Math.abs(logit(confidence.sources.task!) - elsewhere) +
      0.4 * Math.abs(logit(confidence.sources.meta!));
    const share = (grounded + elsewhere / 2) / (grounded + elsewhere);
    expect(quality.authenticity!).toBeCloseTo(share * awareness.borneOut!, 9);
  });

  it('knows the specification’s levels', () => {
    const levels = new Set<string>();
    for (const effort of ['minimal', 'enhanced'] as const) {
      for (const accuracy of [0.1, 0.9, 0.99]) {
        const engine = createEngine({ now: () => 0, effort, maxRecursionDepth: 4 });
        for (let step = 0; step < 40; step++) {
          const state = {
            confidence: 0.98,
            processes: { [`p${step}`]: { stage: 'done', accuracy } },
          };
          const { level, overall } = engine.reflectNow(state).quality;
          levels.add(level);
          const expected =
            overall >= 0.9
              ? 'excellent'
              : overall >= 0.7
                ? 'good'
                : overall >= 0.5
                  ? 'acceptable'
                  : 'poor';
          expect(level).toBe(expected);
        }
      }
    }
    expect(levels.size).toBeGreaterThanOrEqual(2);
  });
});
