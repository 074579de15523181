import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseSession } from '../src/adapters/hooks/session-state.ts';
import { parseSnapshot } from '../src/engine/memory/snapshot.ts';
import { CLAUDE_CODE, takes } from '../test/hooks/host-wire.ts';
import { runProcess } from '../test/package/run-process.ts';

/** The hook as its hosts use it: a process a call, many of them, some at once, some killed. */

const script = fileURLToPath(new URL('../dist/cli/hook.cjs', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'second-thought-prove-hook-'));
let state = '';
let count = 0;
beforeEach(() => {
  state = join(root, String(count++));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a session of 200 calls', () => {
  it('keeps its state bounded, and is held up where it loops and nowhere else', async () => {
    const sizes: number[] = [];
    const heldUp: number[] = [];
    for (let i = 0; i < 200; i++) {
      // Work, with a loop from the 150th call on.
      const args = { command: i < 150 ? `sed -n ${i}p src/file-${i}.ts` : 'npm test' };
      const before = await hook(CLAUDE_CODE.call(`${i}`, 'Bash', args));
      if (before === '') {
        const output = i < 150 ? `content ${i} of the file` : '1 failing';
        await hook(CLAUDE_CODE.result(`${i}`, 'Bash', args, output, i >= 150));
      } else heldUp.push(i);
      sizes.push(statSync(sessionFile()).size);
    }
    console.log(`state: ${sizes[49]} bytes after 50 calls, ${sizes.at(-1)} after 200`);
    expect(sizes.at(-1)!).toBeLessThan(64 * 1024);
    expect(Math.min(...heldUp)).toBe(154);
    expect(readdirSync(join(state, 'claude-code', 's-s1'))).toHaveLength(1);
  });
});

describe('32 hooks at once', () => {
  it('are all heard of, but for those that had no time to start', async () => {
    const ids = Array.from({ length: 32 }, (_, i) => `c${i}`);
    await Promise.all(ids.map((id) => hook(CLAUDE_CODE.call(id, 'Read', { path: id }))));
    const late = readLog().length;
    console.log(`heard of ${heard()}, ${late} gave up`);
    expect(heard() + late).toBe(32);
  });
});

describe('100 hooks that are killed', () => {
  it('leave a whole state each time', async () => {
    await hook(CLAUDE_CODE.prompt('go'));
    let before = heard();
    for (let i = 0; i < 100; i++) {
      const child = spawn(process.execPath, [script, 'claude-code'], { env: environment() });
      child.stdin.on('error', () => {});
      child.stdin.end(JSON.stringify(CLAUDE_CODE.call(`k${i}`, 'Read', { path: `f${i}` })));
      setTimeout(() => child.kill('SIGKILL'), 20 + ((i * 7) % 90));
      await new Promise((resolve) => child.on('close', resolve));
      expect(heard() - before).toBeGreaterThanOrEqual(0);
      expect(heard() - before).toBeLessThanOrEqual(1);
      before = heard();
    }
  });
});

async function hook(input: object): Promise<string> {
  const { code, stdout } = await runProcess(process.execPath, [script, 'claude-code'], {
    env: { SECOND_THOUGHT_STATE_DIR: state },
    input: JSON.stringify(input),
  });
  expect(code === 0 || code === null).toBe(true);
  expect(takes('claude-code', (input as { hook_event_name: string }).hook_event_name, stdout)).toBe(
    true,
  );
  return stdout;
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], SECOND_THOUGHT_STATE_DIR: state };
}

function sessionFile(): string {
  const folder = join(state, 'claude-code', 's-s1');
  const versions = readdirSync(folder).filter((file) => /^\d+$/.test(file));
  return join(folder, versions.toSorted((a, b) => Number(b) - Number(a))[0]!);
}

function heard(): number {
  return parseSnapshot(parseSession(readFileSync(sessionFile())).engine).counts.events;
}

function readLog(): string[] {
  try {
    return readFileSync(join(state, 'errors.log'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}
