/**
 * Whether the number from `start` to `end` is the id of a process: `(node:4711)`, `[4711] ERROR` at
 * the start of a line of a log or behind its time, `sshd[4711]:`, and a shell's `[1] 4711`.
 */
export function isProcess(text: string, start: number, end: number): boolean {
  const before = text[start - 1];
  if (before === ':') return text.startsWith('(node:', start - 6);
  if (before === ' ')
    return text[start - 2] === ']' && JOB.test(lineTo(text, start)) && endsLine(text, end);
  if (before !== '[' || text[end] !== ']') return false;
  const line = lineTo(text, start);
  if (TIMED.test(line)) return true;
  // [404] is a status, and a[3] an index.
  if (line === '[') return end - start >= 4 && /^\] \w/.test(text.slice(end, end + 3));
  if (end - start < 3 || !NAMED.test(line)) return false;
  return text[end + 1] === ':' || (isName(line) && /^\] \d{4}/.test(text.slice(end, end + 6)));
}

/** The line up to `end`, as far as it tells. */
function lineTo(text: string, end: number): string {
  const near = text.slice(Math.max(end - 40, 0), end);
  return near.slice(near.lastIndexOf('\n') + 1);
}

function endsLine(text: string, at: number): boolean {
  return at >= text.length || text[at] === '\n' || text[at] === '\r';
}

function isName(line: string): boolean {
  return line.search(/\W/) === line.length - 1;
}

const JOB = /^\[\d+\] $/;
const TIMED = /\d:\d\d[\d.,:+Z\] A-Z]*\[$/;
const NAMED = /\w\[$/;
