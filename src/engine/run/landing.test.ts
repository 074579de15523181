import { describe, expect, it } from 'vitest';
import { COMMITS, landingKind, UNDOES } from './act-kind.ts';

describe('landingKind(command)', () => {
  it.each([
    'git commit -m "a message"',
    'git add . && git commit -m x && git push',
    'git -C web commit -am x',
    'git push origin main',
    'GIT_EDITOR=true git commit --amend',
    'npm test && git commit -am x',
    'bash -lc "git commit -am x"',
    'gh pr merge 12 --squash --delete-branch',
    'glab mr merge 12',
    'git stash pop && git commit -am x',
  ])('hands the work on: %s', (command) => {
    expect(landingKind(command)).toBe(COMMITS);
  });

  it.each([
    'git revert HEAD',
    'git revert --no-edit 1a2b3c',
    'git reset --hard HEAD~1',
    'git checkout -- .',
    'git checkout HEAD -- .',
    'git checkout -f',
    'git restore .',
    'git restore --staged --worktree .',
    'git stash',
    'git stash push -u -m "later"',
    'cd web && git reset --hard',
  ])('takes it back: %s', (command) => {
    expect(landingKind(command)).toBe(UNDOES);
  });

  it.each([
    'git status',
    'git commit --dry-run',
    'git commit --help',
    'git push --dry-run',
    'git log --grep=commit',
    'echo "git commit -m x"',
    '# git commit -m x',
    'cat <<EOF > notes.txt\ngit reset --hard\nEOF',
    'grep -rn "git revert" docs',
    'gh pr create --fill',
    'gh pr view 12',
    'git revert --abort',
    'git reset HEAD src/a.ts',
    'git reset --soft HEAD~1',
    'git restore --staged .',
    'git restore src/a.ts',
    'git checkout -- src/a.ts',
    'git checkout -b topic',
    'git checkout main',
    'git stash list',
    'git stash drop',
    'git stash && npm test && git stash pop',
    'git reset --hard && git commit --allow-empty -m x',
    'git merge topic',
  ])('does neither: %s', (command) => {
    expect(landingKind(command)).toBe(0);
  });
});
