import type { Concern } from '../../engine/report/report.ts';
import type { Analysis } from '../analyze/analysis.ts';
import { costOf, ownConcerns, pastConcerns, standingConcerns } from './concerns.ts';
import { findingLines, pastFinding, standingFinding } from './findings.ts';
import { basisOf, forecastBar, forecastLines } from './forecast.ts';
import { endingOf } from './inferred.ts';
import { type Line, type Span, cut, print, spaced, terminalText, wrap } from './lines.ts';
import { hostOf, nextStepLines } from './next-step.ts';
import type { TerminalStyle } from './style.ts';
import { timelineLines } from './timeline.ts';
import { count, duration, glued, plural, tokens } from './words.ts';

/** A run is one screen of a terminal of the usual height. */
const LINES_MAX = 24;

/** How much a screen shows, from all to the least. What a person must know goes last. */
const ROOMS: readonly Room[] = [
  { concerns: 3, past: 2, timeline: true, bar: true, problem: true, airy: true, next: true },
  { concerns: 3, past: 2, timeline: true, bar: true, problem: false, airy: true, next: true },
  { concerns: 3, past: 1, timeline: true, bar: true, problem: false, airy: true, next: true },
  { concerns: 3, past: 0, timeline: true, bar: true, problem: false, airy: true, next: true },
  { concerns: 3, past: 0, timeline: true, bar: true, problem: false, airy: true, next: false },
  { concerns: 3, past: 0, timeline: true, bar: false, problem: false, airy: true, next: false },
  { concerns: 3, past: 0, timeline: true, bar: false, problem: false, airy: false, next: false },
  { concerns: 2, past: 0, timeline: true, bar: false, problem: false, airy: false, next: false },
  { concerns: 2, past: 0, timeline: false, bar: true, problem: false, airy: true, next: false },
  { concerns: 2, past: 0, timeline: false, bar: false, problem: false, airy: false, next: false },
  { concerns: 1, past: 0, timeline: true, bar: false, problem: false, airy: false, next: false },
  { concerns: 1, past: 0, timeline: false, bar: false, problem: false, airy: true, next: false },
  { concerns: 1, past: 0, timeline: false, bar: false, problem: false, airy: false, next: false },
];

interface Room {
  /** Concerns told with their evidence; the others are counted. */
  readonly concerns: number;
  readonly past: number;
  readonly timeline: boolean;
  readonly bar: boolean;
  /** Whether the first problem of reading is told, or only how many there were. */
  readonly problem: boolean;
  /** Whether the next step is named. */
  readonly next: boolean;
  /** Whether an empty line stands between all parts, or only where one is left over. */
  readonly airy: boolean;
}

/**
 * One run on one screen: what was found, where it began, what it cost, how far to trust the run,
 * what to say to the agent. No line is wider than the terminal; without a last line break.
 *
 * At most 24 lines, while the strongest concern's evidence takes up to 130 columns and the advice up
 * to 200. Evidence is never cut, so longer ones make a longer screen; names of more than a line are.
 */
export function renderRun(analysis: Analysis, style: TerminalStyle): string {
  let lines: Line[] = [];
  for (const room of ROOMS) {
    lines = screen(analysis, style, room);
    if (lines.length <= LINES_MAX) break;
  }
  return print(lines, style);
}

function screen(analysis: Analysis, style: TerminalStyle, room: Room): Line[] {
  const blocks = [
    headerLines(analysis, style, room),
    findingsOf(analysis, style, room),
    room.timeline ? timelineOf(analysis, style) : [],
    trustLines(analysis, style, room.bar),
    adviceLines(analysis, style),
    problemLines(analysis, style, room.problem),
    room.next ? nextStepLines(hostOf(analysis.agent), style) : [],
  ];
  return spaced(blocks, room.airy ? Infinity : LINES_MAX - blocks.flat().length);
}

/** Who, on what, how much; only what is known. */
function headerLines(analysis: Analysis, style: TerminalStyle, room: Room): Line[] {
  const columnsMax = room.airy ? Math.max(style.columns, 80) - 2 : Math.floor(style.columns / 2);
  return wrap([{ text: headerParts(analysis, style, columnsMax).join('\u00a0· ') }], style);
}

/** The parts of the header; a name takes no more than so many columns. */
export function headerParts(
  analysis: Analysis,
  style: TerminalStyle,
  columnsMax = style.columns,
): string[] {
  const name = (text: string): string => cut(terminalText(text, style), columnsMax, style);
  const parts = [name(analysis.agent), name(analysis.task ?? analysis.run)];
  if (analysis.steps.length > 0) parts.push(plural(analysis.steps.length, 'step'));
  if (analysis.ms !== undefined) parts.push(duration(analysis.ms));
  if (analysis.tokens !== undefined) parts.push(tokens(analysis.tokens));
  if (analysis.started !== undefined) parts.push(`started ${plural(analysis.started, 'run')}`);
  // A name of spaces only would leave two dots side by side.
  return parts.filter((part) => part.trim() !== '');
}

/** What stands, then what has passed, with their figures in the same columns. */
function findingsOf(analysis: Analysis, style: TerminalStyle, room: Room): Line[] {
  const standing = standingConcerns(analysis);
  const past = pastConcerns(analysis);
  const shown = standing.slice(0, room.concerns);
  const dearest = new Set(past.toSorted(byCost).slice(0, room.past));
  const shownPast = past.filter((concern) => dearest.has(concern));
  const lines = findingLines(
    [
      ...shown.map((concern) => standingFinding(concern, analysis, style)),
      ...shownPast.map((concern) => pastFinding(concern, analysis, style)),
    ],
    style,
  );
  return [
    ...(standing.length === 0 ? wrap([{ text: quietSentence(analysis) }], style) : []),
    ...lines.slice(0, shown.length).flat(),
    ...moreLines(standing.length - shown.length),
    ...lines.slice(shown.length).flat(),
    ...(shownPast.length === 0 && past.length > 0
      ? [[{ text: `  ${plural(past.length, 'earlier concern')}, over by now` }]]
      : moreLines(past.length - shownPast.length)),
  ];
}

function moreLines(more: number): Line[] {
  return more > 0 ? [[{ text: `  and ${count(more)} more` }]] : [];
}

/** Dearest first: by tokens where they are known, by steps where not. */
function byCost(a: Concern, b: Concern): number {
  const [costA, costB] = [costOf(a), costOf(b)];
  return (costB.tokens ?? 0) - (costA.tokens ?? 0) || costB.steps - costA.steps;
}

/** Nothing stands: said in one sentence, with what the last check showed, and without praise. */
export function quietSentence(analysis: Analysis): string {
  const { steps, events, advice, outcome } = analysis;
  if (steps.length === 0) return `Nothing to tell: ${plural(events, 'event')}, no step.`;
  const { text, open } = lastCheck(analysis);
  const facts = text === undefined ? '' : `, ${text}`;
  const all = plural(steps.length, 'step');
  if (pastConcerns(analysis).length > 0) return `No concern at the end of ${all}${facts}.`;
  const sober = open || advice.action !== 'proceed' || outcome?.succeeded === false;
  return `${sober ? 'No concern' : 'Nothing to tell'}: ${all}${facts}.`;
}

/** What the last check showed; `open` where it leaves a question. */
function lastCheck({ steps }: Analysis): { text?: string; open: boolean } {
  const check = steps.findLastIndex(({ kind }) => kind === 'check');
  const edit = steps.findLastIndex(({ kind, failed }) => kind === 'change' && !failed);
  const failed = steps[check]?.failed === true;
  if (check < 0 && edit < 0) return { open: false };
  if (edit > check) {
    const text = 'no check after the last edit';
    return { text: failed ? `the last check failed, and ${text}` : text, open: true };
  }
  if (failed) return { text: 'the last check failed', open: true };
  return {
    text: edit < 0 ? 'the last check passed' : 'checks passed after the last edit',
    open: false,
  };
}

/** Where it went wrong, or left a question; other runs have no need of a picture. */
function timelineOf(analysis: Analysis, style: TerminalStyle): Line[] {
  const wrong = ownConcerns(analysis).length + pastConcerns(analysis).length > 0;
  const checked = analysis.steps.some(({ kind }) => kind === 'check');
  return wrong || (checked && lastCheck(analysis).open) ? timelineLines(analysis, style) : [];
}

function trustLines(analysis: Analysis, style: TerminalStyle, bar: boolean): Line[] {
  const { confidence, outcome, steps } = analysis;
  const ending = endingOf(analysis);
  return [
    ...(ending === undefined ? [] : wrap([{ text: ending }], style)),
    ...forecastLines(confidence, steps.length, outcome, style),
    ...(bar ? [forecastBar(confidence, steps.length, style)] : []),
    ...wrap([{ text: ` ${basisOf(confidence)}` }], style, 1),
  ];
}

/** What one would do about a run, and the sentence for its agent. */
export interface Told {
  readonly action: 'tell' | 'ask' | 'stop';
  readonly lead: string;
  readonly tell: string;
}

/** What one would say to the agent, or could have said to one that has ended. */
export function toldOf({ advice, outcome }: Analysis): Told | undefined {
  const tell = glued(advice.tell.trim());
  if (advice.action === 'proceed' || tell === '') return undefined;
  if (outcome !== undefined) return { action: 'tell', lead: 'To tell it:', tell };
  const leads = {
    tell: 'Tell it:',
    ask: 'Ask a person, or tell it:',
    stop: 'Stop it, or tell it:',
  };
  return { action: advice.action, lead: leads[advice.action], tell };
}

export function adviceLines(analysis: Analysis, style: TerminalStyle): Line[] {
  const told = toldOf(analysis);
  if (told === undefined) return [];
  const marks: Record<Told['action'], Span> = {
    tell: { text: '›' },
    ask: { text: '?', ink: 'warn' },
    stop: { text: '■', ink: 'failed' },
  };
  return wrap([marks[told.action], { text: ` ${told.lead} “${told.tell}”` }], style, 2);
}

function problemLines({ problems }: Analysis, style: TerminalStyle, told: boolean): Line[] {
  const [first, ...others] = problems;
  if (first === undefined) return [];
  if (!told) return wrap([{ text: `${plural(problems.length, 'problem')} while reading.` }], style);
  const more = others.length === 0 ? '' : ` (and ${count(others.length)} more)`;
  return wrap([{ text: `While reading: ${first}${more}` }], style, 2);
}
