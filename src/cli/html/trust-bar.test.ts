import { describe, expect, it } from 'vitest';
import type { Belief } from '../../engine/report/report.ts';
import { trustBar, trustFigures } from './trust-bar.ts';

const BELIEF: Belief = { value: 0.31, low: 0.18, high: 0.44, basis: 'learned', outcomes: 64 };

describe('trustBar(belief, steps, ended)', () => {
  it('has its lozenge from low to high and its dot at the value, in percent', () => {
    const bar = trustBar(BELIEF, 46, false).markup;
    expect(bar).toMatch(/class="band"\s+x="18%"\s+y="4"\s+width="26%"/);
    expect(bar).toContain('class="dot" cx="31%"');
  });

  it('says the same in words, with what it rests on', () => {
    expect(trustBar(BELIEF, 46, false).markup).toContain(
      'aria-label="31\u00a0% likely to end well, most likely 18–44\u00a0% when it ends. Learned from 64',
    );
  });

  it('has no dot while it is too early to say', () => {
    const bar = trustBar(BELIEF, 2, false).markup;
    expect(bar).toContain('class="band early"');
    expect(bar).not.toContain('class="dot"');
    expect(bar).toContain('aria-label="too early to say: 31');
  });
});

describe('trustFigures(belief, steps)', () => {
  it('are the number and its band, or words', () => {
    expect(trustFigures(BELIEF, 46).markup).toContain('<b>31\u00a0%</b>');
    expect(trustFigures(BELIEF, 46).markup).toContain('18–44');
    expect(trustFigures(BELIEF, 2).markup).toContain('too early to say');
  });
});
