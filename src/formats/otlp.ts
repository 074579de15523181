import type { Format, ReadItem } from './format.ts';
import { createGenaiRuns, type GenaiRuns } from './genai-runs.ts';
import { isGenai } from './genai-span.ts';
import { readJsonDocument } from './json-document.ts';
import { isNamed, isRecord } from './json-record.ts';
import { spansOf, type Export } from './otlp-span.ts';
import { readRecords, refuseMalformed } from './record-lines.ts';
import type { Source } from './source.ts';

const ACCEPTED = 'an OTLP export, an object with `resourceSpans`, or an object with `spans`';

/**
 * Spans of OpenTelemetry as OTLP/JSON, with attributes of its GenAI conventions, of OpenInference
 * or OpenLLMetry: one export, or one a line, as the Collector's file exporter writes them. A span
 * tells whether a tool failed by its status. How a run turned out no span says.
 */
export const otlp: Format = {
  name: 'OpenTelemetry spans',
  recognises: (records) => records.some(isExport),
  read: readSpans,
};

/** What was met in a file. */
interface Tally {
  spans: number;
  genai: number;
  nameless: number;
}

async function* readSpans(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const runs = createGenaiRuns();
  const tally: Tally = { spans: 0, genai: 0, nameless: 0 };
  const document = await readJsonDocument(source, ACCEPTED);
  if (document !== undefined) {
    const items: ReadItem[] = [];
    addExport(runs, document.value, undefined, tally, items);
    endRuns(runs, tally, items);
    yield items;
    return;
  }
  yield* readRecords(source, {
    record: (value, line, items) => addExport(runs, value, line, tally, items),
    malformed(text, line, last, items) {
      try {
        refuseMalformed(source.path, text, line, last, ACCEPTED, items);
      } catch (error) {
        // What is held stood before the fault, and is good.
        runs.end(items);
        throw error;
      }
    },
    end: (items) => endRuns(runs, tally, items),
  });
}

function addExport(
  runs: GenaiRuns,
  value: unknown,
  line: number | undefined,
  tally: Tally,
  items: ReadItem[],
): void {
  for (const span of spansOf(value)) {
    tally.spans += 1;
    if (span === undefined) {
      tally.nameless += 1;
      continue;
    }
    if (isGenai(span)) tally.genai += 1;
    runs.add(span, line, items);
  }
}

function endRuns(runs: GenaiRuns, tally: Tally, items: ReadItem[]): void {
  runs.end(items);
  if (tally.nameless > 0) {
    const message = `${tally.nameless} of ${tally.spans} spans without an id: left out`;
    items.push({ kind: 'problem', message });
  }
  if (tally.genai > 0) return;
  const message = 'no span here is of a model, a tool or an agent: nothing to analyse';
  items.push({ kind: 'problem', message });
}

/** A file of spans may have metrics and logs in other lines. */
function isExport(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const { resourceSpans, spans }: Export = record;
  if (Array.isArray(resourceSpans)) return true;
  return Array.isArray(spans) && spans.some(hasIds);
}

function hasIds(span: unknown): boolean {
  if (!isRecord(span)) return false;
  const { traceId, spanId }: { readonly traceId?: unknown; readonly spanId?: unknown } = span;
  return isNamed(traceId) && isNamed(spanId);
}
