import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Remainder } from './edit-settings.ts';
import { InstallError } from './install-error.ts';
import {
  codeOf,
  encode,
  readSettings,
  takeSnapshot,
  type FileOperations,
  type SettingsFile,
  type Snapshot,
} from './settings-file.ts';

/** What is to become of settings, given their text, or `undefined` where there are none. */
export type Edit = (text: string | undefined) => Remainder;

/** What became of them. */
export interface Change {
  readonly done: 'nothing' | 'written' | 'removed';
  /** A copy of what was there before. */
  readonly backup?: string;
}

const TRIES = 5;
const BACKUPS_MAX = 3;
const MEANWHILE: ReadonlySet<string | undefined> = new Set(['EEXIST', 'ENOENT']);
/** Older than this, a temporary file was left behind by a process that was killed. */
const LEFT_BEHIND_MS = 60_000;

/**
 * Changes a settings file, whole or not at all. Other programs write these files without a lock, so
 * what is read is compared again right before it is replaced, and all begins anew if it has changed.
 *
 * @throws {InstallError} If it cannot be done; the file is then as it was.
 */
export async function changeSettings(
  file: SettingsFile,
  edit: Edit,
  files: FileOperations = fs,
): Promise<Change> {
  let written: Change | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await readSettings(file, files);
    const after = edit(before?.text);
    if ('text' in after && after.text === (before?.text ?? '')) {
      return written ?? { done: 'nothing' };
    }
    let bytes: Buffer;
    try {
      if ('made' in after) {
        const change = discard(file.target, before!, after.made, files);
        if (change !== undefined) return change;
        continue;
      }
      bytes = encode(after.text, before);
      written = write(file.target, before, bytes, files) ?? written;
    } catch (error) {
      // A name that came or went meanwhile: another of us is at work.
      if (MEANWHILE.has(codeOf(error))) continue;
      throw new InstallError(`${file.path} was not changed: ${reasonOf(error, file.target)}`);
    }
    if (written !== undefined && holds(file, bytes, files)) return written;
  }
  throw new InstallError(
    `another program keeps writing ${file.path}: it holds what that wrote. Close it, and try again`,
  );
}

/** @returns `undefined` if the file is no longer what it was: nothing was done. */
function write(
  target: string,
  before: Snapshot | undefined,
  bytes: Buffer,
  files: FileOperations,
): Change | undefined {
  const folder = dirname(target);
  const folderMade = makeFolder(folder, files);
  const temporary = `${temporaryPrefix(target)}${randomBytes(6).toString('hex')}`;
  const written: string[] = [];
  const undo = (): void => {
    for (const path of written) attempt(() => files.unlinkSync(path));
    if (folderMade) attempt(() => files.rmdirSync(folder));
  };
  try {
    writeNew(temporary, bytes, before?.stat, files);
    written.push(temporary);
    const backup = before === undefined ? undefined : backupPath(target);
    if (backup !== undefined) {
      writeNew(backup, before!.bytes, undefined, files);
      written.push(backup);
    }
    if (!isStill(target, before, files)) {
      undo();
      return undefined;
    }
    files.renameSync(temporary, target);
    // The new file stands. What follows makes sure and cleans up.
    attempt(() => flushFolder(folder, files));
    attempt(() => tidy(target, files));
    return { done: 'written', ...(backup === undefined ? {} : { backup }) };
  } catch (error) {
    // Nothing can fail once the new file stands.
    undo();
    throw error;
  }
}

/** @returns `undefined` if the file is no longer what it was: nothing was done. */
function discard(
  target: string,
  before: Snapshot,
  made: 'file' | 'file and folder',
  files: FileOperations,
): Change | undefined {
  if (!isStill(target, before, files)) return undefined;
  files.unlinkSync(target);
  const folder = dirname(target);
  // It stays where something else has come into it.
  const gone = made === 'file and folder' && attempt(() => files.rmdirSync(folder));
  attempt(() => flushFolder(gone ? dirname(folder) : folder, files));
  return { done: 'removed' };
}

/** Writes a file that is not there yet, down to the disk; for its owner alone, or as another was. */
function writeNew(
  path: string,
  bytes: Buffer,
  like: fs.Stats | undefined,
  files: FileOperations,
): void {
  // `wx` neither follows a link nor takes a file that somebody put there.
  const descriptor = files.openSync(path, 'wx', 0o600);
  try {
    try {
      files.writeFileSync(descriptor, bytes);
      if (like !== undefined) {
        keepGroup(descriptor, like, files);
        files.fchmodSync(descriptor, like.mode & 0o7777);
      }
      files.fsyncSync(descriptor);
    } finally {
      files.closeSync(descriptor);
    }
  } catch (error) {
    attempt(() => files.unlinkSync(path));
    throw error;
  }
}

function keepGroup(descriptor: number, { uid, gid }: fs.Stats, files: FileOperations): void {
  if (process.getgid === undefined) return;
  const kept = attempt(() => files.fchownSync(descriptor, uid, gid));
  if (!kept) throw new InstallError(`its owner and group (${uid}, ${gid}) could not be kept`);
}

/** Whether the file is what we wrote: another program may write right after us, too. */
function holds({ path, target }: SettingsFile, bytes: Buffer, files: FileOperations): boolean {
  try {
    return takeSnapshot(target, files)?.bytes.equals(bytes) === true;
  } catch (error) {
    const reason = (error as Error).message;
    throw new InstallError(`${path} was written, but then could not be read: ${reason}`);
  }
}

function isStill(target: string, before: Snapshot | undefined, files: FileOperations): boolean {
  const now = takeSnapshot(target, files);
  if (now === undefined || before === undefined) return now === before;
  return now.stat.ino === before.stat.ino && now.bytes.equals(before.bytes);
}

function makeFolder(folder: string, files: FileOperations): boolean {
  try {
    files.mkdirSync(folder, 0o700);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** So that a new name outlives a loss of power, too, where the system can do that. */
function flushFolder(folder: string, files: FileOperations): void {
  const descriptor = files.openSync(folder, 'r');
  try {
    files.fsyncSync(descriptor);
  } finally {
    files.closeSync(descriptor);
  }
}

/** Takes away all but the newest copies, and what killed processes left. */
function tidy(target: string, files: FileOperations): void {
  const folder = dirname(target);
  const names = files.readdirSync(folder);
  const copies = names.filter((name) => name.startsWith(basename(backupPrefix(target))));
  const left = names
    .filter((name) => name.startsWith(basename(temporaryPrefix(target))))
    .filter((name) => files.statSync(join(folder, name)).mtimeMs < Date.now() - LEFT_BEHIND_MS);
  for (const name of [...copies.toSorted().slice(0, -BACKUPS_MAX), ...left]) {
    files.unlinkSync(join(folder, name));
  }
}

function backupPath(target: string): string {
  return backupPrefix(target) + new Date().toISOString().replaceAll(':', '');
}

function backupPrefix(target: string): string {
  return `${target}.before-second-thought-`;
}

function temporaryPrefix(target: string): string {
  return join(dirname(target), `.${basename(target)}.second-thought-`);
}

function reasonOf(error: unknown, target: string): string {
  if (error instanceof InstallError) return error.message;
  const known: Readonly<Record<string, string>> = {
    EACCES: `its folder ${dirname(target)} cannot be written`,
    EPERM: `its folder ${dirname(target)} cannot be written`,
    EROFS: `its disk is read-only`,
    ENOSPC: `its disk is full`,
    EDQUOT: `its disk is full for you`,
  };
  return known[codeOf(error) ?? ''] ?? (error as Error).message;
}

/** Whether something worked that may as well fail. */
function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
