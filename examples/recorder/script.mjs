// @ts-check
/** What a scripted session is made of, and short ways to write the agent's calls. */
import { PROJECT_FOLDER } from './project-files.mjs';

/**
 * @typedef {{ name: 'Bash' | 'Read' | 'Edit', input: Record<string, string>, fails?: boolean }} Call
 * @typedef {{ user: string, afterMs?: number }} UserTurn
 * @typedef {(string | { thinking: string } | Call)[]} Reply A string is said; calls run in order.
 * @typedef {{
 *   name: string, summary: string, commit: string,
 *   files: Record<string, string>, turns: (UserTurn | Reply)[],
 * }} Session
 */

/**
 * A command that must end well, for the words that follow it were written for that.
 *
 * @param {string} command @param {string} description @returns {Call}
 */
export function run(command, description) {
  return { name: 'Bash', input: { command, description } };
}

/**
 * A command that must fail, likewise.
 *
 * @param {string} command @param {string} description @returns {Call}
 */
export function fails(command, description) {
  return { name: 'Bash', input: { command, description }, fails: true };
}

/** @param {string} file @returns {Call} */
export function read(file) {
  return { name: 'Read', input: { file_path: `${PROJECT_FOLDER}/${file}` } };
}

/** @param {string} file @param {string} before @param {string} after @returns {Call} */
export function edit(file, before, after) {
  const input = {
    file_path: `${PROJECT_FOLDER}/${file}`,
    old_string: before,
    new_string: after,
  };
  return { name: 'Edit', input };
}
