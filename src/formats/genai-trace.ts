import { exchangeOf, type Exchange, type Part } from './genai-messages.ts';
import {
  conversationOf,
  kindOf,
  spentOf,
  toolCallOf,
  type SpanKind,
  type ToolCall,
} from './genai-span.ts';
import type { Span } from './otlp-span.ts';
import { createFamily, type Family } from './span-family.ts';

/** Something that happened in a trace, at one end of a span. */
export type Moment =
  | (Placed & { readonly kind: 'told' | 'answered'; readonly exchange: Exchange })
  | (Placed & { readonly kind: 'called' | 'returned'; readonly call: SpannedCall });

interface Placed {
  readonly span: Span;
  /** The conversation it belongs to, where the trace names one. */
  readonly conversation: string | undefined;
  /** When, in ms, so that what follows from another thing comes after it. */
  readonly at: number | undefined;
  /** The agent of a team, where it is not the one that the run belongs to. */
  readonly by: string | undefined;
  /** Whether the span's tokens are to be told, for they are no sum of others'. */
  readonly spent: boolean;
}

/** A call that has a span of its own. */
export interface SpannedCall extends ToolCall {
  /** The model turn that asked for it. */
  readonly round: string | undefined;
  /** What messages call it. */
  readonly known: string;
}

export interface TraceMoments {
  readonly moments: readonly Moment[];
  /** By the id that messages give it: a call that has a span is not told from messages again. */
  readonly spanned: ReadonlySet<string>;
}

/** What was told of a trace before, for spans of it that come later. */
export interface TraceMemory {
  /** Spans that stand above one whose tokens, or words, were told. */
  readonly aboveSpent: Set<string>;
  readonly aboveWords: Set<string>;
  /** The conversation of all its spans, where it has but one. */
  conversation: string | undefined;
}

export function createTraceMemory(): TraceMemory {
  return { aboveSpent: new Set(), aboveWords: new Set(), conversation: undefined };
}

/** What happened in a trace, in order. Spans may come in any order; children stand before parents. */
export function momentsOf(spans: readonly Span[], memory: TraceMemory): TraceMoments {
  const family = createFamily(spans);
  noteAbove(spans, family, memory);
  const conversations = new Set(spans.flatMap((span) => conversationOf(span) ?? []));
  if (conversations.size === 1) [memory.conversation] = conversations;
  const told = family.sorted.map((span) => toldOf(span, family, memory));
  const spanned = matchCalls(told);
  const moments = told.flatMap((each) => momentsOfSpan(each, spanned));
  const from = moments.reduce((first, { at }) => Math.min(first, at ?? first), Infinity);
  return {
    moments: moments.toSorted((a, b) => (a.at ?? from) - (b.at ?? from)),
    spanned: new Set(spanned.keys()),
  };
}

/** A span with what is to be told of it. */
interface Told extends Pick<Placed, 'span' | 'conversation' | 'by' | 'spent'> {
  readonly kind: SpanKind;
  /** The agent's span that it lies in. */
  readonly agent: string | undefined;
  readonly exchange: Exchange | undefined;
  readonly call: ToolCall | undefined;
  /** The turn of a call: the one that names it, else the last that began before it. */
  turn: Told | undefined;
  named: boolean;
  /** What messages say of a call: recording its arguments and result may not have been opted in. */
  known: string | undefined;
  args: unknown;
  output: unknown;
}

/** An agent's span repeats the sum of its models' tokens, and their words. */
function noteAbove(spans: readonly Span[], family: Family, memory: TraceMemory): void {
  for (const span of spans) {
    const spends = spentOf(span) !== undefined || memory.aboveSpent.has(span.id);
    const speaks = kindOf(span) === 'model' || memory.aboveWords.has(span.id);
    for (const id of family.idsAbove(span)) {
      if (spends) memory.aboveSpent.add(id);
      if (speaks) memory.aboveWords.add(id);
    }
  }
}

function toldOf(span: Span, family: Family, memory: TraceMemory): Told {
  const kind = kindOf(span);
  const speaks = (kind === 'model' || kind === 'agent') && !memory.aboveWords.has(span.id);
  return {
    span,
    kind,
    conversation: family.conversationNear(span) ?? memory.conversation,
    by: family.memberOf(span),
    agent: family.agentAbove(span)?.id,
    exchange: speaks ? exchangeOf(span) : undefined,
    spent: spentOf(span) !== undefined && !memory.aboveSpent.has(span.id),
    // Client and server of a protocol both record it: the outer one is the call.
    call: kind === 'tool' && !family.repeatsTool(span) ? toolCallOf(span) : undefined,
    turn: undefined,
    named: false,
    known: undefined,
    args: undefined,
    output: undefined,
  };
}

/**
 * Ties calls in messages to the spans of tools: by id, or where a span has none by the tool's name,
 * in order. Others are given the turn before them.
 */
function matchCalls(told: readonly Told[]): ReadonlyMap<string, Told> {
  const spanned = new Map<string, Told>();
  const unclaimed = new Map<string, Told[]>();
  const mentioned = new Set(told.flatMap(({ exchange }) => callsIn(exchange).map(({ id }) => id)));
  for (const each of told) {
    const { call } = each;
    if (call === undefined) continue;
    if (call.id !== undefined && mentioned.has(call.id)) claim(spanned, call.id, each);
    else if (unclaimed.has(call.tool)) unclaimed.get(call.tool)!.push(each);
    else unclaimed.set(call.tool, [each]);
  }
  for (const each of told) {
    const answers = new Set(each.exchange?.output.flatMap(({ parts }) => parts));
    for (const part of callsIn(each.exchange)) {
      if (!spanned.has(part.id)) {
        const next = unclaimed.get(part.tool)?.shift();
        if (next !== undefined) claim(spanned, part.id, next);
      }
      const tool = spanned.get(part.id);
      if (tool === undefined) continue;
      tool.args ??= part.args;
      if (!answers.has(part) || tool.turn !== undefined) continue;
      tool.turn = each;
      tool.named = true;
    }
    for (const part of resultsIn(each.exchange)) {
      const tool = spanned.get(part.id);
      if (tool !== undefined) tool.output ??= part.output;
    }
  }
  const turns = new Map<string | undefined, Told>();
  for (const each of told) {
    if (each.kind === 'model') turns.set(each.agent, each);
    else if (each.call !== undefined) each.turn ??= turns.get(each.agent);
  }
  return spanned;
}

function claim(spanned: Map<string, Told>, id: string, tool: Told): void {
  if (!spanned.has(id)) spanned.set(id, tool);
  tool.known ??= id;
}

function momentsOfSpan(told: Told, spanned: ReadonlyMap<string, Told>): Moment[] {
  const { span, conversation, by, exchange, spent } = told;
  if (told.call !== undefined) return momentsOfCall(told, told.call);
  if (exchange === undefined && !spent && span.status !== 'error') return [];
  const words = exchange ?? NO_WORDS;
  const placed = { span, conversation, by, exchange: words };
  const end = latest(span.endMs, span.startMs);
  // A model is told what its calls gave: never before they gave it.
  const given = words.input
    .flatMap(({ parts }) => parts)
    .flatMap((part) => {
      const tool = part.kind === 'result' ? spanned.get(part.id) : undefined;
      return tool?.span.endMs ?? [];
    });
  const start = given.reduce<number | undefined>(latest, span.startMs);
  const begun = start === undefined || end === undefined ? start : Math.min(start, end);
  return [
    { ...placed, kind: 'told', at: begun, spent: false },
    { ...placed, kind: 'answered', at: end, spent },
  ];
}

function momentsOfCall(told: Told, call: ToolCall): Moment[] {
  const { span, conversation, by, turn, spent } = told;
  // Clocks are coarse: a call never comes before the answer that asks for it.
  const start = latest(span.startMs, told.named ? turn?.span.endMs : undefined);
  const whole: SpannedCall = {
    ...call,
    args: call.args ?? told.args,
    output: call.output ?? told.output,
    round: turn?.span.id,
    known: told.known ?? call.id ?? span.id,
  };
  const placed = { span, conversation, by, call: whole };
  const called: Moment = { ...placed, kind: 'called', at: start, spent: false };
  const isOver = span.endMs !== undefined || span.status !== undefined;
  if (!isOver) return [called];
  return [called, { ...placed, kind: 'returned', at: latest(span.endMs, start), spent }];
}

type CallPart = Extract<Part, { kind: 'call' }>;
type ResultPart = Extract<Part, { kind: 'result' }>;

const NO_WORDS: Exchange = { input: [], output: [] };

function callsIn(exchange: Exchange | undefined): readonly CallPart[] {
  return partsIn(exchange).filter((part) => part.kind === 'call');
}

function resultsIn(exchange: Exchange | undefined): readonly ResultPart[] {
  return partsIn(exchange).filter((part) => part.kind === 'result');
}

function partsIn(exchange: Exchange | undefined): readonly Part[] {
  if (exchange === undefined) return [];
  return [...exchange.input, ...exchange.output].flatMap(({ parts }) => parts);
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
