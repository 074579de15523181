import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { passingFolder, type HookCommand } from './hook-command.ts';
import { findEntries, switchedOff, type HookEntry } from './hook-entries.ts';
import { userPlace, type Host } from './hosts.ts';
import { InstallError } from './install-error.ts';
import { readSettings, unjudged } from './settings-file.ts';
import { askVersion, tryHook } from './try-hook.ts';

/** What was found of our hooks in one host. */
export interface Examination {
  readonly host: Host;
  readonly path: string;
  readonly state: 'absent' | 'not-installed' | 'installed' | 'unreadable';
  /** The events that run us. */
  readonly hooks: number;
  /** What a run of the hook took, where one ended well. */
  readonly answeredMs?: number;
  readonly faults: readonly Fault[];
}

export interface Fault {
  readonly what: string;
  /** What is to be done: a command, or words. */
  readonly mend: string;
}

/** The oldest Node that our hook runs on. */
const NODE_MIN = [20, 19] as const;

/** Looks at a host as its user has it, and runs the hook that is installed there once. */
export async function examineHost(
  host: Host,
  home: string,
  env: NodeJS.ProcessEnv,
  own: HookCommand,
): Promise<Examination> {
  const { path } = userPlace(host, home, env);
  const none = { host, path, hooks: 0, faults: [] };
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    return { ...none, state: 'absent' };
  }
  let text: string;
  let entries: HookEntry[];
  try {
    const settings = await readSettings(unjudged(path));
    text = settings?.text ?? '';
    entries = findEntries(text, own);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    const fault = { what: error.message, mend: 'correct the file by hand' };
    return { ...none, state: 'unreadable', faults: [fault] };
  }
  if (entries.length === 0) return { ...none, state: 'not-installed' };
  const again = `second-thought install ${host.name}`;
  const faults = [...settingsFaults(host, text, entries, again)];
  const times: number[] = [];
  for (const hook of distinct(entries)) {
    const outcome = await examineHook(hook, host, again);
    if (typeof outcome === 'number') times.push(outcome);
    else faults.push(outcome);
  }
  return {
    host,
    path,
    state: 'installed',
    hooks: entries.length,
    ...(times.length === 0 ? {} : { answeredMs: Math.max(...times) }),
    faults,
  };
}

function* settingsFaults(
  host: Host,
  text: string,
  entries: readonly HookEntry[],
  again: string,
): Generator<Fault> {
  const present = new Set(entries.map(({ event }) => event));
  const missing = host.events.filter(({ event }) => !present.has(event));
  if (missing.length > 0) {
    const names = missing.map(({ event }) => event).join(', ');
    yield { what: `it is not run at ${names}`, mend: again };
  }
  const off = switchedOff(text, host);
  if (off !== undefined) yield { what: off, mend: `take ${host.offSwitch} out of the settings` };
}

/** @returns How long a run took, or what is wrong. */
async function examineHook(hook: HookCommand, host: Host, again: string): Promise<Fault | number> {
  const fault = (what: string, mend = again): Fault => ({ what, mend });
  const version = await askVersion(hook.node);
  if (version === undefined) return fault(`the Node of the hook is gone: ${hook.node}`);
  if (version[0] < NODE_MIN[0] || (version[0] === NODE_MIN[0] && version[1] < NODE_MIN[1])) {
    return fault(
      `the hook runs on Node ${version.join('.')}, and needs ${NODE_MIN.join('.')} or later`,
    );
  }
  if (statSync(hook.script, { throwIfNoEntry: false })?.isFile() !== true) {
    return fault(`the hook is gone: ${hook.script}`);
  }
  const outcome = await tryHook(hook, host);
  if ('fault' in outcome) return fault(outcome.fault);
  const passing = passingFolder(hook.script);
  if (passing !== undefined) {
    return fault(
      `the hook works, but lies where ${passing} keeps it for a while: ${hook.script}`,
      `npm install -g second-thought && ${again}`,
    );
  }
  return outcome.answeredMs;
}

function distinct(entries: readonly HookEntry[]): HookCommand[] {
  const hooks = entries.map(({ hook }) => [`${hook.node}\0${hook.script}`, hook] as const);
  return [...new Map(hooks).values()];
}
