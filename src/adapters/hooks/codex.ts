import { isCount } from '../../formats/json-record.ts';
import { printClaude } from './claude-code.ts';
import type { Host, HookInput, Result } from './host.ts';
import { callOf, commonOf, fieldOf, textOf } from './input-fields.ts';

/**
 * Hooks of Codex: Claude Code's wire, read strictly. It knows of no asking, so a question is a
 * denied call; what ends the agent is not taken before a call.
 */
export const codex: Host = {
  name: 'codex',
  agent: 'codex',
  asks: false,

  read(input) {
    const common = commonOf(input);
    if (common === undefined) return undefined;
    switch (common.event) {
      case 'PreToolUse': {
        const call = callOf(input);
        return call && { ...common, kind: 'call', call };
      }
      case 'PostToolUse': {
        const call = callOf(input);
        return call && { ...common, kind: 'result', call, result: resultOf(input) };
      }
      case 'UserPromptSubmit':
        return { ...common, kind: 'prompt', text: textOf(input.prompt), person: true };
      case 'Stop': {
        const text = textOf(input.last_assistant_message);
        return { ...common, kind: 'answer', text, pressed: input.stop_hook_active !== false };
      }
      case 'SessionStart':
        return { ...common, kind: 'start' };
      default:
        return undefined;
    }
  },

  print({ event }, answer) {
    if (answer.say === 'ask') return printClaude(event, { ...answer, say: 'deny', end: false });
    return printClaude(event, answer.say === 'deny' ? { ...answer, end: false } : answer);
  },
};

/** The exit code lies in a JSON string or beside the output; without one the host has no flag. */
function resultOf({ tool_response: response }: HookInput): Result {
  const read = typeof response === 'string' ? parsed(response) : response;
  const output = fieldOf(read, 'output') ?? response ?? '';
  const exitCode = fieldOf(fieldOf(read, 'metadata'), 'exit_code') ?? fieldOf(read, 'exit_code');
  if (!isCount(exitCode)) return { output, interrupted: false };
  return { ok: exitCode === 0, output, exitCode, interrupted: false };
}

function parsed(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
