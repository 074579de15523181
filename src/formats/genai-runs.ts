import type { ReadItem } from './format.ts';
import { createGenaiRun, eventsOf, type GenaiRun } from './genai-run.ts';
import { agentOf, modelOf } from './genai-span.ts';
import {
  createTraceMemory,
  momentsOf,
  type Moment,
  type TraceMemory,
  type TraceMoments,
} from './genai-trace.ts';
import { hear, longestSilent, OPEN_RUNS_MAX } from './open-runs.ts';
import type { Span } from './otlp-span.ts';
import { fitName } from './run-name.ts';

/**
 * Turns spans into runs, wherever they come from. A span comes at its end, children before parents,
 * so spans are held: what is told in one go is told in the order in which it happened.
 */
export interface GenaiRuns {
  /** @param line Where in a file it stands. */
  add(span: Span, line: number | undefined, items: ReadItem[]): void;
  /** Tells all that is held; runs stay open, and what comes later is told after it. */
  tell(items: ReadItem[]): void;
  /** Tells what is held, and closes all runs. */
  end(items: ReadItem[]): void;
}

/** What is held of one trace. */
interface Held {
  readonly spans: Span[];
  readonly lines: Map<Span, number>;
  chars: number;
}

/** Beyond these, the trace silent for longest is told as far as it is known. */
const HELD_SPANS_MAX = 20_000;
const HELD_CHARS_MAX = 8 * 1024 * 1024;

export function createGenaiRuns(): GenaiRuns {
  const held = new Map<string, Held>();
  const memories = new Map<string, TraceMemory>();
  const runs = new Map<string, GenaiRun>();
  let spanCount = 0;
  let chars = 0;

  function isFull(): boolean {
    return spanCount > HELD_SPANS_MAX || chars > HELD_CHARS_MAX;
  }
  function take(traceId: string): Held {
    const trace = held.get(traceId)!;
    held.delete(traceId);
    spanCount -= trace.spans.length;
    chars -= trace.chars;
    return trace;
  }
  function tellTraces(traceIds: readonly string[], items: ReadItem[]): void {
    const traces = traceIds.map((traceId) => {
      const memory = memories.get(traceId) ?? createTraceMemory();
      hear(memories, traceId, memory);
      if (memories.size > OPEN_RUNS_MAX) memories.delete(memories.keys().next().value!);
      const trace = take(traceId);
      return { ...trace, ...momentsOf(trace.spans, memory) };
    });
    for (const [name, moments] of byRun(traces)) tellRun(name, moments, items);
  }
  function tellRun(name: string, told: readonly ToldMoment[], items: ReadItem[]): void {
    let run = runs.get(name);
    for (const { moment, trace } of told) {
      const line = trace.lines.get(moment.span);
      const place = line === undefined ? undefined : { line };
      run ??= createGenaiRun(name);
      for (const event of eventsOf(run, moment, trace.spanned)) {
        if (!runs.has(name)) {
          const crowded = longestSilent(runs);
          if (crowded !== undefined) close(crowded, items);
          runs.set(name, run);
          const opening = { agent: agentName(told), run: name, recorded: true };
          items.push({ kind: 'open', run: opening, ...place });
        }
        items.push({ kind: 'event', run: name, event, ...place });
      }
    }
    if (run !== undefined && runs.has(name)) hear(runs, name, run);
  }
  function close(name: string, items: ReadItem[]): void {
    runs.delete(name);
    items.push({ kind: 'close', run: name });
  }

  return {
    add(span, line, items) {
      const trace = held.get(span.traceId) ?? createHeld();
      hear(held, span.traceId, trace);
      const size = charsOf(span);
      trace.spans.push(span);
      if (line !== undefined) trace.lines.set(span, line);
      trace.chars += size;
      spanCount += 1;
      chars += size;
      for (const silent of held.keys()) {
        if (!isFull()) break;
        tellTraces([silent], items);
      }
    },
    tell: (items) => tellTraces([...held.keys()], items),
    end(items) {
      tellTraces([...held.keys()], items);
      for (const name of runs.keys()) close(name, items);
    },
  };
}

function createHeld(): Held {
  return { spans: [], lines: new Map(), chars: 0 };
}

interface ToldTrace extends Held, TraceMoments {}

interface ToldMoment {
  readonly moment: Moment;
  readonly trace: ToldTrace;
}

/** Several traces may be one conversation: its moments in order, and runs in order of their first. */
function byRun(traces: readonly ToldTrace[]): ReadonlyMap<string, readonly ToldMoment[]> {
  const all = traces
    .flatMap((trace) => trace.moments.map((moment) => ({ moment, trace })))
    .toSorted((a, b) => timeOf(a) - timeOf(b));
  const groups = new Map<string, ToldMoment[]>();
  for (const each of all) {
    const { conversation, span } = each.moment;
    const name = conversation ?? fitName(span.traceId)!;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [each]);
    else group.push(each);
  }
  return groups;
}

/** A moment without a time stands where its trace begins. */
function timeOf({ moment, trace }: ToldMoment): number {
  return moment.at ?? trace.moments.find(({ at }) => at !== undefined)?.at ?? 0;
}

/** Who acts: the agent whose span begins first, else the program; with the first model it used. */
function agentName(told: readonly ToldMoment[]): string {
  const traces = new Set(told.map(({ trace }) => trace));
  const spans = [...traces].flatMap((trace) =>
    trace.spans.toSorted((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0)),
  );
  const named = (of: (span: Span) => string | undefined): string | undefined => {
    for (const span of spans) {
      const name = of(span);
      if (name !== undefined) return name;
    }
    return undefined;
  };
  const agent = named(agentOf) ?? named(({ service }) => service) ?? 'otlp';
  const model = named(modelOf);
  return fitName(model === undefined ? agent : `${agent}@${model}`) ?? 'otlp';
}

function charsOf({ attributes }: Span): number {
  let size = 0;
  for (const value of attributes.values()) size += typeof value === 'string' ? value.length : 64;
  return size;
}
