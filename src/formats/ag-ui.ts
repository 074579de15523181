import { createAgUiSession, type AgUiSession } from './ag-ui-session.ts';
import { isAgUiEvent } from './ag-ui-event.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { isRecord } from './json-record.ts';
import { readJsonDocument } from './json-document.ts';
import { readRecords, refuseMalformed } from './record-lines.ts';
import type { Source } from './source.ts';
import { sseData } from './sse-line.ts';

const ACCEPTED = 'an AG-UI event (an object with `type`), alone or after "data: "';

/**
 * Events of AG-UI, the protocol between an agent and its user's screen: one a line, bare or as the
 * server-sent events they came as, or all in one array. Texts and arguments come in pieces. The
 * protocol has no flag for a tool that failed, and no outcome: RUN_FINISHED with "success" says that
 * the turn came to its end, whatever it achieved, and RUN_ERROR that it broke off, be it by the
 * network or because the user closed the page. Neither is taught as one; an error is told as a note.
 */
export const agUi: Format = {
  name: 'AG-UI events',
  recognises: (records) => records.some(isAgUiEvent) || isListOfEvents(records),
  read: readEvents,
};

async function* readEvents(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const session = createAgUiSession(source.path);
  const isList = (await source.head(1)).text.trimStart().startsWith('[');
  const document = isList ? await readJsonDocument(source, ACCEPTED) : undefined;
  if (document !== undefined) {
    yield readDocument(session, document.value, source.path);
    return;
  }
  yield* readRecords(source, {
    record: (value, line, items) => addEvent(session, value, source.path, line, items),
    malformed(text, line, last, items) {
      const data = sseData(text);
      if (data === undefined || data === '[DONE]') return;
      const event = parsedRecord(data);
      if (event !== undefined) {
        session.add(event, line, items);
        return;
      }
      try {
        refuseMalformed(source.path, data, line, last, ACCEPTED, items);
      } catch (error) {
        // What stood before the fault is good.
        session.end(items);
        throw error;
      }
    },
    end: (items) => session.end(items),
  });
}

function readDocument(session: AgUiSession, value: unknown, path: string): ReadItem[] {
  const items: ReadItem[] = [];
  const events: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const event of events) addEvent(session, event, path, undefined, items);
  session.end(items);
  return items;
}

function addEvent(
  session: AgUiSession,
  value: unknown,
  path: string,
  line: number | undefined,
  items: ReadItem[],
): void {
  if (!isRecord(value)) throw fileError(path, line, describeUnquoted(value), ACCEPTED);
  session.add(value, line, items);
}

function isListOfEvents(records: readonly unknown[]): boolean {
  const [list] = records;
  return records.length === 1 && Array.isArray(list) && list.some(isAgUiEvent);
}

function parsedRecord(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
