// @ts-check
/**
 * What long results add to the cost of an event, beside JSON.parse of its line.
 *
 *     node bench/long-results.mjs
 *
 * Prints JSON, ns: `parse` of a line, and the `extra` of adding its event over one with 200 bytes.
 * Each line is parsed, then added, so that both find its text as near as a server would.
 */
import { createEngine } from '../dist/index.js';
import { measureClock } from './clock.mjs';
import { callId, OUTPUT_BYTES, parseEvent, resultLine } from './events.mjs';
import { seededRandom } from './random.mjs';
import { medianOf } from './spread.mjs';
import { makeOutput, makeRecords } from './texts.mjs';

const ROUNDS = 16;
const WARM_UP_ROUNDS = 5;
/** Different results of each kind. */
const RESULTS = 24;
/** Short ones cost little: more of them are timed. */
const RESULTS_SHORT = 240;

const random = seededRandom(2);
/** @type {Readonly<Record<string, readonly string[]>>} */
const lines = {
  short: linesOf(RESULTS_SHORT, () => makeOutput(OUTPUT_BYTES, random), true),
  unflagged: linesOf(RESULTS_SHORT, () => makeOutput(OUTPUT_BYTES, random)),
  text2000: linesOf(RESULTS, () => makeOutput(2000, random), true),
  text4200: linesOf(RESULTS, () => makeOutput(4200, random), true),
  text8000: linesOf(RESULTS, () => makeOutput(8000, random), true),
  text20000: linesOf(RESULTS, () => makeOutput(20_000, random), true),
  text100000: linesOf(RESULTS, () => makeOutput(100_000, random), true),
  unflagged20000: linesOf(RESULTS, () => makeOutput(20_000, random)),
  records20000: linesOf(RESULTS, () => makeRecords(20_000, random), true),
};
const clockNs = measureClock();
const run = createEngine().run({ agent: 'agent-1', run: 'run-1' });

/** @type {Record<string, { parse: number[], add: number[] }>} */
const all = Object.fromEntries(Object.keys(lines).map((kind) => [kind, { parse: [], add: [] }]));
const order = Object.entries(lines);
for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
  for (const [kind, texts] of order) {
    const { parse, add } = measureLines(texts);
    if (round < WARM_UP_ROUNDS) continue;
    all[kind]?.parse.push(parse);
    all[kind]?.add.push(add);
  }
  order.reverse();
}
const shortNs = medianOf(all['short']?.add ?? []);
/** @type {Record<string, number>} */
const figures = { shortNs };
for (const [kind, { parse, add }] of Object.entries(all)) {
  const parseNs = medianOf(parse);
  const extraNs = medianOf(add) - shortNs;
  Object.assign(figures, { [`${kind}ParseNs`]: parseNs, [`${kind}ExtraNs`]: extraNs });
  figures[`${kind}Ratio`] = extraNs / parseNs;
}
console.log(JSON.stringify({ ...figures, clockNs, events: run.reflectNow().id }));

/** @param {readonly string[]} texts */
function measureLines(texts) {
  let parseMs = 0;
  let addMs = 0;
  for (const [i, text] of texts.entries()) {
    run.add({ type: 'call', id: callId(i), tool: 'Bash', args: { command: `npm test -- ${i}` } });
    const startedAt = performance.now();
    const event = parseEvent(text);
    const parsedAt = performance.now();
    run.add(event);
    addMs += performance.now() - parsedAt;
    parseMs += parsedAt - startedAt;
  }
  return {
    parse: (parseMs * 1e6) / texts.length - clockNs,
    add: (addMs * 1e6) / texts.length - clockNs,
  };
}

/**
 * @param {number} count
 * @param {() => unknown} makeOne
 * @param {boolean} [ok] Left out for a host without a flag.
 */
function linesOf(count, makeOne, ok) {
  return Array.from({ length: count }, (_, i) => resultLine(callId(i), makeOne(), ok));
}
