import { stat } from 'node:fs/promises';
import { InputError } from '../../engine/input/input-error.ts';
import { readRuns, readRunsFrom } from '../../formats/read-file.ts';
import { createProgress, type ProgressMeter } from '../progress-meter.ts';
import { openPage } from '../html/open-page.ts';
import { addRun, createRunsSummary } from '../terminal/runs-summary.ts';
import { renderRun } from '../terminal/render-run.ts';
import { renderRuns } from '../terminal/render-runs.ts';
import { styleOf } from '../terminal/style.ts';
import { sanitise } from '../terminal/words.ts';
import type { Analysis } from './analysis.ts';
import { createAnalyzer } from './analyze-files.ts';
import { toJsonLine } from './to-json.ts';

export interface AnalyzeOptions {
  readonly json: boolean;
  /** Show only the run of this name. */
  readonly run: string | undefined;
  /** Write what was found as a page into this file. */
  readonly html: string | undefined;
}

/** Exit codes of `analyze`. */
export const READ_ALL = 0;
export const NOT_ALL_READ = 1;

/**
 * Reads files and prints what was found: one run as a screen, many as a summary, or a line of JSON
 * each. A file that cannot be read is told on stderr; the others are read all the same.
 *
 * @param paths Files; `-` is the standard input.
 * @returns The exit code.
 */
export async function analyze(paths: readonly string[], options: AnalyzeOptions): Promise<number> {
  const style = styleOf(process.stdout, process.env);
  const page = options.html === undefined ? undefined : await openPage(options.html, paths);
  if (typeof page === 'string') {
    say(sanitise(page, style.unicode));
    return NOT_ALL_READ;
  }
  const summary = createRunsSummary();
  const progress = createProgress(process.stderr, process.env, await totalBytes(paths));
  const analyzer = createAnalyzer((message) => {
    progress.clear();
    say(sanitise(message, style.unicode));
  });
  let only: Analysis | undefined;
  let runs = 0;
  let code = READ_ALL;
  for (const path of paths) {
    try {
      for await (const analysis of analyzer.analyze(path, itemsOf(path, progress))) {
        if (options.run !== undefined && analysis.run !== options.run) continue;
        runs += 1;
        progress.countRun(analysis);
        page?.add(analysis);
        if (options.json) {
          await print(`${toJsonLine(analysis)}\n`, progress);
          for (const problem of analysis.problems)
            say(`${sanitise(analysis.run)}: ${sanitise(problem)}`);
        } else addRun(summary, analysis);
        only = runs === 1 ? analysis : undefined;
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      progress.clear();
      say(sanitise(error.message, style.unicode));
      page?.addUnreadable();
      code = NOT_ALL_READ;
    }
  }
  progress.clear();
  if (runs === 0 && code === READ_ALL) {
    const what = options.run === undefined ? 'no run' : `no run named ${sanitise(options.run)}`;
    say(`${what} in ${paths.map((path) => sanitise(path)).join(', ')}`);
    return NOT_ALL_READ;
  }
  if (runs === 0) return code;
  if (!options.json) {
    const screen = only === undefined ? renderRuns(summary, style) : renderRun(only, style);
    await print(`${screen}\n`, progress);
  }
  const written = await page?.write();
  if (written === undefined) return code;
  // Behind the screen; a line of JSON is for programs, so there it is told beside.
  if (options.json || written.error !== undefined) say(sanitise(written.sentence, style.unicode));
  else await print(`\n${sanitise(written.sentence, style.unicode)}\n`, progress);
  return written.error === undefined ? code : NOT_ALL_READ;
}

function say(sentence: string): void {
  process.stderr.write(`second-thought: ${sentence}\n`);
}

function itemsOf(path: string, progress: ProgressMeter): ReturnType<typeof readRuns> {
  const options = { onBytes: (bytes: number) => progress.countBytes(path, bytes) };
  return path === '-'
    ? readRunsFrom('standard input', process.stdin, options)
    : readRuns(path, options);
}

async function totalBytes(paths: readonly string[]): Promise<number | undefined> {
  let total = 0;
  for (const path of paths) {
    if (path === '-') return undefined;
    const size = await stat(path).then(
      (stats) => stats.size,
      () => 0,
    );
    total += size;
  }
  return total;
}

/** Writes to stdout and waits where the reader is slower than we are. */
async function print(text: string, progress: ProgressMeter): Promise<void> {
  progress.clear();
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
