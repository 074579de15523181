import { scanJson } from './json-scan.ts';

/** What could be read of a line that is not one JSON value. */
export interface Salvage {
  readonly values: readonly unknown[];
  /** What was odd, to follow "line 7 ". */
  readonly problem: string;
}

/**
 * Reads a damaged line of a log that several processes append to. A writer that stopped before its
 * line break leaves its record and the next one on one line: all whole ones are good.
 *
 * @param last Whether the file ends in this line, without a line break.
 */
export function salvage(text: string, last: boolean): Salvage {
  const values: unknown[] = [];
  let at = 0;
  let scan = scanJson(text, at);
  while (scan.outcome === 'whole') {
    values.push(JSON.parse(text.slice(at, scan.end)));
    at = scan.end;
    scan = scanJson(text, at);
  }
  const isCutOff = last && scan.outcome === 'cut';
  if (values.length === 0) {
    if (isCutOff) return { values, problem: 'is the last one and cut off: left out' };
    return { values, problem: `is not JSON from character ${scan.end + 1} on: left out` };
  }
  const rest = isCutOff ? 'a piece that is cut off' : 'a piece that is not JSON';
  if (text.slice(at).trim() === '') {
    return { values, problem: `holds ${values.length} records with no line break between: read` };
  }
  return { values, problem: `ends in ${rest}: that was left out` };
}
