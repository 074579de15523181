import { structuredPatch } from 'diff';
import { spaced, wrap, type Ink, type Line } from '../terminal/lines.ts';
import type { TerminalStyle } from '../terminal/style.ts';

/** What is about to be done to some settings, for the person who is asked. */
export interface ProposedChange {
  readonly title: string;
  /** The file, as it is named to its owner. */
  readonly path: string;
  /** Their text now and then; `undefined` where there is no file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What should be thought of first. */
  readonly warnings: readonly string[];
}

const CONTEXT_LINES = 2;

/** The change as a diff: what stays around it, what goes, what comes. */
export function renderChange(change: ProposedChange, style: TerminalStyle): Line[] {
  const { title, path, before, after, warnings } = change;
  const what = before === undefined ? ', a new file' : after === undefined ? ' goes' : '';
  const header = wrap([{ text: title, ink: 'kind' }, { text: ` · ${path}${what}` }], style);
  const cautions = warnings.flatMap((warning) => warn(warning, style));
  return spaced([header, cautions, diffLines(before ?? '', after ?? '', style)]);
}

/** A sentence that must not be overlooked. */
export function warn(sentence: string, style: TerminalStyle): Line[] {
  return wrap([{ text: '! ', ink: 'warn' }, { text: sentence }], style, 2);
}

function diffLines(before: string, after: string, style: TerminalStyle): Line[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: CONTEXT_LINES });
  return spaced(
    hunks.map(({ oldStart, lines }) => {
      const changed = lines.flatMap((line) => diffLine(line, style));
      const header: Line = [{ text: `line ${oldStart}` }];
      if (before !== '' && after !== '') changed.unshift(header);
      return changed;
    }),
  );
}

function diffLine(line: string, style: TerminalStyle): Line[] {
  const sign = line[0]!;
  // `\ No newline at end of file`: it stays as it is, with or without.
  if (sign === '\\') return [];
  const text = line.slice(1).replace(/\r$/, '').replaceAll('\t', '  ');
  const indent = 2 + /^ */.exec(text)![0].length;
  const lines = wrap([{ text: `${sign} ` }, { text }], style, Math.min(indent + 2, 20));
  // The sign says it; the ink is for the eye, so it goes over the line as a whole.
  const ink: Ink | undefined = sign === '+' ? 'kind' : sign === '-' ? 'failed' : undefined;
  if (ink === undefined) return lines;
  return lines.map((spans) => [{ text: spans.map((span) => span.text).join(''), ink }]);
}
