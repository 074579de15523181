import { TEXT_CHARS_MAX } from '../engine/input/limits.ts';
import { answerIn, createAiderRun, outputIn, userIn, type AiderRun } from './aider-run.ts';
import { fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { fileRun, fitName } from './run-name.ts';
import type { Source } from './source.ts';

/**
 * Aider's chat history, `.aider.chat.history.md`. A project's file gathers months of sessions, so
 * each `# aider chat started at` begins a run: aider remembers nothing of the chat before. But a
 * session that begins with the same words as the one before it is another attempt at the same task,
 * as benches make them, and goes on with the run: what was tried twice is seen as tried twice.
 *
 * Aider ends each line of the user's words (`#### `) and of its own (`> `) with two spaces, which
 * tells them from headings and quotations of the model's. There are no times, and no flag but
 * aider's own words on what became of an edit.
 */
export const aider: Format = {
  name: 'aider chat history',
  recognises: (_, { text }) => STARTED.test(text.trimStart().split('\n', 1)[0]!),
  read: readHistory,
};

const STARTED = /^# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$/;

type Kind = 'user' | 'output' | 'answer';

/** Lines of one kind that follow each other. */
interface Block {
  kind: Kind;
  lines: string[];
  /** Of the first one. */
  line: number;
  chars: number;
}

/** The session being read; its run is known at its first words. */
interface Session {
  readonly started: string;
  readonly line: number;
  readonly held: Block[];
}

async function* readHistory(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const stem = stemOf(source.path);
  let run: AiderRun | undefined;
  let session: Session | undefined;
  let block: Block | undefined;
  let runs = 0;

  function begin(at: Session, words: string | undefined, items: ReadItem[]): void {
    if (run !== undefined && words !== undefined && words === run.firstWords) {
      run.note(`another attempt, started at ${at.started}`, at.line, items);
    } else {
      run?.close(items);
      runs += 1;
      const name = runs === 1 && stem !== undefined ? stem : `${stem ?? 'aider'} ${at.started}`;
      run = createAiderRun(fitName(name)!, stem, words, at.line, items, at.held.map(textOf));
    }
    session = undefined;
    for (const held of at.held) tell(run, held, items);
  }
  function end(items: ReadItem[]): void {
    if (block === undefined) return;
    const ended = block;
    block = undefined;
    if (ended.lines.every((line) => line.trim() === '')) return;
    if (session === undefined) {
      if (run !== undefined) tell(run, ended, items);
      return;
    }
    session.held.push(ended);
    // Aider's greeting comes before what the user asks.
    if (ended.kind !== 'output') {
      begin(session, ended.kind === 'user' ? textOf(ended) : undefined, items);
    }
  }

  function take(text: string, line: number, items: ReadItem[]): void {
    const started = STARTED.exec(text)?.[1];
    if (started !== undefined) {
      end(items);
      if (session !== undefined) begin(session, undefined, items);
      session = { started, line, held: [] };
      return;
    }
    const [kind, words] = kindOf(text);
    // Blank lines stand between blocks; within the model's words they are its own.
    if (kind === 'answer' && words.trim() === '' && block?.kind !== 'answer') return;
    if (block?.kind !== kind) end(items);
    block ??= { kind, lines: [], line, chars: 0 };
    block.lines.push(words);
    block.chars += words.length + 1;
    if (block.chars > TEXT_CHARS_MAX) {
      const accepted = `at most ${TEXT_CHARS_MAX} characters in one piece`;
      throw fileError(source.path, block.line, 'more text in one piece', accepted);
    }
  }

  for await (const { lines, first } of source.lines()) {
    const items: ReadItem[] = [];
    try {
      lines.forEach((text, index) => take(text, first + index, items));
    } catch (error) {
      if (items.length > 0) yield items;
      throw error;
    }
    if (items.length > 0) yield items;
  }
  const items: ReadItem[] = [];
  end(items);
  if (session !== undefined) begin(session, undefined, items);
  run?.close(items);
  yield items;
}

function kindOf(text: string): readonly [Kind, string] {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (line.trimEnd() === '>') return ['output', ''];
  if (line.endsWith('  ')) {
    if (line.startsWith('#### ')) return ['user', line.slice('#### '.length).trimEnd()];
    if (line.startsWith('> ')) return ['output', line.slice('> '.length).trimEnd()];
  }
  return ['answer', line];
}

function tell(run: AiderRun, block: Block, items: ReadItem[]): void {
  const text = textOf(block);
  if (block.kind === 'user') userIn(run, text, block.line, items);
  else if (block.kind === 'answer') answerIn(run, text.trim(), block.line, items);
  else outputIn(run, block.lines, block.line, items);
}

function textOf({ lines }: Block): string {
  return lines.join('\n');
}

/** What a bench names the file after; aider itself names it all the same. */
function stemOf(path: string): string | undefined {
  const name = fileRun(path);
  const stem = name.replace(/\.?aider\.chat\.history$/, '');
  return stem === '' ? undefined : stem;
}
