import { closeClaudeRun, createClaudeRun, type ClaudeRun } from './claude-run.ts';
import type { ReadItem } from './format.ts';
import { isNamed } from './json-record.ts';
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
  readonly content?: unknown;
  readonly toolUseResult?: unknown;
  readonly costUSD?: unknown;
}

/** A session file while it is read: which runs it holds, and what was odd. */
export interface Session {
  readonly path: string;
  /** By name, the longest silent first. */
  readonly runs: Map<string, ClaudeRun>;
  /** Which sidechain a line belongs to, by its uuid: older versions do not name them. */
  readonly sidechains: Map<string, string>;
  sidechainCount: number;
  latestSidechain: string | undefined;
  oddityCount: number;
  /** Whether any run was open. */
  opened: boolean;
}

/** A file of another kind that got here by mistake must not answer with a problem a line. */
const ODDITIES_TOLD_MAX = 20;
/** A line's parent is among the last lines. */
const SIDECHAIN_LINES_MAX = 4096;

export function createSession(path: string): Session {
  return {
    path,
    runs: new Map(),
    sidechains: new Map(),
    sidechainCount: 0,
    latestSidechain: undefined,
    oddityCount: 0,
    opened: false,
  };
}

/** The run that a line belongs to; created if it is new. */
export function runOf(session: Session, record: Line, line: number, items: ReadItem[]): ClaudeRun {
  const names = [record.sessionId, record.session_id, fileRun(session.path)];
  const sessionId = fitName(names.find(isNamed))!;
  const agentId = fitName([record.agentId, record.parent_tool_use_id].find(isNamed));
  const isSubagent = record.isSidechain === true || agentId !== undefined;
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

/** Notes an oddity that reading goes on after. */
export function tellOddity(
  session: Session,
  message: string,
  line: number,
  items: ReadItem[],
): void {
  session.oddityCount++;
  if (session.oddityCount <= ODDITIES_TOLD_MAX) items.push({ kind: 'problem', message, line });
}

/** Closes all runs, in the order they began: some open only now. */
export function endSession(session: Session, items: ReadItem[]): void {
  const runs = [...session.runs].toSorted(([, a], [, b]) => a.firstLine - b.firstLine);
  for (const [name] of runs) closeRun(session, name, items);
  const untold = session.oddityCount - ODDITIES_TOLD_MAX;
  if (untold > 0) {
    items.push({ kind: 'problem', message: `${untold} more lines could not be read in full` });
  }
  if (!session.opened) items.push({ kind: 'problem', message: 'no messages in this session' });
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
