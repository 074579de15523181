import { fileError } from './file-error.ts';
import { scanJson } from './json-scan.ts';
import { describeMalformed } from './record-lines.ts';
import type { Source } from './source.ts';

/** How much is looked at for the end of the first line; four times more each time it is not seen. */
const FIRST_LINE_BYTES = 64 * 1024;

/**
 * Reads a file that is one JSON value, be it one line or pretty-printed.
 *
 * @returns `undefined`, and nothing consumed, if the file has a JSON value on each line.
 * @throws {InputError} Where the JSON is wrong, with the line.
 */
export async function readJsonDocument(
  source: Source,
  accepted: string,
): Promise<{ readonly value: unknown } | undefined> {
  if (!(await isOneDocument(source))) return undefined;
  const text = await source.text();
  try {
    return { value: JSON.parse(text) };
  } catch {
    const scan = scanJson(text);
    const before = text.slice(0, scan.end);
    const line = before.split('\n').length;
    const lineStart = before.lastIndexOf('\n') + 1;
    throw fileError(source.path, line, describeMalformed(scan, lineStart), accepted);
  }
}

/** Whether the first line is not the JSON value of its own that it is in a file of such lines. */
async function isOneDocument(source: Source, bytes = FIRST_LINE_BYTES): Promise<boolean> {
  const head = await source.head(bytes);
  const text = head.text.trimStart();
  const end = text.indexOf('\n');
  if (end >= 0 && text.slice(end).trim() !== '') return !isJson(text.slice(0, end));
  return head.whole || isOneDocument(source, 4 * bytes);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
