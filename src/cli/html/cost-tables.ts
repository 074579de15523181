import type { Overview, ProjectCost, ToolCost } from '../analyze/overview.ts';
import { count, magnitude, percent, plural, tokens } from '../terminal/words.ts';
import { type Content, type Markup, NOTHING, html, joined } from './markup.ts';
import { type PageOptions, capital, timeOf } from './page-words.ts';

/** Rows of a table; the rest is counted. */
const PROJECTS_SHOWN = 10;
const TOOLS_SHOWN = 8;

/** Where it was lost, dearest first. With one project alone there is nothing to compare. */
export function projectTable({ projects, worst: kept }: Overview, options: PageOptions): Markup {
  if (projects.length < 2) return NOTHING;
  const tasks = new Map(
    kept.flatMap(({ run, task, project }) => (task === project ? [] : [[run, task] as const])),
  );
  const wrong = projects.filter(({ worst }) => worst !== undefined);
  // Where tokens are told, steps would only say the same again.
  const known = wrong.some(({ tokensLost = 0 }) => tokensLost > 0);
  const rows = wrong
    .slice(0, PROJECTS_SHOWN)
    .map((cost) => [
      html`<bdi>${cost.project}</bdi>`,
      count(cost.runs),
      some(cost.looped),
      some(cost.unverified),
      known ? '' : some(cost.stepsLost),
      lost(cost.tokensLost),
      shareOf(cost.tokensLost, cost.tokens),
      worstOf(cost, tasks, options),
    ]);
  const more = wrong.length - rows.length;
  const quiet = projects.length - wrong.length;
  const headings = [
    'Project',
    'Runs',
    'Looped',
    'Unverified',
    'Steps lost',
    'Tokens lost',
    'Of all',
    'Worst',
  ];
  return tableCard('Projects', headings, rows, [
    more > 0 ? `and ${plural(more, 'more project')}` : '',
    quiet > 0 ? `${plural(quiet, 'project')} without a concern` : '',
  ]);
}

/** What concerns began with, dearest first. */
export function toolTable(tools: readonly ToolCost[]): Markup {
  if (tools.length === 0) return NOTHING;
  const rows = tools
    .slice(0, TOOLS_SHOWN)
    .map(({ tool, concerns, stepsLost, tokensLost }) => [
      html`<code>${tool}</code>`,
      count(concerns),
      some(stepsLost),
      lost(tokensLost),
    ]);
  const headings = ['Began with', 'Concerns', 'Steps lost', 'Tokens lost'];
  const more = tools.length - rows.length;
  return tableCard('Tools', headings, rows, [more > 0 ? `and ${plural(more, 'more tool')}` : '']);
}

/** "fix-flaky-test, 38 k tokens, 20 Nov 2026, 09:00": by its task where that is still known. */
function worstOf(
  { worst }: ProjectCost,
  tasks: ReadonlyMap<string, string | undefined>,
  options: PageOptions,
): Markup {
  if (worst === undefined) return NOTHING;
  const parts: Content[] = [html`<bdi>${tasks.get(worst.run) ?? worst.run}</bdi>`];
  if (worst.tokensLost !== undefined && worst.tokensLost > 0) parts.push(tokens(worst.tokensLost));
  const time = timeOf(worst.at, options);
  if (time !== undefined) parts.push(time);
  return joined(parts, ', ');
}

/**
 * A table of figures; an empty cell is no news, and a column of them is none. On a telephone each row
 * becomes lines, and each figure is followed by its heading.
 */
function tableCard(
  title: string,
  headings: readonly string[],
  rows: readonly (readonly Content[])[],
  notes: readonly string[],
): Markup {
  if (rows.length === 0) return NOTHING;
  const columns = headings.flatMap((heading, index) =>
    rows.some((cells) => cells[index] !== '' && cells[index] !== NOTHING)
      ? [{ heading, index }]
      : [],
  );
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${columns.map(({ heading, index }) => html`<td data-heading="${behind(cells[index], heading)}">${cells[index]}</td>`)}
      </tr> `,
  );
  const told = notes.filter((note) => note !== '');
  return html`<section class="card">
    <h2>${title}</h2>
    <table class="costs">
      <thead>
        <tr>
          ${columns.map(({ heading }) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
    ${told.map((note) => html`<p class="soft note">${capital(note)}</p>`)}
  </section>`;
}

/** "40 concerns", "1 concern". */
function behind(cell: Content, heading: string): string {
  const words = heading.toLowerCase();
  return cell === '1' ? words.replace(/^(run|concern|step)s/, '$1') : words;
}

function some(n: number): string {
  return n === 0 ? '' : count(n);
}

function lost(n: number | undefined): string {
  return n === undefined || n === 0 ? '' : magnitude(n);
}

function shareOf(part: number | undefined, all: number | undefined): string {
  return part === undefined || part === 0 || all === undefined || part > all
    ? ''
    : percent(part / all);
}
