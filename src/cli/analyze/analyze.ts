import { InputError } from '../../engine/input/input-error.ts';
import { readRunsFrom } from '../../formats/read-file.ts';
import { createProgress, type ProgressMeter } from '../progress-meter.ts';
import { openPage } from '../html/open-page.ts';
import { renderOverview } from '../terminal/render-overview.ts';
import { renderRun } from '../terminal/render-run.ts';
import { renderRuns } from '../terminal/render-runs.ts';
import { addRun, createRunsSummary } from '../terminal/runs-summary.ts';
import { styleOf } from '../terminal/style.ts';
import { sanitise } from '../terminal/words.ts';
import type { Analysis } from './analysis.ts';
import { createAnalyzer } from './analyze-files.ts';
import { chooseSessions, STANDARD_INPUT, underHome, type Choice } from './choose-sessions.ts';
import { createFaults } from './faults.ts';
import type { SessionFiles } from './find-sessions.ts';
import { addAnalysis, addUnreadable, createOverview, overviewOf } from './overview.ts';
import { readSession, type SessionReading } from './read-session.ts';
import { toJsonLine } from './to-json.ts';

export interface AnalyzeOptions {
  /** All sessions of the coding agents on this disk. */
  readonly all: boolean;
  /** Write what was found as a page into this file, too. */
  readonly html?: string | undefined;
  readonly json: boolean;
  /** Show only the run of this name. */
  readonly run: string | undefined;
  /** Only sessions changed since then, in ms since the epoch. */
  readonly since: number | undefined;
}

/** Exit codes of `analyze`. */
export const READ_ALL = 0;
export const NOT_ALL_READ = 1;

/**
 * Reads sessions and prints what was found: one run as a screen, many as a summary, or a line of
 * JSON each. A file that cannot be read is told on stderr; the others are read all the same.
 *
 * @param paths Files and folders; `-` is the standard input; none for the newest session.
 * @returns The exit code.
 */
export async function analyze(paths: readonly string[], options: AnalyzeOptions): Promise<number> {
  const style = styleOf(process.stdout, process.env);
  const page = options.html === undefined ? undefined : await openPage(options.html, options.since);
  if (typeof page === 'string') {
    say(sanitise(page, style.unicode));
    return NOT_ALL_READ;
  }
  const choice = await chooseSessions(paths, options, process.env);
  if (choice.nothing !== undefined) {
    say(choice.nothing);
    return NOT_ALL_READ;
  }
  const progress = createProgress(
    process.stderr,
    process.env,
    choice.chosen === undefined ? bytesOf(choice) : undefined,
  );
  const tell = (sentence: string): void => {
    progress.clear();
    say(sanitise(sentence, style.unicode));
  };
  const faults = createFaults(tell);
  // A session that holds no message yet is no news among hundreds.
  const analyzer = createAnalyzer(
    choice.overview || choice.chosen !== undefined ? undefined : tell,
  );
  const summary = createRunsSummary();
  const overview = createOverview(options.since);
  const only = createOnly();
  let chosen: string | undefined;
  let read = choice.sessions;
  for (const session of choice.sessions) {
    const onFault = (error: InputError): void => {
      // Where a run is looked for by its name, the files it is not in do not matter.
      if (choice.chosen !== undefined && options.run !== undefined) return;
      if (!faults.fault(error, session.found)) return;
      addUnreadable(overview);
      page?.addUnreadable();
    };
    const reading = readingOf(session, progress, onFault);
    try {
      for await (const analysis of analyzer.analyze(reading, reading.items)) {
        if (!isWanted(analysis, options.run)) continue;
        progress.countRun(analysis);
        only.add(analysis);
        page?.add(analysis);
        if (options.json) await printJson(analysis, progress);
        else {
          addRun(summary, analysis);
          if (choice.overview) addAnalysis(overview, analysis);
        }
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      onFault(error);
    }
    if (choice.chosen !== undefined && only.runs > 0) {
      chosen = `${choice.chosen}${options.run === undefined ? ':' : ''} ${underHome(session.path)}`;
      read = [session];
      break;
    }
  }
  progress.clear();
  if (options.json && chosen !== undefined) say(chosen);
  if (only.runs > 0 && !options.json) {
    const one = only.one();
    const command = `npx second-thought analyze ${paths.join(' ')}`.trimEnd();
    let screen;
    if (one !== undefined) screen = renderRun(one, style);
    else if (choice.overview)
      screen = renderOverview(summary, overviewOf(overview), style, Date.now(), command);
    else screen = renderRuns(summary, style);
    const note = chosen === undefined ? '' : `${sanitise(chosen, style.unicode)}\n\n`;
    await print(`${note}${screen}\n`, progress);
  }
  const written = only.runs > 0 ? await page?.write(only.one(), read) : undefined;
  if (written?.ok === true && !options.json) await print(`\n${written.sentence}\n`, progress);
  // A line of JSON is for programs: there it is told beside.
  else if (written !== undefined) tell(written.sentence);
  faults.end(choice.overview);
  if (only.runs === 0 && !faults.any) {
    const what = options.run === undefined ? 'no run' : `no run named ${sanitise(options.run)}`;
    const where =
      paths.length === 0
        ? 'the sessions on this disk'
        : paths.map((path) => sanitise(path)).join(', ');
    say(`${what} in ${where}`);
    return NOT_ALL_READ;
  }
  return faults.any || written?.ok === false ? NOT_ALL_READ : READ_ALL;
}

/** So much of the beginning of a name is enough: the first part of a UUID. */
const NAME_CHARS_MIN = 8;

function isWanted({ run }: Analysis, name: string | undefined): boolean {
  if (name === undefined || run === name) return true;
  return name.length >= NAME_CHARS_MIN && run.startsWith(name);
}

/** The one run that a screen can show: the only one, or the one that started all the others. */
interface Only {
  runs: number;
  add(analysis: Analysis): void;
  one(): Analysis | undefined;
}

function createOnly(): Only {
  let root: Analysis | undefined;
  let roots = 0;
  return {
    runs: 0,
    add(analysis) {
      this.runs += 1;
      if (analysis.parent !== undefined && this.runs > 1) return;
      roots += 1;
      root = roots === 1 ? analysis : undefined;
    },
    one() {
      return root !== undefined && this.runs - 1 <= (root.started ?? 0) ? root : undefined;
    },
  };
}

export function say(sentence: string): void {
  process.stderr.write(`second-thought: ${sentence}\n`);
}

function readingOf(
  session: SessionFiles,
  progress: ProgressMeter,
  onFault: (error: InputError) => void,
): SessionReading {
  if (session.path !== STANDARD_INPUT) {
    return readSession(session, { onBytes: progress.countBytes, onFault });
  }
  const onBytes = (bytes: number): void => progress.countBytes(session.path, bytes);
  const items = readRunsFrom('standard input', process.stdin, { onBytes });
  return { path: session.path, project: undefined, items };
}

function bytesOf({ sessions }: Choice): number | undefined {
  let total = 0;
  for (const { path, bytes } of sessions) {
    if (path === STANDARD_INPUT) return undefined;
    total += bytes;
  }
  return total;
}

async function printJson(analysis: Analysis, progress: ProgressMeter): Promise<void> {
  await print(`${toJsonLine(analysis)}\n`, progress);
  for (const problem of analysis.problems) {
    say(`${sanitise(analysis.run)}: ${sanitise(problem)}`);
  }
}

/** Writes to stdout and waits where the reader is slower than we are. */
async function print(text: string, progress: ProgressMeter): Promise<void> {
  progress.clear();
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}
