import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSessions, sessionAt, sessionPlaces, sessionsIn } from './find-sessions.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'second-thought-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const CODEX = '019a2d7a-0000-7000-8000-00000000000';

const find = (env: Record<string, string> = {}) => findSessions(sessionPlaces(env, home));

describe('findSessions(places)', () => {
  it('finds none where there are none', async () => {
    expect(await find()).toEqual([]);
  });

  it('finds the sessions of the three hosts, the newest last', async () => {
    const claude = file('.claude/projects/-home-u-shop/8b2e.jsonl', 300);
    const codex = file(
      `.codex/sessions/2026/11/01/rollout-2026-11-01T10-00-00-${CODEX}1.jsonl`,
      200,
    );
    const archived = file(
      `.codex/archived_sessions/rollout-2026-10-01T10-00-00-${CODEX}2.jsonl`,
      400,
    );
    const gemini = file('.gemini/tmp/shop/chats/session-2026-11-01T10-00-b7e6d0aa.jsonl', 100);
    const older = file('.gemini/tmp/0f0f/chats/session-2026-09-01T10-00-aaaaaaaa.json', 500);
    file('.claude/settings.json', 0);
    file('.claude/projects/-home-u-shop/notes.txt', 0);
    file('.codex/history.jsonl', 0);
    file('.codex/sessions/2026/index.jsonl', 0);
    file('.gemini/tmp/shop/logs.json', 0);
    expect((await find()).map(({ path }) => path)).toEqual([
      older,
      archived,
      claude,
      codex,
      gemini,
    ]);
  });

  it('looks where CLAUDE_CONFIG_DIR and CODEX_HOME say', async () => {
    file('.claude/projects/-x/here.jsonl', 0);
    const claude = file('elsewhere/projects/-x/there.jsonl', 20);
    const codex = file(`other/sessions/2026/11/01/rollout-2026-11-01T10-00-00-${CODEX}1.jsonl`, 10);
    const env = { CLAUDE_CONFIG_DIR: join(home, 'elsewhere'), CODEX_HOME: join(home, 'other') };
    expect((await find(env)).map(({ path }) => path)).toEqual([claude, codex]);
  });

  it('ties subagents to the session that started them, and counts their bytes and changes', async () => {
    const session = file('.claude/projects/-x/8b2e.jsonl', 500, 'abcd');
    const inside = file('.claude/projects/-x/8b2e/subagents/agent-a1.jsonl', 300, 'ab');
    const deeper = file('.claude/projects/-x/8b2e/subagents/flow/agent-c3.jsonl', 450, 'abc');
    const beside = file('.claude/projects/-x/agent-b2.jsonl', 400, '{"sessionId":"8b2e"}');
    const [found, ...others] = await find();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      path: session,
      subagents: [inside, deeper, beside].toSorted(),
      bytes: 29,
    });
    expect(Date.now() - found!.changedAt).toBeLessThan(350_000);
  });

  it('leaves a subagent alone whose session is gone', async () => {
    const orphan = file('.claude/projects/-x/gone/subagents/agent-a1.jsonl', 0);
    expect(await find()).toMatchObject([{ path: orphan, subagents: [] }]);
  });

  it('ties those of Codex by the thread they name, and those of Gemini CLI by their folder', async () => {
    const day = '.codex/sessions/2026/11/01/rollout-2026-11-01T10-00-0';
    const thread = file(`${day}0-${CODEX}1.jsonl`, 30);
    const spawned = { subagent: { thread_spawn: { parent_thread_id: `${CODEX}1` } } };
    const child = file(`${day}1-${CODEX}2.jsonl`, 20, JSON.stringify({ source: spawned }));
    const deeper = { subagent: { thread_spawn: { parent_thread_id: `${CODEX}2` } } };
    const grandchild = file(`${day}2-${CODEX}3.jsonl`, 20, JSON.stringify({ source: deeper }));
    const chats = '.gemini/tmp/shop/chats';
    const chat = file(`${chats}/session-2026-11-01T10-00-b7e6d0aa.jsonl`, 10);
    const helper = file(`${chats}/b7e6d0aa-0000-4000-8000-000000000003/helper.jsonl`, 5);
    expect(await find()).toMatchObject([
      { path: thread, subagents: [child, grandchild] },
      { path: chat, subagents: [helper], project: 'shop' },
    ]);
  });
});

describe('sessionsIn(folder)', () => {
  it('takes what may be a recording, in folders below too, and follows no link to a folder', async () => {
    const trace = file('a/one.trace.jsonl', 30);
    const packed = file('a/b/two.jsonl.gz', 20);
    file('a/readme.txt', 0);
    symlinkSync(home, join(home, 'a', 'circle'));
    const sessions = await sessionsIn(join(home, 'a'));
    expect(sessions.map(({ path, found }) => ({ path, found }))).toEqual([
      { path: trace, found: true },
      { path: packed, found: true },
    ]);
  });
});

describe('sessionAt(path)', () => {
  it('finds the subagents that lie beside', async () => {
    const session = file('x/8b2e.jsonl', 0);
    const subagent = file('x/8b2e/subagents/agent-a1.jsonl', 0);
    file('x/agent-other.jsonl', 0, '{"sessionId":"9999"}');
    expect(await sessionAt(session)).toMatchObject({ path: session, subagents: [subagent] });
  });
  it('takes a file that is not there as it is: reading it says why', async () => {
    expect(await sessionAt(join(home, 'none.jsonl'))).toMatchObject({ subagents: [], bytes: 0 });
  });
});

/** Writes a file that was last changed so many seconds ago. */
function file(name: string, secondsAgo: number, content = 'x'): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const at = Date.now() / 1000 - secondsAgo;
  utimesSync(path, at, at);
  return path;
}
