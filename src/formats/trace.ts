import { createEventStream, isBareEvent, type BareEvent } from './event-stream.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import { eventItem, type Format, type ReadItem } from './format.ts';
import { isRecord } from './json-record.ts';
import { readRecords, refuseMalformed } from './record-lines.ts';
import { labelsOf, openingOf, outcomeOf, toldOutcome, type RunLine } from './recorded-run.ts';

/** The version of `.trace.jsonl` that is read; a line without one counts as of this version. */
const SCHEMA = 1;

const ACCEPTED = 'a recorded run (an object with `events`) or an event (an object with `type`)';

/** Our own recordings: a run a line, or a stream of events, a line each. */
export const trace: Format = {
  name: 'Second Thought trace',
  recognises: (records) => records.some((record) => isRunLine(record) || isBareEvent(record)),
  read(source) {
    const { path } = source;
    const stream = createEventStream(path);
    return readRecords(source, {
      record(value, line, items) {
        if (!isRecord(value)) throw fileError(path, line, describeUnquoted(value), ACCEPTED);
        const { schema, events, type }: RunLine & BareEvent = value;
        if (schema !== undefined && schema !== SCHEMA) {
          const accepted = `schema ${SCHEMA}, the one this version reads`;
          throw fileError(path, line, `schema ${describeUnquoted(schema)}`, accepted);
        }
        if (Array.isArray(events)) readRun(value, events, path, line, items);
        else if (typeof type === 'string') stream.add(value, line, items);
        else throw fileError(path, line, 'an object with neither', ACCEPTED);
      },
      malformed(text, line, last, items) {
        refuseMalformed(path, text, line, last, ACCEPTED, items);
      },
      end: (items) => stream.end(items),
    });
  },
};

function isRunLine(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const { run, agent, events }: RunLine = record;
  return Array.isArray(events) && (run !== undefined || agent !== undefined);
}

function readRun(
  record: RunLine,
  events: readonly unknown[],
  path: string,
  line: number,
  items: ReadItem[],
): void {
  const opening = openingOf(record, path, line);
  const labels = labelsOf(record, path, line);
  let outcome = outcomeOf(record, path, line);
  const { run } = opening;
  items.push({ kind: 'open', run: opening, line });
  for (const event of events) {
    const told = toldOutcome(event);
    // The line is the run: wherever in it the outcome stands, it is how the run ended.
    if (told !== undefined) outcome ??= told;
    else items.push(eventItem(run, event, line));
  }
  items.push({ kind: 'close', run, ...labels, ...(outcome && { outcome }) });
}
