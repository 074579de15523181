import type { ResultEvent, UsageEvent } from '../engine/input/event.ts';
import { NOTHING_SPENT, spendingSince, type Spent } from './codex-usage.ts';
import type { EventSink } from './content-blocks.ts';
import { contentText } from './content-text.ts';
import { isNamed, isRecord } from './json-record.ts';
import { beginTurn, type Turns } from './response-item.ts';
import { fitName } from './run-name.ts';

/**
 * An event of `codex exec --json` as it was printed before October 2025: `{"id", "msg": {"type"}}`,
 * as parsed.
 */
export interface ExecEvent {
  readonly type?: unknown;
  readonly call_id?: unknown;
  readonly message?: unknown;
  readonly text?: unknown;
  readonly command?: unknown;
  readonly cwd?: unknown;
  readonly exit_code?: unknown;
  readonly aggregated_output?: unknown;
  readonly stdout?: unknown;
  readonly stderr?: unknown;
  readonly invocation?: unknown;
  readonly result?: unknown;
  readonly changes?: unknown;
  readonly success?: unknown;
  readonly query?: unknown;
  readonly reason?: unknown;
  readonly info?: unknown;
}

/** What is remembered between events. */
export interface ExecState {
  readonly turns: Turns;
  spent: Spent;
}

const OWN_TYPES =
  /^(?:task_(?:started|complete)|agent_(?:message|reasoning)|(?:exec_command|mcp_tool_call|patch_apply|web_search)_(?:begin|end)|token_count|turn_aborted)$/;

export function isExecEvent(message: unknown): boolean {
  if (!isRecord(message)) return false;
  const { type }: ExecEvent = message;
  return isNamed(type) && OWN_TYPES.test(type);
}

export function readExecEvent(message: ExecEvent, state: ExecState, sink: EventSink): void {
  const { type, text, reason } = message;
  if (type === 'agent_message' || type === 'agent_reasoning') {
    beginTurn(state.turns);
    const words = type === 'agent_message' ? message.message : text;
    const channel = type === 'agent_message' ? 'answer' : 'thought';
    if (isNamed(words)) sink.event({ type: 'say', text: words, channel });
  } else if (type === 'token_count') {
    const usage = usageOf(message, state);
    if (usage !== undefined) sink.event(usage);
  } else if (type === 'turn_aborted') {
    sink.event({
      type: 'note',
      text: isNamed(reason) ? `Turn aborted (${reason})` : 'Turn aborted',
    });
  } else if (type === 'error' || type === 'stream_error') {
    if (isNamed(message.message)) sink.event({ type: 'note', text: message.message });
  } else if (isNamed(type) && /_(?:begin|end)$/.test(type)) readTool(type, message, state, sink);
}

/** A tool begins and ends by two events with one id. */
function readTool(type: string, message: ExecEvent, state: ExecState, sink: EventSink): void {
  const call = callOf(type, message);
  if (call === undefined) return;
  const id = fitName(message.call_id);
  if (id === undefined) {
    sink.problem('a tool call without id: left out');
  } else if (type.endsWith('_begin')) {
    sink.event({ type: 'call', id, ...call, round: beginTurn(state.turns) });
  } else {
    state.turns.speaks = false;
    sink.event({ type: 'result', id, ...toldOf(message) });
  }
}

function callOf(
  type: string,
  message: ExecEvent,
): { readonly tool: string; readonly args: unknown } | undefined {
  const { command, changes, query, invocation } = message;
  if (type.startsWith('exec_command')) {
    return { tool: 'exec_command', args: { command: command ?? null } };
  }
  if (type.startsWith('patch_apply')) {
    return { tool: 'apply_patch', args: { changes: changes ?? null } };
  }
  if (type.startsWith('web_search')) return { tool: 'web_search', args: { query: query ?? null } };
  if (!type.startsWith('mcp_tool_call')) return undefined;
  const called: Invocation = isRecord(invocation) ? invocation : {};
  const tool = fitName(`mcp__${String(called.server)}__${String(called.tool)}`)!;
  return { tool, args: called.arguments ?? null };
}

interface Invocation {
  readonly server?: unknown;
  readonly tool?: unknown;
  readonly arguments?: unknown;
}

function toldOf(message: ExecEvent): Pick<ResultEvent, 'ok' | 'output' | 'exitCode'> {
  const { exit_code: code, aggregated_output: all, stdout, stderr, success, result } = message;
  const printed = isNamed(all) ? all : contentText([stdout, stderr]);
  if (Number.isSafeInteger(code)) {
    return { ok: code === 0, output: printed, exitCode: Number(code) };
  }
  if (typeof success === 'boolean') return { ok: success, output: printed };
  const { Ok: good, Err: bad }: { readonly Ok?: unknown; readonly Err?: unknown } = isRecord(result)
    ? result
    : {};
  if (isNamed(bad)) return { ok: false, output: bad };
  if (!isRecord(good)) return {};
  const { content, isError }: { readonly content?: unknown; readonly isError?: unknown } = good;
  return { ok: isError !== true, output: contentText(content) };
}

/** Tokens of one answer, in the oldest versions; else the sum so far. */
function usageOf(message: ExecEvent, state: ExecState): UsageEvent | undefined {
  if (!isRecord(message.info)) return spendingSince(NOTHING_SPENT, message).usage;
  const counts: { readonly total_token_usage?: unknown; readonly last_token_usage?: unknown } =
    message.info;
  const { total_token_usage: total, last_token_usage: last } = counts;
  const { usage, spent } = spendingSince(state.spent, total, last);
  state.spent = spent;
  return usage;
}
