import { noteUsage, type ClaudeRun } from './claude-run.ts';
import { createSession, endSession, runOf, type Line, type Session } from './claude-session.ts';
import {
  countResults,
  readAssistantContent,
  readUserContent,
  usageEvent,
  type EventSink,
} from './content-blocks.ts';
import { contentText } from './content-text.ts';
import type { Format, ReadItem } from './format.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { readLog, tellOddity } from './log-lines.ts';
import { addEvent, nameModel, timeOf } from './named-run.ts';
import { fitName } from './run-name.ts';

/**
 * A session of Claude Code: a log that processes append to, a line for each content block. Several
 * lines share a message's id; a subagent's lines are a run of their own. Lines of unknown type are
 * passed over, damaged ones are left out with a problem: an append-only log has some.
 */
export const claudeCode: Format = {
  name: 'Claude Code session',
  recognises: (records) =>
    records.some(isSessionLine) && !records.some((record) => isRecord(record) && hasParts(record)),
  read(source) {
    const session = createSession(source.path);
    const reader = {
      record: (record: Line, line: number, items: ReadItem[]) =>
        readLine(session, record, line, items),
      end: (items: ReadItem[]) => endSession(session, items),
    };
    return readLog(source, reader, session.oddities);
  },
};

interface Message {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly content?: unknown;
  readonly usage?: unknown;
}

interface Attachment {
  readonly type?: unknown;
  readonly prompt?: unknown;
}

function isSessionLine(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const { type, sessionId, uuid, message, leafUuid }: Line = record;
  if (!isNamed(type)) return false;
  return isNamed(sessionId) || (isNamed(uuid) && isRecord(message)) || leafUuid !== undefined;
}

/** Qwen Code writes the same lines with Gemini's messages in them. */
function hasParts(record: Line): boolean {
  return isRecord(record.message) && 'parts' in record.message;
}

function readLine(session: Session, record: Line, line: number, items: ReadItem[]): void {
  const { message } = record;
  if (record.type === 'assistant' && isRecord(message)) {
    readAssistant(session, record, message, line, items);
  } else if (record.type === 'user' && isRecord(message)) {
    readUser(session, record, message, line, items);
  } else if (record.type === 'attachment' && isRecord(record.attachment)) {
    readAttachment(session, record, record.attachment, line, items);
  } else if (record.type === 'system' && record.subtype === 'compact_boundary') {
    const text = contentText(record.content) || 'Conversation compacted';
    const run = runOf(session, record, line, items);
    addEvent(run, { type: 'note', text }, timeOf(record.timestamp), line, items);
  }
}

function readAssistant(
  session: Session,
  record: Line,
  message: Message,
  line: number,
  items: ReadItem[],
): void {
  const run = runOf(session, record, line, items);
  const at = timeOf(record.timestamp);
  if (message.model === '<synthetic>' || record.isApiErrorMessage === true) {
    // Claude Code's own words in the model's place, as when the service failed.
    const text = contentText(message.content);
    if (text !== '') addEvent(run, { type: 'note', text }, at, line, items);
    return;
  }
  if (isNamed(message.model)) nameModel(run, message.model, items);
  const round = fitName([message.id, record.requestId].find(isNamed));
  const usage = usageEvent(message.usage, record.costUSD);
  const stamped = usage && at !== undefined ? { ...usage, at } : usage;
  noteUsage(run, round ?? `line ${line}`, stamped, line, items);
  readAssistantContent(message.content, round, sinkOf(session, run, at, line, items));
}

function readUser(
  session: Session,
  record: Line,
  message: Message,
  line: number,
  items: ReadItem[],
): void {
  const run = runOf(session, record, line, items);
  // What Claude Code tells the model in a person's place, such as a reminder.
  if (record.isMeta === true) return;
  const at = timeOf(record.timestamp);
  const sink = sinkOf(session, run, at, line, items);
  const exitCode = exitCodeOf(record, message);
  const words = readUserContent(message.content, { okUnlessTold: true, exitCode }, sink);
  const isNote = (text: string): boolean => record.isCompactSummary === true || isHosts(text);
  for (const text of words.filter(isNote)) sink.event({ type: 'note', text });
  const said = words.filter((text) => !isNote(text)).join('\n');
  if (said !== '') sink.event({ type: 'user', text: said });
}

/** What a person wrote while Claude Code worked comes beside the results it was told with. */
function readAttachment(
  session: Session,
  record: Line,
  attachment: Attachment,
  line: number,
  items: ReadItem[],
): void {
  const { type, prompt } = attachment;
  const text = type === 'queued_command' ? contentText(prompt) : '';
  if (text === '') return;
  const run = runOf(session, record, line, items);
  const event = { type: isHosts(text) ? 'note' : 'user', text } as const;
  addEvent(run, event, timeOf(record.timestamp), line, items);
}

function sinkOf(
  session: Session,
  run: ClaudeRun,
  at: number | undefined,
  line: number,
  items: ReadItem[],
): EventSink {
  return {
    event: (event) => addEvent(run, event, at, line, items),
    problem: (message) => tellOddity(session.oddities, `line ${line} has ${message}`, line, items),
  };
}

/** Told beside the message for the whole line, so only of use where that has one result. */
function exitCodeOf(record: Line, message: Message): number | undefined {
  if (!isRecord(record.toolUseResult)) return undefined;
  const { exitCode }: { readonly exitCode?: unknown } = record.toolUseResult;
  return isCount(exitCode) && countResults(message.content) === 1 ? exitCode : undefined;
}

/** Whether words in a person's place are the host's: what a command printed, reminders. */
function isHosts(text: string): boolean {
  return HOSTS_WORDS.test(text);
}

const HOSTS_WORDS =
  /^\s{0,8}(?:<(?:local-command-(?:stdout|stderr|caveat)|bash-std(?:out|err)|task-notification|system-reminder)>|Caveat: The messages below were generated by the user)/;
