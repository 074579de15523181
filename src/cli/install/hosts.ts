import { join, sep } from 'node:path';

/** The coding command lines that run hooks, and what we ask of each: the one table of them. */
export interface Host {
  /** As it is named on our command line, and in the command that is installed. */
  readonly name: string;
  readonly title: string;
  /** The folder of its settings, under the user's home and under a project. */
  readonly folder: string;
  /** The variable that names another folder than the one under home, where the host has one. */
  readonly folderVariable?: string;
  readonly file: string;
  /** How long the host waits for a hook, in the unit of its settings. */
  readonly timeout: number;
  readonly events: readonly HookedEvent[];
  /** A setting of the host, true or false, that switches all hooks off. */
  readonly offSwitch?: string;
  /** What a user of this host should know besides. */
  readonly note?: string;
}

export interface HookedEvent {
  readonly event: string;
  /** Which tools; left out where the event has none, or where no matcher means all. */
  readonly matcher?: string;
}

export const HOSTS: readonly Host[] = [
  {
    name: 'claude-code',
    title: 'Claude Code',
    folder: '.claude',
    folderVariable: 'CLAUDE_CONFIG_DIR',
    file: 'settings.json',
    timeout: 5, // seconds
    events: [
      { event: 'PreToolUse', matcher: '*' },
      { event: 'PostToolUse', matcher: '*' },
      { event: 'PostToolUseFailure', matcher: '*' },
      { event: 'UserPromptSubmit' },
      { event: 'Stop' },
      { event: 'SubagentStop' },
      { event: 'SessionStart' },
      { event: 'SessionEnd' },
    ],
    offSwitch: 'disableAllHooks',
  },
  {
    name: 'codex',
    title: 'Codex',
    folder: '.codex',
    folderVariable: 'CODEX_HOME',
    file: 'hooks.json',
    timeout: 5, // seconds
    events: [
      { event: 'PreToolUse' },
      { event: 'PostToolUse' },
      { event: 'UserPromptSubmit' },
      { event: 'Stop' },
      { event: 'SessionStart' },
    ],
    note: 'Older versions of Codex run hooks only with the feature codex_hooks switched on.',
  },
  {
    name: 'gemini',
    title: 'Gemini CLI',
    folder: '.gemini',
    file: 'settings.json',
    timeout: 5000, // milliseconds
    events: [
      { event: 'BeforeTool', matcher: '*' },
      { event: 'AfterTool', matcher: '*' },
      { event: 'BeforeAgent' },
      { event: 'AfterAgent' },
      { event: 'SessionStart' },
      { event: 'SessionEnd' },
    ],
  },
];

/** Where settings lie: a file, and the folder inside which it may be linked to somewhere else. */
export interface SettingsPlace {
  readonly path: string;
  /** Links may lead anywhere below these. */
  readonly roots: readonly string[];
}

/** Where the user's own settings of a host lie; they need not exist. */
export function userPlace(
  host: Host,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): SettingsPlace {
  const named = host.folderVariable === undefined ? undefined : env[host.folderVariable];
  if (named === undefined || named === '') {
    return { path: join(home, host.folder, host.file), roots: [home] };
  }
  // Whoever names a folder outside home means it.
  return { path: join(named, host.file), roots: [home, named] };
}

/** Where the settings of a host for one project lie: whoever has the project, has them. */
export function projectPlace(host: Host, project: string): SettingsPlace {
  return { path: join(project, host.folder, host.file), roots: [project] };
}

/** @throws {Error} With the names that there are, if it is none of them. */
export function hostOf(name: string): Host {
  const host = HOSTS.find((known) => known.name === name);
  if (host !== undefined) return host;
  throw new Error(`there is no host \`${name}\`: try ${HOST_NAMES}`);
}

/** `claude-code`, `codex` or `gemini` */
export const HOST_NAMES = HOSTS.map(({ name }) => `\`${name}\``)
  .join(', ')
  .replace(/, ([^,]*)$/, ' or $1');

/** A path as its owner names it: `~/.claude/settings.json` */
export function homely(path: string, home: string): string {
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
