import { appendFileSync, mkdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { answerHook, HOSTS } from '../../adapters/hooks/hook.ts';
import { stateFolder } from './state-folder.ts';

const STDOUT = 1;
/** From here on; Node itself takes some 50 ms to start. */
const LIMIT_MS = 300;
const INPUT_BYTES_MAX = 8 * 1024 * 1024;
const LOG_BYTES_MAX = 64 * 1024;

/**
 * Answers a coding CLI: an event on standard input, an answer on standard output. It is never in
 * the way: whatever fails here, or takes too long, ends with exit code 0 and no word; what failed
 * stands in `errors.log`. It ends the process.
 *
 * @param args The host's name; `--end-agent` where `stop` may end the whole agent.
 */
export function runHook([host, ...flags]: readonly string[]): void {
  const giveUp = (error: unknown): never => endInSilence(error, host);
  process.on('uncaughtException', giveUp);
  const tooLate = (): never => giveUp(new Error(`more than ${LIMIT_MS} ms`));
  setTimeout(tooLate, LIMIT_MS).unref();
  const parts: Buffer[] = [];
  let bytes = 0;
  process.stdin.on('data', (part: Buffer) => {
    parts.push(part);
    bytes += part.length;
    if (bytes > INPUT_BYTES_MAX) throw new Error(`more than ${INPUT_BYTES_MAX} bytes of input`);
  });
  process.stdin.on('end', () => {
    answer(host, Buffer.concat(parts).toString(), flags.includes('--end-agent'));
    process.exit(0);
  });
}

function answer(name: string | undefined, input: string, mayEnd: boolean): void {
  const host = HOSTS.find((known) => known.name === name);
  if (host === undefined) throw new Error(`no host \`${name}\``);
  const said = answerHook(host, input, { folder: stateFolder(process.env), mayEnd });
  // Node's own stream would take longer to load than all that is done here.
  if (said !== '') writeSync(STDOUT, said);
}

/** What was said to us may be secret: only what went wrong is kept. */
function endInSilence(error: unknown, host: string | undefined): never {
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
  process.exit(0);
}
