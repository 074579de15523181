import type { CallIds } from './call-ids.ts';
import type { EventSink } from './content-blocks.ts';
import { contentText } from './content-text.ts';
import { isNamed, isRecord } from './json-record.ts';
import { beginTurn, type Turns } from './response-item.ts';
import { fitName } from './run-name.ts';

/** An item of a `codex exec --json` stream as parsed: any field may be anything. */
export interface ExecItem {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly text?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly command?: unknown;
  readonly aggregated_output?: unknown;
  readonly exit_code?: unknown;
  readonly changes?: unknown;
  readonly server?: unknown;
  readonly tool?: unknown;
  readonly arguments?: unknown;
  readonly prompt?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
  readonly query?: unknown;
  readonly items?: unknown;
}

/** What is remembered between the records of one item. */
export interface BegunItems {
  readonly ids: CallIds;
  readonly turns: Turns;
  /** By an item's id: its call's. */
  readonly begun: Map<string, string>;
}

const TYPES: ReadonlySet<unknown> = new Set([
  'agent_message',
  'reasoning',
  'command_execution',
  'file_change',
  'mcp_tool_call',
  'collab_tool_call',
  'web_search',
  'todo_list',
  'error',
]);

export function isExecItem(item: unknown): boolean {
  if (!isRecord(item)) return false;
  const { id, type }: ExecItem = item;
  return isNamed(id) && TYPES.has(type);
}

/**
 * Reads one record of an item. A tool is called with its first record, be that the last one, too;
 * words are read once they are complete.
 */
export function readExecItem(
  item: ExecItem,
  completed: boolean,
  { ids, turns, begun }: BegunItems,
  sink: EventSink,
): void {
  const call = callOf(item);
  if (call !== undefined) {
    const key = isNamed(item.id) ? item.id : '';
    const id = begun.get(key) ?? ids.call(item.id);
    if (!begun.has(key)) sink.event({ type: 'call', id, ...call, round: beginTurn(turns) });
    if (completed) {
      begun.delete(key);
      turns.speaks = false;
      sink.event({ type: 'result', id, ...toldOf(item) });
    } else begun.set(key, id);
  } else if (completed) {
    beginTurn(turns);
    readWords(item, sink);
  }
}

function readWords(item: ExecItem, sink: EventSink): void {
  const { type, text, message } = item;
  if (type === 'agent_message' && isNamed(text)) {
    sink.event({ type: 'say', text, channel: 'answer' });
  } else if (type === 'reasoning' && isNamed(text)) {
    sink.event({ type: 'say', text, channel: 'thought' });
  } else if (type === 'error' && isNamed(message)) sink.event({ type: 'note', text: message });
}

/** `undefined` for an item that is no call: words, or a list of what is to do. */
function callOf(item: ExecItem): { readonly tool: string; readonly args: unknown } | undefined {
  const { type, command, changes, server, tool, prompt, query } = item;
  switch (type) {
    case 'command_execution':
      return { tool: 'command_execution', args: { command: command ?? null } };
    case 'file_change':
      return { tool: 'file_change', args: { changes: changes ?? null } };
    case 'web_search':
      return { tool: 'web_search', args: { query: query ?? null } };
    case 'mcp_tool_call':
    case 'collab_tool_call': {
      const name = isNamed(tool) ? tool : type;
      const full = isNamed(server) ? `mcp__${server}__${name}` : name;
      return { tool: fitName(full) ?? type, args: item.arguments ?? prompt ?? null };
    }
    default:
      return undefined;
  }
}

interface Told {
  readonly ok?: boolean;
  readonly output?: unknown;
  readonly exitCode?: number;
}

function toldOf(item: ExecItem): Told {
  const { status, exit_code: code, aggregated_output: printed, error, result } = item;
  const exitCode = Number.isSafeInteger(code) ? Number(code) : undefined;
  const ok = flagOf(status, exitCode);
  const { message }: { readonly message?: unknown } = isRecord(error) ? error : {};
  const { content }: { readonly content?: unknown } = isRecord(result) ? result : {};
  const brought = [printed, message].find((text) => typeof text === 'string');
  const output = brought ?? (Array.isArray(content) ? contentText(content) : result);
  return {
    ...(ok !== undefined && { ok }),
    ...(output !== undefined && output !== null && { output }),
    ...(exitCode !== undefined && { exitCode }),
  };
}

/** One that a person declined did not work. */
function flagOf(status: unknown, exitCode: number | undefined): boolean | undefined {
  if (status === 'failed' || status === 'declined') return false;
  if (exitCode !== undefined) return exitCode === 0;
  return status === 'completed' ? true : undefined;
}
