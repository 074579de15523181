import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Half of the bytes are one session; the other half are so many of this size. */
const SESSION_BYTES = 1.25e6;

/** Writes sessions as a user's disk has them, by repeating shipped ones with other ids and days. */
export function writeSessions(folder: string, shipped: readonly string[], bytes: number): number {
  const texts = shipped.map((path) => readFileSync(path, 'utf8'));
  let repeats = 0;
  const write = (name: string, wantedBytes: number): void => {
    const file = openSync(join(folder, name), 'w');
    // Each repeat is a stretch of the same session.
    for (let written = 0; written < wantedBytes; repeats++) {
      written += writeSync(file, renamed(texts[repeats % texts.length]!, name, repeats));
    }
    closeSync(file);
  };
  const files = Math.max(1, Math.round(bytes / 2 / SESSION_BYTES));
  for (let index = 0; index < files; index++) write(`session-${index}.jsonl`, SESSION_BYTES);
  write('session-huge.jsonl', bytes / 2);
  return files + 1;
}

export interface Measured {
  readonly code: number | null;
  /** What came on the terminal, where stderr goes. */
  readonly terminal: string;
  readonly seconds: number;
  readonly residentMbMax: number;
  /** Resident memory while it ran, in the order of time. */
  readonly residentMb: readonly number[];
}

/** Runs `analyze --json` on all of a folder, on a terminal; its lines go to `out.jsonl` there. */
export async function measureAnalyze(main: string, folder: string): Promise<Measured> {
  const preload = join(folder, 'measure.mjs');
  const log = join(folder, 'memory.txt');
  writeFileSync(preload, PRELOAD);
  const quoted = [process.execPath, '--import', pathToFileURL(preload).href, main];
  const command = `${quoted.map((word) => `'${word}'`).join(' ')} analyze --json session-*.jsonl > out.jsonl`;
  const startedAt = performance.now();
  const env = { ...process.env, LOG: log, TERM: 'xterm', NO_COLOR: '1' };
  const child = spawn('script', ['-qefc', command, '/dev/null'], { cwd: folder, env });
  let terminal = '';
  child.stdout.on('data', (chunk: Buffer) => {
    terminal += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const residentMb = readFileSync(log, 'utf8').trim().split('\n').map(Number);
  return { code, terminal, seconds, residentMb, residentMbMax: residentMb.at(-1)! };
}

/** Notes what the process holds; at its end the most it ever held, by the kernel's own count. */
const PRELOAD = `
import { appendFileSync, readFileSync } from 'node:fs';
const note = (field) => {
  const kb = new RegExp(field + ':\\\\s*(\\\\d+)').exec(readFileSync('/proc/self/status', 'utf8'))[1];
  appendFileSync(process.env.LOG, Math.round(kb / 1024) + '\\n');
};
setInterval(() => note('VmRSS'), 200).unref();
process.on('exit', () => note('VmHWM'));
`;

function renamed(text: string, session: string, repeat: number): string {
  const day = new Date(Date.UTC(2026, 0, 1) + repeat * 86_400_000).toISOString().slice(0, 10);
  return text
    .replaceAll(/"sessionId":"[^"]*"/g, `"sessionId":"${session}"`)
    .replaceAll(/\b(toolu|msg|req)_(\w+?)_/g, `$1_$2-${repeat}_`)
    .replaceAll('00000000-0000-', `${repeat.toString(16).padStart(8, '0')}-0000-`)
    .replaceAll(/"timestamp":"\d{4}-\d\d-\d\d/g, `"timestamp":"${day}`);
}
