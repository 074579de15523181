import type { Analysis, FoundConcern } from '../analyze/analysis.ts';
import { type PastConcern, lossOf } from '../terminal/concerns.ts';
import { type Finding, standingFinding, pastFinding } from '../terminal/findings.ts';
import type { TerminalStyle } from '../terminal/style.ts';
import { duration, percent, plural, tokens } from '../terminal/words.ts';
import { type Markup, html, joined } from './markup.ts';

/** The terminal's words, on a page: the same sentence and the same number on both. */

/** What a page depends on besides what was found. */
export interface PageOptions {
  readonly version: string;
  /** Files that were read, as they were named. */
  readonly files: readonly string[];
  /** When the page was made: ms since the epoch. */
  readonly now: number;
  /** IANA name of the zone that clock times are shown in; the machine's own by default. */
  readonly timeZone?: string;
}

/** A terminal without limits: nothing is broken, cut or painted. */
export function wideStyle({ timeZone }: PageOptions): TerminalStyle {
  const style = { columns: Infinity, colour: false, unicode: true };
  return timeZone === undefined ? style : { ...style, timeZone };
}

/** What is wrong, as a row or a heading has it. */
export interface PageFinding {
  /** "Loop: `npm test` ×6, …", its kind in bold. */
  readonly sentence: Markup;
  readonly since: string;
  /** The exact time of that, where the file's times are since the epoch. */
  readonly at: number | undefined;
  /** "18 steps · 98 k tokens · 77 % of its tokens", or empty. */
  readonly cost: string;
}

export function standingOnPage(
  concern: FoundConcern,
  analysis: Analysis,
  options: PageOptions,
): PageFinding {
  return onPage(standingFinding(concern, analysis, wideStyle(options)), concern, analysis);
}

export function pastOnPage(
  concern: PastConcern,
  analysis: Analysis,
  options: PageOptions,
): PageFinding {
  return onPage(pastFinding(concern, analysis, wideStyle(options)), concern, analysis);
}

function onPage(
  { sentence, figures: [since = '', ...cost] }: Finding,
  concern: FoundConcern,
  { startedAt }: Analysis,
): PageFinding {
  // The mark before it is the page's own: a bar in the colour of what is wrong.
  const spans = sentence.filter(({ text }) => text !== '!' && text !== ' ');
  return {
    sentence: joined(
      spans.map(({ text, ink }) =>
        ink === 'kind' ? html`<b class="kind">${text}</b>` : withCode(text.replace(/^ {2}/, '')),
      ),
      '',
    ),
    since,
    at: startedAt === undefined ? undefined : concern.since.at,
    cost: cost.map(withWhole).join(' · '),
  };
}

/** The terminal's last figure is a share; where there is room, it is said of what. */
function withWhole(figure: string): string {
  return figure.endsWith('%') ? `${figure} of its tokens` : figure;
}

/** Evidence quotes commands in backticks: on a page they are set as code. */
export function withCode(text: string): Markup {
  const pieces = text.split(/`([^`]+)`/);
  return joined(
    pieces.map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece)),
    '',
  );
}

/** "18 steps · 98 k tokens · 77 % of its tokens": what concerns cost a run; empty where nothing. */
export function lossText(analysis: Analysis): string {
  const loss = lossOf(analysis);
  const figures: string[] = [];
  if (loss.steps > 0) figures.push(plural(loss.steps, 'step'));
  if (loss.tokens !== undefined && loss.tokens > 0) {
    figures.push(tokens(loss.tokens));
    const all = analysis.tokens;
    if (all !== undefined && loss.tokens <= all) {
      figures.push(withWhole(percent(loss.tokens / all)));
    }
  }
  return figures.join(' · ');
}

/** The run's size, as the terminal's first line has it: only what is known. */
export function sizeFigures(analysis: Analysis): string[] {
  const figures: string[] = [];
  if (analysis.steps.length > 0) figures.push(plural(analysis.steps.length, 'step'));
  if (analysis.ms !== undefined) figures.push(duration(analysis.ms));
  if (analysis.tokens !== undefined) figures.push(tokens(analysis.tokens));
  return figures;
}

/** A sentence's first letter as a heading or a line of its own has it. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The last time that a `Date` can hold. */
const TIME_MS_MAX = 8.64e15;

/** "24 Nov 2026, 09:00", exact for machines; nothing for what is no time. */
export function timeOf(at: number | undefined, { timeZone }: PageOptions): Markup | undefined {
  if (at === undefined || !(Math.abs(at) <= TIME_MS_MAX)) return undefined;
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return timed(format.format(at), at);
}

/** Words for a time, with the exact one for machines and under the pointer. */
export function timed(words: string, at: number | undefined): Markup {
  if (at === undefined || !(Math.abs(at) <= TIME_MS_MAX)) return html`${words}`;
  const exact = new Date(at).toISOString();
  return html`<time datetime="${exact}" title="${exact}">${words}</time>`;
}
