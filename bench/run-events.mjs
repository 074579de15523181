// @ts-check
/**
 * What one event, and one thought after it, cost at 1 000, 100 000 and 1 000 000 events of a run.
 *
 *     node bench/run-events.mjs [histories]     (default: 1000,100000,1000000)
 *
 * Prints JSON, ns at the end of each history: per `add` (`add`: call and result averaged, from loops
 * without a clock in them; `call`, `result` and `say`, a message of 600 characters: one by one), per `reflectNow` of the run after a
 * result (`reflect`: all parts; `terse`: advice and confidence); and what the longest history costs
 * for each ns of the shortest.
 */
import { createEngine } from '../dist/index.js';
import { measureClock } from './clock.mjs';
import { makePairs, makeSays, parseEvent } from './events.mjs';
import { seededRandom } from './random.mjs';
import { medianOf } from './spread.mjs';

/**
 * @typedef {import('../dist/index.js').AgentEvent} AgentEvent
 * @typedef {import('../dist/index.js').Run} Run
 * @typedef {(run: Run) => Record<string, number>} Window Every step once more, measured somehow.
 */

const TERSE = /** @type {const} */ ({ parts: ['advice', 'confidence'] });
/**
 * Steps measured at a time; a step is a call and its result. A window is also all the different
 * steps there are, so that every window, of whichever history, sees the same ones.
 */
const WINDOW_STEPS = 250;
/** Windows of each kind and history. */
const ROUNDS = 10;
const WARM_UP_RUNS = 200;

const histories = (process.argv[2] ?? '1000,100000,1000000').split(',').map(Number);
const pairs = makePairs(WINDOW_STEPS, seededRandom(1)).map(({ call, result }) => ({
  call: parseEvent(call),
  result: parseEvent(result),
}));
const says = makeSays(WINDOW_STEPS, seededRandom(2)).map(parseEvent);
const engine = createEngine();
const clockNs = measureClock();
let runs = 0;
/** What is answered is read, so that it cannot be left out as unused. */
let sink = 0;

/** @type {readonly Window[]} */
const KINDS = [
  (run) => {
    const startedAt = performance.now();
    addWindows(run, 1);
    return { add: ((performance.now() - startedAt) * 1e6) / (2 * WINDOW_STEPS) };
  },
  (run) => {
    let callMs = 0;
    let resultMs = 0;
    for (const { call, result } of pairs) {
      const startedAt = performance.now();
      run.add(call);
      const calledAt = performance.now();
      run.add(result);
      callMs += calledAt - startedAt;
      resultMs += performance.now() - calledAt;
    }
    return { call: perStep(callMs), result: perStep(resultMs) };
  },
  (run) => {
    let ms = 0;
    for (const [i, { call, result }] of pairs.entries()) {
      run.add(call);
      run.add(result);
      const startedAt = performance.now();
      run.add(/** @type {AgentEvent} */ (says[i]));
      ms += performance.now() - startedAt;
    }
    return { say: perStep(ms) };
  },
  (run) => {
    let ms = 0;
    for (const { call, result } of pairs) {
      run.add(call);
      run.add(result);
      const startedAt = performance.now();
      const report = run.reflectNow();
      ms += performance.now() - startedAt;
      sink += report.confidence.value;
    }
    return { reflect: perStep(ms) };
  },
  (run) => {
    let ms = 0;
    for (const { call, result } of pairs) {
      run.add(call);
      run.add(result);
      const startedAt = performance.now();
      const report = run.reflectNow(TERSE);
      ms += performance.now() - startedAt;
      sink += report.confidence.value;
    }
    return { terse: perStep(ms) };
  },
];
/** All kinds, each several times: the last windows of a long history. */
const ALL_KINDS = Array.from({ length: ROUNDS }, () => KINDS).flat();

warmUp();
/** @type {Record<string, number>} */
const figures = {};
for (const events of histories) {
  for (const [kind, ns] of Object.entries(measureHistory(events))) {
    figures[`${kind}Ns${events}`] = medianOf(ns);
  }
}
const growth = { addGrowth: growthOf('add'), reflectGrowth: growthOf('reflect') };
console.log(JSON.stringify({ ...figures, ...growth, clockNs, sink }));

/**
 * Compilers need to have seen everything before the first history, or it would pay for them: all
 * kinds of windows, and runs that are opened, that end and that give way to the next one.
 */
function warmUp() {
  for (let i = 0; i < WARM_UP_RUNS; i++) {
    const run = openRun();
    addWindows(run, 1);
    for (const kind of KINDS) kind(run);
    closeRun(run);
  }
}

/**
 * The last windows of a run so long; of several runs, if one has not enough for all kinds.
 *
 * @param {number} events
 */
function measureHistory(events) {
  const windows = events / (2 * WINDOW_STEPS);
  const groups = windows > 2 * ALL_KINDS.length ? [ALL_KINDS] : ALL_KINDS.map((kind) => [kind]);
  /** @type {Record<string, number[]>} */
  const all = {};
  for (const kinds of groups) {
    const run = openRun();
    addWindows(run, windows - kinds.length);
    for (const kind of kinds) {
      for (const [name, ns] of Object.entries(kind(run))) (all[name] ??= []).push(ns);
    }
    closeRun(run);
  }
  return all;
}

/** @param {string} kind */
function growthOf(kind) {
  const longest = figures[`${kind}Ns${Math.max(...histories)}`] ?? Number.NaN;
  return longest / (figures[`${kind}Ns${Math.min(...histories)}`] ?? Number.NaN);
}

function openRun() {
  runs += 1;
  return engine.run({ agent: 'agent-1', run: `run-${runs}` });
}

/** Its outcome is learned at once; only the promise would come later. @param {Run} run */
function closeRun(run) {
  void run.end({ succeeded: runs % 2 === 0 });
}

/**
 * @param {Run} run
 * @param {number} windows
 */
function addWindows(run, windows) {
  for (let i = 0; i < windows; i++) {
    for (const { call, result } of pairs) {
      run.add(call);
      run.add(result);
    }
  }
}

/** @param {number} ms Of a window's steps together, with a reading of the clock for each. */
function perStep(ms) {
  return (ms * 1e6) / WINDOW_STEPS - clockNs;
}
