import {
  at,
  countOf,
  documentIn,
  linesIn,
  listAt,
  type Counter,
  textAt,
  type NativeFile,
} from './counter.ts';

/** No flag for a tool that failed, no tokens, no outcome. */
export const openaiChat: Counter = {
  format: 'OpenAI chat messages',
  owns: (file) =>
    conversationsIn(file).some((messages) =>
      messages.some(
        (message) =>
          ['system', 'developer', 'tool'].includes(textAt(message, 'role')) ||
          at(message, 'tool_calls') !== undefined,
      ),
    ),
  count(file) {
    const messages = conversationsIn(file).flat();
    const calls = messages.flatMap((message) => listAt(message, 'tool_calls'));
    const legacy = countOf(messages, (message) => at(message, 'function_call') !== undefined);
    return { calls: calls.length + legacy, failed: 0 };
  },
};

/** Arrays of messages: the file, its `messages`, or either of them on each line. */
export function conversationsIn(file: NativeFile): unknown[][] {
  const document = documentIn(file);
  const values = document === undefined ? linesIn(file) : [document];
  return values
    .filter((value) => at(value, 'trajectory_format') === undefined)
    .map((value) => (Array.isArray(value) ? value : listAt(value, 'messages')))
    .filter((messages) => messages.length > 0 && messages.every(hasRole));
}

function hasRole(message: unknown): boolean {
  return typeof at(message, 'role') === 'string' && at(message, 'type') === undefined;
}
