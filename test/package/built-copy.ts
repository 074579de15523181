import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProcess, type Finished, type RunOptions } from './run-process.ts';

/** The folder of the project. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** The project, built by `npm run build`, in a temporary folder of its own. */
export interface BuiltCopy {
  readonly directory: string;
  /** Runs its command line; relative paths are those in `directory`. */
  cli(args: readonly string[], options?: RunOptions): Promise<Finished>;
  remove(): void;
}

const BUILT_FROM = ['package.json', 'build.mjs', 'tsconfig.json', 'tsconfig.build.json', 'src'];
const PACKED_WITH = ['README.md', 'LICENSE', 'CHANGELOG.md', 'examples/sessions'];

/**
 * Builds the project in a copy: its own `dist` may be in use, and tests run side by side.
 *
 * @throws {Error} With what the compiler said, if it does not build.
 */
export async function buildCopy(): Promise<BuiltCopy> {
  const directory = mkdtempSync(join(tmpdir(), 'second-thought-built-'));
  for (const path of [...BUILT_FROM, ...PACKED_WITH]) {
    const from = join(PROJECT, path);
    if (existsSync(from)) cpSync(from, join(directory, path), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(directory, 'node_modules'));
  const { code, stdout, stderr } = await runProcess('npm', ['run', 'build'], { cwd: directory });
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  if (code !== 0) {
    remove();
    throw new Error(`npm run build ended with ${code}:\n${stdout}${stderr}`);
  }
  const main = join(directory, 'dist/cli/main.js');
  return {
    directory,
    cli: (args, options) =>
      runProcess(process.execPath, [main, ...args], { cwd: directory, ...options }),
    remove,
  };
}
