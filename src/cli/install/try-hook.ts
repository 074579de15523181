import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HookCommand } from './hook-command.ts';
import type { Host } from './hosts.ts';

export type HookTrial = { readonly answeredMs: number } | { readonly fault: string };

/** The host would have given up by then. */
const PATIENCE_MS = 5000;
const OUTPUT_BYTES_MAX = 64 * 1024;

/** Runs a hook once as its host does, with an event that is none, and a state that is thrown away. */
export async function tryHook({ node, script }: HookCommand, host: Host): Promise<HookTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'second-thought-doctor-'));
  try {
    const event = {
      session_id: 'second-thought-doctor',
      transcript_path: join(folder, 'transcript.jsonl'),
      cwd: folder,
      hook_event_name: host.events[0]!.event,
      tool_name: 'Read',
      tool_input: { file_path: join(folder, 'README.md') },
      tool_use_id: 'second-thought-doctor',
    };
    const env = { ...process.env, SECOND_THOUGHT_STATE_DIR: folder };
    const startedAt = performance.now();
    const run = await runProgram(node, [script, host.name], JSON.stringify(event), folder, env);
    const answeredMs = performance.now() - startedAt;
    const fault = faultOf(run);
    return fault === undefined ? { answeredMs } : { fault };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Major and minor version of a Node; `undefined` if it is none that starts. */
export async function askVersion(node: string): Promise<readonly [number, number] | undefined> {
  const { stdout } = await runProgram(node, ['--version'], '', tmpdir(), process.env);
  const version = /^v(\d+)\.(\d+)\./.exec(stdout);
  return version === null ? undefined : [Number(version[1]), Number(version[2])];
}

interface Run {
  /** `undefined` if it was killed, or did not start. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function faultOf({ code, stdout, stderr }: Run): string | undefined {
  const said = stderr.trim().split('\n').at(-1)!.slice(0, 200);
  const saying = said === '' ? '' : `; it said: ${said}`;
  if (code === undefined) return `the hook gave no answer within ${PATIENCE_MS / 1000} s${saying}`;
  if (code !== 0) return `the hook ended with exit code ${code}${saying}`;
  if (stdout.trim() === '') return undefined;
  try {
    const answer: unknown = JSON.parse(stdout);
    if (typeof answer === 'object' && answer !== null) return undefined;
  } catch {
    // Told below.
  }
  return `the hook answered what is no JSON object: ${stdout.trim().slice(0, 200)}`;
}

/** No shell: the words are handed over as they are. */
function runProgram(
  program: string,
  args: readonly string[],
  input: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env });
    const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const end = (code?: number): void => {
      clearTimeout(patience);
      resolve({ code, stdout: textOf(stdout), stderr: textOf(stderr) });
    };
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', () => end());
    child.on('close', (code) => end(code ?? undefined));
    // A program that does not want its input closes it.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).subarray(0, OUTPUT_BYTES_MAX).toString();
}
