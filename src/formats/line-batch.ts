/** Lines that follow each other in a file. */
export interface LineBatch {
  /** Without their line breaks, blank ones included. */
  readonly lines: readonly string[];
  /** Number of the first one, counted from 1. */
  readonly first: number;
  /** Whether the last one has no line break: the file ends in it, maybe cut off. */
  readonly unended: boolean;
}

const LINE_FEED = 10;

/**
 * Cuts bytes into lines, a batch for each chunk that ends one. Cuts before decoding: a line feed is
 * a byte of its own in UTF-8, so a character split over two chunks is whole again in its line.
 *
 * @param lineBytesMax The longest line; one that ends within its next chunk is let pass.
 * @param tooLong Makes the error for a longer one.
 */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  lineBytesMax: number,
  tooLong: (line: number) => Error,
): AsyncGenerator<LineBatch> {
  let first = 1;
  // The parts of a line longer than a chunk, joined only once: joining at each chunk is quadratic.
  let parts: Buffer[] = [];
  let partsBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED);
    const begun = chunk.subarray(end + 1);
    if (end >= 0) {
      const whole = chunk.subarray(0, end);
      parts.push(whole);
      const lines = decodeLines(parts.length === 1 ? whole : Buffer.concat(parts));
      yield { lines, first, unended: false };
      first += lines.length;
      parts = [];
      partsBytes = 0;
    }
    parts.push(begun);
    partsBytes += begun.length;
    if (partsBytes > lineBytesMax) throw tooLong(first);
  }
  if (partsBytes > 0) yield { lines: [Buffer.concat(parts).toString()], first, unended: true };
}

/** Line by line, not all at once: one wide character would make every line of the chunk wide. */
function decodeLines(bytes: Buffer): string[] {
  const lines: string[] = [];
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0) break;
    lines.push(bytes.toString('utf8', start, end));
    start = end + 1;
  }
  lines.push(bytes.toString('utf8', start));
  return lines;
}
