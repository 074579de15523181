#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { analyze, NOT_ALL_READ } from './analyze/analyze.ts';

const USAGE = `second-thought: what an agent did, where it went round in circles or claimed what no check
had shown, what that cost, and how far to trust it

  second-thought analyze FILE…    read recorded sessions and say what they show
      --json                      one object a run, a line each
      --run NAME                  only the run of this name

  -h, --help     this text
  -v, --version  the version

FILE is a Claude Code session, an OpenAI or Anthropic message array, or a .trace.jsonl, plain or
gzipped; - reads the standard input. Nothing leaves this machine.

Exit code: 0 all was read, 1 something could not be read, 2 the command line was wrong.
`;

const WRONG_USAGE = 2;

// A reader that goes away early (`| head`) is no fault of ours; a full disk is nobody's, but is told.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`second-thought: cannot write: ${error.message}\n`);
  process.exit(NOT_ALL_READ);
});

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let parsed;
  try {
    parsed = parse(args);
  } catch (error) {
    return wrongUsage((error as Error).message);
  }
  const { values, positionals } = parsed;
  const [command, ...paths] = positionals;
  if (values.version === true) return say(`${version()}\n`);
  if (values.help === true) return say(USAGE);
  if (command === undefined) return wrongUsage('a command is missing: try `analyze FILE`');
  if (command !== 'analyze')
    return wrongUsage(`there is no command \`${command}\`: try \`analyze\``);
  if (paths.length === 0) return wrongUsage('`analyze` needs a FILE');
  return analyze(paths, { json: values.json === true, run: values.run });
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      run: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function wrongUsage(message: string): number {
  process.stderr.write(`second-thought: ${message}\n\n${USAGE}`);
  return WRONG_USAGE;
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
