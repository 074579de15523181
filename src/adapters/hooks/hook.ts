import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../engine/contract.ts';
import { createEngine } from '../../engine/engine.ts';
import { hashName } from '../../engine/numeric/hash.ts';
import { isRecord } from '../../formats/json-record.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { gemini } from './gemini.ts';
import type { Host } from './host.ts';
import {
  parseSession,
  printSession,
  shareGain,
  takeGain,
  type Gain,
  type SessionState,
} from './session-state.ts';
import { openStateCell, type StateCell } from './state-cell.ts';
import { createMemory, watch, type WatchOptions } from './watch.ts';

export const HOSTS: readonly Host[] = [claudeCode, codex, gemini];

export interface HookOptions extends WatchOptions {
  /** Where sessions are kept. */
  readonly folder: string;
}

/**
 * Answers one call of a hook: what happened is told to the session's engine, whose memory lies in a
 * file between two calls, and what it says of it is put as the host takes it.
 *
 * @param input What the host wrote, as parsed.
 * @returns What the host is to read; empty for nothing.
 * @throws {Error} Where the state cannot be kept; the caller stays silent.
 */
export function answerHook(host: Host, input: unknown, options: HookOptions): string {
  const moment = isRecord(input) ? host.read(input) : undefined;
  if (moment === undefined) return '';
  const sessions = join(options.folder, host.name);
  const learned = (): StateCell => openStateCell(join(sessions, 'learned'));
  if (moment.kind === 'start') sweep(sessions);
  const cell = openStateCell(join(sessions, folderOf(moment.session)));
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const kept = cell.read();
    const { state, engine } = goOn(kept?.bytes) ?? begin(learned().read()?.bytes);
    const answer = watch(moment, engine, state.memory, host, options);
    const next = { ...state, engine: engine.snapshot() };
    // What was learned is shared when a turn is over, and not at every call.
    const shares = moment.kind === 'answer' || moment.kind === 'end';
    const { gain, base } = shares ? takeGain(next) : { gain: undefined, base: state.base };
    if (!cell.write(kept?.version ?? 0, printSession({ ...next, base }))) continue;
    if (gain !== undefined) share(learned(), gain);
    return answer === undefined ? '' : JSON.stringify(host.print(moment, answer) ?? {});
  }
  throw new Error(`session ${moment.session}: ${TRIES_MAX} tries, each time another was faster`);
}

/** Each try is a millisecond or two: so many at once are beyond what any host does. */
const TRIES_MAX = 64;

interface Begun {
  readonly state: SessionState;
  readonly engine: Engine;
}

/** `undefined` where there is none, or it is damaged or of another version: it begins anew. */
function goOn(bytes: Uint8Array | undefined): Begun | undefined {
  if (bytes === undefined) return undefined;
  try {
    const state = parseSession(bytes);
    return { state, engine: engineOf(state.engine) };
  } catch {
    return undefined;
  }
}

/** A session begins with what earlier ones learned, where that can be read. */
function begin(learned: Uint8Array | undefined): Begun {
  const memory = createMemory();
  try {
    return { state: { memory, engine: undefined, base: learned }, engine: engineOf(learned) };
  } catch {
    return { state: { memory, engine: undefined, base: undefined }, engine: engineOf(undefined) };
  }
}

function engineOf(snapshot: Uint8Array | undefined): Engine {
  return createEngine({ memoryLimitMb: MEMORY_LIMIT_MB, snapshot, now: Date.now });
}

/** Room for 42 runs of a session. */
const MEMORY_LIMIT_MB = 1;

/** A gain that was taken is added once or, where this process is killed now, not at all. */
function share(learned: StateCell, gain: Gain): void {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const shared = learned.read();
    if (learned.write(shared?.version ?? 0, shareGain(shared?.bytes, gain))) return;
  }
}

/** A session's id comes from outside: only what is harmless in a path is taken as it is. */
function folderOf(session: string): string {
  const harmless = session.replaceAll(/[^\w-]/g, '_').slice(0, 80);
  return `s-${harmless}${harmless === session ? '' : `-${hashName(session).toString(36)}`}`;
}

/** Old sessions go, and drafts of processes that were killed. */
function sweep(sessions: string): void {
  mkdirSync(sessions, { recursive: true, mode: 0o700 });
  const now = Date.now();
  const folders = readdirSync(sessions).filter((name) => name.startsWith('s-'));
  const aged = folders.map((name) => {
    const folder = join(sessions, name);
    return { folder, ageMs: now - statSync(folder).mtimeMs };
  });
  aged.sort((a, b) => a.ageMs - b.ageMs);
  aged.forEach(({ folder, ageMs }, i) => {
    if (ageMs > SESSION_AGE_MS_MAX || i >= SESSIONS_MAX) rmSync(folder, { recursive: true });
    else sweepDrafts(folder, now);
  });
}

function sweepDrafts(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.startsWith('draft-') && now - statSync(file).mtimeMs > DRAFT_AGE_MS_MAX) rmSync(file);
  }
}

const SESSION_AGE_MS_MAX = 14 * 24 * 3_600_000;
const SESSIONS_MAX = 256;
const DRAFT_AGE_MS_MAX = 60_000;
