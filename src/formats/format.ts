import type { AgentEvent, RunOptions } from '../engine/input/event.ts';
import type { Head, Source } from './source.ts';

/** A run's opening: what is known of it before its first event. Readers set `recorded`. */
export interface RunOpening extends RunOptions {
  readonly agent: string;
  readonly run: string;
}

/**
 * What a reader yields. A run's items lie between its `open` and its `close`, in the order they
 * happened; `run` names it in each, and no two runs open at once share a name. A file read to its
 * end closes every run it opened. `line` is where in the file it stands, counted from 1.
 */
export type ReadItem =
  | { readonly kind: 'open'; readonly run: RunOpening; readonly line?: number }
  | EventItem
  | CloseItem
  | ProblemItem;

/** The reader vouches for no more than a JSON value: the engine checks every event it is given. */
export interface EventItem {
  readonly kind: 'event';
  readonly run: string;
  readonly event: AgentEvent;
  readonly line?: number;
}

/** An event as it stands in the file. */
export function eventItem(run: string, event: unknown, line: number): EventItem {
  return { kind: 'event', run, event: event as AgentEvent, line };
}

/** How a run turned out is told here and nowhere else: no `outcome` event is yielded. */
export interface CloseItem {
  readonly kind: 'close';
  readonly run: string;
  readonly outcome?: { readonly succeeded: boolean };
  /** Index among the run's events of the one that a person called the fault. */
  readonly faultyStep?: number;
  readonly faultyAgent?: string;
}

/** An oddity that reading went on after, in words for a user. */
export interface ProblemItem {
  readonly kind: 'problem';
  readonly run?: string;
  readonly message: string;
  readonly line?: number;
}

/** One file format: how it is recognised, and how it becomes events. */
export interface Format {
  /** As shown in messages: "Claude Code session". */
  readonly name: string;
  /**
   * Whether a file that begins with these JSON values is of this format: its first lines, or one
   * document. A value may lack its end, where the file's first part does not reach that far.
   *
   * @param head The same as it stands in the file, for a format that is not JSON: no records then.
   */
  recognises(records: readonly unknown[], head: Head): boolean;
  /**
   * Reads one file, a batch for each chunk of lines: an `await` for each item is dear.
   *
   * @throws {InputError} With `path` = `file:line`; what stood before was yielded.
   */
  read(source: Source): AsyncIterable<readonly ReadItem[]>;
}
