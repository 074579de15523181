import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine.ts';

const PARTS = { parts: ['experience', 'confidence', 'concerns', 'advice'] } as const;

describe('the workspace', () => {
  it('lets in what adds more than its prior spread, strongest first', () => {
    const { experience } = createEngine({ now: () => 0 }).reflectNow(
      { confidence: 0.99, processes: { a: { accuracy: 0.85 } } },
      PARTS,
    );
    // z is |logit p|: 4.6 and 1.7, at first hearing.
    expect(experience.content.map(({ what }) => what)).toEqual(['stated', 'process']);
    expect(experience.content[0]!.salience).toBeCloseTo(4.595 / 5.595, 3);
  });

  it('keeps out what hardly matters', () => {
    const { experience } = createEngine({ now: () => 0 }).reflectNow({ confidence: 0.6 }, PARTS);
    expect(experience.content).toEqual([]);
    expect(experience.richness).toBe(0);
  });

  it('tires of what does not change', () => {
    const engine = createEngine({ now: () => 0 });
    const salience = () =>
      engine.reflectNow({ confidence: 0.95 }, PARTS).experience.content[0]?.salience ?? 0;
    const first = salience();
    expect(salience()).toBeLessThan(first);
  });

  it('lets a concern in by its strength, and the narrative tells it', () => {
    const run = createEngine({ now: () => 0 }).run();
    for (let turn = 0; turn < 4; turn++) {
      run.add({ type: 'call', id: `c${turn}`, tool: 'bash', args: { command: 'npm test' } });
      run.add({ type: 'result', id: `c${turn}`, ok: false, output: '1 failing' });
    }
    const { experience, concerns, advice } = run.reflectNow(PARTS);
    expect(experience.content).toContainEqual({ what: 'loop', salience: concerns[0]!.strength });
    expect(experience.narrative).toContain('`npm test` ×4');
    expect(advice).toMatchObject({ action: 'ask', because: [0] });
  });

  it('names in its narrative the source that moved the forecast most', () => {
    const { experience } = createEngine({ now: () => 0 }).reflectNow(
      { confidence: 0.02, processes: { a: { accuracy: 0.9 } } },
      PARTS,
    );
    expect(experience.narrative).toContain('because it doubts itself');
  });

  it('only says numbers that stand in the report', () => {
    const { experience, confidence } = createEngine({ now: () => 0 }).reflectNow(
      { confidence: 0.9, processes: { a: { accuracy: 0.8 } } },
      PARTS,
    );
    const said = experience.narrative.match(/\d+/g)!;
    expect(said).toEqual([String(Math.round(100 * confidence.value))]);
  });
});
