import type { ReadItem } from './format.ts';
import { fileError } from './file-error.ts';
import { scanJson, type JsonScan } from './json-scan.ts';
import type { Source } from './source.ts';

/** What becomes of a file with a JSON value on each line. Each puts its items into `items`. */
export interface RecordReader {
  record(value: unknown, line: number, items: ReadItem[]): void;
  /** A line that is not JSON; `last` if the file ends in it, without a line break. */
  malformed(text: string, line: number, last: boolean, items: ReadItem[]): void;
  /** The file is at its end. */
  end(items: ReadItem[]): void;
}

/** Feeds a file's lines to a reader, and yields what it makes of each chunk of them. */
export async function* readRecords(
  source: Source,
  reader: RecordReader,
): AsyncGenerator<readonly ReadItem[]> {
  for await (const batch of source.lines()) {
    const items: ReadItem[] = [];
    const last = batch.unended ? batch.lines.length - 1 : -1;
    try {
      for (let index = 0; index < batch.lines.length; index++) {
        readLine(reader, batch.lines[index]!, batch.first + index, index === last, items);
      }
    } catch (error) {
      // What stood before the fault is good, and may be all that the caller wants.
      if (items.length > 0) yield items;
      throw error;
    }
    if (items.length > 0) yield items;
  }
  const items: ReadItem[] = [];
  reader.end(items);
  if (items.length > 0) yield items;
}

/**
 * The answer of a format whose lines are written whole: its last one may be cut off by a writer
 * that stopped, any other malformed one means that the file is damaged.
 */
export function refuseMalformed(
  path: string,
  text: string,
  line: number,
  last: boolean,
  accepted: string,
  items: ReadItem[],
): void {
  const scan = scanJson(text);
  if (last && scan.outcome === 'cut') {
    items.push({ kind: 'problem', message: `the last line (${line}) is cut off: left out`, line });
    return;
  }
  throw fileError(path, line, describeMalformed(scan), accepted);
}

/**
 * Says where a text stops being JSON, without quoting it.
 *
 * @param lineStart Offset in the text from which characters are counted.
 */
export function describeMalformed(scan: JsonScan, lineStart = 0): string {
  const where = `from character ${scan.end - lineStart + 1} on`;
  if (scan.outcome === 'cut') return 'JSON that ends before it is complete';
  if (scan.outcome === 'whole') return `JSON with something after it, ${where}`;
  return `text that is not JSON ${where}`;
}

function readLine(
  reader: RecordReader,
  text: string,
  line: number,
  last: boolean,
  items: ReadItem[],
): void {
  if (text.trim() === '') return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    reader.malformed(text, line, last, items);
    return;
  }
  reader.record(value, line, items);
}
