import { createHash } from 'node:crypto';
import type { AgentEvent } from '../engine/input/event.ts';
import type { Message, Part } from './genai-messages.ts';
import { spentOf } from './genai-span.ts';
import type { Moment } from './genai-trace.ts';
import { fitName } from './run-name.ts';

/** A run while what happened in its traces is told. */
export interface GenaiRun {
  readonly name: string;
  /** By agent of the team: what was told of its conversation so far. */
  readonly heard: Map<string, Heard>;
  /** Ids of calls told, none twice. */
  readonly used: Set<string>;
  /** Calls from messages that have no result yet: by what messages call them, what we do. */
  readonly open: Map<string, string>;
  /** The same for calls that have a span. */
  readonly spans: Map<object, string>;
  /** Latest time told: traces may be told late. */
  atMax: number;
  callCount: number;
}

interface Heard {
  /** How often each text and call was told. */
  readonly counts: Map<string, number>;
  trace: string;
}

/** Beyond so many, the longest known are forgotten: ids seldom come back later than that. */
const REMEMBERED_MAX = 4096;

export function createGenaiRun(name: string): GenaiRun {
  return {
    name,
    heard: new Map(),
    used: new Set(),
    open: new Map(),
    spans: new Map(),
    atMax: -Infinity,
    callCount: 0,
  };
}

/**
 * The events of a moment. Each of a conversation's messages is told once, though every later span
 * repeats it: the third "go on" in a history is new if two were told.
 *
 * @param spanned Calls in messages that have a span of their own.
 */
export function eventsOf(
  run: GenaiRun,
  moment: Moment,
  spanned: ReadonlySet<string>,
): readonly AgentEvent[] {
  const events: AgentEvent[] = [];
  const tell = (event: AgentEvent): void => {
    events.push(stamped(run, event, moment));
  };
  switch (moment.kind) {
    case 'told':
      tellInput(run, moment, spanned, tell);
      break;
    case 'answered':
      tellAnswer(run, moment, spanned, tell);
      break;
    case 'called':
      tellCall(run, moment, tell);
      break;
    case 'returned':
      tellResult(run, moment, tell);
      tellSpent(moment, tell);
      break;
  }
  return events;
}

type Words = Extract<Moment, { kind: 'told' | 'answered' }>;
type Spanned = Extract<Moment, { kind: 'called' | 'returned' }>;
type Tell = (event: AgentEvent) => void;

/** What of a model's input is new. */
function tellInput(run: GenaiRun, moment: Words, spanned: ReadonlySet<string>, tell: Tell): void {
  const { span, by, exchange } = moment;
  if (exchange.input.length === 0) return;
  const heard = heardOf(run, moment);
  const isFresh = !exchange.input.some(({ role }) => role === 'assistant' || role === 'model');
  // The history is not carried on from the trace before: the same words are said anew.
  if (heard.trace !== span.traceId && isFresh) heard.counts.clear();
  heard.trace = span.traceId;
  const seen = new Map<string, number>();
  exchange.input.forEach((message, index) => {
    for (const part of message.parts) {
      if (part.kind === 'result') {
        tellAnsweredCall(run, part, tell);
        continue;
      }
      if (part.kind === 'call' && spanned.has(part.id)) continue;
      const key = keyOf(message, part);
      const times = (seen.get(key) ?? 0) + 1;
      seen.set(key, times);
      if (times <= (heard.counts.get(key) ?? 0)) continue;
      count(heard, key);
      tellPart(run, message, part, { by, round: `${span.id}/${index}` }, tell);
    }
  });
}

/** What was said, what it cost, then the calls: their cost begins after the answer that asks. */
function tellAnswer(run: GenaiRun, moment: Words, spanned: ReadonlySet<string>, tell: Tell): void {
  const { span, by, exchange } = moment;
  const heard = heardOf(run, moment);
  const parts = exchange.output.flatMap((message) =>
    message.parts.map((part) => ({ message, part })),
  );
  const tellNew = (message: Message, part: Part): void => {
    if (part.kind === 'result') return tellAnsweredCall(run, part, tell);
    count(heard, keyOf(message, part));
    tellPart(run, message, part, { by, round: span.id }, tell);
  };
  for (const { message, part } of parts) if (part.kind !== 'call') tellNew(message, part);
  tellSpent(moment, tell);
  for (const { message, part } of parts) {
    if (part.kind === 'call' && !spanned.has(part.id)) tellNew(message, part);
  }
  if (span.status !== 'error') return;
  tell({ type: 'note', text: span.error ?? 'the model could not be reached, or refused' });
}

function tellPart(
  run: GenaiRun,
  { role }: Message,
  part: Exclude<Part, { kind: 'result' }>,
  { by, round }: { readonly by: string | undefined; readonly round: string },
  tell: Tell,
): void {
  if (part.kind === 'call') {
    const id = freshId(run, part.id);
    remember(run.open, part.id, id);
    tell({ type: 'call', id, tool: part.tool, args: part.args, round });
  } else if (role === 'assistant' || role === 'model') {
    const channel = part.kind === 'thought' ? 'thought' : 'answer';
    tell({ type: 'say', text: part.text, channel });
  } else if (role === 'user' && by === undefined) {
    // Another agent of a team is spoken to by the one that started it, never by a person.
    tell({ type: 'user', text: part.text });
  }
}

/** A call whose span comes later than what is told of its turn was told from the message. */
function tellCall(run: GenaiRun, moment: Spanned, tell: Tell): void {
  const { span, call } = moment;
  const { tool, args, round, known } = call;
  const open = run.open.get(known);
  if (open !== undefined) {
    run.open.delete(known);
    remember(run.spans, span, open);
    return;
  }
  const id = freshId(run, call.id ?? known);
  remember(run.spans, span, id);
  count(heardOf(run, moment), callKey(known));
  tell({ type: 'call', id, tool, args: args ?? null, ...(round !== undefined && { round }) });
}

/** A result in a message is told where its call was, and was told from a message. */
function tellAnsweredCall(
  run: GenaiRun,
  { id, output }: Extract<Part, { kind: 'result' }>,
  tell: Tell,
): void {
  const known = run.open.get(id);
  if (known === undefined) return;
  run.open.delete(id);
  tell({ type: 'result', id: known, output: output ?? '' });
}

/** `ok` is what the status says; most leave it unset for what worked, and for what failed in words. */
function tellResult(run: GenaiRun, { span, call }: Spanned, tell: Tell): void {
  const id = run.spans.get(span);
  if (id === undefined) return;
  run.spans.delete(span);
  const ok = span.status === undefined ? undefined : span.status === 'ok';
  const output = call.output ?? span.error;
  tell({
    type: 'result',
    id,
    ...(ok !== undefined && { ok }),
    ...(output !== undefined && { output }),
  });
}

function tellSpent({ span, spent }: Moment, tell: Tell): void {
  const usage = spent ? spentOf(span) : undefined;
  if (usage !== undefined) tell(usage);
}

function stamped(run: GenaiRun, event: AgentEvent, { at, by }: Moment): AgentEvent {
  if (at !== undefined) run.atMax = Math.max(run.atMax, at);
  return {
    ...event,
    ...(at !== undefined && { at: run.atMax }),
    ...(by !== undefined && event.type !== 'user' && { by }),
  };
}

function heardOf(run: GenaiRun, { by = '', span }: Moment): Heard {
  const known = run.heard.get(by);
  if (known !== undefined) return known;
  const heard = { counts: new Map<string, number>(), trace: span.traceId };
  remember(run.heard, by, heard);
  return heard;
}

function count({ counts }: Heard, key: string): void {
  remember(counts, key, (counts.get(key) ?? 0) + 1);
}

/** Texts may be long and there may be many: their digest is enough to know them again. */
function keyOf({ role }: Message, part: Exclude<Part, { kind: 'result' }>): string {
  if (part.kind === 'call') return callKey(part.id);
  return `${role} ${part.kind} ${createHash('sha1').update(part.text).digest('base64')}`;
}

function callKey(id: string): string {
  return `call ${id}`;
}

function freshId(run: GenaiRun, id: string): string {
  run.callCount += 1;
  let fresh = fitName(id) ?? `call-${run.callCount}`;
  while (run.used.has(fresh)) fresh = fitName(`${fresh}#${run.callCount}`)!;
  run.used.add(fresh);
  if (run.used.size > REMEMBERED_MAX) run.used.delete(run.used.keys().next().value!);
  return fresh;
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED_MAX) map.delete(map.keys().next().value!);
}
