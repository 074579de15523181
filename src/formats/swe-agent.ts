import { contentText } from './content-text.ts';
import type { EventSink } from './content-blocks.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { readJsonDocument } from './json-document.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { fileRun, fitName } from './run-name.ts';
import type { Source } from './source.ts';
import { sweAgentCall, toolCallsOf, type HistoryMessage } from './swe-agent-call.ts';

/**
 * A trajectory of SWE-agent: a step is what the model said, the command in it, and what that
 * printed. No times and no flag: what failed says so in its text alone. `exit_status` tells how the
 * run ended, not whether it solved its task, so it is no outcome.
 */
export const sweAgent: Format = {
  name: 'SWE-agent trajectory',
  recognises: (records) => records.length === 1 && isTrajectory(records[0]),
  read: readTrajectory,
};

const ACCEPTED = 'a trajectory, with `trajectory` as an array of steps';

/** The file as parsed: any field may be anything. */
interface Trajectory {
  readonly trajectory?: unknown;
  readonly history?: unknown;
  readonly info?: unknown;
  readonly environment?: unknown;
  readonly replay_config?: unknown;
}

interface Step {
  readonly action?: unknown;
  readonly observation?: unknown;
  readonly thought?: unknown;
  readonly response?: unknown;
}

interface Info {
  readonly exit_status?: unknown;
  readonly model_stats?: unknown;
}

interface ModelStats {
  readonly tokens_sent?: unknown;
  readonly tokens_received?: unknown;
  readonly api_calls?: unknown;
}

/** Where the settings of a run name its model and its task. */
interface ReplayConfig {
  readonly agent?: { readonly model?: { readonly name?: unknown } };
  readonly problem_statement?: { readonly id?: unknown };
}

function isTrajectory(value: unknown): value is Trajectory {
  if (!isRecord(value)) return false;
  const { trajectory, history, info }: Trajectory = value;
  if (!Array.isArray(trajectory)) return false;
  if (trajectory.length === 0) return Array.isArray(history) && isRecord(info);
  const first: unknown = trajectory[0];
  return isRecord(first) && 'action' in first && 'observation' in first;
}

async function* readTrajectory(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const { path } = source;
  const value = (await readJsonDocument(source, ACCEPTED))?.value;
  if (!isTrajectory(value)) {
    throw fileError(path, undefined, describeUnquoted(value), ACCEPTED);
  }
  const steps: unknown[] = Array.isArray(value.trajectory) ? value.trajectory : [];
  const history: HistoryMessage[] = Array.isArray(value.history)
    ? value.history.filter(isRecord)
    : [];
  const config = configOf(value.replay_config);
  const model = config.agent?.model?.name;
  const id = fitName(config.problem_statement?.id);
  const task = id ?? environmentOf(value);
  const run = id ?? fileRun(path);
  const agent = fitName(isNamed(model) ? `swe-agent@${model}` : 'swe-agent')!;
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
  tellTask(history, sink);
  tellUsage(value.info, sink);
  readSteps(steps.filter(isRecord), history, sink);
  tellExit(value.info, sink);
  items.push({ kind: 'close', run });
  yield items;
}

/** What was asked, but not the demonstrations of another task before it. */
function tellTask(history: readonly HistoryMessage[], sink: EventSink): void {
  for (const message of history) {
    if (message.role === 'assistant' && message.is_demo !== true) return;
    if (message.role !== 'user' || message.is_demo === true) continue;
    const text = contentText(message.content);
    if (text !== '') sink.event({ type: 'user', text });
  }
}

/**
 * Tokens are told for the run as a whole. They stand before its first step, for no step can be said
 * to have cost them. A person's demonstration has none, and says 0.
 */
function tellUsage(info: unknown, sink: EventSink): void {
  const { model_stats: stats }: Info = isRecord(info) ? info : {};
  const told: ModelStats = isRecord(stats) ? stats : {};
  const { tokens_sent: sent, tokens_received: received, api_calls: calls } = told;
  if (calls === 0) return;
  if (!isCount(sent) && !isCount(received)) return;
  sink.event({
    type: 'usage',
    ...(isCount(sent) && { inputTokens: sent }),
    ...(isCount(received) && { outputTokens: received }),
  });
}

function readSteps(
  steps: readonly Step[],
  history: readonly HistoryMessage[],
  sink: EventSink,
): void {
  const nextToolCalls = toolCallsOf(history);
  steps.forEach(({ action, observation, thought, response }, index) => {
    const said = [thought, response].find(isNamed);
    if (said !== undefined) sink.event({ type: 'say', text: said, channel: 'answer' });
    const output = contentText(observation);
    if (!isNamed(action)) {
      // The model's answer held no command, or the host ended the run.
      if (output !== '') sink.event({ type: 'note', text: output });
      return;
    }
    const id = `step-${index + 1}`;
    sink.event({ type: 'call', id, ...sweAgentCall(action, nextToolCalls(action)) });
    sink.event({ type: 'result', id, output });
  });
}

function tellExit(info: unknown, sink: EventSink): void {
  const { exit_status: status }: Info = isRecord(info) ? info : {};
  if (isNamed(status)) sink.event({ type: 'note', text: `exit status: ${status}` });
}

/** From version 1.1 on it is JSON in a string. */
function configOf(value: unknown): ReplayConfig {
  let config = value;
  if (typeof value === 'string') {
    try {
      config = JSON.parse(value);
    } catch {
      return {};
    }
  }
  return isRecord(config) ? config : {};
}

/** The names of an environment that has none of its own. */
const UNNAMED: ReadonlySet<unknown> = new Set(['main', 'swe_main']);

function environmentOf({ environment }: Trajectory): string | undefined {
  return UNNAMED.has(environment) ? undefined : fitName(environment);
}
