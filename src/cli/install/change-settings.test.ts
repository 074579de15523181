import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeSettings, type Edit } from './change-settings.ts';
import { addHooks, newSettings, removeHooks } from './edit-settings.ts';
import { HOSTS } from './hosts.ts';
import { findSettings, type FileOperations, type SettingsFile } from './settings-file.ts';

const HOOK = { node: '/usr/bin/node', script: '/opt/second-thought/dist/cli/hook.cjs' };
const HOST = HOSTS[0]!;
const OLD = '{\n  "model": "opus"\n}\n';
const NEW = addHooks(OLD, HOST, HOOK);

const install: Edit = (text) => ({
  text: text === undefined ? newSettings(HOST, HOOK, true) : addHooks(text, HOST, HOOK),
});
const uninstall: Edit = (text) => (text === undefined ? { text: '' } : removeHooks(text, HOOK));

let home: string;
let folder: string;
let path: string;
beforeEach(() => {
  home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'second-thought-settings-')));
  folder = join(home, '.claude');
  path = join(folder, 'settings.json');
  fs.mkdirSync(folder);
  fs.writeFileSync(path, OLD);
});
afterEach(() => {
  fs.rmSync(home, { recursive: true, force: true });
});

describe('changeSettings(file, edit)', () => {
  it('replaces the file, and keeps a copy of what was there', async () => {
    const change = await changeSettings(found(), install);
    expect(change).toMatchObject({ done: 'written' });
    expect(read(path)).toBe(NEW);
    expect(read(change.backup!)).toBe(OLD);
    expect(fs.statSync(change.backup!).mode & 0o777).toBe(0o600);
    expect(await changeSettings(found(), install)).toEqual({ done: 'nothing' });
  });

  it('keeps the mode of the file', async () => {
    for (const mode of [0o600, 0o640, 0o644, 0o666]) {
      fs.writeFileSync(path, OLD);
      fs.chmodSync(path, mode);
      await changeSettings(found(), install);
      expect(fs.statSync(path).mode & 0o777).toBe(mode);
    }
  });

  it('keeps a byte order mark', async () => {
    fs.writeFileSync(path, `\u{FEFF}${OLD}`);
    await changeSettings(found(), install);
    expect(read(path)).toBe(`\u{FEFF}${NEW}`);
    await changeSettings(found(), uninstall);
    expect(read(path)).toBe(`\u{FEFF}${OLD}`);
  });

  it('keeps the last three copies', async () => {
    for (let round = 0; round < 3; round++) {
      await changeSettings(found(), install);
      await changeSettings(found(), uninstall);
    }
    const copies = others();
    expect(copies).toHaveLength(3);
    // The last change was an uninstall, so the newest copy has our hooks.
    expect(copies.map((name) => read(join(folder, name)) === NEW)).toEqual([true, false, true]);
  });

  it('makes a file and a folder for their owner alone, and takes back what it made', async () => {
    fs.rmSync(folder, { recursive: true });
    const file = found();
    const made: Edit = () => ({ text: newSettings(HOST, HOOK, file.folderThere) });
    expect(await changeSettings(file, made)).toEqual({ done: 'written' });
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
    expect(await changeSettings(found(), uninstall)).toEqual({ done: 'removed' });
    expect(fs.existsSync(folder)).toBe(false);
  });

  it('leaves a folder that was there, or in which something else is by now', async () => {
    fs.rmSync(path);
    await changeSettings(found(), install);
    await changeSettings(found(), uninstall);
    expect(fs.readdirSync(folder)).toEqual([]);

    fs.rmdirSync(folder);
    const made: Edit = () => ({ text: newSettings(HOST, HOOK, false) });
    await changeSettings(found(), made);
    fs.writeFileSync(join(folder, 'history'), '');
    await changeSettings(found(), uninstall);
    expect(fs.readdirSync(folder)).toEqual(['history']);
  });

  it('never writes what it cannot read', async () => {
    for (const text of ['{"a": 1', '{]', Buffer.from([0x7b, 0xff, 0x7d])]) {
      fs.writeFileSync(path, text);
      await expect(changeSettings(found(), install)).rejects.toThrow(/is no (?:JSON|text)/);
      expect(fs.readFileSync(path)).toEqual(Buffer.from(text));
    }
    expect(others()).toEqual([]);
  });

  it('names line and column of what it cannot read', async () => {
    fs.writeFileSync(path, '{\n  "a": 1,\n  "b" 2\n}\n');
    await expect(changeSettings(found(), install)).rejects.toThrow(
      `${path} is no JSON at line 3, column 7: colon expected`,
    );
  });

  it('waits for a file that is torn for a moment', async () => {
    let reads = 0;
    const torn = (...args: Parameters<typeof fs.readFileSync>): unknown => {
      reads += 1;
      return reads < 3 ? Buffer.from('{"mod') : fs.readFileSync(...args);
    };
    await changeSettings(found(), install, { ...fs, readFileSync: torn as never });
    expect(read(path)).toBe(NEW);
  });

  it('begins anew when another program writes meanwhile, and keeps what that wrote', async () => {
    const theirs = '{\n  "model": "haiku"\n}\n';
    const files: FileOperations = { ...fs };
    // Right after our temporary file is flushed: by rename, so with another inode.
    files.fsyncSync = once(fs.fsyncSync, () => {
      fs.writeFileSync(join(folder, 'their.tmp'), theirs);
      fs.renameSync(join(folder, 'their.tmp'), path);
    });
    await changeSettings(found(), install, files);
    expect(read(path)).toBe(addHooks(theirs, HOST, HOOK));
    expect(others().map((name) => read(join(folder, name)))).toEqual([theirs]);
  });

  it('begins anew when the same bytes lie in another file, or in a file that came meanwhile', async () => {
    const files: FileOperations = { ...fs };
    files.fsyncSync = once(fs.fsyncSync, () => {
      fs.copyFileSync(path, join(folder, 'their.tmp'));
      fs.renameSync(join(folder, 'their.tmp'), path);
    });
    let renames = 0;
    files.renameSync = (...args) => {
      renames += 1;
      fs.renameSync(...args);
    };
    await changeSettings(found(), install, files);
    expect([renames, read(path)]).toEqual([1, NEW]);

    fs.rmSync(path);
    files.fsyncSync = once(fs.fsyncSync, () => fs.writeFileSync(path, OLD));
    await changeSettings(found(), install, files);
    expect(read(path)).toBe(NEW);
  });

  it('puts its hooks in again when they are overwritten right after', async () => {
    const files: FileOperations = { ...fs };
    files.renameSync = once(fs.renameSync, () => fs.writeFileSync(path, OLD), 'after');
    expect(await changeSettings(found(), install, files)).toMatchObject({ done: 'written' });
    expect(read(path)).toBe(NEW);
  });

  it('begins anew when a file of that name comes, or the settings go, at the last moment', async () => {
    const files: FileOperations = { ...fs };
    files.openSync = once(fs.openSync, () => {
      throw Object.assign(new Error('there'), { code: 'EEXIST' });
    });
    await changeSettings(found(), install, files);
    expect(read(path)).toBe(NEW);

    fs.writeFileSync(path, newSettings(HOST, HOOK, true));
    files.unlinkSync = once(fs.unlinkSync, () => fs.rmSync(path));
    expect(await changeSettings(found(), uninstall, files)).toEqual({ done: 'nothing' });
  });

  it('gives up in words when another program never stops writing', async () => {
    let round = 0;
    const files: FileOperations = { ...fs };
    files.fsyncSync = (descriptor) => {
      fs.fsyncSync(descriptor);
      fs.writeFileSync(path, `{"round": ${round++}}`);
    };
    await expect(changeSettings(found(), install, files)).rejects.toThrow(
      `another program keeps writing ${path}: it holds what that wrote`,
    );
    expect(JSON.parse(read(path))).toEqual({ round: round - 1 });
    expect(others()).toEqual([]);
  });

  it('takes away what a killed process left long ago, and nothing else', async () => {
    const left = join(folder, '.settings.json.second-thought-0123');
    const fresh = join(folder, '.settings.json.second-thought-4567');
    const other = join(folder, '.settings.json.swp');
    for (const name of [left, fresh, other]) fs.writeFileSync(name, '');
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const name of [left, other]) fs.utimesSync(name, longAgo, longAgo);
    await changeSettings(found(), install);
    expect([left, fresh, other].map((name) => fs.existsSync(name))).toEqual([false, true, true]);
  });
});

describe('a step that fails', () => {
  it.each([
    ['EACCES', 'its folder cannot be written'],
    ['EROFS', 'its disk is read-only'],
    ['ENOSPC', 'its disk is full'],
    ['EIO', 'EIO'],
  ])('is told: %s', async (code, words) => {
    const files: FileOperations = { ...fs };
    files.openSync = () => {
      throw Object.assign(new Error(code), { code });
    };
    const message = `${path} was not changed: ${words}`.replace('folder', `folder ${folder}`);
    await expect(changeSettings(found(), install, files)).rejects.toThrow(message);
    expect(read(path)).toBe(OLD);
  });

  it('leaves the old file or the new one, and none of ours beside it', async () => {
    const outcomes = await eachStep('fails');
    for (const { text, error } of outcomes) {
      const changed = error === undefined || error.includes('was written');
      expect(text).toBe(changed ? NEW : OLD);
    }
    for (const { names } of outcomes) {
      expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    }
    // Reading, writing, copying and replacing are all among the steps.
    expect(outcomes.filter(({ error }) => error !== undefined).length).toBeGreaterThan(10);
  });

  it('leaves the old file or the new one when the process is killed there', async () => {
    const outcomes = await eachStep('dies');
    for (const { text } of outcomes) expect([OLD, NEW]).toContain(text);
    expect(new Set(outcomes.map(({ text }) => text)).size).toBe(2);
  });

  it('leaves a new file whole or absent', async () => {
    fs.rmSync(folder, { recursive: true });
    const whole = newSettings(HOST, HOOK, true);
    const outcomes = await eachStep('dies');
    for (const { text } of outcomes) expect([undefined, whole]).toContain(text);
    expect(new Set(outcomes.map(({ text }) => text)).size).toBe(2);
  });
});

interface Outcome {
  readonly text: string | undefined;
  readonly names: readonly string[];
  readonly error: string | undefined;
}

/** Runs an install for each of its steps, which fails, or at which all ends: no step works after it. */
async function eachStep(how: 'fails' | 'dies'): Promise<Outcome[]> {
  const start = fs.existsSync(path) ? read(path) : undefined;
  const outcomes: Outcome[] = [];
  for (let step = 1; ; step++) {
    fs.rmSync(folder, { recursive: true, force: true });
    if (start !== undefined) {
      fs.mkdirSync(folder);
      fs.writeFileSync(path, start);
    }
    const file = found();
    const faulty = failing(step, how);
    let error: string | undefined;
    await changeSettings(file, install, faulty.files).catch((thrown: Error) => {
      error = thrown.message;
    });
    const there = fs.existsSync(path);
    outcomes.push({
      text: there ? read(path) : undefined,
      names: there ? fs.readdirSync(folder) : [],
      error,
    });
    if (faulty.steps() < step) return outcomes;
  }
}

function failing(
  failAt: number,
  how: 'fails' | 'dies',
): { files: FileOperations; steps(): number } {
  let steps = 0;
  const names = Object.keys(fs).filter((name) => name.endsWith('Sync'));
  const wrapped = names.map((name) => {
    const call = fs[name as keyof FileOperations] as (...args: unknown[]) => unknown;
    const step = (...args: unknown[]): unknown => {
      steps += 1;
      if (steps === failAt || (how === 'dies' && steps > failAt)) {
        // A call may have half happened: a write is cut short.
        if (name === 'writeFileSync') call(args[0], (args[1] as Buffer).subarray(0, 7));
        throw Object.assign(new Error(`step ${steps}: ${name}`), { code: 'EIO' });
      }
      return call(...args);
    };
    return [name, step];
  });
  return { files: Object.fromEntries(wrapped) as FileOperations, steps: () => steps };
}

function once<Args extends unknown[], Result>(
  call: (...args: Args) => Result,
  action: () => void,
  when: 'before' | 'after' = 'before',
): (...args: Args) => Result {
  let done = false;
  return (...args) => {
    const now = !done;
    done = true;
    if (now && when === 'before') action();
    const result = call(...args);
    if (now && when === 'after') action();
    return result;
  };
}

function found(): SettingsFile {
  return findSettings({ path, roots: [home] });
}

function read(name: string): string {
  return fs.readFileSync(name, 'utf8');
}

/** Names in the folder, but for the settings. */
function others(): string[] {
  return fs
    .readdirSync(folder)
    .filter((name) => name !== 'settings.json')
    .toSorted();
}
