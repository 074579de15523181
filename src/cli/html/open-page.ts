import type { Analysis } from '../analyze/analysis.ts';
import { STANDARD_INPUT, underHome } from '../analyze/choose-sessions.ts';
import { addAnalysis, addUnreadable, createOverview, overviewOf } from '../analyze/overview.ts';
import { addRun, createRunsSummary } from '../terminal/runs-summary.ts';
import { sanitise } from '../terminal/words.ts';
import { version } from '../version.ts';
import { renderRunPage } from './render-run-page.ts';
import { renderRunsPage } from './render-runs-page.ts';
import { PageError, checkPagePlace, writePage } from './write-page.ts';

/** A page that is being gathered: of one run its screen, of many an overview. */
export interface OpenPage {
  add(analysis: Analysis): void;
  /** A file that could not be read, wholly or in part. */
  addUnreadable(): void;
  /**
   * Writes it.
   *
   * @param one The run that the page is about, if it is about one.
   * @param sources The files that were read.
   */
  write(one: Analysis | undefined, sources: readonly Source[]): Promise<Written>;
}

interface Source {
  readonly path: string;
}

/** What the user is told; not `ok` if the page could not be written. */
export interface Written {
  readonly ok: boolean;
  readonly sentence: string;
}

/**
 * Opens a page that will be written to a file.
 *
 * @param since Only what changed since then is read: ms since the epoch.
 * @returns A sentence for the user, if it cannot be written there.
 */
export async function openPage(file: string, since?: number): Promise<OpenPage | string> {
  try {
    await checkPagePlace(file);
  } catch (error) {
    if (error instanceof PageError) return error.message;
    throw error;
  }
  const summary = createRunsSummary();
  const sums = createOverview(since);
  return {
    add(analysis) {
      addRun(summary, analysis);
      addAnalysis(sums, analysis);
    },
    addUnreadable: () => addUnreadable(sums),
    async write(one, sources) {
      const files = sources.map(({ path }) =>
        path === STANDARD_INPUT ? 'standard input' : underHome(path),
      );
      const options = { version: version(), files, now: Date.now() };
      const text =
        one === undefined
          ? renderRunsPage(overviewOf(sums), summary, options)
          : renderRunPage(one, options);
      try {
        await writePage(file, text);
        return { ok: true, sentence: `Page: ${sanitise(file)}` };
      } catch (error) {
        if (error instanceof PageError) return { ok: false, sentence: error.message };
        throw error;
      }
    },
  };
}
