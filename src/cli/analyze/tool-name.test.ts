import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toolName } from './tool-name.ts';

const bash = (command: string): string => toolName('Bash', { command });

describe('toolName(tool, args)', () => {
  it('is the tool, where it runs no command', () => {
    expect(toolName('Read', { file_path: '/home/u/secret.ts' })).toBe('Read');
    expect(toolName('search', 'how to fix it')).toBe('search');
    expect(toolName('ls', undefined)).toBe('ls');
  });
  it('is of a shell the program, without its folder, its arguments and what goes before', () => {
    expect(bash('node --test test/page.test.js')).toBe('Bash: node');
    expect(bash('cd /srv/app && CI=1 timeout 5 ./scripts/deploy.sh --token abc')).toBe(
      'Bash: deploy.sh',
    );
    expect(toolName('shell', { command: ['bash', '-lc', 'pytest -x'] })).toBe('shell: pytest');
  });
  it('adds what is asked of a program that is many in one', () => {
    expect(bash('npm test')).toBe('Bash: npm test');
    expect(bash('npm run build:web -- --watch')).toBe('Bash: npm run build:web');
    expect(bash('npx vitest run src')).toBe('Bash: npx vitest');
    expect(bash('git status; ls')).toBe('Bash: git status');
    expect(bash('cargo --version')).toBe('Bash: cargo');
    expect(bash('git Secret')).toBe('Bash: git');
  });
  it('never throws, and never grows without end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (command) => {
        expect(bash(command).length).toBeLessThan(120);
      }),
    );
  });
});
