import { at, countOf, linesIn, listAt, numberAt, sumOf, textAt, type Counter } from './counter.ts';

/** One line for each content block; several share a message's id and repeat its usage. */
export const claudeCode: Counter = {
  format: 'Claude Code',
  owns: (file) =>
    linesIn(file).some(
      (line) =>
        typeof at(line, 'sessionId') === 'string' && at(line, 'message', 'role') !== undefined,
    ),
  count(file) {
    const lines = linesIn(file);
    const said = lines.filter((line) => at(line, 'type') === 'assistant' && !isHostsOwn(line));
    const results = lines
      .filter((line) => at(line, 'type') === 'user')
      .flatMap((line) => listAt(line, 'message', 'content'))
      .filter((block) => at(block, 'type') === 'tool_result');
    const usages = new Map<unknown, unknown>();
    said.forEach((line, index) => {
      const usage = at(line, 'message', 'usage');
      if (usage !== undefined) usages.set(at(line, 'message', 'id') ?? index, usage);
    });
    return {
      calls: countOf(
        said.flatMap((line) => listAt(line, 'message', 'content')),
        (block) => textAt(block, 'type').endsWith('tool_use'),
      ),
      failed: countOf(results, (block) => at(block, 'is_error') === true),
      tokens: sumOf([...usages.values()], tokensOf),
    };
  },
};

export function tokensOf(usage: unknown): number {
  return (
    numberAt(usage, 'input_tokens') +
    numberAt(usage, 'cache_creation_input_tokens') +
    numberAt(usage, 'cache_read_input_tokens') +
    numberAt(usage, 'output_tokens')
  );
}

/** Words of the host in the model's place, as when the service failed. */
function isHostsOwn(line: unknown): boolean {
  return at(line, 'isApiErrorMessage') === true || at(line, 'message', 'model') === '<synthetic>';
}
