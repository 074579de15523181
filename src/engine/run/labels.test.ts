import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LABEL_CHARS, LABEL_COUNT } from '../memory/layout.ts';
import { copyLabel, labelOf, readLabel, writeLabel } from './labels.ts';

const createLabels = (): Uint16Array => new Uint16Array(LABEL_COUNT * LABEL_CHARS);

describe('a label', () => {
  it('is read as it was written', () => {
    const labels = createLabels();
    for (const text of ['npm test', '', 'läuft 日本語 😀', 'x'.repeat(LABEL_CHARS)]) {
      writeLabel(labels, 3, text);
      expect(readLabel(labels, 3)).toBe(text);
    }
  });

  it('is empty before it is written', () => {
    expect(readLabel(createLabels(), 0)).toBe('');
  });

  it('is clipped to 64 characters, the last of them an ellipsis', () => {
    const labels = createLabels();
    writeLabel(labels, 0, 'x'.repeat(LABEL_CHARS + 1));
    expect(readLabel(labels, 0)).toBe(`${'x'.repeat(LABEL_CHARS - 1)}…`);
  });

  it.each(['\n', '\r\n'])('is the first line of a text', (end) => {
    const labels = createLabels();
    writeLabel(labels, 0, `cd src${end}ls`);
    expect(readLabel(labels, 0)).toBe('cd src');
  });

  it('leaves nothing of a longer one that was there before', () => {
    const labels = createLabels();
    writeLabel(labels, 0, 'a rather long label');
    writeLabel(labels, 0, 'short');
    expect(readLabel(labels, 0)).toBe('short');
    writeLabel(labels, 0, '');
    expect(readLabel(labels, 0)).toBe('');
  });

  it('touches no other, in the first place and in the last', () => {
    const labels = createLabels();
    for (let slot = 0; slot < LABEL_COUNT; slot++) writeLabel(labels, slot, `${slot} `.repeat(40));
    for (let slot = 0; slot < LABEL_COUNT; slot++) {
      expect(readLabel(labels, slot).startsWith(`${slot} ${slot} `)).toBe(true);
      expect(readLabel(labels, slot)).toHaveLength(LABEL_CHARS);
    }
  });

  it('is copied whole, and then stands by itself', () => {
    const labels = createLabels();
    writeLabel(labels, 5, 'a rather long label');
    writeLabel(labels, 5, 'npm test');
    copyLabel(labels, 5, 0);
    writeLabel(labels, 5, 'another');
    expect(readLabel(labels, 0)).toBe('npm test');
  });

  it('is well-formed and at most 64 characters, whatever was written', () => {
    const labels = createLabels();
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('😀', 'a', '\ud800', '\udc00'), maxLength: 150 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        writeLabel(labels, 7, text);
        const label = readLabel(labels, 7);
        expect(label.isWellFormed()).toBe(true);
        expect(label.length).toBeLessThanOrEqual(LABEL_CHARS);
        expect(readLabel(labels, 6) + readLabel(labels, 8)).toBe('');
      }),
    );
  });
});

describe('labelOf(tool, args)', () => {
  it.each<[string, string, unknown, string]>([
    ['a command as it is', 'bash', { command: 'npm test' }, 'npm test'],
    ['a command by its short name', 'shell', { cmd: 'ls', cwd: '/src' }, 'ls'],
    ['a command, wherever it stands', 'bash', { timeout: 60, command: 'ls' }, 'ls'],
    ['the tool and its first text', 'read', { path: 'a.ts', mode: 'r' }, 'read a.ts'],
    ['the tool and its first number', 'close', { issue: 17 }, 'close 17'],
    ['what comes first of both', 'read', { limit: 20, path: 'a.ts' }, 'read 20'],
    ['the tool and a text without a name', 'search', 'needle', 'search needle'],
    ['the tool alone without arguments', 'screenshot', {}, 'screenshot'],
    ['the tool alone with an empty text', 'search', '', 'search'],
    ['the tool alone with an empty command', 'bash', { command: '' }, 'bash'],
    ['the tool alone with neither text nor number', 'set', { on: true, of: null }, 'set'],
    ['the tool alone with null', 'x', null, 'x'],
    ['the tool alone with nothing', 'x', undefined, 'x'],
    ['the tool alone with a number', 'x', 5, 'x'],
    ['the tool and the first text of a list', 'x', ['a', 'b'], 'x a'],
  ])('is %s', (_, tool, args, label) => {
    expect(labelOf(tool, args)).toBe(label);
  });

  it('does not carry a long text along', () => {
    const long = 'y'.repeat(100_000);
    for (const args of [long, { text: long }, { command: long }]) {
      expect(labelOf('x', args).length).toBeLessThan(1000);
    }
  });

  it('of a long command is still long enough for the label to show that it goes on', () => {
    const labels = createLabels();
    writeLabel(labels, 0, labelOf('bash', { command: 'y'.repeat(10_000) }));
    expect(readLabel(labels, 0)).toBe(`${'y'.repeat(LABEL_CHARS - 1)}…`);
  });
});
