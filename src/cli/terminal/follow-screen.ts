import type { Analysis } from '../analyze/analysis.ts';
import { pastConcerns, standingConcerns } from './concerns.ts';
import { type Finding, findingLines, pastFinding, standingFinding } from './findings.ts';
import { forecastLines } from './forecast.ts';
import { type Line, type Span, cut, print, terminalText, widthOf } from './lines.ts';
import { adviceLines, headerParts, quietSentence } from './render-run.ts';
import type { TerminalStyle } from './style.ts';
import { kindWords, plural, tokens } from './words.ts';

/** What was told of a run that is being followed. */
export interface Told {
  /** Concerns that stand, as last seen, by what tells them apart. */
  readonly standing: Map<string, Analysis['concerns'][number]>;
  action: Analysis['advice']['action'];
}

export function createTold(): Told {
  return { standing: new Map(), action: 'proceed' };
}

/**
 * What is new since last time, as lines: a concern that came, one that is over, advice that became
 * more urgent. Empty where there is no news.
 *
 * @param flat A line per news, however long, for what is no terminal.
 */
export function newsLines(
  told: Told,
  analysis: Analysis,
  style: TerminalStyle,
  flat: boolean,
): Line[] {
  const standing = new Map(standingConcerns(analysis).map((concern) => [keyOf(concern), concern]));
  const findings: Finding[] = [];
  for (const [key, concern] of told.standing) {
    if (standing.has(key)) continue;
    told.standing.delete(key);
    const past = pastConcerns(analysis).findLast((candidate) => keyOf(candidate) === key);
    findings.push(past === undefined ? goneFinding(concern) : pastFinding(past, analysis, style));
  }
  for (const [key, concern] of standing) {
    if (!told.standing.has(key)) findings.push(standingFinding(concern, analysis, style));
    told.standing.set(key, concern);
  }
  const lines =
    findings.length === 0 || flat
      ? findings.map(({ sentence, figures }): Line => [
          ...sentence,
          { text: figures.map((figure) => `  ${figure}`).join('') },
        ])
      : findingLines(findings, style).flat();
  const { action } = analysis.advice;
  const urgent = action !== told.action && (action === 'ask' || action === 'stop');
  told.action = action;
  if (!urgent) return lines;
  return [...lines, ...adviceLines(analysis, flat ? { ...style, columns: Infinity } : style)];
}

/** Three lines: who and how much, what stands, how far to trust it. None fills its line. */
export function statusLines(analysis: Analysis, style: TerminalStyle): Line[] {
  const { confidence, steps, outcome } = analysis;
  const wide = { ...style, columns: Infinity };
  return [
    [{ text: headerParts(analysis, wide).join(' · ') }],
    stateLine(analysis),
    forecastLines(confidence, steps.length, outcome, wide).flat(),
  ].map((line) => fitted(line, style));
}

function stateLine(analysis: Analysis): Line {
  const [first, ...others] = standingConcerns(analysis);
  if (first === undefined) return [{ text: quietSentence(analysis) }];
  const figures = [plural(first.cost.steps, 'step')];
  if (first.cost.tokens !== undefined) figures.push(tokens(first.cost.tokens));
  const more = others.length === 0 ? '' : `, and ${plural(others.length, 'more concern')}`;
  return [
    { text: '!', ink: 'warn' },
    { text: ' ' },
    { text: kindWords(first.kind).title, ink: 'kind' },
    { text: ` stands: ${figures.join(', ')} so far${more}` },
  ];
}

/** A concern that a run took with it when it ended. */
function goneFinding({ kind, evidence }: Analysis['concerns'][number]): Finding {
  return {
    sentence: [{ text: `  ${kindWords(kind).title}, over: ${evidence}` }],
    figures: [],
  };
}

function keyOf({ kind, run = '', since }: Analysis['concerns'][number]): string {
  return `${kind} ${since.event} ${run}`;
}

/** In ASCII: three dots. */
const ELLIPSIS_COLUMNS = 3;

/** Cut to less than the terminal's width: some break a line that is full. */
function fitted(line: Line, style: TerminalStyle): Line {
  let left = style.columns - 1;
  const spans: Span[] = [];
  for (const span of line) {
    const whole = terminalText(span.text, style);
    // Where not even an ellipsis has room, the rest is left out.
    const text = widthOf(whole) <= left || left >= ELLIPSIS_COLUMNS ? cut(whole, left, style) : '';
    if (text !== '') spans.push({ ...span, text });
    left -= widthOf(text);
    if (text !== whole) break;
  }
  return spans;
}

/** A status of a few lines at the bottom of a terminal, with what scrolls away above it. */
export interface FollowScreen {
  /** @param news Printed above; @param status In place of the last one. */
  show(news: readonly Line[], status: readonly Line[]): void;
  /** Takes the status away. */
  clear(): void;
}

/** @param columnsNow Of the terminal: where it was made narrower, what stands takes more rows. */
export function createFollowScreen(
  write: (text: string) => void,
  style: TerminalStyle,
  columnsNow: () => number = () => style.columns,
): FollowScreen {
  let shown: { readonly text: string; readonly widths: readonly number[] } | undefined;
  const erase = (): string => {
    if (shown === undefined) return '';
    const columns = Math.max(columnsNow(), 1);
    const rows = shown.widths.reduce(
      (sum, width) => sum + Math.max(1, Math.ceil(width / columns)),
      0,
    );
    return `\u001B[${rows}A\r\u001B[J`;
  };
  return {
    show(news, status) {
      const text = print(status, style);
      if (news.length === 0 && text === shown?.text) return;
      const above = news.length === 0 ? '' : `${print(news, style)}\n`;
      write(`${erase()}${above}${text}\n`);
      shown = { text, widths: status.map(widthOf) };
    },
    clear() {
      write(erase());
      shown = undefined;
    },
  };
}
