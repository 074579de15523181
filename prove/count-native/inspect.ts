import { unzipSync } from 'fflate';
import {
  at,
  countOf,
  documentIn,
  listAt,
  numberAt,
  outcomesOf,
  parsed,
  sumOf,
  type Counter,
  type NativeFile,
} from './counter.ts';

/** A log of Inspect, as one JSON document or as a zip with a file a sample. */
export const inspect: Counter = {
  format: 'Inspect',
  owns: (file) => isZip(file) || at(documentIn(file), 'eval', 'task') !== undefined,
  count(file) {
    const samples = samplesIn(file);
    const events = samples.flatMap((sample) => listAt(sample, 'events'));
    const tools = events.filter((event) => at(event, 'event') === 'tool');
    const models = samples.flatMap(answersOf);
    return {
      calls: tools.length,
      failed: countOf(tools, (event) => (at(event, 'error') ?? null) !== null),
      tokens: sumOf(models, (event) => numberAt(event, 'output', 'usage', 'total_tokens')),
      outcomes: outcomesOf(samples.map(outcomeOf)),
    };
  },
};

/** What the agent's models answered: a scorer that asks a model is no agent. */
function answersOf(sample: unknown): unknown[] {
  let scoring = false;
  return listAt(sample, 'events').filter((event) => {
    const kind = at(event, 'event');
    if (at(event, 'type') === 'scorer') {
      scoring = kind === 'span_begin' || (kind === 'step' && at(event, 'action') === 'begin');
    } else if (kind === 'step' || kind === 'span_begin') scoring = false;
    return kind === 'model' && !scoring;
  });
}

function isZip({ bytes }: NativeFile): boolean {
  return bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004';
}

function samplesIn(file: NativeFile): unknown[] {
  if (!isZip(file)) return listAt(documentIn(file), 'samples');
  const entries = unzipSync(file.bytes, { filter: ({ name }) => /^samples\/.*\.json$/.test(name) });
  return Object.values(entries).map((bytes) => parsed(Buffer.from(bytes).toString()));
}

/** Right or wrong, where a sample has one score that is either; a part of a mark is neither. */
function outcomeOf(sample: unknown): boolean | undefined {
  const scores = Object.values(Object(at(sample, 'scores')));
  if (scores.length !== 1) return undefined;
  const value = at(scores[0], 'value');
  if (value === 'C' || value === 1 || value === true) return true;
  return value === 'I' || value === 'N' || value === 0 || value === false ? false : undefined;
}
