import type { EventSink } from './content-blocks.ts';
import { contentText } from './content-text.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { readJsonDocument } from './json-document.ts';
import { isNamed, isRecord } from './json-record.ts';
import { readMiniMessages, type MiniMessage } from './mini-swe-messages.ts';
import { fileRun, fitName } from './run-name.ts';
import type { Source } from './source.ts';

/**
 * A trajectory of mini-swe-agent: chat messages, in which the model's commands stand in code blocks
 * or tool calls, and their output in what the user answers. `exit_status` tells how the run ended,
 * not whether it solved its task, so it is no outcome.
 */
export const miniSweAgent: Format = {
  name: 'mini-swe-agent trajectory',
  recognises: (records) => records.length === 1 && isMiniTrajectory(records[0]),
  read: readTrajectory,
};

const ACCEPTED = 'a trajectory of mini-swe-agent, with `messages` as an array';

/** The file as parsed: any field may be anything. */
interface Trajectory {
  readonly info?: unknown;
  readonly messages?: unknown;
  readonly trajectory_format?: unknown;
  readonly instance_id?: unknown;
}

interface Info {
  readonly exit_status?: unknown;
  readonly submission?: unknown;
  readonly mini_version?: unknown;
  readonly config?: { readonly model?: { readonly model_name?: unknown } };
}

/** Whether a file is one, also where only its first part is known: the format is named at its end. */
export function isMiniTrajectory(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { info, messages, trajectory_format: format }: Trajectory = value;
  if (typeof format === 'string') return format.startsWith('mini-swe-agent');
  if (!isRecord(info)) return false;
  const { mini_version: version, exit_status: status }: Info = info;
  return isNamed(version) || (status !== undefined && Array.isArray(messages));
}

async function* readTrajectory(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const { path } = source;
  const value = (await readJsonDocument(source, ACCEPTED))?.value;
  if (!isRecord(value)) throw fileError(path, undefined, describeUnquoted(value), ACCEPTED);
  const { info, messages, instance_id: instance }: Trajectory = value;
  if (!Array.isArray(messages)) {
    const received = `\`messages\` as ${describeUnquoted(messages)}`;
    throw fileError(path, undefined, received, ACCEPTED);
  }
  const told: Info = isRecord(info) ? info : {};
  const known: MiniMessage[] = messages.filter(isRecord);
  const model = [told.config?.model?.model_name, modelOf(known)].find(isNamed);
  const agent = fitName(model === undefined ? 'mini-swe-agent' : `mini-swe-agent@${model}`)!;
  const task = fitName(instance);
  const run = task ?? fileRun(path);
  const items: ReadItem[] = [
    {
      kind: 'open',
      run: { agent, run, recorded: true, interactive: false, ...(task !== undefined && { task }) },
    },
  ];
  const sink: EventSink = {
    event: (event) => items.push({ kind: 'event', run, event }),
    problem: (message) => items.push({ kind: 'problem', run, message }),
  };
  readMiniMessages(known, contentText(told.submission), sink);
  if (isNamed(told.exit_status)) {
    sink.event({ type: 'note', text: `exit status: ${told.exit_status}` });
  }
  items.push({ kind: 'close', run });
  yield items;
}

/** As the service named it that answered. */
function modelOf(messages: readonly MiniMessage[]): string | undefined {
  for (const { extra } of messages) {
    const { response }: { readonly response?: unknown } = isRecord(extra) ? extra : {};
    const { model }: { readonly model?: unknown } = isRecord(response) ? response : {};
    if (isNamed(model)) return model;
  }
  return undefined;
}
