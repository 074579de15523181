import { basename, dirname } from 'node:path';
import type { Format, ReadItem } from './format.ts';
import {
  clearChat,
  createGeminiChat,
  holdMessage,
  rewindTo,
  tellAll,
  tellOverflow,
  type GeminiChat,
} from './gemini-chat.ts';
import { readJsonDocument } from './json-document.ts';
import { isNamed, isRecord } from './json-record.ts';
import { readLog, tellOddity, type Oddities } from './log-lines.ts';
import { closeNamedRun, createNamedRun, type NamedRun } from './named-run.ts';
import { fileRun, fitName } from './run-name.ts';
import type { Source } from './source.ts';

/**
 * A chat of Gemini CLI: a log of its head, of messages and of changes of both. A message may be
 * written again under its id, and then the last one counts. Older versions wrote one document.
 */
export const geminiCli: Format = {
  name: 'Gemini CLI chat',
  recognises: (records) =>
    records.some((record) => isRecord(record) && (isHead(record) || isAnswer(record))),
  read: readChat,
};

interface Line {
  readonly sessionId?: unknown;
  readonly projectHash?: unknown;
  readonly kind?: unknown;
  readonly messages?: unknown;
  readonly id?: unknown;
  readonly type?: unknown;
  readonly content?: unknown;
  readonly $set?: unknown;
  readonly $rewindTo?: unknown;
}

/** A file while it is read. Its head may come later than its first messages. */
interface Session {
  readonly path: string;
  readonly oddities: Oddities;
  head: Line;
  chat: GeminiChat;
  run: NamedRun | undefined;
  /** Whether any run was open. */
  opened: boolean;
}

function isHead(record: Line): boolean {
  return isNamed(record.sessionId) && isNamed(record.projectHash);
}

function isAnswer(record: Line): boolean {
  return record.type === 'gemini' && isNamed(record.id) && record.content !== undefined;
}

async function* readChat(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const { path } = source;
  const oddities: Oddities = { count: 0 };
  const chat = createGeminiChat();
  const session: Session = { path, oddities, head: {}, chat, run: undefined, opened: false };
  const start = await source.head(FIRST_LINE_BYTES);
  // Written as one document, it is printed over many lines: a line of the log is never that short.
  if (/^\s*\{\s*\n/.test(start.text)) {
    const document = await readJsonDocument(source, 'a chat of Gemini CLI, with `messages`');
    const items: ReadItem[] = [];
    if (isRecord(document?.value)) readLine(session, document.value, undefined, items);
    endSession(session, items);
    yield items;
    return;
  }
  const reader = {
    record: (record: object, line: number, items: ReadItem[]) =>
      readLine(session, record, line, items),
    end: (items: ReadItem[]) => endSession(session, items),
  };
  yield* readLog(source, reader, oddities);
}

const FIRST_LINE_BYTES = 64;

function readLine(
  session: Session,
  record: Line,
  line: number | undefined,
  items: ReadItem[],
): void {
  const { chat } = session;
  if (isHead(record)) readHead(session, record, items);
  if (isNamed(record.$rewindTo)) {
    const isHeld = rewindTo(chat, record.$rewindTo);
    if (!isHeld) rewindFurther(session, line, items);
  } else if (isRecord(record.$set)) readChange(session, record.$set, line);
  else if (Array.isArray(record.messages)) readMessages(chat, record.messages, line);
  else if (isNamed(record.type)) holdMessage(chat, record, line);
  tellOverflow(session.chat, () => runOf(session, line), items);
}

/** A head of another session: files were put together. */
function readHead(session: Session, record: Line, items: ReadItem[]): void {
  const { head } = session;
  if (isNamed(head.sessionId) && head.sessionId !== record.sessionId) {
    closeRun(session, items);
    session.chat = createGeminiChat();
    session.run = undefined;
  }
  session.head = record;
}

/** What is known of the session changes; `messages` is the whole chat, written anew. */
function readChange(session: Session, change: Line, line: number | undefined): void {
  if (isHead(change)) session.head = change;
  if (!Array.isArray(change.messages)) return;
  clearChat(session.chat);
  readMessages(session.chat, change.messages, line);
}

function readMessages(
  chat: GeminiChat,
  messages: readonly unknown[],
  line: number | undefined,
): void {
  for (const message of messages) if (isRecord(message)) holdMessage(chat, message, line);
}

/** A message that is not held was the first one, or was told on. */
function rewindFurther(session: Session, line: number | undefined, items: ReadItem[]): void {
  clearChat(session.chat);
  if (session.chat.toldCount === 0 || line === undefined) return;
  const message = `line ${line} takes back more of the chat than is held: its beginning stays`;
  tellOddity(session.oddities, message, line, items);
}

function endSession(session: Session, items: ReadItem[]): void {
  closeRun(session, items);
  if (!session.opened) items.push({ kind: 'problem', message: 'no messages in this chat' });
}

function closeRun(session: Session, items: ReadItem[]): void {
  const run = runOf(session, undefined);
  tellAll(session.chat, run, items);
  if (closeNamedRun(run, items)) session.opened = true;
}

function runOf(session: Session, line: number | undefined): NamedRun {
  if (session.run !== undefined) return session.run;
  const { sessionId, projectHash, kind } = session.head;
  const task = fitName(projectHash);
  // A subagent's chat lies in a folder that is called after the session that started it.
  const folder = basename(dirname(session.path));
  const isSubagent = kind === 'subagent';
  const parent = isSubagent && folder !== 'chats' && folder !== '.' ? fitName(folder) : undefined;
  const opening = {
    run: fitName(sessionId) ?? fileRun(session.path),
    recorded: true,
    interactive: !isSubagent,
    ...(task !== undefined && { task }),
    ...(parent !== undefined && { parent }),
  };
  session.run = createNamedRun('gemini-cli', opening, line);
  return session.run;
}
