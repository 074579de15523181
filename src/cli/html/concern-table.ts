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
} from './page-words.ts';

/** Every concern with its evidence, since when, at what cost, and whether it still stands. */
export function concernTable(analysis: Analysis, rowsMax: number, options: PageOptions): Markup {
  const standing = standingConcerns(analysis);
  const past = pastConcerns(analysis);
  const all = standing.length + past.length;
  if (all === 0) return NOTHING;
  const shown = standing.slice(0, rowsMax);
  const dearest = new Set(past.toSorted(byCost).slice(0, rowsMax - shown.length));
  const rows = [
    ...shown.map((concern) => row(standingOnPage(concern, analysis, options), 'stands')),
    ...past
      .filter((concern) => dearest.has(concern))
      .map((concern) => row(pastOnPage(concern, analysis, options), 'over')),
  ];
  const more = all - rows.length;
  return html`<section class="card">
    <h2>${plural(all, 'concern')}</h2>
    <table class="concerns">
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
    </table>
    ${more > 0 ? html`<p class="soft">and ${count(more)} more</p>` : undefined}
  </section>`;
}

function row({ sentence, since, cost }: PageFinding, now: 'stands' | 'over'): Markup {
  return html`<tr class="${now}">
    <td>${sentence}</td>
    <td>${capital(since)}</td>
    <td>${cost}</td>
    <td>${now}</td>
  </tr>`;
}

/** Dearest first: by tokens where they are known, by steps where not. */
function byCost(a: PastConcern, b: PastConcern): number {
  const [costA, costB] = [costOf(a), costOf(b)];
  return (costB.tokens ?? 0) - (costA.tokens ?? 0) || costB.steps - costA.steps;
}
