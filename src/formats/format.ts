import type { AgentEvent, RunOptions } from '../engine/input/event.ts';

/** A run's opening: what is known of it before its first event. */
export interface RunOpening extends RunOptions {
  readonly agent: string;
  readonly run: string;
}

/** What a reader yields, in the file's order. A run's items follow its `open`. */
export type ReadItem =
  | { readonly kind: 'open'; readonly run: RunOpening }
  | { readonly kind: 'event'; readonly run: string; readonly event: AgentEvent }
  | { readonly kind: 'close'; readonly run: string; readonly outcome?: { readonly succeeded: boolean } }
  | { readonly kind: 'problem'; readonly run?: string; readonly message: string };

/** One file format: how it is recognised, and how its lines become events. */
export interface Format {
  /** As shown in messages: "Claude Code session". */
  readonly name: string;
  /** What a file of it looks like, for the error that lists the formats read. */
  readonly looksLike: string;
  /** Whether `head`, the file's first non-empty line or its first 64 KiB, is of this format. */
  recognises(head: string): boolean;
  /** Reads one file. Throws `InputError` with `path` = `file:line`. */
  read(source: Source): AsyncIterable<ReadItem>;
}
