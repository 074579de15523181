/**
 * What kind of act a call is, from its tool and arguments: whether it checks the work, and whether
 * it is made to change something. A prior, from known runners and from the shape of arguments.
 */

/** Whether the text of a call runs a test, a build, a linter or a type checker. */
export function isCheck(text: string): boolean {
  return CHECK.test(text.length > HEAD_CHARS ? text.slice(0, HEAD_CHARS) : text);
}

/**
 * Whether a call carries what it writes: a known key, a long text of several lines, or a command
 * that writes by its form.
 */
export function isWrite(tool: string, args: unknown, text: string): boolean {
  if (typeof args === 'object' && args !== null && !Array.isArray(args)) {
    // A text editor's way to read.
    if ((args as Record<string, unknown>)['command'] === 'view') return false;
    for (const key in args) if (PAYLOAD_KEYS.has(key)) return true;
  }
  if (WRITING_TOOL.test(tool)) return true;
  return WRITING_COMMAND.test(text.length > HEAD_CHARS ? text.slice(0, HEAD_CHARS) : text);
}

const HEAD_CHARS = 400;

const PAYLOAD_KEYS = new Set(
  (
    'content new_string new_str old_string old_str file_text insert_text patch diff edits ' +
    'newText new_source replacement changes'
  ).split(' '),
);

const WRITING_TOOL = /(?:^|[_\W])(?:edit|write|patch|replace|insert|apply)|(?:Edit|Write|Patch)/;

/** Where a command may begin: the start, after a separator, behind a launcher. */
const BEGIN =
  '(?:^|[;&|(\\n]\\s*|\\b(?:npx(?: -y)?|sudo|time|timeout \\S+|env|exec|uv run|poetry run|bundle exec) |\\bpython3? -m |\\b\\w+=\\S* )\\s*';

const CHECK = new RegExp(
  BEGIN +
    '(?:' +
    [
      '(?:npm|pnpm|yarn|bun|deno)(?: run)?(?: -\\S+)* (?:t|test|lint|build|check|types?|typecheck)\\b',
      '(?:\\S*/)?(?:pytest|py\\.test|tox|nox|unittest|jest|vitest|mocha|ava|rspec|phpunit|ctest)\\b',
      '(?:\\S*/)?(?:tsc|eslint|oxlint|biome|prettier|ruff|mypy|pyright|flake8|pylint|rubocop)\\b',
      'node (?:\\S+ )*--(?:test|check)\\b',
      '(?:cargo|go|mvn|gradle|\\./gradlew|dotnet|swift|mix|zig|bazel)\\b[^|;&]* ?\\b(?:test|check|vet|build|verify|clippy)\\b',
      'make(?:$| (?:test|check|all|build)\\b|\\s*[;&|])',
      '(?:python3? )?(?:\\S*/)?(?:run_?)?tests?(?:\\.py|\\.sh)?(?:$|\\s)',
    ].join('|') +
    ')',
);

const WRITING_COMMAND = new RegExp(
  [
    '(?:^|[;&|(\\n]\\s*)(?:sudo )?(?:apply_patch|sed -i|perl -\\w*i|tee|mv|cp|rm|mkdir|touch|patch|chmod|ln)\\b',
    '(?:^|[;&|(]\\s*)git (?:apply|checkout|restore|commit|stash|merge|revert|rebase|reset|pull)\\b',
    '(?:^|[;&|(]\\s*)(?:npm|pnpm|yarn|pip3?) (?:i|install|ci|add|remove|uninstall)\\b',
    '(?:^|[^-=<>\\d&])>{1,2}\\s*(?!/dev/null)[\\w./~"\'$]',
  ].join('|'),
);
