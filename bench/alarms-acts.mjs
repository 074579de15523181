// @ts-check
import { pick, whole } from './random.mjs';

/**
 * Calls that are pasted into recorded runs, with their results.
 *
 * @typedef {import('./alarms-replay.mjs').Recording} Recording
 * @typedef {{ tool: string, args: unknown, ok?: boolean, output?: unknown, exitCode?: number }} Act
 * @typedef {{ name: string, uses: number, samples: unknown[] }} Tool
 */

const SAMPLES_MAX = 64;
const DRAWS_MAX = 30;

/** The tools that are called in a file. @param {readonly Recording[]} recordings */
export function toolsOf(recordings) {
  /** @type {Map<string, Tool>} */
  const tools = new Map();
  for (const event of recordings.flatMap(({ events }) => events)) {
    if (event.type !== 'call') continue;
    const tool = tools.get(event.tool) ?? { name: event.tool, uses: 0, samples: [] };
    tools.set(event.tool, tool);
    tool.uses += 1;
    if (tool.samples.length < SAMPLES_MAX) tool.samples.push(event.args);
  }
  return [...tools.values()];
}

/**
 * Different calls, each with a result of its own. Fewer than wanted only where the tools of a set
 * take too few different arguments.
 *
 * @param {readonly Tool[]} tools
 * @param {number} count
 * @param {boolean} fails
 * @param {() => number} random
 */
export function makeActs(tools, count, fails, random) {
  /** @type {Map<string, Act>} */
  const acts = new Map();
  for (let draw = 0; acts.size < count && draw < DRAWS_MAX; draw++) {
    const { name, samples } = drawTool(tools, random);
    const word = pick(random, WORDS);
    const args = argsLike(pick(random, samples), name, word, random);
    const output = fails ? pick(random, ERRORS)(word) : makeText(word, random);
    const key = JSON.stringify([name, args]);
    if (!acts.has(key)) acts.set(key, { tool: name, args, ok: !fails, output });
  }
  return [...acts.values()];
}

/**
 * A call that reads and is new in its turn. Its tool is ours: a set may have none that only reads.
 *
 * @param {() => number} random
 * @param {number} turn
 * @returns {Act}
 */
export function makeRead(random, turn) {
  const word = `${pick(random, WORDS)}-${WORDS[turn]}`;
  return {
    tool: 'read_file',
    args: { path: `${word}.md` },
    ok: true,
    output: makeText(word, random),
  };
}

/** @param {readonly Tool[]} tools @param {() => number} random */
function drawTool(tools, random) {
  let left = random() * tools.reduce((sum, { uses }) => sum + uses, 0);
  for (const tool of tools) {
    left -= tool.uses;
    if (left < 0) return tool;
  }
  return pick(random, tools);
}

/**
 * Arguments of a recorded shape with texts of our own.
 *
 * @param {unknown} sample
 * @param {string} name Of the tool, or of the field.
 * @param {string} word
 * @param {() => number} random
 * @returns {unknown}
 */
function argsLike(sample, name, word, random) {
  if (typeof sample === 'string') return textFor(name, word, random);
  if (Array.isArray(sample)) {
    return sample.slice(0, 1).map((value) => argsLike(value, name, word, random));
  }
  if (typeof sample !== 'object' || sample === null) return sample;
  const fields = Object.entries(sample);
  return Object.fromEntries(
    fields.map(([field, value]) => [field, argsLike(value, field, word, random)]),
  );
}

/** @param {string} name @param {string} word @param {() => number} random */
function textFor(name, word, random) {
  if (/sql/i.test(name)) return `SELECT * FROM notes WHERE name = '${word}'`;
  if (/bash|shell|command|cmd|exec|terminal/i.test(name)) return pick(random, COMMANDS)(word);
  if (/path|file|dir/i.test(name)) return `notes-${word}.txt`;
  return `lookup item ${word}`;
}

/** A text of 20 to 300 characters that begins with `word`. @param {string} word @param {() => number} random */
function makeText(word, random) {
  const chars = whole(random, 20, 301);
  let text = `${word}:`;
  while (text.length < chars) {
    text += ` ${whole(random, 1, 900)} ${pick(random, WORDS)} ${pick(random, VERBS)},`;
    if (random() < 0.3) text += `\n${pick(random, WORDS)}:`;
  }
  return text.slice(0, chars);
}

/** @type {readonly ((word: string) => string)[]} */
const COMMANDS = [
  (word) => `cat notes-${word}.txt`,
  (word) => `head -n 40 ${word}.md`,
  (word) => `ls -l ${word}`,
  (word) => `grep -n total ${word}.csv`,
  (word) => `wc -l ${word}.log`,
];

/** @type {readonly ((word: string) => string)[]} */
const ERRORS = [
  (word) => `Error: cannot read ${word}: the resource is busy`,
  (word) => `${word}: permission denied for the current user`,
  (word) => `request for ${word} was refused by the server (status 503), try later`,
  (word) => `invalid argument: ${word} is not a known name here`,
  (word) => `Traceback (most recent call last):\n  File "read.py", line 4\nKeyError: '${word}'`,
];

const VERBS = 'kept moved sold listed sent open closed late due paid'.split(' ');
const WORDS = (
  'harbour willow copper lantern meadow anchor velvet saddle marble orchard timber canyon ' +
  'ribbon falcon pepper cobalt summit walnut glacier thistle beacon juniper pebble quarry'
).split(' ');
