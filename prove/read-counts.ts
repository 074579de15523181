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

/** Says what is wrong with the answer to some bytes, if anything. */
export type Judge = (bytes: Buffer) => Promise<string | undefined>;

/**
 * Judges answers of `analyze`: it may report on a file, or refuse it in words; that is exit code 0
 * or 1. One engine for all of them, as for all files of one command line.
 */
export function createJudge(): Judge {
  let answers = 0;
  const analyzer = createAnalyzer(() => {
    answers += 1;
  });
  return async (bytes) => {
    answers = 0;
    try {
      const items = readRunsFrom('folder/file', only(bytes));
      for await (const analysis of analyzer.analyze('folder/file', items)) {
        answers += 1;
        if (!Number.isFinite(analysis.confidence.value)) return 'a confidence that is no number';
      }
    } catch (error) {
      const isClear = error instanceof Error && 'code' in error && error.code === 'invalid-file';
      return isClear ? undefined : `threw ${error instanceof Error ? error.stack : String(error)}`;
    }
    return answers === 0 ? 'neither a report, nor a problem, nor an error' : undefined;
  };
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
