import type { HostName } from '../../src/adapters/hooks/host.ts';

/** What each host writes to a hook and what it takes back, as its documentation has it. */
export interface Wire {
  readonly host: HostName;
  call(id: string, tool: string, args: object): object;
  result(id: string, tool: string, args: object, output: string, failed?: boolean): object;
  prompt(text: string, source?: string): object;
  answer(text: string, pressed?: boolean): object;
}

const COMMON = { session_id: 's1', transcript_path: '/home/u/t.jsonl', cwd: '/home/u/app' };

export const CLAUDE_CODE: Wire = {
  host: 'claude-code',
  call: (id, tool, args) => ({
    ...COMMON,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name: tool,
    tool_input: args,
    tool_use_id: id,
  }),
  result: (id, tool, args, output, failed = false) => ({
    ...COMMON,
    hook_event_name: failed ? 'PostToolUseFailure' : 'PostToolUse',
    tool_name: tool,
    tool_input: args,
    tool_use_id: id,
    ...(failed
      ? { error: `Exit code 1\n${output}`, is_interrupt: false }
      : { tool_response: { stdout: output, stderr: '', interrupted: false } }),
    duration_ms: 5400,
  }),
  prompt: (prompt, source = 'user') => ({
    ...COMMON,
    hook_event_name: 'UserPromptSubmit',
    prompt,
    source,
  }),
  answer: (text, pressed = false) => ({
    ...COMMON,
    hook_event_name: 'Stop',
    stop_hook_active: pressed,
    last_assistant_message: text,
    background_tasks: [],
    session_crons: [],
  }),
};

export const CODEX: Wire = {
  host: 'codex',
  call: (id, tool, args) => ({
    ...CLAUDE_CODE.call(id, tool, args),
    turn_id: 't1',
    model: 'gpt-5-codex',
  }),
  result: (id, tool, args, output, failed = false) => ({
    ...COMMON,
    turn_id: 't1',
    model: 'gpt-5-codex',
    hook_event_name: 'PostToolUse',
    tool_name: tool,
    tool_input: args,
    tool_use_id: id,
    tool_response: JSON.stringify({ output, metadata: { exit_code: failed ? 1 : 0 } }),
  }),
  prompt: (prompt) => ({
    ...COMMON,
    turn_id: 't1',
    model: 'gpt-5-codex',
    hook_event_name: 'UserPromptSubmit',
    prompt,
  }),
  answer: (text, pressed = false) => ({
    ...COMMON,
    turn_id: 't1',
    model: 'gpt-5-codex',
    hook_event_name: 'Stop',
    stop_hook_active: pressed,
    last_assistant_message: text,
  }),
};

const GEMINI_COMMON = { ...COMMON, timestamp: '2026-11-01T10:00:00Z' };

export const GEMINI: Wire = {
  host: 'gemini',
  call: (_id, tool, args) => ({
    ...GEMINI_COMMON,
    hook_event_name: 'BeforeTool',
    tool_name: tool,
    tool_input: args,
  }),
  result: (_id, tool, args, output, failed = false) => ({
    ...GEMINI_COMMON,
    hook_event_name: 'AfterTool',
    tool_name: tool,
    tool_input: args,
    tool_response: {
      llmContent: output,
      returnDisplay: output,
      ...(failed && { error: { message: 'exit 1' } }),
    },
  }),
  prompt: (prompt) => ({ ...GEMINI_COMMON, hook_event_name: 'BeforeAgent', prompt }),
  answer: (text, pressed = false) => ({
    ...GEMINI_COMMON,
    hook_event_name: 'AfterAgent',
    prompt: 'Fix it',
    prompt_response: text,
    stop_hook_active: pressed,
  }),
};

export const WIRES: readonly Wire[] = [CLAUDE_CODE, CODEX, GEMINI];

/** What a host takes for an event: each field with its type or its values. Others it refuses. */
type Shape = { readonly [field: string]: Shape | readonly string[] | 'string' | 'boolean' };

const BLOCK: Shape = { decision: ['block'], reason: 'string' };
const context = (event: string): Shape => ({
  hookSpecificOutput: { hookEventName: [event], additionalContext: 'string' },
});
const permission = (...decisions: string[]): Shape => ({
  hookSpecificOutput: {
    hookEventName: ['PreToolUse'],
    permissionDecision: decisions,
    permissionDecisionReason: 'string',
  },
});
const END: Shape = { continue: 'boolean', stopReason: 'string' };
const DENIED: Shape = { decision: ['deny'], reason: 'string' };

const TAKEN: Readonly<Record<HostName, Readonly<Record<string, readonly Shape[]>>>> = {
  'claude-code': {
    PreToolUse: [permission('allow', 'deny', 'ask'), { ...permission('deny'), ...END }],
    PostToolUse: [context('PostToolUse'), BLOCK],
    PostToolUseFailure: [context('PostToolUseFailure')],
    UserPromptSubmit: [context('UserPromptSubmit')],
    Stop: [BLOCK],
  },
  codex: {
    PreToolUse: [permission('deny')],
    PostToolUse: [context('PostToolUse')],
    UserPromptSubmit: [context('UserPromptSubmit')],
    Stop: [BLOCK],
  },
  gemini: {
    BeforeTool: [DENIED, { ...DENIED, ...END }],
    AfterTool: [{ hookSpecificOutput: { additionalContext: 'string' } }],
    AfterAgent: [DENIED],
  },
};

/** Whether a host takes this answer: nothing, or one of its shapes, exactly. */
export function takes(host: HostName, event: string, output: string): boolean {
  if (output === '') return true;
  const answer: unknown = JSON.parse(output);
  return (TAKEN[host][event] ?? []).some((shape) => fits(answer, shape));
}

function fits(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const entries = Object.entries(value);
  if (entries.length !== Object.keys(shape).length) return false;
  return entries.every(([field, inner]: [string, unknown]) => {
    const wanted = shape[field];
    if (wanted === undefined) return false;
    if (wanted === 'string') return typeof inner === 'string' && inner !== '';
    if (wanted === 'boolean') return typeof inner === 'boolean';
    if (Array.isArray(wanted)) return wanted.includes(inner);
    return fits(inner, wanted as Shape);
  });
}
