import { CONCERN_KINDS, type ConcernKind } from '../../engine/report/report.ts';
import {
  type Line,
  type Span,
  cut,
  pad,
  print,
  spaced,
  terminalText,
  widthOf,
  wrap,
} from './lines.ts';
import { nextStepLines } from './next-step.ts';
import type { RunsSummary, WorstRun } from './runs-summary.ts';
import type { TerminalStyle } from './style.ts';
import { count, countOf, kindWords, magnitude, percent, plural, tokens } from './words.ts';

/** Between the columns of the table. */
const GAP = 3;
/** A name gets at least so many columns, or a line of its own above its figures. */
const NAME_COLUMNS_MIN = 24;
/** A task beside a run's name is shown if so much of it fits. */
const TASK_COLUMNS_MIN = 12;
/** Rows that have two lines or more each: half as many. */
const NARROW_ROWS = 5;

/**
 * Many runs on one screen: what was found in how many, what it cost, the worst of them, how they
 * ended. No line is wider than the terminal; without a last line break.
 */
export function renderRuns(summary: RunsSummary, style: TerminalStyle): string {
  return print(spaced(runsBlocks(summary, style)), style);
}

/**
 * The parts of that screen.
 *
 * @param scope What the header adds of the choice of runs: "changed since 25 October".
 * @param tables In place of the table of the worst runs.
 */
export function runsBlocks(
  summary: RunsSummary,
  style: TerminalStyle,
  scope?: string,
  tables?: readonly (readonly Line[])[],
): (readonly Line[])[] {
  return [
    headerLines(summary, style, scope),
    findingLines(summary, style),
    ...(tables ?? [tableLines(summary, style)]),
    outcomeLines(summary, style),
    problemLines(summary, style),
    nextStepLines(usualHost(summary), style),
  ];
}

function usualHost({ hosts }: RunsSummary): string | undefined {
  return [...hosts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function headerLines(summary: RunsSummary, style: TerminalStyle, scope?: string): Line[] {
  const parts: string[] = [];
  if (summary.agent !== undefined) {
    parts.push(cut(terminalText(summary.agent, style), Math.max(style.columns, 80) - 2, style));
  }
  if (summary.severalAgents) parts.push('several agents');
  parts.push(plural(summary.runs, 'run'));
  if (summary.steps > 0) parts.push(plural(summary.steps, 'step'));
  if (summary.tokens > 0) parts.push(tokens(summary.tokens));
  if (scope !== undefined) parts.push(scope);
  return wrap([{ text: parts.filter((part) => part.trim() !== '').join('\u00a0· ') }], style);
}

function findingLines(summary: RunsSummary, style: TerminalStyle): Line[] {
  const finding = findingSpans(summary);
  if (summary.runsWithConcern === 0) return wrap(finding, style);
  const cost = { text: ` ${costSentence(summary)}` };
  return wrap([{ text: '!', ink: 'warn' }, { text: ' ' }, ...finding, cost], style, 2);
}

/** What was found in how many of the runs, as a sentence. */
export function findingSpans(summary: RunsSummary): Span[] {
  if (summary.runs === 0) return [{ text: 'Nothing to tell: no run was found.' }];
  if (summary.runsWithConcern === 0) {
    return [{ text: `Nothing to tell: ${plural(summary.runs, 'run')}, no concern.` }];
  }
  // The same files in another order say the same: where counts are equal, the kinds' own order.
  const kinds = CONCERN_KINDS.map((kind): [ConcernKind, number] => [
    kind,
    summary.runsByKind.get(kind) ?? 0,
  ])
    .filter(([, runs]) => runs > 0)
    .toSorted(([, a], [, b]) => b - a);
  const did = kinds.map(([kind, runs]): Span[] => [
    { text: `${count(runs)} ` },
    { text: kindWords(kind).did, ink: 'kind' },
  ]);
  return [{ text: `Of ${plural(summary.runs, 'run')} ` }, ...listed(did), { text: '.' }];
}

/** "That cost 1,204 steps and 2.1 M tokens, 3 % of all."; empty where it cost nothing. */
export function costSentence(summary: RunsSummary): string {
  const costs: string[] = [];
  if (summary.stepsLost > 0) costs.push(plural(summary.stepsLost, 'step'));
  if (summary.tokensLost > 0) costs.push(tokens(summary.tokensLost));
  if (costs.length === 0) return '';
  // Where a run's total is unknown, so is its part in the share: then no share is given.
  const known = summary.tokensLost > 0 && summary.tokensLost === summary.tokensLostOfKnown;
  const share = known ? `, ${percent(summary.tokensLost / summary.tokens)} of all` : '';
  return `That cost ${costs.join(' and ')}${share}.`;
}

/** A row before it is laid out. Figures that no row has are no column. */
interface Row {
  readonly run: string;
  readonly task: string;
  readonly figures: readonly string[];
}

const HEADINGS = ['wrong', 'since step', 'steps', 'tokens', 'ended'] as const;
const SINCE = HEADINGS.indexOf('since step');

function tableLines(summary: RunsSummary, style: TerminalStyle): Line[] {
  const rows = summary.worst.map((run) => rowOf(run, style));
  if (rows.length === 0) return [];
  const widths: number[] = HEADINGS.map((heading, column) => {
    const figures = rows.map((row) => widthOf(row.figures[column] ?? ''));
    return figures.some((width) => width > 0) ? Math.max(heading.length, ...figures) : 0;
  });
  const roomForNames = (): number =>
    widths.reduce((room, width) => room - (width > 0 ? GAP + width : 0), style.columns - 1);
  // A name on one line is worth more than where it began, which the run's own screen tells.
  if (rows.some(({ run }) => widthOf(run) > roomForNames())) widths[SINCE] = 0;
  const room = roomForNames();
  if (room < NAME_COLUMNS_MIN) return narrowTable(summary, style);

  const heading = headingOf(summary);
  const nameWidth = Math.min(room, Math.max(heading.length, ...rows.map(nameWidthOf)));
  const figuresOf = (figures: readonly string[]): string =>
    figures
      .map((text, column) => {
        const width = widths[column] ?? 0;
        // Words to the left, numbers to the right, so that digits stand below digits.
        const side = column === 0 || column === HEADINGS.length - 1 ? 'right' : 'left';
        return width === 0 ? '' : ' '.repeat(GAP) + pad(text, width, side);
      })
      .join('');
  return [
    [{ text: ` ${pad(heading, nameWidth)}${figuresOf(HEADINGS)}` }],
    ...rows.flatMap((row) => {
      const [first = '', ...rest] = nameCell(row, nameWidth, style);
      return [
        [{ text: ` ${pad(first, nameWidth)}${figuresOf(row.figures)}` }],
        ...rest.map((text) => [{ text: ` ${text}` }]),
      ];
    }),
    ...moreLines(summary, rows.length),
  ];
}

function headingOf({ tokensLost }: RunsSummary): string {
  return `worst, by ${tokensLost > 0 ? 'tokens' : 'steps'} lost`;
}

function rowOf(run: WorstRun, style: TerminalStyle): Row {
  const task = terminalText(lastFolder(run.task ?? ''), style);
  const name = terminalText(run.run, style);
  return {
    run: name,
    task: name.includes(task) ? '' : task,
    figures: [
      terminalText(kindWords(run.kind).label, style),
      run.sinceStep === undefined ? '' : count(run.sinceStep),
      run.stepsLost > 0 ? count(run.stepsLost) : '',
      run.tokensLost !== undefined && run.tokensLost > 0
        ? terminalText(magnitude(run.tokensLost), style)
        : '',
      endedWord(run),
    ],
  };
}

/** Of a task that is a folder, its name. */
export function lastFolder(task: string): string {
  return /^(?:\/|[A-Za-z]:\\)/.test(task) ? task.replace(/^.*[/\\](?=[^/\\])/, '') : task;
}

function endedWord({ succeeded }: WorstRun): string {
  if (succeeded === undefined) return '';
  return succeeded ? 'well' : 'badly';
}

function nameWidthOf({ run, task }: Row): number {
  return widthOf(run) + (task === '' ? 0 : 3 + widthOf(task));
}

/** The run's name, whole on one line or two; beside it so much of its task as there is room for. */
function nameCell({ run, task }: Row, columns: number, style: TerminalStyle): string[] {
  const left = columns - widthOf(run) - 3;
  if (task !== '' && left >= Math.min(TASK_COLUMNS_MIN, widthOf(task))) {
    return [`${run}${terminalText(' · ', style)}${cut(task, left, style)}`];
  }
  const lines = wrap([{ text: run }], style, 0, columns).map((line) =>
    line.map(({ text }) => text).join(''),
  );
  const [first = '', second, third] = lines;
  if (second === undefined) return [first];
  return [first, third === undefined ? second : cut(second + third, columns, style)];
}

/** Two lines or more a run: its name, then its figures in words. */
function narrowTable(summary: RunsSummary, style: TerminalStyle): Line[] {
  const shown = summary.worst.slice(0, NARROW_ROWS);
  return [
    [{ text: ` ${headingOf(summary)}` }],
    ...shown.flatMap((run) => {
      const name = cut(terminalText(run.run, style), 2 * (style.columns - 1), style);
      const figures = [
        kindWords(run.kind).label +
          (run.sinceStep === undefined ? '' : ` since step\u00a0${count(run.sinceStep)}`),
      ];
      if (run.stepsLost > 0) figures.push(plural(run.stepsLost, 'step'));
      if (run.tokensLost !== undefined && run.tokensLost > 0) figures.push(tokens(run.tokensLost));
      if (run.succeeded !== undefined) figures.push(`ended\u00a0${endedWord(run)}`);
      return [
        ...wrap([{ text: ` ${name}` }], style, 1),
        ...wrap([{ text: `   ${figures.join(', ')}` }], style, 3),
      ];
    }),
    ...moreLines(summary, shown.length),
  ];
}

function moreLines({ runsWithConcern }: RunsSummary, shown: number): Line[] {
  const more = runsWithConcern - shown;
  return more > 0 ? [[{ text: ` and ${count(more)} more` }]] : [];
}

function outcomeLines(summary: RunsSummary, style: TerminalStyle): Line[] {
  const sentence = outcomeSentence(summary);
  return sentence === '' ? [] : wrap([{ text: sentence }], style);
}

/**
 * How it went where that is known, with a concern and without: what a concern is worth knowing for.
 * Empty where no outcome is known.
 */
export function outcomeSentence(summary: RunsSummary): string {
  const known = summary.endedWell + summary.endedBadly;
  if (known === 0) return '';
  const wrong = summary.endedWellWithConcern + summary.endedBadlyWithConcern;
  const all = `Of ${plural(known, 'run')} with an outcome ${count(summary.endedBadly)} ended badly`;
  const share = known < 20 ? '' : ` (${percent(summary.endedBadly / known)})`;
  const split =
    wrong === 0 || wrong === known
      ? ''
      : `: with a concern ${countOf(summary.endedBadlyWithConcern, wrong)}, ` +
        `without ${countOf(summary.endedBadly - summary.endedBadlyWithConcern, known - wrong)}`;
  return `${all}${share}${split}.`;
}

function problemLines({ runsWithProblem }: RunsSummary, style: TerminalStyle): Line[] {
  if (runsWithProblem === 0) return [];
  return wrap([{ text: `Problems while reading in ${plural(runsWithProblem, 'run')}.` }], style);
}

/** a, b and c */
function listed(items: readonly (readonly Span[])[]): Span[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [...item];
    return [{ text: index === items.length - 1 ? ' and ' : ', ' }, ...item];
  });
}
