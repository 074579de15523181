import { InputError } from '../../engine/input/input-error.ts';
import type { FollowEnd } from '../../formats/follow-file.ts';
import type { ReadItem } from '../../formats/format.ts';
import {
  createFollowScreen,
  createTold,
  newsLines,
  statusLines,
  type FollowScreen,
} from '../terminal/follow-screen.ts';
import { print } from '../terminal/lines.ts';
import { styleOf, type TerminalStyle } from '../terminal/style.ts';
import { sanitise } from '../terminal/words.ts';
import type { Analysis } from './analysis.ts';
import { createAnalyzer } from './analyze-files.ts';
import { analyze, NOT_ALL_READ, READ_ALL, say } from './analyze.ts';
import { chooseSessions, STANDARD_INPUT, underHome } from './choose-sessions.ts';
import { followSession } from './follow-session.ts';
import { toJsonLine } from './to-json.ts';

export interface FollowOptions {
  readonly json: boolean;
}

/**
 * Watches a session while it is written: tells a concern when it comes and when it is over, until
 * Ctrl-C; then shows the screen of `analyze`. Stays with its session, even if a newer one begins.
 *
 * @param path A file, or a folder for the newest session in it; none for the newest on this disk.
 * @returns The exit code.
 */
export async function follow(path: string | undefined, options: FollowOptions): Promise<number> {
  if (path === STANDARD_INPUT) {
    say('--follow watches a file that grows; the standard input is read by `analyze -`');
    return NOT_ALL_READ;
  }
  const paths = path === undefined ? [] : [path];
  const choice = await chooseSessions(
    paths,
    { all: false, run: undefined, since: undefined },
    process.env,
  );
  const session = choice.chosen === undefined ? choice.sessions.at(-1) : choice.sessions[0];
  if (session === undefined) {
    say(choice.nothing ?? 'no session to follow');
    return NOT_ALL_READ;
  }
  const style = styleOf(process.stdout, process.env);
  const chosen = choice.chosen === undefined ? '' : ` (${choice.chosen})`;
  say(`following ${underHome(session.path)}${chosen}; Ctrl-C ends`);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    let patient = false;
    while ((await watch(session.path, options, style, stop.signal, patient)) === 'rewritten') {
      patient = true;
      say('the file was written anew: reading it from its start');
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    say(sanitise(error.message, style.unicode));
    return NOT_ALL_READ;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
  if (!options.json) process.stdout.write('\n');
  await analyze([session.path], { ...options, all: false, run: undefined, since: undefined });
  return READ_ALL;
}

/** Watches a file until it is told to stop, or the file is another. */
async function watch(
  path: string,
  { json }: FollowOptions,
  style: TerminalStyle,
  signal: AbortSignal,
  patient: boolean,
): Promise<FollowEnd> {
  const analyzer = createAnalyzer();
  const teller = json ? jsonTeller() : textTeller(style);
  let changed = false;
  const onIdle = (): void => {
    if (!changed) return;
    changed = false;
    // The session itself: what it started is told with it.
    const analysis = analyzer.underWay().findLast(({ parent }) => parent === undefined);
    if (analysis !== undefined) teller.tell(analysis);
  };
  const onFault = (error: InputError): void => {
    teller.clear();
    say(sanitise(error.message, style.unicode));
  };
  const items = followSession(path, { signal, onIdle, onFault, patient });
  let end: FollowEnd = 'stopped';
  // The analyzer takes items and no more; how the reading ended is kept on the way.
  async function* passing(): AsyncGenerator<readonly ReadItem[]> {
    for (;;) {
      const { done, value } = await items.next();
      if (done === true) {
        end = value;
        return;
      }
      changed = true;
      yield value;
    }
  }
  try {
    const runs = analyzer.analyze(path, passing());
    while ((await runs.next()).done !== true) {
      // What is over stays told; the screen at the end says it again.
    }
  } finally {
    teller.clear();
  }
  return end;
}

interface Teller {
  tell(analysis: Analysis): void;
  clear(): void;
}

/** A status in place and news above it; where there is no terminal, a line per news. */
function textTeller(style: TerminalStyle): Teller {
  const told = createTold();
  const inPlace = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  const write = (text: string): void => void process.stdout.write(text);
  const columns = (): number => styleOf(process.stdout, process.env).columns;
  const screen: FollowScreen | undefined = inPlace
    ? createFollowScreen(write, style, columns)
    : undefined;
  return {
    tell(analysis) {
      const now = inPlace ? styleOf(process.stdout, process.env) : style;
      const news = newsLines(told, analysis, now, !inPlace);
      if (screen !== undefined) screen.show(news, statusLines(analysis, now));
      else if (news.length > 0) write(`${print(news, style)}\n`);
    },
    clear: () => screen?.clear(),
  };
}

/** A line of `--json` at each news. */
function jsonTeller(): Teller {
  const told = createTold();
  const style = { columns: 80, colour: false, unicode: true };
  return {
    tell(analysis) {
      if (newsLines(told, analysis, style, true).length === 0) return;
      process.stdout.write(`${toJsonLine(analysis)}\n`);
    },
    clear: () => {},
  };
}
