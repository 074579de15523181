import {
  at,
  countOf,
  documentIn,
  linesIn,
  listAt,
  numberAt,
  sumOf,
  type Counter,
  type NativeFile,
} from './counter.ts';

/** Chats of Gemini CLI: a message may be written again with more, and the last one wins. */
export const gemini: Counter = {
  format: 'Gemini CLI chat',
  owns: (file) => messagesIn(file).some((message) => at(message, 'type') === 'gemini'),
  count(file) {
    const last = new Map<unknown, unknown>();
    messagesIn(file).forEach((message, index) => last.set(at(message, 'id') ?? index, message));
    const messages = [...last.values()].filter((message) => at(message, 'type') === 'gemini');
    const calls = messages.flatMap((message) => listAt(message, 'toolCalls'));
    return {
      calls: calls.length,
      failed: countOf(calls, (call) => at(call, 'status') === 'error'),
      tokens: sumOf(messages, (message) => numberAt(message, 'tokens', 'total')),
    };
  },
};

function messagesIn(file: NativeFile): unknown[] {
  const document = documentIn(file);
  return document === undefined ? linesIn(file) : listAt(document, 'messages');
}
