import {
  at,
  countOf,
  linesIn,
  listAt,
  numberAt,
  outcomesOf,
  sumOf,
  type Counter,
} from './counter.ts';

/** Our own recordings: a run a line, or an event a line. */
export const trace: Counter = {
  format: 'Second Thought trace',
  owns: (file) =>
    linesIn(file).some(
      (line) =>
        (Array.isArray(at(line, 'events')) && typeof at(line, 'run') === 'string') ||
        (at(line, 'type') === 'call' && at(line, 'tool') !== undefined),
    ),
  count(file) {
    const lines = linesIn(file);
    const events = lines.flatMap((line) =>
      Array.isArray(at(line, 'events')) ? listAt(line, 'events') : [line],
    );
    const told = events.filter((event) => at(event, 'type') === 'outcome');
    const ends = [
      ...lines.map((line) => at(line, 'outcome', 'succeeded')),
      ...told.map((event) => at(event, 'succeeded')),
    ];
    return {
      calls: countOf(events, (event) => at(event, 'type') === 'call'),
      failed: countOf(
        events,
        (event) => at(event, 'type') === 'result' && at(event, 'ok') === false,
      ),
      tokens: sumOf(
        events,
        (event) => numberAt(event, 'inputTokens') + numberAt(event, 'outputTokens'),
      ),
      outcomes: outcomesOf(ends.map((end) => (typeof end === 'boolean' ? end : undefined))),
    };
  },
};
