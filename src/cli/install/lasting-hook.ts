import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { passingFolder, type HookCommand } from './hook-command.ts';

/** The hook needs nothing beside these. */
const FILES = ['hook.cjs', 'hook-main.cjs'];

/**
 * Where a host will find the hook. What npx and its like unpack for one run is emptied at any time:
 * from there the hook's own two files are put into a folder of the user's.
 */
export function lastingHook(own: HookCommand, env: NodeJS.ProcessEnv): HookCommand {
  if (passingFolder(own.script) === undefined) return own;
  return { ...own, script: join(dataFolder(env), 'second-thought/dist/cli/hook.cjs') };
}

/** Puts them there; a hook that runs meanwhile has the old file or the new one. */
export function placeHook(own: HookCommand, lasting: HookCommand): void {
  if (own.script === lasting.script) return;
  const folder = dirname(lasting.script);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of FILES) {
    const draft = join(folder, `${file}-${process.pid}`);
    copyFileSync(join(dirname(own.script), file), draft);
    renameSync(draft, join(folder, file));
  }
}

function dataFolder(env: NodeJS.ProcessEnv): string {
  const { XDG_DATA_HOME: data, LOCALAPPDATA: local } = env;
  return data || (process.platform === 'win32' && local) || join(homedir(), '.local/share');
}
