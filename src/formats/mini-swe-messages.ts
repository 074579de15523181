import { createCallIds, type CallIds } from './call-ids.ts';
import type { EventSink } from './content-blocks.ts';
import { contentText } from './content-text.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';

/** A message as parsed: any field may be anything. */
export interface MiniMessage {
  readonly role?: unknown;
  readonly content?: unknown;
  readonly tool_call_id?: unknown;
  readonly extra?: unknown;
}

interface Extra {
  readonly actions?: unknown;
  readonly response?: unknown;
  readonly returncode?: unknown;
  readonly raw_output?: unknown;
  /** In seconds. */
  readonly timestamp?: unknown;
}

interface Action {
  readonly command?: unknown;
  readonly tool_call_id?: unknown;
}

/**
 * Reads the messages. Of the user's, the first is the task; then each answers a command with
 * `<returncode>`, which is the host's flag, or with words on why it did not run to its end.
 *
 * @param submission What the last command handed in: it is given back in the place of its output.
 */
export function readMiniMessages(
  messages: readonly MiniMessage[],
  submission: string,
  sink: EventSink,
): void {
  const ids = createCallIds();
  let asked = false;
  /** Ids by which calls without a result were called; `undefined` for those that had none. */
  let open: unknown[] = [];
  messages.forEach((message, index) => {
    const extra: Extra = isRecord(message.extra) ? message.extra : {};
    switch (message.role) {
      case 'assistant':
        asked = true;
        open = readAnswer(message, extra, `message-${index}`, ids, sink);
        break;
      case 'user':
      case 'tool':
        if (!asked) {
          const text = contentText(message.content);
          if (text !== '') sink.event({ type: 'user', text });
        } else if (open.length > 0) {
          const called = message.role === 'tool' ? message.tool_call_id : open[0];
          open = open.filter((id, place) => (isNamed(called) ? id !== called : place > 0));
          readOutput(message, extra, ids.answered(called), submission, sink);
        } else {
          // The host's words on an answer that it could not run.
          const text = contentText(message.content);
          if (text !== '') sink.event({ type: 'note', text });
        }
        break;
      case 'exit':
        for (const id of open) sink.event({ type: 'result', id: ids.answered(id) });
        open = [];
        break;
      default:
    }
  });
}

/** @returns The ids of its calls, as the host gives them. */
function readAnswer(
  message: MiniMessage,
  extra: Extra,
  round: string,
  ids: CallIds,
  sink: EventSink,
): unknown[] {
  const content = contentText(message.content);
  const at = timeOf(extra);
  const stamp = at === undefined ? undefined : { at };
  const thought = reasoningOf(extra.response);
  if (isNamed(thought)) sink.event({ type: 'say', text: thought, channel: 'thought', ...stamp });
  const blocks = blocksIn(content);
  const said = withoutBlocks(content, blocks).trim();
  if (said !== '') sink.event({ type: 'say', text: said, channel: 'answer', ...stamp });
  tellUsage(extra.response, stamp, sink);
  const actions: Action[] = Array.isArray(extra.actions)
    ? extra.actions.filter(isRecord)
    : commandsOf(blocks);
  const runnable = actions.filter(({ command }) => isNamed(command));
  for (const { command, tool_call_id: id } of runnable) {
    const args = { command };
    sink.event({ type: 'call', id: ids.call(id), tool: 'bash', args, round, ...stamp });
  }
  return runnable.map(({ tool_call_id: id }) => id);
}

function readOutput(
  message: MiniMessage,
  extra: Extra,
  id: string,
  submission: string,
  sink: EventSink,
): void {
  const content = contentText(message.content);
  const at = timeOf(extra);
  const stamp = at === undefined ? undefined : { at };
  // The patch itself may speak of errors: it is no output to judge by.
  if (submission !== '' && content.trim() === submission.trim()) {
    sink.event({ type: 'result', id, ...stamp });
    return;
  }
  const inText = /^\s*<returncode>(-?\d{1,9})<\/returncode>\n?/.exec(content);
  const told = inText === null ? extra.returncode : Number(inText[1]);
  const exitCode = Number.isSafeInteger(told) ? Number(told) : undefined;
  const output = isNamed(extra.raw_output) ? extra.raw_output : outputIn(content, inText?.[0]);
  // A command that the host killed has no return code: it says so instead.
  const isKilled = exitCode === undefined && KILLED.test(content);
  sink.event({
    type: 'result',
    id,
    ...(isKilled && { ok: false }),
    ...(exitCode !== undefined && { exitCode }),
    output,
    ...stamp,
  });
}

const KILLED = /^\s*The last command <command>[^]*?<\/command> timed out and has been killed\./;

/** Between its tags, where it has any: of a long one, its head and tail. */
function outputIn(content: string, prefix = ''): string {
  const rest = content.slice(prefix.length);
  const whole = /^\s*<output>\n?([^]*?)\n?(?:<\/output>\s*)?$/.exec(rest);
  return whole?.[1] ?? rest;
}

/** A code block that is a command. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly command: string;
}

const FENCE = '\n```';

/** By search, not by one pattern: of openings without an end that would try each with each. */
function blocksIn(content: string): Block[] {
  const blocks: Block[] = [];
  const opening = /```(?:bash|mswea_bash_command)\s*\n/g;
  for (let found = opening.exec(content); found !== null; found = opening.exec(content)) {
    const start = opening.lastIndex;
    const end = content.indexOf(FENCE, start);
    if (end < 0) break;
    blocks.push({
      start: found.index,
      end: end + FENCE.length,
      command: content.slice(start, end),
    });
    opening.lastIndex = end + FENCE.length;
  }
  return blocks;
}

function withoutBlocks(content: string, blocks: readonly Block[]): string {
  let at = 0;
  const parts = blocks.map(({ start, end }) => {
    const part = content.slice(at, start);
    at = end;
    return part;
  });
  return parts.join('') + content.slice(at);
}

/** The host runs the command of an answer that has exactly one, and refuses any other. */
function commandsOf(blocks: readonly Block[]): Action[] {
  return blocks.length === 1 ? blocks.map(({ command }) => ({ command })) : [];
}

interface Response {
  readonly usage?: unknown;
  readonly created?: unknown;
  readonly choices?: unknown;
}

function reasoningOf(response: unknown): unknown {
  const { choices }: Response = isRecord(response) ? response : {};
  const [choice]: readonly unknown[] = Array.isArray(choices) ? choices : [];
  const { message }: { readonly message?: unknown } = isRecord(choice) ? choice : {};
  const fields: { readonly reasoning?: unknown; readonly reasoning_content?: unknown } = isRecord(
    message,
  )
    ? message
    : {};
  return [fields.reasoning_content, fields.reasoning].find(isNamed);
}

function tellUsage(
  response: unknown,
  stamp: { readonly at: number } | undefined,
  sink: EventSink,
): void {
  const { usage }: Response = isRecord(response) ? response : {};
  if (!isRecord(usage)) return;
  const counts: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown } = usage;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = counts;
  if (!isCount(inputTokens) && !isCount(outputTokens)) return;
  sink.event({
    type: 'usage',
    ...(isCount(inputTokens) && { inputTokens }),
    ...(isCount(outputTokens) && { outputTokens }),
    ...stamp,
  });
}

/** Milliseconds since the epoch; older files have the time of the service's answer alone. */
function timeOf({ timestamp, response }: Extra): number | undefined {
  const { created }: Response = isRecord(response) ? response : {};
  const seconds = [timestamp, created].find((value) => typeof value === 'number' && value > 0);
  const at = Math.round(Number(seconds) * 1000);
  return isCount(at) ? at : undefined;
}
