// @ts-check
/**
 * The agent's tools. They are real: what they give back is what happened.
 *
 * @import { Call } from './script.mjs'
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { shell } from './project-on-disk.mjs';

/**
 * @typedef {{
 *   content: string, isError?: boolean, detail: unknown, elapsedMs: number,
 * }} ToolResult `content` is what the agent reads, `detail` what Claude Code keeps beside it.
 */

/**
 * Does what the agent asked. The paths it knows lie under `root`, which plays the root of a machine.
 *
 * @param {string} root @param {Call} call @returns {ToolResult}
 */
export function callTool(root, call) {
  const startedAtMs = performance.now();
  const result = TOOLS[call.name](root, call.input, call.fails ?? false);
  return { ...result, elapsedMs: performance.now() - startedAtMs };
}

/** @type {Record<Call['name'], (root: string, input: any, fails: boolean) => Omit<ToolResult, 'elapsedMs'>>} */
const TOOLS = { Bash: runBash, Read: readTool, Edit: editTool };

/** @param {string} root @param {{ command: string }} input @param {boolean} expectFailure */
function runBash(root, { command }, expectFailure) {
  const { stdout, stderr, text, exitCode } = shell(root, command);
  const failed = exitCode !== 0;
  if (failed !== expectFailure) {
    throw new Error(
      `The script's words expect \`${command}\` to ${expectFailure ? 'fail' : 'end well'}; ` +
        `got exit code ${exitCode}. Change the script, or record with Node 20.\n${text}`,
    );
  }
  if (!failed) {
    return {
      content: text,
      isError: false,
      detail: { stdout, stderr, interrupted: false, isImage: false },
    };
  }
  const content = `Exit code ${exitCode}\n${text}`;
  return { content, isError: true, detail: `Error: ${content}` };
}

/** @param {string} root @param {{ file_path: string }} input */
function readTool(root, { file_path: filePath }) {
  const content = readFileSync(root + filePath, 'utf8');
  const lines = content.trimEnd().split('\n');
  const numbered = lines.map((line, index) => `${String(index + 1).padStart(6)}→${line}`);
  const size = { numLines: lines.length, startLine: 1, totalLines: lines.length };
  return {
    content: numbered.join('\n'),
    detail: { type: 'text', file: { filePath, content, ...size } },
  };
}

/** @param {string} root @param {{ file_path: string, old_string: string, new_string: string }} input */
function editTool(root, { file_path: filePath, old_string: oldString, new_string: newString }) {
  const [before, after, ...more] = readFileSync(root + filePath, 'utf8').split(oldString);
  if (after === undefined || more.length > 0) {
    throw new Error(`An edit of ${filePath} must match exactly once:\n${oldString}`);
  }
  writeFileSync(root + filePath, before + newString + after);
  return {
    content: `The file ${filePath} has been updated.`,
    detail: { filePath, oldString, newString, structuredPatch: [] },
  };
}
