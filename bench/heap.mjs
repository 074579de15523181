// @ts-check
/**
 * Memory held after many states of many agents. Every agent is met once in each of ten turns, each
 * time in another order (so: evenly, which is the worst for a cache), and begins a new run half-way.
 * Each state comes as a text and is parsed, as at a server: what the engine keeps of it counts.
 *
 *     node --expose-gc bench/heap.mjs <memoryLimitMb | default> [agents]
 *
 * Prints JSON: heap, external (the slabs; array buffers are part of it) and resident bytes after a
 * full collection at the end of each turn; `flatness`, of heap and external together, last to first:
 * the first turn, in which all agents are new, is the warm-up.
 */
import { createEngine } from '../dist/index.js';
import { seededRandom, shuffle } from './random.mjs';
import { AGENT, makeStateTexts, RUN } from './states.mjs';

const TURNS = 10;
const PROCESSES = 5;
/** States at hand for each turn: agents of one turn are not all in the same. */
const STATES_A_TURN = 6;

const limit = process.argv[2] ?? 'default';
const agents = Number(process.argv[3] ?? 100_000);
const random = seededRandom(1);
const order = Uint32Array.from({ length: agents }, (_, i) => i);
const rests = makeStateTexts(PROCESSES, TURNS * STATES_A_TURN, random).map(restOf);
const before = measureMemory();
const engine = createEngine(limit === 'default' ? {} : { memoryLimitMb: Number(limit) });
/** What is answered is read, so that it cannot be left out as unused. */
let sink = 0;

const startedAt = performance.now();
const checkpoints = Array.from({ length: TURNS }, (_, turn) => {
  takeTurn(turn);
  return measureMemory();
});
const first = /** @type {Memory} */ (checkpoints.at(0));
const last = /** @type {Memory} */ (checkpoints.at(-1));
const { memoryBytes, agents: agentsHeld, runs, agentsDropped, runsDropped } = engine.metrics();
console.log(
  JSON.stringify({
    limit,
    states: TURNS * agents,
    agents,
    seconds: (performance.now() - startedAt) / 1000,
    flatness: (last.heap + last.external) / (first.heap + first.external),
    rssFlatness: last.rss / first.rss,
    heldMb: megabytes(last.heap + last.external - before.heap - before.external),
    rssMb: megabytes(last.rss),
    countedMb: megabytes(memoryBytes),
    agentsHeld,
    runsHeld: runs,
    agentsDropped,
    runsDropped,
    checkpoints: checkpoints.map(({ heap, external, rss }) => ({
      heapMb: megabytes(heap),
      externalMb: megabytes(external),
      rssMb: megabytes(rss),
    })),
    sink,
  }),
);

/** @param {number} turn */
function takeTurn(turn) {
  shuffle(order, random);
  const run = turn < TURNS / 2 ? 'run-1' : 'run-2';
  for (const agent of order) {
    const rest = rests[turn * STATES_A_TURN + (agent % STATES_A_TURN)];
    const state = JSON.parse(`{"agent":"agent-${agent}","run":"${run}-of-${agent}",${rest}`);
    sink += engine.reflectNow(state).confidence.value;
  }
}

/**
 * A state's text after whose it is.
 *
 * @param {string} text
 */
function restOf(text) {
  return text.slice(JSON.stringify({ agent: AGENT, run: RUN }).length);
}

/** @typedef {{ heap: number, external: number, rss: number }} Memory */

/**
 * In bytes, after what can be collected was.
 *
 * @returns {Memory}
 */
function measureMemory() {
  if (globalThis.gc === undefined) throw new Error('start node with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, external, rss };
}

/** @param {number} bytes */
function megabytes(bytes) {
  return bytes / (1024 * 1024);
}
