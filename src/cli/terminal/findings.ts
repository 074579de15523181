import type { Concern } from '../../engine/report/report.ts';
import type { Analysis } from '../analyze/analysis.ts';
import { type PastConcern, beginningOf, costOf, stepOf } from './concerns.ts';
import { type Line, type Span, cut, pad, terminalText, widthOf, wrap } from './lines.ts';
import type { TerminalStyle } from './style.ts';
import { count, duration, glued, kindWords, percent, plural, tokens } from './words.ts';

/** What is wrong, in a sentence, and its figures: since when, at what cost. */
export interface Finding {
  readonly sentence: readonly Span[];
  readonly figures: readonly string[];
}

/** Of the name of a run that this one started so much is shown: all of a UUID. */
const RUN_COLUMNS_MAX = 36;

/** A concern that stands: `! Loop: …`, `since step 29 (10:02)   17 steps   38 k tokens   18 %`. */
export function standingFinding(
  concern: Concern,
  analysis: Analysis,
  style: TerminalStyle,
): Finding {
  return {
    sentence: [
      { text: '!', ink: 'warn' },
      { text: ' ' },
      { text: kindWords(concern.kind).title, ink: 'kind' },
      { text: `${placeOf(concern, style)}: ${glued(concern.evidence)}` },
    ],
    figures: [sinceOf(concern, 'since', analysis, style), ...costFigures(concern, analysis)],
  };
}

/** One that is over: without the mark, and in the past tense. */
export function pastFinding(
  concern: PastConcern,
  analysis: Analysis,
  style: TerminalStyle,
): Finding {
  const over = stepOf(analysis.steps, concern.until);
  const when = over === undefined ? 'over at the end' : `over since step\u00a0${count(over)}`;
  const { was } = kindWords(concern.kind);
  return {
    sentence: [
      {
        text: `  ${was.charAt(0).toUpperCase()}${was.slice(1)}, ${when}: ${glued(concern.evidence)}`,
      },
    ],
    figures: [sinceOf(concern, 'from', analysis, style), ...costFigures(concern, analysis)],
  };
}

/** From here on a finding that fits has its figures beside it. */
const WIDE_COLUMNS = 100;
/** Before figures below their sentence, and at least between figures and a sentence beside them. */
const INDENT = 4;

/**
 * Each finding's lines: figures beside the evidence where the terminal is wide enough, below it
 * otherwise. Figures stand in columns, so that two concerns can be compared. Evidence is wrapped,
 * never cut.
 */
export function findingLines(findings: readonly Finding[], style: TerminalStyle): Line[][] {
  const aligned = alignedFigures(findings.map(({ figures }) => figures));
  const figuresWidth = Math.max(...aligned.map(widthOf));
  const room = style.columns < WIDE_COLUMNS ? 0 : style.columns - INDENT - figuresWidth;
  const flat = findings.map(({ sentence }) => wrap(sentence, style, 0, Infinity).flat());
  const beside = Math.max(...flat.map(widthOf).filter((width) => width <= room));
  return findings.map(({ sentence, figures }, index) => {
    const line = flat[index] ?? [];
    const row = aligned[index] ?? '';
    if (widthOf(line) <= room) {
      return [line.concat({ text: ' '.repeat(beside + INDENT - widthOf(line)) + row })];
    }
    const told = wrap(sentence, style, 2);
    if (row.trim() === '') return told;
    return told.concat(
      INDENT + figuresWidth <= style.columns
        ? [[{ text: ' '.repeat(INDENT) + row }]]
        : stacked(figures, style),
    );
  });
}

function alignedFigures(figures: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of figures) {
    for (const [column, text] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(text));
    }
  }
  return figures.map((row) =>
    row
      .map((text, column) => pad(text, widths[column] ?? 0, column === 0 ? 'right' : 'left'))
      .filter((_, column) => widths[column] !== 0)
      .join('   '),
  );
}

/** For narrow terminals: since when on a line, the cost on the next. */
function stacked([since = '', ...cost]: readonly string[], style: TerminalStyle): Line[] {
  return [since, cost.join('   ')]
    .filter((text) => text !== '')
    .flatMap((text) => wrap([{ text: ' '.repeat(INDENT) + text }], style, INDENT));
}

/** " in run worker-2", where the concern is of a run that this one started. */
function placeOf({ run }: Concern, style: TerminalStyle): string {
  if (run === undefined) return '';
  return ` in run ${cut(terminalText(run, style), RUN_COLUMNS_MAX, style)}`;
}

/** "since step 29 (10:02)"; where an event has no time, without it. Another run's steps: only that. */
function sinceOf(
  concern: Concern,
  word: 'since' | 'from',
  analysis: Analysis,
  style: TerminalStyle,
): string {
  const { run, since } = concern;
  const clock = clockOf(since.at, analysis, style);
  if (run !== undefined) return clock === undefined ? '' : `${word} ${clock}`;
  const time = clock === undefined ? '' : `\u00a0(${clock})`;
  if (analysis.steps.length === 0) return `${word} event\u00a0${count(since.event + 1)}${time}`;
  const { step, after } = beginningOf(concern, analysis.steps);
  if (step === 0) return `before step\u00a01${time}`;
  return `${after ? 'after' : word} step\u00a0${count(step)}${time}`;
}

/** Steps, then tokens and their share of all; the time it took where tokens are unknown. */
function costFigures(concern: Concern, analysis: Analysis): string[] {
  const cost = costOf(concern);
  const figures: string[] = [];
  if (cost.steps > 0) figures.push(plural(cost.steps, 'step'));
  if (cost.tokens !== undefined && cost.tokens > 0) {
    figures.push(tokens(cost.tokens));
    const ofRun = analysis.tokensOfFamily ?? analysis.tokens;
    const all = concern.run === undefined ? ofRun : undefined;
    if (all !== undefined && cost.tokens <= all) figures.push(percent(cost.tokens / all));
  } else if (cost.ms !== undefined && cost.ms > 0) {
    figures.push(duration(cost.ms));
  }
  return figures;
}

const DAY_MS = 86_400_000;
/** The last time that a `Date` can hold. */
const TIME_MS_MAX = 8.64e15;

/** 10:02, or `2 Nov, 10:02` in a run of a day and more. Only times since the epoch have a clock. */
function clockOf(
  at: number | undefined,
  { startedAt, ms }: Analysis,
  { timeZone }: TerminalStyle,
): string | undefined {
  if (at === undefined || startedAt === undefined || !(Math.abs(at) <= TIME_MS_MAX)) {
    return undefined;
  }
  const time = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(ms !== undefined && ms >= DAY_MS ? { day: 'numeric', month: 'short' } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return time.format(at).replaceAll(' ', '\u00a0');
}
