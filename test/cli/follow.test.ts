import { spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, type BuiltCopy } from '../package/built-copy.ts';
import { session } from './session-facts.ts';

const LINES = readFileSync(session('loops'), 'utf8').split(/(?<=\n)/);
const NAME = '6c6f6f70-0000-4000-8000-000000000000';
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d*m`, 'g');

let copy: BuiltCopy;
let home: string;
/** The session that is written while it is followed. */
let path: string;
const started = new Set<ChildProcess>();
beforeAll(async () => {
  copy = await buildCopy();
  home = mkdtempSync(join(tmpdir(), 'second-thought-live-'));
  path = join(home, `.claude/projects/-home-dev-slugify/${NAME}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
});
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  copy?.remove();
  rmSync(home, { recursive: true, force: true });
});

describe('analyze --follow', () => {
  it('tells a loop when it comes, stays with its session, and ends with the screen', async () => {
    writeFileSync(path, LINES.slice(0, 20).join(''));
    const live = start(['analyze', '--follow']);
    await live.says(`following ~/.claude/projects/-home-dev-slugify/${NAME}.jsonl`);
    // A newer session begins meanwhile: nothing is said of it.
    writeFileSync(join(dirname(path), 'newer.jsonl'), readFileSync(session('claims')));
    for (const line of LINES.slice(20)) {
      // In two parts, as a writer's buffer may cut it.
      appendFileSync(path, line.slice(0, 30));
      appendFileSync(path, line.slice(30));
    }
    await live.says('! Loop: `node --test test/page.test.js` ×');
    const { code, stdout } = await live.interrupt();
    expect(code).toBe(0);
    const whole = await copy.cli(['analyze', path]);
    expect(stdout.endsWith(`\n${whole.stdout}`)).toBe(true);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('claims');
    rmSync(join(dirname(path), 'newer.jsonl'));
  });

  it('begins anew where the file was written anew', async () => {
    writeFileSync(path, LINES.join(''));
    const live = start(['analyze', '--follow', path]);
    await live.says('! Loop');
    truncateSync(path, 0);
    await live.says('the file was written anew: reading it from its start');
    writeFileSync(path, readFileSync(session('good')));
    const { code, stdout } = await live.interrupt();
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing to tell: 22 steps');
  });

  it('is a line of JSON at each news, and one at the end', async () => {
    writeFileSync(path, LINES.join(''));
    const live = start(['analyze', '--follow', '--json', path]);
    await live.says('"schema":1');
    const { code, stdout } = await live.interrupt();
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { run: NAME, concerns: [{ kind: 'loop' }] },
      { run: NAME, concerns: [{ kind: 'loop' }] },
    ]);
  });

  it('hears a subagent that begins meanwhile', async () => {
    const own = readFileSync(session('good'), 'utf8');
    writeFileSync(path, own.replaceAll(/"sessionId":"[^"]+"/g, `"sessionId":"${NAME}"`));
    const live = start(['analyze', '--follow', path]);
    await live.says('following');
    const subagents = join(path.replace('.jsonl', ''), 'subagents');
    mkdirSync(subagents, { recursive: true });
    const sidechain = LINES.join('').replaceAll(
      '"isSidechain":false',
      '"isSidechain":true,"agentId":"a1"',
    );
    writeFileSync(join(subagents, 'agent-a1.jsonl'), sidechain);
    await live.says('! Loop in run a1: ');
    expect((await live.interrupt()).code).toBe(0);
    rmSync(subagents, { recursive: true });
  });

  it('refuses what cannot be followed, with a reason', async () => {
    const document = join(home, 'chat.json');
    writeFileSync(
      document,
      '[{"role":"user","content":"hi"},{"role":"assistant","content":"ho"}]\n',
    );
    const refused = await copy.cli(['analyze', '--follow', document]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('got one document; accepted: a file that grows line by line');
    const gone = await copy.cli(['analyze', '--follow', join(home, 'gone.jsonl')]);
    expect(gone).toMatchObject({ code: 1, stdout: '' });
    expect(gone.stderr).toContain('got no such file');
    const input = await copy.cli(['analyze', '--follow', '-']);
    expect(input.stderr).toContain('--follow watches a file that grows');
  });

  it('keeps a status of three lines on a terminal, with the news above', async () => {
    writeFileSync(path, LINES.slice(0, 20).join(''));
    const live = start(['analyze', '--follow', path], asTerminal(80));
    await live.says('Likely to end well');
    appendFileSync(path, LINES.slice(20).join(''));
    await live.says(' stands: ');
    const { code, stdout } = await live.interrupt();
    expect(code).toBe(0);
    const plain = stdout.replaceAll(COLOURS, '');
    const erase = '\u001b[3A\r\u001b[J';
    // The status, taken away; the news in its place, and the status below it.
    const [, drawn = ''] = plain.split(`${erase}! `);
    const lines = drawn.split('\n');
    expect(lines[0]).toMatch(/^Loop: `node --test test\/page\.test\.js` ×6/);
    const status = lines.findIndex((line) => line.startsWith('claude-code@scripted-agent · '));
    expect(lines[status + 1]).toMatch(/^! Loop stands: \d+ steps, \d+ k tokens so far$/);
    expect(lines[status + 2]).toMatch(/^Likely to end well: /);
    // In the end it is gone, and the screen of `analyze` stands in its place.
    const [, screen = ''] = drawn.split(erase);
    expect(screen.trim().split('\n')[0]).toMatch(/^claude-code@scripted-agent · .* 37 steps/);
    expect(screen).toContain('Next: have the agent told in time   npx second-thought install');
  });
});

interface Live {
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string }>;
  /** Waits until it has said something, on either stream. */
  says(text: string): Promise<void>;
  interrupt(): Live['ended'];
}

/** Makes Node take its output for a terminal of so many columns. */
function asTerminal(columns: number): string[] {
  const preload = join(home, 'terminal.mjs');
  writeFileSync(preload, `Object.assign(process.stdout, { isTTY: true, columns: ${columns} });`);
  return ['--import', pathToFileURL(preload).href];
}

function start(args: readonly string[], nodeArgs: readonly string[] = []): Live {
  const main = join(copy.directory, 'dist/cli/main.js');
  const {
    CLAUDE_CONFIG_DIR: _c,
    CODEX_HOME: _h,
    COLUMNS: _w,
    NO_COLOR: _n,
    FORCE_COLOR: _f,
    ...inherited
  } = process.env;
  const plain = { ...inherited, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', HOME: home, TERM: 'xterm' };
  const child = spawn(process.execPath, [...nodeArgs, main, ...args], { env: plain });
  started.add(child);
  let said = '';
  let stdout = '';
  let onSaid = (): void => {};
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    onSaid();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    hear(chunk);
  });
  child.stderr.on('data', hear);
  const ended = new Promise<{ code: number | null; stdout: string }>((resolve) => {
    child.on('close', (code) => {
      started.delete(child);
      resolve({ code, stdout });
    });
  });
  return {
    ended,
    says: (text) =>
      new Promise((resolve) => {
        onSaid = () => {
          if (said.includes(text)) resolve();
        };
        onSaid();
      }),
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
  };
}
