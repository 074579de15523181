import type { Analysis } from '../analyze/analysis.ts';
import { type PastConcern, costOf, pastConcerns, standingConcerns } from '../terminal/concerns.ts';
import { count, plural } from '../terminal/words.ts';
import { type Markup, NOTHING, html } from './markup.ts';
import {
  type PageFinding,
  type PageOptions,
  capital,
  pastOnPage,
  standingOnPage,
  timed,
} from './page-words.ts';

/** What is over is told in so many rows; the others unfold. */
const PAST_ROWS = 4;

/** Every concern with its evidence, since when, at what cost, and whether it still stands. */
export function concernTable(analysis: Analysis, rowsMax: number, options: PageOptions): Markup {
  const standing = standingConcerns(analysis);
  const past = pastConcerns(analysis);
  const all = standing.length + past.length;
  if (all === 0) return NOTHING;
  const dearest = past.toSorted(byCost);
  const pastRows = (from: number, to: number): Markup[] => {
    const shown = new Set(dearest.slice(from, to));
    return past
      .filter((concern) => shown.has(concern))
      .map((concern) => row(pastOnPage(concern, analysis, options), 'over'));
  };
  const standingRows = standing
    .slice(0, rowsMax)
    .map((concern) => row(standingOnPage(concern, analysis, options), 'stands'));
  const folded = pastRows(PAST_ROWS, rowsMax);
  const more = all - standingRows.length - Math.min(past.length, PAST_ROWS);
  const untold = more - folded.length;
  return html`<section class="card">
    <h2>${plural(all, 'concern')}</h2>
    ${table([...standingRows, ...pastRows(0, PAST_ROWS)])}
    ${
      more === 0
        ? undefined
        : html`<details class="fold more">
            <summary>and ${count(more)} more, over by now</summary>
            ${table(folded)}
            ${untold > 0 ? html`<p class="soft">and ${count(untold)} more</p>` : undefined}
          </details>`
    }
  </section>`;
}

function table(rows: readonly Markup[]): Markup {
  return html`<table class="concerns">
    <thead>
      <tr>
        <th scope="col">What was found</th>
        <th scope="col">Since</th>
        <th scope="col">Cost</th>
        <th scope="col">Now</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function row({ sentence, since, at, cost }: PageFinding, now: 'stands' | 'over'): Markup {
  return html`<tr class="${now}">
    <td>${sentence}</td>
    <td>${timed(capital(since), at)}</td>
    <td>${cost}</td>
    <td>${now}</td>
  </tr>`;
}

/** Dearest first: by tokens where they are known, by steps where not. */
function byCost(a: PastConcern, b: PastConcern): number {
  const [costA, costB] = [costOf(a), costOf(b)];
  return (costB.tokens ?? 0) - (costA.tokens ?? 0) || costB.steps - costA.steps;
}
