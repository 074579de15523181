import { at, linesIn, parsed, textOf, textAt, type Counter, type NativeFile } from './counter.ts';

/** A stream: no flag for a tool that failed, no tokens, and no word on what a run achieved. */
export const agUi: Counter = {
  format: 'AG-UI',
  owns: (file) => eventsIn(file).some((event) => at(event, 'type') === 'RUN_STARTED'),
  count(file) {
    const calls = eventsIn(file)
      .filter((event) => /^TOOL_CALL_(?:START|CHUNK)$/.test(textAt(event, 'type')))
      .map((event) => at(event, 'toolCallId'))
      .filter((id) => id !== undefined);
    return { calls: new Set(calls).size, failed: 0, outcomes: { succeeded: 0, failed: 0 } };
  },
};

function eventsIn(file: NativeFile): unknown[] {
  const sent = textOf(file)
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => parsed(line.slice(5)));
  return [...linesIn(file), ...sent];
}
