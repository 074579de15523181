import {
  at,
  countOf,
  documentIn,
  listAt,
  numberAt,
  outcomesOf,
  textAt,
  type Counter,
} from './counter.ts';

/** A `.traj`: an action a step; failure stands in the observation's text alone. */
export const sweAgent: Counter = {
  format: 'SWE-agent',
  owns: (file) => Array.isArray(at(documentIn(file), 'trajectory')),
  count(file) {
    const document = documentIn(file);
    const stats = at(document, 'info', 'model_stats');
    return {
      calls: countOf(
        listAt(document, 'trajectory'),
        (step) => textAt(step, 'action').trim() !== '',
      ),
      failed: 0,
      tokens: numberAt(stats, 'tokens_sent') + numberAt(stats, 'tokens_received'),
      // "submitted" says that it gave an answer, not that the answer is right.
      ...(file.beside !== undefined && { outcomes: outcomesOf([file.beside]) }),
    };
  },
};
