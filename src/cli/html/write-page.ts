import { randomUUID } from 'node:crypto';
import { chmod, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PAGE_START } from './page-shell.ts';

/** A page that cannot be written where it was asked for; the message is for the user. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code = 'page-not-written';
}

/**
 * Finds out early whether a page may be written to a file: after a gigabyte was read it is late.
 *
 * @returns The file that will be written: a link is followed, not replaced.
 * @throws {PageError} If its folder is missing, or if something else stands there already.
 */
export async function checkPagePlace(file: string): Promise<string> {
  const place = await realpath(file).catch(() => file);
  const stats = await stat(place).catch(() => undefined);
  if (stats === undefined) {
    const folder = await stat(dirname(place)).catch(() => undefined);
    if (folder?.isDirectory() !== true) {
      throw refused(file, `there is no folder ${dirname(place)}`);
    }
    return place;
  }
  if (!stats.isFile()) {
    throw refused(file, stats.isDirectory() ? 'it is a folder' : 'it is no ordinary file');
  }
  if (stats.size > 0 && !(await isPage(place))) {
    throw refused(file, 'a file of this name exists and is no HTML page; it is left as it is');
  }
  return place;
}

/**
 * Writes a page whole or not at all: into a file beside it, which then takes its name.
 *
 * @throws {PageError} If it cannot be written; what stood there before stands there still.
 */
export async function writePage(file: string, text: string): Promise<void> {
  const place = await checkPagePlace(file);
  const beside = join(dirname(place), `.${basename(place).slice(0, 64)}.${randomUUID()}.tmp`);
  try {
    await writeFile(beside, text, { flag: 'wx' });
    const before = await stat(place).catch(() => undefined);
    if (before !== undefined) await chmod(beside, before.mode);
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw refused(file, reasonOf(error), error);
  }
}

/** A mistyped command must not cost anybody a session: `--html run.jsonl`. */
async function isPage(place: string): Promise<boolean> {
  const handle = await open(place).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PAGE_START.length));
    return buffer.toString('latin1', 0, bytesRead).toLowerCase() === PAGE_START;
  } finally {
    await handle.close();
  }
}

function refused(file: string, why: string, cause?: unknown): PageError {
  return new PageError(`cannot write the page ${file}: ${why}`, { cause });
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'its folder may not be written to',
    EPERM: 'its folder may not be written to',
    EROFS: 'its disk is read-only',
    ENOSPC: 'the disk is full',
    ENAMETOOLONG: 'its name is too long',
  };
  return reasons[code ?? ''] ?? message;
}
