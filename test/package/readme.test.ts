import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, PROJECT, type BuiltCopy } from './built-copy.ts';
import { runProcess } from './run-process.ts';

const README = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const EXAMPLE = 'examples/guard-an-agent.mjs';
const ENV = { ...process.env, TZ: 'UTC', COLUMNS: '80', NO_COLOR: '1' };

describe('what the README shows', () => {
  let copy: BuiltCopy;
  beforeAll(async () => {
    copy = await buildCopy();
    cpSync(join(PROJECT, EXAMPLE), join(copy.directory, EXAMPLE));
  });
  afterAll(() => copy.remove());

  it('is what `npm start` prints', async () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const session = /analyze (\S+)$/.exec(scripts['start']!)![1]!;
    const { stdout } = await copy.cli(['analyze', session], { env: ENV });
    expect(blockAfter('<!-- output of: npm start -->')).toBe(stdout.trimEnd());
  });

  it('is the example as it stands, and what it prints', async () => {
    expect(blockAfter('## In an agent’s loop')).toBe(
      readFileSync(join(PROJECT, EXAMPLE), 'utf8').trimEnd(),
    );
    const { stdout } = await runProcess(process.execPath, [EXAMPLE], {
      cwd: copy.directory,
      env: ENV,
    });
    expect(blockAfter(`<!-- output of: node ${EXAMPLE} -->`)).toBe(stdout.trimEnd());
  });

  it('links to files that are there', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links)
      expect({ link, there: existsSync(join(PROJECT, link)) }).toEqual({ link, there: true });
  });
});

/** The fenced block that follows a text. */
function blockAfter(text: string): string {
  const after = README.slice(README.indexOf(text));
  return /```\w*\n([\s\S]*?)\n```/.exec(after)![1]!;
}
