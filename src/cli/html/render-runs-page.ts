import type { Analysis } from '../analyze/analysis.ts';
import type { Overview } from '../analyze/overview.ts';
import { costOf, pastConcerns, standingConcerns } from '../terminal/concerns.ts';
import { count, kindWords, percent, plural, tokens } from '../terminal/words.ts';
import { projectTable, toolTable } from './cost-tables.ts';
import { type Markup, NOTHING, html } from './markup.ts';
import { page } from './page-shell.ts';
import {
  type PageFinding,
  type PageOptions,
  lossText,
  pastOnPage,
  sizeFigures,
  standingOnPage,
  timeOf,
} from './page-words.ts';
import { ONE_OF_MANY, runScreen } from './run-screen.ts';
import { trustBar, trustFigures } from './trust-bar.ts';

/** Many runs on one page: what they cost, where, and the worst of them, each unfolding to its screen. */
export function renderRunsPage(overview: Overview, options: PageOptions): string {
  const finding = findingOf(overview);
  const main = html`<p class="crumb">${spanOf(overview, options)}</p>
    <h1>${finding}</h1>
    ${lead(overview)}
    <div class="overview">${projectTable(overview, options)}${toolTable(overview.tools)}</div>
    ${worstRuns(overview, options)}`;
  return page(`${finding} · Second Thought`, main, options);
}

/** How much was read. */
function spanOf({ runs, steps, tokens: spent, since }: Overview, options: PageOptions): Markup {
  const size = [plural(runs, 'run'), plural(steps, 'step')];
  if (spent !== undefined) size.push(tokens(spent));
  const from = timeOf(since, options);
  return html`${size.join(' · ')}${from === undefined ? undefined : html` · since ${from}`}`;
}

function findingOf({ runs, looped, unverified, worst }: Overview): string {
  if (runs === 0) return 'Nothing to tell: no run was found.';
  const did: string[] = [];
  if (looped > 0) did.push(`${count(looped)} ${kindWords('loop').did}`);
  if (unverified > 0) did.push(`${count(unverified)} ${kindWords('unverified-claim').did}`);
  if (did.length > 0) return `Of ${plural(runs, 'run')} ${did.join(' and ')}.`;
  if (worst.length === 0) return `Nothing to tell: ${plural(runs, 'run')}, no concern.`;
  return `Of ${plural(runs, 'run')} none went round in a loop, but not all went well.`;
}

function lead({ tokens: all, tokensLost, projects, unreadable }: Overview): Markup {
  const steps = projects.reduce((sum, { stepsLost }) => sum + stepsLost, 0);
  const costs: string[] = [];
  if (steps > 0) costs.push(plural(steps, 'step'));
  if (tokensLost !== undefined && tokensLost > 0) costs.push(tokens(tokensLost));
  const known = tokensLost !== undefined && all !== undefined && tokensLost <= all;
  const share = known && tokensLost > 0 ? `, ${percent(tokensLost / all)} of all` : '';
  const cost =
    costs.length === 0 ? undefined : html`That cost <b>${costs.join(' and ')}</b>${share}. `;
  const unread =
    unreadable === 0
      ? undefined
      : html`${plural(unreadable, 'file')} could not be read, wholly or in part.`;
  return cost === undefined && unread === undefined
    ? NOTHING
    : html`<p class="lead">${cost}${unread}</p>`;
}

function worstRuns({ worst, runs }: Overview, options: PageOptions): Markup {
  if (worst.length === 0) return NOTHING;
  const heading = worst.length === 1 ? 'The run with a concern' : 'The worst runs';
  return html`<section>
    <h2 class="worst-heading">
      ${heading} <span class="soft">${count(worst.length)} of ${count(runs)}</span>
    </h2>
    <div class="worst">${worst.map((analysis) => worstRun(analysis, options))}</div>
  </section>`;
}

function worstRun(analysis: Analysis, options: PageOptions): Markup {
  const { agent, task, project, run, confidence, steps, outcome } = analysis;
  const finding = topFinding(analysis, options);
  const figures = [finding?.since ?? '', lossText(analysis)].filter((text) => text !== '');
  return html`<details class="worst-run">
    <summary>
      <span class="who">
        <bdi>${task ?? project ?? run}</bdi>
        <span class="soft"><bdi>${agent}</bdi></span>
      </span>
      <span class="what">
        <span>${finding?.sentence}</span>
        <span class="soft">${figures.join(' · ')}</span>
      </span>
      <span class="trust">
        ${trustBar(confidence, steps.length, outcome !== undefined)}
        <span>${trustFigures(confidence, steps.length)}</span>
      </span>
      <span class="size soft">
        ${sizeFigures(analysis)
          .slice(0, 2)
          .map((text) => html`<span>${text}</span>`)}
        ${outcome === undefined ? undefined : html`<span>ended ${outcome.succeeded ? 'well' : 'badly'}</span>`}
      </span>
    </summary>
    <div class="inside">
      <p class="crumb"><bdi>${run}</bdi></p>
      ${runScreen(analysis, ONE_OF_MANY, options)}
    </div>
  </details>`;
}

/** What a run is listed for: what stands, or else what was dearest. */
function topFinding(analysis: Analysis, options: PageOptions): PageFinding | undefined {
  const [standing] = standingConcerns(analysis);
  if (standing !== undefined) return standingOnPage(standing, analysis, options);
  const [past] = pastConcerns(analysis).toSorted(
    (a, b) =>
      (costOf(b).tokens ?? 0) - (costOf(a).tokens ?? 0) || costOf(b).steps - costOf(a).steps,
  );
  return past === undefined ? undefined : pastOnPage(past, analysis, options);
}
