import { blockText } from './content-text.ts';

/** A user's message, sorted by who speaks. */
export interface Words {
  /** What a person said; empty if nobody did. */
  readonly said: string;
  /** What the host tells that is worth keeping. */
  readonly notes: readonly string[];
}

/**
 * What a person said in a user's message. Codex puts words of its own in that place: the folder,
 * the project's instructions, what was interrupted. An editor puts its context before the request.
 */
export function personsWords(content: unknown): Words {
  const parts: unknown[] = Array.isArray(content) ? content : [content];
  const texts = parts.map(blockText).filter((text) => text !== '' && !HOSTS_WORDS.test(text));
  const notes = texts.filter((text) => NOTEWORTHY.test(text));
  const said = texts.filter((text) => !NOTEWORTHY.test(text)).map(requestIn);
  return { said: said.join('\n'), notes };
}

/** Tags and a heading that no person writes at the start of a message. `<image>` is around one. */
const HOSTS_WORDS =
  /^\s{0,8}(?:<(?:environment_context|user_instructions|permissions instructions|collaboration_mode|turn_aborted|skill|skills_instructions|plugins_instructions|apps_instructions|personality_spec|model_switch|hook_prompt|INSTRUCTIONS)\b|# AGENTS\.md instructions\b|<\/?image\b[^>]{0,200}>\s{0,8}$)/;

/** A command that a person ran in a shell, what a subagent brought, what was left of a long talk. */
const NOTEWORTHY =
  /^\s{0,8}(?:<(?:user_shell_command|subagent_notification|user_action)\b|Another language model started to solve this problem and produced a summary)/;

const IDE_CONTEXT = '# Context from my IDE setup:';
const IDE_REQUEST = '## My request for Codex:';

function requestIn(text: string): string {
  if (!text.trimStart().startsWith(IDE_CONTEXT)) return text;
  const start = text.lastIndexOf(IDE_REQUEST);
  return start < 0 ? text : text.slice(start + IDE_REQUEST.length).trim();
}
