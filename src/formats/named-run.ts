import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem, RunOpening } from './format.ts';
import { fitName } from './run-name.ts';

/**
 * A run whose agent is called after its model, which a log names only when that first speaks: what
 * comes before waits.
 */
export interface NamedRun {
  /** The program that wrote the log: "codex". */
  readonly product: string;
  readonly opening: Omit<RunOpening, 'agent'>;
  readonly firstLine: number | undefined;
  model: string | undefined;
  /** What came before the first model was named; `undefined` once the run is open. */
  held: HeldEvent[] | undefined;
  /** Latest time told. */
  atMax: number;
}

interface HeldEvent {
  readonly event: AgentEvent;
  readonly line: number | undefined;
}

/** After so many events without a model, the run opens without its name. */
const HELD_EVENTS_MAX = 200;

export function createNamedRun(
  product: string,
  opening: NamedRun['opening'],
  firstLine: number | undefined,
): NamedRun {
  return { product, opening, firstLine, model: undefined, held: [], atMax: -Infinity };
}

/** Adds an event, at a time if its line has one. */
export function addEvent(
  run: NamedRun,
  event: AgentEvent,
  at: number | undefined,
  line: number | undefined,
  items: ReadItem[],
): void {
  if (at !== undefined) run.atMax = Math.max(run.atMax, at);
  const stamped = at === undefined ? event : { ...event, at };
  if (run.held === undefined) {
    items.push({ kind: 'event', run: run.opening.run, event: stamped, ...placed(line) });
    return;
  }
  run.held.push({ event: stamped, line });
  if (run.model !== undefined || run.held.length >= HELD_EVENTS_MAX) open(run, items);
}

/** The model is known: the run may open, once there is an event. */
export function nameModel(run: NamedRun, model: string, items: ReadItem[]): void {
  run.model ??= model;
  if (run.held !== undefined && run.held.length > 0) open(run, items);
}

/** Tells what is still held, and closes. @returns Whether the run was ever open. */
export function closeNamedRun(run: NamedRun, items: ReadItem[]): boolean {
  if (run.held !== undefined && run.held.length > 0) open(run, items);
  if (run.held !== undefined) return false;
  items.push({ kind: 'close', run: run.opening.run });
  return true;
}

/** Milliseconds since the epoch of a time as logs write it; `undefined` if it is none. */
export function timeOf(timestamp: unknown): number | undefined {
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function open(run: NamedRun, items: ReadItem[]): void {
  const held = run.held ?? [];
  const { product, model } = run;
  const agent = fitName(model === undefined ? product : `${product}@${model}`) ?? product;
  run.held = undefined;
  const opening = { ...run.opening, agent };
  items.push({ kind: 'open', run: opening, ...placed(held[0]?.line) });
  for (const { event, line: heldLine } of held) {
    items.push({ kind: 'event', run: opening.run, event, ...placed(heldLine) });
  }
}

/** In a file that is one document, what stands in it has no line. */
function placed(line: number | undefined): { readonly line?: number } {
  return line === undefined ? {} : { line };
}
