import { describeUnquoted, fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { readJsonDocument } from './json-document.ts';
import { isNamed, isRecord } from './json-record.ts';
import {
  closeOpenhandsRun,
  createOpenhandsRun,
  type OpenhandsRun,
  type ReadEvent,
} from './openhands-run.ts';
import { isSdkEvent, readSdkEvent } from './openhands-sdk.ts';
import { isV0Event, readV0Event } from './openhands-v0.ts';
import { readRecords, refuseMalformed } from './record-lines.ts';
import { fileRun } from './run-name.ts';
import type { Source } from './source.ts';

/**
 * Events of OpenHands, one conversation a file: those of its SDK, an event a line, in an array, or
 * a file with one event alone, as a conversation's folder holds them; or those before the SDK (V0),
 * as an array or a line each. A conversation's name stands in neither.
 */
export const openhands: Format = {
  name: 'OpenHands events',
  recognises(records) {
    const events = eventsIn(records);
    return events.length > 0 && (events.every(isSdkEvent) || events.every(isV0Event));
  },
  read: readEvents,
};

const ACCEPTED = 'events of OpenHands, with `kind`, `action` or `observation`';

/** Of an array whose end is not known yet, the last event may lack its fields. */
function eventsIn(records: readonly unknown[]): readonly unknown[] {
  const [document] = records;
  if (records.length !== 1 || !Array.isArray(document)) return records;
  return document.length > 1 ? document.slice(0, -1) : document;
}

async function* readEvents(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const { path } = source;
  const document = await readJsonDocument(source, ACCEPTED);
  const run = createOpenhandsRun(fileRun(path));
  if (document === undefined) {
    yield* readRecords(source, {
      record: (value, line, items) => readEvent(run, value, path, line, items),
      malformed: (text, line, last, items) =>
        refuseMalformed(path, text, line, last, ACCEPTED, items),
      end: (items) => closeOpenhandsRun(run, items),
    });
    return;
  }
  const { value } = document;
  const items: ReadItem[] = [];
  const events: unknown[] = Array.isArray(value) ? value : [value];
  for (const event of events) readEvent(run, event, path, undefined, items);
  closeOpenhandsRun(run, items);
  yield items;
}

function readEvent(
  run: OpenhandsRun,
  value: unknown,
  path: string,
  line: number | undefined,
  items: ReadItem[],
): void {
  if (!isRecord(value)) throw fileError(path, line, describeUnquoted(value), ACCEPTED);
  const { kind }: { readonly kind?: unknown } = value;
  const read: ReadEvent = isNamed(kind) ? readSdkEvent : readV0Event;
  read(run, value, line, items);
}
