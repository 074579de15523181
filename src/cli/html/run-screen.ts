import type { Analysis } from '../analyze/analysis.ts';
import { pastConcerns, standingConcerns } from '../terminal/concerns.ts';
import { basisOf, isTooEarly, rangeOf } from '../terminal/forecast.ts';
import { endingOf } from '../terminal/inferred.ts';
import { toldOf } from '../terminal/render-run.ts';
import { count, glued, percent } from '../terminal/words.ts';
import { chart } from './chart.ts';
import { concernTable } from './concern-table.ts';
import { marksNote } from './lanes.ts';
import { type Markup, NOTHING, html } from './markup.ts';
import { type PageOptions, capital, lossText, sizeFigures, withCode } from './page-words.ts';
import { stepTable } from './step-table.ts';
import { trustBar } from './trust-bar.ts';

/** How much of a run is drawn: all of the page is its own, or it is one of twenty. */
export interface Room {
  readonly chartPoints: number;
  readonly stepRows: number;
  readonly concernRows: number;
  readonly problems: number;
}

export const WHOLE_PAGE: Room = {
  chartPoints: 480,
  stepRows: 200,
  concernRows: 40,
  problems: 20,
};
export const ONE_OF_MANY: Room = {
  chartPoints: 120,
  stepRows: 30,
  concernRows: 8,
  problems: 3,
};

/** What was found in one run, below its finding: its size, chart, forecast, concerns and steps. */
export function runScreen(analysis: Analysis, room: Room, options: PageOptions): Markup {
  return html`${figures(analysis)}
    <div class="run">
      <div class="main">
        ${chartCard(analysis, room)}${concernTable(analysis, room.concernRows, options)}
      </div>
      <div class="side">${trustCard(analysis)}${adviceCard(analysis)}</div>
      <div class="rest">
        ${stepTable(analysis, room.stepRows)}${problems(analysis, room.problems)}
      </div>
    </div>`;
}

/** Steps, time, tokens, and what was lost of them; only what is known. */
function figures(analysis: Analysis): Markup {
  const size = sizeFigures(analysis);
  // Of one concern the finding says the same; of several they do not simply add up.
  const several = standingConcerns(analysis).length + pastConcerns(analysis).length > 1;
  const loss = several ? lossText(analysis) : '';
  if (size.length === 0 && loss === '') return NOTHING;
  const all = size.map((text) => html`<li>${text}</li>`);
  const lost =
    loss === '' ? undefined : html`<li class="lost"><b class="kind">Lost</b> ${loss}</li>`;
  return html`<ul class="figures">
    ${all}${lost}
  </ul>`;
}

function chartCard(analysis: Analysis, room: Room): Markup {
  if (analysis.steps.length === 0) return NOTHING;
  return html`<section class="card chart-card">
    <h2>Likely to end well</h2>
    <p class="caption">
      Shaded: where this forecast will lie at the end of the run, 9 times in
      10.${marksNote(analysis.steps.length)}
    </p>
    ${chart(analysis, room.chartPoints)}
    <p class="readout" hidden></p>
  </section>`;
}

/** The number, the bar, where it may lie, and what all that rests on. */
function trustCard(analysis: Analysis): Markup {
  const { confidence, steps, outcome } = analysis;
  const ending = endingOf(analysis);
  const ended = outcome !== undefined;
  const early = isTooEarly(steps.length, confidence);
  const range = rangeOf(confidence, steps.length, ended);
  const number = percent(confidence.value);
  const label = ended ? 'forecast before its end' : 'likely to end well';
  return html`<section class="card trust-card">
    ${outcome === undefined ? undefined : outcomeLine(outcome.succeeded)}
    ${ending === undefined ? undefined : html`<p class="outcome">${ending}</p>`}
    <h2 class="number">
      ${early ? html`<span class="early">Too early to say</span>` : html`<b>${number}</b>`}
      <span>${label}</span>
    </h2>
    ${trustBar(confidence, steps.length, ended)}
    <p>${early ? `${number}, ${range}` : capital(range)}. ${basisOf(confidence)}</p>
  </section>`;
}

function outcomeLine(succeeded: boolean): Markup {
  return succeeded
    ? html`<p class="outcome"><b>✓ ended well</b></p>`
    : html`<p class="outcome stop"><b>✕ ended badly</b></p>`;
}

function adviceCard(analysis: Analysis): Markup {
  const told = toldOf(analysis);
  if (told === undefined) return NOTHING;
  const chips = {
    tell: html`<span class="chip told">› tell</span>`,
    ask: html`<span class="chip ask">? ask</span>`,
    stop: html`<span class="chip stop">■ stop</span>`,
  };
  return html`<section class="card advice">
    <h2>${chips[told.action]} ${told.lead}</h2>
    <blockquote>“${withCode(told.tell)}”</blockquote>
    <button type="button" class="copy" hidden>Copy the sentence</button>
  </section>`;
}

/** What was odd in the file, each once. */
function problems({ problems: all }: Analysis, shown: number): Markup {
  if (all.length === 0) return NOTHING;
  const more = all.length - shown;
  return html`<section class="card problems">
    <h2>While reading</h2>
    <ul>
      ${all.slice(0, shown).map((problem) => html`<li>${glued(problem)}</li>`)}${
        more > 0 ? html`<li>and ${count(more)} more</li>` : undefined
      }
    </ul>
  </section>`;
}
