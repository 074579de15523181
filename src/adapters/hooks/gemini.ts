import type { Host, HookInput, Result } from './host.ts';
import { callOf, commonOf, fieldOf, textOf } from './input-fields.ts';

/**
 * Hooks of Gemini CLI: names and answers of its own. Calls have no id; a tool that fails says so in
 * `error`, but a command's exit code only in words, so without it there is no flag. It knows of no
 * asking: a question is a denied call.
 */
export const gemini: Host = {
  name: 'gemini',
  agent: 'gemini-cli',
  asks: false,

  read(input) {
    const common = commonOf(input);
    if (common === undefined) return undefined;
    switch (common.event) {
      case 'BeforeTool': {
        const call = callOf(input);
        return call && { ...common, kind: 'call', call };
      }
      case 'AfterTool': {
        const call = callOf(input);
        return call && { ...common, kind: 'result', call, result: resultOf(input) };
      }
      case 'BeforeAgent':
        return { ...common, kind: 'prompt', text: textOf(input.prompt), person: true };
      case 'AfterAgent': {
        const text = textOf(input.prompt_response);
        return { ...common, kind: 'answer', text, pressed: input.stop_hook_active !== false };
      }
      case 'SessionStart':
        return { ...common, kind: 'start' };
      case 'SessionEnd':
        return { ...common, kind: 'end' };
      default:
        return undefined;
    }
  },

  print(_moment, answer) {
    if (answer.say === 'context') {
      return { hookSpecificOutput: { additionalContext: answer.text } };
    }
    const denied = { decision: 'deny', reason: answer.text };
    const ends = answer.say === 'deny' && answer.end;
    return ends ? { ...denied, continue: false, stopReason: answer.text } : denied;
  },
};

function resultOf({ tool_response: response }: HookInput): Result {
  const error = fieldOf(response, 'error');
  const failed = error !== undefined && error !== null;
  const output = fieldOf(response, 'llmContent') ?? fieldOf(error, 'message') ?? response ?? '';
  return { ...(failed && { ok: false }), output, interrupted: false };
}
