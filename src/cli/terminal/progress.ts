import type { TerminalStyle } from './style.ts';
import { bytes, plural } from './words.ts';

/** How far a reading has come. */
export interface Progress {
  readonly bytesRead: number;
  /** Unknown for a pipe. */
  readonly bytesTotal?: number;
  readonly sessions: number;
  /** Sessions with a loop, and with an unverified claim. */
  readonly loops: number;
  readonly claims: number;
}

const BAR_COLUMNS = 10;

/**
 * One line to redraw on a terminal: `[===>      ] 1.2 of 3.4 GB  212 sessions  6 loops  2 unverified
 * claims`. One column short of the width, since some terminals break a line that is full.
 */
export function progressLine(progress: Progress, style: TerminalStyle): string {
  const bar = barOf(progress);
  const facts = factsOf(progress);
  const line = (bar === undefined ? facts : [`${bar} ${facts[0] ?? ''}`, ...facts.slice(1)]).map(
    (fact) => fact.replaceAll('\u00a0', ' '),
  );
  while (line.length > 1 && line.join('  ').length >= style.columns) line.pop();
  return line.join('  ');
}

/** One line each 30 s where there is no terminal: `Read 1.2 of 3.4 GB, 212 sessions, 6 loops.` */
export function progressSentence(progress: Progress): string {
  return `Read ${factsOf(progress).join(', ')}.`.replaceAll('\u00a0', ' ');
}

function factsOf({ bytesRead, bytesTotal, sessions, loops, claims }: Progress): string[] {
  const facts = [amount(bytesRead, bytesTotal)];
  if (sessions > 0) facts.push(plural(sessions, 'session'));
  if (loops > 0) facts.push(plural(loops, 'loop'));
  if (claims > 0) facts.push(plural(claims, 'unverified claim'));
  return facts;
}

/** `1.2 of 3.4 GB`: the unit once where both have the same. */
function amount(read: number, total: number | undefined): string {
  const done = bytes(read);
  if (total === undefined) return done;
  const all = bytes(total);
  const [value, unit] = done.split('\u00a0');
  return `${unit === all.split('\u00a0')[1] ? value : done} of ${all}`;
}

function barOf({ bytesRead, bytesTotal }: Progress): string | undefined {
  if (bytesTotal === undefined || bytesTotal <= 0) return undefined;
  const full = Math.min(Math.floor((bytesRead / bytesTotal) * BAR_COLUMNS), BAR_COLUMNS);
  const head = full < BAR_COLUMNS ? '>' : '';
  return `[${('='.repeat(full) + head).padEnd(BAR_COLUMNS)}]`;
}
