import { createCallIds, type CallIds } from './call-ids.ts';
import { NOTHING_SPENT, spendingSince, type Spent } from './codex-usage.ts';
import { isExecEvent, readExecEvent } from './codex-exec-event.ts';
import { isExecItem, readExecItem } from './codex-exec-item.ts';
import type { EventSink } from './content-blocks.ts';
import type { Format, ReadItem } from './format.ts';
import { isNamed, isRecord } from './json-record.ts';
import { readLog, tellOddity, type Oddities } from './log-lines.ts';
import { createTurns, type Turns } from './response-item.ts';
import { fileRun, fitName } from './run-name.ts';

/**
 * What `codex exec --json` prints: an event a line, of threads with turns with items. It tells no
 * times and no model, and nothing of what was asked. Versions before October 2025 printed these,
 * and other events.
 */
export const codexExec: Format = {
  name: 'codex exec --json stream',
  recognises: (records) => records.some(isExecLine),
  read(source) {
    const oddities: Oddities = { count: 0 };
    let thread: Thread | undefined;
    const close = (items: ReadItem[]): void => {
      if (thread?.isOpen === true) items.push({ kind: 'close', run: thread.run });
    };
    return readLog(
      source,
      {
        record(record: Line, line, items) {
          const id = record.type === 'thread.started' ? fitName(record.thread_id) : undefined;
          if (thread === undefined || (id !== undefined && id !== thread.run)) {
            close(items);
            thread = createThread(id ?? fileRun(source.path));
          }
          readLine(thread, record, sinkOf(thread, oddities, line, items));
        },
        end(items) {
          close(items);
          if (thread?.isOpen === true) return;
          items.push({ kind: 'problem', message: 'no messages in this stream' });
        },
      },
      oddities,
    );
  },
};

interface Line {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly thread_id?: unknown;
  readonly item?: unknown;
  readonly usage?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  /** An event of older versions, and the lines before the first one. */
  readonly msg?: unknown;
  readonly prompt?: unknown;
  readonly workdir?: unknown;
  readonly model?: unknown;
}

interface Thread {
  readonly run: string;
  readonly ids: CallIds;
  readonly turns: Turns;
  /** Items that began; their last record tells what became of them. */
  readonly begun: Map<string, string>;
  spent: Spent;
  agent: string;
  task: string | undefined;
  isOpen: boolean;
}

function createThread(run: string): Thread {
  return {
    run,
    ids: createCallIds(),
    turns: createTurns(),
    begun: new Map(),
    spent: NOTHING_SPENT,
    agent: 'codex',
    task: undefined,
    isOpen: false,
  };
}

function isExecLine(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const { type, item, thread_id: threadId, usage, id, msg }: Line = record;
  if (isExecEvent(msg)) return isNamed(id);
  if (type === 'thread.started') return isNamed(threadId);
  if (type === 'turn.completed') return isRecord(usage);
  return isNamed(type) && ITEM_EVENT.test(type) && isExecItem(item);
}

const ITEM_EVENT = /^item\.(?:started|updated|completed)$/;

function readLine(thread: Thread, record: Line, sink: EventSink): void {
  const { type, item, usage, error, message } = record;
  if (type === undefined) {
    readOldLine(thread, record, sink);
    return;
  }
  if (isNamed(type) && ITEM_EVENT.test(type) && isRecord(item)) {
    readExecItem(item, type === 'item.completed', thread, sink);
  } else if (type === 'turn.completed') {
    // The count is the thread's, of all its turns.
    const { usage: event, spent } = spendingSince(thread.spent, usage);
    thread.spent = spent;
    if (event !== undefined) sink.event(event);
  } else if (type === 'turn.failed' || type === 'error') {
    const { message: why }: { readonly message?: unknown } = isRecord(error) ? error : { message };
    sink.event({ type: 'note', text: isNamed(why) ? why : 'Turn failed' });
  }
}

/** The settings, then what was asked, then events. */
function readOldLine(thread: Thread, record: Line, sink: EventSink): void {
  const { msg, prompt, workdir, model } = record;
  if (isRecord(msg)) readExecEvent(msg, thread, sink);
  else if (isNamed(prompt)) sink.event({ type: 'user', text: prompt });
  else if (isNamed(workdir)) {
    thread.task = fitName(workdir);
    if (isNamed(model)) thread.agent = fitName(`codex@${model}`)!;
  }
}

function sinkOf(thread: Thread, oddities: Oddities, line: number, items: ReadItem[]): EventSink {
  const { run } = thread;
  return {
    event(event) {
      const { agent, task } = thread;
      const about = { agent, run, recorded: true, ...(task !== undefined && { task }) };
      // Nobody can speak to it while it runs.
      const opening = { ...about, interactive: false };
      if (!thread.isOpen) items.push({ kind: 'open', run: opening, line });
      thread.isOpen = true;
      items.push({ kind: 'event', run, event, line });
    },
    problem: (message) => tellOddity(oddities, `line ${line} has ${message}`, line, items),
  };
}
