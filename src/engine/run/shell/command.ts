import {
  BIN,
  CHECK_BUILD,
  CHECK_LINT,
  CHECK_RUN,
  CHECK_TESTS,
  CHECKS,
  CODE,
  FORMAT,
  INNER,
  LANDS,
  LAUNCH,
  NEST,
  OWN,
  RULES,
  SCRIPTS,
  SHELL,
  VALUE,
  words,
  WRITES,
} from './rules.ts';
import { gitKind } from './git.ts';
import { fileKind, scriptKind, scriptsKind } from './scripts.ts';
import { baseName, isDigit, unquoted } from './word.ts';

/** What the simple commands judged so far do, and command lines found in their words. */
export const seen = { kinds: 0, nested: [] as string[] };

/** Whether a command may do something of interest: it is known, a file, or behind a variable. */
export function mayDo(word: string): boolean {
  return RULES.has(word) || /[/='"]|^run/.test(word);
}

/** Notes what a simple command does; returns `CODE` or `SHELL` if it runs what is handed to it. */
export function judgeCommand(line: readonly string[], from: number): number {
  let at = from;
  while (at < line.length && line[at]!.includes('=') && /^\w+=/.test(line[at]!)) at += 1;
  if (at >= line.length) return 0;
  const path = unquoted(line[at]!);
  let rule = RULES.get(path);
  const name = rule === undefined ? baseName(path) : path;
  rule ??= RULES.get(name);
  if (rule === undefined) {
    if (name !== path) seen.kinds |= LOCAL.test(path) ? fileKind(name) || CHECK_RUN : 0;
    else if (/^run[_-]?tests?(?:\.\w+)?$/.test(name)) seen.kinds |= CHECK_TESTS;
    return 0;
  }
  let next = at + 1;
  let found = rule.any;
  let behindOption = false;
  for (let k = next; k < line.length && rule.words.size > 0; k++) {
    const word = line[k]!;
    const known = rule.words.get(word);
    if (known === undefined && !behindOption && word[0] !== '-') break;
    behindOption = word[0] === '-' || known === VALUE;
    if (known === undefined || known === VALUE) continue;
    found = known;
    next = k + 1;
    if (known !== NEST) break;
    rule = RULES.get(`${name}-${word}`)!;
    found = rule.any;
  }
  const before = seen.kinds;
  seen.kinds = 0;
  const reader = found > FORMAT ? act(found, line, next, name) : 0;
  seen.kinds =
    before | withOptions(seen.kinds | (found & (CHECKS | WRITES | FORMAT | LANDS)), line, at + 1);
  return reader;
}

/** What a command does with the rest of its line; returns as `judgeCommand`. */
function act(found: number, line: readonly string[], next: number, name: string): number {
  if ((found & (CODE | SHELL)) !== 0) return interpret(found, line, next);
  if ((found & LAUNCH) !== 0) return judgeCommand(line, launched(line, next));
  if ((found & BIN) !== 0) {
    const at = launched(line, next);
    const word = unquoted(line[at] ?? '');
    if (RULES.has(baseName(word))) return judgeCommand(line, at);
    seen.kinds |= scriptKind(word) || (/\.(?:py|[cm]?[jt]sx?)$/.test(word) ? CHECK_RUN : 0);
  } else if ((found & SCRIPTS) !== 0) seen.kinds |= scriptsKind(line, next);
  else if ((found & INNER) !== 0) {
    for (let k = next; k < line.length; k++) {
      const word = unquoted(line[k]!);
      if (word.includes(' ')) seen.nested.push(word);
      else if (RULES.has(baseName(word))) return judgeCommand(line, k);
    }
  } else if ((found & OWN) !== 0) return ownKind(name, line, next);
  return 0;
}

/** Where the launched command begins: behind options, their values, times and numbers. */
function launched(line: readonly string[], from: number): number {
  let at = from;
  for (; at < line.length; at++) {
    const word = line[at]!;
    if (word[0] === '-' || isDigit(word)) continue;
    if (!VALUE_OPTIONS.has(line[at - 1]!) || RULES.has(word)) break;
  }
  return at;
}

/** A language's interpreter or a shell: code or a file behind options, else what is handed to it. */
function interpret(found: number, line: readonly string[], from: number): number {
  const isShell = (found & SHELL) !== 0;
  for (let k = from; k < line.length; k++) {
    const word = line[k]!;
    if (word === '-') break;
    if (word[0] !== '-' && word !== '/c') {
      const path = unquoted(word);
      const isPackage = path.includes('node_modules/');
      const name = isPackage ? baseName(path).replace(/\.[cm]?js$/, '') : baseName(path);
      if (RULES.has(name)) return judgeCommand(line.with(k, name), k);
      if (seen.kinds === 0) seen.kinds = fileKind(name) || CHECK_RUN;
      return 0;
    }
    if (/^(?:-[vV]|--?version|--help)$/.test(word)) return 0;
    const next = unquoted(line[k + 1] ?? '');
    if (isShell && /^(?:-\w*c|-[Cc]ommand|\/c)$/.test(word)) {
      if (!/\s/.test(next)) return judgeCommand(line, k + 1);
      seen.nested.push(next);
      return 0;
    }
    if (isShell && word === '-n') seen.kinds |= CHECK_LINT;
    if (word === '-m' && RULES.has(next)) return judgeCommand(line, k + 1);
    const isCode = /^(?:-[ceprE]|-pe|--eval|--print)$/.test(word);
    if (!isShell && isCode && (word !== '-r' || /[(;]/.test(next))) {
      seen.kinds |= CODE_WRITES.test(next) ? WRITES : CHECK_RUN;
      return 0;
    }
    if (!isShell && (word === '--test' || word === '--check')) {
      seen.kinds |= word === '--test' ? CHECK_TESTS : CHECK_BUILD;
      return 0;
    }
    if (CODE_VALUE_OPTIONS.has(word)) k += 1;
  }
  return found & (CODE | SHELL);
}

function ownKind(name: string, line: readonly string[], from: number): number {
  let kind = 0;
  switch (name) {
    case 'git':
      kind = gitKind(line, from);
      break;
    case 'sed':
    case 'perl':
      if (line.some((word) => /^-[pnlwaErsuz0-9]*i|^--in-place/.test(word))) kind = WRITES;
      else if (name === 'perl') return interpret(CODE, line, from);
      break;
    case 'tee':
      if (line.some((word, k) => k >= from && word[0] !== '-' && !word.startsWith('/dev/')))
        kind = WRITES;
      break;
    case 'tar':
      if (/^-?[a-zA-Z]*[xcru]|^--(?:extract|create|get)/.test(line[from] ?? '')) kind = WRITES;
      break;
    case 'find': {
      if (line.includes('-delete')) kind = WRITES;
      const at = line.findIndex((word) => word === '-exec' || word === '-execdir');
      if (at >= 0) return judgeCommand(line, at + 1);
      break;
    }
    case 'curl':
    case 'wget':
    case 'http':
    case 'https':
    case 'xh':
      if (line.some((word) => LOCAL_HOST.test(word))) kind = CHECK_RUN;
      else if (name === 'wget')
        kind = line.some((word) => /^(?:-\w*O-|-|--spider|\/dev\/.*)$/.test(word)) ? 0 : WRITES;
      else if (name === 'curl') {
        const at = line.findIndex((word) =>
          /^-[a-zA-Z]*[oO]$|^--output$|^--remote-name/.test(word),
        );
        if (at >= 0 && line[at + 1] !== '-' && line[at + 1] !== '/dev/null') kind = WRITES;
      }
      break;
    default:
      if (line.some((word) => SQL_WRITES.test(word))) kind = WRITES;
      else if (line.some((word) => SQL_READS.test(word))) kind = CHECK_RUN;
  }
  seen.kinds |= kind;
  return 0;
}

/** What options make of it: asking for help does nothing, a dry run writes nothing, a fix does. */
function withOptions(kind: number, line: readonly string[], from: number): number {
  let isDry = false;
  let fixes = false;
  for (let k = from; k < line.length; k++) {
    const word = line[k]!;
    if (word[0] !== '-') continue;
    if (word === '--help' || word === '--version') return 0;
    if (DRY.test(word)) isDry = true;
    else if (FIXING.has(word)) fixes = true;
  }
  if ((kind & FORMAT) !== 0) return (kind & ~FORMAT) | (isDry ? CHECK_LINT : WRITES);
  if (isDry) return kind & ~(WRITES | LANDS);
  return fixes && kind === CHECK_LINT ? kind | WRITES : kind;
}

const VALUE_OPTIONS = words(
  '-u -g -p -P -I -L -d -k -s -w -e --prefix --user --with --group --extra --package',
);
const CODE_VALUE_OPTIONS = words('-r -W -X -o --require --import --loader --env-file -cp -jar');
const FIXING = words('--fix --write -w -a -A -i --autocorrect --auto-correct --in-place');
const DRY = /^-{1,2}(?:check|diff|dry-run|verify-no-changes|list-different|syntax-check)\b/;
const LOCAL =
  /^(?:\.{0,2}\/(?!(?:usr|bin|sbin|opt)\/)|~\/|(?:target|build|bin|dist|out|scripts?|node_modules|vendor)\/)/;
const LOCAL_HOST = /localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|^['"]?:\d/;
/** Code that writes a file, or takes one away. */
export const CODE_WRITES =
  /\bopen\([^()\n]{1,80}, ?(?:mode=)?['"][wax]|\.write_(?:text|bytes)\(|\b(?:write|append)File(?:Sync)?\(|\bos\.(?:remove|rename|unlink|makedirs)\(|\bshutil\.(?:copy|move|rmtree)|\bfile_put_contents\(/;
const SQL_WRITES = /\b(?:insert|update|delete|drop|create|alter|truncate|replace|grant)\s/i;
const SQL_READS = /\b(?:select|show|describe|explain)\s/i;
