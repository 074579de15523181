/**
 * What a line of a recorded event stream carries: the text after `data:`. Empty for its other lines,
 * which name or number an event, or are a comment.
 *
 * @returns `undefined` for those; the text itself where it is no line of such a stream.
 */
export function sseData(line: string): string | undefined {
  const field = /^(data|event|id|retry)?:\s?/.exec(line);
  if (field === null) return line;
  return field[1] === 'data' ? line.slice(field[0].length).trim() : undefined;
}
