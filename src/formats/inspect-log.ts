import { describeUnquoted, fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { readInspectSample, type Evaluation } from './inspect-sample.ts';
import { readJsonDocument } from './json-document.ts';
import { isNamed, isRecord } from './json-record.ts';
import type { Source } from './source.ts';

/**
 * An evaluation log of Inspect AI, a run for each sample and epoch: `.eval`, a zip archive with a
 * file for each sample, or `.json`, all in one document. Of an archive one sample is in memory at a
 * time, of a document all are; a sample or document over the limit of a line is refused. A log
 * whose samples were not kept has no runs.
 */
export const inspectLog: Format = {
  name: 'Inspect AI log',
  recognises(records, head) {
    if (head.zipEntry !== undefined) return ENTRY.test(head.zipEntry);
    return records.length === 1 && isLog(records[0]);
  },
  async *read(source) {
    const { zipEntry } = await source.head(1);
    if (zipEntry === undefined) yield* readDocument(source);
    else yield* readArchive(source);
  },
};

const ACCEPTED = 'an evaluation log of Inspect AI, version 2, with `eval` and `samples`';
const NO_SAMPLES = 'the log holds no samples: its evaluation kept none, or ended before the first';

/** The files of an archive; any may be its first. */
const ENTRY =
  /^(?:header\.json|summaries\.json|reductions\.json|_journal\/.+|samples\/.+_epoch_\d+\.json)$/;
const SAMPLE = /^samples\/.+\.json$/;
/** Written first and last; each names the task and the model. */
const SETTINGS: ReadonlySet<string> = new Set(['_journal/start.json', 'header.json']);

/** A log as parsed: any field may be anything. */
interface Log {
  readonly version?: unknown;
  readonly status?: unknown;
  readonly eval?: unknown;
  readonly samples?: unknown;
}

function isLog(value: unknown): value is Log {
  if (!isRecord(value)) return false;
  const { version, status, eval: evaluation }: Log = value;
  const { task, model }: Evaluation = isRecord(evaluation) ? evaluation : {};
  return typeof version === 'number' && isNamed(status) && isNamed(task) && isNamed(model);
}

async function* readDocument(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const { path } = source;
  const value = (await readJsonDocument(source, ACCEPTED))?.value;
  if (!isLog(value)) throw fileError(path, undefined, describeUnquoted(value), ACCEPTED);
  const samples: unknown[] = Array.isArray(value.samples) ? value.samples : [];
  const evaluation = evaluationOf(value);
  for (const [index, sample] of samples.entries()) {
    if (!isRecord(sample)) {
      const received = `${describeUnquoted(sample)} as sample number ${index + 1}`;
      throw fileError(path, undefined, received, ACCEPTED);
    }
    const items: ReadItem[] = [];
    readInspectSample(sample, evaluation, path, items);
    yield items;
  }
  if (samples.length === 0) yield [{ kind: 'problem', message: `${path}: ${NO_SAMPLES}` }];
}

async function* readArchive(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const { path } = source;
  let evaluation: Evaluation = {};
  let samples = 0;
  const wanted = (name: string): boolean => SAMPLE.test(name) || SETTINGS.has(name);
  for await (const { name, text } of source.entries(wanted)) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw fileError(path, undefined, `${name} in it, which is not JSON`, ACCEPTED);
    }
    if (!isRecord(value)) {
      throw fileError(path, undefined, `${name} in it as ${describeUnquoted(value)}`, ACCEPTED);
    }
    if (SETTINGS.has(name)) {
      evaluation = evaluationOf(value);
      continue;
    }
    samples += 1;
    const items: ReadItem[] = [];
    readInspectSample(value, evaluation, path, items);
    yield items;
  }
  if (samples === 0) yield [{ kind: 'problem', message: `${path}: ${NO_SAMPLES}` }];
}

function evaluationOf(log: Log): Evaluation {
  return isRecord(log.eval) ? log.eval : {};
}
