// @ts-check
import { pick, whole } from './random.mjs';
import { makeOutput, makeWords, pathOf } from './texts.mjs';

/** @typedef {import('../dist/index.js').AgentEvent} AgentEvent */

/** Of the events of a run, as the goals have them. */
export const ARGS_BYTES = 100;
export const OUTPUT_BYTES = 200;
/** Of a message between steps. */
export const SAY_CHARS = 600;

/**
 * Messages as an agent says them between its steps, as JSON texts; one in eight claims that the work
 * succeeded.
 *
 * @param {number} count
 * @param {() => number} random
 */
export function makeSays(count, random) {
  return Array.from({ length: count }, () => {
    const claim = random() < 1 / 8 ? 'I have fixed the bug, and all tests pass. ' : '';
    let text = claim;
    while (text.length < SAY_CHARS) text += `${makeWords(whole(random, 40, 120), random)}. `;
    return JSON.stringify({ type: 'say', text: text.slice(0, SAY_CHARS) });
  });
}

/**
 * Calls and their results as JSON texts, a pair a step: commands, reads and edits with arguments of
 * 100 bytes, results of 200. One in four asks what was asked before; one in six fails. None has a
 * time: the engine takes its own, as for any agent that is running.
 *
 * @param {number} count
 * @param {() => number} random
 * @returns {{ call: string, result: string }[]}
 */
export function makePairs(count, random) {
  /** @type {{ tool: string, args: Record<string, string> }[]} */
  const asked = [];
  return Array.from({ length: count }, (_, i) => {
    const again = i > 8 && random() < 0.25;
    const { tool, args } = again ? pick(random, asked.slice(-8)) : makeCall(random);
    asked.push({ tool, args });
    const id = callId(i);
    return {
      call: JSON.stringify({ type: 'call', id, tool, args, round: `msg_${i}` }),
      result: resultLine(id, makeOutput(OUTPUT_BYTES, random), random() > 1 / 6),
    };
  });
}

/**
 * @param {string} id
 * @param {unknown} output
 * @param {boolean} [ok] Left out for a host without a flag.
 */
export function resultLine(id, output, ok) {
  return JSON.stringify({ type: 'result', id, ok, output });
}

/** @param {number} number */
export function callId(number) {
  return `toolu_${String(number).padStart(18, '0')}`;
}

/**
 * @param {string} line
 * @returns {AgentEvent}
 */
export function parseEvent(line) {
  return JSON.parse(line);
}

/**
 * @param {() => number} random
 * @returns {{ tool: string, args: Record<string, string> }}
 */
function makeCall(random) {
  const kind = random();
  if (kind < 0.5) return { tool: 'Bash', args: filled({ command: command(random) }, random) };
  if (kind < 0.8) return { tool: 'Read', args: filled({ file_path: pathOf(random) }, random) };
  const path = { file_path: pathOf(random), old_string: makeWords(12, random) };
  return { tool: 'Edit', args: filled({ ...path, new_string: makeWords(12, random) }, random) };
}

/** @param {() => number} random */
function command(random) {
  return pick(random, [
    () => `npm test -- ${pathOf(random)}`,
    () => `grep -rn "${makeWords(8, random)}" src`,
    () => `git diff --stat HEAD~${whole(random, 1, 9)}`,
    () => `sed -n ${whole(random, 1, 90)},200p ${pathOf(random)}`,
  ])();
}

/**
 * Filled up with a description until its JSON has `ARGS_BYTES`.
 *
 * @param {Record<string, string>} args
 * @param {() => number} random
 */
function filled(args, random) {
  const missing = ARGS_BYTES - JSON.stringify({ ...args, description: '' }).length;
  return missing < 0 ? args : { ...args, description: makeWords(missing, random) };
}
