import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageError, checkPagePlace, writePage } from './write-page.ts';

const PAGE = '<!doctype html><title>page</title>';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'second-thought-page-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reason = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PageError);
  return (error as PageError).message;
};

describe('writePage(file, text)', () => {
  it('writes the page and leaves nothing else behind', async () => {
    const file = join(folder, 'page.html');
    await writePage(file, PAGE);
    expect(readFileSync(file, 'utf8')).toBe(PAGE);
    expect(readdirSync(folder)).toEqual(['page.html']);
  });

  it('gives it the mode that any new file has', async () => {
    const file = join(folder, 'page.html');
    await writePage(file, PAGE);
    expect(statSync(file).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('takes the place of an earlier page, whose mode it keeps', async () => {
    const file = join(folder, 'page.html');
    writeFileSync(file, '<!DOCTYPE html>old');
    chmodSync(file, 0o640);
    await writePage(file, PAGE);
    expect(readFileSync(file, 'utf8')).toBe(PAGE);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('follows a link, and does not replace it', async () => {
    writeFileSync(join(folder, 'real.html'), PAGE);
    symlinkSync('real.html', join(folder, 'link.html'));
    await writePage(join(folder, 'link.html'), `${PAGE}new`);
    expect(readFileSync(join(folder, 'real.html'), 'utf8')).toBe(`${PAGE}new`);
  });

  it('leaves a file alone that is no page: a session named by mistake', async () => {
    const file = join(folder, 'run.jsonl');
    writeFileSync(file, '{"type":"user"}\n');
    expect(await reason(writePage(file, PAGE))).toBe(
      `cannot write the page ${file}: a file of this name exists and is no HTML page; it is left as it is`,
    );
    expect(readFileSync(file, 'utf8')).toBe('{"type":"user"}\n');
  });

  it('says why it cannot be written', async () => {
    mkdirSync(join(folder, 'a'));
    expect(await reason(writePage(join(folder, 'a'), PAGE))).toContain('it is a folder');
    expect(await reason(writePage(join(folder, 'b/page.html'), PAGE))).toContain(
      `there is no folder ${join(folder, 'b')}`,
    );
    expect(await reason(writePage('/dev/null', PAGE))).toContain('it is no ordinary file');
    const long = join(folder, 'x'.repeat(300));
    expect(await reason(writePage(long, PAGE))).toContain('its name is too long');
    expect(readdirSync(folder)).toEqual(['a']);
  });
});

describe('checkPagePlace(file)', () => {
  it('writes nothing', async () => {
    expect(await checkPagePlace(join(folder, 'page.html'))).toBe(join(folder, 'page.html'));
    expect(readdirSync(folder)).toEqual([]);
  });
});
