import { appendFileSync, mkdirSync, read, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { answerHook, HOSTS } from '../../adapters/hooks/hook.ts';
import { stateFolder } from './state-folder.ts';

const STDIN = 0;
const STDOUT = 1;
/** From here on; Node itself takes some 50 ms to start. */
const LIMIT_MS = 300;
const INPUT_BYTES_MAX = 8 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const LOG_BYTES_MAX = 64 * 1024;

/**
 * Answers a coding CLI: an event on standard input, an answer on standard output. It is never in
 * the way: whatever fails here, or takes too long, ends with exit code 0 and no word; what failed
 * stands in `errors.log`. It ends the process. Node's own streams are left alone: to load them takes
 * as long as all that is done here.
 *
 * @param args The host's name; `--end-agent` where `stop` may end the whole agent.
 */
export function runHook([name, ...flags]: readonly string[]): void {
  process.on('uncaughtException', (error) => endInSilence(error, name));
  setTimeout(() => {
    keepError(new Error(`more than ${LIMIT_MS} ms`), name);
    // A read that still waits for its host would hold up an exit.
    process.kill(process.pid, 'SIGKILL');
  }, LIMIT_MS).unref();
  readInput([], 0, (input) => {
    const host = HOSTS.find((known) => known.name === name);
    if (host === undefined) throw new Error(`no host \`${name}\``);
    const mayEnd = flags.includes('--end-agent');
    const said = answerHook(host, input, { folder: stateFolder(process.env), mayEnd });
    if (said !== '') writeSync(STDOUT, said);
    process.exit(0);
  });
}

/** Reads one JSON value; a host that leaves our input open behind it is not waited for. */
function readInput(before: readonly Buffer[], bytes: number, done: (input: unknown) => void): void {
  read(STDIN, Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null, (error, length, chunk) => {
    // On Windows a pipe that was closed is an error.
    if (error !== null && error.code !== 'EOF') throw error;
    const ended = error !== null || length === 0;
    const parts = ended ? before : [...before, chunk.subarray(0, length)];
    if (bytes + length > INPUT_BYTES_MAX) {
      throw new Error(`more than ${INPUT_BYTES_MAX} bytes of input`);
    }
    // A value that is whole ends in a brace; one that ends in a brace may not be whole.
    if (!ended && !/\}\s*$/.test(chunk.toString('latin1', Math.max(0, length - 16), length))) {
      return readInput(parts, bytes + length, done);
    }
    const text = Buffer.concat(parts).toString();
    try {
      return done(JSON.parse(text));
    } catch (problem) {
      if (ended || !(problem instanceof SyntaxError)) throw problem;
    }
    readInput(parts, bytes + length, done);
  });
}

function endInSilence(error: unknown, host: string | undefined): never {
  keepError(error, host);
  process.exit(0);
}

/** What was said to us may be secret: only what went wrong is kept. */
function keepError(error: unknown, host: string | undefined): void {
  try {
    const folder = stateFolder(process.env);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const log = join(folder, 'errors.log');
    const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    const message = error instanceof SyntaxError ? 'input that is no JSON' : String(error);
    const line = JSON.stringify({ at: new Date().toISOString(), host, message });
    if (size < LOG_BYTES_MAX) appendFileSync(log, `${line}\n`, { mode: 0o600 });
  } catch {
    // A full disk, no home: still not in the way.
  }
}
