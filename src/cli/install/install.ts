import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { print, spaced, wrap, type Line } from '../terminal/lines.ts';
import { styleOf, type TerminalStyle } from '../terminal/style.ts';
import { sanitise } from '../terminal/words.ts';
import { changeSettings, type Edit } from './change-settings.ts';
import { canAsk, confirm } from './confirm.ts';
import { addHooks, newSettings, removeHooks, type Remainder } from './edit-settings.ts';
import { ownHook, type HookCommand } from './hook-command.ts';
import { switchedOff } from './hook-entries.ts';
import { homely, projectPlace, userPlace, type Host } from './hosts.ts';
import { InstallError } from './install-error.ts';
import { lastingHook, placeHook } from './lasting-hook.ts';
import { renderChange } from './render-change.ts';
import { findSettings, readSettings, unjudged, type SettingsFile } from './settings-file.ts';

export interface ChangeOptions {
  /** The settings of the project in the current folder, not those of the user. */
  readonly project: boolean;
  /** Without a question. */
  readonly yes: boolean;
  /** Only show what would be done. */
  readonly dryRun: boolean;
}

const DONE = 0;
const NOT_DONE = 1;

/**
 * Puts our hooks into the settings of a host, after showing what changes.
 *
 * @returns The exit code.
 */
export function install(host: Host, options: ChangeOptions): Promise<number> {
  return told(async () => {
    const own = ownHook(process.argv[1]!, process.execPath);
    const hook = lastingHook(own, process.env);
    const warnings = cautions(own, options);
    const absent = `${host.title} was not found on this machine: the hooks will wait for it.`;
    const edit = (file: SettingsFile): Edit => {
      return (text) => ({
        text:
          text === undefined
            ? newSettings(host, hook, file.folderThere)
            : addHooks(text, host, hook),
      });
    };
    const warningsOf = (file: SettingsFile, text: string): string[] => {
      const off = switchedOff(text, host);
      if (off !== undefined) warnings.push(`${off}.`);
      if (!file.folderThere && !options.project) warnings.push(absent);
      return warnings;
    };
    return change(host, options, edit, warningsOf, {
      nothing: (path) => `${host.title}: already installed in ${path}`,
      question: 'Write this?',
      first: () => placeHook(own, hook),
      done: [
        `Installed: ${host.title} runs second-thought from its next session on.`,
        ...(host.note === undefined ? [] : [host.note]),
      ],
      next: options.project
        ? [['Take it out again', `second-thought uninstall ${host.name} --project`]]
        : [
            ['See that it works', `second-thought doctor ${host.name}`],
            ['Take it out again', `second-thought uninstall ${host.name}`],
          ],
    });
  });
}

/**
 * Takes our hooks out of the settings of a host, and nothing else.
 *
 * @returns The exit code.
 */
export function uninstall(host: Host, options: ChangeOptions): Promise<number> {
  return told(async () => {
    const hook = ownHook(process.argv[1]!, process.execPath);
    const edit = (): Edit => (text) =>
      text === undefined ? { text: '' } : removeHooks(text, hook);
    return change(host, options, edit, () => [], {
      nothing: (path) => `${host.title}: not installed in ${path}, nothing to do`,
      question: 'Take this out?',
      done: [`Uninstalled: ${host.title} no longer runs it, from its next session on.`],
      next: [],
    });
  });
}

interface Wording {
  readonly nothing: (path: string) => string;
  readonly question: string;
  /** Done before the settings are written. */
  readonly first?: () => void;
  readonly done: readonly string[];
  readonly next: readonly (readonly [what: string, command: string])[];
}

async function change(
  host: Host,
  options: ChangeOptions,
  editOf: (file: SettingsFile) => Edit,
  warningsOf: (file: SettingsFile, text: string) => readonly string[],
  words: Wording,
): Promise<number> {
  const style = styleOf(process.stdout, process.env);
  const home = homedir();
  const place = options.project
    ? projectPlace(host, process.cwd())
    : userPlace(host, home, process.env);
  // What is only shown may lie where we would not write.
  const file = options.dryRun ? unjudged(place.path) : findSettings(place);
  const edit = named(editOf(file), file.path);
  const before = (await readSettings(file))?.text;
  const after = edit(before);
  const path = options.project ? file.path : homely(file.path, home);
  if ('text' in after && after.text === (before ?? '')) {
    say([wrap([{ text: words.nothing(path) }], style)], style);
    return DONE;
  }
  const warnings = warningsOf(file, before ?? '');
  const proposed = { title: host.title, path, before, after: textOf(after), warnings };
  say([renderChange(proposed, style)], style);
  process.stdout.write('\n');
  if (options.dryRun) {
    say([wrap([{ text: 'Nothing was changed: this only shows it.' }], style)], style);
    return DONE;
  }
  if (!options.yes) {
    if (!canAsk()) {
      throw new InstallError(
        'nothing was changed: there is no terminal to ask on. --yes goes on without a question',
      );
    }
    if (!(await confirm(words.question))) {
      say([wrap([{ text: 'Nothing was changed.' }], style)], style);
      return NOT_DONE;
    }
  }
  words.first?.();
  const { backup } = await changeSettings(file, edit);
  const copy = backup === undefined ? [] : [`As it was before: ${homely(backup, home)}`];
  const done = [...words.done, ...copy].flatMap((text) => wrap([{ text }], style, 2));
  if (!options.yes) process.stdout.write('\n');
  say([done, nextLines(words.next, style)], style);
  return DONE;
}

/** What to think of before; or why it cannot be. */
function cautions(hook: HookCommand, options: ChangeOptions): string[] {
  if (!existsSync(hook.script)) {
    throw new InstallError(
      `this copy of second-thought is not whole, it has no ${hook.script}: install it again`,
    );
  }
  const warnings: string[] = [];
  if (options.project) {
    warnings.push(
      `These are the settings of a project: its hooks run on the machine of whoever gets the ` +
        `project and trusts it, by the paths of this machine. Without --project, they are yours alone.`,
    );
  }
  return warnings;
}

/** An edit whose errors say of which file they speak. */
function named(edit: Edit, path: string): Edit {
  return (text) => {
    try {
      return edit(text);
    } catch (error) {
      if (!(error instanceof InstallError)) throw error;
      throw new InstallError(`${path}, ${error.message}`);
    }
  };
}

function textOf(after: Remainder): string | undefined {
  return 'text' in after ? after.text : undefined;
}

function nextLines(next: Wording['next'], style: TerminalStyle): Line[] {
  return next.flatMap(([what, command]) => wrap([{ text: `${what}:   ${command}` }], style, 4));
}

function say(blocks: readonly (readonly Line[])[], style: TerminalStyle): void {
  process.stdout.write(`${print(spaced(blocks), style)}\n`);
}

async function told(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    const style = styleOf(process.stderr, process.env);
    process.stderr.write(`second-thought: ${sanitise(error.message, style.unicode)}\n`);
    return NOT_DONE;
  }
}
