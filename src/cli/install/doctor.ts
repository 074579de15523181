import { homedir } from 'node:os';
import { pad, print, spaced, wrap, type Line } from '../terminal/lines.ts';
import { styleOf, type TerminalStyle } from '../terminal/style.ts';
import { plural } from '../terminal/words.ts';
import { examineHost, type Examination } from './examine-host.ts';
import { ownHook } from './hook-command.ts';
import { homely, type Host } from './hosts.ts';
import { warn } from './render-change.ts';

const ALL_WELL = 0;
const TO_MEND = 1;

/**
 * Says of each host whether our hooks are in its settings and work, and how to mend what does not.
 *
 * @param expected Whether a host without them is a fault.
 * @returns The exit code.
 */
export async function doctor(hosts: readonly Host[], expected: boolean): Promise<number> {
  const home = homedir();
  const style = styleOf(process.stdout, process.env);
  const own = ownHook(process.argv[1]!, process.execPath);
  const examined: Examination[] = [];
  for (const host of hosts) {
    const examination = await examineHost(host, home, process.env, own);
    const missing = examination.state === 'absent' || examination.state === 'not-installed';
    const fault = { what: 'it is not installed', mend: `second-thought install ${host.name}` };
    examined.push(expected && missing ? { ...examination, faults: [fault] } : examination);
  }
  const lines = renderExaminations(examined, home, style);
  process.stdout.write(`${print(lines, style)}\n`);
  return examined.every(({ faults }) => faults.length === 0) ? ALL_WELL : TO_MEND;
}

/** A block for each host, and what it comes to. */
export function renderExaminations(
  examined: readonly Examination[],
  home: string,
  style: TerminalStyle,
): Line[] {
  const width = Math.max(...examined.map(({ host }) => host.title.length)) + 3;
  const blocks = examined.map((examination) => {
    const { host, faults } = examination;
    const status = { text: statusOf(examination, home) };
    const title = { text: pad(host.title, width), ink: 'kind' as const };
    const told = faults.flatMap(({ what, mend }) =>
      warn(what, style).concat(wrap([{ text: `  mend: ${mend}` }], style, 8)),
    );
    return wrap([title, status], style, width).concat(told);
  });
  const faults = examined.flatMap((examination) => examination.faults).length;
  const installed = examined.some(({ state }) => state === 'installed');
  const sum =
    faults > 0
      ? `${plural(faults, 'thing')} to mend.`
      : installed
        ? 'All well.'
        : 'Nothing is installed, and nothing is wrong.';
  return spaced([blocks.flat(), wrap([{ text: sum }], style)]);
}

function statusOf({ host, path, state, hooks, answeredMs }: Examination, home: string): string {
  const shown = homely(path, home);
  if (state === 'absent') return 'not found on this machine';
  if (state === 'unreadable') return `its settings cannot be read: ${shown}`;
  if (state === 'not-installed') {
    return `found, not installed: second-thought install ${host.name}`;
  }
  const answer =
    answeredMs === undefined ? '' : `; a run of the hook took ${Math.round(answeredMs)} ms`;
  return `${plural(hooks, 'hook')} in ${shown}${answer}`;
}
