import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, type BuiltCopy } from '../package/built-copy.ts';
import { runProcess, type Finished } from '../package/run-process.ts';

const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'second-thought-install-')));
let copy: BuiltCopy;
let hook: string;
/** Stands in for the hook: it writes down with what it was run, and answers nothing. */
const STAND_IN = `
  let event = '';
  process.stdin.on('data', (chunk) => (event += chunk));
  process.stdin.on('end', () => {
    const told = { args: process.argv.slice(2), event: JSON.parse(event), script: process.argv[1] };
    if (process.env.TOLD) require('node:fs').writeFileSync(process.env.TOLD, JSON.stringify(told));
  });
`.replace('require(', 'process.getBuiltinModule(');
beforeAll(async () => {
  copy = await buildCopy();
  hook = join(copy.directory, 'dist/cli/hook.cjs');
  fs.writeFileSync(hook, STAND_IN);
});
afterAll(() => {
  copy?.remove();
  fs.rmSync(folder, { recursive: true, force: true });
});

const HOSTS = [
  { name: 'claude-code', file: '.claude/settings.json', events: 8, original: '' },
  { name: 'claude-code', file: '.claude/settings.json', events: 8, original: '{}' },
  { name: 'codex', file: '.codex/hooks.json', events: 5, original: '\u{FEFF}{"a": {"b": []}}\n' },
  {
    name: 'gemini',
    file: '.gemini/settings.json',
    events: 6,
    original: '{\r\n\t"a" : 1 , // mine\r\n\t"hooks": { "AfterTool": [ ] },\r\n}',
  },
];

describe.concurrent('install and uninstall', () => {
  it.each(HOSTS)('give back settings of $name, byte for byte: $original', async (host) => {
    const home = homeWith(host.file, host.original);
    const path = join(home, host.file);
    const installed = await run(home, 'install', host.name, '--yes');
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    const hooked = fs.readFileSync(path, 'utf8');
    expect(hooked.split(`dist/cli/hook.cjs' ${host.name}`)).toHaveLength(host.events + 1);

    const twice = await run(home, 'install', host.name, '--yes');
    expect(twice.stdout).toMatch(/: already installed in ~/);
    expect(fs.readFileSync(path, 'utf8')).toBe(hooked);

    expect(await run(home, 'uninstall', host.name, '--yes')).toMatchObject({ code: 0 });
    expect(fs.readFileSync(path, 'utf8')).toBe(host.original);
    const again = await run(home, 'uninstall', host.name, '--yes');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(/: not installed in .*, nothing to do/);
  });

  it.each(HOSTS.slice(1))('leave nothing in a home without $name', async ({ name }) => {
    const home = homeWith();
    expect((await run(home, 'install', name, '--yes')).stdout).toContain('was not found on this');
    expect(fs.readdirSync(home)).toHaveLength(1);
    await run(home, 'uninstall', name, '--yes');
    expect(fs.readdirSync(home)).toEqual([]);
  });

  it('go where CLAUDE_CONFIG_DIR and CODEX_HOME say', async () => {
    const home = homeWith();
    const named = homeWith();
    const env = { CLAUDE_CONFIG_DIR: named, CODEX_HOME: named };
    await run(home, 'install', 'claude-code', '--yes', env);
    await run(home, 'install', 'codex', '--yes', env);
    expect(fs.readdirSync(named).toSorted()).toEqual(['hooks.json', 'settings.json']);
    expect(fs.readdirSync(home)).toEqual([]);
  });

  it('go into a project only when asked, and then say what that means', async () => {
    const home = homeWith();
    const project = homeWith();
    const install = await run(home, 'install', 'claude-code', '--yes', '--project', project);
    expect(install.stdout.replaceAll(/\s+/g, ' ')).toContain(
      '! These are the settings of a project: its hooks run on the machine of whoever gets the',
    );
    expect(fs.readdirSync(home)).toEqual([]);
    expect(fs.existsSync(join(project, '.claude/settings.json'))).toBe(true);
    await run(home, 'uninstall', 'claude-code', '--yes', '--project', project);
    expect(fs.readdirSync(project)).toEqual([]);
  });

  it('ask first: without a terminal and without --yes nothing is written', async () => {
    const home = homeWith('.claude/settings.json', '{}\n');
    const { code, stdout, stderr } = await run(home, 'install', 'claude-code');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'second-thought: nothing was changed: there is no terminal to ask on. ' +
        '--yes goes on without a question\n',
    });
    expect(stdout).toContain('- {}\n+ {"hooks": {\n+   "PreToolUse"');
    expect(fs.readFileSync(join(home, '.claude/settings.json'), 'utf8')).toBe('{}\n');
  });

  it('only show it with --dry-run', async () => {
    const home = homeWith();
    const { code, stdout } = await run(home, 'install', 'gemini', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was changed');
    expect(fs.readdirSync(home)).toEqual([]);
  });

  it('leave settings alone that are linked to somewhere else, but show what to change', async () => {
    const home = homeWith();
    const target = join(homeWith('managed.json', '{}'), 'managed.json');
    fs.mkdirSync(join(home, '.codex'));
    fs.symlinkSync(target, join(home, '.codex/hooks.json'));
    const refused = await run(home, 'install', 'codex', '--yes');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`leads by a link to ${target}, outside ${home}`);
    const shown = await run(home, 'install', 'codex', '--dry-run');
    expect(shown.stdout).toContain('+   "PreToolUse": [');
    expect(fs.readFileSync(target, 'utf8')).toBe('{}');
  });

  it('come out the same when several do them at once', async () => {
    const original = '{\n  "theme": "dark"\n}\n';
    const home = homeWith('.gemini/settings.json', original);
    const path = join(home, '.gemini/settings.json');
    for (const verb of ['install', 'uninstall']) {
      const runs = await Promise.all([1, 2, 3, 4].map(() => run(home, verb, 'gemini', '--yes')));
      expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
        Array.from({ length: 4 }, () => ({ code: 0, stderr: '' })),
      );
      const text = fs.readFileSync(path, 'utf8');
      expect(text.split("dist/cli/hook.cjs' gemini")).toHaveLength(verb === 'install' ? 7 : 1);
    }
    expect(fs.readFileSync(path, 'utf8')).toBe(original);
  });

  it('refuse broken settings in words, and leave them', async () => {
    const home = homeWith('.gemini/settings.json', '{\n  "a": 1,,\n}\n');
    const path = join(home, '.gemini/settings.json');
    for (const verb of ['install', 'uninstall']) {
      expect(await run(home, verb, 'gemini', '--yes')).toEqual({
        code: 1,
        stdout: '',
        stderr: `second-thought: ${path} is no JSON at line 2, column 10: property name expected\n`,
      });
    }
    expect(fs.readFileSync(path, 'utf8')).toBe('{\n  "a": 1,,\n}\n');
    expect(fs.readdirSync(join(home, '.gemini'))).toEqual(['settings.json']);
  });

  it('warn where the host runs no hooks at all', async () => {
    const home = homeWith('.claude/settings.json', '{"disableAllHooks": true}');
    const { stdout } = await run(home, 'install', 'claude-code', '--dry-run');
    expect(stdout).toContain('! disableAllHooks is true in these settings: no hook runs at all.\n');
  });

  it('say of which file they speak when its hooks have another shape', async () => {
    const home = homeWith('.claude/settings.json', '{"hooks": []}');
    const { stderr } = await run(home, 'install', 'claude-code', '--yes');
    const path = join(home, '.claude/settings.json');
    expect(stderr).toBe(
      `second-thought: ${path}, line 1, column 11: \`hooks\` must be an object; got []\n`,
    );
  });

  it('name the hosts there are', async () => {
    const home = homeWith();
    const unknown = await run(home, 'install', 'emacs');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/no host `emacs`: try `claude-code`, `codex` or `gemini`\n/);
    expect((await run(home, 'uninstall')).stderr).toMatch(/`uninstall` needs one host: /);
  });
});

describe('the command that is installed', () => {
  const hostile = [
    `it's "quoted", with spaces`,
    '$(touch PWNED) `touch PWNED` $HOME; exit 1 #',
    'line\nbreak, übung-修正-👩‍💻',
  ];

  it.each(hostile)('starts our script from the folder %j, and nothing else', async (name) => {
    const place = join(fs.mkdtempSync(join(folder, 'place-')), name);
    const program = join(place, 'second-thought');
    fs.mkdirSync(program, { recursive: true });
    fs.cpSync(join(copy.directory, 'dist'), join(program, 'dist'), { recursive: true });
    fs.copyFileSync(join(copy.directory, 'package.json'), join(program, 'package.json'));
    fs.symlinkSync(join(copy.directory, 'node_modules'), join(program, 'node_modules'));
    const home = join(place, 'home');
    fs.mkdirSync(home);
    const main = join(program, 'dist/cli/main.js');
    const env = { HOME: home, TOLD: join(place, 'told.json') };
    const args = ['install', 'claude-code', '--yes'];
    const installed = await runProcess(process.execPath, [main, ...args], { env, cwd: place });
    expect(installed).toMatchObject({ code: 0, stderr: '' });
    // What the folder is called reaches the terminal as text.
    expect(installed.stdout).toMatch(/^(?:\P{Cc}|\n)*$/u);

    const settings = fs.readFileSync(join(home, '.claude/settings.json'), 'utf8');
    const { hooks } = JSON.parse(settings) as Settings;
    const { command } = hooks['Stop']![0]!.hooks[0]!;
    const input = JSON.stringify({ hook_event_name: 'Stop' });
    const ran = await runProcess('sh', ['-c', command], { env, cwd: place, input });
    expect(ran).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(JSON.parse(fs.readFileSync(env.TOLD, 'utf8'))).toEqual({
      args: ['claude-code'],
      event: { hook_event_name: 'Stop' },
      script: join(program, 'dist/cli/hook.cjs'),
    });
    expect(fs.readdirSync(place).toSorted()).toEqual(['home', 'second-thought', 'told.json']);

    const doctor = await runProcess(process.execPath, [main, 'doctor', 'claude-code'], { env });
    expect(doctor.code).toBe(0);
    await runProcess(process.execPath, [main, 'uninstall', 'claude-code', '--yes'], { env });
    expect(fs.readdirSync(home)).toEqual([]);
  });

  it('from a folder of npx, which will go, is of files that stay', async () => {
    const npx = join(folder, '_npx/0123/node_modules/second-thought');
    fs.mkdirSync(npx, { recursive: true });
    fs.cpSync(join(copy.directory, 'dist'), join(npx, 'dist'), { recursive: true });
    fs.copyFileSync(join(copy.directory, 'package.json'), join(npx, 'package.json'));
    fs.symlinkSync(join(copy.directory, 'node_modules'), join(npx, 'node_modules'));
    const home = homeWith('.codex/hooks.json', '{}');
    const env = { HOME: home };
    const main = join(npx, 'dist/cli/main.js');
    const npxRun = (...args: string[]): Promise<Finished> =>
      runProcess(process.execPath, [main, ...args], { env });
    expect(await npxRun('install', 'codex', '--yes')).toMatchObject({ code: 0, stderr: '' });
    const settings = fs.readFileSync(join(home, '.codex/hooks.json'), 'utf8');
    expect(settings).not.toContain('_npx');
    expect(settings).toContain(`'${home}/.local/share/second-thought/dist/cli/hook.cjs' codex`);

    fs.rmSync(npx, { recursive: true });
    const later = join(copy.directory, 'dist/cli/main.js');
    const doctor = await runProcess(process.execPath, [later, 'doctor', 'codex'], { env });
    expect(doctor).toMatchObject({ code: 0 });
    const out = await runProcess(process.execPath, [later, 'uninstall', 'codex', '--yes'], { env });
    expect(out.code).toBe(0);
    expect(fs.readFileSync(join(home, '.codex/hooks.json'), 'utf8')).toBe('{}');
  });
});

describe.concurrent('doctor', () => {
  it('tells each host, and that there is nothing to mend', async () => {
    const home = homeWith('.claude/settings.json', '{}');
    fs.mkdirSync(join(home, '.gemini'));
    expect(await run(home, 'doctor')).toEqual({
      code: 0,
      stdout: [
        'Claude Code   found, not installed: second-thought install claude-code',
        'Codex         not found on this machine',
        'Gemini CLI    found, not installed: second-thought install gemini',
        '',
        'Nothing is installed, and nothing is wrong.',
        '',
      ].join('\n'),
      stderr: '',
    });
    await run(home, 'install', 'claude-code', '--yes');
    const { code, stdout } = await run(home, 'doctor');
    expect(code).toBe(0);
    const shown = stdout.replaceAll(/\s+/g, ' ');
    expect(shown).toMatch(
      /^Claude Code 8 hooks in ~\/\.claude\/settings\.json; a run of the hook took \d+ ms Codex/,
    );
    expect(shown).toMatch(/ All well\. $/);
  });

  it('calls it a fault when a host that is named is not installed', async () => {
    const { code, stdout } = await run(homeWith(), 'doctor', 'codex');
    expect(code).toBe(1);
    expect(stdout).toContain('! it is not installed\n  mend: second-thought install codex\n');
  });

  it('runs the hook in a folder that is gone afterwards', async () => {
    const home = homeWith();
    const told = join(home, 'told.json');
    await run(home, 'install', 'gemini', '--yes');
    await run(home, 'doctor', 'gemini', { TOLD: told });
    const { args, event } = JSON.parse(fs.readFileSync(told, 'utf8')) as Told;
    expect(args).toEqual(['gemini']);
    expect(event).toMatchObject({ hook_event_name: 'BeforeTool', tool_name: 'Read' });
    expect(fs.existsSync(event.cwd)).toBe(false);
  });

  it.each([
    [
      'no script',
      (text: string) => text.replaceAll('/dist/cli/hook.cjs', '-gone/dist/cli/hook.cjs'),
      /! the hook is gone: \//,
    ],
    [
      'no Node',
      (text: string) => text.replaceAll(process.execPath, '/gone/node'),
      /! the Node of the hook is gone: \/gone\/node/,
    ],
    [
      'an old Node',
      (text: string) => text.replaceAll(process.execPath, oldNode()),
      /! the hook runs on Node 20\.18, and needs 20\.19 or later/,
    ],
    [
      'an event less',
      (text: string) => text.replace(/^.*"PostToolUse":.*\n/m, ''),
      /! it is not run at PostToolUse\n/,
    ],
    [
      'all hooks off',
      (text: string) => text.replace('{', '{ "disableAllHooks": true,'),
      /! disableAllHooks is true in these settings/,
    ],
    [
      'broken JSON',
      (text: string) => text.replace('[', ''),
      /! \/.*settings\.json\s+is no JSON at line 3/,
    ],
  ])('finds %s, and says what mends it', async (_, damage, finding) => {
    const home = homeWith();
    const path = join(home, '.claude/settings.json');
    await run(home, 'install', 'claude-code', '--yes');
    fs.writeFileSync(path, damage(fs.readFileSync(path, 'utf8')));
    const { code, stdout, stderr } = await run(home, 'doctor', { COLUMNS: '200' });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(finding);
    expect(stdout).toMatch(/^ {2}mend: /m);
    expect(stdout).toContain('1 thing to mend.\n');
  });

  it('has what it finds mended by the command it names', async () => {
    const home = homeWith();
    const path = join(home, '.claude/settings.json');
    await run(home, 'install', 'claude-code', '--yes');
    const whole = fs.readFileSync(path, 'utf8');
    fs.writeFileSync(
      path,
      whole.replaceAll(
        /'[^']*' '[^']*hook\.cjs'/g,
        "'/gone' '/gone/second-thought/dist/cli/hook.cjs'",
      ),
    );
    expect((await run(home, 'doctor')).code).toBe(1);
    await run(home, 'install', 'claude-code', '--yes');
    expect((await run(home, 'doctor')).code).toBe(0);
    expect(fs.readFileSync(path, 'utf8')).toBe(whole);
  });
});

interface Settings {
  readonly hooks: Readonly<Record<string, { hooks: { command: string }[] }[]>>;
}

interface Told {
  readonly args: readonly string[];
  readonly event: { readonly cwd: string };
}

/** A home of its own, with a file in it. */
function homeWith(file?: string, text = ''): string {
  const home = fs.mkdtempSync(join(folder, 'home-'));
  if (file === undefined) return home;
  fs.mkdirSync(join(home, file, '..'), { recursive: true });
  fs.writeFileSync(join(home, file), text);
  return home;
}

/** Runs a command in a home; a `--project` is followed by its folder. */
function run(
  home: string,
  ...words: readonly (string | Readonly<Record<string, string>>)[]
): Promise<Finished> {
  const env = words.find((word) => typeof word === 'object') ?? {};
  const args = words.filter((word) => typeof word === 'string');
  const at = args.indexOf('--project');
  const cwd = at < 0 ? home : args.splice(at + 1, 1)[0]!;
  return copy.cli(args, { env: { HOME: home, ...env }, cwd });
}

/** A program that says that it is a Node too old for us. */
function oldNode(): string {
  const path = join(folder, 'old-node');
  fs.writeFileSync(path, '#!/bin/sh\necho v20.18.3\n', { mode: 0o755 });
  return path;
}
