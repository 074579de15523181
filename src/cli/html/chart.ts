import type { Analysis, StepMark } from '../analyze/analysis.ts';
import { isTooEarly } from '../terminal/forecast.ts';
import { count, plural, wholePercent } from '../terminal/words.ts';
import { type Column, columnsOf } from './columns.ts';
import { lanes, lanesHeight } from './lanes.ts';
import { type Markup, NOTHING, html } from './markup.ts';
import { type Stretch, stretchesOf } from './stretches.ts';

/**
 * The forecast with its band over the steps, a wash from where each concern began, and lanes of what
 * was done below. Shapes are stretched to the width there is; marks and letters are placed in
 * percent of it and keep their form, so that one picture serves a telephone, a screen and paper.
 */
export function chart(analysis: Analysis, pointsMax: number): Markup {
  const { steps } = analysis;
  if (steps.length === 0) return NOTHING;
  const stretches = stretchesOf(analysis);
  const labelled = Math.min(named(stretches).length, LABELS_MAX);
  const top = 14 + LABEL_LINE * labelled;
  const bottom = top + PLOT_HEIGHT;
  const lanesTop = bottom + 18;
  const height = lanesTop + lanesHeight(steps) + 20;
  return html`<svg
    class="chart"
    height="${height}"
    role="img"
    aria-label="${saidOf(analysis, stretches)}"
    data-steps="${steps.length}"
  >
    ${washes(stretches, steps.length, height - 22)} ${scale(top)}
    <svg
      y="${top}"
      width="100%"
      height="${PLOT_HEIGHT}"
      viewBox="0 0 1000 1000"
      preserveAspectRatio="none"
    >
      ${forecastShapes(analysis, pointsMax)}
    </svg>
    ${labels(stretches, steps.length)} ${earlyNote(steps, bottom)}${endOf(analysis, top)}
    ${lanes(steps, stretches, lanesTop)} ${axis(steps.length, height - 4)}
    <path class="cursor" d="" />
  </svg>`;
}

const PLOT_HEIGHT = 150;
const LABEL_LINE = 16;
/** Concerns that are called by name on the chart; the others have their wash alone. */
const LABELS_MAX = 3;
/** What the picture says, for who does not see it. */
function saidOf({ confidence, steps }: Analysis, stretches: readonly Stretch[]): string {
  const wrong = named(stretches).slice(0, LABELS_MAX);
  const end = isTooEarly(steps.length, confidence)
    ? 'too early to say'
    : `${wholePercent(confidence.value)} percent at the end`;
  return (
    `Likely to end well, over ${plural(steps.length, 'step')}: ${end}.` +
    wrong.map(({ title, begins }) => ` ${title} ${begins}.`).join('')
  );
}

/** From here on only what stands has a line and a name: more would be a fence, not a picture. */
const LINES_MAX = 12;

function named(stretches: readonly Stretch[]): readonly Stretch[] {
  return stretches.length <= LINES_MAX ? stretches : stretches.filter(({ stands }) => stands);
}

function washes(stretches: readonly Stretch[], steps: number, height: number): Markup {
  let wash = '';
  for (const { from, to } of joinedStretches(stretches, steps)) {
    const [x, end] = [thousandth(from, steps), thousandth(to, steps)];
    if (end > x) wash += `M${x} 0H${end}V1H${x}z`;
  }
  const lines = named(stretches)
    .slice(0, LINES_MAX)
    .map(({ from }) => share(from, steps))
    .map((x) => html`<line class="began" x1="${x}%" x2="${x}%" y2="${height}" />`);
  return html`<svg width="100%" height="${height}" viewBox="0 0 1000 1" preserveAspectRatio="none">
      <path class="wash" d="${wash}" /></svg
    >${lines}`;
}

/** Those that overlap as one, so that a wash is never laid over another; a hair's gap is none. */
function joinedStretches(
  stretches: readonly Stretch[],
  steps: number,
): readonly { readonly from: number; readonly to: number }[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to + steps / 500) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** Each on a line of its own, towards the middle, so that none leaves the picture. */
function labels(stretches: readonly Stretch[], steps: number): Markup[] {
  return named(stretches)
    .slice(0, LABELS_MAX)
    .map(({ title, begins, from }, index) => {
      const x = share(from, steps);
      const end = x > 62;
      return html`<text
        class="${end ? 'warn end' : 'warn'}"
        x="${x}%"
        dx="${end ? -6 : 6}"
        y="${12 + LABEL_LINE * index}"
        >${title}<tspan class="wide"> ${begins}</tspan></text
      >`;
    });
}

function scale(top: number): Markup[] {
  return [100, 50, 0].map((value) => {
    const y = top + (PLOT_HEIGHT * (100 - value)) / 100;
    return html`<line class="rule" x2="100%" y1="${y}" y2="${y}" /><text
        class="end"
        dx="-10"
        y="${y + 4}"
        >${value === 100 ? '100\u00a0%' : value}</text
      >`;
  });
}

/** A stretch of columns that are all early, or none; points reach over to the next. */
interface Piece {
  readonly early: boolean;
  readonly points: readonly Point[];
}

interface Point {
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function forecastShapes({ steps, confidence }: Analysis, pointsMax: number): Markup[] {
  const columns = columnsOf(steps, pointsMax);
  return piecesOf(columns, steps.length, confidence).map(({ early, points }) => {
    const high = points.map(({ x, high: y }) => [x, y] as const);
    const low = points.map(({ x, low: y }) => [x, y] as const);
    const line = points.map(({ x, value }) => [x, value] as const);
    const outline = `${path(high)}L${path(low.toReversed()).slice(1)}z`;
    return early
      ? html`<path class="band early" d="${outline}" /><path
            class="forecast early"
            d="${path(line)}"
          />`
      : html`<path class="band" d="${outline}" /><path class="forecast" d="${path(line)}" />`;
  });
}

function piecesOf(
  columns: readonly Column[],
  steps: number,
  end: Analysis['confidence'],
): readonly Piece[] {
  const pieces: { early: boolean; points: Point[] }[] = [];
  for (const column of columns) {
    const { early, value, low, high } = column;
    const x = ((column.first + column.last - 1) / 2 / steps) * 1000;
    let piece = pieces.at(-1);
    if (piece === undefined || piece.early !== early) {
      // No gap between: what was said too early reaches over to what can be said.
      const before = piece?.points.at(-1);
      if (piece?.early === true) piece.points.push({ x, value, low, high });
      piece = { early, points: early && before !== undefined ? [before] : [] };
      pieces.push(piece);
    }
    piece.points.push({ x, value, low, high });
  }
  // The forecast may move on after the last step: it ends where the figure beside it says.
  const { value, low, high } = end;
  pieces.at(-1)?.points.push({ x: 1000, value, low, high });
  return pieces;
}

/** Whole thousandths: a pixel is more. Relative, since that is half as long. */
function path(points: readonly (readonly [x: number, share: number])[]): string {
  let [lastX, lastY] = [0, 0];
  return points
    .map(([x, value], index) => {
      const [nextX, nextY] = [
        Math.round(x),
        Math.round(1000 * (1 - Math.min(Math.max(value, 0), 1))),
      ];
      const step = index === 0 ? `M${nextX} ${nextY}` : `l${nextX - lastX} ${nextY - lastY}`;
      [lastX, lastY] = [nextX, nextY];
      return step;
    })
    .join('');
}

/** Said once, where the chart begins, if the early part has room for it. */
function earlyNote(steps: readonly StepMark[], bottom: number): Markup | undefined {
  const timely = steps.findIndex((step, index) => !isTooEarly(index + 1, step));
  return timely < 0 || timely > steps.length / 16
    ? html`<text class="soft" dx="6" y="${bottom - 8}">too early to say</text>`
    : undefined;
}

/** The bracket where the forecast ends: no fan is drawn into a future of unknown length. */
function endOf({ confidence, steps }: Analysis, top: number): Markup {
  const y = (value: number): number =>
    Math.round((top + PLOT_HEIGHT * (1 - Math.min(Math.max(value, 0), 1))) * 10) / 10;
  if (isTooEarly(steps.length, confidence)) return NOTHING;
  const { value, low, high } = confidence;
  const middle = y(value);
  const [above, below] = [Math.min(y(high), middle - 14), Math.max(y(low), middle + 14)];
  return html`<svg class="at-end" x="100%">
    <path class="bracket" d="M10 ${y(high)}V${y(low)}" />
    <circle class="dot" cy="${middle}" r="4.5" />
    <text class="soft" x="18" y="${above + 4}">${wholePercent(high)}</text>
    <text class="figure" x="18" y="${middle + 4}">${wholePercent(value)} %</text>
    <text class="soft" x="18" y="${below + 4}">${wholePercent(low)}</text>
  </svg>`;
}

/** Each below its step: 1, round numbers with room between them, the last. */
function axis(steps: number, y: number): Markup {
  const interval = tickInterval(steps);
  const round = Array.from({ length: Math.ceil(steps / interval) }, (_, n) => n * interval);
  const room = (step: number): boolean => share(step, steps) > 10 && share(step, steps) < 84;
  const shown = new Set([1, ...round.filter((step) => step > 1 && room(step)), steps]);
  const numbers = [...shown].map(
    (step) =>
      html`<text class="middle" x="${share(step - 0.5, steps)}%" y="${y}">${count(step)}</text>`,
  );
  return html`<text class="end" dx="-10" y="${y}">step</text>${numbers}`;
}

function tickInterval(steps: number): number {
  for (let power = 1; ; power *= 10) {
    for (const factor of [1, 2, 5]) if (power * factor * 5 >= steps) return power * factor;
  }
}

/** For shapes that are stretched over a width of 1000. */
function thousandth(part: number, of: number): number {
  return Math.round((part / of) * 1000);
}

/** Percent of the width, to a hundredth. */
function share(part: number, of: number): number {
  return Math.round((part / of) * 10_000) / 100;
}
