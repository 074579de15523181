import type { Analysis } from '../analyze/analysis.ts';
import { band, magnitude, percent, plural } from '../terminal/words.ts';
import { type Column, type Mark, columnsOf, markOf, stepsPerColumnOf, worstOf } from './columns.ts';
import { type Markup, NOTHING, html } from './markup.ts';
import { liesIn, stretchesOf } from './stretches.ts';

/**
 * The chart as a table, folded: for who does not see the chart, or wants its numbers. The script
 * reads them here, too, so that hovering and the table cannot differ.
 */
export function stepTable(analysis: Analysis, rowsMax: number): Markup {
  const { steps } = analysis;
  if (steps.length === 0) return NOTHING;
  const each = stepsPerColumnOf(steps.length, rowsMax);
  const note =
    each === 1
      ? undefined
      : html`<p class="caption">
          ${each} steps a row, each told by the worst of them; tokens are the sum.
        </p>`;
  const columns = columnsOf(steps, rowsMax);
  const stretches = stretchesOf(analysis);
  const spent = columns.some(({ tokens }) => tokens !== undefined);
  return html`<details class="card fold">
    <summary>
      <h2>Steps as a table</h2>
      <span class="soft">${plural(steps.length, 'step')}</span>
    </summary>
    ${note}
    <table class="steps">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">What it did</th>
          <th scope="col">Likely to end well</th>
          <th scope="col">Band</th>
          ${spent ? html`<th scope="col">Tokens</th>` : undefined}
        </tr>
      </thead>
      <tbody>
        ${columns.map((column) => row(column, spent, liesIn(stretches, column.last)))}
      </tbody>
    </table>
  </details>`;
}

function row(column: Column, spent: boolean, wrong: boolean): Markup {
  const { first, last, early, value, low, high, tokens } = column;
  const steps = first === last ? String(first) : `${first}–${last}`;
  const worst = worstOf(column);
  const tool = worst.tool === undefined ? undefined : html` <code>${worst.tool}</code>`;
  return html`<tr${wrong ? html` class="stands"` : undefined}><td>${steps}</td><td>${WORDS[markOf(worst)]}${tool}</td><td>${early ? 'too early to say' : percent(value)}</td><td>${band(low, high)}</td>${
    spent ? html`<td>${tokens === undefined ? '' : magnitude(tokens)}</td>` : undefined
  }</tr>
`;
}

const WORDS: Readonly<Record<Mark, Markup>> = {
  'check-failed': html`<b class="stop">✕</b> check failed`,
  'check-passed': html`○ check passed`,
  'edit-failed': html`✕ edit failed`,
  edit: html`■ edit`,
  failed: html`✕ call failed`,
  call: html`call`,
};
