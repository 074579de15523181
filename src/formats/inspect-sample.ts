import type { EventSink } from './content-blocks.ts';
import type { ReadItem } from './format.ts';
import { resolverOf } from './inspect-attachments.ts';
import { readInspectEvents } from './inspect-events.ts';
import { readInspectMessages, tellQuestion } from './inspect-messages.ts';
import { outcomeOfScores } from './inspect-scores.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { fileRun, fitName } from './run-name.ts';

/** What a log says of all its samples, as parsed. */
export interface Evaluation {
  readonly task?: unknown;
  readonly model?: unknown;
}

/** A sample as parsed: any field may be anything. */
export interface Sample {
  readonly id?: unknown;
  readonly epoch?: unknown;
  readonly input?: unknown;
  readonly messages?: unknown;
  readonly events?: unknown;
  readonly attachments?: unknown;
  readonly scores?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

/**
 * Reads one sample as a run: its events, which have times and tell errors, or its messages where no
 * events were kept.
 */
export function readInspectSample(
  sample: Sample,
  { task, model }: Evaluation,
  path: string,
  items: ReadItem[],
): void {
  const name = [model, modelOf(sample)].find(isNamed);
  const agent = fitName(name === undefined ? 'inspect' : `inspect@${name}`)!;
  const run = runOf(sample, path);
  const taskName = fitName(task);
  items.push({
    kind: 'open',
    run: {
      agent,
      run,
      recorded: true,
      interactive: false,
      ...(taskName !== undefined && { task: taskName }),
    },
  });
  const sink: EventSink = {
    event: (event) => items.push({ kind: 'event', run, event }),
    problem: (message) => items.push({ kind: 'problem', run, message }),
  };
  const resolve = resolverOf(sample.attachments);
  const events = Array.isArray(sample.events) ? sample.events.filter(isRecord) : [];
  const messages = Array.isArray(sample.messages) ? sample.messages.filter(isRecord) : [];
  const question = tellQuestion(sample.input, resolve, sink);
  if (!readInspectEvents(events, question, resolve, sink)) {
    readInspectMessages(messages, question, resolve, sink);
  }
  const { message: fault }: { readonly message?: unknown } = isRecord(sample.error)
    ? sample.error
    : {};
  if (isNamed(fault)) sink.event({ type: 'note', text: `the sample failed: ${fault}` });
  const outcome = outcomeOfScores(sample.scores);
  items.push({ kind: 'close', run, ...(outcome && { outcome }) });
}

/** The first epoch goes by the sample's id alone. */
function runOf({ id, epoch }: Sample, path: string): string {
  const name = typeof id === 'number' || isNamed(id) ? String(id) : fileRun(path);
  return fitName(isCount(epoch) && epoch > 1 ? `${name}#${epoch}` : name)!;
}

function modelOf({ output }: Sample): unknown {
  const { model }: { readonly model?: unknown } = isRecord(output) ? output : {};
  return model;
}
