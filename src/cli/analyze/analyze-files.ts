import { createEngine } from '../../engine/engine.ts';
import { InputError } from '../../engine/input/input-error.ts';
import type { ReadItem } from '../../formats/format.ts';
import type { Analysis } from './analysis.ts';
import {
  addEvent,
  addPast,
  addStep,
  analysisOf,
  collectRun,
  concludeRun,
  type RunCollector,
} from './collect-run.ts';

/** A source of items: a file's runs, as `readRuns` gives them. */
export type Items = AsyncIterable<readonly ReadItem[]>;

/** Where items come from. */
export interface Place {
  /** The file, for messages; a session of several files changes it with each batch. */
  readonly path: string;
  /** What the file's place says of the project, for runs that do not tell theirs. */
  readonly project?: string | undefined;
}

/** Goes through files with one engine, so that earlier outcomes count for later runs. */
export interface Analyzer {
  /**
   * Analyses one file; yields each run once it is over, in the order in which they began.
   *
   * @param file Its path, or its place.
   * @throws {InputError} `invalid-file`, with `path` = `file:line`; what came before was yielded.
   */
  analyze(file: string | Place, items: Items): AsyncGenerator<Analysis>;
  /** The runs under way, as they stand now, in the order in which they began. */
  underWay(): Analysis[];
}

/** Room for 1 365 runs under way at once; a smaller room is warmer. */
const MEMORY_LIMIT_MB = 32;

/** @param onProblem Told what was tolerated in a file and belongs to none of its runs. */
export function createAnalyzer(onProblem: (message: string) => void = () => {}): Analyzer {
  const engine = createEngine({ memoryLimitMb: MEMORY_LIMIT_MB });
  let current: RunCollector | undefined;
  // In the order in which they began; a run that is over stays until those before it are.
  let order: RunCollector[] = [];
  engine.on('step-taken', (step) => {
    if (current !== undefined) addStep(current, step);
  });
  engine.on('concern-cleared', ({ concern, event, by }) => {
    // A claim that the agent itself made good, or went on from, was none in the end.
    if (by === 'end' || (concern.kind === 'unverified-claim' && by === 'agent')) return;
    if (current !== undefined) addPast(current, concern, event);
  });

  return {
    async *analyze(file, items) {
      const place = typeof file === 'string' ? { path: file } : file;
      const open = new Map<string, RunCollector>();
      order = [];
      try {
        for await (const batch of items) {
          for (const item of batch) {
            try {
              take(item, open, place);
            } catch (error) {
              yield* over(order);
              throw located(error, place.path, 'line' in item ? item.line : undefined);
            }
          }
          yield* over(order);
        }
      } finally {
        // What a fault left open goes on in no other file.
        for (const { handle } of open.values()) void handle.end();
      }
    },
    underWay: () =>
      order.filter(({ analysis }) => analysis === undefined).map((run) => analysisOf(run)),
  };

  function take(item: ReadItem, open: Map<string, RunCollector>, place: Place): void {
    if (item.kind === 'open') {
      const { parent } = item.run;
      const startedBy = parent === undefined ? undefined : open.get(parent);
      const collector = collectRun(engine, item.run, startedBy, place.project);
      open.set(item.run.run, collector);
      order.push(collector);
      return;
    }
    const collector = item.run === undefined ? undefined : open.get(item.run);
    if (item.kind === 'problem') {
      // A problem of the file as a whole is told with the run it was met in, or by itself.
      const met = collector ?? order.at(-1);
      if (met === undefined) onProblem(item.message);
      else met.problems.add(item.message);
      return;
    }
    if (collector === undefined) return;
    current = collector;
    if (item.kind === 'event') return addEvent(collector, item.event);
    concludeRun(collector, item.outcome);
    open.delete(item.run);
  }
}

/** Takes the runs off the front that are over. */
function* over(order: RunCollector[]): Generator<Analysis> {
  while (order[0]?.analysis !== undefined) yield order.shift()!.analysis!;
}

/** An event that the engine refused, with where it stands in the file. */
function located(error: unknown, path: string, line: number | undefined): unknown {
  if (!(error instanceof InputError) || error.code === 'invalid-file') return error;
  const place = line === undefined ? path : `${path}:${line}`;
  const field = error.path === '' ? place : `${place}: ${error.path}`;
  // What a transcript says may be secret: it is described, not quoted.
  const received = error.received.startsWith('"') ? 'a string' : error.received;
  return new InputError('invalid-file', field, received, error.accepted);
}
