import { readFileSync } from 'node:fs';

/** A row of "Every number". */
export interface NumberRow {
  /** `concerns.*.strength`; `*` stands for one step of the path. */
  readonly pattern: string;
  readonly low: number;
  readonly high: number;
}

/** A row of "What moves what": a change of one input, and all that moves with it. */
export interface MoveRow {
  readonly input: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly comes: readonly string[];
  readonly goes: readonly string[];
}

const PAGE = readFileSync(new URL('../../docs/numbers.md', import.meta.url), 'utf8');

export function readNumberRows(): NumberRow[] {
  return rowsUnder('## Every number').map(([number, range]) => {
    const [low, high] = range!
      .split('…')
      .map((end) => Number(end.replace('−', '-').replace('∞', 'Infinity')));
    return { pattern: unquoted(number!), low: low!, high: high! };
  });
}

/** Rows on fields of a state, and on events added to a run. */
export function readMoveRows(heading: '### States' | '### Events'): MoveRow[] {
  return rowsUnder(heading).map(([input, change, up, down, comes, goes]) => {
    const [from, to] = change!.split(' → ').map((end) => JSON.parse(unquoted(end)) as unknown);
    const [ups, downs, coming, going] = [up, down, comes, goes].map((cell) => pathsIn(cell!));
    return {
      input: unquoted(input!),
      from,
      to,
      up: ups!,
      down: downs!,
      comes: coming!,
      goes: going!,
    };
  });
}

/** Cells of the first table under a heading, without its head. */
function rowsUnder(heading: string): string[][] {
  const from = PAGE.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`docs/numbers.md has no heading "${heading}"`);
  const lines = PAGE.slice(from).split('\n').slice(2);
  const start = lines.findIndex((line) => line.startsWith('|'));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

function unquoted(cell: string): string {
  return cell.replaceAll('`', '').trim();
}

/** `confidence.{value,low}` stands for two paths. */
function pathsIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, path]) => expanded(path!)).toSorted();
}

function expanded(path: string): string[] {
  const braces = /^(.*)\{([^}]*)\}(.*)$/.exec(path);
  if (braces === null) return [path];
  const [, before, inside, after] = braces;
  return inside!.split(',').flatMap((one) => expanded(`${before}${one}${after}`));
}

/** Whether a path is of a pattern. */
export function matches(pattern: string, path: string): boolean {
  const steps = pattern.split('.').map((step) => (step === '*' ? '.+' : step.replace('$', '\\$')));
  return new RegExp(`^${steps.join('\\.')}$`).test(path);
}
