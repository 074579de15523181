import { createCallIds } from './call-ids.ts';
import { usageEvent, type EventSink } from './content-blocks.ts';
import type { Resolve } from './inspect-attachments.ts';
import { callTools, resultOf, sayAnswer, type InspectMessage } from './inspect-messages.ts';
import { isNamed, isRecord } from './json-record.ts';
import { fitName } from './run-name.ts';

/** An event of a sample as parsed: any field may be anything. */
interface InspectEvent {
  readonly event?: unknown;
  readonly timestamp?: unknown;
  readonly completed?: unknown;
  readonly span_id?: unknown;
  readonly parent_id?: unknown;
  readonly id?: unknown;
  readonly type?: unknown;
  readonly action?: unknown;
  readonly name?: unknown;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly function?: unknown;
  readonly arguments?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  /** What happened within, in logs before there were spans. */
  readonly events?: unknown;
}

interface ModelOutput {
  readonly choices?: unknown;
  readonly usage?: unknown;
}

interface Usage {
  readonly input_tokens?: unknown;
  readonly output_tokens?: unknown;
  readonly input_tokens_cache_read?: unknown;
  readonly input_tokens_cache_write?: unknown;
}

/**
 * Reads what the agent did out of a sample's events: a model's answer says and calls, a tool's
 * event has the result. What scorers ask of models is not the agent's, and passed over.
 *
 * @param question What was told already.
 * @returns Whether there was any of it; if not, nothing was told.
 */
export function readInspectEvents(
  events: readonly InspectEvent[],
  question: ReadonlySet<string>,
  resolve: Resolve,
  sink: EventSink,
): boolean {
  const ids = createCallIds();
  const calls = new Map<string, string>();
  const isScoring = createScoringTracker();
  const hearUsers = createUserListener(question, resolve, sink);
  let found = false;
  const read = (event: InspectEvent, place: string, depth: number): void => {
    if (isScoring(event)) return;
    const begun = timeOf(event.timestamp);
    const ended = timeOf(event.completed) ?? begun;
    if (event.event === 'model') {
      found = true;
      hearUsers(event.input, begun);
      const { message, usage } = answerOf(event.output);
      sayAnswer(message, ended, resolve, sink);
      const round = fitName(message.id) ?? `event-${place}`;
      for (const [id, ours] of callTools(message, round, ended, ids, sink)) calls.set(id, ours);
      const spent = usageOf(usage);
      if (spent !== undefined) sink.event(stamped(spent, ended));
    } else if (event.event === 'tool') {
      found = true;
      const { id, function: name, arguments: args, result, error } = event;
      let ours = isNamed(id) ? calls.get(id) : undefined;
      const tool = fitName(name);
      if (ours === undefined) {
        // The evaluation itself called the tool.
        if (tool === undefined) return;
        ours = ids.call(id);
        sink.event(stamped({ type: 'call', id: ours, tool, args: args ?? null }, begun));
      } else if (isNamed(id)) calls.delete(id);
      within(event, place, depth);
      const output = resolve(result);
      sink.event(stamped({ type: 'result', id: ours, ...resultOf(output, error) }, ended));
    } else if (event.event === 'sample_limit' && isNamed(event.message)) {
      sink.event(stamped({ type: 'note', text: event.message }, begun));
    } else within(event, place, depth);
  };
  const within = (event: InspectEvent, place: string, depth: number): void => {
    if (depth === DEPTH_MAX) return;
    const inner: InspectEvent[] = Array.isArray(event.events) ? event.events.filter(isRecord) : [];
    inner.forEach((each, index) => read(each, `${place}.${index}`, depth + 1));
  };
  events.forEach((event, index) => read(event, `${index}`, 0));
  return found;
}

/** How deep events lie within events: agents that call agents. */
const DEPTH_MAX = 32;

type Told = Parameters<EventSink['event']>[0];

function stamped(event: Told, at: number | undefined): Told {
  return at === undefined ? event : { ...event, at };
}

function answerOf(output: unknown): { readonly message: InspectMessage; readonly usage: unknown } {
  const { choices, usage }: ModelOutput = isRecord(output) ? output : {};
  const [choice]: readonly unknown[] = Array.isArray(choices) ? choices : [];
  const { message }: { readonly message?: unknown } = isRecord(choice) ? choice : {};
  return { message: isRecord(message) ? message : {}, usage };
}

/**
 * Providers count what a cache read or wrote in `input_tokens` (OpenAI) or apart from it
 * (Anthropic); `total_tokens` is the sum of all in both.
 */
function usageOf(usage: unknown): Told | undefined {
  if (!isRecord(usage)) return undefined;
  const counts: Usage & { readonly total_tokens?: unknown } = usage;
  const { input_tokens: input, output_tokens: output, total_tokens: total } = counts;
  const isApart = Number(total) > Number(input) + Number(output);
  return usageEvent({
    input_tokens: input,
    output_tokens: output,
    ...(isApart && {
      cache_read_input_tokens: counts.input_tokens_cache_read,
      cache_creation_input_tokens: counts.input_tokens_cache_write,
    }),
  });
}

/**
 * What people, or the evaluation in their place, say beside the question: it stands in the input of
 * the model's next answer, and of all after that.
 */
function createUserListener(
  question: ReadonlySet<string>,
  resolve: Resolve,
  sink: EventSink,
): (input: unknown, at: number | undefined) => void {
  const heard = new Set<string>();
  return (input, at) => {
    const messages: InspectMessage[] = Array.isArray(input) ? input.filter(isRecord) : [];
    messages.forEach(({ id, role, content }, place) => {
      if (role !== 'user') return;
      const text = resolve(content);
      const key = isNamed(id) ? id : `${place} ${text}`;
      if (heard.has(key)) return;
      heard.add(key);
      if (text !== '' && !question.has(text)) sink.event(stamped({ type: 'user', text }, at));
    });
  };
}

/** Whether an event belongs to a scorer: within its span, or in older logs within its step. */
function createScoringTracker(): (event: InspectEvent) => boolean {
  const spans = new Set<unknown>();
  let steps = 0;
  return (event) => {
    const isScorer = event.type === 'scorer' || event.type === 'scorers';
    if (event.event === 'span_begin' && (isScorer || spans.has(event.parent_id))) {
      spans.add(event.id);
    } else if (event.event === 'step' && isScorer) {
      steps = Math.max(0, steps + (event.action === 'begin' ? 1 : -1));
    }
    return steps > 0 || spans.has(event.span_id);
  };
}

/** Milliseconds since the epoch. */
function timeOf(timestamp: unknown): number | undefined {
  const at = isNamed(timestamp) ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
