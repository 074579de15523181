import { describe, expect, it } from 'vitest';
import {
  carriesPayload,
  CHECK_BUILD,
  CHECK_LINT,
  CHECK_RUN,
  CHECK_TESTS,
  CHECK_TYPES,
  checkKind,
  isCheck,
  isWrite,
} from './act-kind.ts';

/** What a command does, a letter a kind: tests, builds, lints, checks types, runs, writes. */
function kindsOf(command: string): string {
  const kind = checkKind(command);
  const bits = { T: CHECK_TESTS, B: CHECK_BUILD, L: CHECK_LINT, C: CHECK_TYPES, R: CHECK_RUN };
  const letters = Object.entries(bits).filter(([, bit]) => (kind & bit) !== 0);
  return letters.map(([letter]) => letter).join('') + (isWrite({ command }, command) ? 'W' : '');
}

/** A check behind so many other commands of 6 characters. */
const padded = (count: number): string => `${'true; '.repeat(count)}npm test`;

describe('a command', () => {
  it.each([
    'npm test',
    'npm t',
    'npm run test:unit',
    'pnpm -r test',
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
    'go test ./...',
    './gradlew test',
    'mvn -q verify',
    'dotnet test',
    'make test',
    './run_tests.sh',
    'python tests.py',
    'run_tests',
    'cd packages/a && npm test',
    'export A=1; npm test',
    'CI=1 npm test',
    'sudo npm test',
    'timeout 60 npm test',
    '(cd a; pytest)',
    'npx -y vitest',
    'pnpm vitest',
    'yarn jest',
    'bunx jest',
    'bash run_tests.sh',
    'npm --prefix web test',
    'set -e\nnpm test',
    'cargo nextest run',
    'python manage.py test',
    'docker compose exec web pytest',
    'sh -c "npm test"',
    "bash -lc 'npm test'",
    'hatch test',
    'hatch run test',
    'tox -e py311',
    'nox -s tests',
    'bazel test //...',
    'buck2 test //a:b',
    'sbt test',
    'sbt "testOnly a.B"',
    'lein test',
    'mix test',
    'rebar3 ct',
    'stack test',
    'cabal test',
    'dart test',
    'flutter test',
    'playwright test',
    'npx playwright test',
    'cypress run',
    'npx cypress run',
    'ginkgo',
    'rake test',
    'rake spec',
    'bin/rails test',
    'nx test app',
    'npx nx run app:test',
    'turbo run test',
    'lerna run test',
    'moon run app:test',
    'just test',
    'task test',
    'npm run test -- --watch',
    'npm run -w web test',
    'yarn workspace web test',
    'pnpm --filter web test',
    'timeout 5m go test ./... 2>&1 | tail -20',
    'if pytest; then echo ok; fi',
    'for i in 1 2; do npm test; done',
    'result=$(pytest -q 2>&1)',
    'npm test 2>&1',
    'npm test 2>/dev/null',
    'npm test >/dev/null',
    'npm test > /dev/null 2>&1',
    'npm test &> /dev/null',
    'docker run --rm -v $(pwd):/app node:20 npm test',
    'kubectl exec pod -- npm test',
    "ssh host 'cd x && npm test'",
    'python test_a.py',
    'node foo.test.js',
    'ruby -Itest test/foo_test.rb',
    'php artisan test',
    'php vendor/bin/phpunit',
    'node node_modules/.bin/jest',
    'node node_modules/jest/bin/jest.js --runInBand',
    'xargs -n 1 pytest',
    'nyc mocha',
    'c8 node --test',
    'coverage run -m pytest',
    'watch -n 5 npm test',
    '# run tests\npytest',
    'npm run e2e',
    'mvn clean verify',
    './mvnw -B test',
    'gradle clean test',
    'gradle :app:testDebugUnitTest',
    'mise run test',
    'composer test',
    'xcodebuild test -scheme A',
    'cmd /c npm test',
    'cd app; npx --yes jest --ci 2>&1 | tail -n 30',
    'docker exec -e CI=1 web npm test',
    'npm exec jest',
    'pnpm exec vitest run',
    'python -W ignore -m pytest',
    'bash -o pipefail -c "npm test | tail"',
  ])('is tests: %s', (command) => {
    expect(kindsOf(command)).toBe('T');
  });

  it.each([
    'yarn build',
    'cargo build --release',
    'make',
    'time make',
    'make -j8',
    'make -j 8',
    'ninja -C out',
    'cmake --build build',
    'gradle build',
    'docker build -t x .',
    'docker compose build',
    'gcc a.c -o a',
    'go build ./...',
    'npm run build:prod',
    'webpack --mode production',
    'mvn clean package',
    'gradle assembleDebug',
  ])('is a build: %s', (command) => {
    expect(kindsOf(command)).toBe('B');
  });

  it.each([
    'npm run lint',
    'go vet ./...',
    'eslint .',
    './node_modules/.bin/eslint src',
    'ruff check',
    'golangci-lint run',
    'ktlint',
    'swiftlint',
    'shellcheck a.sh',
    'stylelint "**/*.css"',
    'terraform validate',
    'terraform plan',
    'helm lint chart',
    'kubectl apply -f a.yaml --dry-run=client',
    'dotnet format --verify-no-changes',
    'dart analyze',
    'cargo clippy',
    'cargo fmt --check',
    'cargo fmt -- --check',
    'npm run format:check',
    'prettier --check .',
    'ruff format --check .',
    'black --check .',
    'bash -n x.sh',
  ])('is a linter: %s', (command) => {
    expect(kindsOf(command)).toBe('L');
  });

  it.each([
    'cargo check',
    'npm run typecheck',
    'npm run check-types',
    'npm run type-check',
    'mypy src',
  ])('is a type checker: %s', (command) => {
    expect(kindsOf(command)).toBe('C');
  });

  it.each([
    'node server.js',
    'psql -c "select 1"',
    'node x.js',
    'python repro.py',
    './a.out',
    'go run .',
    'cargo run',
    'deno run x.ts',
    'curl localhost:3000/health',
    'curl -s http://127.0.0.1:8080/',
    'http :3000',
    'wget 127.0.0.1',
    'python -c "print(1)"',
    'python - <<EOF\nimport a\nprint(a.b())\nEOF',
    'npm start',
    'npm run dev',
    'ruby x.rb',
    'bash x.sh',
    'uv run main.py',
    'bun run index.ts',
    'bun index.ts',
    'python -m http.server',
    'bash -x run.sh',
  ])('is a run of the program: %s', (command) => {
    expect(kindsOf(command)).toBe('R');
  });

  it.each([
    'git commit -m "npm test"',
    'npm install pytest',
    'pip install pytest',
    'cat > test.py',
    'dotnet format',
    'git commit -m "run tests"',
    "python -c \"open('a.txt', 'w').write('x')\"",
    "python3 - <<'EOF'\np = open('a.py', 'w')\np.write('x')\nEOF",
    "cat > a.py <<'EOF'\nnpm test\nprint(1 > 2)\nEOF",
    'cargo fmt',
    'ruff format',
    'black .',
    'echo $(date) > f',
    'echo a > b.txt',
    'echo a >> b.txt',
    'git diff > change.patch',
    'ls | tee out.txt',
    'sed -i s/a/b/ x',
    'sed -i.bak s/a/b/ x',
    "sed -Ei 's/a/b/' x",
    'perl -pi -e s/a/b/ x',
    "perl -0777 -i -pe 's/a/b/' x",
    'mv a b',
    'cd a && rm b',
    'mkdir -p a/b',
    'git checkout -- a.ts',
    'npm install left-pad',
    'pip install -r requirements.txt',
    'git stash',
    'git stash pop',
    'sudo rm a',
    'kubectl apply -f a',
    'kubectl delete -l app=x pod',
    'kubectl scale --replicas=2 deploy/a',
    'curl -o a http://x',
    'curl -LO http://x/a.tgz',
    'curl -sSLo a.sh http://x',
    'wget http://x/a',
    'set -e\nrm a',
    'docker rm x',
    'docker compose up -d',
    'git push',
    'npm publish',
    'terraform apply -auto-approve',
    'psql -c "INSERT INTO a VALUES (1)"',
    "apply_patch <<'EOF'\n*** Update File: a.ts\n+x\nEOF",
    "cd /home/user/projects/company/monorepo/packages/service-a/src && cat > a.ts <<'EOF'\nx\nEOF",
    "find . -name '*.pyc' -delete",
    "find . -name '*.pyc' -exec rm {} +",
    'find . -name x | xargs rm',
    'gh pr create --fill',
    'tar xzf a.tgz',
    'python -m pip install x',
  ])('is a change: %s', (command) => {
    expect(kindsOf(command)).toBe('W');
  });

  it.each([
    'ls tests',
    'cd test',
    'cat package.json | grep test',
    'grep -rn pytest .',
    'echo npm test',
    'find . -name test',
    'vim test.ts',
    'make install',
    'read src/build.ts',
    'grep pytest setup.py',
    'cat test.py',
    'vim test_a.py',
    'echo $(date)',
    'ls | tee /dev/null',
    'sed -n 1,5p a.ts',
    "sed -ne 's/a/i/p' x",
    'ls -la',
    'git status',
    'git diff',
    'git log --oneline',
    'npm ls',
    'npm ls test',
    'npm view jest',
    'yarn why jest',
    'grep "a -> b" x',
    'grep "x => y" a.ts',
    'echo done >&2',
    'grep "<b>x" a.html',
    "awk '$1 > 5' a",
    'git stash list',
    'git stash show -p',
    'git checkout --help',
    'git log --oneline > /dev/null',
    '[ $a > 5 ] && echo yes',
    '[[ a > b ]]',
    '(( a > 1 )) && echo y',
    'kubectl get pods',
    'curl -s https://api.example.com/x',
    'curl -s -o /dev/null -w "%{http_code}" https://x.com',
    'wget -qO- http://x/a',
    'test -f a',
    '[ -f test ]',
    'which pytest',
    'pip show pytest',
    'man jest',
    'head -50 tests/test_a.py',
    'python --version',
    'node -v',
    "find . -name '*.py' | xargs grep -l pytest",
    'coverage report',
    '# pytest',
    'echo "pytest"',
    'gh pr list',
    'tar tf a.tgz',
    'cat a.txt | tee /dev/stderr',
    "echo 'a > b'",
    'node --version',
    'helm list',
    'docker ps',
    'tail -f test.log',
    'ls && pwd',
  ])('is neither: %s', (command) => {
    expect(kindsOf(command)).toBe('');
  });

  it.each([
    ['BC', 'tsc -p .'],
    ['BC', 'npx tsc --noEmit'],
    ['BR', 'gcc a.c -o a && ./a'],
    ['LC', 'phpstan analyse'],
    ['LC', 'psalm'],
    ['LW', 'prettier --write .'],
    ['LW', 'eslint --fix src'],
    ['RW', "cat > a.py <<'EOF'\nprint(1)\nEOF\npython a.py"],
    ['TB', 'gh run watch'],
    ['TB', 'npm run build && npm test'],
    ['TB', 'zig build test'],
    ['TB', 'npm run build && npm run test'],
    ['TL', 'pre-commit run --all-files'],
    ['TLC', 'npm run check'],
    ['TLC', 'make check'],
    ['TW', 'npm test > out.log 2>&1'],
    ['TW', 'sed -i s/a/b/ x && npm test'],
    ['TW', 'npm test &> out.log'],
  ])('may be several, %s: %s', (kinds, command) => {
    expect(kindsOf(command)).toBe(kinds);
  });

  it('is read to its 400th character', () => {
    expect(isCheck(checkKind(padded(60)))).toBe(true);
    expect(isCheck(checkKind(padded(80)))).toBe(false);
  });

  it('is a check unless it only runs the program', () => {
    expect(isCheck(checkKind('npm test'))).toBe(true);
    expect(isCheck(checkKind('node x.js'))).toBe(false);
    expect(isCheck(checkKind(''))).toBe(false);
  });

  it('is read as it is asked, whichever was asked before', () => {
    for (const command of ['npm test', 'rm a', 'npm test', 'ls', 'rm a']) {
      expect(checkKind(command)).toBe(command === 'npm test' ? CHECK_TESTS : 0);
      expect(isWrite({ command }, command)).toBe(command === 'rm a');
    }
  });

  it('may be cut off anywhere', () => {
    const whole = `FOO="a 'b" sh -c 'cd x; (npm test $(date +"%s") <<EOF) > "a\\' 2>&1 && find . -exec rm {} +`;
    for (let end = 0; end <= whole.length; end++) {
      const command = whole.slice(0, end);
      expect(() => kindsOf(command)).not.toThrow();
    }
  });

  it('takes no time where it is made to be slow', () => {
    const started = performance.now();
    for (const part of [
      '$(',
      '"$(',
      "sh -c '",
      '<<a\n',
      '((',
      'sudo ',
      'a=b ',
      '>',
      'npm run -',
      '\\',
    ]) {
      for (let i = 0; i < 100; i++) kindsOf(part.repeat(1000) + i);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('isWrite(args, text)', () => {
  it.each<[string, unknown]>([
    ['a content', { path: 'a.ts', content: 'text' }],
    ['an empty content', { path: 'a.ts', content: '' }],
    ['a new text', { path: 'a.ts', new_string: 'text' }],
    ['a text to remove', { path: 'a.ts', old_str: 'text' }],
    ['edits', { path: 'a.ts', edits: [{ from: 'a', to: 'b' }] }],
    ['a patch under any name', { zorp: '*** Begin Patch\n*** Update File: a.ts' }],
    ['a patch alone', '*** Begin Patch\n*** Update File: a.ts'],
    ['a command alone', 'rm a'],
    ['a command of another name', { script: 'rm a' }],
    ['a command as a list', { command: ['rm', 'a'] }],
    ['a command of a shell as a list', { command: ['bash', '-lc', 'rm a'] }],
    ['code that writes', { code: "open('a.txt', 'w').write('x')" }],
    ["a text editor's insertion", { command: 'insert', path: 'a.ts', insert_text: 'x' }],
  ])('is true of a call that carries %s', (_, args) => {
    expect(isWrite(args, 'zorp')).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a path', { path: 'a.ts' }],
    ['a query of several lines', { query: 'a\nb\nc' }],
    ['a query that reads like a command', { query: 'rm a > b' }],
    ['a list that names such a key', ['content']],
    ['a text that does', 'content'],
    ['a switch of that name', { diff: true, path: 'a.ts' }],
    ["a text editor's view", { command: 'view', path: 'a.ts' }],
    ['things to do', { todos: [{ content: 'x', status: 'pending' }] }],
    ['things to do, with a text', { todos: [], content: 'x' }],
    ['a plan', { plan: 'x', changes: ['y'] }],
    ['a thought', { content: 'x', thought: 'y' }],
    ['a note', { notes: 'x' }],
    ['code that reads', { code: "print(open('a.txt').read() if a > b else 0)" }],
    ['a command as a list that reads', { command: ['ls', 'rm'] }],
    ['null', null],
    ['nothing', undefined],
  ])('is false of a call that carries %s', (_, args) => {
    expect(isWrite(args, 'zorp')).toBe(false);
  });

  it.each(['edit', 'write_file', 'apply_patch', 'MultiEdit'])(
    'is told by arguments, not by the name of a tool: %s',
    (tool) => {
      expect(isWrite({ path: 'a.ts' }, `${tool} a.ts`)).toBe(false);
    },
  );
});

describe('carriesPayload(args)', () => {
  it.each<[string, unknown]>([
    ['several lines', { text: 'a\nb' }],
    ['more than 200 characters', { text: 'x'.repeat(201) }],
    ['several lines inside', { edits: [{ text: 'a\nb' }] }],
    ['several lines alone', 'a\nb'],
    ['a text beside a command', { command: 'create', file_text: 'a\nb' }],
  ])('is true of %s', (_, args) => {
    expect(carriesPayload(args)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', { n: 1 }],
    ['a short text', { text: 'a' }],
    ['200 characters', { text: 'x'.repeat(200) }],
    ['a line with its end', { text: 'a\n' }],
    ['the command of a shell', { command: 'cat > a <<EOF\nx\nEOF' }],
    ['a command as a list', { command: ['bash', '-lc', 'a\nb'] }],
    ['what lies 5 deep', { a: [[[['a\nb']]]] }],
    ['what comes after 64 others', [...Array.from({ length: 64 }, () => 0), 'a\nb']],
  ])('is false of %s', (_, args) => {
    expect(carriesPayload(args)).toBe(false);
  });
});
