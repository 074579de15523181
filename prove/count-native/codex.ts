import { at, countOf, linesIn, numberAt, parsed, sumOf, textAt, type Counter } from './counter.ts';

/** A stored session. Events of the screen repeat the items: only items are counted. */
export const codexRollout: Counter = {
  format: 'Codex rollout',
  owns: (file) =>
    linesIn(file).some((line) => ['session_meta', 'response_item'].includes(textAt(line, 'type'))),
  count(file) {
    const lines = linesIn(file);
    const items = lines
      .filter((line) => at(line, 'type') === 'response_item')
      .map((line) => at(line, 'payload'));
    const totals = lines
      .map((line) => at(line, 'payload', 'info', 'total_token_usage'))
      .filter((total) => total !== undefined && total !== null);
    return {
      calls: countOf(items, (item) => textAt(item, 'type').endsWith('_call')),
      failed: countOf(
        items,
        (item) => textAt(item, 'type').endsWith('_output') && hasFailed(at(item, 'output')),
      ),
      // Each total repeats those before it.
      tokens: Math.max(0, ...totals.map(tokensOf)),
    };
  },
};

/** What `codex exec --json` prints. */
export const codexExec: Counter = {
  format: 'Codex exec --json',
  owns: (file) => linesIn(file).some((line) => at(line, 'type') === 'thread.started'),
  count(file) {
    const lines = linesIn(file);
    const items = new Map<unknown, unknown>();
    for (const line of lines) {
      if (!textAt(line, 'type').startsWith('item.')) continue;
      items.set(at(line, 'item', 'id'), at(line, 'item'));
    }
    const calls = [...items.values()].filter((item) =>
      ['command_execution', 'file_change', 'mcp_tool_call', 'web_search'].includes(
        textAt(item, 'type'),
      ),
    );
    return {
      calls: calls.length,
      failed: countOf(
        calls,
        (item) => at(item, 'status') === 'failed' || numberAt(item, 'exit_code') !== 0,
      ),
      tokens: sumOf(lines, (line) => tokensOf(at(line, 'usage'))),
    };
  },
};

/** Cached tokens are part of the input, reasoning part of the output. */
function tokensOf(usage: unknown): number {
  return numberAt(usage, 'input_tokens') + numberAt(usage, 'output_tokens');
}

/** The exit code stands in JSON in a string. */
function hasFailed(output: unknown): boolean {
  const value = parsed(output);
  return numberAt(value, 'metadata', 'exit_code') !== 0 || at(value, 'success') === false;
}
