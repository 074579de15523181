import {
  closeSync,
  constants,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * A value that several processes change, kept as a file in a folder of its own, named by its version.
 * Whoever changes it writes the next version, and only one can: a hard link is made or it is not. The
 * others read again and try again. No lock is ever left behind; whoever is killed leaves the old
 * version or the new one.
 */
export interface StateCell {
  /** The newest version; `undefined` where there is none yet. */
  read(): StateVersion | undefined;
  /** Writes the version after `before` (0: the first). False: another process was faster. */
  write(before: number, bytes: Uint8Array): boolean;
}

export interface StateVersion {
  readonly version: number;
  readonly bytes: Uint8Array;
}

let draftCount = 0;

/** @param folder Made where there is none, for this user alone. */
export function openStateCell(folder: string): StateCell {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.getuid !== undefined && statSync(folder).uid !== process.getuid()) {
    throw new Error(`${folder} belongs to another user`);
  }
  const fileOf = (version: number): string => join(folder, String(version));
  return {
    read() {
      for (;;) {
        const version = newest(folder);
        if (version === 0) return undefined;
        const bytes = readOwn(fileOf(version));
        // Gone: a newer one is there by now.
        if (bytes !== undefined) return { version, bytes };
      }
    },
    write(before, bytes) {
      const version = before + 1;
      const draft = join(folder, `draft-${process.pid}-${draftCount++}`);
      writeFileSync(draft, bytes, { mode: 0o600, flag: 'wx' });
      try {
        if (!place(draft, fileOf(version))) return false;
        // An old version's name is free again once newer ones are there: then it was too late.
        if (newest(folder) > version) {
          removeIfThere(fileOf(version));
          return false;
        }
      } finally {
        removeIfThere(draft);
      }
      for (const old of versionsIn(folder)) {
        if (old < version) removeIfThere(fileOf(old));
      }
      return true;
    },
  };
}

/** False where there is such a file already. */
function place(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    // A file system without links: two at once may lose one's change there, and nothing else.
    renameSync(draft, file);
    return true;
  }
}

/** Another process may have been faster. */
function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function newest(folder: string): number {
  return Math.max(0, ...versionsIn(folder));
}

function versionsIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^[1-9]\d{0,14}$/.test(name))
    .map(Number);
}

function readOwn(file: string): Uint8Array | undefined {
  let descriptor;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
