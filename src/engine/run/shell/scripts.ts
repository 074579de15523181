import {
  CHECK_BUILD,
  CHECK_LINT,
  CHECK_RUN,
  CHECK_TESTS,
  CHECK_TYPES,
  RULES,
  WRITES,
} from './rules.ts';
import { isDigit, unquoted } from './word.ts';

/** What scripts and files are for that are run, by their names. */

/** Names of scripts, or of what a build is to make. */
export function scriptsKind(line: readonly string[], from: number): number {
  let kind = 0;
  let isAlone = true;
  for (let k = from; k < line.length; k++) {
    const word = unquoted(line[k]!);
    if (/^(?:--list|--summary|--tasks|-[lTn]$)/.test(word)) return 0;
    if (word[0] === '-' || isDigit(word) || word.includes('=')) continue;
    const known = scriptKind(word);
    kind |= known;
    if (known !== 0 || line[k - 1]![0] !== '-') isAlone = false;
  }
  if (isAlone) return CHECK_BUILD;
  return kind & ~CHECK_RUN || kind;
}

/** What a script is for, by the words of its name: `test:unit`, `lint-fix`, `testDebugUnitTest`. */
export function scriptKind(name: string): number {
  let kind = 0;
  let checks = false;
  for (const part of name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/, 8)) {
    const word = part.toLowerCase();
    if (word === 'check' || word === 'checks') checks = true;
    else kind |= SCRIPT_WORDS.get(word) ?? 0;
  }
  if (checks && kind === WRITES) return CHECK_LINT;
  if (checks && kind === 0) return CHECK_TESTS | CHECK_LINT | CHECK_TYPES;
  return kind > CHECK_RUN ? kind : kind & ~CHECK_RUN || kind;
}

/** What a file is for that is run: tests by many names, other checks by a plain one. */
export function fileKind(name: string): number {
  if (TEST_FILE.test(name)) return CHECK_TESTS;
  const plain = CHECK_FILE.exec(name);
  return plain === null ? 0 : scriptKind(plain[1]!);
}

const SCRIPT_WORDS = RULES.get('*')!.words;
const TEST_FILE =
  /^(?:run[_-]?)?(?:all[_-]?|unit[_-]?|e2e[_-]?|smoke[_-]?)?tests?(?:[._-]|$)|[._-](?:tests?|spec)(?:\.\w+)?$/;
const CHECK_FILE =
  /^(?:run[_-]?|do[_-]?)?(build|compile|lint|check|verify|typecheck|ci)(?:\.\w+)?$/;
