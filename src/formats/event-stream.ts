import type { AgentEvent } from '../engine/input/event.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import { eventItem, type CloseItem, type ReadItem } from './format.ts';
import { isNamed, isRecord } from './json-record.ts';
import { hear, longestSilent } from './open-runs.ts';
import { toldOutcome } from './recorded-run.ts';
import { fileRun } from './run-name.ts';

/** An event on a line of its own, as parsed: any field may be anything. */
export type BareEvent = { readonly [Field in AllFields<AgentEvent>]?: unknown };

type AllFields<T> = T extends unknown ? keyof T : never;

/** Events of several runs, mixed as they happened. */
export interface EventStream {
  add(event: BareEvent, line: number, items: ReadItem[]): void;
  /** Closes what is still open. */
  end(items: ReadItem[]): void;
}

/** Whether a line has an event's type and that type's own field: other formats have types too. */
export function isBareEvent(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const event: BareEvent = record;
  switch (event.type) {
    case 'call':
      return isNamed(event.id) && isNamed(event.tool);
    case 'result':
      return isNamed(event.id);
    case 'say':
    case 'user':
    case 'note':
      return typeof event.text === 'string';
    case 'usage':
      return 'inputTokens' in event || 'outputTokens' in event || 'costUsd' in event;
    case 'signal':
      return isNamed(event.name) && typeof event.value === 'number';
    case 'outcome':
      return typeof event.succeeded === 'boolean';
    default:
      return false;
  }
}

/**
 * Sorts events into runs. A run opens with its first event and closes with its outcome; a later
 * event under its name opens a new one.
 */
export function createEventStream(path: string): EventStream {
  const fallback = fileRun(path);
  /** By agent and run: the name that items give the run. */
  const open = new Map<string, string>();
  const names = new Set<string>();

  function close(key: string, items: ReadItem[], outcome?: CloseItem['outcome']): void {
    const run = open.get(key)!;
    open.delete(key);
    names.delete(run);
    items.push({ kind: 'close', run, ...(outcome && { outcome }) });
  }
  function openRun(agent: string, run: string, line: number, items: ReadItem[]): string {
    const crowded = longestSilent(open);
    if (crowded !== undefined) close(crowded, items);
    let name = run;
    // The engine tells two agents' runs of one name apart; items have the name only.
    for (let count = 1; names.has(name); count++) name = `${run}@${agent}${'+'.repeat(count - 1)}`;
    names.add(name);
    items.push({ kind: 'open', run: { agent, run: name, recorded: true }, line });
    return name;
  }
  return {
    add(event, line, items) {
      const agent = nameOr('default', event.agent, 'agent', path, line);
      const asked = nameOr(fallback, event.run, 'run', path, line);
      const key = JSON.stringify([agent, asked]);
      const run = open.get(key) ?? openRun(agent, asked, line, items);
      hear(open, key, run);
      const outcome = toldOutcome(event);
      if (outcome !== undefined) close(key, items, outcome);
      else items.push(eventItem(run, withoutOwner(event), line));
    },
    end(items) {
      for (const key of open.keys()) close(key, items);
    },
  };
}

/** Whose event it is, its item says: one place, one truth. */
function withoutOwner(event: BareEvent): object {
  const copy: { -readonly [Field in keyof BareEvent]?: unknown } = { ...event };
  delete copy.agent;
  delete copy.run;
  return copy;
}

function nameOr(
  fallback: string,
  value: unknown,
  field: string,
  path: string,
  line: number,
): string {
  if (value === undefined || value === null) return fallback;
  if (isNamed(value)) return value;
  const received = `\`${field}\` as ${value === '' ? 'an empty string' : describeUnquoted(value)}`;
  throw fileError(path, line, received, `\`${field}\` as a name, or none`);
}
