import { UNDOES, WRITES } from './rules.ts';
import { unquoted } from './word.ts';

/**
 * What those commands of git do that take work back: all of them write. Taken back as a whole are a
 * commit (`revert`), and all files (`reset --hard`, `checkout -- .`, `restore .`); one file that is
 * taken back is part of the work, and so is what only leaves the index (`reset a.ts`,
 * `restore --staged .`).
 *
 * @param from Where the subcommand's own words begin.
 */
export function gitKind(line: readonly string[], from: number): number {
  const words = line.slice(from).map(unquoted);
  return takesBack(line[from - 1]!, words) ? WRITES | UNDOES : WRITES;
}

function takesBack(command: string, words: readonly string[]): boolean {
  switch (command) {
    case 'revert':
      return words.length > 0 && !words.some((word) => /^--(?:abort|quit|skip)$/.test(word));
    case 'reset':
      return words.includes('--hard');
    case 'restore': {
      const staged = words.some((word) => word === '--staged' || word === '-S');
      const worktree = words.some((word) => word === '--worktree' || word === '-W');
      return (!staged || worktree) && words.some(isWhole);
    }
    default:
      return words.some((word) => isWhole(word) || word === '-f' || word === '--force');
  }
}

/** All files, as a path. */
function isWhole(word: string): boolean {
  return word === '.' || word === ':/' || word === './' || word === '*';
}
