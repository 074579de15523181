/** A coding CLI that calls us: what it says, and how it wants to be answered. */
export interface Host {
  /** As it is named on the command line. */
  readonly name: HostName;
  /** What its agents are called, before their model. */
  readonly agent: string;
  /** Whether it can put a call before a person. */
  readonly asks: boolean;
  /** What happened; `undefined` for a moment that means nothing to us. */
  read(input: HookInput): Moment | undefined;
  /**
   * The answer as the host accepts it for this moment: only fields it knows; `undefined` where it has
   * no way to say it.
   */
  print(moment: Moment, answer: Answer): object | undefined;
}

export type HostName = 'claude-code' | 'codex' | 'gemini';

/** What a host writes to our standard input, as parsed: any field may be anything. */
export interface HookInput {
  readonly hook_event_name?: unknown;
  readonly session_id?: unknown;
  readonly cwd?: unknown;
  readonly model?: unknown;
  readonly agent_id?: unknown;
  readonly tool_name?: unknown;
  readonly tool_input?: unknown;
  readonly tool_use_id?: unknown;
  readonly tool_response?: unknown;
  readonly error?: unknown;
  readonly is_interrupt?: unknown;
  readonly prompt?: unknown;
  readonly prompt_response?: unknown;
  readonly source?: unknown;
  readonly last_assistant_message?: unknown;
  readonly stop_hook_active?: unknown;
}

/** What happened in a session, in our words. */
export type Moment = Common &
  (
    | { readonly kind: 'call'; readonly call: Call }
    | { readonly kind: 'result'; readonly call: Call; readonly result: Result }
    /** Somebody spoke to the agent; `person` if it was no program. */
    | { readonly kind: 'prompt'; readonly text: string; readonly person: boolean }
    /** The agent's last word of a turn; `pressed` where a hook has made it go on already. */
    | { readonly kind: 'answer'; readonly text: string; readonly pressed: boolean }
    | { readonly kind: 'note'; readonly text: string }
    | { readonly kind: 'start' }
    | { readonly kind: 'end' }
  );

interface Common {
  /** The host's own name of it. */
  readonly event: string;
  readonly session: string;
  /** The subagent it happened in. */
  readonly subagent?: string;
  readonly cwd?: string;
  readonly model?: string;
}

export interface Call {
  readonly id: string;
  readonly tool: string;
  readonly args: unknown;
}

export interface Result {
  /** Absent where the host has no flag. */
  readonly ok?: boolean;
  readonly output: unknown;
  readonly exitCode?: number;
  /** A person broke it off. */
  readonly interrupted: boolean;
}

/** What we have to say, once. */
export type Answer =
  /** For the agent, to read beside what it gets anyway. */
  | { readonly say: 'context'; readonly text: string }
  /** A person decides about this call. */
  | { readonly say: 'ask'; readonly text: string }
  /** This call is not made; `end` ends the whole agent. */
  | { readonly say: 'deny'; readonly text: string; readonly end: boolean }
  /** The agent is not done. */
  | { readonly say: 'go-on'; readonly text: string };
