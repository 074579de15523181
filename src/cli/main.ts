#!/usr/bin/env node
import type { Command } from './command.ts';
import { version } from './version.ts';

/** Each is loaded when it is asked for: `hook` starts at every call of an agent. */
const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  analyze: () => import('./analyze/command.ts'),
  hook: () => import('./hook/command.ts'),
  install: () => import('./install/install-command.ts'),
  uninstall: () => import('./install/uninstall-command.ts'),
  doctor: () => import('./install/doctor-command.ts'),
};

const USAGE = `second-thought: what an agent did, where it went round in circles or claimed what no check
had shown, what that cost, and how far to trust it

  second-thought analyze          the newest session of Claude Code, Codex or Gemini CLI here
  second-thought analyze FILE…    recorded sessions, or folders of them
      --all                       every session on this disk: what it cost, by project and tool
      --since 30d                 with --all or a folder: changed since; also 12h, 2w, 2026-11-01
      --follow                    watch the session while it goes on; Ctrl-C ends
      --json                      one object a run, a line each
      --run NAME                  only the run of this name; 8 characters of it are enough
      --html FILE                 write what was found as a page, too

  second-thought install HOST     have HOST's agent told in time: adds hooks to its settings
      --dry-run                   only show what would be written
      --yes                       without a question
      --project                   in the settings of the project here, not in yours
  second-thought uninstall HOST   take them out again
  second-thought doctor [HOST…]   say whether they are there and work
  second-thought hook HOST        what they run: an event in, an answer out

  -h, --help     this text
  -v, --version  the version

FILE is a session of Claude Code, Codex, Gemini CLI or aider; messages of OpenAI (chat, Responses)
or Anthropic; a log of SWE-agent, mini-swe-agent, OpenHands, Inspect or tau-bench; AG-UI events;
OpenTelemetry spans as JSON; or a .trace.jsonl. It is told by its content, plain or gzipped; - reads
the standard input. HOST is claude-code, codex or gemini. Nothing leaves this machine.

Exit code: 0 all was read or is well, 1 something could not be read, done, or is to be mended,
2 the command line was wrong.
`;

const FAILED = 1;
const WRONG_USAGE = 2;

// A reader that goes away early (`| head`) is no fault of ours; a full disk is nobody's, but is told.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`second-thought: cannot write: ${error.message}\n`);
  process.exit(FAILED);
});

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  if (asks(args, '-h', '--help')) return say(USAGE);
  if (asks(args, '-v', '--version')) return say(`${version()}\n`);
  if (name === '' || name.startsWith('-'))
    return wrongUsage('a command is missing: try `analyze FILE`');
  if (!Object.hasOwn(COMMANDS, name)) {
    const known = Object.keys(COMMANDS).map((command) => `\`${command}\``);
    return wrongUsage(`there is no command \`${name}\`: try ${known.join(', ')}`);
  }
  const { command } = await COMMANDS[name]!();
  let run;
  try {
    run = command(rest);
  } catch (error) {
    return wrongUsage((error as Error).message);
  }
  return run();
}

/** Whether one of these stands among the arguments, before a `--`. */
function asks(args: readonly string[], ...options: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some((arg) => options.includes(arg));
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function wrongUsage(message: string): number {
  process.stderr.write(`second-thought: ${message}\n\n${USAGE}`);
  return WRONG_USAGE;
}
