import { describeUnquoted, fileError } from './file-error.ts';
import { usageEvent, type EventSink } from './content-blocks.ts';
import type { Format, ReadItem } from './format.ts';
import { readJsonDocument } from './json-document.ts';
import { isNamed, isRecord } from './json-record.ts';
import { readRecords, refuseMalformed, type RecordReader } from './record-lines.ts';
import { createTurns, isItem, readItem, type Item, type Turns } from './response-item.ts';
import { fileRun, fitName } from './run-name.ts';
import type { Source } from './source.ts';

/**
 * Items of OpenAI's Responses API, as people log them: an array (a run's history of OpenAI Agents
 * is one), a request or response with such an array, one of these a line, or an item a line. The
 * first Codex kept its sessions so, too.
 */
export const openaiResponses: Format = {
  name: 'OpenAI Responses items',
  recognises: (records) =>
    records.length > 0 && (records.every(holdsItems) || areItemLines(records)),
  read: readConversations,
};

/** Whether a value is a list of items, or an object with one. */
export function holdsItems(value: unknown): boolean {
  const lists = listsOf(value);
  const all = lists.flat();
  if (lists.length === 0 || !all.some(isItem)) return hasModelAndMessages(value);
  // Where the file's first part ends, its last item may not have got to its type yet.
  return all.every((item, index) => isItemOrMessage(item) || index === all.length - 1);
}

const ACCEPTED =
  'an array of items, each with a `type` or `role`, or an object with such an array as `input` or `output`; or an item a line';

/** What is logged, as parsed: an array, or an object with some. */
interface Exchange {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly items?: unknown;
  readonly model?: unknown;
  readonly usage?: unknown;
  readonly error?: unknown;
  /** Codex of early 2025. */
  readonly session?: unknown;
}

async function* readConversations(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const document = await readJsonDocument(source, ACCEPTED);
  if (document === undefined) {
    yield* readRecords(source, createLineReader(source.path));
    return;
  }
  const { value } = document;
  const items: ReadItem[] = [];
  if (isItem(value)) {
    const reader = createLineReader(source.path);
    reader.record(value, 1, items);
    reader.end(items);
  } else readExchange(value, source.path, undefined, undefined, items);
  yield items;
}

/** Items follow each other in one run; an exchange is a run of its own. */
function createLineReader(path: string): RecordReader {
  const turns = createTurns();
  const run = fileRun(path);
  let isOpen = false;
  return {
    record(value, line, items) {
      if (!isRecord(value) || !isItemOrMessage(value)) {
        const name = fitName(`${run}#${line}`)!;
        readExchange(value, path, line, name, items);
        return;
      }
      if (!isOpen) {
        items.push({ kind: 'open', run: { agent: 'openai-responses', run, recorded: true }, line });
      }
      isOpen = true;
      readItem(value, turns, sinkOf(run, line, items));
    },
    malformed(text, line, last, items) {
      refuseMalformed(path, text, line, last, ACCEPTED, items);
    },
    end(items) {
      if (isOpen) items.push({ kind: 'close', run });
    },
  };
}

/** @param name The run's, where the file holds several. */
function readExchange(
  value: unknown,
  path: string,
  line: number | undefined,
  name: string | undefined,
  items: ReadItem[],
): void {
  const exchange = exchangeOf(value);
  const lists = listsOf(value);
  const { input, model, session, usage, error } = exchange;
  if (lists.length === 0) throw fileError(path, line, describeUnquoted(value), ACCEPTED);
  const { id }: { readonly id?: unknown } = isRecord(session) ? session : {};
  const product = isNamed(id) ? 'codex' : 'openai-responses';
  const run = fitName(id) ?? name ?? fileRun(path);
  const agent = fitName(isNamed(model) ? `${product}@${model}` : product) ?? product;
  const sink = sinkOf(run, line, items);
  items.push({
    kind: 'open',
    run: { agent, run, recorded: true },
    ...(line !== undefined && { line }),
  });
  if (isNamed(input)) sink.event({ type: 'user', text: input });
  readList(lists.flat(), createTurns(), sink);
  const spent = usageEvent(usage);
  if (spent !== undefined) sink.event(spent);
  const { message }: { readonly message?: unknown } = isRecord(error) ? error : {};
  if (isNamed(message)) sink.event({ type: 'note', text: message });
  items.push({ kind: 'close', run });
}

function readList(list: readonly unknown[], turns: Turns, sink: EventSink): void {
  let unknownCount = 0;
  for (const item of list) {
    if (isRecord(item) && isItemOrMessage(item)) readItem(item, turns, sink);
    else unknownCount++;
  }
  if (unknownCount > 0) sink.problem(`${unknownCount} items without type or role: left out`);
}

function sinkOf(run: string, line: number | undefined, items: ReadItem[]): EventSink {
  const at = line === undefined ? undefined : { line };
  return {
    event: (event) => items.push({ kind: 'event', run, event, ...at }),
    problem: (message) => items.push({ kind: 'problem', run, message, ...at }),
  };
}

function areItemLines(records: readonly unknown[]): boolean {
  return records.some(isItem) && records.every(isItemOrMessage);
}

function isItemOrMessage(item: unknown): boolean {
  if (!isRecord(item)) return false;
  const { type, role }: Item = item;
  return isNamed(type) || isNamed(role);
}

/** A request whose messages are all plain: its `input` and `model` tell. */
function hasModelAndMessages(value: unknown): boolean {
  const { input, model } = exchangeOf(value);
  if (!Array.isArray(input) || !isNamed(model)) return false;
  return input.some(({ role }: Item) => isNamed(role));
}

function listsOf(value: unknown): (readonly unknown[])[] {
  if (Array.isArray(value)) return [value];
  const { input, output, items } = exchangeOf(value);
  return [input, output, items].filter(Array.isArray);
}

function exchangeOf(value: unknown): Exchange {
  return isRecord(value) && !isItem(value) ? value : {};
}
