import type { StepMark } from '../analyze/analysis.ts';
import { magnitude } from '../terminal/words.ts';
import { type Column, type Mark, columnsOf, markOf, stepsPerColumnOf, worstOf } from './columns.ts';
import { type Markup, html } from './markup.ts';
import { type Stretch, liesIn } from './stretches.ts';

/** Marks that stand side by side without touching, on a screen or paper and on a telephone. */
export const MARKS_MAX = 96;
export const MARKS_MAX_NARROW = 32;

const LANE_HEIGHT = 22;
const COST_HEIGHT = 26;

/** Checks, edits, other calls and what they spent, under the axis of the chart. */
export function lanes(
  steps: readonly StepMark[],
  stretches: readonly Stretch[],
  top: number,
): Markup {
  if (steps.length <= MARKS_MAX_NARROW)
    return laneGroup(steps, stretches, top, MARKS_MAX, undefined);
  return html`${laneGroup(steps, stretches, top, MARKS_MAX, 'wide')}${laneGroup(steps, stretches, top, MARKS_MAX_NARROW, 'narrow')}`;
}

export function lanesHeight(steps: readonly StepMark[]): number {
  return rowsOf(steps).length * LANE_HEIGHT + (spends(steps) ? COST_HEIGHT : 0);
}

/** How marks are to be read where one stands for several steps; nothing where none does. */
export function marksNote(steps: number): Markup | undefined {
  const note = (marksMax: number, only: string): Markup | undefined => {
    const each = stepsPerColumnOf(steps, marksMax);
    if (each === 1) return undefined;
    return html`<span class="${only}"> A mark is ${each} steps and shows the worst of them.</span>`;
  };
  const [wide, narrow] = [note(MARKS_MAX, 'wide'), note(MARKS_MAX_NARROW, 'narrow')];
  return wide === undefined && narrow === undefined ? undefined : html`${wide}${narrow}`;
}

interface Row {
  readonly label: Markup;
  readonly shows: (mark: Mark) => boolean;
}

/** The terminal's lanes, and one more for calls that are neither check nor edit. */
function rowsOf(steps: readonly StepMark[]): readonly Row[] {
  if (steps.every(({ kind }) => kind === 'other')) {
    return [{ label: html`calls`, shows: () => true }];
  }
  return [
    { label: html`checks`, shows: (mark) => mark.startsWith('check') },
    { label: html`edits`, shows: (mark) => mark.startsWith('edit') },
    {
      label: html`other<tspan class="wide"> calls</tspan>`,
      shows: (mark) => mark === 'call' || mark === 'failed',
    },
  ];
}

function laneGroup(
  steps: readonly StepMark[],
  stretches: readonly Stretch[],
  top: number,
  marksMax: number,
  only: 'wide' | 'narrow' | undefined,
): Markup {
  const columns = columnsOf(steps, marksMax);
  const rows = rowsOf(steps);
  const drawn = rows.map(({ label, shows }, index) => {
    const y = top + index * LANE_HEIGHT + LANE_HEIGHT / 2;
    const shown = columns.map((column) => {
      const kept = column.steps.filter((step) => shows(markOf(step)));
      return kept.length === 0 ? undefined : markOf(worstOf({ ...column, steps: kept }));
    });
    return html`<text class="end" dx="-10" y="${y + 4}">${label}</text
      ><line
        class="lane"
        x2="100%"
        y1="${y}"
        y2="${y}"
      />${marks(shown, columns, steps.length, y)}`;
  });
  const cost = spends(steps)
    ? costLane(columns, stretches, steps.length, top + rows.length * LANE_HEIGHT)
    : undefined;
  return html`<g${only === undefined ? undefined : html` class="${only}"`}>${drawn}${cost}</g>`;
}

/** Crosses, rings and squares keep their form; ticks and bars are one path for the whole lane. */
function marks(
  shown: readonly (Mark | undefined)[],
  columns: readonly Column[],
  steps: number,
  y: number,
): Markup {
  let ticks = '';
  let bars = '';
  const formed: Markup[] = [];
  for (const [index, mark] of shown.entries()) {
    if (mark === undefined) continue;
    const { first, last } = columns[index]!;
    const middle = (first + last - 1) / 2 / steps;
    if (mark === 'call') ticks += `M${Math.round(middle * 1000)} 0v8`;
    else if (mark === 'edit') {
      const [from, to] = [first - 1, last].map((step) => Math.round((step / steps) * 1000));
      // Wide columns are no long edits: the bar is as wide as it is in a run of 60 steps.
      const inset = Math.max((to! - from! - 16) / 2, 0);
      bars += `M${Math.round(from! + inset)} 4H${Math.round(to! - inset)}`;
    } else {
      const x = Math.round(middle * 1000) / 10;
      formed.push(html`<use href="#${FORM_IDS[mark]}" x="${x}%" />`);
    }
  }
  const stretched =
    ticks + bars === ''
      ? undefined
      : html`<svg
          y="${y - 4}"
          width="100%"
          height="8"
          viewBox="0 0 1000 8"
          preserveAspectRatio="none"
        >
          ${
            ticks === '' ? undefined : html`<path class="tick" d="${ticks}" />`
          }${bars === '' ? undefined : html`<path class="edit" d="${bars}" />`}
        </svg>`;
  const placed =
    formed.length === 0 ? undefined : html`<g transform="translate(0 ${y})">${formed}</g>`;
  return html`${stretched}${placed}`;
}

/** Tokens a step, the dearest to the full height; in orange what was spent while something was wrong. */
function costLane(
  columns: readonly Column[],
  stretches: readonly Stretch[],
  steps: number,
  top: number,
): Markup {
  const each = columns.map(({ tokens = 0, steps: { length } }) => tokens / length);
  const most = Math.max(...each);
  let spent = '';
  let lost = '';
  for (const [index, tokens] of each.entries()) {
    const { first, last } = columns[index]!;
    const from = Math.round(((first - 1) / steps) * 1000);
    const width = Math.max(Math.round((last / steps) * 1000) - from - 2, 1);
    const height = Math.round((tokens / most) * 100);
    if (height === 0) continue;
    const bar = `M${from + 1} 100v-${height}h${width}v${height}z`;
    if (liesIn(stretches, last)) lost += bar;
    else spent += bar;
  }
  const bottom = top + COST_HEIGHT;
  return html`<text class="end" dx="-10" y="${bottom - 4}">tokens</text
    ><svg
      y="${top + 4}"
      width="100%"
      height="${COST_HEIGHT - 4}"
      viewBox="0 0 1000 100"
      preserveAspectRatio="none"
    >
      <path class="cost" d="${spent}" />
      <path class="cost lost" d="${lost}" /></svg
    ><text class="soft" x="100%" dx="8" y="${top + 13}">≤ ${magnitude(most)}</text>`;
}

function spends(steps: readonly StepMark[]): boolean {
  const told = steps.findLast(({ tokens }) => tokens !== undefined);
  return told !== undefined && told.tokens! > 0;
}

/** Short, since a page of many runs has thousands of them. */
const FORM_IDS = { 'check-failed': 'f', 'check-passed': 'p', 'edit-failed': 'e', failed: 'c' };

/** The forms that `use` draws, once a page. */
export const MARK_FORMS = html`<svg class="forms" aria-hidden="true">
  <defs>
    <path id="f" class="cross stop" d="M-4-4 4 4M-4 4 4-4" />
    <circle id="p" class="ring" r="4" />
    <path id="e" class="cross" d="M-4-4 4 4M-4 4 4-4" />
    <path id="c" class="cross thin" d="M-3-3 3 3M-3 3 3-3" />
  </defs>
</svg>`;
