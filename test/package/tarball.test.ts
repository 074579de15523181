import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, PROJECT, type BuiltCopy } from './built-copy.ts';
import { runProcess, type Finished } from './run-process.ts';

/** What of npm's answer to `npm pack --json` is used. */
interface Packed {
  readonly filename: string;
  readonly version: string;
  readonly files: readonly { readonly path: string }[];
}

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

const MANIFEST = readJson(join(PROJECT, 'package.json')) as Manifest;

let copy: BuiltCopy;
let packed: Packed;
/** Paths in the tarball. */
let paths: readonly string[];
/** A project that has nothing but the tarball installed. */
let user: string;

beforeAll(async () => {
  copy = await buildCopy();
  const pack = await npm(['pack', '--json', '--pack-destination', copy.directory], copy.directory);
  // What `prepack` prints comes before.
  const [answer] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf('[\n'))) as Packed[];
  packed = answer!;
  paths = packed.files.map(({ path }) => path);
  user = mkdtempSync(join(tmpdir(), 'second-thought-user-'));
  placeDependencies(user);
  const tarball = join(copy.directory, packed.filename);
  await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], user);
});

afterAll(() => {
  copy?.remove();
  if (user !== undefined) rmSync(user, { recursive: true, force: true });
});

describe('the tarball', () => {
  it('holds every file that package.json names, its types too', () => {
    const targets = Object.values(MANIFEST.exports).flatMap(leavesOf);
    expect(targets.length).toBeGreaterThan(1);
    for (const target of [...targets, ...Object.values(MANIFEST.bin)]) {
      expect(paths).toContain(posix.normalize(target));
    }
    const modules = Object.values(MANIFEST.exports).filter((entry) => typeof entry === 'object');
    for (const entry of modules) expect(entry).toHaveProperty('types');
  });

  it('holds what is built and the sample sessions: no test, no source, nothing of ours', () => {
    const about = /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
    const built = /^dist\/[a-z0-9/-]+(?:\.js|\.cjs|\.d\.ts)$/;
    const sample = /^examples\/sessions\/[a-z]+\.jsonl$/;
    const others = paths.filter(
      (path) => !about.test(path) && !built.test(path) && !sample.test(path),
    );
    expect(others).toEqual([]);
    expect(paths.filter((path) => path.includes('.test.'))).toEqual([]);
    expect(paths.filter((path) => sample.test(path)).length).toBe(3);
  });

  it('brings every module that a module of it imports', () => {
    const missing = paths
      .filter((path) => /\.(?:js|d\.ts)$/.test(path))
      .flatMap((path) => importedBy(installed(path)))
      // Declarations name sources; the compiler reads the declarations beside them.
      .filter((target) => !existsSync(target) && !existsSync(target.replace(/\.ts$/, '.d.ts')));
    expect(missing).toEqual([]);
  });
});

describe('installed', () => {
  it('gives the command, which knows its version', async () => {
    expect(await command(['--version'])).toEqual({
      code: 0,
      stdout: `${MANIFEST.version}\n`,
      stderr: '',
    });
  });

  it('analyses the sample session that it brings', async () => {
    const sample = 'node_modules/second-thought/examples/sessions/loops.jsonl';
    const { code, stdout, stderr } = await command(['analyze', sample]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Loop: `node --test test/page.test.js` ×6');
  });

  it('gives an engine that finds a loop', async () => {
    const script = `
      const { createEngine, InputError } = await import('second-thought');
      const engine = createEngine();
      const run = engine.run({ agent: 'tester', run: '1' });
      for (let i = 0; i < 4; i++) {
        run.add({ type: 'call', id: String(i), tool: 'sh', args: { command: 'make' } });
        run.add({ type: 'result', id: String(i), ok: false, output: 'no rule to make target' });
      }
      const { concerns, confidence } = run.reflectNow();
      let refused = false;
      try { run.add({ type: 'call' }); } catch (error) { refused = error instanceof InputError; }
      await engine.close();
      console.log(JSON.stringify([concerns.map(({ kind }) => kind), confidence.value < 0.5, refused]));
    `;
    const { stdout, stderr } = await evaluate(script);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([['loop'], true, true]);
  });

  it('opens no module that is not listed', async () => {
    const script = `
      const { version } = (await import('second-thought/package.json', { with: { type: 'json' } })).default;
      const inner = await import('second-thought/dist/engine/engine.js').catch(({ code }) => code);
      process.stdout.write(JSON.stringify([version, inner]));
    `;
    const { stdout } = await evaluate(script);
    expect(JSON.parse(stdout)).toEqual([MANIFEST.version, 'ERR_PACKAGE_PATH_NOT_EXPORTED']);
  });

  it('has types: right use compiles in the strictest settings, wrong use does not', async () => {
    writeFileSync(
      join(user, 'use.ts'),
      [
        "import { createEngine, type Report } from 'second-thought';",
        'const report: Pick<Report, "confidence"> = createEngine().run().reflectNow();',
        'export const value: number = report.confidence.value;',
        '// @ts-expect-error -- an event has a type',
        "createEngine().run().add({ text: 'hello' });",
      ].join('\n'),
    );
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const modules = ['--module', 'NodeNext', '--target', 'ES2023', '--lib', 'ESNext,DOM'];
    const { stdout } = await runProcess(
      process.execPath,
      [
        join(PROJECT, 'node_modules/typescript/bin/tsc'),
        '--noEmit',
        ...strict,
        ...modules,
        'use.ts',
      ],
      { cwd: user },
    );
    expect(stdout).toBe('');
  });
});

/** Runs npm; throws what it said if it fails. */
async function npm(args: readonly string[], cwd: string): Promise<Finished> {
  const finished = await runProcess('npm', args, { cwd });
  if (finished.code === 0) return finished;
  throw new Error(`npm ${args[0]} ended with ${finished.code}:\n${finished.stderr}`);
}

/**
 * Puts what the package may depend on where npm would put it, so that the test needs no network.
 * npm takes away again what the tarball does not ask for.
 */
function placeDependencies(directory: string): void {
  const lock = readJson(join(PROJECT, 'package-lock.json')) as {
    readonly packages: Readonly<
      Record<string, { readonly dev?: boolean; readonly optional?: boolean }>
    >;
  };
  mkdirSync(join(directory, 'node_modules'));
  for (const [path, { dev, optional }] of Object.entries(lock.packages)) {
    if (path === '' || dev === true || optional === true) continue;
    cpSync(join(PROJECT, path), join(directory, path), { recursive: true });
  }
  writeFileSync(join(directory, 'package.json'), '{ "private": true, "type": "module" }\n');
}

function installed(path: string): string {
  return join(user, 'node_modules/second-thought', path);
}

/** The files of ours that a file imports. */
function importedBy(path: string): string[] {
  const imports = readFileSync(path, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g);
  return [...imports].map(([, specifier]) => join(dirname(path), specifier!));
}

function command(args: readonly string[]): Promise<Finished> {
  return runProcess(join(user, 'node_modules/.bin/second-thought'), args, { cwd: user });
}

function evaluate(text: string): Promise<Finished> {
  return runProcess(process.execPath, ['--input-type=module', '--eval', text], { cwd: user });
}

/** The paths in a package's `exports`. */
function leavesOf(entry: unknown): string[] {
  if (typeof entry === 'string') return [entry];
  return Object.values(entry as object).flatMap(leavesOf);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
