import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { isClaudeSubagent, subagentFolder, subagentsOf } from './subagents.ts';

/** One recorded session: its file, and those of the subagents that it started. */
export interface SessionFiles {
  readonly path: string;
  /** Read beside it, so that it hears of them. */
  readonly subagents: readonly string[];
  readonly bytes: number;
  /** When any of its files was last changed, in ms since the epoch. */
  readonly changedAt: number;
  /** Whether it was found on the disk, not named. */
  readonly found: boolean;
  /** What its place says of the project. */
  readonly project?: string;
}

/** A place where a coding agent keeps its sessions. */
export interface SessionPlace {
  readonly host: string;
  readonly folders: readonly string[];
  /** Whether a file in it is a session, by its path. */
  readonly holds: (path: string) => boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Where Claude Code, Codex and Gemini CLI keep their sessions on this disk. */
export function sessionPlaces(env: Env, home = homedir()): SessionPlace[] {
  const claude = env['CLAUDE_CONFIG_DIR'] || join(home, '.claude');
  const codex = env['CODEX_HOME'] || join(home, '.codex');
  const chats = `${sep}chats${sep}`;
  return [
    {
      host: 'Claude Code',
      folders: [join(claude, 'projects')],
      holds: (path) => path.endsWith('.jsonl'),
    },
    {
      host: 'Codex',
      folders: [join(codex, 'sessions'), join(codex, 'archived_sessions')],
      holds: (path) => /^rollout-.*\.jsonl(?:\.gz)?$/.test(basename(path)),
    },
    {
      host: 'Gemini CLI',
      folders: [join(home, '.gemini', 'tmp')],
      holds: (path) => path.includes(chats) && /\.jsonl?$/.test(path),
    },
  ];
}

/** The sessions in these places, the longest unchanged first. A place that is not there has none. */
export async function findSessions(places: readonly SessionPlace[]): Promise<SessionFiles[]> {
  const files: string[] = [];
  for (const { folders, holds } of places) {
    for (const folder of folders) files.push(...(await filesIn(folder)).filter(holds));
  }
  return sessionsOf(files, true);
}

/** All files below a folder that may be recordings, as sessions. */
export async function sessionsIn(folder: string): Promise<SessionFiles[]> {
  return sessionsOf(
    (await filesIn(folder)).filter((path) => RECORDING.test(path)),
    true,
  );
}

/** A session by its own file, with the subagents that lie beside it. */
export async function sessionAt(path: string): Promise<SessionFiles> {
  const beside = (await namesIn(dirname(path)))
    .filter(({ name }) => isClaudeSubagent(name))
    .map(({ name }) => join(dirname(path), name));
  const files = new Set([path, ...(await subagentsBelow(path)), ...beside]);
  const session = (await sessionsOf([...files], false)).find((each) => each.path === path);
  // What cannot be read is told where reading fails.
  return session ?? { path, subagents: [], bytes: 0, changedAt: 0, found: false };
}

/** The files of subagents in a session's own folder. */
export async function subagentsBelow(session: string): Promise<string[]> {
  const files = await filesIn(subagentFolder(session));
  return files.filter((file) => isClaudeSubagent(basename(file)));
}

/** Files of a folder that are looked at: what agents write, and what is written of them. */
const RECORDING = /\.(?:jsonl|json|traj|eval|md)(?:\.gz)?$/i;
/** Folders nested deeper than this are not looked into: a circle of mounts would be endless. */
const DEPTH_MAX = 16;

/** Files below a folder, or none where it cannot be read. Links to folders are not followed. */
async function filesIn(folder: string, depth = 0): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await namesIn(folder)) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) files.push(path);
    else if (depth < DEPTH_MAX) files.push(...(await filesIn(path, depth + 1)));
  }
  return files;
}

async function namesIn(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** Ties subagents to the session that started them; one whose session is not there stands alone. */
async function sessionsOf(files: readonly string[], found: boolean): Promise<SessionFiles[]> {
  const started = await subagentsOf(files);
  const children = new Set([...started.values()].flat());
  const sessions: SessionFiles[] = [];
  for (const path of files) {
    if (children.has(path)) continue;
    const session = await measured(path, (started.get(path) ?? []).toSorted());
    if (session !== undefined) sessions.push({ ...session, found });
  }
  return sessions.toSorted((a, b) => a.changedAt - b.changedAt || (a.path < b.path ? -1 : 1));
}

/** Its size, and when it changed; `undefined` for what is no file any more. */
async function measured(
  path: string,
  subagents: readonly string[],
): Promise<Omit<SessionFiles, 'found'> | undefined> {
  let bytes = 0;
  let changedAt = 0;
  for (const file of [path, ...subagents]) {
    const stats = await stat(file).catch(() => undefined);
    if (stats === undefined || !stats.isFile()) {
      if (file === path) return undefined;
      continue;
    }
    bytes += stats.size;
    changedAt = Math.max(changedAt, stats.mtimeMs);
  }
  const project = geminiProject(path);
  return { path, subagents, bytes, changedAt, ...(project === undefined ? {} : { project }) };
}

/** `~/.gemini/tmp/<project>/chats/…`: newer versions name the folder, older ones write a hash. */
function geminiProject(path: string): string | undefined {
  const parts = path.split(sep);
  const chats = parts.lastIndexOf('chats');
  const project = parts[chats - 1];
  if (project === undefined || parts[chats - 2] !== 'tmp') return undefined;
  return /^[0-9a-f]{32,}$/.test(project) ? `project ${project.slice(0, 8)}` : project;
}
