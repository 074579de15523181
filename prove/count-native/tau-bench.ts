import { at, countOf, documentIn, listAt, outcomesOf, textAt, type Counter } from './counter.ts';

/** One array of runs; a tool's answer that begins with "Error" failed. */
export const tauBench: Counter = {
  format: 'tau-bench',
  owns: (file) => Array.isArray(at(documentIn(file), 0, 'traj')),
  count(file) {
    const runs = listAt(documentIn(file));
    const messages = runs.flatMap((run) => listAt(run, 'traj'));
    return {
      calls: messages.flatMap((message) => listAt(message, 'tool_calls')).length,
      failed: countOf(
        messages,
        (message) =>
          at(message, 'role') === 'tool' && textAt(message, 'content').startsWith('Error'),
      ),
      outcomes: outcomesOf(runs.map((run) => at(run, 'reward') === 1)),
    };
  },
};
