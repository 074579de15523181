// @ts-check
import { pick, whole } from './random.mjs';

/**
 * What tools print: source lines, stack traces, listings, logs, JSON. Many lines, with the quotes,
 * tabs and line feeds that a JSON line has to escape, cut at exactly `chars`.
 *
 * @param {number} chars
 * @param {() => number} random
 */
export function makeOutput(chars, random) {
  let text = '';
  while (text.length < chars) text += `${pick(random, LINES)(random)}\n`;
  return text.slice(0, chars);
}

/**
 * The same kind of thing as a structured value of about `chars`: a list of records.
 *
 * @param {number} chars
 * @param {() => number} random
 */
export function makeRecords(chars, random) {
  const rows = [];
  for (let length = 0; length < chars; length += JSON.stringify(rows.at(-1)).length + 1) {
    rows.push({
      path: pathOf(random),
      line: whole(random, 1, 900),
      severity: pick(random, ['error', 'warning', 'note']),
      message: `${word(random)} "${word(random)}" is ${word(random)} but never ${word(random)}`,
      fixable: random() < 0.5,
    });
  }
  return rows;
}

/**
 * @param {number} chars
 * @param {() => number} random
 */
export function makeWords(chars, random) {
  let text = '';
  while (text.length < chars) text += `${word(random)} `;
  return text.slice(0, chars);
}

/** @param {() => number} random */
export function pathOf(random) {
  return `src/${word(random)}/${word(random)}-${word(random)}.ts`;
}

/** @type {readonly ((random: () => number) => string)[]} */
const LINES = [
  (r) => `    at ${word(r)} (/home/dev/app/${pathOf(r)}:${whole(r, 1, 900)}:${whole(r, 1, 80)})`,
  (r) => `${pathOf(r)}:${whole(r, 1, 900)}:\tconst ${word(r)} = ${word(r)}.get("${word(r)}");`,
  (r) => `  "${word(r)}": "${whole(r, 0, 9)}.${whole(r, 0, 40)}.${whole(r, 0, 20)}",`,
  (r) =>
    `not ok ${whole(r, 1, 90)} - ${word(r)} "${word(r)}" is ${word(r)} (${whole(r, 1, 900)} ms)`,
  (r) => `ok ${whole(r, 1, 90)} - ${word(r)} keeps ${word(r)} and ${word(r)}`,
  (r) =>
    `-rw-r--r-- 1 dev dev ${whole(r, 100, 90_000)} Nov 20 09:${whole(r, 10, 59)} ${word(r)}.ts`,
  (r) => `[2026-11-20T09:${whole(r, 10, 59)}:01.123Z] INFO ${word(r)} ${hex(r)} done`,
  (r) => `+    if (${word(r)} === '${word(r)}') return ${word(r)}(${whole(r, 0, 100)});`,
  (r) => `  expected '${word(r)} ${word(r)}' to equal '${word(r)} ${word(r)}'`,
  (r) => `${makeWords(whole(r, 30, 90), r)}.`,
  () => '',
];

const WORDS = (
  'table invoice parse report total date value index cache items render queue limit state token ' +
  'result writer reader source config handler filter update border column height order price'
).split(' ');

/** @param {() => number} random */
function word(random) {
  return pick(random, WORDS);
}

/** @param {() => number} random */
function hex(random) {
  return whole(random, 0x1000_0000, 0xffff_ffff).toString(16);
}
