import type { Analysis } from '../analyze/analysis.ts';
import { addAnalysis, addUnreadable, createOverview, overviewOf } from '../analyze/overview.ts';
import { version } from '../version.ts';
import { renderRunPage } from './render-run-page.ts';
import { renderRunsPage } from './render-runs-page.ts';
import { PageError, checkPagePlace, writePage } from './write-page.ts';

/** A page that is being gathered: of one run its screen, of many an overview. */
export interface OpenPage {
  add(analysis: Analysis): void;
  /** A file that could not be read, wholly or in part. */
  addUnreadable(): void;
  /** @returns What the user is told; with `error` if it could not be written. */
  write(): Promise<{ readonly sentence: string; readonly error?: PageError }>;
}

/**
 * Opens a page that will be written to a file.
 *
 * @param since Only what changed since then is read: ms since the epoch.
 * @returns A sentence for the user, if it cannot be written there.
 */
export async function openPage(
  file: string,
  paths: readonly string[],
  since?: number,
): Promise<OpenPage | string> {
  try {
    await checkPagePlace(file);
  } catch (error) {
    if (error instanceof PageError) return error.message;
    throw error;
  }
  const sums = createOverview(since);
  let only: Analysis | undefined;
  return {
    add(analysis) {
      only = sums.runs === 0 ? analysis : undefined;
      addAnalysis(sums, analysis);
    },
    addUnreadable: () => addUnreadable(sums),
    async write() {
      const options = {
        version: version(),
        files: paths.map((path) => (path === '-' ? 'standard input' : path)),
        now: Date.now(),
      };
      const text =
        only === undefined
          ? renderRunsPage(overviewOf(sums), options)
          : renderRunPage(only, options);
      try {
        await writePage(file, text);
        return { sentence: `Page: ${file}` };
      } catch (error) {
        if (error instanceof PageError) return { sentence: error.message, error };
        throw error;
      }
    },
  };
}
