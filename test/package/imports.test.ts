import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from './built-copy.ts';

/** Our folders under src, and what each may import besides itself. Another one belongs in here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  formats: ['engine'],
  adapters: ['formats', 'engine'],
  cli: ['adapters', 'formats', 'engine'],
};

/** Of npm; of Node what begins with `node:`. `engine` is pure: it has neither clock nor files. */
const MAY_USE: Readonly<Record<string, { readonly node: boolean; readonly npm: string[] }>> = {
  engine: { node: false, npm: ['lru-cache'] },
  formats: { node: true, npm: ['fflate'] },
  adapters: { node: true, npm: [] },
  cli: { node: true, npm: ['diff', 'jsonc-parser', 'picocolors', 'string-width'] },
};

/** What a reader runs of the engine, its error and its limits; of the rest it may know the types. */
const RUN_BY_FORMATS: ReadonlySet<string> = new Set([
  'src/engine/input/input-error.ts',
  'src/engine/input/limits.ts',
]);

const LINES_MAX = 300;
/** Longer files, with the reason why two would be worse. */
const LONGER: ReadonlyMap<string, string> = new Map();

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file it names, where it is one of ours. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
}

const SOURCES = walk('src').filter((path) => path.endsWith('.ts'));
const TESTS = [...SOURCES, ...walk('test')].filter((path) => path.endsWith('.test.ts'));
const SHIPPED = SOURCES.filter((path) => !TESTS.includes(path));
const IMPORTS = SHIPPED.flatMap(importsOf);

describe('imports', () => {
  it('are found in every form in which they can be written', () => {
    const text = [
      "import { a, type B } from './a.ts';",
      "import type { C } from '../c.ts';",
      "import {\n  d,\n} from 'node:fs';",
      "export * from './e.ts';",
      "export type { F } from './f.ts';",
      "import './g.ts';",
      "const h = await import('h');",
      'const i = require("i");',
      '// import { j } from "j"; and /* not */',
      " * import('k') in a comment's line",
      "const url = 'https://host/path'; // from 'l'",
    ].join('\n');
    expect(parseImports(text)).toEqual([
      ['./a.ts', false],
      ['../c.ts', true],
      ['node:fs', false],
      ['./e.ts', false],
      ['./f.ts', true],
      ['./g.ts', false],
      ['h', false],
      ['i', false],
    ]);
    expect(IMPORTS.length).toBeGreaterThan(SHIPPED.length);
  });

  it('name files that exist, with their extension', () => {
    const missing = IMPORTS.filter(
      ({ target }) => target !== undefined && !existsSync(join(PROJECT, target)),
    );
    expect(missing).toEqual([]);
  });

  it('point one way: cli → formats → engine', () => {
    const wrong = IMPORTS.filter(({ from, target }) => {
      if (target === undefined || from === 'src/index.ts') return false;
      const folder = folderOf(from);
      const other = folderOf(target);
      return other !== folder && MAY_IMPORT[folder]?.includes(other) !== true;
    });
    expect(wrong).toEqual([]);
    const unknown = SOURCES.filter((path) => path !== 'src/index.ts').filter(
      (path) => MAY_IMPORT[folderOf(path)] === undefined,
    );
    expect(unknown, 'folders that MAY_IMPORT does not know').toEqual([]);
  });

  it('point one way in the tests beside the sources, too', () => {
    const wrong = SOURCES.filter((path) => TESTS.includes(path))
      .flatMap(importsOf)
      .filter(({ from, target }) => {
        if (target === undefined) return false;
        const other = folderOf(target);
        return other !== folderOf(from) && MAY_IMPORT[folderOf(from)]?.includes(other) !== true;
      });
    expect(wrong).toEqual([]);
  });

  it('reach Node and npm only where they may: the engine does no I/O', () => {
    const { dependencies } = manifest();
    const wrong = IMPORTS.filter(({ from, specifier, target }) => {
      if (target !== undefined) return false;
      const may = MAY_USE[folderOf(from)];
      if (specifier.startsWith('node:')) return may?.node !== true;
      return may?.npm.includes(specifier) !== true || dependencies[specifier] === undefined;
    });
    expect(wrong).toEqual([]);
  });

  it('are of types alone where a format knows the engine, but for its error and its limits', () => {
    const wrong = IMPORTS.filter(
      ({ from, target, typeOnly }) =>
        folderOf(from) === 'formats' &&
        target !== undefined &&
        folderOf(target) === 'engine' &&
        !typeOnly &&
        !RUN_BY_FORMATS.has(target),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the public entry', () => {
  it('only re-exports names of the engine', () => {
    const code = withoutComments(read('src/index.ts'));
    const rest = code.replace(/export (?:type )?\{[^{}*]*\} from '\.\/engine\/[^']+';/g, '');
    expect(rest.trim()).toBe('');
  });

  it('is listed in package.json, without patterns', () => {
    const { exports } = manifest();
    expect(Object.keys(exports)).toContain('.');
    expect(JSON.stringify(exports)).not.toContain('*');
  });
});

describe('files', () => {
  it('are named in kebab-case, by what they hold', () => {
    const parts = SOURCES.concat(TESTS).flatMap((path) => path.split('/'));
    const names = [...new Set(parts)].map((part) => part.replace(/(?:\.test)?\.ts$/, ''));
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
    const drawers = /^(?:utils?|common|types?|helpers?|misc|shared)$/;
    expect(names.filter((name) => drawers.test(name))).toEqual([]);
  });

  it('have no `index.ts` among them but the public entry', () => {
    const found = [...SOURCES, ...TESTS].filter((path) => basename(path) === 'index.ts');
    expect(found).toEqual(['src/index.ts']);
  });

  it(`hold one idea: ${LINES_MAX} lines at most, or a reason why not`, () => {
    const long = SHIPPED.map((path) => ({ path, lines: read(path).split('\n').length - 1 }));
    const wrong = long.filter(({ path, lines }) => lines > LINES_MAX && !LONGER.has(path));
    expect(wrong).toEqual([]);
    const needless = long.filter(({ path, lines }) => lines <= LINES_MAX && LONGER.has(path));
    expect(needless).toEqual([]);
  });

  it('know nothing of the machine they were written on', () => {
    // In brackets, so that this file does not find itself.
    const places = /\/[w]ork\/|\.\.\/[s]hared|\.[l]ibrary|[f]arm-/;
    const wrong = committedFiles().flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (places.test(line) ? [`${path}:${index + 1}`] : [])),
    );
    expect(wrong).toEqual([]);
  });
});

describe('tests', () => {
  it('all run: none is left out, put off, expected to fail or run alone', () => {
    const off =
      /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:skip|skipIf|runIf|only|todo|fails)\b/;
    const aside = /\bx(?:it|test|describe)\(|\b(?:ctx|context)\.skip\(/;
    const wrong = TESTS.filter((path) => {
      const text = read(path);
      return off.test(text) || aside.test(text);
    });
    expect(wrong).toEqual([]);
    expect(TESTS.length).toBeGreaterThan(0);
  });
});

/** Paths of all files under version control; without git, of all but what is made from them. */
function committedFiles(): string[] {
  const git = spawnSync('git', ['ls-files', '-z'], { cwd: PROJECT, encoding: 'utf8' });
  const paths = git.status === 0 ? git.stdout.split('\0') : walk('.');
  // One that is deleted stays listed until that is committed.
  return paths.filter(
    (path) => path !== '' && statSync(join(PROJECT, path), { throwIfNoEntry: false })?.isFile(),
  );
}

function walk(directory: string): string[] {
  return readdirSync(join(PROJECT, directory), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.git'].includes(entry.name)) return [];
    const path = join(directory, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

function importsOf(from: string): Import[] {
  return parseImports(read(from)).map(([specifier, typeOnly]) => ({
    from,
    specifier,
    typeOnly,
    target: specifier.startsWith('.') ? join(dirname(from), specifier) : undefined,
  }));
}

/** What a file imports, in order; whether it is types alone. */
function parseImports(text: string): (readonly [specifier: string, typeOnly: boolean])[] {
  const found = withoutComments(text).matchAll(
    /\b(?:import|export)\s+(type\s)?(?:[\w$*{}\s,]+?\sfrom\s*)?(['"])([^'"\n]+)\2|\b(?:import|require)\s*\(\s*(['"])([^'"\n]+)\4/g,
  );
  return [...found].map(([, type, , specifier, , called]) => [
    specifier ?? called ?? '',
    type !== undefined,
  ]);
}

/** Strings stay: a `//` may stand in one. */
function withoutComments(text: string): string {
  return text.replace(
    /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|\/\*[\s\S]*?\*\/|^\s*\*\s.*$|\/\/.*$/gm,
    (_, string: string | undefined) => string ?? '',
  );
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

function manifest(): Manifest {
  return JSON.parse(read('package.json')) as Manifest;
}
