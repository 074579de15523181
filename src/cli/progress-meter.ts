import type { Analysis } from './analyze/analysis.ts';
import { kindsOf } from './terminal/concerns.ts';
import { progressLine, progressSentence, type Progress } from './terminal/progress.ts';
import { styleOf } from './terminal/style.ts';

/** How far a long input is, on stderr: one line in place on a terminal, else a line each 30 s. */
export interface ProgressMeter {
  /** @param bytes Read of this file so far. */
  readonly countBytes: (path: string, bytes: number) => void;
  countRun(analysis: Analysis): void;
  /** Takes the line away, before something else is printed. */
  clear(): void;
}

/** Input that is read sooner needs no progress. */
const QUIET_MS = 500;
const REDRAW_MS = 100;
const SENTENCE_MS = 30_000;

export function createProgress(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  bytesTotal: number | undefined,
): ProgressMeter {
  const style = styleOf(stream, env);
  const onTerminal = stream.isTTY && env['TERM'] !== 'dumb';
  const read = new Map<string, number>();
  let bytesRead = 0;
  const startedAt = performance.now();
  let shownAt = startedAt + QUIET_MS - REDRAW_MS;
  let saidAt = startedAt;
  let drawn = false;
  let sessions = 0;
  let loops = 0;
  let claims = 0;

  function progress(): Progress {
    const total = bytesTotal === undefined ? {} : { bytesTotal };
    return { bytesRead, ...total, sessions, loops, claims };
  }

  return {
    countBytes(path, bytes) {
      bytesRead += bytes - (read.get(path) ?? 0);
      read.set(path, bytes);
      const now = performance.now();
      if (onTerminal && now - shownAt >= REDRAW_MS) {
        shownAt = now;
        drawn = true;
        stream.write(`\r${progressLine(progress(), style)}\u001B[K`);
      } else if (!onTerminal && now - saidAt >= SENTENCE_MS) {
        saidAt = now;
        stream.write(`${progressSentence(progress())}\n`);
      }
    },
    countRun(analysis) {
      sessions += 1;
      const kinds = kindsOf(analysis);
      if (kinds.has('loop')) loops += 1;
      if (kinds.has('unverified-claim')) claims += 1;
    },
    clear() {
      if (!drawn) return;
      drawn = false;
      stream.write('\r\u001B[K');
    },
  };
}
