import { createAnalyzer } from '../dist/cli/analyze/analyze-files.js';
import { readRuns, readRunsFrom } from '../dist/formats/read-file.js';
import type { Counts } from './count-native/counter.ts';

/** What the built readers make of a file, added up. */
export async function readCounts(path: string): Promise<Counts> {
  const counts = { calls: 0, failed: 0, tokens: 0 };
  const outcomes = { succeeded: 0, failed: 0 };
  for await (const batch of readRuns(path)) {
    for (const item of batch) {
      if (item.kind === 'close' && item.outcome !== undefined) {
        outcomes[item.outcome.succeeded ? 'succeeded' : 'failed'] += 1;
      }
      if (item.kind !== 'event') continue;
      const { event } = item;
      if (event.type === 'call') counts.calls += 1;
      if (event.type === 'result' && event.ok === false) counts.failed += 1;
      if (event.type === 'usage') {
        counts.tokens += (event.inputTokens ?? 0) + (event.outputTokens ?? 0);
      }
    }
  }
  return { ...counts, outcomes };
}

/**
 * What is wrong with the answer to these bytes, if anything: `analyze` may report on them, or refuse
 * them in words; that is exit code 0 or 1.
 */
export async function misbehaviour(bytes: Buffer): Promise<string | undefined> {
  const items = readRunsFrom('folder/file', only(bytes));
  let runs = 0;
  let problems = 0;
  const analyzer = createAnalyzer(() => {
    problems += 1;
  });
  try {
    for await (const analysis of analyzer.analyze('folder/file', items)) {
      runs += 1;
      if (!Number.isFinite(analysis.confidence.value)) return 'a confidence that is no number';
    }
  } catch (error) {
    const isClear = error instanceof Error && 'code' in error && error.code === 'invalid-file';
    return isClear ? undefined : `threw ${error instanceof Error ? error.stack : String(error)}`;
  }
  return runs + problems === 0 ? 'neither a report, nor a problem, nor an error' : undefined;
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
