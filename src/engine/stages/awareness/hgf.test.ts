import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createPrediction, hgfLength, predict, update, type Hgf } from './hgf.ts';

interface Vector {
  readonly name: string;
  readonly levels: 2 | 3 | 4;
  readonly parameters: {
    readonly initialMean: number[];
    readonly initialVariance: number[];
    readonly drift: number[];
    readonly coupling: number[];
    readonly tonicVolatility: number[];
  };
  readonly summedSurprise: number;
  readonly atTrials: number[];
  readonly predictedSuccess: number[];
  readonly predictedMean: number[][];
  readonly predictedPrecision: number[][];
  readonly mean: number[][];
  readonly precision: number[][];
}

const reference = JSON.parse(
  readFileSync(new URL('../../../../test/reference/hgf.json', import.meta.url), 'utf8'),
) as { series: string; tolerance: { relative: number; absolute: number }; runs: Vector[] };

describe('the filter against TAPAS', () => {
  it.each(reference.runs.map((run) => [run.name, run] as const))('%s', (_name, run) => {
    const filter: Hgf = { levels: run.levels, ...run.parameters };
    const slab = new Float64Array(hgfLength(run.levels));
    run.parameters.initialMean.forEach((mean, i) => {
      slab[2 * i] = mean;
      slab[2 * i + 1] = 1 / run.parameters.initialVariance[i]!;
    });
    const prediction = createPrediction();
    let surprise = 0;
    let row = 0;
    for (let trial = 0; trial < reference.series.length; trial++) {
      const outcome = reference.series[trial] === '1' ? 1 : 0;
      predict(slab, 0, filter, prediction);
      surprise -= Math.log(outcome === 1 ? prediction.success : 1 - prediction.success);
      if (run.atTrials[row] === trial) {
        expectClose(prediction.success, run.predictedSuccess[row]!);
        for (let i = 0; i < run.levels - 1; i++) {
          expectClose(prediction.mean[i]!, run.predictedMean[i]![row]!);
          expectClose(prediction.precision[i]!, run.predictedPrecision[i]![row]!);
        }
      }
      update(slab, 0, filter, prediction, outcome);
      if (run.atTrials[row] === trial) {
        for (let i = 0; i < run.levels - 1; i++) {
          expectClose(slab[2 * i]!, run.mean[i]![row]!);
          expectClose(slab[2 * i + 1]!, run.precision[i]![row]!);
        }
        row += 1;
      }
    }
    expect(row).toBe(run.atTrials.length);
    expectClose(surprise, run.summedSurprise);
  });
});

describe('a filter', () => {
  it('keeps every number finite through 10 000 steps of any kind', () => {
    const filter: Hgf = {
      levels: 4,
      tonicVolatility: [-3, -2, 2],
      coupling: [1, 1],
      drift: [0, 0, 0],
    };
    const slab = new Float64Array(hgfLength(4)).fill(1);
    const prediction = createPrediction();
    for (let step = 0; step < 10_000; step++) {
      predict(slab, 0, filter, prediction);
      update(slab, 0, filter, prediction, (step >> (step & 7)) & 1);
      expect(slab.every(Number.isFinite)).toBe(true);
    }
  });
});

/** The reference prints 12 digits; its tolerance is relative and absolute 1e-9. */
function expectClose(actual: number, expected: number): void {
  const { relative, absolute } = reference.tolerance;
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(absolute + relative * Math.abs(expected));
}
