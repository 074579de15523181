import * as fs from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SettingsPlace } from './hosts.ts';
import { InstallError } from './install-error.ts';
import { parseText } from './json-text.ts';

/** The operations on files that we use: a test may make each of them fail. */
export type FileOperations = Pick<
  typeof fs,
  | 'closeSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fsyncSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeFileSync'
>;

/** A settings file of a host, found and judged: links followed, and ours to write. */
export interface SettingsFile {
  /** As it is named to the user. */
  readonly path: string;
  /** What is replaced: the end of all links. */
  readonly target: string;
  readonly folderThere: boolean;
}

/** What a settings file held at one moment. */
export interface Snapshot {
  readonly bytes: Buffer;
  /** The bytes as text, without the byte order mark. */
  readonly text: string;
  readonly stat: fs.Stats;
}

const READ_TRIES = 3;
const READ_WAIT_MS = 100;

/**
 * Finds a settings file, which need not exist, nor its folder.
 *
 * @throws {InstallError} If it is not ours to write: read-only, another user's, a link that leads out.
 */
export function findSettings(place: SettingsPlace, files: FileOperations = fs): SettingsFile {
  try {
    return find(place, files);
  } catch (error) {
    if (error instanceof InstallError) throw error;
    throw new InstallError(`${place.path} cannot be reached: ${(error as Error).message}`);
  }
}

/** A settings file that is only read, wherever it lies. */
export function unjudged(path: string, files: FileOperations = fs): SettingsFile {
  const folder = files.statSync(dirname(path), { throwIfNoEntry: false });
  return { path, target: path, folderThere: folder !== undefined };
}

/**
 * Reads a settings file. One that another program is writing may be torn for a moment: it is read
 * again before it is called broken.
 *
 * @returns `undefined` if there is none.
 * @throws {InstallError} If it cannot be read, or is no JSON; then it must not be written either.
 */
export async function readSettings(
  { path, target }: SettingsFile,
  files: FileOperations = fs,
): Promise<Snapshot | undefined> {
  for (let tries = 1; ; tries++) {
    const taken = takeSnapshot(target, files);
    if (taken === undefined) return undefined;
    try {
      const text = decode(taken.bytes);
      parseText(text);
      return { ...taken, text };
    } catch (error) {
      if (tries < READ_TRIES) {
        await setTimeout(READ_WAIT_MS);
        continue;
      }
      const reason =
        error instanceof SyntaxError ? `no JSON at ${error.message}` : 'no text in UTF-8';
      throw new InstallError(`${path} is ${reason}`);
    }
  }
}

/** Bytes and identity of a file as they are now; `undefined` if there is none. */
export function takeSnapshot(
  target: string,
  files: FileOperations = fs,
): Omit<Snapshot, 'text'> | undefined {
  try {
    const stat = files.statSync(target, { throwIfNoEntry: false });
    return stat && { bytes: files.readFileSync(target), stat };
  } catch (error) {
    // It may go between the two calls.
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new InstallError(`${target} cannot be read: ${(error as Error).message}`);
  }
}

/** A text as the bytes of the file that it came from: with the same byte order mark. */
export function encode(text: string, before: Snapshot | undefined): Buffer {
  const bytes = Buffer.from(text);
  return before?.bytes.subarray(0, MARK.length).equals(MARK) === true
    ? Buffer.concat([MARK, bytes])
    : bytes;
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** The byte order mark of UTF-8. */
const MARK = Buffer.from('\u{FEFF}');

const OWNER_WRITES = 0o200;

/** @throws {TypeError} If it is not UTF-8: what cannot be read cannot be written back either. */
function decode(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function find(place: SettingsPlace, files: FileOperations): SettingsFile {
  const { path } = place;
  const folder = dirname(path);
  const link = files.lstatSync(path, { throwIfNoEntry: false });
  if (link === undefined) {
    const folderStat = files.statSync(folder, { throwIfNoEntry: false });
    if (folderStat === undefined) {
      expectFolder(dirname(folder), files);
      return { path, target: path, folderThere: false };
    }
    expectToMakeIn(folder, files);
    const target = join(files.realpathSync(folder), basename(path));
    expectInside(path, target, place.roots, files);
    return { path, target, folderThere: true };
  }
  const target = realPathOf(path, files);
  expectInside(path, target, place.roots, files);
  const stat = files.statSync(target);
  if (!stat.isFile()) throw new InstallError(`${path} is no file`);
  expectOwn(path, stat);
  if ((stat.mode & OWNER_WRITES) === 0) {
    throw new InstallError(`${path} is read-only: \`chmod u+w\` lets it be written`);
  }
  expectWritable(dirname(target), files);
  return { path, target, folderThere: true };
}

function realPathOf(path: string, files: FileOperations): string {
  try {
    return files.realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new InstallError(`${path} is a link to a file that does not exist`);
  }
}

function expectInside(
  path: string,
  target: string,
  roots: readonly string[],
  files: FileOperations,
): void {
  const inside = roots.some((root) => {
    const there = files.statSync(root, { throwIfNoEntry: false }) !== undefined;
    return there && target.startsWith(withSeparator(files.realpathSync(root)));
  });
  if (inside) return;
  throw new InstallError(
    `${path} leads by a link to ${target}, outside ${roots[0]}: it is left alone. --dry-run shows ` +
      `what to change there by hand`,
  );
}

function expectOwn(path: string, stat: fs.Stats): void {
  const user = process.getuid?.();
  if (user === undefined || stat.uid === user) return;
  throw new InstallError(`${path} belongs to another user (${stat.uid}, you are ${user})`);
}

function expectFolder(folder: string, files: FileOperations): void {
  if (files.statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new InstallError(`there is no folder ${folder}`);
  }
  expectToMakeIn(folder, files);
}

/** By `sudo`, with the home of its user, we would make what that user could not change again. */
function expectToMakeIn(folder: string, files: FileOperations): void {
  expectWritable(folder, files);
  if (process.getuid?.() === 0) expectOwn(folder, files.statSync(folder));
}

function expectWritable(folder: string, files: FileOperations): void {
  const stat = files.statSync(folder);
  if (!stat.isDirectory()) throw new InstallError(`${folder} is no folder`);
  // The bits, too: to the superuser every folder is writable, but somebody meant it not to be.
  if ((stat.mode & OWNER_WRITES) !== 0) return;
  throw new InstallError(`the folder ${folder} is read-only: \`chmod u+w\` lets it be written`);
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}
