import { describe, expect, it } from 'vitest';
import { commandOf, programOf } from './program.ts';

describe('commandOf(args)', () => {
  it.each([
    ['a command', { command: 'npm test' }, 'npm test'],
    ['by its short name', { cmd: 'ls' }, 'ls'],
    ['the last of a list', { command: ['bash', '-lc', 'npm test'] }, 'npm test'],
    ['a bare text with an option', 'ls -la', 'ls -la'],
    ['a bare text that begins with a known program', 'rm a.py b.py', 'rm a.py b.py'],
  ])('is %s', (_, args, command) => {
    expect(commandOf(args)).toBe(command);
  });

  it.each([
    ['a question', 'who painted the ceiling'],
    ['a query', 'select name from pets where age > 3'],
    ['a record without one', { path: 'a.ts' }],
    ['an empty one', { command: '' }],
    ['nothing', null],
  ])('is none in %s', (_, args) => {
    expect(commandOf(args)).toBeUndefined();
  });
});

describe('programOf(command)', () => {
  it.each([
    ['npm test', 'npm'],
    ['cd web && npm test', 'npm'],
    ['CI=1 NODE_ENV=test npx vitest', 'npx'],
    ['sudo timeout 60 make', 'make'],
    ['cd a; cd b && python x.py', 'python'],
    ['  ls | wc -l', 'ls'],
    ['', ''],
  ])('of %j is %j', (command, program) => {
    expect(programOf(command)).toBe(program);
  });
});
