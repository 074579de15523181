import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCopy, type BuiltCopy } from '../test/package/built-copy.ts';

const KILLS = 50;
const OLD = '{\n  "model": "opus" // mine\n}\n';

const home = fs.mkdtempSync(join(tmpdir(), 'second-thought-kills-'));
const path = join(home, '.claude/settings.json');
let copy: BuiltCopy;
beforeAll(async () => {
  copy = await buildCopy();
  fs.writeFileSync(join(copy.directory, 'dist/cli/hook.cjs'), '');
  fs.mkdirSync(join(home, '.claude'));
});
afterAll(() => {
  copy?.remove();
  fs.rmSync(home, { recursive: true, force: true });
});

it(`leaves whole settings after ${KILLS} kills of install and of uninstall`, async () => {
  fs.writeFileSync(path, OLD);
  const startedAt = performance.now();
  await change('install');
  const wholeMs = performance.now() - startedAt;
  const hooked = fs.readFileSync(path, 'utf8');
  expect(hooked).toContain('hook.cjs');

  const done = { install: 0, uninstall: 0 };
  let killed = 0;
  for (let round = 0; killed < 2 * KILLS; round++) {
    const [verb, before, after] =
      round % 2 === 0 ? (['install', OLD, hooked] as const) : (['uninstall', hooked, OLD] as const);
    fs.writeFileSync(path, before);
    // Most of a run is the start of Node: the writing lies in its last part.
    if (await change(verb, wholeMs * (0.5 + 0.6 * Math.random()))) killed += 1;
    const text = fs.readFileSync(path, 'utf8');
    expect([before, after]).toContain(text);
    if (text === after) done[verb] += 1;
  }
  process.stdout.write(`${killed} killed in a run of ${Math.round(wholeMs)} ms, `);
  process.stdout.write(`after the change: ${JSON.stringify(done)}\n`);
  // What the kills left behind stands in nobody's way.
  fs.writeFileSync(path, OLD);
  await change('install');
  await change('uninstall');
  expect(fs.readFileSync(path, 'utf8')).toBe(OLD);
});

/** @returns Whether it was killed before its end. */
async function change(verb: 'install' | 'uninstall', killAfterMs?: number): Promise<boolean> {
  const main = join(copy.directory, 'dist/cli/main.js');
  const child = spawn(process.execPath, [main, verb, 'claude-code', '--yes'], {
    env: { ...process.env, HOME: home },
    stdio: 'ignore',
  });
  const ended = new Promise<boolean>((resolve) => {
    child.on('exit', (_code, signal) => resolve(signal === 'SIGKILL'));
  });
  if (killAfterMs !== undefined) {
    await Promise.race([setTimeout(killAfterMs), ended]);
    child.kill('SIGKILL');
  }
  return ended;
}
