import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, PROJECT, type BuiltCopy } from '../package/built-copy.ts';
import { runProcess, type Finished, type RunOptions } from '../package/run-process.ts';

const LOOPS = join(PROJECT, 'examples/sessions/loops.jsonl');
const MEGABYTES = 30;
const RESIDENT_MB_MAX = 200;
const ESC = '\u001b';

const folder = mkdtempSync(join(tmpdir(), 'second-thought-process-'));
let copy: BuiltCopy;
/** The built program's file. */
let main: string;
beforeAll(async () => {
  copy = await buildCopy();
  main = join(copy.directory, 'dist/cli/main.js');
});
afterAll(() => {
  copy?.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.concurrent('colour', () => {
  it('is left out where the output is no terminal', async () => {
    expect((await screen()).stdout).not.toContain(ESC);
    expect((await screen({ TERM: 'xterm-256color' })).stdout).not.toContain(ESC);
  });

  it('is there on request, and says the same', async () => {
    const [plain, coloured] = [await screen(), await screen({ FORCE_COLOR: '1' })];
    expect(coloured.stdout).toContain(ESC);
    const codes = new RegExp(`${ESC}\\[[0-9;]*m`, 'g');
    expect(coloured.stdout.replace(codes, '')).toBe(plain.stdout);
  });

  it('is left out where it is refused, be it requested or not', async () => {
    expect((await screen({ FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain(ESC);
    expect((await screen({ FORCE_COLOR: '0' })).stdout).not.toContain(ESC);
    // https://no-color.org: an empty NO_COLOR refuses nothing.
    expect((await screen({ FORCE_COLOR: '1', NO_COLOR: '' })).stdout).toContain(ESC);
  });

  it('is never part of --json', async () => {
    const { stdout } = await copy.cli(['analyze', '--json', LOOPS], { env: { FORCE_COLOR: '1' } });
    expect(stdout).not.toContain(ESC);
  });

  it('leaves plain ASCII where the locale has no more', async () => {
    const { stdout } = await screen({ LANG: 'C' });
    expect(stdout).toMatch(/^[\n -~]+$/);
    expect(stdout).toContain('Loop: `node --test test/page.test.js` x6');
  });
});

describe('a reader that goes away early', () => {
  it('is no fault: `| head -1` shows a line and the program ends well', async () => {
    // More than a pipe holds, so that there is somebody to miss the reader.
    const runs = Array.from({ length: 5000 }, (_, index) =>
      JSON.stringify({ run: `run ${index}`, agent: 'a', events: [{ type: 'user', text: 'hi' }] }),
    );
    const path = join(folder, 'many.jsonl');
    writeFileSync(path, runs.join('\n'));
    const script = '{ "$0" "$1" analyze --json "$2"; echo "ended with $?" >&2; } | head -1';
    const { stdout, stderr } = await runProcess('sh', ['-c', script, process.execPath, main, path]);
    expect(JSON.parse(stdout)).toMatchObject({ run: 'run 0' });
    expect(stderr).toBe('ended with 0\n');
  });
});

describe('nothing leaves this machine', () => {
  /** Makes every way out throw, and writes down that it was tried. */
  const guard = `
    import { appendFileSync } from 'node:fs';
    import { createRequire, syncBuiltinESMExports } from 'node:module';
    const require = createRequire(import.meta.url);
    const refuse = (object, name, what) => {
      object[name] = () => {
        appendFileSync(process.env.TRIED, what + '\\n');
        throw new Error(what + ' was tried');
      };
    };
    refuse(require('node:net').Socket.prototype, 'connect', 'connect');
    refuse(require('node:net').Server.prototype, 'listen', 'listen');
    refuse(require('node:dns'), 'lookup', 'lookup');
    refuse(require('node:dns'), 'resolve', 'resolve');
    refuse(require('node:dns').promises, 'lookup', 'lookup');
    refuse(require('node:dgram'), 'createSocket', 'datagram');
    refuse(require('node:child_process').ChildProcess.prototype, 'spawn', 'spawn');
    syncBuiltinESMExports();
  `;

  /** Runs Node under the guard; with what was tried. */
  async function guarded(
    args: readonly string[],
    input?: Buffer,
    env: RunOptions['env'] = {},
  ): Promise<Finished & { readonly tried: string }> {
    const preload = join(folder, 'guard.mjs');
    const log = join(folder, 'tried.txt');
    writeFileSync(preload, guard);
    writeFileSync(log, '');
    const finished = await runProcess(
      process.execPath,
      ['--import', pathToFileURL(preload).href, ...args],
      { env: { ...env, TRIED: log }, ...(input === undefined ? {} : { input }) },
    );
    return { ...finished, tried: readFileSync(log, 'utf8') };
  }

  it('would be seen: the guard notes a connection, a server, a look-up and a datagram', async () => {
    const attempts = {
      connect: "await import('node:net').then(({ connect }) => connect(9))",
      listen: "await import('node:net').then(({ createServer }) => createServer().listen(0))",
      lookup: "await import('node:dns').then(({ lookup }) => lookup('localhost', () => {}))",
      datagram: "await import('node:dgram').then(({ createSocket }) => createSocket('udp4'))",
    };
    for (const [what, script] of Object.entries(attempts)) {
      const { code, tried } = await guarded(['--input-type=module', '--eval', script]);
      expect({ code, tried }).toEqual({ code: 1, tried: `${what}\n` });
    }
    const fetched = await guarded(['--eval', "fetch('http://127.0.0.1:65530').catch(() => {})"]);
    expect(fetched.tried).not.toBe('');
  });

  it('and is not: analyze opens no socket and starts no process', async () => {
    const plain = await copy.cli(['analyze', LOOPS]);
    expect(await guarded([main, 'analyze', LOOPS])).toEqual({ ...plain, tried: '' });
    const packed = gzipSync(readFileSync(LOOPS));
    expect(await guarded([main, 'analyze', '-'], packed)).toEqual({ ...plain, tried: '' });
    const bad = await guarded([main, 'analyze', '--json', LOOPS, 'https://localhost/x.jsonl']);
    expect(bad).toMatchObject({ code: 1, tried: '' });
    expect(await guarded([main, '--version'])).toMatchObject({ code: 0, tried: '' });
  });

  it('nor where it looks for sessions itself, goes through all, or follows one', async () => {
    const sessions = join(folder, '.claude/projects/-home-dev-slugify');
    mkdirSync(sessions, { recursive: true });
    cpSync(LOOPS, join(sessions, '6c6f6f70-0000-4000-8000-000000000000.jsonl'));
    const home = { HOME: folder, CLAUDE_CONFIG_DIR: undefined, CODEX_HOME: undefined };
    for (const args of [[], ['--all'], ['--all', '--since', '30d', '--json'], [sessions]]) {
      const found = await guarded([main, 'analyze', ...args], undefined, home);
      expect(found).toMatchObject({ code: 0, stderr: '', tried: '' });
    }
    // It ends itself as Ctrl-C would end it.
    const script =
      "setTimeout(() => process.kill(process.pid, 'SIGINT'), 1500);" +
      `process.argv.splice(1, 0, 'main', 'analyze', '--follow'); await import('${main}');`;
    const followed = await guarded(['--input-type=module', '--eval', script], undefined, home);
    expect(followed).toMatchObject({ code: 0, tried: '' });
    expect(followed.stdout).toContain('! Loop');
  });
});

describe('a large file', () => {
  it('of one long run goes through in little memory', async () => {
    const path = join(folder, 'long.trace.jsonl');
    const steps = writeLarge(path, MEGABYTES, (index) =>
      eventsOf(index).map((e) => JSON.stringify(e)),
    );
    const { code, stdout, residentMb } = await measured(path);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ steps, events: 3 * steps, tokens: 1010 * steps });
    expect(residentMb).toBeGreaterThan(10);
    expect(residentMb).toBeLessThan(RESIDENT_MB_MAX);
  });

  it('of many runs does, too; three times as many need hardly more', async () => {
    const events = Array.from({ length: 20 }, (_, index) => eventsOf(index)).flat();
    const residentMb: number[] = [];
    for (const times of [1, 3]) {
      const path = join(folder, `many-${times}.trace.jsonl`);
      // A hundred names again and again: what the engine remembers by name has a budget of its own.
      const runs = writeLarge(path, times * MEGABYTES, (index) => [
        JSON.stringify({ run: `${index % 100}`, agent: 'a', events, outcome: { succeeded: true } }),
      ]);
      const finished = await measured(path);
      expect(finished.code).toBe(0);
      expect(finished.stdout.match(/\n/g)).toHaveLength(runs);
      residentMb.push(finished.residentMb);
    }
    expect(Math.max(...residentMb)).toBeLessThan(RESIDENT_MB_MAX);
    // Kept in memory, the 60 MB more would be at least as many.
    expect(residentMb[1]! - residentMb[0]!).toBeLessThan(45);
  });
});

function screen(env: RunOptions['env'] = {}): Promise<Finished> {
  return copy.cli(['analyze', LOOPS], { env });
}

/** Runs analyze; with the most memory it had. */
async function measured(path: string): Promise<Finished & { readonly residentMb: number }> {
  const preload = join(folder, 'measure.mjs');
  const log = join(folder, 'resident.txt');
  writeFileSync(
    preload,
    `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
     process.on('exit', () =>
       writeFileSync(process.env.LOG, String(highest())));
     // maxRSS is never below what the process that started this one held.
     function highest() {
       if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS / 1024;
       return /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] / 1024;
     }`,
  );
  const finished = await runProcess(
    process.execPath,
    ['--import', pathToFileURL(preload).href, main, 'analyze', '--json', path],
    { env: { LOG: log } },
  );
  return { ...finished, residentMb: Number(readFileSync(log, 'utf8')) };
}

function eventsOf(index: number): readonly object[] {
  return [
    { type: 'call', id: `${index}`, tool: 'read', args: { path: `src/${index}.ts` } },
    { type: 'result', id: `${index}`, ok: index % 7 > 0, output: `line ${index} `.repeat(40) },
    { type: 'usage', inputTokens: 1000, outputTokens: 10 },
  ];
}

/** Writes lines until there are enough of them; how often it asked for some. */
function writeLarge(
  path: string,
  megabytes: number,
  linesOf: (index: number) => readonly string[],
): number {
  const file = openSync(path, 'w');
  let bytes = 0;
  let index = 0;
  while (bytes < megabytes * 1e6) {
    let text = '';
    while (text.length < 1e6) text += `${linesOf(index++).join('\n')}\n`;
    bytes += writeSync(file, text);
  }
  closeSync(file);
  return index;
}
