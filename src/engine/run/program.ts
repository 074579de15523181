import { RULES } from './shell/rules.ts';

/**
 * What a call runs: a shell is many tools, and each program in it has its own ways to fail and to
 * make one wait.
 */

/** The command of a call, where its arguments are one; the last of a list (`bash -lc …`). */
export function commandOf(args: unknown): string | undefined {
  // A bare text is a command by its form, else a question.
  if (typeof args === 'string') {
    return COMMAND_FORM.test(args) || RULES.has(programOf(args)) ? args : undefined;
  }
  if (typeof args !== 'object' || args === null) return undefined;
  const record = args as Record<string, unknown>;
  const given = record['command'] ?? record['cmd'];
  const command = Array.isArray(given) ? given.at(-1) : given;
  return typeof command === 'string' && command.length > 0 ? command : undefined;
}

/** The first program of a command, behind changes of folder, variables and launchers. */
export function programOf(command: string): string {
  return PROGRAM.exec(command)?.[1] ?? '';
}

/** An option, a path, a pipe, a chain or a redirection. */
const COMMAND_FORM =
  /^\s*(?!(?:select|insert|update|delete|with|show|describe|explain)\s)[\w./~-]+(?:$|(?=\s)[^\n]*(?:\s--?\w|\/|&&|\||>|<<))/i;

const PROGRAM =
  /^\s*(?:(?:cd\s+[^\s&;]+\s*(?:&&|;)|\w+=[^\s;&]*|(?:sudo|env|time|nohup|exec)(?=\s)|timeout\s+\S+)\s*)*([^\s;&|]{1,64})/;
