import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandText, findHook, passingFolder } from './hook-command.ts';

const SCRIPT = '/opt/second-thought/dist/cli/hook.cjs';

describe('commandText(hook, host)', () => {
  it('quotes each path whole', () => {
    expect(commandText({ node: '/n', script: "/it's/s" }, 'codex', 'linux')).toBe(
      String.raw`'/n' '/it'\''s/s' codex`,
    );
  });

  it('is read by a shell as just these words', () => {
    const hostile = ['\\back\\', '$(exit 3)', '`exit 3`', '"', "''", '\n', ' ', '!!', '*', '👩‍💻'];
    const path = fc
      .array(fc.oneof(fc.constantFrom(...hostile), fc.string()), { maxLength: 6 })
      .map((parts) => `/${parts.join('').replaceAll('\0', '')}`);
    fc.assert(
      fc.property(path, (script) => {
        const words = commandText({ node: 'printf', script }, 'codex', 'linux');
        const [printf, rest] = [words.slice(0, "'printf'".length), words.slice("'printf'".length)];
        const said = execFileSync('sh', ['-c', `${printf} '%s\\0' ${rest}`], { encoding: 'utf8' });
        expect(said.split('\0')).toEqual([script, 'codex', '']);
      }),
      { numRuns: 100 },
    );
  });

  it('is on Windows what all of its shells read alike, or refused', () => {
    const node = 'C:\\Program Files\\nodejs\\node.exe';
    expect(commandText({ node, script: 'D:\\hook.cjs' }, 'gemini', 'win32')).toBe(
      '"C:/Program Files/nodejs/node.exe" "D:/hook.cjs" gemini',
    );
    for (const sign of ['%', '$', '`', '!']) {
      const script = `D:\\a${sign}b\\hook.cjs`;
      expect(() => commandText({ node, script }, 'gemini', 'win32')).toThrow(
        `the path ${script} holds a "${sign}", which a shell would not leave as it is`,
      );
    }
  });
});

describe('findHook(command)', () => {
  it('finds what commandText wrote, from wherever it ran', () => {
    const path = fc.string({ unit: 'grapheme' }).map((part) => `/${part}${SCRIPT}`);
    fc.assert(
      fc.property(
        fc.string().filter((text) => text !== ''),
        path,
        (node, script) => {
          const command = commandText({ node, script }, 'codex', 'linux');
          expect(findHook(command)).toEqual({ node, script });
        },
      ),
    );
  });

  it.each([
    `/usr/bin/node ${SCRIPT} claude-code`,
    `nice -n 5 '/usr/bin/node' "${SCRIPT}" claude-code`,
    `/usr/bin/node ${SCRIPT}`,
  ])('finds what a person made of it: %s', (command) => {
    expect(findHook(command)).toEqual({ node: '/usr/bin/node', script: SCRIPT });
  });

  it.each([
    ['/lib/node_modules/second-thought/dist/cli/hook.cjs', true],
    ['/s/second-thought@0.1.0_a/node_modules/second-thought/dist/cli/hook.cjs', true],
    ['/home/me/second-thought-fork/dist/cli/hook.cjs', true],
    ['C:/npm/node_modules/second-thought/dist/cli/hook.cjs', true],
    ['/lib/node_modules/no-second-thought/dist/cli/hook.cjs', false],
    ['/lib/node_modules/another/dist/cli/hook.cjs', false],
    ['/lib/node_modules/second-thought/dist/cli/main.js', false],
    ['/lib/second-thought/another/dist/cli/hook.cjs', false],
    ['/lib/node_modules/second-thought/dist/cli/hook.json', false],
  ])('takes %s for ours: %s', (script, ours) => {
    expect(findHook(`'/n' '${script}' codex`) !== undefined).toBe(ours);
  });

  it("takes the running program's own for ours, whatever its folder is called", () => {
    const own = { node: '/n', script: '/src/clone/dist/cli/hook.cjs' };
    expect(findHook(`'/m' '${own.script}' codex`, own)).toEqual({ node: '/m', script: own.script });
  });

  it.each(['', 'say done', "'", 'echo /second-thought/', `echo "${SCRIPT} is not run"`, SCRIPT])(
    'leaves the commands of others: %s',
    (command) => {
      expect(findHook(command)).toBeUndefined();
    },
  );
});

describe('passingFolder(script)', () => {
  it.each([
    ['/home/me/.npm/_npx/0a1b/node_modules/second-thought/dist/cli/hook.cjs', 'npx'],
    ['/home/me/.cache/pnpm/dlx-123/node_modules/second-thought/dist/cli/hook.cjs', 'pnpm dlx'],
    ['/tmp/bunx-0-second-thought@latest/node_modules/second-thought/dist/cli/hook.cjs', 'bunx'],
    ['/usr/lib/node_modules/second-thought/dist/cli/hook.cjs', undefined],
    ['/home/_npxer/second-thought/dist/cli/hook.cjs', undefined],
  ])('of %s is that of %s', (script, program) => {
    expect(passingFolder(script)).toBe(program);
  });
});
