import type { CallEvent } from '../engine/input/event.ts';
import { isNamed, isRecord } from './json-record.ts';
import { fitName } from './run-name.ts';

/** A message of the `history` beside the steps, as parsed. */
export interface HistoryMessage {
  readonly role?: unknown;
  readonly content?: unknown;
  readonly is_demo?: unknown;
  readonly action?: unknown;
  readonly tool_calls?: unknown;
}

type Called = Pick<CallEvent, 'tool' | 'args'>;

/**
 * What a step's command is as a call. All is typed into one shell, SWE-agent's own commands too.
 * Those that write carry a text of several lines that is no shell: read as one, Python would look
 * like redirections. They become calls of their own, with what they write.
 *
 * @param toolCall The same as the model called it, where the host kept that.
 */
export function sweAgentCall(action: string, toolCall: Called | undefined): Called {
  const own = OWN_WRITE.exec(action);
  if (own !== null) {
    const [, tool = '', where = '', text = ''] = own;
    const written = text.replace(/\n?end_of_\w+\s*$/, '');
    // On one line, all of it says what to write, as `edit 'old' 'new'`.
    return text === '' && tool !== 'create'
      ? { tool, args: { new_text: where.trim() } }
      : { tool, args: { where: where.trim(), new_text: written } };
  }
  if (toolCall !== undefined && action.startsWith(EDITOR)) return toolCall;
  return { tool: 'bash', args: { command: action.trimEnd() } };
}

/**
 * Finds the tool call of each step in turn, by its command; the history may hold more than the
 * steps, demonstrations first.
 */
export function toolCallsOf(
  history: readonly HistoryMessage[],
): (action: string) => Called | undefined {
  const acts = history.filter(
    ({ role, is_demo: isDemo }) => role === 'assistant' && isDemo !== true,
  );
  let next = 0;
  return (action) => {
    const found = acts.findIndex((message, index) => index >= next && message.action === action);
    if (found < 0) return undefined;
    next = found + 1;
    return calledBy(acts[found]!);
  };
}

/** `edit 4:4` and its lines, `create path`, `insert 3`, `append`: windowed editing, by its name. */
const OWN_WRITE = /^(edit|create|insert|append)\b[ \t]*([^\n]*)\n?([^]*)$/;
const EDITOR = 'str_replace_editor';

interface ToolCall {
  readonly function?: unknown;
}

interface CalledFunction {
  readonly name?: unknown;
  readonly arguments?: unknown;
}

function calledBy({ tool_calls: calls }: HistoryMessage): Called | undefined {
  const [call]: readonly unknown[] = Array.isArray(calls) ? calls : [];
  const { function: called }: ToolCall = isRecord(call) ? call : {};
  const { name, arguments: args }: CalledFunction = isRecord(called) ? called : {};
  const tool = fitName(name);
  if (tool === undefined) return undefined;
  if (!isNamed(args)) return { tool, args: args ?? null };
  try {
    return { tool, args: JSON.parse(args) };
  } catch {
    return { tool, args };
  }
}
