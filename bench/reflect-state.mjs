// @ts-check
/**
 * `reflectNow` of a state beside JSON.parse of its text, interleaved in one process.
 *
 *     node bench/reflect-state.mjs <processes> [rounds]
 *
 * Prints JSON, ns per state: `parse`; `rotating`, over states that were parsed long before; `fresh`,
 * parse and reflect at once as a server does, minus the parse; `same`, one state again and again;
 * `terse`, rotating, with two parts only.
 */
import { createEngine } from '../dist/index.js';
import { seededRandom } from './random.mjs';
import { medianOf } from './spread.mjs';
import { AGENT, makeStateTexts, RUN } from './states.mjs';

/** @typedef {import('../dist/index.js').CognitiveState} CognitiveState */

const WARM_UP_ROUNDS = 3;
/** Agents met besides. */
const OTHERS = 50;
const TERSE = /** @type {const} */ ({ parts: ['advice', 'confidence'] });

const processCount = Number(process.argv[2]);
const rounds = Number(process.argv[3] ?? 21);
/** As many as a pass has states; more of 500 processes would not fit into a cache near the core. */
const stateCount = processCount >= 500 ? 16 : 64;
const passes = Math.max(4, Math.ceil(20_000 / (processCount * stateCount)));

const texts = makeStateTexts(processCount, stateCount, seededRandom(processCount));
const states = texts.map(parseState);
const middle = /** @type {CognitiveState} */ (states.at(stateCount >> 1));
const engine = createEngine({ effort: 'enhanced', maxRecursionDepth: 4 });
/** What every pass adds to, so that nothing measured can be left out as unused. */
let sink = 0;
let outcome = false;
let lives = 0;
let task = 'report-0';

/** @type {Record<string, () => void>} */
const kinds = {
  parse() {
    for (const text of texts) sink += parseState(text).at ?? 0;
  },
  rotating() {
    for (const state of states) sink += engine.reflectNow(ofThisLife(state)).confidence.value;
  },
  parseAndReflect() {
    for (const text of texts)
      sink += engine.reflectNow(ofThisLife(parseState(text))).confidence.value;
  },
  same() {
    for (let i = 0; i < stateCount; i++)
      sink += engine.reflectNow(ofThisLife(middle)).confidence.value;
  },
  terse() {
    for (const state of states)
      sink += engine.reflectNow(ofThisLife(state), TERSE).confidence.value;
  },
};

meetOthers();
/** @type {Record<string, number[]>} */
const nsPerState = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
  const figures = measureRound(round % 2 === 1);
  if (round < WARM_UP_ROUNDS) continue;
  for (const [kind, ns] of Object.entries(figures)) nsPerState[kind]?.push(ns);
}
const { parse, rotating, parseAndReflect, same, terse } = /** @type {Record<string, number>} */ (
  Object.fromEntries(Object.entries(nsPerState).map(([kind, all]) => [kind, medianOf(all)]))
);
if (!parse || !rotating || !parseAndReflect || !same || !terse) throw new Error('nothing measured');
const fresh = parseAndReflect - parse;
console.log(
  JSON.stringify({
    bytes: Math.round(texts.join('').length / stateCount),
    parseNs: parse,
    rotatingNs: rotating,
    freshNs: fresh,
    sameNs: same,
    terseNs: terse,
    rotatingRatio: rotating / parse,
    freshRatio: fresh / parse,
    sameRatio: same / parse,
    terseRatio: terse / parse,
    sink,
  }),
);

/** An engine that had only ever met one run would be compiled for that one, unlike any server's. */
function meetOthers() {
  for (let i = 0; i < OTHERS; i++) {
    for (const text of texts.slice(0, 4)) {
      sink += engine.reflectNow(parseState(text.replace(AGENT, `other-${i}`))).confidence.value;
    }
  }
}

/**
 * Some passes of one kind, then of the next; every other round in reverse. A block of passes is long
 * enough that states parsed long ago come out of the cache they fit in, not out of the one that the
 * kind before left in disorder: `fresh` says what they cost when they are met at once.
 *
 * @param {boolean} reversed
 */
function measureRound(reversed) {
  const order = Object.entries(kinds);
  if (reversed) order.reverse();
  /** @type {Record<string, number>} */
  const figures = {};
  for (const [kind, pass] of order) {
    let ms = 0;
    for (let i = 0; i < passes; i++) {
      const startedAt = performance.now();
      pass();
      ms += performance.now() - startedAt;
      if (kind !== 'parse') endRun();
    }
    figures[kind] = (ms * 1e6) / (passes * stateCount);
  }
  return figures;
}

/** After it the next pass opens the run anew, and its first state is the next one again. */
function endRun() {
  outcome = !outcome;
  lives += 1;
  task = `report-${lives}`;
  engine.learn({ agent: AGENT, run: RUN, succeeded: outcome });
}

/**
 * A task of its own for every life: the same steps again and again for one task are a concern, a
 * task that wakes up for nothing, and its words would be measured too.
 *
 * @param {CognitiveState} state
 */
function ofThisLife(state) {
  return Object.assign(state, { task });
}

/**
 * @param {string} text
 * @returns {CognitiveState}
 */
function parseState(text) {
  return JSON.parse(text);
}
