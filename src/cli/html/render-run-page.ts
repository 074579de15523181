import type { Analysis } from '../analyze/analysis.ts';
import { pastConcerns, standingConcerns } from '../terminal/concerns.ts';
import { quietSentence } from '../terminal/render-run.ts';
import { glued, kindWords, plural } from '../terminal/words.ts';
import { type Markup, html } from './markup.ts';
import { page } from './page-shell.ts';
import { type PageOptions, capital, standingOnPage, timeOf } from './page-words.ts';
import { WHOLE_PAGE, runScreen } from './run-screen.ts';

/** One run as a page of its own: its finding, then what shows it. */
export function renderRunPage(analysis: Analysis, options: PageOptions): string {
  const main = html`<p class="crumb">${whose(analysis, options)}</p>
    ${heading(analysis, options)} ${runScreen(analysis, WHOLE_PAGE, options)}`;
  return page(titleOf(analysis), main, options);
}

/** Whose run it is, on what, when. */
function whose(analysis: Analysis, options: PageOptions): Markup {
  const { agent, task, run, project, startedAt } = analysis;
  const names = [agent, project, task === project ? undefined : task, run]
    .filter((name) => name !== undefined && name.trim() !== '')
    .map((name, index) => html`${index === 0 ? undefined : ' / '}<bdi>${name}</bdi>`);
  const started = timeOf(startedAt, options);
  return html`${names}${started === undefined ? undefined : html` · ${started}`}`;
}

/** The finding as a sentence, and below it since when, at what cost. */
export function heading(analysis: Analysis, options: PageOptions): Markup {
  const [top, ...others] = standingConcerns(analysis);
  if (top === undefined) return html`<h1>${quietSentence(analysis)}</h1>`;
  const { sentence, since, cost } = standingOnPage(top, analysis, options);
  const below = others.length + pastConcerns(analysis).length;
  const more = below > 0 ? html` ${plural(below, 'more concern')} below.` : undefined;
  return html`<h1>${sentence}</h1>
    <p class="lead">${capital(since)}${cost === '' ? '.' : `: ${cost}.`}${more}</p>`;
}

function titleOf(analysis: Analysis): string {
  const [top] = standingConcerns(analysis);
  const finding =
    top === undefined
      ? quietSentence(analysis)
      : `${kindWords(top.kind).title}: ${glued(top.evidence)}`;
  return `${finding} · Second Thought`;
}
