import { fileBytes } from './byte-stream.ts';
import type { ReadItem } from './format.ts';
import { withOutcomeBeside } from './outcome-beside.ts';
import { sniff } from './sniff.ts';
import { openSource, type SourceOptions } from './source.ts';

/**
 * Reads the runs in a file, in whichever of the known formats it is, gzip or plain, with the
 * outcome that a file beside it tells. The file is let go when reading ends, fails or is broken off.
 *
 * @throws {InputError} `invalid-file`, with `path` = the file, or `file:line`; nothing else,
 *   whatever the file holds. What stood before the fault was yielded.
 */
export function readRuns(
  path: string,
  options: SourceOptions = {},
): AsyncGenerator<readonly ReadItem[]> {
  return withOutcomeBeside(path, readRunsFrom(path, fileBytes(path, options), options));
}

/**
 * The same for bytes from elsewhere, as standard input.
 *
 * @param name In place of the path, in messages and for the run's name.
 */
export async function* readRunsFrom(
  name: string,
  bytes: AsyncIterable<Buffer>,
  options: SourceOptions = {},
): AsyncGenerator<readonly ReadItem[]> {
  const source = await openSource(name, bytes, options);
  try {
    const format = await sniff(source);
    yield* format.read(source);
  } finally {
    await source.close();
  }
}
