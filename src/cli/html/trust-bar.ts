import type { Belief } from '../../engine/report/report.ts';
import { basisOf, isTooEarly, rangeOf } from '../terminal/forecast.ts';
import { band, percent } from '../terminal/words.ts';
import { type Markup, html } from './markup.ts';

/**
 * A forecast on a line from 0 to 100, everywhere the same: tick at 50, lozenge from `low` to `high`,
 * dot at `value`. Too early: the lozenge is dashed and there is no dot.
 */
export function trustBar(belief: Belief, steps: number, ended: boolean): Markup {
  const early = isTooEarly(steps, belief);
  const from = at(belief.low);
  const width = Math.max(at(belief.high) - from, 3);
  const said = `${percent(belief.value)} likely to end well, ${rangeOf(belief, steps, ended)}. ${basisOf(belief)}`;
  const dot = early
    ? undefined
    : html`<circle class="dot" cx="${at(belief.value)}%" cy="8" r="4.5" />`;
  return html`<svg
    class="trust-bar"
    height="16"
    role="img"
    aria-label="${early ? `too early to say: ${said}` : said}"
  >
    <line class="rule" x2="100%" y1="8" y2="8" />
    <rect
      class="${early ? 'band early' : 'band'}"
      x="${from}%"
      y="4"
      width="${width}%"
      height="8"
      rx="4"
    />
    <line class="half" x1="50%" x2="50%" y1="2" y2="14" />
    ${dot}
  </svg>`;
}

/** Below it: `31 %` and `18–44`, or words. */
export function trustFigures(belief: Belief, steps: number): Markup {
  if (isTooEarly(steps, belief)) return html`<span class="soft">too early to say</span>`;
  return html`<b>${percent(belief.value)}</b>
    <span class="soft">${band(belief.low, belief.high)}</span>`;
}

/** In percent of the line's length. */
function at(share: number): number {
  return Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 10;
}
