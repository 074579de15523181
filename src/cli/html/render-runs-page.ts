import type { Analysis } from '../analyze/analysis.ts';
import type { Overview } from '../analyze/overview.ts';
import { costOf, pastConcerns, standingConcerns } from '../terminal/concerns.ts';
import { shortName, sinceWords } from '../terminal/render-overview.ts';
import {
  costSentence,
  findingSpans,
  lastFolder,
  outcomeSentence,
} from '../terminal/render-runs.ts';
import type { RunsSummary } from '../terminal/runs-summary.ts';
import { count, plural, tokens } from '../terminal/words.ts';
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
  wideStyle,
} from './page-words.ts';
import { ONE_OF_MANY, runScreen } from './run-screen.ts';
import { trustBar, trustFigures } from './trust-bar.ts';

/** Room for the screens of the worst runs, so that the page stays under 500 kB. */
const SCREENS_CHARS_MAX = 330_000;

/** Many runs on one page: what they cost, where, and the worst of them, each unfolding to its screen. */
export function renderRunsPage(
  overview: Overview,
  summary: RunsSummary,
  options: PageOptions,
): string {
  const finding = findingSpans(summary)
    .map(({ text }) => text)
    .join('');
  const main = html`<p class="crumb">${sizeOf(summary, overview, options)}</p>
    <h1>${finding}</h1>
    ${lead(summary, overview)}
    <div class="overview">${projectTable(overview, options)}${toolTable(overview.tools)}</div>
    ${worstRuns(overview, options)}`;
  return page(`${finding} · Second Thought`, main, options);
}

/** How much was read, of whom. */
function sizeOf(summary: RunsSummary, { since }: Overview, options: PageOptions): Markup {
  const size = [plural(summary.runs, 'run')];
  if (summary.steps > 0) size.push(plural(summary.steps, 'step'));
  if (summary.tokens > 0) size.push(tokens(summary.tokens));
  if (since !== undefined) size.push(sinceWords(since, wideStyle(options)));
  const { agent, severalAgents } = summary;
  const who = agent === undefined ? undefined : html`<bdi>${agent}</bdi> · `;
  return html`${severalAgents ? 'several agents · ' : who}${size.join(' · ')}`;
}

function lead(summary: RunsSummary, { unreadable }: Overview): Markup {
  const sentences = [
    summary.runsWithConcern === 0 ? '' : costSentence(summary),
    outcomeSentence(summary),
    summary.runsWithProblem === 0
      ? ''
      : `Problems while reading in ${plural(summary.runsWithProblem, 'run')}.`,
    unreadable === 0 ? '' : `${plural(unreadable, 'file')} could not be read, wholly or in part.`,
  ].filter((sentence) => sentence !== '');
  return sentences.length === 0 ? NOTHING : html`<p class="lead">${sentences.join(' ')}</p>`;
}

function worstRuns({ worst, runs }: Overview, options: PageOptions): Markup {
  if (worst.length === 0) return NOTHING;
  const screens = screensOf(worst, options);
  const heading = worst.length === 1 ? 'The run with a concern' : 'The worst runs';
  return html`<section>
    <h2 class="worst-heading">
      ${heading} <span class="soft">${count(worst.length)} of ${count(runs)}</span>
    </h2>
    <div class="worst">
      ${worst.map((analysis, index) => worstRun(analysis, screens[index], options))}
    </div>
  </section>`;
}

/**
 * The screen of each run, as long as there is room: with hundreds of steps and the longest names each
 * would take more than its share, and a page must stay small enough to be sent.
 */
function screensOf(worst: readonly Analysis[], options: PageOptions): readonly Markup[] {
  let left = SCREENS_CHARS_MAX;
  return worst.map((analysis) => {
    const screen = runScreen(analysis, ONE_OF_MANY, options);
    left -= screen.markup.length;
    return left >= 0 ? screen : html`<p>This page has no room for its screen.</p>`;
  });
}

function worstRun(analysis: Analysis, screen: Markup | undefined, options: PageOptions): Markup {
  const { agent, task, project, run, confidence, steps, outcome } = analysis;
  const finding = topFinding(analysis, options);
  // Coding agents name the folder they work in as their task: its last part says enough.
  const folder = project === undefined ? run : lastFolder(project);
  const name = task === undefined || task === project ? folder : task;
  const figures = [finding?.since ?? '', lossText(analysis)].filter((text) => text !== '');
  return html`<details class="worst-run">
    <summary>
      <span class="who">
        <bdi>${name}</bdi>
        <span class="soft"
          ><bdi>${agent}</bdi
          >${name === run ? undefined : html` · <bdi>${shortName(run, wideStyle(options))}</bdi>`}</span
        >
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
      ${screen}
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
