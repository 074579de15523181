import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseSession } from '../../src/adapters/hooks/session-state.ts';
import { parseSnapshot } from '../../src/engine/memory/snapshot.ts';
import { buildCopy, type BuiltCopy } from '../package/built-copy.ts';
import { runProcess, type Finished } from '../package/run-process.ts';
import { CLAUDE_CODE, takes, WIRES } from './host-wire.ts';

const TEST = { command: 'npm test' };
const FAILURE = '1 failing: expected 2 to be 3';

const root = mkdtempSync(join(tmpdir(), "second-thought hook's "));
let copy: BuiltCopy;
let script: string;
let state = '';
let count = 0;
beforeAll(async () => {
  copy = await buildCopy();
  script = join(copy.directory, 'dist/cli/hook.cjs');
});
beforeEach(() => {
  state = join(root, String(count++));
});
afterAll(() => {
  copy?.remove();
  rmSync(root, { recursive: true });
});

describe.each(WIRES)('the process for $host', (wire) => {
  it('tells a looping agent once, then holds it up; each answer as the host takes it', async () => {
    const said: string[] = [];
    for (let turn = 1; turn <= 7; turn++) {
      const id = `t${turn}`;
      for (const input of [
        wire.call(id, 'Bash', TEST),
        wire.result(id, 'Bash', TEST, FAILURE, true),
      ]) {
        const { hook_event_name: event } = input as { hook_event_name: string };
        const { code, stdout, stderr } = await hook(wire.host, input);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect({ event, stdout, taken: takes(wire.host, event, stdout) }).toMatchObject({
          taken: true,
        });
        if (stdout !== '') said.push(event);
      }
    }
    const [before, after] = wire.host === 'gemini' ? ['BeforeTool', 'AfterTool'] : CLAUDE_EVENTS;
    expect(said[0]).toMatch(new RegExp(`^${after}`));
    expect(said[1]).toBe(before);
  });
});

const CLAUDE_EVENTS = ['PreToolUse', 'PostToolUse'] as const;

describe('the state of a session', () => {
  it('is one file, small, for this user alone, without what was said', async () => {
    const secret = 'the content of a file, 7f3a';
    await hook('claude-code', CLAUDE_CODE.prompt(`please ${secret}`));
    await hook('claude-code', CLAUDE_CODE.call('1', 'Read', { path: 'a.ts' }));
    await hook('claude-code', CLAUDE_CODE.result('1', 'Read', { path: 'a.ts' }, secret));
    const { folder, file } = sessionFile();
    expect(readdirSync(folder)).toHaveLength(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const bytes = readFileSync(file);
    expect(bytes.length).toBeLessThan(32 * 1024);
    for (const encoding of ['utf8', 'utf16le'] as const) {
      expect(bytes.toString(encoding)).not.toContain(secret);
    }
  });

  it('hears of every event of hooks that run at once', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `c${i}`);
    await Promise.all(
      ids.map((id) => hook('claude-code', CLAUDE_CODE.call(id, 'Read', { path: id }))),
    );
    await Promise.all(
      ids.map((id) => hook('claude-code', CLAUDE_CODE.result(id, 'Read', { path: id }, id))),
    );
    expect(eventsHeard()).toBe(24 - givenUp());
    expect(givenUp()).toBeLessThan(12);
  });

  it('survives hooks that are killed at any moment', async () => {
    await hook('claude-code', CLAUDE_CODE.call('1', 'Bash', TEST));
    for (let ms = 0; ms < 120; ms += 10) {
      const child = spawn(process.execPath, [script, 'claude-code'], { env: environment() });
      child.stdin.on('error', () => {});
      child.stdin.end(JSON.stringify(CLAUDE_CODE.call(`k${ms}`, 'Read', { path: `f${ms}` })));
      setTimeout(() => child.kill('SIGKILL'), ms);
      await new Promise((resolve) => child.on('close', resolve));
    }
    const before = eventsHeard();
    await hook('claude-code', CLAUDE_CODE.call('last', 'Bash', TEST));
    expect(eventsHeard()).toBe(before + 1);
  });

  it('begins anew where its file is damaged', async () => {
    await hook('claude-code', CLAUDE_CODE.call('1', 'Bash', TEST));
    const { file } = sessionFile();
    writeFileSync(file, readFileSync(file).fill(0, 300, 400));
    expect(await hook('claude-code', CLAUDE_CODE.call('2', 'Bash', TEST))).toMatchObject(SILENT);
    expect(eventsHeard()).toBe(1);
  });

  it('hands what was learned to later sessions', async () => {
    for (let i = 0; i < 3; i++) {
      await hook('claude-code', CLAUDE_CODE.call(`${i}`, 'Bash', TEST));
      await hook('claude-code', CLAUDE_CODE.result(`${i}`, 'Bash', TEST, `run ${i}: fine`));
    }
    await hook('claude-code', CLAUDE_CODE.answer('Done.'));
    await hook('claude-code', { ...CLAUDE_CODE.call('9', 'Bash', TEST), session_id: 'later' });
    const later = parseSession(readFileSync(sessionFile('s-later').file));
    expect(parseSnapshot(later.engine).records.length).toBeGreaterThan(0);
    expect(parseSnapshot(later.base).runs).toEqual([]);
  });
});

describe('the hook is never in the way', () => {
  const call = CLAUDE_CODE.call('1', 'Bash', TEST);

  it.each<readonly [string, string, string | Buffer]>([
    ['an empty input', 'claude-code', ''],
    ['no JSON', 'claude-code', '{"hook_event_name": '],
    ['JSON of another kind', 'claude-code', '[1, 2]'],
    ['an event it does not know', 'claude-code', '{"hook_event_name":"Other","session_id":"s"}'],
    ['an event without a session', 'claude-code', '{"hook_event_name":"PreToolUse"}'],
    ['fields of wrong types', 'codex', '{"hook_event_name":"PreToolUse","session_id":7}'],
    ['a host it does not know', 'other', JSON.stringify(call)],
    [
      'names from the prototype',
      'claude-code',
      '{"hook_event_name":"constructor","session_id":"__proto__"}',
    ],
    ['bytes that are no text', 'gemini', Buffer.from([0xff, 0xfe, 0, 1])],
    ['more than it reads', 'claude-code', `{"x":"${'x'.repeat(9 * 1024 * 1024)}"}`],
  ])('on %s', async (_, host, input) => {
    expect(await run([script, host], input)).toMatchObject(SILENT);
  });

  it('where its state cannot be kept', async () => {
    writeFileSync(state, 'a file where the folder should be');
    expect(await hook('claude-code', call)).toMatchObject(SILENT);
  });

  it('without a home', async () => {
    const env = {
      SECOND_THOUGHT_STATE_DIR: undefined,
      HOME: undefined,
      XDG_STATE_HOME: '/dev/null/x',
    };
    const { code, stdout } = await runProcess(process.execPath, [script, 'claude-code'], {
      env,
      input: JSON.stringify(call),
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('where the rest of it is missing or broken', async () => {
    const alone = join(root, 'alone');
    mkdirSync(alone);
    copyFileSync(script, join(alone, 'hook.cjs'));
    const input = JSON.stringify(call);
    expect(await run([join(alone, 'hook.cjs'), 'claude-code'], input)).toMatchObject({
      code: 0,
      stdout: '',
    });
    writeFileSync(join(alone, 'hook-main.cjs'), 'this is no program');
    expect(await run([join(alone, 'hook.cjs'), 'claude-code'], input)).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  // Of `readFileSync` Node itself needs one to read our file at all.
  it.each([
    'linkSync',
    'mkdirSync',
    'openSync',
    'read',
    'readdirSync',
    'renameSync',
    'statSync',
    'unlinkSync',
    'writeFileSync',
    'writeSync',
  ])('where %s fails', async (name) => {
    const preload = join(root, `fail-${name}.cjs`);
    const fault = `() => { throw Object.assign(new Error('EIO: ${name}'), { code: 'EIO' }); }`;
    writeFileSync(preload, `require('node:fs').${name} = ${fault};`);
    const args = ['--require', preload, script, 'claude-code'];
    for (let turn = 0; turn < 4; turn++) {
      const input = CLAUDE_CODE.result(`${turn}`, 'Bash', TEST, FAILURE);
      const { code, stdout } = await run(args, JSON.stringify(input));
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    }
  });

  it('where what it keeps of its code is damaged', async () => {
    await hook('claude-code', call);
    writeFileSync(join(state, 'code-cache'), 'damaged');
    expect(await hook('claude-code', call)).toMatchObject(SILENT);
    await hook('claude-code', call);
    expect(statSync(join(state, 'code-cache')).size).toBeGreaterThan(10_000);
  });

  it('where the host leaves its input open behind the event', async () => {
    const child = spawn(process.execPath, [script, 'claude-code'], { env: environment() });
    child.stdin.write(JSON.stringify(call));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    child.stdin.end();
    expect(eventsHeard()).toBe(1);
  });

  it('where the host never says all of it: it ends by itself', async () => {
    const child = spawn(process.execPath, [script, 'claude-code'], { env: environment() });
    child.stdin.write(JSON.stringify(call).slice(0, 40));
    await new Promise((resolve) => child.on('close', resolve));
    expect(readFileSync(join(state, 'errors.log'), 'utf8')).toContain('more than 300 ms');
  });

  it('and what went wrong is kept, without what was said', async () => {
    await run([script, 'claude-code'], '{"prompt": "secret words"');
    const log = readFileSync(join(state, 'errors.log'), 'utf8');
    expect(JSON.parse(log)).toMatchObject({
      host: 'claude-code',
      message: 'input that is no JSON',
    });
  });
});

describe('what an agent or a file says cannot act on who reads it', () => {
  it('escapes, directions and secrets are not passed on', async () => {
    const hostile = {
      command: 'echo \u001b[2J\u202e && curl -H "Authorization: Bearer abcdef123456"',
    };
    let told = '';
    for (let i = 0; i < 3; i++) {
      await hook('claude-code', CLAUDE_CODE.call(`${i}`, 'Bash', hostile));
      told = (await hook('claude-code', CLAUDE_CODE.result(`${i}`, 'Bash', hostile, FAILURE)))
        .stdout;
    }
    expect(told).toContain('echo ␛[2J\\\\u{202e}');
    expect(told).not.toMatch(/abcdef|\\u001b|\\u202e"/);
  });
});

const SILENT: Finished = { code: 0, stdout: '', stderr: '' };

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: root, SECOND_THOUGHT_STATE_DIR: state };
}

function hook(host: string, input: object): Promise<Finished> {
  return run([script, host], JSON.stringify(input));
}

function run(args: readonly string[], input: string | Buffer): Promise<Finished> {
  return runProcess(process.execPath, args, {
    env: { SECOND_THOUGHT_STATE_DIR: state, HOME: root },
    input,
  });
}

function sessionFile(name = 's-s1'): { readonly folder: string; readonly file: string } {
  const folder = join(state, 'claude-code', name);
  const versions = readdirSync(folder).filter((file) => /^\d+$/.test(file));
  return { folder, file: join(folder, versions.toSorted((a, b) => +b - +a)[0]!) };
}

function eventsHeard(): number {
  return parseSnapshot(parseSession(readFileSync(sessionFile().file)).engine).counts.events;
}

/** Hooks that had to give up: on a busy machine a start may take longer than all its time. */
function givenUp(): number {
  const log = join(state, 'errors.log');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0;
}
