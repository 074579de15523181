import { contentText } from './content-text.ts';
import type { ReadItem } from './format.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { addEvent, nameModel, tellAnswer, timeOf, type OpenhandsRun } from './openhands-run.ts';
import { fitName } from './run-name.ts';

/** An event before the SDK, as parsed: any field may be anything. */
interface V0Event {
  readonly id?: unknown;
  readonly source?: unknown;
  readonly timestamp?: unknown;
  readonly action?: unknown;
  readonly observation?: unknown;
  readonly args?: unknown;
  readonly content?: unknown;
  readonly extras?: unknown;
  readonly cause?: unknown;
  readonly message?: unknown;
  readonly success?: unknown;
  readonly tool_call_metadata?: unknown;
}

interface Args {
  readonly content?: unknown;
  readonly thought?: unknown;
  readonly final_thought?: unknown;
}

interface Metadata {
  readonly function_name?: unknown;
  readonly model_response?: unknown;
}

interface ModelResponse {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly usage?: unknown;
}

const SOURCES: ReadonlySet<unknown> = new Set(['agent', 'user', 'environment']);

export function isV0Event(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { source, timestamp, action, observation }: V0Event = value;
  if (!SOURCES.has(source) || !isNamed(timestamp)) return false;
  return isNamed(action) || isNamed(observation);
}

/** Acts of the host about the conversation, which no tool does. */
const NO_CALLS: ReadonlySet<unknown> = new Set(['system', 'null', 'change_agent_state', 'recall']);
const NO_RESULTS: ReadonlySet<unknown> = new Set(['null', 'agent_state_changed', 'recall']);
/** How an action's fields are called that say how it is run, not what it does. */
const ABOUT_THE_RUN: ReadonlySet<string> = new Set([
  'thought',
  'blocking',
  'hidden',
  'is_input',
  'confirmation_state',
  'security_risk',
  'is_static',
  'cwd',
  'include_extra',
  'translated_ipython_code',
  'impl_source',
  'task_completed',
]);

export function readV0Event(
  run: OpenhandsRun,
  value: object,
  line: number | undefined,
  items: ReadItem[],
): void {
  const event: V0Event = value;
  const at = timeOf(event.timestamp);
  const add = (added: Parameters<typeof addEvent>[1]): void =>
    addEvent(run, added, at, line, items);
  if (isNamed(event.action)) {
    const metadata: Metadata = isRecord(event.tool_call_metadata) ? event.tool_call_metadata : {};
    const response: ModelResponse = isRecord(metadata.model_response)
      ? metadata.model_response
      : {};
    nameModel(run, response.model, items);
    readAction(event, event.action, metadata, response, add);
    tellAnswer(run, response.id, response.usage, at, line, items);
  } else if (isNamed(event.observation)) {
    readObservation(event, event.observation, add);
  }
}

type Add = (event: Parameters<typeof addEvent>[1]) => void;

function readAction(
  event: V0Event,
  action: string,
  metadata: Metadata,
  response: ModelResponse,
  add: Add,
): void {
  const args: Args = isRecord(event.args) ? event.args : {};
  if (action === 'message') {
    const text = contentText(args.content);
    if (text === '') return;
    if (event.source === 'user') add({ type: 'user', text });
    else add({ type: 'say', text, channel: 'answer' });
    return;
  }
  if (NO_CALLS.has(action)) return;
  if (action === 'condensation') {
    add({ type: 'note', text: 'context condensed' });
    return;
  }
  // An act of thinking is all thought: its words are what it does.
  const isThinking = action === 'think';
  const words = isThinking ? [] : [args.thought, args.final_thought];
  for (const text of words) if (isNamed(text)) add({ type: 'say', text, channel: 'answer' });
  const id = idOf(event.id);
  if (id === undefined) return;
  const kept = Object.entries(args).filter(
    ([key, field]) =>
      (isThinking || !ABOUT_THE_RUN.has(key)) && field !== null && field !== '' && field !== false,
  );
  const tool = fitName(metadata.function_name) ?? fitName(action)!;
  const round = fitName(response.id);
  const called = Object.fromEntries(kept);
  add({ type: 'call', id, tool, args: called, ...(round !== undefined && { round }) });
}

function readObservation(event: V0Event, observation: string, add: Add): void {
  const output = contentText(event.content);
  const id = idOf(event.cause);
  // What answers no call is the host's word.
  if (id === undefined || NO_RESULTS.has(observation)) return;
  const extras: { readonly exit_code?: unknown; readonly metadata?: unknown } = isRecord(
    event.extras,
  )
    ? event.extras
    : {};
  const metadata: { readonly exit_code?: unknown } = isRecord(extras.metadata)
    ? extras.metadata
    : {};
  const exitCode = [metadata.exit_code, extras.exit_code].find(isCount);
  const failed = observation === 'error' || observation === 'user_rejected';
  add({
    type: 'result',
    id,
    ...(failed && { ok: false }),
    output,
    ...(exitCode !== undefined && { exitCode }),
  });
}

/** Events are numbered. */
function idOf(value: unknown): string | undefined {
  return isCount(value) ? `event-${value}` : fitName(value);
}
