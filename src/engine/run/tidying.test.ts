import { describe, expect, it } from 'vitest';
import { isTidying } from './tidying.ts';

describe('isTidying(args, command)', () => {
  it.each([
    'git add -A && git commit -m "fix the parser"',
    'git push -u origin fix',
    'gh pr create --fill',
    'rm repro.py',
    'mkdir -p notes',
    'cd web && git commit -am x',
    'cat > NOTES.md <<EOF\nwhat was done\nEOF',
  ])('leaves what was checked as it was: %s', (command) => {
    expect(isTidying({ command }, command)).toBe(true);
  });

  it.each([
    'sed -i s/a/b/ src/a.ts',
    'git checkout src/a.ts',
    'git commit -am x && sed -i s/a/b/ src/a.ts',
    'cat > a.ts <<EOF\nx\nEOF',
    'npm i left-pad',
    'mv a.ts b.ts',
  ])('does not: %s', (command) => {
    expect(isTidying({ command }, command)).toBe(false);
  });

  it('writes prose, which no check reads', () => {
    expect(isTidying({ path: 'docs/letter.md', content: 'Dear' }, undefined)).toBe(true);
    expect(isTidying({ file_path: 'src/a.ts', content: 'x' }, undefined)).toBe(false);
    expect(isTidying({ content: 'x' }, undefined)).toBe(false);
  });
});
