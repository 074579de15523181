import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CloseItem, ReadItem } from './format.ts';
import { isRecord } from './json-record.ts';

/**
 * What benches say of a run in a file beside it: `X.outcome.json` or `X.report.json` beside
 * `X.traj.json`, `X.aider.chat.history.md` or any other file of the same stem, with `resolved`.
 */
const ENDINGS = ['.outcome.json', '.report.json'];
/** What is cut off a run's file to get its stem. */
const RUN_ENDING =
  /(?:\.aider\.chat\.history\.md|\.traj\.json|\.trace\.jsonl?|\.(?:traj|jsonl?|eval|md))(?:\.gz)?$/i;
/** A report with the names of all tests of a project has some 100 KB. */
const REPORT_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Gives the only run of a file the outcome that a file beside it tells, where its own file tells
 * none. Of several runs it could be any one's: they get none.
 */
export async function* withOutcomeBeside(
  path: string,
  batches: AsyncIterable<readonly ReadItem[]>,
): AsyncGenerator<readonly ReadItem[]> {
  let opened = 0;
  /** The end of the first run, until it is known to be the only one; then `undefined` for good. */
  let held: CloseItem | undefined;
  try {
    for await (const batch of batches) {
      const items: ReadItem[] = [];
      for (const item of batch) {
        if (item.kind === 'open') {
          opened += 1;
          if (held !== undefined) items.push(held);
          held = undefined;
        }
        const isOnly = item.kind === 'close' && opened === 1 && item.outcome === undefined;
        if (isOnly) held = item;
        else items.push(item);
      }
      if (items.length > 0) yield items;
    }
  } catch (error) {
    if (held !== undefined) yield [held];
    throw error;
  }
  if (held === undefined) return;
  const outcome = await outcomeBeside(path);
  yield [{ ...held, ...(outcome && { outcome }) }];
}

async function outcomeBeside(path: string): Promise<CloseItem['outcome']> {
  const name = basename(path);
  const stem = name.replace(RUN_ENDING, '');
  if (stem === '' || stem === name) return undefined;
  for (const ending of ENDINGS) {
    const outcome = outcomeIn(await contentOf(join(dirname(path), `${stem}${ending}`)));
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/** A report is the run's, or has it under the name of its task. */
function outcomeIn(text: string | undefined): CloseItem['outcome'] {
  if (text === undefined) return undefined;
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  const values: unknown[] = isRecord(report) ? Object.values(report) : [];
  const candidates = values.length === 1 ? [report, values[0]] : [report];
  for (const candidate of candidates) {
    const { resolved }: { readonly resolved?: unknown } = isRecord(candidate) ? candidate : {};
    if (typeof resolved === 'boolean') return { succeeded: resolved };
  }
  return undefined;
}

/** `undefined` where there is none that can be read: most runs have none. */
async function contentOf(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    return size > REPORT_BYTES_MAX ? undefined : await file.readFile('utf8');
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}
