import type { Overview, ProjectCost } from '../analyze/overview.ts';
import { type Line, cut, print, spaced, terminalText } from './lines.ts';
import { runsBlocks } from './render-runs.ts';
import type { RunsSummary } from './runs-summary.ts';
import type { TerminalStyle } from './style.ts';
import { type Column, tableLines } from './table.ts';
import { ago, count, magnitude, percent, plural } from './words.ts';

const PROJECTS_SHOWN = 10;
const TOOLS_SHOWN = 8;
/** Of the name of a run so much is shown: enough to tell it by. */
const RUN_COLUMNS_MAX = 24;

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

/**
 * What many sessions cost, by project and by tool, then the worst of them. No line is wider than
 * the terminal; without a last line break.
 *
 * @param now For how long ago it was, in ms since the epoch.
 */
export function renderOverview(
  summary: RunsSummary,
  overview: Overview,
  style: TerminalStyle,
  now: number,
): string {
  const tables = [projectTable(overview, style, now), toolTable(overview, style)];
  const scope = overview.since === undefined ? undefined : sinceWords(overview.since, style);
  return print(spaced(runsBlocks(summary, style, tables, scope)), style);
}

function projectTable({ projects }: Overview, style: TerminalStyle, now: number): Line[] {
  const shown = projects.slice(0, PROJECTS_SHOWN);
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
    ...more(projects.length - shown.length, 'project'),
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
function shortName(run: string, style: TerminalStyle): string {
  const uuid = /^([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-/.exec(run);
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

function more(left: number, what: string): Line[] {
  return left > 0 ? [[{ text: ` and ${plural(left, `more ${what}`, `more ${what}s`)}` }]] : [];
}

function sinceWords(since: number, { timeZone }: TerminalStyle): string {
  const day = new Date(since).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return `changed since ${day}`;
}
