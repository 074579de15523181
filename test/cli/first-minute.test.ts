import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, type BuiltCopy } from '../package/built-copy.ts';
import type { Finished } from '../package/run-process.ts';
import { session } from './session-facts.ts';

/** What a newcomer types first, on a disk with sessions of their own. */

const LOOPS = '6c6f6f70-0000-4000-8000-000000000000';
const GOOD = /"sessionId":"([^"]+)"/.exec(readFileSync(session('good'), 'utf8'))![1]!;
const SHOP = '.claude/projects/-home-dev-shop';
const DAY_S = 86_400;

let copy: BuiltCopy;
const homes: string[] = [];
beforeAll(async () => {
  copy = await buildCopy();
});
afterAll(() => {
  copy?.remove();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

describe.concurrent('analyze without arguments', () => {
  it('shows the newest session, and says which', async () => {
    const home = newHome();
    put(home, `${SHOP}/older.jsonl`, 'good', 2);
    put(home, `${SHOP}/${LOOPS}.jsonl`, 'loops', 1);
    const { code, stdout, stderr } = await analyze(home);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [chosen, , header] = stdout.split('\n');
    expect(chosen).toBe(`newest of 2 sessions: ~/${SHOP}/${LOOPS}.jsonl`);
    expect(header).toBe(
      'claude-code@scripted-agent · /home/dev/slugify · 37 steps · 3 min · 126 k tokens',
    );
    expect(stdout).toContain('! Loop: `node --test test/page.test.js` ×6');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'Next: have the agent told in time   npx second-thought install claude-code',
    );
  });

  it('goes on to the next where the newest holds no message yet', async () => {
    const home = newHome();
    put(home, `${SHOP}/a.jsonl`, 'good', 2);
    write(home, `${SHOP}/b.jsonl`, '{"type":"summary","summary":"x","leafUuid":"y"}\n', 1);
    write(home, `${SHOP}/c.jsonl`, '', 0);
    const { stdout } = await analyze(home);
    expect(stdout.split('\n')[0]).toBe(`newest of 3 sessions: ~/${SHOP}/a.jsonl`);
  });

  it('shows the session with what its subagents did in files of their own', async () => {
    const home = newHome();
    const own = readFileSync(session('good'), 'utf8');
    write(home, `${SHOP}/${LOOPS}.jsonl`, own.replaceAll(GOOD, LOOPS), 0);
    const lines = readFileSync(session('loops'), 'utf8').replaceAll(
      '"isSidechain":false',
      '"isSidechain":true,"agentId":"a1b2c3"',
    );
    write(home, `${SHOP}/${LOOPS}/subagents/agent-a1b2c3.jsonl`, lines, 0);
    const { stdout } = await analyze(home, ['--json']);
    const runs = stdout.trim().split('\n').map(parsed);
    expect(runs).toMatchObject([
      { started: 1, concerns: [{ kind: 'loop', run: 'a1b2c3' }] },
      { run: 'a1b2c3', concerns: [{ kind: 'loop', tool: 'Bash: node' }] },
    ]);
    const screen = await analyze(home);
    expect(screen.stdout).toContain('! Loop in run a1b2c3: `node --test');
  });

  it('says calmly where it looked, if there is nothing', async () => {
    const { code, stdout, stderr } = await analyze(newHome());
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'second-thought: no session of Claude Code (~/.claude/projects), Codex ' +
        '(~/.codex/sessions) or Gemini CLI (~/.gemini/tmp) on this disk yet. Give the FILE of a ' +
        'recorded session, or a folder; `second-thought --help` names the formats.\n',
    });
  });
});

describe.concurrent('analyze --all', () => {
  it('says what loops and claims cost, by project and by tool', async () => {
    const home = newHome();
    put(home, `${SHOP}/${LOOPS}.jsonl`, 'loops', 1, '/home/dev/web-shop');
    put(home, `${SHOP}/claims.jsonl`, 'claims', 3, '/home/dev/api');
    put(home, `${SHOP}/good.jsonl`, 'good', 2, '/home/dev/api');
    const { code, stdout, stderr } = await analyze(home, ['--all']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain(
      '! Of 3 runs 1 went round in a loop and 1 claimed what no check had shown. That cost 18 steps and 98 k tokens, 42 % of all.',
    );
    expect(stdout).toMatch(/^ web-shop +1 +1 +98 k +77 %$/m);
    expect(stdout).toMatch(/^ api +2 +1$/m);
    expect(stdout).toMatch(/^ Bash: node +1 +18 +98 k$/m);
    expect(stdout).toContain('npx second-thought analyze --run 6c6f6f70\n');
    const [found, , header] = (await analyze(home, ['--run', '6c6f6f70'])).stdout.split('\n');
    expect(found).toBe(`found in ~/${SHOP}/${LOOPS}.jsonl`);
    expect(header).toContain('/home/dev/web-shop · 37 steps');
    const none = await analyze(home, ['--run', 'no-such-run']);
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain('no run named no-such-run in the sessions on this disk');
  });

  it('takes only what changed since', async () => {
    const home = newHome();
    put(home, `${SHOP}/old.jsonl`, 'loops', 40);
    put(home, `${SHOP}/new.jsonl`, 'good', 3);
    const named = async (since: string): Promise<number> => {
      const { stdout } = await analyze(home, ['--all', '--json', '--since', since]);
      return stdout.split('\n').length - 1;
    };
    expect([await named('9w'), await named('30d'), await named('80h')]).toEqual([2, 1, 1]);
    const none = await analyze(home, ['--all', '--since', '1h']);
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toMatch(/: no session changed since then; the last of 2 changed on \d/);
  });

  it('tells at the end what could not be read, and reports the rest', async () => {
    const home = newHome();
    put(home, `${SHOP}/good.jsonl`, 'good', 2);
    for (let index = 0; index < 7; index++) write(home, `${SHOP}/b${index}.jsonl`, '\0\0', 1);
    write(home, `${SHOP}/notes.jsonl`, 'Dear diary,\n', 1);
    const { code, stdout, stderr } = await analyze(home, ['--all']);
    expect(code).toBe(1);
    expect(stdout).toContain('22 steps');
    const told = stderr.trimEnd().split('\n');
    expect(told.slice(0, 5).every((line) => line.includes('got binary data'))).toBe(true);
    expect(told.slice(5)).toEqual([
      'second-thought: and 2 more could not be read',
      'second-thought: 1 file holds no session in a known format and was passed over',
    ]);
  });

  it('shows hostile names and folders instead of obeying them', async () => {
    const home = newHome();
    const hostile = `${SHOP}\u001b[2J\u202e`;
    put(home, `${hostile}/x\u001b]0;owned\u0007.jsonl`, 'loops', 0, '/home/\u001b[31m\u202edev');
    write(home, `${hostile}/y\u001b[2J.jsonl`, '\0', 1);
    for (const args of [[], ['--all'], ['--all', '--since', '1d'], [join(home, SHOP, '..')]]) {
      const { stdout, stderr } = await analyze(home, args, { FORCE_COLOR: '0' });
      expect(stdout + stderr).toContain('\\u{202e}');
      expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    }
  });
});

describe.concurrent('analyze FOLDER', () => {
  it('goes through all sessions in it', async () => {
    const home = newHome();
    put(home, 'kept/a/one.jsonl', 'loops', 1);
    put(home, 'kept/b/two.jsonl', 'good', 40);
    write(home, 'kept/package.json', '{"name":"x"}', 0);
    const folder = join(home, 'kept');
    const { code, stdout, stderr } = await analyze(home, [folder]);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      'claude-code@scripted-agent · 2 runs · 59 steps · 203 k tokens',
    );
    expect(stderr).toBe(
      'second-thought: 1 file holds no session in a known format and was passed over\n',
    );
    const recent = await analyze(home, ['--since', '30d', '--json', folder]);
    expect(recent.stdout.trim().split('\n')).toHaveLength(1);
  });
  it('says so where there is none', async () => {
    const home = newHome();
    expect(await analyze(home, [home])).toEqual({
      code: 1,
      stdout: '',
      stderr: `second-thought: no session in ${home}\n`,
    });
  });
});

function analyze(
  home: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const unset = { CLAUDE_CONFIG_DIR: undefined, CODEX_HOME: undefined };
  return copy.cli(['analyze', ...args], { env: { HOME: home, ...unset, ...env } });
}

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'second-thought-first-'));
  homes.push(home);
  return home;
}

/** Puts a sample session into a home, as if it had been changed so many days ago. */
function put(home: string, name: string, sample: string, daysAgo: number, cwd?: string): void {
  const text = readFileSync(session(sample), 'utf8');
  const moved =
    cwd === undefined
      ? text
      : text.replaceAll(/"cwd":"[^"]*"/g, () => `"cwd":${JSON.stringify(cwd)}`);
  write(home, name, moved, daysAgo);
}

function write(home: string, name: string, content: string, daysAgo: number): void {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const at = Date.now() / 1000 - daysAgo * DAY_S;
  utimesSync(path, at, at);
}

function parsed(line: string): unknown {
  return JSON.parse(line);
}
