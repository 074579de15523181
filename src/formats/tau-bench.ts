import type { AgentEvent } from '../engine/input/event.ts';
import { contentText } from './content-text.ts';
import { describeUnquoted, fileError } from './file-error.ts';
import type { Format, ReadItem } from './format.ts';
import { readJsonDocument } from './json-document.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { readOpenaiChat } from './openai-chat.ts';
import { fileRun, fitName } from './run-name.ts';
import type { Source } from './source.ts';

/**
 * Results of tau-bench: conversations with a simulated customer, in OpenAI's messages. The bench's
 * tools answer "Error: …" where they refuse, and never otherwise, so that is a flag. A reward of 1
 * is success, any other is failure. What the customer says to end the conversation is no one's to
 * answer, and left out.
 */
export const tauBench: Format = {
  name: 'tau-bench results',
  recognises([document]) {
    const results: unknown[] = Array.isArray(document) ? document : [document];
    return results.length > 0 && isResult(results[0]);
  },
  read: readResults,
};

const ACCEPTED = 'an array of results, each with `task_id`, `reward` and `traj`';

/** The simulated customer's last word. */
const STOP = '###STOP###';

/** A result as parsed: any field may be anything. */
interface Result {
  readonly task_id?: unknown;
  readonly trial?: unknown;
  readonly reward?: unknown;
  readonly info?: unknown;
  readonly traj?: unknown;
}

interface Message {
  readonly role?: unknown;
  readonly content?: unknown;
}

/** Keys are written in this order, so a first part of a file has these. */
function isResult(value: unknown): value is Result {
  if (!isRecord(value)) return false;
  const { task_id: taskId, reward, info, traj }: Result = value;
  const isTask = typeof taskId === 'number' || isNamed(taskId);
  return isTask && typeof reward === 'number' && (isRecord(info) || Array.isArray(traj));
}

async function* readResults(source: Source): AsyncGenerator<readonly ReadItem[]> {
  const { path } = source;
  const document = await readJsonDocument(source, ACCEPTED);
  if (document === undefined) {
    throw fileError(path, undefined, 'results a line each', ACCEPTED);
  }
  const { value } = document;
  const results: unknown[] = Array.isArray(value) ? value : [value];
  const seen = new Set<string>();
  for (const [index, result] of results.entries()) {
    if (!isResult(result)) {
      const received = `${describeUnquoted(result)} as result number ${index + 1}`;
      throw fileError(path, undefined, received, ACCEPTED);
    }
    const items: ReadItem[] = [];
    readResult(result, path, seen, items);
    yield items;
  }
}

/** @param seen Names of runs; of a task tried again, the trial tells them apart. */
function readResult(result: Result, path: string, seen: Set<string>, items: ReadItem[]): void {
  const messages: Message[] = Array.isArray(result.traj) ? result.traj.filter(isRecord) : [];
  const environment = environmentOf(messages);
  const id = String(result.task_id);
  const task = fitName(environment === undefined ? id : `${environment}-${id}`)!;
  const { trial } = result;
  const name = environment === undefined ? `${fileRun(path)}-${id}` : task;
  const run = fitName(seen.has(name) && isCount(trial) ? `${name}#${trial}` : name)!;
  seen.add(name);
  items.push({ kind: 'open', run: { agent: 'tau-bench', run, task, recorded: true } });
  readOpenaiChat(
    messages.filter((message) => !isStop(message)),
    {
      event: (event) => items.push({ kind: 'event', run, event: judged(event) }),
      problem: (message) => items.push({ kind: 'problem', run, message }),
    },
  );
  const fault = faultOf(result.info);
  if (fault !== undefined) {
    items.push({ kind: 'event', run, event: { type: 'note', text: fault } });
  }
  items.push({ kind: 'close', run, outcome: { succeeded: result.reward === 1 } });
}

/** The bench's shop assistants are told by their policy whose they are. */
function environmentOf(messages: readonly Message[]): string | undefined {
  const system = messages.find(({ role }) => role === 'system');
  const policy = contentText(system?.content);
  return /^\s*#\s*(\w+) agent policy/i.exec(policy)?.[1]?.toLowerCase();
}

function isStop({ role, content }: Message): boolean {
  return role === 'user' && contentText(content).includes(STOP);
}

function judged(event: AgentEvent): AgentEvent {
  if (event.type !== 'result') return event;
  return { ...event, ok: !String(event.output).startsWith('Error') };
}

/** What ended a run before its time: a fault of the bench, told with a reward of 0. */
function faultOf(info: unknown): string | undefined {
  const { error }: { readonly error?: unknown } = isRecord(info) ? info : {};
  return isNamed(error) ? error : undefined;
}
