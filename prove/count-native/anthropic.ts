import { tokensOf } from './claude-code.ts';
import { at, countOf, listAt, sumOf, textAt, type Counter } from './counter.ts';
import { conversationsIn } from './openai-chat.ts';

/** Content blocks; whether a tool failed is the host's to say. */
export const anthropic: Counter = {
  format: 'Anthropic messages',
  owns: (file) => conversationsIn(file).some((messages) => messages.some(hasToolBlock)),
  count(file) {
    const messages = conversationsIn(file).flat();
    const blocks = messages.flatMap((message) => listAt(message, 'content'));
    return {
      calls: countOf(blocks, (block) => textAt(block, 'type').endsWith('tool_use')),
      failed: countOf(blocks, (block) => at(block, 'is_error') === true),
      tokens: sumOf(messages, (message) => tokensOf(at(message, 'usage'))),
    };
  },
};

function hasToolBlock(message: unknown): boolean {
  return listAt(message, 'content').some((block) =>
    /tool_(?:use|result)$/.test(textAt(block, 'type')),
  );
}
