import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isVerdict, parsed, resolvedIn, type NativeFile } from './count-native/counter.ts';

/** Files of a folder and those below it, as their programs wrote them; in order of their paths. */
export function nativeFiles(folder: string): readonly NativeFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md' && !isVerdict(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({ path, bytes: readFileSync(path), beside: verdictBeside(path) }));
}

/** A benchmark writes beside each run whether it resolved its task. */
function verdictBeside(path: string): boolean | undefined {
  const stem = basename(path).replace(/(?:\.traj)?\.json$|\.traj$|\.aider\.chat\.history\.md$/, '');
  const verdict = ['outcome', 'report']
    .map((word) => join(dirname(path), `${stem}.${word}.json`))
    .find((each) => existsSync(each));
  return verdict === undefined ? undefined : resolvedIn(parsed(readFileSync(verdict, 'utf8')));
}
