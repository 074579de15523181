import { contentText } from './content-text.ts';
import type { ReadItem } from './format.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { addEvent, nameModel, tellSums, timeOf, type OpenhandsRun } from './openhands-run.ts';
import { fitName } from './run-name.ts';

/** An event of the SDK as parsed: any field may be anything. */
interface SdkEvent {
  readonly kind?: unknown;
  readonly id?: unknown;
  readonly source?: unknown;
  readonly timestamp?: unknown;
  readonly thought?: unknown;
  readonly reasoning_content?: unknown;
  readonly action?: unknown;
  readonly tool_call?: unknown;
  readonly tool_name?: unknown;
  readonly tool_call_id?: unknown;
  readonly llm_response_id?: unknown;
  readonly llm_message?: unknown;
  readonly observation?: unknown;
  readonly action_id?: unknown;
  readonly error?: unknown;
  readonly rejection_reason?: unknown;
  readonly summary?: unknown;
  readonly detail?: unknown;
  readonly key?: unknown;
  readonly value?: unknown;
}

interface Observation {
  readonly content?: unknown;
  readonly output?: unknown;
  readonly is_error?: unknown;
  readonly exit_code?: unknown;
}

const SOURCES: ReadonlySet<unknown> = new Set(['agent', 'user', 'environment', 'hook']);

/** Kinds are classes of the SDK, and there are more of them in each version. */
export function isSdkEvent(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind, source, timestamp, id }: SdkEvent = value;
  return isNamed(kind) && SOURCES.has(source) && isNamed(timestamp) && isNamed(id);
}

export function readSdkEvent(
  run: OpenhandsRun,
  value: object,
  line: number | undefined,
  items: ReadItem[],
): void {
  const event: SdkEvent = value;
  const at = timeOf(event.timestamp);
  const add = (added: Parameters<typeof addEvent>[1]): void =>
    addEvent(run, added, at, line, items);
  const note = (text: string): void => add({ type: 'note', text });
  switch (event.kind) {
    case 'ActionEvent':
      readAction(event, add);
      break;
    case 'ObservationEvent':
      readObservation(event, add);
      break;
    case 'AgentErrorEvent':
      // The agent's call could not be run: that is its result.
      readFailure(event, event.error, add);
      break;
    case 'UserRejectObservation':
      readFailure(event, event.rejection_reason, add);
      break;
    case 'MessageEvent': {
      const { content }: { readonly content?: unknown } = isRecord(event.llm_message)
        ? event.llm_message
        : {};
      const text = contentText(content);
      if (text === '') break;
      if (event.source === 'user') add({ type: 'user', text });
      else if (event.source === 'agent') add({ type: 'say', text, channel: 'answer' });
      else note(text);
      break;
    }
    case 'Condensation':
      note(isNamed(event.summary) ? `context condensed: ${event.summary}` : 'context condensed');
      break;
    case 'PauseEvent':
      note('paused');
      break;
    case 'ConversationErrorEvent':
      if (isNamed(event.detail)) note(event.detail);
      break;
    case 'ConversationStateUpdateEvent':
      readState(run, event, at, line, items);
      break;
    default:
  }
}

const THINKING = /^\s*<think>[^]*?(?:<\/think>|$)/;

type Add = (event: Parameters<typeof addEvent>[1]) => void;

function readAction(event: SdkEvent, add: Add): void {
  const { reasoning_content: reasoning, action } = event;
  if (isNamed(reasoning)) add({ type: 'say', text: reasoning, channel: 'thought' });
  const words = contentText(event.thought);
  // Some models' reasoning stands in their words, too.
  const thought = isNamed(reasoning) ? words.replace(THINKING, '').trim() : words;
  if (thought !== '') add({ type: 'say', text: thought, channel: 'answer' });
  const tool = fitName(event.tool_name);
  const id = callIdOf(event);
  if (tool === undefined || id === undefined) return;
  const { kind: _, ...args }: { readonly kind?: unknown; readonly message?: unknown } = isRecord(
    action,
  )
    ? action
    : argumentsOf(event.tool_call);
  // What an agent ends with is its answer.
  if (tool === 'finish' && isNamed(args.message)) {
    add({ type: 'say', text: args.message, channel: 'answer' });
  }
  const round = fitName(event.llm_response_id);
  add({ type: 'call', id, tool, args, ...(round !== undefined && { round }) });
}

function readObservation(event: SdkEvent, add: Add): void {
  const id = callIdOf(event);
  if (id === undefined) return;
  const { observation } = event;
  const {
    content,
    output,
    is_error: isError,
    exit_code: exitCode,
  }: Observation = isRecord(observation) ? observation : {};
  const text = contentText(content) || contentText(output);
  // A command that ran and failed is no error of the tool's: its exit code is the flag then.
  const hasExitCode = isCount(exitCode);
  const ok = isError === true ? false : isError === false && !hasExitCode ? true : undefined;
  add({
    type: 'result',
    id,
    ...(ok !== undefined && { ok }),
    output: text,
    ...(hasExitCode && { exitCode }),
  });
}

function readFailure(event: SdkEvent, words: unknown, add: Add): void {
  const id = callIdOf(event);
  const output = contentText(words);
  if (id !== undefined) add({ type: 'result', id, ok: false, output });
  else if (output !== '') add({ type: 'note', text: output });
}

function callIdOf(event: SdkEvent): string | undefined {
  return fitName(event.tool_call_id) ?? fitName(event.action_id);
}

/** What the model wrote, where the host could not make an action of it. */
function argumentsOf(toolCall: unknown): object {
  const { arguments: args }: { readonly arguments?: unknown } = isRecord(toolCall) ? toolCall : {};
  if (!isNamed(args)) return {};
  try {
    const parsed: unknown = JSON.parse(args);
    return isRecord(parsed) ? parsed : { arguments: args };
  } catch {
    return { arguments: args };
  }
}

interface State {
  readonly agent?: { readonly llm?: { readonly model?: unknown } };
  readonly stats?: unknown;
}

/** Updates name the model, and sum up what each of the models in use has spent. */
function readState(
  run: OpenhandsRun,
  { key, value }: SdkEvent,
  at: number | undefined,
  line: number | undefined,
  items: ReadItem[],
): void {
  if (!isNamed(key)) return;
  const told = key === 'full_state' ? value : { [key]: value };
  const state: State = isRecord(told) ? told : {};
  nameModel(run, state.agent?.llm?.model, items);
  const { usage_to_metrics: metrics }: { readonly usage_to_metrics?: unknown } = isRecord(
    state.stats,
  )
    ? state.stats
    : {};
  if (!isRecord(metrics)) return;
  let input = 0;
  let output = 0;
  for (const each of Object.values(metrics) as unknown[]) {
    const { accumulated_token_usage: usage }: { readonly accumulated_token_usage?: unknown } =
      isRecord(each) ? each : {};
    const counts: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown } =
      isRecord(usage) ? usage : {};
    if (isCount(counts.prompt_tokens)) input += counts.prompt_tokens;
    if (isCount(counts.completion_tokens)) output += counts.completion_tokens;
  }
  tellSums(run, input, output, at, line, items);
}
