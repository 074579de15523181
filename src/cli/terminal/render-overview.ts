import type { Overview, ProjectCost } from '../analyze/overview.ts';
import { type Line, cut, print, spaced, terminalText, wrap } from './lines.ts';
import { lastFolder, runsBlocks } from './render-runs.ts';
import type { RunsSummary } from './runs-summary.ts';
import type { TerminalStyle } from './style.ts';
import { type Column, tableLines } from './table.ts';
import { ago, count, kindWords, magnitude, percent, plural } from './words.ts';

const PROJECTS_SHOWN = 10;
const TOOLS_SHOWN = 8;
/** Of the name of a run so much is shown: enough to tell it by. */
const RUN_COLUMNS_MAX = 24;

const WORST_SHOWN = 5;
const UUID = /^([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-/;

const PROJECT_COLUMNS: readonly Column[] = [
  { heading: 'project', side: 'left', spare: 0 },
  { heading: 'runs', side: 'right', spare: 2 },
  { heading: 'looped', side: 'right', spare: 0 },
  { heading: 'unverified', side: 'right', spare: 0 },
  { heading: 'steps lost', side: 'right', spare: 0 },
  { heading: 'tokens lost', side: 'right', spare: 0 },
  { heading: 'of all', side: 'right', spare: 1 },
  { heading: 'worst', side: 'left', spare: 4 },
];

const TOOL_COLUMNS: readonly Column[] = [
  { heading: 'began with', side: 'left', spare: 0 },
  { heading: 'concerns', side: 'right', spare: 0 },
  { heading: 'steps lost', side: 'right', spare: 1 },
  { heading: 'tokens lost', side: 'right', spare: 0 },
];

const WORST_COLUMNS: readonly Column[] = [
  { heading: 'worst', side: 'left', spare: 0 },
  { heading: 'project', side: 'left', spare: 1 },
  { heading: 'wrong', side: 'left', spare: 0 },
  { heading: 'steps lost', side: 'right', spare: 2 },
  { heading: 'tokens lost', side: 'right', spare: 0 },
  { heading: 'when', side: 'left', spare: 3 },
];

/**
 * What many sessions cost, by project and by tool, then the worst of them. No line is wider than
 * the terminal; without a last line break.
 *
 * @param now For how long ago it was, in ms since the epoch.
 * @param command What printed this, to be typed again for one run of them.
 */
export function renderOverview(
  summary: RunsSummary,
  overview: Overview,
  style: TerminalStyle,
  now: number,
  command?: string,
): string {
  const tables = [
    projectTable(overview, style, now),
    toolTable(overview, style),
    worstTable(summary, style, now, command),
  ];
  const scope = overview.since === undefined ? undefined : sinceWords(overview.since, style);
  return print(spaced(runsBlocks(summary, style, scope, tables)), style);
}

function projectTable({ projects }: Overview, style: TerminalStyle, now: number): Line[] {
  // Where all is well there is nothing to tell.
  const wrong = projects.filter(({ worst }) => worst !== undefined);
  const shown = wrong.slice(0, PROJECTS_SHOWN);
  const known = shown.some(({ tokensLost = 0 }) => tokensLost > 0);
  // Where tokens are told, steps would only say the same again.
  const rows = shown.map((cost) => {
    const { project, runs, looped, unverified, tokens, tokensLost, stepsLost } = cost;
    const share = tokens !== undefined && tokens > 0 && tokensLost !== undefined && tokensLost > 0;
    return [
      project,
      count(runs),
      looped > 0 ? count(looped) : '',
      unverified > 0 ? count(unverified) : '',
      stepsLost > 0 && !known ? count(stepsLost) : '',
      tokensLost !== undefined && tokensLost > 0 ? magnitude(tokensLost) : '',
      share && tokensLost <= tokens ? percent(tokensLost / tokens) : '',
      worstWords(cost, style, now),
    ];
  });
  return [
    ...tableLines(PROJECT_COLUMNS, rows, style),
    ...more(wrong.length - shown.length, 'project'),
    ...(wrong.length > 0 && wrong.length < projects.length
      ? [[{ text: ` ${plural(projects.length - wrong.length, 'project')} without a concern` }]]
      : []),
  ];
}

/** "fix-flaky-test, 38 k, 3 days ago" */
function worstWords({ worst }: ProjectCost, style: TerminalStyle, now: number): string {
  if (worst === undefined) return '';
  const { run, tokensLost = 0, stepsLost, at } = worst;
  const parts = [shortName(terminalText(run, style), style)];
  if (tokensLost > 0) parts.push(magnitude(tokensLost));
  else if (stepsLost > 0) parts.push(plural(stepsLost, 'step'));
  if (at !== undefined) parts.push(ago(now - at));
  return parts.join(', ');
}

/** Of a UUID its first part: what one would say of it aloud. */
export function shortName(run: string, style: TerminalStyle): string {
  const uuid = UUID.exec(run);
  return uuid === null ? cut(run, RUN_COLUMNS_MAX, style) : `${uuid[1]}${terminalText('…', style)}`;
}

function toolTable({ tools }: Overview, style: TerminalStyle): Line[] {
  const shown = tools.slice(0, TOOLS_SHOWN);
  const rows = shown.map(({ tool, concerns, stepsLost, tokensLost = 0 }) => [
    tool,
    count(concerns),
    stepsLost > 0 ? count(stepsLost) : '',
    tokensLost > 0 ? magnitude(tokensLost) : '',
  ]);
  return [...tableLines(TOOL_COLUMNS, rows, style), ...more(tools.length - shown.length, 'tool')];
}

function worstTable(
  summary: RunsSummary,
  style: TerminalStyle,
  now: number,
  command: string | undefined,
): Line[] {
  const shown = summary.worst.slice(0, WORST_SHOWN);
  const rows = shown.map(({ run, project = '', kind, stepsLost, tokensLost = 0, at }) => [
    shortName(terminalText(run, style), style),
    lastFolder(project),
    kindWords(kind).label,
    stepsLost > 0 ? count(stepsLost) : '',
    tokensLost > 0 ? magnitude(tokensLost) : '',
    at === undefined ? '' : ago(now - at),
  ]);
  return [
    ...tableLines(WORST_COLUMNS, rows, style),
    ...more(summary.runsWithConcern - shown.length, 'run'),
    ...lookAt(command, shown[0]?.run, style),
  ];
}

/** How to see one of them: only where all of it can be typed as it stands. */
function lookAt(
  command: string | undefined,
  run: string | undefined,
  style: TerminalStyle,
): Line[] {
  if (command === undefined || run === undefined) return [];
  if (!/^[\w.-]{1,64}$/.test(run) || !/^[\w ./~+@-]{1,200}$/.test(command)) return [];
  const name = UUID.exec(run)?.[1] ?? run;
  return wrap([{ text: ` To see one: ${command} --run ${name}` }], style, 3);
}

function more(left: number, what: string): Line[] {
  return left > 0 ? [[{ text: ` and ${plural(left, `more ${what}`, `more ${what}s`)}` }]] : [];
}

export function sinceWords(since: number, { timeZone }: TerminalStyle): string {
  const day = new Date(since).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return `changed since ${day}`.replaceAll(' ', '\u00a0');
}
