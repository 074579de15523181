import type { ReadItem } from './format.ts';
import { isRecord } from './json-record.ts';
import { readRecords } from './record-lines.ts';
import { salvage } from './salvage.ts';
import type { Source } from './source.ts';

/** What becomes of a log with an object on each line. Each puts its items into `items`. */
export interface LogReader {
  record(record: object, line: number, items: ReadItem[]): void;
  /** The file is at its end. */
  end(items: ReadItem[]): void;
}

/** How many oddities of a file were met. */
export interface Oddities {
  count: number;
}

/** A file of another kind that got here by mistake must not answer with a problem a line. */
const ODDITIES_TOLD_MAX = 20;

/**
 * Reads a log that programs append to while they work, and may stop in the middle of a line: what
 * is damaged is left out with a problem, the rest is good.
 */
export function readLog(
  source: Source,
  reader: LogReader,
  oddities: Oddities = { count: 0 },
): AsyncGenerator<readonly ReadItem[]> {
  const read = (value: unknown, line: number, items: ReadItem[]): void => {
    if (isRecord(value)) reader.record(value, line, items);
    else tellOddity(oddities, `line ${line} is no JSON object: left out`, line, items);
  };
  return readRecords(source, {
    record: read,
    malformed(text, line, last, items) {
      const { values, problem } = salvage(text, last);
      for (const value of values) read(value, line, items);
      tellOddity(oddities, `line ${line} ${problem}`, line, items);
    },
    end(items) {
      reader.end(items);
      const untold = oddities.count - ODDITIES_TOLD_MAX;
      if (untold <= 0) return;
      items.push({ kind: 'problem', message: `${untold} more lines could not be read in full` });
    },
  });
}

/** Notes an oddity that reading goes on after. */
export function tellOddity(
  oddities: Oddities,
  message: string,
  line: number,
  items: ReadItem[],
): void {
  oddities.count++;
  if (oddities.count <= ODDITIES_TOLD_MAX) items.push({ kind: 'problem', message, line });
}
