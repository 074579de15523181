import { isNamed, isRecord } from './json-record.ts';

/** A span, whichever way it came in: file or wire, JSON or protobuf. */
export interface Span {
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
  /** Milliseconds since the epoch; `undefined` where the span does not say. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** What its status says; most instrumentations leave it unset for what worked. */
  readonly status: 'ok' | 'error' | undefined;
  /** What went wrong, in words. */
  readonly error: string | undefined;
  /** Its own, with those of the events that hold what a model was told and said. */
  readonly attributes: ReadonlyMap<string, unknown>;
  /** The program that it comes from. */
  readonly service: string | undefined;
}

/** An export of spans as parsed: any field may be anything. */
export interface Export {
  readonly resourceSpans?: unknown;
  readonly scopeSpans?: unknown;
  /** What scopes were called before 2022. */
  readonly instrumentationLibrarySpans?: unknown;
  readonly resource?: unknown;
  readonly spans?: unknown;
}

/** Spans of an OTLP/JSON export, as they stand; `undefined` for what is no span with ids. */
export function* spansOf(value: unknown, service?: string): Generator<Span | undefined> {
  if (!isRecord(value)) return;
  const { resourceSpans, scopeSpans, instrumentationLibrarySpans, resource, spans }: Export = value;
  for (const resourced of recordsOf(resourceSpans)) {
    const {
      resource: named,
      scopeSpans: scopes,
      instrumentationLibrarySpans: old,
    }: Export = resourced;
    const name = serviceOf(named);
    for (const scoped of [...recordsOf(scopes), ...recordsOf(old)]) yield* bareSpans(scoped, name);
  }
  const name = service ?? serviceOf(resource);
  for (const scoped of [...recordsOf(scopeSpans), ...recordsOf(instrumentationLibrarySpans)]) {
    yield* bareSpans(scoped, name);
  }
  if (spans !== undefined) yield* bareSpans(value, name);
}

/** Attributes as plain values, in OTLP's list of keys and values, or as an object has them. */
export function attributesOf(value: unknown): Map<string, unknown> {
  const attributes = new Map<string, unknown>();
  if (Array.isArray(value)) {
    for (const each of value.filter(isRecord)) {
      const { key, value: wrapped }: KeyValue = each;
      if (isNamed(key)) attributes.set(key, plainValue(wrapped, 0));
    }
  } else if (isRecord(value)) {
    for (const [key, plain] of Object.entries(value)) attributes.set(key, plain);
  }
  return attributes;
}

/** A span of OTLP/JSON as parsed. */
interface JsonSpan {
  readonly traceId?: unknown;
  readonly spanId?: unknown;
  readonly parentSpanId?: unknown;
  readonly name?: unknown;
  readonly startTimeUnixNano?: unknown;
  readonly endTimeUnixNano?: unknown;
  readonly status?: unknown;
  readonly attributes?: unknown;
  readonly events?: unknown;
}

interface KeyValue {
  readonly key?: unknown;
  readonly value?: unknown;
}

/** One of them is set. */
interface AnyValue {
  readonly stringValue?: unknown;
  readonly boolValue?: unknown;
  readonly intValue?: unknown;
  readonly doubleValue?: unknown;
  readonly bytesValue?: unknown;
  readonly arrayValue?: unknown;
  readonly kvlistValue?: unknown;
}

/** Deeper ones are left out: no instrumentation nests so, and depth must not exhaust the stack. */
const DEPTH_MAX = 64;
const NANOS_PER_MICRO = 1000n;

function* bareSpans(holder: Export, service: string | undefined): Generator<Span | undefined> {
  for (const span of Array.isArray(holder.spans) ? holder.spans : []) {
    yield isRecord(span) ? decodeSpan(span, service) : undefined;
  }
}

function decodeSpan(span: JsonSpan, service: string | undefined): Span | undefined {
  const { traceId, spanId, parentSpanId, name } = span;
  if (!isNamed(traceId) || !isNamed(spanId)) return undefined;
  const attributes = attributesOf(span.attributes);
  const exception = readEvents(span.events, attributes);
  const { code, message }: { readonly code?: unknown; readonly message?: unknown } = isRecord(
    span.status,
  )
    ? span.status
    : {};
  const errorType = attributes.get('error.type');
  const failed = isOneOf(code, 2, 'STATUS_CODE_ERROR') || isNamed(errorType);
  const worked = isOneOf(code, 1, 'STATUS_CODE_OK');
  return {
    traceId,
    id: spanId,
    parentId: isNamed(parentSpanId) && !/^0+$/.test(parentSpanId) ? parentSpanId : undefined,
    name: isNamed(name) ? name : '',
    startMs: timeMs(span.startTimeUnixNano),
    endMs: timeMs(span.endTimeUnixNano),
    status: failed ? 'error' : worked ? 'ok' : undefined,
    error: failed ? [message, exception, errorType].find(isNamed) : undefined,
    attributes,
    service,
  };
}

/**
 * Adds what events say that older and current conventions put there instead of into the span's own
 * attributes: `gen_ai.content.prompt`, `gen_ai.client.inference.operation.details`, …
 *
 * @returns The message of the exception that was recorded.
 */
function readEvents(events: unknown, attributes: Map<string, unknown>): string | undefined {
  let exception: string | undefined;
  for (const event of recordsOf(events)) {
    const { name, attributes: told }: JsonSpan = event;
    if (!isNamed(name)) continue;
    if (name === 'exception') {
      const message = attributesOf(told).get('exception.message');
      if (isNamed(message)) exception = message;
    } else if (name.startsWith('gen_ai.')) {
      for (const [key, value] of attributesOf(told)) {
        if (!attributes.has(key)) attributes.set(key, value);
      }
    }
  }
  return exception;
}

function serviceOf(resource: unknown): string | undefined {
  const { attributes }: JsonSpan = isRecord(resource) ? resource : {};
  const name = attributesOf(attributes).get('service.name');
  // What the SDKs write where nobody named the program.
  return isNamed(name) && !name.startsWith('unknown_service') ? name : undefined;
}

function plainValue(value: unknown, depth: number): unknown {
  if (!isRecord(value) || depth > DEPTH_MAX) return undefined;
  const any: AnyValue = value;
  if (any.intValue !== undefined) return integerOf(any.intValue);
  if (isRecord(any.arrayValue)) {
    return valuesOf(any.arrayValue).map((each) => plainValue(each, depth + 1));
  }
  if (isRecord(any.kvlistValue)) {
    const entries = valuesOf(any.kvlistValue)
      .filter(isRecord)
      .map(({ key, value: inner }: KeyValue) => [String(key), plainValue(inner, depth + 1)]);
    return Object.fromEntries(entries);
  }
  return any.stringValue ?? any.boolValue ?? any.doubleValue ?? any.bytesValue;
}

function valuesOf(list: { readonly values?: unknown }): readonly unknown[] {
  return Array.isArray(list.values) ? list.values : [];
}

/** An int64 is a string in proto's JSON, and a number in many writers'. */
function integerOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return /^-?\d{1,19}$/.test(value) ? Number(value) : undefined;
}

/** Nanoseconds since the epoch, a 64-bit integer; 0 means that it was never set. */
function timeMs(nanos: unknown): number | undefined {
  if (typeof nanos === 'string' && /^\d{1,20}$/.test(nanos)) {
    const micros = Number(BigInt(nanos) / NANOS_PER_MICRO);
    return micros === 0 ? undefined : micros / 1000;
  }
  if (typeof nanos !== 'number' || !(nanos > 0) || nanos > 2 ** 64) return undefined;
  return Math.floor(nanos / 1000) / 1000;
}

function isOneOf(value: unknown, number: number, name: string): boolean {
  return value === number || value === name;
}

function recordsOf(value: unknown): readonly object[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
