// @ts-check
import { pick, whole } from './random.mjs';

/**
 * A process as it lives through the states of a run.
 *
 * @typedef {{
 *   id: string, type: string, action: string, result: string, fails: boolean,
 *   startsIn: number, durationMs: number, expectedMs: number, elapsedMs: number, finishedFor: number,
 *   accuracy: number, successRate: number, attempts: number, errors: number,
 * }} Process
 */

/**
 * States of one run as JSON texts, each a plausible next one: about a second goes by from one to
 * the next, processes move on, about one in twenty finishes, and what finished stands for three
 * more states before a new one takes its place. Every process has all twelve fields; shares have
 * four digits, since the digits of a number are most of what its parsing costs.
 *
 * @param {number} processCount
 * @param {number} stateCount
 * @param {() => number} random
 * @returns {string[]}
 */
export function makeStateTexts(processCount, stateCount, random) {
  let made = 0;
  /** @type {Process[]} */
  const live = Array.from({ length: processCount }, () =>
    underWay(makeProcess(made++, random), random),
  );
  /** @type {string[]} */
  const texts = [];
  let at = STARTED_AT;
  for (let k = 0; k < stateCount; k++) {
    const stepMs = whole(random, 500, 1500);
    at += stepMs;
    /** @type {Record<string, object>} */
    const processes = {};
    for (const process of live) {
      moveOn(process, stepMs);
      processes[process.id] = describe(process, random);
    }
    for (const [i, process] of live.entries()) {
      if (process.finishedFor > FINISHED_STATES) live[i] = makeProcess(made++, random);
    }
    texts.push(
      JSON.stringify({
        agent: AGENT,
        run: RUN,
        task: 'weekly-report',
        at,
        confidence: share(random()),
        signals: { logprob: share(random()), retrieval: share(random()) },
        processes,
      }),
    );
  }
  return texts;
}

/** Whose states they are. */
export const AGENT = 'agent-1';
export const RUN = 'run-1';

const STARTED_AT = Date.UTC(2026, 10, 20, 9);
/** For so many states after the one it finished in, a process still stands there. */
const FINISHED_STATES = 3;

const TYPES = ['search', 'plan', 'code', 'review'];
const OBJECTS = [
  'invoice',
  'release',
  'parser',
  'calendar',
  'contract',
  'sensor',
  'backup',
  'index',
];
const RESULTS = ['found', 'merged', 'rejected', 'written', 'no results', 'unchanged'];

/**
 * @param {number} number
 * @param {() => number} random
 * @returns {Process}
 */
function makeProcess(number, random) {
  const type = pick(random, TYPES);
  const object = `${pick(random, OBJECTS)} ${whole(random, 1, 400)}`;
  const durationMs = whole(random, 5_000, 40_000);
  return {
    id: `${type}-${number}`,
    type,
    action: `${type} ${object}`,
    result: `${object} ${pick(random, RESULTS)}`,
    fails: random() < 0.2,
    startsIn: whole(random, 0, 2),
    durationMs,
    expectedMs: Math.round((durationMs * (0.7 + 0.7 * random())) / 100) * 100,
    elapsedMs: 0,
    finishedFor: 0,
    accuracy: share(random()),
    successRate: share(0.5 + random() / 2),
    attempts: 1,
    errors: 0,
  };
}

/**
 * The first state finds processes anywhere in their lives, or all would finish at once.
 *
 * @param {Process} process
 * @param {() => number} random
 */
function underWay(process, random) {
  process.elapsedMs = Math.floor(random() * process.durationMs);
  process.startsIn = 0;
  return process;
}

/**
 * @param {Process} process
 * @param {number} stepMs
 */
function moveOn(process, stepMs) {
  if (process.startsIn > 0) process.startsIn -= 1;
  else if (process.elapsedMs < process.durationMs) process.elapsedMs += stepMs;
  else process.finishedFor += 1;
}

/**
 * @param {Process} process
 * @param {() => number} random
 */
function describe(process, random) {
  const finished = process.elapsedMs >= process.durationMs;
  const blocked = !finished && random() < 0.05;
  if (blocked && process.attempts < 4) {
    process.attempts += 1;
    process.errors += 1;
  }
  return {
    type: process.type,
    stage: stageOf(process, finished, blocked),
    accuracy: process.accuracy,
    successRate: process.successRate,
    progress: share(Math.min(1, process.elapsedMs / process.durationMs)),
    load: finished ? 0 : share(random()),
    elapsedMs: process.elapsedMs,
    expectedMs: process.expectedMs,
    attempts: process.attempts,
    errors: process.errors,
    action: process.action,
    result: finished ? process.result : '',
  };
}

/**
 * @param {Process} process
 * @param {boolean} finished
 * @param {boolean} blocked
 */
function stageOf(process, finished, blocked) {
  if (finished) return process.fails ? 'failed' : 'done';
  if (process.startsIn > 0 || process.elapsedMs === 0) return 'queued';
  return blocked ? 'blocked' : 'running';
}

/** @param {number} value */
function share(value) {
  return Math.round(value * 1e4) / 1e4;
}
