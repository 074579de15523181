import { describe, expect, it } from 'vitest';
import { isCheck, isWrite } from './act-kind.ts';

/** A check behind so many other commands of 6 characters. */
const padded = (count: number): string => `${'true; '.repeat(count)}npm test`;

describe('isCheck(text)', () => {
  it.each([
    'npm test',
    'npm t',
    'npm run test:unit',
    'npm run lint',
    'pnpm -r test',
    'yarn build',
    'bun test',
    'deno test',
    'npx vitest run',
    'node --test',
    'pytest -q',
    'python -m pytest tests',
    'python3 -m unittest',
    'uv run pytest',
    'poetry run pytest -x',
    'bundle exec rspec',
    'phpunit',
    'cargo test',
    'cargo build --release',
    'go test ./...',
    'go vet ./...',
    './gradlew test',
    'mvn -q verify',
    'dotnet test',
    'make',
    'make test',
    'tsc -p .',
    'eslint .',
    './node_modules/.bin/eslint src',
    'ruff check',
    './run_tests.sh',
    'python tests.py',
    'run_tests',
  ])('is true of a known runner: %s', (command) => {
    expect(isCheck(command)).toBe(true);
  });

  it.each([
    'cd packages/a && npm test',
    'npm run build && npm test',
    'export A=1; npm test',
    'CI=1 npm test',
    'sudo npm test',
    'time make',
    'timeout 60 npm test',
    'npm test > out.log 2>&1',
    '(cd a; pytest)',
  ])('is true wherever a command may begin: %s', (command) => {
    expect(isCheck(command)).toBe(true);
  });

  it.each([
    '',
    'ls tests',
    'cd test',
    'cat package.json | grep test',
    'grep -rn pytest .',
    'echo npm test',
    'git commit -m "npm test"',
    'npm install pytest',
    'pip install pytest',
    'find . -name test',
    'vim test.ts',
    'node server.js',
    'make install',
    'read src/build.ts',
    'cat > test.py',
  ])('is false of what only speaks of one: %s', (command) => {
    expect(isCheck(command)).toBe(false);
  });

  it('reads the first 400 characters', () => {
    expect(isCheck(padded(60))).toBe(true);
    expect(isCheck(padded(80))).toBe(false);
  });
});

describe('isWrite(tool, args, text)', () => {
  it.each([
    'edit',
    'Edit',
    'MultiEdit',
    'write_file',
    'Write',
    'apply_patch',
    'applyPatch',
    'file.insert',
    'mcp__fs__write_file',
    'str_replace',
  ])('is true of a tool whose name says so: %s', (tool) => {
    expect(isWrite(tool, {}, tool)).toBe(true);
  });

  it.each(['read_file', 'grep', 'Bash', 'WebFetch', 'list', 'credit', 'prewritten', 'search'])(
    'is false of a tool whose name does not: %s',
    (tool) => {
      expect(isWrite(tool, { path: 'a.ts' }, `${tool} a.ts`)).toBe(false);
    },
  );

  it.each(['content', 'new_string', 'old_str', 'file_text', 'patch', 'diff', 'edits'])(
    'is true of a call that carries what it writes, whatever the tool is called: %s',
    (key) => {
      expect(isWrite('zorp', { path: 'a.ts', [key]: 'text' }, 'zorp a.ts')).toBe(true);
    },
  );

  it.each<[string, unknown]>([
    ['a path', { path: 'a.ts' }],
    ['a query of several lines', { query: 'a\nb\nc' }],
    ['a list that names such a key', ['content']],
    ['a text that does', 'content'],
    ['null', null],
    ['nothing', undefined],
  ])('is false of a call that carries %s', (_, args) => {
    expect(isWrite('zorp', args, 'zorp')).toBe(false);
  });

  it.each([
    'echo a > b.txt',
    'echo a >> b.txt',
    "cat > a.ts <<'EOF'\nx\nEOF",
    'git diff > change.patch',
    'ls | tee out.txt',
    'sed -i s/a/b/ x',
    'perl -pi -e s/a/b/ x',
    'mv a b',
    'cd a && rm b',
    'mkdir -p a/b',
    'git commit -m x',
    'git checkout -- a.ts',
    'npm install left-pad',
    'pip install -r requirements.txt',
  ])('is true of a command that writes by its form: %s', (command) => {
    expect(isWrite('bash', { command }, command)).toBe(true);
  });

  it.each([
    'ls -la',
    'cat a.ts',
    'git status',
    'git diff',
    'git log --oneline',
    'npm test 2>&1',
    'npm test 2>/dev/null',
    'npm test >/dev/null',
    'npm test > /dev/null 2>&1',
    'npm ls',
    'sed -n 1,5p a.ts',
    'grep "a -> b" x',
    'grep "x => y" a.ts',
    'echo done >&2',
  ])('is false of a command that only looks: %s', (command) => {
    expect(isWrite('bash', { command }, command)).toBe(false);
  });
});
