import {
  isToolBlock,
  readAssistantContent,
  readUserContent,
  usageEvent,
  type EventSink,
} from './content-blocks.ts';
import { isNamed, isRecord } from './json-record.ts';
import { fitName } from './run-name.ts';

/**
 * Reads messages of Anthropic's Messages API. `is_error` is the host's to set, and many never do:
 * where a conversation has none, silence does not mean that a tool worked.
 */
export function readAnthropicMessages(messages: readonly object[], sink: EventSink): void {
  const okUnlessTold = messages.some(tellsErrors) ? true : undefined;
  let unknownCount = 0;
  messages.forEach((message: Message, index) => {
    switch (message.role) {
      case 'user': {
        const text = readUserContent(message.content, { okUnlessTold }, sink).join('\n');
        if (text !== '') sink.event({ type: 'user', text });
        break;
      }
      case 'assistant': {
        const round = fitName(message.id) ?? `message-${index}`;
        readAssistantContent(message.content, round, sink);
        const usage = usageEvent(message.usage);
        if (usage !== undefined) sink.event(usage);
        break;
      }
      case 'system':
        break;
      default:
        unknownCount++;
    }
  });
  if (unknownCount > 0) sink.problem(`${unknownCount} messages of an unknown role: left out`);
}

/** Whether only this provider's messages look so. */
export function isAnthropicMessage(message: Message): boolean {
  return blocksOf(message).some(
    (block) => isToolBlock(block) || (isNamed(block.type) && block.type.endsWith('thinking')),
  );
}

/** The model, where answers were kept as they came. */
export function modelOf(messages: readonly object[]): string | undefined {
  return messages.map((message: Message) => message.model).find(isNamed);
}

/** A message as parsed: any field may be anything. */
interface Message {
  readonly role?: unknown;
  readonly content?: unknown;
  readonly id?: unknown;
  readonly model?: unknown;
  readonly usage?: unknown;
}

interface Block {
  readonly type?: unknown;
  readonly is_error?: unknown;
}

function tellsErrors(message: Message): boolean {
  return blocksOf(message).some((block) => typeof block.is_error === 'boolean');
}

function blocksOf(message: Message): readonly Block[] {
  return Array.isArray(message.content) ? message.content.filter(isRecord) : [];
}
