import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleAnalysis, sampleConcern } from '../../../test/cli/sample-analysis.ts';
import { type OpenPage, openPage } from './open-page.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-thought-page-'));
  file = join(folder, 'page.html');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function opened(): Promise<OpenPage> {
  const page = await openPage(file);
  if (typeof page === 'string') throw new Error(page);
  return page;
}

const looped = sampleAnalysis({ concerns: [sampleConcern(3)] });

describe('openPage(file, since)', () => {
  it('writes the screen of one run, and names the file that was read', async () => {
    const page = await opened();
    page.add(looped);
    const written = await page.write(looped, [{ path: '-' }]);
    expect(written).toEqual({ ok: true, sentence: `Page: ${file}` });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('<title>Loop: ');
    expect(text).toContain('standard input');
  });

  it('writes an overview of several', async () => {
    const page = await opened();
    page.add(looped);
    page.add(sampleAnalysis({ run: 'session-2' }));
    page.addUnreadable();
    await page.write(undefined, [{ path: 'a' }, { path: 'b' }, { path: 'c' }, { path: 'd' }]);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('<title>Of 2\u00a0runs 1 went round in a loop. ');
    expect(text).toContain('1\u00a0file could not be read');
    expect(text).toContain('<bdi>c</bdi>, 1\u00a0more file, second-thought');
  });

  it('says at once that it cannot be written, before anything is read', async () => {
    const missing = join(folder, 'missing/page.html');
    expect(await openPage(missing)).toContain(`cannot write the page ${missing}: there is no`);
  });

  it('says it at the end, if the folder went away meanwhile', async () => {
    const page = await opened();
    rmSync(folder, { recursive: true });
    const { ok, sentence } = await page.write(looped, []);
    expect(ok).toBe(false);
    expect(sentence).toContain('there is no folder');
  });
});
