// @ts-check
import { basename } from 'node:path';
import { readRuns } from '../dist/formats/read-file.js';
import { createEngine } from '../dist/index.js';

/**
 * @typedef {import('../dist/index.js').AgentEvent} AgentEvent
 * @typedef {import('../dist/index.js').Engine} Engine
 * @typedef {import('../dist/index.js').Run} Run
 * @typedef {import('../dist/index.js').RunOptions} RunOptions
 * @typedef {import('../dist/index.js').ReportOf<'advice' | 'concerns'>} Report
 * @typedef {Report['concerns'][number]} Concern
 * @typedef {Report['advice']['action']} Action
 *
 * @typedef {object} Recording A run as it stands in a file.
 * @property {string} set The file's name, without its ending.
 * @property {RunOptions} opening
 * @property {AgentEvent[]} events
 * @property {boolean} [succeeded] Absent where the file does not say.
 *
 * @typedef {object} Alarm From the first advice about a concern until that concern is gone.
 * @property {Recording} recording
 * @property {string} kind
 * @property {Action} action What was advised first.
 * @property {Action} highest What was advised at most.
 * @property {Concern} concern As it stood at the first advice.
 * @property {number} event Index of the event after which it was advised.
 *
 * @typedef {object} Replay What was advised during a run.
 * @property {number} steps
 * @property {Set<string>} shown Kinds of the concerns that were shown.
 * @property {Set<string>} told Kinds that advice was about.
 * @property {string[]} interruptions Their kinds: each time that advice rises to `ask` or `stop`.
 * @property {readonly string[]} standing Kinds that stand after the last event.
 * @property {Alarm[]} alarms
 */

/** From this strength on, a person is shown a concern. */
const SHOWN = 0.5;
const ACTIONS = /** @type {const} */ (['proceed', 'tell', 'ask', 'stop']);
/** Room for more runs than are under way at once; a larger one only costs time to set up. */
const MEMORY_LIMIT_MB = 32;

/**
 * Whole runs, in the order in which they begin in the file.
 *
 * @param {string} path
 */
export async function loadRuns(path) {
  const set = basename(path).replace(/\.trace\.jsonl(\.gz)?$/, '');
  /** @type {Recording[]} */
  const recordings = [];
  /** @type {Map<string, Recording>} */
  const open = new Map();
  for await (const items of readRuns(path)) {
    for (const item of items) {
      if (item.kind === 'open') {
        const recording = { set, opening: item.run, events: [] };
        recordings.push(recording);
        open.set(item.run.run, recording);
      } else if (item.kind === 'event') {
        open.get(item.run)?.events.push(item.event);
      } else if (item.kind === 'close') {
        const recording = open.get(item.run);
        if (recording && item.outcome) recording.succeeded = item.outcome.succeeded;
        open.delete(item.run);
      }
    }
  }
  return recordings;
}

/** An engine whose clock stands still: recorded times count, and every replay is the same. */
export function stillEngine() {
  return createEngine({ now: () => 0, memoryLimitMb: MEMORY_LIMIT_MB });
}

/**
 * Tells a run's events one by one and asks for advice after each.
 *
 * @param {Run} run
 * @param {readonly AgentEvent[]} events
 * @param {(report: Report, index: number) => void} heard
 */
export function playEvents(run, events, heard) {
  for (const [index, event] of events.entries()) {
    run.add(event);
    heard(run.reflectNow({ parts: ['advice', 'concerns'] }), index);
  }
}

/**
 * Plays a whole run and tells its outcome at its end.
 *
 * @param {Engine} engine
 * @param {Recording} recording
 */
export async function replay(engine, recording) {
  const run = engine.run(recording.opening);
  /** @type {Replay} */
  const heard = {
    steps: recording.events.filter(({ type }) => type === 'result').length,
    shown: new Set(),
    told: new Set(),
    interruptions: [],
    standing: [],
    alarms: [],
  };
  /** @type {Map<string, Alarm>} */
  const underWay = new Map();
  let interrupts = false;
  playEvents(run, recording.events, (report, event) => {
    const { action } = report.advice;
    heard.standing = shownKinds(report);
    for (const kind of heard.standing) heard.shown.add(kind);
    for (const kind of underWay.keys()) {
      if (!heard.standing.includes(kind)) underWay.delete(kind);
    }
    const kind = kindOf(report);
    const concern = concernOf(report);
    if (isAtLeast(action, 'tell')) heard.told.add(kind);
    if (isAtLeast(action, 'tell') && concern !== undefined) {
      const known = underWay.get(kind);
      if (known === undefined) {
        const alarm = { recording, kind, action, highest: action, concern, event };
        underWay.set(kind, alarm);
        heard.alarms.push(alarm);
      } else if (isAtLeast(action, known.highest)) known.highest = action;
    }
    const interruptsNow = isAtLeast(action, 'ask');
    if (interruptsNow && !interrupts) heard.interruptions.push(kind);
    interrupts = interruptsNow;
  });
  const { succeeded } = recording;
  await run.end(succeeded === undefined ? undefined : { succeeded });
  return heard;
}

/** @param {Report} report @returns {string[]} Kinds of the concerns that a person is shown. */
export function shownKinds({ concerns }) {
  return concerns.filter(({ strength }) => strength >= SHOWN).map(({ kind }) => kind);
}

/** @param {Action} action @param {Action} least */
export function isAtLeast(action, least) {
  return ACTIONS.indexOf(action) >= ACTIONS.indexOf(least);
}

/** @param {Report} report @returns {Concern | undefined} What the advice is about. */
function concernOf({ advice, concerns }) {
  const first = advice.because[0];
  return first === undefined ? undefined : concerns[first];
}

/** @param {Report} report @returns {string} */
function kindOf(report) {
  return concernOf(report)?.kind ?? 'no concern';
}
