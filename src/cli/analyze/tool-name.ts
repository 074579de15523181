import { commandOf, programOf } from '../../engine/run/program.ts';

/**
 * What a call is counted under: its tool, of a shell with the program it runs, and of a program
 * that is many in one with the part asked for: `Bash: npm test`. Never its arguments: those are
 * the user's.
 */
export function toolName(tool: string, args: unknown): string {
  const command = commandOf(args);
  if (command === undefined) return tool;
  const path = programOf(command);
  const program = path.slice(path.lastIndexOf('/') + 1);
  if (!/^[\w.+-]{1,32}$/.test(program)) return tool;
  const part = MANY_IN_ONE.has(program) ? partOf(command, path) : '';
  return `${tool}: ${program}${part}`;
}

/** The word behind the program, where it is one; of `npm run` and `npx` what they run. */
function partOf(command: string, program: string): string {
  const behind = command.slice(command.indexOf(program) + program.length);
  const words = /^((?:\s+(?:run|exec))?\s+[a-z][a-z0-9:-]{0,31})(?=$|[\s;&|])/.exec(behind);
  return words === null ? '' : words[1]!.replace(/\s+/g, ' ');
}

/** Programs whose first word says what is done. */
const MANY_IN_ONE: ReadonlySet<string> = new Set(
  (
    'npm npx pnpm yarn bun deno git gh cargo go rustup docker podman kubectl helm terraform ' +
    'make just pip uv poetry mvn gradle dotnet swift mix bundle rake composer php artisan'
  ).split(' '),
);
