import type { AgentEvent } from '../engine/input/event.ts';
import { NOTHING_SPENT, spendingSince, type Spent } from './codex-usage.ts';
import type { EventSink } from './content-blocks.ts';
import type { Format, ReadItem } from './format.ts';
import { isCount, isNamed, isRecord } from './json-record.ts';
import { readLog, tellOddity, type Oddities } from './log-lines.ts';
import {
  addEvent,
  closeNamedRun,
  createNamedRun,
  nameModel,
  timeOf,
  type NamedRun,
} from './named-run.ts';
import { createTurns, isItem, readItem, type Turns } from './response-item.ts';
import { fileRun, fitName } from './run-name.ts';

/**
 * A session of Codex: a log of a record a line. What is said and called stands there twice, as
 * items of the Responses API and as events for the screen: the items are read, and of the events
 * only what no item tells. Versions before autumn 2025 wrote bare items behind a bare head.
 */
export const codexRollout: Format = {
  name: 'Codex session',
  recognises: (records) => records.some((record) => isRolloutLine(record) || isBareHead(record)),
  read(source) {
    const oddities: Oddities = { count: 0 };
    const session = createSession(source.path, oddities);
    return readLog(
      source,
      {
        record: (record, line, items) => readLine(session, record, line, items),
        end(items) {
          if (session.run !== undefined && closeNamedRun(session.run, items)) return;
          items.push({ kind: 'problem', message: 'no messages in this session' });
        },
      },
      oddities,
    );
  },
};

interface Line {
  readonly timestamp?: unknown;
  readonly type?: unknown;
  readonly payload?: unknown;
  /** Of a bare head. */
  readonly id?: unknown;
  readonly instructions?: unknown;
  readonly git?: unknown;
}

/** What stands in the payload of a line that is no item. */
interface Payload {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly cwd?: unknown;
  readonly source?: unknown;
  readonly model?: unknown;
  readonly info?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly num_turns?: unknown;
}

/** What is known of a session while it is read; its run begins with the first event. */
interface Session {
  readonly path: string;
  readonly oddities: Oddities;
  readonly turns: Turns;
  /** The first head; a session that goes on from another one holds that one's, too. */
  head: Payload | undefined;
  run: NamedRun | undefined;
  spent: Spent;
}

const LINE_TYPES: ReadonlySet<unknown> = new Set([
  'session_meta',
  'turn_context',
  'response_item',
  'event_msg',
  'compacted',
]);

function isRolloutLine(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const { type, payload }: Line = record;
  return LINE_TYPES.has(type) && isRecord(payload);
}

function isBareHead(record: unknown): boolean {
  if (!isRecord(record)) return false;
  const { id, timestamp, type, instructions, git }: Line = record;
  if (!isNamed(id) || !isNamed(timestamp) || type !== undefined) return false;
  return instructions !== undefined || git !== undefined;
}

function createSession(path: string, oddities: Oddities): Session {
  return {
    path,
    oddities,
    turns: createTurns(),
    head: undefined,
    run: undefined,
    spent: NOTHING_SPENT,
  };
}

function readLine(session: Session, record: Line, line: number, items: ReadItem[]): void {
  const sink = sinkOf(session, timeOf(record.timestamp), line, items);
  if (isBareHead(record)) session.head ??= record;
  else if (isItem(record)) readItem(record, session.turns, sink);
  else if (isRecord(record.payload))
    readPayload(session, record, record.payload, sink, line, items);
}

function readPayload(
  session: Session,
  record: Line,
  payload: Payload,
  sink: EventSink,
  line: number,
  items: ReadItem[],
): void {
  switch (record.type) {
    case 'session_meta':
      session.head ??= payload;
      break;
    case 'turn_context':
      session.head ??= { cwd: payload.cwd };
      if (isNamed(payload.model)) nameModel(runOf(session, line), payload.model, items);
      break;
    case 'response_item':
      readItem(payload, session.turns, sink);
      break;
    case 'compacted': {
      const text = isNamed(payload.message) ? payload.message : 'Conversation compacted';
      sink.event({ type: 'note', text });
      break;
    }
    case 'event_msg':
      readScreenEvent(session, payload, sink);
      break;
    default:
      break;
  }
}

function readScreenEvent(session: Session, payload: Payload, sink: EventSink): void {
  const { type, info, reason, message, num_turns: turnCount } = payload;
  if (type === 'token_count' && isRecord(info)) {
    const counts: { readonly total_token_usage?: unknown; readonly last_token_usage?: unknown } =
      info;
    const { usage, spent } = spendingSince(
      session.spent,
      counts.total_token_usage,
      counts.last_token_usage,
    );
    session.spent = spent;
    if (usage !== undefined) sink.event(usage);
  } else if (type === 'turn_aborted') {
    const why = isNamed(reason) ? ` (${reason})` : '';
    sink.event({ type: 'note', text: `Turn aborted${why}` });
  } else if (type === 'thread_rolled_back' && isCount(turnCount)) {
    sink.event({ type: 'note', text: `The last turns were taken back: ${turnCount}` });
  } else if ((type === 'error' || type === 'stream_error') && isNamed(message)) {
    sink.event({ type: 'note', text: message });
  }
}

function sinkOf(
  session: Session,
  at: number | undefined,
  line: number,
  items: ReadItem[],
): EventSink {
  return {
    event(event: AgentEvent) {
      const run = runOf(session, line);
      // Copied from an older session, a line may stand behind later ones: its time says nothing.
      const told = at !== undefined && at >= run.atMax ? at : undefined;
      addEvent(run, event, told, line, items);
    },
    problem: (message) => tellOddity(session.oddities, `line ${line} has ${message}`, line, items),
  };
}

function runOf(session: Session, line: number): NamedRun {
  if (session.run !== undefined) return session.run;
  const { id, cwd, source } = session.head ?? {};
  const parent = parentOf(source);
  const task = fitName(cwd);
  // A subagent is spoken to by the agent that started it, `codex exec` by a program.
  const isAlone = source === 'exec' || (isRecord(source) && 'subagent' in source);
  const opening = {
    run: fitName(id) ?? idIn(session.path),
    recorded: true,
    interactive: !isAlone,
    ...(task !== undefined && { task }),
    ...(parent !== undefined && { parent }),
  };
  session.run = createNamedRun('codex', opening, line);
  return session.run;
}

/** The session that started this one. */
function parentOf(source: unknown): string | undefined {
  const { subagent }: { readonly subagent?: unknown } = isRecord(source) ? source : {};
  const { thread_spawn: spawn }: { readonly thread_spawn?: unknown } = isRecord(subagent)
    ? subagent
    : {};
  const { parent_thread_id: parent }: { readonly parent_thread_id?: unknown } = isRecord(spawn)
    ? spawn
    : {};
  return fitName(parent);
}

/** The session's id, which its file's name ends in. */
function idIn(path: string): string {
  const name = fileRun(path);
  return /^rollout-.*?-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(name)?.[1] ?? name;
}
