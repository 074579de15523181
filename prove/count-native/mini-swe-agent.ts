import {
  at,
  documentIn,
  listAt,
  numberAt,
  outcomesOf,
  sumOf,
  textAt,
  type Counter,
} from './counter.ts';

/** A `.traj.json`: a block of bash in each answer; more or fewer than one are not run. */
export const miniSweAgent: Counter = {
  format: 'mini-swe-agent',
  owns: (file) => textAt(documentIn(file), 'trajectory_format').startsWith('mini-swe-agent'),
  count(file) {
    const messages = listAt(documentIn(file), 'messages');
    const answers = messages.filter((message) => at(message, 'role') === 'assistant');
    return {
      calls: sumOf(answers, callsIn),
      tokens: sumOf(answers, tokensOf),
      ...(file.beside !== undefined && { outcomes: outcomesOf([file.beside]) }),
    };
  },
};

function callsIn(answer: unknown): number {
  const calls = listAt(answer, 'tool_calls').length;
  if (calls > 0) return calls;
  const blocks = textAt(answer, 'content').match(/```bash\s*\n[\s\S]*?\n```/g) ?? [];
  return blocks.length === 1 ? 1 : 0;
}

function tokensOf(answer: unknown): number {
  const usage = at(answer, 'extra', 'response', 'usage');
  return numberAt(usage, 'prompt_tokens') + numberAt(usage, 'completion_tokens');
}
