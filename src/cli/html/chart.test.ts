import { describe, expect, it } from 'vitest';
import {
  sampleAnalysis,
  sampleConcern,
  sampleStep,
  sampleSteps,
} from '../../../test/cli/sample-analysis.ts';
import { chart } from './chart.ts';

const drawn = (marks: Parameters<typeof sampleAnalysis>[0] = {}): string =>
  chart(sampleAnalysis(marks), 100).markup;

describe('chart(analysis, pointsMax)', () => {
  it('is nothing for a run without steps', () => {
    expect(drawn({ steps: [] })).toBe('');
  });

  it('says in words what it shows', () => {
    expect(drawn({ concerns: [sampleConcern(3)] })).toContain(
      'aria-label="Likely to end well, over 10\u00a0steps: 31 percent at the end. Loop since step 4."',
    );
  });

  it('draws the forecast in thousandths of width and height, and ends it where its figure says', () => {
    // The middles of steps 1 to 4 of 4 lie at 125, 375, 625, 875; .5 is half way down; .31 is 690.
    // Of steps 1 and 2 it is too early to say: their line is another, and reaches over to step 3.
    const lines = [
      ...drawn({ steps: sampleSteps(4) }).matchAll(/class="(forecast[^"]*)"\s+d="([^"]*)"/g),
    ];
    expect(lines.map(([, name, line]) => [name, line])).toEqual([
      ['forecast early', 'M125 500l250 0l250 0'],
      ['forecast', 'M625 500l250 0l125 190'],
    ]);
  });

  it('washes from where a concern began', () => {
    // 3 of 10 steps lie before the fourth.
    const picture = drawn({ concerns: [sampleConcern(3)] });
    expect(picture).toContain('class="wash" d="M300 0H1000V1H300z"');
    expect(picture).toContain('class="began" x1="30%" x2="30%"');
    expect(picture).toMatch(/>Loop<tspan class="wide"> since step 4<\/tspan>/);
  });

  it('washes over overlapping concerns once', () => {
    const past = [
      { ...sampleConcern(1), until: 5 },
      { ...sampleConcern(3), until: 8 },
    ];
    expect(drawn({ past })).toContain('class="wash" d="M100 0H800V1H100z"');
  });

  it('names only what stands where there are many concerns', () => {
    const past = Array.from({ length: 20 }, (_, event) => ({
      ...sampleConcern(event * 4),
      until: event * 4 + 2,
    }));
    const picture = drawn({ steps: sampleSteps(100), past, concerns: [sampleConcern(90)] });
    expect(picture.match(/class="began"/g)?.length).toBe(1);
    expect(picture).toContain(' since step 91');
  });

  it('puts checks, edits and other calls into lanes of their own', () => {
    const steps = [
      sampleStep(0, { failed: true }),
      sampleStep(1),
      sampleStep(2, { kind: 'change' }),
      sampleStep(3, { kind: 'other' }),
    ];
    const picture = drawn({ steps });
    // Middles of the quarters: 12.5, 37.5, 62.5, 87.5 %.
    expect(picture).toContain('href="#f" x="12.5%"');
    expect(picture).toContain('href="#p" x="37.5%"');
    expect(picture).toContain('class="edit" d="M617 4H633"');
    expect(picture).toContain('class="tick" d="M875 0v8"');
  });

  it('has one lane for calls where nothing is checked or edited', () => {
    const picture = drawn({ steps: sampleSteps(4, { kind: 'other' }) });
    expect(picture).toContain('>calls<');
    expect(picture).not.toContain('>checks<');
  });

  it('says what the dearest step spent, and marks what was spent while something was wrong', () => {
    const steps = [3000, 6800, 9800].map((tokens, event) => sampleStep(event, { tokens }));
    const picture = drawn({ steps, concerns: [sampleConcern(1)] });
    // 3000, 3800, 3000 tokens: 79, 100 and 79 % of the height.
    expect(picture).toContain('class="cost" d="M1 100v-79h331v79z"');
    expect(picture).toContain('class="cost lost" d="M334 100v-100h332v100zM668 100v-79h331v79z"');
    expect(picture).toContain('≤\u00a03.8\u00a0k');
    expect(drawn()).not.toContain('>tokens<');
  });
});
