import type { AgentEvent } from '../engine/input/event.ts';
import { readAiderOutput } from './aider-output.ts';
import type { ReadItem } from './format.ts';
import { fitName } from './run-name.ts';

/** A run of aider while its file is read. */
export interface AiderRun {
  readonly name: string;
  /** What it was asked first. */
  readonly firstWords: string | undefined;
  /** Edits of the last answer, until it is known what became of them. */
  open: Edit[];
  /** What the last answer has between fences, for an edit in a form of its own. */
  code: string;
  calls: number;
  answers: number;
  note(text: string, line: number, items: ReadItem[]): void;
  close(items: ReadItem[]): void;
}

/** An edit that the model proposed, as a call. */
export interface Edit {
  readonly id: string;
  readonly path: string | undefined;
  readonly search: string;
  readonly replace: string;
}

/**
 * Opens a run.
 *
 * @param task Where the file names one.
 * @param greeting What aider said of itself before the first words: its model's name among it.
 */
export function createAiderRun(
  name: string,
  task: string | undefined,
  firstWords: string | undefined,
  line: number,
  items: ReadItem[],
  greeting: readonly string[],
): AiderRun {
  const model = MODEL.exec(greeting.join('\n'))?.[1];
  const agent = fitName(model === undefined ? 'aider' : `aider@${model}`)!;
  const run: AiderRun = {
    name,
    firstWords,
    open: [],
    code: '',
    calls: 0,
    answers: 0,
    note: (text, at, into) => addEvent(run, { type: 'note', text }, at, into),
    close: (into) => into.push({ kind: 'close', run: name }),
  };
  const opening = { agent, run: name, recorded: true, ...(task !== undefined && { task }) };
  items.push({ kind: 'open', run: opening, line });
  return run;
}

export function addEvent(run: AiderRun, event: AgentEvent, line: number, items: ReadItem[]): void {
  items.push({ kind: 'event', run: run.name, event, line });
}

export function userIn(run: AiderRun, text: string, line: number, items: ReadItem[]): void {
  run.open = [];
  addEvent(run, { type: 'user', text }, line, items);
}

/** What the model says, and the edits in it. */
export function answerIn(run: AiderRun, text: string, line: number, items: ReadItem[]): void {
  run.answers += 1;
  addEvent(run, { type: 'say', text, channel: 'answer' }, line, items);
  run.open = [];
  run.code = codeIn(text);
  for (const { path, search, replace } of editsIn(text)) {
    const id = nextCall(run);
    run.open.push({ id, path, search, replace });
    const args = { ...(path !== undefined && { path }), old_string: search, new_string: replace };
    const round = `answer-${run.answers}`;
    addEvent(run, { type: 'call', id, tool: 'edit', args, round }, line, items);
  }
}

/** What aider says: what became of the edits, what lint and tests printed, what was spent. */
export function outputIn(
  run: AiderRun,
  lines: readonly string[],
  line: number,
  items: ReadItem[],
): void {
  const output = readAiderOutput(lines, run.open);
  const add = (event: AgentEvent): void => addEvent(run, event, line, items);
  for (const result of output.results) {
    add({ type: 'result', ...result });
    run.open = run.open.filter(({ id }) => id !== result.id);
  }
  for (const path of output.otherEdits) {
    // A whole file or a diff, as some models are asked for: which part is whose is not told.
    const id = nextCall(run);
    add({ type: 'call', id, tool: 'edit', args: { path, patch: run.code } });
    add({ type: 'result', id, ok: true, output: `Applied edit to ${path}` });
  }
  for (const { tool, command, failed, text } of output.checks) {
    const id = nextCall(run);
    add({ type: 'call', id, tool, args: { command } });
    // Aider asks to fix what failed; where it does not ask, the text alone tells.
    add({ type: 'result', id, ...(failed && { ok: false }), output: text });
  }
  if (output.note !== '') add({ type: 'note', text: output.note });
  for (const usage of output.usages) add(usage);
}

/** As aider greets: one model, or the main one of several. */
const MODEL = /^(?:Main model|Models?): (\S+?)(?: with\b|,|$)/m;

const SEARCH = /^<{5,9} SEARCH>?\s*$/;
const DIVIDER = /^={5,9}\s*$/;
const REPLACE = /^>{5,9} REPLACE/;

/** As the model writes it: the file's path, a fence, and what to replace by what. */
function editsIn(text: string): Omit<Edit, 'id'>[] {
  const edits: Omit<Edit, 'id'>[] = [];
  const lines = text.split('\n');
  let path: string | undefined;
  let search = -1;
  let divider = -1;
  lines.forEach((line, at) => {
    if (search < 0 && SEARCH.test(line)) {
      search = at;
      // A later block in one fence is of the same file.
      path = pathBefore(lines, at) ?? path;
    } else if (search >= 0 && divider < 0 && DIVIDER.test(line)) divider = at;
    else if (divider >= 0 && REPLACE.test(line)) {
      edits.push({
        path,
        search: lines.slice(search + 1, divider).join('\n'),
        replace: lines.slice(divider + 1, at).join('\n'),
      });
      search = -1;
      divider = -1;
    }
  });
  return edits;
}

function codeIn(text: string): string {
  // Every other part stands between fences.
  return text
    .split(/^```.*\n/m)
    .filter((_part, index) => index % 2 === 1)
    .join('');
}

const PATH_CHARS_MAX = 1024;

/** The line before the fence, without what models put around it. */
function pathBefore(lines: readonly string[], search: number): string | undefined {
  const fence = lines[search - 1] ?? '';
  const line = lines[search - 2]?.trim() ?? '';
  if (!/^(?:```|~~~)/.test(fence) || line.length > PATH_CHARS_MAX) return undefined;
  const path = line.replace(/^[`*#\s]+|[`*:\s]+$/g, '');
  return path === '' ? undefined : path;
}

function nextCall(run: AiderRun): string {
  run.calls += 1;
  return `call-${run.calls}`;
}
