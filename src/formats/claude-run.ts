import type { AgentEvent, UsageEvent } from '../engine/input/event.ts';
import type { ReadItem, RunOpening } from './format.ts';
import { fitName } from './run-name.ts';

/** One session or subagent while its lines are read. */
export interface ClaudeRun {
  readonly opening: Omit<RunOpening, 'agent'>;
  readonly firstLine: number;
  /**
   * What came before the first model was named, for the agent is named after it; `undefined` once
   * the run is open.
   */
  held: HeldEvent[] | undefined;
  /** What the current message says it cost so far. */
  usage: PendingUsage | undefined;
  /** The last messages whose usage was told. */
  readonly told: Set<string>;
  /** Latest time told, for usage is told late. */
  atMax: number;
}

interface HeldEvent {
  readonly event: AgentEvent;
  readonly line: number;
}

interface PendingUsage {
  readonly message: string;
  readonly event: UsageEvent;
  readonly line: number;
}

/** After so many events without a model, the run opens without its name. */
const HELD_EVENTS_MAX = 200;
/** A message's lines stand close together; one that comes back later than this counts twice. */
const TOLD_MESSAGES_MAX = 256;

export function createClaudeRun(opening: ClaudeRun['opening'], firstLine: number): ClaudeRun {
  return { opening, firstLine, held: [], usage: undefined, told: new Set(), atMax: -Infinity };
}

/** Adds an event, at a time if its line has one. */
export function addEvent(
  run: ClaudeRun,
  event: AgentEvent,
  at: number | undefined,
  line: number,
  items: ReadItem[],
): void {
  if (at !== undefined) run.atMax = Math.max(run.atMax, at);
  const stamped = at === undefined ? event : { ...event, at };
  if (run.held === undefined) {
    items.push({ kind: 'event', run: run.opening.run, event: stamped, line });
    return;
  }
  run.held.push({ event: stamped, line });
  if (run.held.length >= HELD_EVENTS_MAX) open(run, 'claude-code', line, items);
}

/** The model is known: the run may open. */
export function nameModel(run: ClaudeRun, model: string, line: number, items: ReadItem[]): void {
  if (run.held !== undefined) open(run, `claude-code@${model}`, line, items);
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
  const first = run.held?.[0];
  if (first !== undefined) open(run, 'claude-code', first.line, items);
  if (run.held !== undefined) return false;
  items.push({ kind: 'close', run: run.opening.run });
  return true;
}

function open(run: ClaudeRun, agent: string, line: number, items: ReadItem[]): void {
  const held = run.held ?? [];
  run.held = undefined;
  const opening = { ...run.opening, agent: fitName(agent) ?? 'claude-code' };
  items.push({ kind: 'open', run: opening, line: held[0]?.line ?? line });
  for (const { event, line: heldLine } of held) {
    items.push({ kind: 'event', run: opening.run, event, line: heldLine });
  }
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
