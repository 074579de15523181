import { readGeminiMessage, type GeminiMessage, type TimedEvent } from './gemini-message.ts';
import type { ReadItem } from './format.ts';
import { isNamed } from './json-record.ts';
import { addEvent, nameModel, type NamedRun } from './named-run.ts';

/**
 * The last messages of a chat, each as its last version tells it. A message may be written again,
 * and a person may take the chat back behind it: what it tells is held until then.
 */
export interface GeminiChat {
  /** By id, in the order in which they first came. */
  readonly held: Map<string, HeldMessage>;
  heldChars: number;
  /** Messages that were told on, for want of room. */
  toldCount: number;
}

interface HeldMessage {
  readonly events: readonly TimedEvent[];
  readonly model: string | undefined;
  readonly line: number | undefined;
  readonly chars: number;
}

/** A session of a day has some hundred; beyond these the oldest are told, and stay told. */
const HELD_MESSAGES_MAX = 4096;
const HELD_CHARS_MAX = 32 * 1024 * 1024;

export function createGeminiChat(): GeminiChat {
  return { held: new Map(), heldChars: 0, toldCount: 0 };
}

/** Takes a message, in the place of the one that had its id. */
export function holdMessage(
  chat: GeminiChat,
  message: GeminiMessage,
  line: number | undefined,
): void {
  const id = isNamed(message.id) ? message.id : `message-${chat.toldCount + chat.held.size + 1}`;
  const events = readGeminiMessage(message, id.slice(-ID_CHARS_MAX).toWellFormed());
  const chars = events.reduce((sum, { event }) => sum + charsIn(event), 0);
  const model = isNamed(message.model) ? message.model : undefined;
  chat.heldChars += chars - (chat.held.get(id)?.chars ?? 0);
  chat.held.set(id, { events, model, line, chars });
}

/** Takes the chat back: a message and all after it never were. @returns Whether it was held. */
export function rewindTo(chat: GeminiChat, id: string): boolean {
  let found = false;
  for (const [key, { chars }] of chat.held) {
    found ||= key === id;
    if (!found) continue;
    chat.held.delete(key);
    chat.heldChars -= chars;
  }
  return found;
}

/** Forgets what is held: the chat is written anew. */
export function clearChat(chat: GeminiChat): void {
  chat.held.clear();
  chat.heldChars = 0;
}

/** Tells the oldest messages as far as there is no room for them. */
export function tellOverflow(chat: GeminiChat, run: () => NamedRun, items: ReadItem[]): void {
  while (chat.held.size > HELD_MESSAGES_MAX || chat.heldChars > HELD_CHARS_MAX) {
    tellFirst(chat, run(), items);
  }
}

/** Tells all that is held. */
export function tellAll(chat: GeminiChat, run: NamedRun, items: ReadItem[]): void {
  // The agent is named after the model that speaks first, and that is known already.
  for (const { model } of chat.held.values()) {
    if (model !== undefined) nameModel(run, model, items);
  }
  while (chat.held.size > 0) tellFirst(chat, run, items);
}

const ID_CHARS_MAX = 200;

function tellFirst(chat: GeminiChat, run: NamedRun, items: ReadItem[]): void {
  for (const [id, { events, model, line, chars }] of chat.held) {
    chat.held.delete(id);
    chat.heldChars -= chars;
    chat.toldCount++;
    if (model !== undefined) nameModel(run, model, items);
    for (const { event, at } of events) {
      // A thought's time may lie before the words it followed: then it says nothing.
      const told = at !== undefined && at >= run.atMax ? at : undefined;
      addEvent(run, event, told, line, items);
    }
    return;
  }
}

/** Without recursion, for what a tool brought may be nested deep. */
function charsIn(value: unknown): number {
  let chars = 0;
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') chars += next.length;
    else if (typeof next === 'object' && next !== null) {
      for (const inner of Object.values(next)) if (inner !== undefined) open.push(inner);
    }
  }
  return chars;
}
