// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** How often the example sessions are repeated: some 30 000 events. */
const REPEATS = 100;
const EXAMPLES = fileURLToPath(new URL('../examples/sessions/', import.meta.url));

/**
 * Recorded runs in a folder: every `.trace.jsonl`, gzip or plain.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function findRecordings(folder) {
  const names = readdirSync(folder).filter((name) => /\.trace\.jsonl(?:\.gz)?$/.test(name));
  if (names.length === 0) throw new Error(`${folder} has no .trace.jsonl or .trace.jsonl.gz`);
  return names.toSorted().map((name) => join(folder, name));
}

/**
 * Writes the example sessions as one gzip file, many times over, each time under other names: else
 * they would be one run that goes on and on.
 *
 * @param {string} folder Where it is written to.
 * @returns {string} The file's path.
 */
export function repeatExamples(folder) {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.jsonl'));
  const sessions = names.toSorted().map((name) => readFileSync(join(EXAMPLES, name), 'utf8'));
  let text = '';
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const session of sessions) text += renamed(session, repeat);
  }
  const path = join(folder, 'examples.jsonl.gz');
  writeFileSync(path, gzipSync(text));
  return path;
}

/**
 * @param {string} session
 * @param {number} repeat
 */
function renamed(session, repeat) {
  const suffix = repeat.toString(16).padStart(4, '0');
  return session.replaceAll(
    /"sessionId":"([\da-f]{8})-[\da-f]{4}/g,
    (_, start) => `"sessionId":"${start}-${suffix}`,
  );
}
