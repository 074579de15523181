import { isNamed, isRecord } from './json-record.ts';

/** An event of AG-UI as parsed: any field may be anything. */
export interface AgUiEvent {
  readonly type?: unknown;
  /** Milliseconds since the epoch, where the server sets it. */
  readonly timestamp?: unknown;
  readonly threadId?: unknown;
  readonly runId?: unknown;
  readonly input?: unknown;
  readonly outcome?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly messageId?: unknown;
  readonly parentMessageId?: unknown;
  readonly role?: unknown;
  readonly delta?: unknown;
  readonly toolCallId?: unknown;
  readonly toolCallName?: unknown;
  readonly content?: unknown;
  readonly error?: unknown;
  readonly messages?: unknown;
}

/** Whether an event of the protocol, by its type and that type's own field. */
export function isAgUiEvent(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const event: AgUiEvent = record;
  if (!isNamed(event.type)) return false;
  if (event.type === 'RUN_STARTED') return isNamed(event.threadId) || isNamed(event.runId);
  if (/^TOOL_CALL_(?:START|ARGS|END|RESULT|CHUNK)$/.test(event.type)) {
    return isNamed(event.toolCallId);
  }
  const isWords = /^(?:TEXT|REASONING)_MESSAGE_(?:START|CONTENT|END|CHUNK)$/.test(event.type);
  return isWords && isNamed(event.messageId);
}
