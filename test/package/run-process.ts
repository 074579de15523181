import { spawn } from 'node:child_process';

/** How a process ended, and what it wrote. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to what every test's process has; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Its standard input; by default that is empty. */
  readonly input?: string | Buffer;
}

/** Runs a program to its end. Waits without blocking: other tests run in the same process. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const env = { ...plainEnvironment(), ...options.env };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
    // A program that does not want its input closes it: that is its right.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString();
}

/** As a user's shell has it: without what a terminal, vitest or an outer `npm test` adds. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|LC_|LANG$|COLUMNS$)|COLOR/.test(name),
  );
  return { ...Object.fromEntries(kept), LANG: 'C.UTF-8' };
}
