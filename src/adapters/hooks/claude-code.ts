import { exitCodeIn } from '../../formats/content-blocks.ts';
import type { Answer, Host, HookInput, Moment } from './host.ts';
import { callOf, commonOf, textOf } from './input-fields.ts';

/**
 * Hooks of Claude Code, as its SDK 0.3 types them. A tool that fails has an event of its own; a
 * subagent's events carry its id; a person may be asked about a call.
 */
export const claudeCode: Host = {
  name: 'claude-code',
  agent: 'claude-code',
  asks: true,

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
        const result = { ok: true, output: input.tool_response ?? '', interrupted: false };
        return call && { ...common, kind: 'result', call, result };
      }
      case 'PostToolUseFailure':
        return failure(common, input);
      case 'UserPromptSubmit':
        return { ...common, kind: 'prompt', text: textOf(input.prompt), person: isPerson(input) };
      case 'Stop': {
        const text = textOf(input.last_assistant_message);
        return { ...common, kind: 'answer', text, pressed: input.stop_hook_active !== false };
      }
      case 'SubagentStop':
        return common.subagent === undefined ? undefined : { ...common, kind: 'end' };
      case 'SessionStart':
        return input.source === 'compact'
          ? { ...common, kind: 'note', text: 'Conversation compacted' }
          : { ...common, kind: 'start' };
      case 'SessionEnd':
        return { ...common, kind: 'end' };
      default:
        return undefined;
    }
  },

  print: ({ event }, answer) => printClaude(event, answer),
};

/** The wire that Codex took over. */
export function printClaude(hookEventName: string, answer: Answer): object {
  const { say, text } = answer;
  if (say === 'context') return { hookSpecificOutput: { hookEventName, additionalContext: text } };
  if (say === 'go-on') return { decision: 'block', reason: text };
  const decided = decision(hookEventName, say, text);
  const ends = say === 'deny' && answer.end;
  return ends ? { continue: false, stopReason: text, ...decided } : decided;
}

function decision(
  hookEventName: string,
  permissionDecision: 'ask' | 'deny',
  reason: string,
): object {
  return {
    hookSpecificOutput: {
      hookEventName,
      permissionDecision,
      permissionDecisionReason: reason,
    },
  };
}

function failure(
  common: NonNullable<ReturnType<typeof commonOf>>,
  input: HookInput,
): Moment | undefined {
  const call = callOf(input);
  if (call === undefined) return undefined;
  const output = textOf(input.error);
  const exitCode = exitCodeIn(output);
  const interrupted = input.is_interrupt === true;
  const result = { ok: false, output, interrupted, ...(exitCode !== undefined && { exitCode }) };
  return { ...common, kind: 'result', call, result };
}

/** A prompt of a timer or of a program is no person's word. */
function isPerson({ source }: HookInput): boolean {
  return source === undefined || source === 'user';
}
