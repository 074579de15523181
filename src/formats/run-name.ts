import { basename, parse } from 'node:path';
import { NAME_CHARS_MAX } from '../engine/input/limits.ts';

/** What a run is called that its file does not name: the file's name, without extensions. */
export function fileRun(path: string): string {
  const file = basename(path).replace(/\.gz$/i, '');
  return fitName(parse(file).name.replace(/\.trace$/, '')) ?? 'run';
}

/**
 * A name or id from a foreign file, made such as the engine takes: the end of a long one, which
 * tells more of a path and differs more between ids, with lone surrogates replaced. `undefined` if
 * there is none.
 */
export function fitName(name: unknown): string | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const end = name.length > NAME_CHARS_MAX ? name.slice(-NAME_CHARS_MAX) : name;
  return end.toWellFormed();
}
