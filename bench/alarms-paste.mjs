// @ts-check
import { makeActs, makeRead, toolsOf } from './alarms-acts.mjs';
import { isAtLeast, playEvents, shownKinds, stillEngine } from './alarms-replay.mjs';
import { seededRandom, whole } from './random.mjs';

/**
 * @typedef {import('./alarms-acts.mjs').Act} Act
 * @typedef {import('./alarms-replay.mjs').AgentEvent} AgentEvent
 * @typedef {import('./alarms-replay.mjs').Recording} Recording
 * @typedef {import('./alarms-replay.mjs').Report} Report
 * @typedef {(typeof VARIANTS)[number]} Variant
 *
 * @typedef {object} Paste A loop, and what comes before it.
 * @property {Recording} recording
 * @property {number} period
 * @property {boolean} fails
 * @property {readonly AgentEvent[]} before
 * @property {readonly (readonly Act[])[]} turns
 *
 * @typedef {object} Turn What is advised at the end of a turn.
 * @property {Report} report
 * @property {boolean} interrupted `ask` or `stop` was advised, in this turn or in an earlier one.
 * @property {readonly string[]} steps Each step's kind, as the engine saw it.
 *
 * @typedef {object} Verdict
 * @property {Paste} paste
 * @property {readonly Turn[]} turns
 * @property {boolean} told After the third turn the agent is told, or more.
 * @property {boolean} named After the third turn a concern about repetition is shown.
 * @property {boolean} kept After every turn from the third on such a concern is shown.
 * @property {boolean} interrupted By the end of the sixth turn.
 */

/**
 * `made`: calls of our own, their results the same each turn. `interleaved`: the same, with a new
 * call and a new result between two turns. `same-news`: the run's own last call and its own result.
 */
export const VARIANTS = /** @type {const} */ (['made', 'interleaved', 'same-news']);

const TURNS = 6;
const PERIOD_MAX = 6;
/** The turn after which it should be told. */
const TOLD_AT = 3;
/** One block of periods in three fails. */
const FAILS_EVERY = 3;
const STEP_MS = 5000;
/** Kinds of concerns that say: this goes round, or gets nowhere. */
const REPETITION = new Set(['loop', 'stall', 'thrash']);

/**
 * A loop for each run that ended well, all periods in turn. The same runs and seed, the same loops.
 *
 * @param {readonly Recording[]} recordings Of one file: its tools are drawn from.
 * @param {Variant} variant
 * @param {number} seed
 */
export function makePastes(recordings, variant, seed) {
  const random = seededRandom(seed);
  const tools = toolsOf(recordings);
  const first = whole(random, 0, PERIOD_MAX);
  /** @type {Paste[]} */
  const pastes = [];
  for (const recording of recordings) {
    if (recording.succeeded !== true) continue;
    if (variant === 'same-news') {
      const paste = repeatLast(recording);
      if (paste !== undefined) pastes.push(paste);
      continue;
    }
    const end = lastCall(recording.events);
    if (end < 0) continue;
    const place = first + pastes.length;
    const fails = Math.floor(place / PERIOD_MAX) % FAILS_EVERY === FAILS_EVERY - 1;
    const acts = makeActs(tools, 1 + (place % PERIOD_MAX), fails, random);
    const turns = Array.from({ length: TURNS }, (_, turn) =>
      variant === 'interleaved' && turn > 0 ? [makeRead(random, turn), ...acts] : acts,
    );
    const before = recording.events.slice(0, end);
    pastes.push({ recording, period: acts.length, fails, before, turns });
  }
  return pastes;
}

/**
 * Plays what comes before the loop and then the loop, in an engine that knows nothing yet.
 *
 * @param {Paste} paste
 * @returns {Verdict}
 */
export function judgePaste(paste) {
  const engine = stillEngine();
  const run = engine.run(paste.recording.opening);
  playEvents(run, paste.before, () => {});
  /** @type {string[]} */
  let steps = [];
  engine.on('step-taken', ({ kind, failed }) => steps.push(failed ? `failed ${kind}` : kind));
  let interrupted = false;
  let number = 0;
  let at = paste.before.findLast((event) => event.at !== undefined)?.at;
  /** @type {Turn[]} */
  const turns = [];
  for (const acts of paste.turns) {
    steps = [];
    for (const act of acts) {
      if (at !== undefined) at += STEP_MS;
      playEvents(run, stepOf(act, `pasted-${number++}`, at), (report) => {
        if (isAtLeast(report.advice.action, 'ask')) interrupted = true;
      });
    }
    const report = run.reflectNow({ parts: ['advice', 'concerns'] });
    turns.push({ report, interrupted, steps });
  }
  const later = turns.slice(TOLD_AT - 1);
  const [third] = later;
  return {
    paste,
    turns,
    told: third !== undefined && isAtLeast(third.report.advice.action, 'tell'),
    named: third !== undefined && isNamed(third.report),
    kept: later.every(({ report }) => isNamed(report)),
    interrupted,
  };
}

/** @param {Report} report */
function isNamed(report) {
  return shownKinds(report).some((kind) => REPETITION.has(kind));
}

/**
 * @param {Act} act
 * @param {string} id
 * @param {number | undefined} at
 * @returns {AgentEvent[]}
 */
function stepOf({ tool, args, ...result }, id, at) {
  const time = at === undefined ? {} : { at };
  return [
    { type: 'call', id, tool, args, ...time },
    { type: 'result', id, ...result, ...time },
  ];
}

/** Where the last round of calls begins. @param {readonly AgentEvent[]} events */
function lastCall(events) {
  let at = events.findLastIndex(({ type }) => type === 'call');
  while (at > 0 && events[at - 1]?.type === 'call') at -= 1;
  return at;
}

/** @param {Recording} recording @returns {Paste | undefined} Nothing without a result. */
function repeatLast(recording) {
  const { events } = recording;
  for (let at = events.length - 1; at >= 0; at--) {
    const call = events[at];
    if (call?.type !== 'call') continue;
    const end = events.findIndex(
      ({ type, ...event }, i) =>
        i > at && type === 'result' && 'id' in event && event.id === call.id,
    );
    const result = events[end];
    if (result?.type !== 'result') continue;
    const { type: _, id: __, at: ___, by: ____, ...rest } = result;
    const act = { tool: call.tool, args: call.args, ...rest };
    const turns = Array.from({ length: TURNS }, () => [act]);
    return {
      recording,
      period: 1,
      fails: rest.ok === false,
      before: events.slice(0, end + 1),
      turns,
    };
  }
  return undefined;
}
