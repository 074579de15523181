import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InstallError } from './install-error.ts';

/** The command that a host runs at its events: our hook, by Node, both by their full path. */
export interface HookCommand {
  readonly node: string;
  readonly script: string;
}

/** The hook that belongs to the running program: beside its `main.js`, links resolved. */
export function ownHook(mainPath: string, node: string): HookCommand {
  return { node, script: join(dirname(realpathSync(mainPath)), 'hook.cjs') };
}

/**
 * The command as it stands in the settings. A shell reads it, so each path is quoted whole.
 *
 * @throws {InstallError} If a path cannot be quoted: on Windows, where the shells disagree.
 */
export function commandText(
  { node, script }: HookCommand,
  hostName: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const quote = platform === 'win32' ? quoteForWindows : quoteForPosix;
  return [quote(node), quote(script), hostName].join(' ');
}

/**
 * Finds our hook in a command that stands in some settings: an older one of ours, too, whose path is
 * another. It is known by its script: `dist/cli/hook.cjs` in a folder whose name begins with
 * `second-thought`, or the running program's own.
 */
export function findHook(command: string, own?: HookCommand): HookCommand | undefined {
  const words = wordsOf(command);
  const at = words.findIndex((word) => OURS.test(word) || word === own?.script);
  const [node, script] = [words[at - 1], words[at]];
  return node === undefined || script === undefined ? undefined : { node, script };
}

const OURS = /(?:^|[\\/])second-thought[^\\/]*[\\/]dist[\\/]cli[\\/]hook\.cjs$/;

/** The program that made a folder for one run of ours, if a path leads through such a folder. */
export function passingFolder(script: string): string | undefined {
  const parts = script.split(/[\\/]/);
  return PASSING.find(([part]) => parts.some((name) => part.test(name)))?.[1];
}

/** These are emptied at any time. */
const PASSING: readonly (readonly [part: RegExp, program: string])[] = [
  [/^_npx$/, 'npx'],
  [/^dlx(?:-|$)/, 'pnpm dlx'],
  [/^bunx-/, 'bunx'],
];

function quoteForPosix(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

/** Forward slashes and double quotes mean the same to cmd, to PowerShell's arguments and to bash. */
function quoteForWindows(path: string): string {
  const special = /["%$`!\r\n]/.exec(path)?.[0];
  if (special !== undefined) {
    throw new InstallError(
      `the path ${path} holds a ${JSON.stringify(special)}, which a shell would not leave as it ` +
        `is: install second-thought, or Node, in another folder`,
    );
  }
  return `"${path.replaceAll('\\', '/')}"`;
}

/** The words of a command as a shell reads them; what a shell would put in is left as written. */
function wordsOf(command: string): string[] {
  const words = command.matchAll(/(?:'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|[^\s'"\\])+/g);
  return Array.from(words, ([word]) =>
    word.replace(
      /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
    ),
  );
}
