import { isAnthropicMessage, modelOf, readAnthropicMessages } from './anthropic-messages.ts';
import type { EventSink } from './content-blocks.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { isNamed, isRecord } from './json-record.ts';
import { readJsonDocument } from './json-document.ts';
import { holdsItems } from './openai-responses.ts';
import { isMiniTrajectory } from './mini-swe-agent.ts';
import { isOpenaiMessage, readOpenaiChat } from './openai-chat.ts';
import { readRecords, refuseMalformed, type RecordReader } from './record-lines.ts';
import { fileRun, fitName } from './run-name.ts';
import type { Source } from './source.ts';

/*
 * The array of messages that is sent to a model, as people log it: alone, in the request's object
 * with `model`, or a line each. Two providers' messages differ by their blocks, so each
 * conversation is read by what it holds: a proxy's log may have both in one file.
 */

export const openaiChat: Format = {
  name: 'OpenAI chat messages',
  recognises: (records) => areConversations(records) && !records.some(speaksAnthropic),
  read: readConversations,
};

export const anthropicMessages: Format = {
  name: 'Anthropic messages',
  recognises: (records) => areConversations(records) && records.some(speaksAnthropic),
  read: readConversations,
};

const ACCEPTED =
  'an array of messages, each with a `role`, or an object with such an array as `messages`';

/** What is logged: an array, or an object with one, as parsed. */
interface Request {
  readonly messages?: unknown;
  readonly model?: unknown;
  readonly system?: unknown;
}

async function* readConversations(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const document = await readJsonDocument(source, ACCEPTED);
  if (document === undefined) {
    yield* readRecords(source, createLineReader(source.path));
    return;
  }
  const items: ReadItem[] = [];
  readConversation(document.value, source.path, undefined, fileRun(source.path), items);
  yield items;
}

/** A conversation a line; the run is named after the file alone if there is but one. */
function createLineReader(path: string): RecordReader {
  let only: { readonly value: unknown; readonly line: number } | undefined;
  let several = false;
  const read = (value: unknown, line: number, items: ReadItem[]): void =>
    readConversation(
      value,
      path,
      line,
      several ? fitName(`${fileRun(path)}#${line}`)! : fileRun(path),
      items,
    );
  const readOnly = (items: ReadItem[]): void => {
    if (only !== undefined) read(only.value, only.line, items);
    only = undefined;
  };
  const anotherLine = (items: ReadItem[]): void => {
    several ||= only !== undefined;
    readOnly(items);
  };
  return {
    record(value, line, items) {
      anotherLine(items);
      if (several) read(value, line, items);
      else only = { value, line };
    },
    malformed(text, line, last, items) {
      anotherLine(items);
      refuseMalformed(path, text, line, last, ACCEPTED, items);
    },
    end: readOnly,
  };
}

function readConversation(
  value: unknown,
  path: string,
  line: number | undefined,
  run: string,
  items: ReadItem[],
): void {
  const messages = checkedMessages(value, path, line);
  const isAnthropic = speaksAnthropic(value);
  const { model } = requestOf(value);
  const name = isNamed(model) ? model : modelOf(messages);
  const dialect = isAnthropic ? 'anthropic-messages' : 'openai-chat';
  const agent = fitName(name === undefined ? dialect : `${dialect}@${name}`) ?? dialect;
  const at = line === undefined ? undefined : { line };
  const sink: EventSink = {
    event: (event) => items.push({ kind: 'event', run, event, ...at }),
    problem: (message) => items.push({ kind: 'problem', run, message, ...at }),
  };
  items.push({ kind: 'open', run: { agent, run, recorded: true }, ...at });
  if (isAnthropic) readAnthropicMessages(messages, sink);
  else readOpenaiChat(messages, sink);
  items.push({ kind: 'close', run });
}

/** Whether each is one: a file of another format may hold messages in some of its lines. */
function areConversations(records: readonly unknown[]): boolean {
  return records.length > 0 && records.every(isConversation) && !records.some(holdsItems);
}

function isConversation(record: unknown): boolean {
  const { messages } = requestOf(record);
  if (!Array.isArray(messages) || !messages.some(hasRole) || isMiniTrajectory(record)) return false;
  // Where the file's first part ends, its last message may not have got to its role yet.
  return messages.every((message, index) => hasRole(message) || index === messages.length - 1);
}

function speaksAnthropic(record: unknown): boolean {
  const { messages, system, model } = requestOf(record);
  if (!Array.isArray(messages)) return false;
  const objects = messages.filter(isRecord);
  if (objects.some(isAnthropicMessage)) return true;
  if (objects.some(isOpenaiMessage)) return false;
  return system !== undefined || (isNamed(model) && model.startsWith('claude'));
}

function requestOf(record: unknown): Request {
  if (Array.isArray(record)) return { messages: record };
  return isRecord(record) ? record : {};
}

function hasRole(message: unknown): message is object {
  if (!isRecord(message)) return false;
  const { role }: { readonly role?: unknown } = message;
  return isNamed(role);
}

function checkedMessages(
  value: unknown,
  path: string,
  line: number | undefined,
): readonly object[] {
  const { messages } = requestOf(value);
  if (!Array.isArray(messages)) throw fileError(path, line, describeUnquoted(value), ACCEPTED);
  const withRole = messages.filter(hasRole);
  if (withRole.length < messages.length) {
    const place = messages.findIndex((message) => !hasRole(message)) + 1;
    throw fileError(path, line, `a message without a role (number ${place})`, ACCEPTED);
  }
  // Read as OpenAI's, their calls would be lost, and the agent would look idle.
  if (withRole.some(isAiSdkMessage)) {
    const received = 'messages in the form of the Vercel AI SDK';
    throw fileError(path, line, received, "OpenAI's or Anthropic's form");
  }
  return withRole;
}

function isAiSdkMessage(message: object): boolean {
  const { content, parts }: { readonly content?: unknown; readonly parts?: unknown } = message;
  if (Array.isArray(parts) && content === undefined) return true;
  if (!Array.isArray(content)) return false;
  return content.some((part: unknown) => {
    const { type }: { readonly type?: unknown } = isRecord(part) ? part : {};
    return type === 'tool-call' || type === 'tool-result';
  });
}
