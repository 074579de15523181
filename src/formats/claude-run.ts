import type { UsageEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { addEvent, closeNamedRun, createNamedRun, type NamedRun } from './named-run.ts';

/** One session or subagent while its lines are read. */
export interface ClaudeRun extends NamedRun {
  /** What the current message says it cost so far; told late. */
  usage: PendingUsage | undefined;
  /** The last messages whose usage was told. */
  readonly told: Set<string>;
}

interface PendingUsage {
  readonly message: string;
  readonly event: UsageEvent;
  readonly line: number;
}

/** A message's lines stand close together; one that comes back later than this counts twice. */
const TOLD_MESSAGES_MAX = 256;

export function createClaudeRun(opening: ClaudeRun['opening'], firstLine: number): ClaudeRun {
  const run = createNamedRun('claude-code', opening, firstLine);
  return { ...run, usage: undefined, told: new Set() };
}

/**
 * Notes what a message cost so far. Its lines repeat it, and it grows while the message streams in:
 * the last one counts, told once the next message begins.
 */
export function noteUsage(
  run: ClaudeRun,
  message: string,
  event: UsageEvent | undefined,
  line: number,
  items: ReadItem[],
): void {
  if (run.usage !== undefined && run.usage.message !== message) tellUsage(run, items);
  if (event !== undefined && !run.told.has(message)) run.usage = { message, event, line };
}

/**
 * Tells what is still to tell, and closes.
 *
 * @returns Whether the run was ever open: one without events is not.
 */
export function closeClaudeRun(run: ClaudeRun, items: ReadItem[]): boolean {
  tellUsage(run, items);
  return closeNamedRun(run, items);
}

function tellUsage(run: ClaudeRun, items: ReadItem[]): void {
  const pending = run.usage;
  if (pending === undefined) return;
  run.usage = undefined;
  run.told.add(pending.message);
  if (run.told.size > TOLD_MESSAGES_MAX) run.told.delete(run.told.keys().next().value!);
  // Results may have come in meanwhile: at its own time it would run backwards.
  const { at } = pending.event;
  const told = at === undefined ? undefined : Math.max(at, run.atMax);
  addEvent(run, pending.event, told, pending.line, items);
}
