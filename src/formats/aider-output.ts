import type { UsageEvent } from '../engine/input/event.ts';
import type { Edit } from './aider-run.ts';
import { isCount } from './json-record.ts';

/** What aider said after an answer, taken apart. */
export interface AiderOutput {
  readonly results: { readonly id: string; readonly ok: boolean; readonly output: string }[];
  /** Files that were edited in another way than by a block. */
  readonly otherEdits: string[];
  /** What aider ran by itself after the edits: a linter, tests. */
  readonly checks: Check[];
  readonly usages: UsageEvent[];
  /** All else. */
  note: string;
}

interface Check {
  readonly tool: 'lint' | 'test';
  readonly command: string;
  readonly failed: boolean;
  readonly text: string;
}

/**
 * Takes apart what aider said in one go. An edit it reports as applied worked; one that it quotes
 * as not matching failed, and where it quotes none, all that it does not report as applied did.
 * Of an edit it says nothing about, nothing is known.
 *
 * @param edits Those of the answer before it.
 */
export function readAiderOutput(lines: readonly string[], edits: readonly Edit[]): AiderOutput {
  const output: AiderOutput = { results: [], otherEdits: [], checks: [], usages: [], note: '' };
  const parts: Record<Part, string[]> = { said: [], refused: [], lint: [], test: [] };
  const applied = new Set<string>();
  let part: Part = 'said';
  for (const line of lines) {
    const usage = usageIn(line);
    const path = APPLIED.exec(line)?.[1];
    const asked = ATTEMPT.exec(line)?.[1];
    if (usage !== undefined) {
      output.usages.push(usage);
      part = 'said';
    } else if (path !== undefined && part !== 'test') {
      applied.add(path);
    } else if (asked !== undefined) {
      const tool = asked === 'lint' ? 'lint' : 'test';
      // What stood before it unnamed is what it asks about.
      const text = parts[tool].length > 0 ? parts[tool] : parts.said;
      output.checks.push(checkOf(tool, text.splice(0), true));
      part = 'said';
    } else {
      part = beginsPart(line, part);
      parts[part].push(line);
    }
  }
  for (const tool of ['lint', 'test'] as const) {
    if (parts[tool].length > 0) output.checks.push(checkOf(tool, parts[tool], false));
  }
  output.results.push(...fatesOf(edits, applied, textOf(parts.refused)));
  if (edits.length === 0) output.otherEdits.push(...applied);
  output.note = textOf(parts.said);
  return output;
}

type Part = 'said' | 'refused' | 'lint' | 'test';

const APPLIED = /^Applied edit to (.+)$/;
const ATTEMPT = /^Attempt to fix (lint|test) errors\?/;
/** How aider tells the model that it could not make out or place its edits. */
const REFUSED =
  /^(?:The LLM did not conform to the (?:\w+ )*format|# ?\d+ SEARCH\/REPLACE blocks? failed to match|Skipping edits to )/;

function beginsPart(line: string, part: Part): Part {
  if (part !== 'test' && REFUSED.test(line)) return 'refused';
  if (line.startsWith('# Fix any errors below') && part !== 'test') return 'lint';
  if (line.startsWith('Test Script: ')) return 'test';
  return STOPPED.test(line) ? 'said' : part;
}

const STOPPED = /^Only \d+ reflections allowed, stopping\./;

function fatesOf(
  edits: readonly Edit[],
  applied: ReadonlySet<string>,
  refusal: string,
): AiderOutput['results'] {
  const quoted = edits.filter((edit) => refusal.includes(quoteOf(edit)));
  const othersApplied = refusal.includes(' applied successfully');
  const results: AiderOutput['results'] = [];
  for (const edit of edits) {
    const { id, path } = edit;
    const isApplied = isAmong(applied, path);
    const isRefused = refusal !== '' && (quoted.length > 0 ? quoted.includes(edit) : !isApplied);
    if (isRefused) results.push({ id, ok: false, output: refusal });
    else if (isApplied) results.push({ id, ok: true, output: `Applied edit to ${path}` });
    else if (othersApplied) results.push({ id, ok: true, output: 'applied' });
  }
  return results;
}

/** The model may write a path shorter or longer than aider does. */
function isAmong(applied: ReadonlySet<string>, path: string | undefined): boolean {
  if (path === undefined) return false;
  if (applied.has(path)) return true;
  for (const each of applied) {
    if (each.endsWith(`/${path}`) || path.endsWith(`/${each}`)) return true;
  }
  return false;
}

/** Lines as aider prints them, without the spaces at their ends. */
function quoteOf({ search, replace }: Edit): string {
  const lines = ['<<<<<<< SEARCH', search, '=======', replace, '>>>>>>> REPLACE'];
  return textOf(lines.filter((line) => line !== ''));
}

function checkOf(tool: 'lint' | 'test', lines: readonly string[], failed: boolean): Check {
  const text = textOf(lines);
  const command = COMMANDS[tool].exec(text)?.[1]?.replace(/;\s*$/, '');
  return { tool, command: command ?? `/${tool}`, failed, text };
}

const COMMANDS = { lint: /^## Running: (.+)$/m, test: /^Test Script: (.+)$/m };

/** "33857 prompt tokens, 77 completion tokens"; later "Tokens: 2.5k sent, 345 received." */
function usageIn(line: string): UsageEvent | undefined {
  const old = /^(\d{1,12}) prompt tokens, (\d{1,12}) completion tokens/.exec(line);
  if (old !== null) {
    return { type: 'usage', inputTokens: Number(old[1]), outputTokens: Number(old[2]) };
  }
  const sent = /^Tokens: ([\d.,]{1,12}[kM]?) sent\b/.exec(line)?.[1];
  const received = /([\d.,]{1,12}[kM]?) received\b/.exec(line)?.[1];
  if (sent === undefined || received === undefined) return undefined;
  const [inputTokens, outputTokens] = [countOf(sent), countOf(received)];
  if (!isCount(inputTokens) || !isCount(outputTokens)) return undefined;
  return { type: 'usage', inputTokens, outputTokens };
}

/** As rounded as aider tells it; NaN if it is no number. */
function countOf(text: string): number {
  const factor = text.endsWith('k') ? 1000 : text.endsWith('M') ? 1_000_000 : 1;
  return Math.round(Number.parseFloat(text.replaceAll(',', '')) * factor);
}

function textOf(lines: readonly string[]): string {
  const trimmed = lines
    .join('\n')
    .split('\n')
    .map((line) => line.trimEnd());
  return trimmed.join('\n').trim();
}
