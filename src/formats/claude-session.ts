import { basename, dirname } from 'node:path';
import { closeClaudeRun, createClaudeRun, type ClaudeRun } from './claude-run.ts';
import type { ReadItem } from './format.ts';
import { isNamed } from './json-record.ts';
import type { Oddities } from './log-lines.ts';
import { hear, longestSilent } from './open-runs.ts';
import { fileRun, fitName } from './run-name.ts';

/** A line of a session as parsed: any field may be anything. */
export interface Line {
  readonly type?: unknown;
  readonly subtype?: unknown;
  readonly sessionId?: unknown;
  readonly agentId?: unknown;
  /** `claude -p --output-format stream-json` prints such lines with other names for these two. */
  readonly session_id?: unknown;
  readonly parent_tool_use_id?: unknown;
  readonly isSidechain?: unknown;
  readonly uuid?: unknown;
  readonly parentUuid?: unknown;
  readonly requestId?: unknown;
  readonly timestamp?: unknown;
  readonly cwd?: unknown;
  readonly isMeta?: unknown;
  readonly isCompactSummary?: unknown;
  readonly isApiErrorMessage?: unknown;
  readonly leafUuid?: unknown;
  readonly message?: unknown;
  readonly attachment?: unknown;
  readonly content?: unknown;
  readonly toolUseResult?: unknown;
  readonly costUSD?: unknown;
}

/** A session file while it is read: which runs it holds, and what was odd. */
export interface Session {
  readonly path: string;
  readonly place: Place;
  /** By name, the longest silent first. */
  readonly runs: Map<string, ClaudeRun>;
  /** Which sidechain a line belongs to, by its uuid: older versions do not name them. */
  readonly sidechains: Map<string, string>;
  sidechainCount: number;
  latestSidechain: string | undefined;
  readonly oddities: Oddities;
  /** Whether any run was open. */
  opened: boolean;
}

/** A line's parent is among the last lines. */
const SIDECHAIN_LINES_MAX = 4096;

export function createSession(path: string): Session {
  return {
    path,
    place: placeOf(path),
    runs: new Map(),
    sidechains: new Map(),
    sidechainCount: 0,
    latestSidechain: undefined,
    oddities: { count: 0 },
    opened: false,
  };
}

/** The run that a line belongs to; created if it is new. */
export function runOf(session: Session, record: Line, line: number, items: ReadItem[]): ClaudeRun {
  const { place } = session;
  const names = [record.sessionId, record.session_id, place.sessionId, fileRun(session.path)];
  const sessionId = fitName(names.find(isNamed))!;
  const isSidechain = record.isSidechain === true;
  const agents = [record.agentId, record.parent_tool_use_id, isSidechain && place.agentId];
  const agentId = fitName(agents.find(isNamed));
  const isSubagent = isSidechain || agentId !== undefined;
  const name = isSubagent ? (agentId ?? sidechainOf(session, sessionId, record)) : sessionId;
  let run = session.runs.get(name);
  if (run === undefined) {
    const crowded = longestSilent(session.runs);
    if (crowded !== undefined) closeRun(session, crowded, items);
    const task = fitName(record.cwd);
    const opening = {
      run: name,
      recorded: true,
      // A subagent is spoken to by the agent that started it, never by a person.
      interactive: !isSubagent,
      ...(task !== undefined && { task }),
      ...(name !== sessionId && { parent: sessionId }),
    };
    run = createClaudeRun(opening, line);
  }
  hear(session.runs, name, run);
  return run;
}

/** Closes all runs, in the order they began: some open only now. */
export function endSession(session: Session, items: ReadItem[]): void {
  const runs = [...session.runs].toSorted(([, a], [, b]) => a.firstLine! - b.firstLine!);
  for (const [name] of runs) closeRun(session, name, items);
  if (!session.opened) items.push({ kind: 'problem', message: 'no messages in this session' });
}

/** What a file's place says: a subagent's is `<session>/subagents/agent-<id>.jsonl`. */
interface Place {
  readonly sessionId: string | undefined;
  readonly agentId: string | undefined;
}

/** Older versions put the same file beside the session's, whose name then only its lines tell. */
function placeOf(path: string): Place {
  const folder = dirname(path);
  const session = basename(folder) === 'subagents' ? basename(dirname(folder)) : undefined;
  return { sessionId: session, agentId: /^agent-(.+)$/.exec(fileRun(path))?.[1] };
}

/** Follows a line to its parent's sidechain. A prompt without one begins a new sidechain. */
function sidechainOf(session: Session, sessionId: string, record: Line): string {
  const { sidechains } = session;
  let name = isNamed(record.parentUuid) ? sidechains.get(record.parentUuid) : undefined;
  if (name === undefined && record.type !== 'user') name = session.latestSidechain;
  if (name === undefined) {
    session.sidechainCount++;
    name = fitName(`${sessionId}/sidechain-${session.sidechainCount}`)!;
  }
  session.latestSidechain = name;
  if (isNamed(record.uuid)) hear(sidechains, record.uuid, name);
  if (sidechains.size > SIDECHAIN_LINES_MAX) sidechains.delete(sidechains.keys().next().value!);
  return name;
}

function closeRun(session: Session, name: string, items: ReadItem[]): void {
  const run = session.runs.get(name)!;
  session.runs.delete(name);
  if (closeClaudeRun(run, items)) session.opened = true;
}
