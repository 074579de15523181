import type { AgentEvent } from '../engine/input/event.ts';
import type { ReadItem } from './format.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { fitName } from './run-name.ts';

/** A conversation while its events are read. */
export interface OpenhandsRun {
  readonly name: string;
  /** What came before the model was named, for the agent is named after it. */
  held: ReadItem[] | undefined;
  heldEvents: number;
  /** Tokens told so far: the host tells the conversation's sum again and again. */
  inputTokens: number;
  outputTokens: number;
  /** Answers whose tokens were told. */
  readonly told: Set<string>;
}

/** How one event of a dialect becomes items. */
export type ReadEvent = (
  run: OpenhandsRun,
  event: object,
  line: number | undefined,
  items: ReadItem[],
) => void;

/** After so many events without a model, the run opens without its name. */
const HELD_EVENTS_MAX = 200;
/** Events of one answer stand close together. */
const TOLD_ANSWERS_MAX = 256;

export function createOpenhandsRun(name: string): OpenhandsRun {
  return { name, held: [], heldEvents: 0, inputTokens: 0, outputTokens: 0, told: new Set() };
}

export function addEvent(
  run: OpenhandsRun,
  event: AgentEvent,
  at: number | undefined,
  line: number | undefined,
  items: ReadItem[],
): void {
  const stamped = at === undefined ? event : { ...event, at };
  const item: ReadItem = {
    kind: 'event',
    run: run.name,
    event: stamped,
    ...(line !== undefined && { line }),
  };
  if (run.held === undefined) {
    items.push(item);
    return;
  }
  run.held.push(item);
  run.heldEvents += 1;
  if (run.heldEvents >= HELD_EVENTS_MAX) open(run, 'openhands', items);
}

/** The model is known: the run may open. */
export function nameModel(run: OpenhandsRun, model: unknown, items: ReadItem[]): void {
  if (isNamed(model) && run.held !== undefined) open(run, `openhands@${model}`, items);
}

/** Tells what the conversation spent since the last time, from its sums so far. */
export function tellSums(
  run: OpenhandsRun,
  input: unknown,
  output: unknown,
  at: number | undefined,
  line: number | undefined,
  items: ReadItem[],
): void {
  if (!isCount(input) || !isCount(output)) return;
  const inputTokens = input - run.inputTokens;
  const outputTokens = output - run.outputTokens;
  // A sum that fell is that of a conversation begun anew.
  if (inputTokens < 0 || outputTokens < 0 || inputTokens + outputTokens === 0) return;
  run.inputTokens = input;
  run.outputTokens = output;
  addEvent(run, { type: 'usage', inputTokens, outputTokens }, at, line, items);
}

/** Tells what one answer cost, once: each of its calls repeats it. */
export function tellAnswer(
  run: OpenhandsRun,
  id: unknown,
  usage: unknown,
  at: number | undefined,
  line: number | undefined,
  items: ReadItem[],
): void {
  if (!isRecord(usage)) return;
  if (isNamed(id)) {
    if (run.told.has(id)) return;
    run.told.add(id);
    if (run.told.size > TOLD_ANSWERS_MAX) run.told.delete(run.told.keys().next().value!);
  }
  const counts: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown } = usage;
  const { prompt_tokens: input, completion_tokens: output } = counts;
  if (!isCount(input) || !isCount(output)) return;
  tellSums(run, run.inputTokens + input, run.outputTokens + output, at, line, items);
}

export function closeOpenhandsRun(run: OpenhandsRun, items: ReadItem[]): void {
  if (run.held !== undefined) open(run, 'openhands', items);
  items.push({ kind: 'close', run: run.name });
}

function open(run: OpenhandsRun, agent: string, items: ReadItem[]): void {
  const held = run.held ?? [];
  run.held = undefined;
  items.push({ kind: 'open', run: { agent: fitName(agent)!, run: run.name, recorded: true } });
  items.push(...held);
}

/** Milliseconds since the epoch. What names no zone is as the host wrote it: UTC. */
export function timeOf(timestamp: unknown): number | undefined {
  if (!isNamed(timestamp)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(timestamp) ? timestamp : `${timestamp}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? undefined : at;
}
