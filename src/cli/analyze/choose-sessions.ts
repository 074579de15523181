import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { sanitise } from '../terminal/words.ts';
import {
  findSessions,
  sessionAt,
  sessionPlaces,
  sessionsIn,
  type SessionFiles,
} from './find-sessions.ts';

/** What is to be read, and what is said about the choice. */
export interface Choice {
  readonly sessions: readonly SessionFiles[];
  /** Many sessions, told by project and tool. */
  readonly overview: boolean;
  /**
   * How the one session was chosen: "newest of 41 sessions". `sessions` are then those it may be,
   * the newest first; the first of them that holds a run that is wanted is meant.
   */
  readonly chosen?: string;
  /** Why there is nothing to read. */
  readonly nothing?: string;
}

export interface Wanted {
  /** The name of a run, or its beginning. */
  readonly run: string | undefined;
  readonly all: boolean;
  /** Only sessions changed since then, in ms since the epoch; files named one by one stay. */
  readonly since: number | undefined;
}

/** The standard input in place of a file. */
export const STANDARD_INPUT = '-';

/** A session that was opened and left holds no message yet: so many are tried. */
const NEWEST_MAX = 16;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * What the command line asks for: the files and folders named, all sessions on this disk, or the
 * newest of them.
 */
export async function chooseSessions(
  paths: readonly string[],
  { all, run, since }: Wanted,
  env: Env,
): Promise<Choice> {
  if (paths.length > 0) return namedSessions(paths, since);
  const places = sessionPlaces(env);
  const found = await findSessions(places);
  if (found.length === 0) return { sessions: [], overview: all, nothing: nothingFound(env) };
  if (all) return changedSince(found, since);
  if (run !== undefined) {
    return { sessions: found.toReversed(), overview: false, chosen: 'found in' };
  }
  const of = found.length === 1 ? 'the only session' : `newest of ${found.length} sessions`;
  return { sessions: found.slice(-NEWEST_MAX).toReversed(), overview: false, chosen: of };
}

/** A path as people write it: `~/…`. */
export function underHome(path: string): string {
  const home = homedir();
  return sanitise(path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path);
}

async function namedSessions(paths: readonly string[], since: number | undefined): Promise<Choice> {
  const sessions: SessionFiles[] = [];
  const older: SessionFiles[] = [];
  let overview = false;
  for (const path of paths) {
    const stats = path === STANDARD_INPUT ? undefined : await stat(path).catch(() => undefined);
    if (stats?.isDirectory() !== true) {
      sessions.push(await sessionAt(path));
      continue;
    }
    overview = true;
    for (const session of await sessionsIn(path)) {
      (since !== undefined && session.changedAt < since ? older : sessions).push(session);
    }
  }
  if (sessions.length > 0) return { sessions, overview };
  const where = paths.map(underHome).join(', ');
  const nothing = older.length === 0 ? `no session in ${where}` : noneSince(older, `in ${where} `);
  return { sessions, overview, nothing };
}

function changedSince(found: readonly SessionFiles[], since: number | undefined): Choice {
  if (since === undefined) return { sessions: found, overview: true };
  const sessions = found.filter(({ changedAt }) => changedAt >= since);
  if (sessions.length > 0) return { sessions, overview: true };
  return { sessions, overview: true, nothing: noneSince(found, '') };
}

function noneSince(older: readonly SessionFiles[], where: string): string {
  const latest = Math.max(...older.map(({ changedAt }) => changedAt));
  const day = new Date(latest).toLocaleDateString('en-GB', { dateStyle: 'long' });
  return `no session ${where}changed since then; the last of ${older.length} changed on ${day}`;
}

function nothingFound(env: Env): string {
  const places = sessionPlaces(env).map(
    ({ host, folders }) => `${host} (${underHome(folders[0]!)})`,
  );
  return (
    `no session of ${places.slice(0, -1).join(', ')} or ${places.at(-1)} on this disk yet. ` +
    'Give the FILE of a recorded session, or a folder; `second-thought --help` names the formats.'
  );
}
