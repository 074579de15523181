import type { Belief } from '../../engine/report/report.ts';
import { type Line, type Span, wrap } from './lines.ts';
import type { TerminalStyle } from './style.ts';
import { band, count, percent, plural, wholePercent } from './words.ts';

/** Below this many steps, or above this width of its band, a forecast says nothing yet. */
const STEPS_MIN = 3;
const BAND_MAX = 0.6;

/** Whether it is too early to state a forecast made after `steps` steps. */
export function isTooEarly(steps: number, { low, high }: Pick<Belief, 'low' | 'high'>): boolean {
  return steps < STEPS_MIN || high - low > BAND_MAX;
}

/** The forecast in words, and how the run ended where that is known. */
export function forecastLines(
  belief: Belief,
  steps: number,
  outcome: { readonly succeeded: boolean } | undefined,
  style: TerminalStyle,
): Line[] {
  const figure: Span = { text: percent(belief.value), ink: 'trust' };
  const ended = outcome !== undefined;
  const subject: Span[] = ended
    ? [
        { text: `It ended ${outcome.succeeded ? 'well' : 'badly'}.`, ink: 'kind' },
        { text: ' Forecast before its end: ' },
      ]
    : [{ text: 'Likely to end well: ' }];
  const range = rangeOf(belief, steps, ended);
  return isTooEarly(steps, belief)
    ? wrap([...subject, { text: 'too early to say (' }, figure, { text: `, ${range})` }], style)
    : wrap([...subject, figure, { text: `, ${range}` }], style);
}

/** Where the run may end, in words: "most likely 18–44 % when it ends". */
export function rangeOf({ low, high }: Belief, steps: number, ended: boolean): string {
  if (!isTooEarly(steps, { low, high })) {
    return `most likely ${band(low, high)}\u00a0%${ended ? '' : ' when it ends'}`;
  }
  const range = `${wholePercent(low)} to ${wholePercent(high)}`;
  return ended ? `it could have been ${range}` : `could end anywhere from ${range}`;
}

/** What the forecast rests on, as a sentence. */
export function basisOf({ basis, outcomes, inferred = 0 }: Belief & { inferred?: number }): string {
  const both = `${count(inferred)} inferred`;
  if (basis === 'inferred') return `Learned from this agent's outcomes: none told, ${both}.`;
  // Whose record it rests on: nobody's. No prior fitted on recorded runs is shipped.
  if (basis === 'prior') {
    return "A starting guess, moved by this run's steps. No outcomes of this agent yet.";
  }
  if (basis === 'learned' && inferred > 0) {
    return `Learned from this agent's outcomes: ${count(outcomes)} told, ${both}.`;
  }
  if (basis === 'learned') return `Learned from ${plural(outcomes, 'outcome')} of this agent.`;
  return `Measured in this run itself, ${plural(outcomes, 'observation')}.`;
}

/** Two percent a column, so that the tick stands at 50 and a figure can be read off. */
const BAR_COLUMNS = 51;
const BAR_START = ' 0 ';
const BAR_END = ' 100';

/**
 * The forecast on a line from 0 to 100: tick at 50, thick from `low` to `high`, dot at `value`. Too
 * early: the band is dashed and there is no dot.
 */
export function forecastBar(belief: Belief, steps: number, style: TerminalStyle): Line {
  const room = style.columns - BAR_START.length - BAR_END.length;
  // Odd, so that 50 is the middle column.
  const columns = Math.min(BAR_COLUMNS, room - ((room + 1) % 2));
  const columnOf = (share: number): number =>
    Math.round(Math.min(Math.max(share, 0), 1) * (columns - 1));
  const early = isTooEarly(steps, belief);
  const from = columnOf(belief.low);
  const to = columnOf(belief.high);
  const scale = Array.from({ length: columns }, (_, column) => {
    if (column === 0) return '├';
    if (column === columns - 1) return '┤';
    return column === (columns - 1) / 2 ? '┼' : '─';
  });
  const thick: string[] = Array.from({ length: Math.max(0, to - from + 1) }, () =>
    early ? '╌' : '━',
  );
  if (!early) {
    const dot = columnOf(belief.value);
    if (dot >= from && dot <= to) thick[dot - from] = '●';
  }
  return [
    { text: BAR_START + scale.slice(0, from).join('') },
    { text: thick.join(''), ink: 'trust' },
    { text: scale.slice(to + 1).join('') + BAR_END },
  ];
}
