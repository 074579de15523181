import type { ResultEvent } from '../engine/input/event.ts';
import { contentText } from './content-text.ts';
import type { EventSink } from './content-blocks.ts';
import { isNamed, isRecord } from './json-record.ts';
import type { Item } from './response-item.ts';
import { fitName } from './run-name.ts';

/** What a result says beside the id of its call. */
export type Told = Pick<ResultEvent, 'ok' | 'output' | 'exitCode'>;

/**
 * Reads the result of a tool that the caller ran. Only some tools have a flag: `status` says that
 * the item is complete, not that the tool worked.
 */
export function readItemResult(item: Item, sink: EventSink): void {
  const id = fitName([item.call_id, item.callId, item.id].find(isNamed));
  if (id === undefined) {
    sink.problem('a tool result without the id of its call: left out');
    return;
  }
  const ofPatch = isNamed(item.type) && item.type.startsWith('apply_patch');
  const flag = ofPatch ? flagOf(item.status) : undefined;
  sink.event({ type: 'result', id, ...(flag !== undefined && { ok: flag }), ...told(item.output) });
}

/** Reads what a tool at the model's host brought, which stands in the item of its call. */
export function readOwnResult(item: Item, id: string, sink: EventSink): void {
  const { status, error, output, results, outputs } = item;
  const failed = error !== undefined && error !== null;
  // An MCP server's error is a field of its own, told as `null` where there is none.
  const isTold = error === null && output !== undefined && output !== null;
  const ok = failed ? false : (flagOf(status) ?? (isTold ? true : undefined));
  const brought = failed ? error : (output ?? results ?? outputs);
  const isAnswered = ok !== undefined || (brought !== undefined && brought !== null);
  // One that was broken off has no result.
  if (!isAnswered) return;
  sink.event({
    type: 'result',
    id,
    ...(ok !== undefined && { ok }),
    ...told(brought ?? undefined),
  });
}

/** `undefined` while it runs, or where it was broken off. */
function flagOf(status: unknown): boolean | undefined {
  if (status === 'failed') return false;
  return status === 'completed' ? true : undefined;
}

function told(output: unknown): Told {
  if (output === undefined) return {};
  if (typeof output === 'string') return toldByText(output);
  if (Array.isArray(output)) return toldByList(output);
  if (!isRecord(output)) return { output };
  const { type, text, content, success }: Answer = output;
  if (type === 'text' && typeof text === 'string') return { output: text };
  if (type === 'image' || type === 'computer_screenshot') return { output: '[image]' };
  if (typeof success !== 'boolean' || typeof content !== 'string') return { output };
  const { exitCode, output: words } = toldByText(content);
  return { ok: success, output: words, ...(exitCode !== undefined && { exitCode }) };
}

/** What OpenAI Agents wraps an output in; and Codex, once. */
interface Answer {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly content?: unknown;
  readonly success?: unknown;
  /** Of an MCP tool, in its text. */
  readonly isError?: unknown;
}

/** Parts of text, or what each command of a shell brought. */
function toldByList(parts: readonly unknown[]): Told {
  const runs = parts.filter((part) => isRecord(part) && 'outcome' in part);
  if (runs.length === 0) {
    const text = contentText(parts);
    return toldByText(text);
  }
  const outputs = runs.map(({ stdout, stderr }: CommandRun) => contentText([stdout, stderr]));
  const codes = runs.map(({ outcome }: CommandRun) => codeOf(outcome));
  const failed = codes.find((code) => code !== undefined && code !== 0);
  const exitCode = failed ?? codes.find((code) => code !== undefined);
  const isTimeout = codes.includes(undefined);
  return {
    ok: failed === undefined && !isTimeout,
    output: outputs.join('\n'),
    ...(exitCode !== undefined && { exitCode }),
  };
}

interface CommandRun {
  readonly stdout?: unknown;
  readonly stderr?: unknown;
  readonly outcome?: unknown;
}

/** `undefined` for one that took too long. */
function codeOf(outcome: unknown): number | undefined {
  const { exit_code: code }: { readonly exit_code?: unknown } = isRecord(outcome) ? outcome : {};
  return Number.isSafeInteger(code) ? Number(code) : undefined;
}

/** Codex tells how a tool ended in JSON within the text, or in lines above the output. */
function toldByText(text: string): Told {
  const json = text.startsWith('{') && text.includes('"exit_code"') ? parsed(text) : undefined;
  if (isRecord(json)) {
    const { output, metadata }: { readonly output?: unknown; readonly metadata?: unknown } = json;
    const exitCode = codeOf(metadata);
    if (typeof output === 'string' && exitCode !== undefined) {
      return { ok: exitCode === 0, output, exitCode };
    }
  }
  const isMcp = text.startsWith('{"content":') && text.includes('"isError"');
  const answer = isMcp ? parsed(text) : undefined;
  if (isRecord(answer)) {
    const { content, isError }: Answer = answer;
    if (typeof isError === 'boolean') return { ok: !isError, output: contentText(content) };
  }
  const header = HEADER.exec(text);
  const exitCode = Number(header?.[1] ?? header?.[2] ?? Number.NaN);
  if (header === null || !Number.isSafeInteger(exitCode)) return { output: text };
  return { ok: exitCode === 0, output: text.slice(header[0].length), exitCode };
}

/** `Exit code: 1`, `Wall time: …`, `Output:`; and with words between, how a long-lived shell ended. */
const HEADER =
  /^(?:Exit code: (-?\d{1,10})\nWall time: [^\n]*\n(?:Total output lines: [^\n]*\n)?|(?:Chunk ID: [^\n]*\n)?Wall time: [^\n]*\nProcess exited with code (-?\d{1,10})\n(?:Original token count: [^\n]*\n)?)Output:\n?/;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
