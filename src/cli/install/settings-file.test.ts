import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findSettings, type FileOperations, type SettingsFile } from './settings-file.ts';

let base: string;
let home: string;
let folder: string;
let path: string;
beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'second-thought-places-')));
  home = join(base, 'home');
  folder = join(home, '.claude');
  path = join(folder, 'settings.json');
  fs.mkdirSync(folder, { recursive: true });
});
afterEach(() => {
  fs.rmSync(base, { recursive: true, force: true });
});

describe('findSettings(place)', () => {
  it('finds a file, a folder without it, and no folder', () => {
    expect(found()).toEqual({ path, target: path, folderThere: true });
    fs.writeFileSync(path, '');
    expect(found()).toEqual({ path, target: path, folderThere: true });
    fs.rmSync(folder, { recursive: true });
    expect(found()).toEqual({ path, target: path, folderThere: false });
    fs.rmdirSync(home);
    expect(found).toThrow(`there is no folder ${home}`);
  });

  it('follows links, of the file and of its folder, to where they end', () => {
    const target = join(home, 'dotfiles', 'settings.json');
    fs.mkdirSync(join(home, 'dotfiles'));
    fs.writeFileSync(target, '{}');
    fs.symlinkSync('../dotfiles/settings.json', path);
    expect(found()).toEqual({ path, target, folderThere: true });
    fs.rmSync(folder, { recursive: true });
    fs.symlinkSync('dotfiles', folder);
    expect(found()).toEqual({ path, target, folderThere: true });
    fs.rmSync(target);
    expect(found()).toEqual({ path, target, folderThere: true });
  });

  it('knows a home that is a link itself', () => {
    fs.writeFileSync(path, '{}');
    const link = join(base, 'link');
    fs.symlinkSync(home, link);
    const linked = join(link, '.claude/settings.json');
    expect(findSettings({ path: linked, roots: [link] }).target).toBe(path);
  });

  it('refuses links that lead out of home, or nowhere', () => {
    const outside = join(base, 'outside.json');
    fs.symlinkSync(outside, path);
    expect(found).toThrow(`${path} is a link to a file that does not exist`);
    fs.writeFileSync(outside, '{}');
    expect(found).toThrow(`${path} leads by a link to ${outside}, outside ${home}`);
    // A name that begins alike is no place inside.
    fs.rmSync(folder, { recursive: true });
    fs.mkdirSync(`${home}-2`);
    fs.symlinkSync(`${home}-2`, folder);
    expect(found).toThrow(`outside ${home}`);
  });

  it('takes a folder outside home that its user has named', () => {
    const named = join(base, 'config');
    fs.mkdirSync(named);
    const target = join(named, 'settings.json');
    expect(findSettings({ path: target, roots: [home, named] }).target).toBe(target);
  });

  it('refuses what is read-only, be it the file or its folder', () => {
    fs.writeFileSync(path, '{}');
    fs.chmodSync(path, 0o444);
    expect(found).toThrow(`${path} is read-only: \`chmod u+w\``);
    fs.chmodSync(path, 0o644);
    fs.chmodSync(folder, 0o555);
    expect(found).toThrow(`the folder ${folder} is read-only`);
    fs.chmodSync(folder, 0o755);
    fs.rmSync(folder, { recursive: true });
    fs.chmodSync(home, 0o555);
    expect(found).toThrow(`the folder ${home} is read-only`);
    fs.chmodSync(home, 0o755);
  });

  it('refuses what belongs to another user', () => {
    fs.writeFileSync(path, '{}');
    const user = fs.statSync(path).uid;
    expect(() => findSettings({ path, roots: [home] }, asOwnedBy(user + 1))).toThrow(
      `${path} belongs to another user (${user + 1}, you are ${user})`,
    );
  });

  it('makes nothing in the home of another user, when run by the superuser', () => {
    const getuid = vi.spyOn(process, 'getuid').mockReturnValue(0);
    const place = { path, roots: [home] };
    expect(() => findSettings(place, asOwnedBy(1000))).toThrow(
      `${folder} belongs to another user (1000, you are 0)`,
    );
    fs.rmdirSync(folder);
    expect(() => findSettings(place, asOwnedBy(1000))).toThrow(`${home} belongs to another user`);
    expect(findSettings(place, asOwnedBy(0)).folderThere).toBe(false);
    // Whoever may write in a folder of another's, as in a container, goes on.
    getuid.mockReturnValue(1001);
    expect(findSettings(place, asOwnedBy(0)).folderThere).toBe(false);
    getuid.mockRestore();
  });

  it('refuses what is no file', () => {
    fs.mkdirSync(path);
    expect(found).toThrow(`${path} is no file`);
    fs.rmdirSync(path);
    fs.rmdirSync(folder);
    fs.writeFileSync(folder, '');
    expect(found).toThrow(`${path} cannot be reached: ENOTDIR`);
  });
});

function asOwnedBy(uid: number): FileOperations {
  const statSync = ((...args: Parameters<typeof fs.statSync>) => {
    const stat = fs.statSync(...args);
    return stat && Object.assign(stat, { uid });
  }) as typeof fs.statSync;
  return { ...fs, statSync };
}

function found(): SettingsFile {
  return findSettings({ path, roots: [home] });
}
