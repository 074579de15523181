// @ts-check
/**
 * The analysis of recorded runs beside the least that any reader of the same files must do: unpack
 * them and parse every line. Process start and printing are left out.
 *
 *     node bench/analyze.mjs <file>...
 *
 * Prints JSON: events, and events per second over all files together. `cold`: the analysis of all
 * files as the first thing in the process, compiling included, as one call of the command does it;
 * then the floor. `warm`: later passes, both ways file by file in turn.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createAnalyzer } from '../dist/cli/analyze/analyze-files.js';
import { readRuns } from '../dist/formats/read-file.js';
import { medianOf } from './spread.mjs';

/** After the cold one. */
const PASSES = 4;
const LINE_FEED = 10;

const paths = process.argv.slice(2);
/** What is read adds to this, so that it cannot be left out as unused. */
let sink = 0;

/** Of one file in one pass, in ms. @typedef {{ floor: number, analysis: number }} Times */

/** @type {number[]} */
let eventCounts = [];
const cold = sumOf(await takeColdPass());
/** @type {Times[][]} */
const passes = [];
for (let pass = 0; pass < PASSES; pass++) {
  // oxlint-disable-next-line no-await-in-loop -- one after the other is what is measured
  passes.push(await takePass(pass % 2 === 0));
}
const events = eventCounts.reduce((sum, count) => sum + count, 0);
const sums = passes.map(sumOf);
const warm = {
  floor: medianOf(sums.map(({ floor }) => floor)),
  analysis: medianOf(sums.map(({ analysis }) => analysis)),
};
console.log(
  JSON.stringify({
    events,
    coldEventsPerS: (events * 1000) / cold.analysis,
    coldFloorEventsPerS: (events * 1000) / cold.floor,
    coldRatio: cold.analysis / cold.floor,
    warmEventsPerS: (events * 1000) / warm.analysis,
    warmFloorEventsPerS: (events * 1000) / warm.floor,
    warmRatio: warm.analysis / warm.floor,
    files: paths.map(describeFile),
    sink,
  }),
);

/** One way after the other: nothing comes between that a call of the command would not meet. */
async function takeColdPass() {
  eventCounts = [];
  const analyzer = createAnalyzer();
  /** @type {number[]} */
  const analyses = [];
  for (const path of paths) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    analyses.push(await timeAnalysis(analyzer, path));
  }
  return paths.map((path, i) => ({ floor: timeFloor(path), analysis: analyses[i] ?? 0 }));
}

/**
 * Both ways over all files, file by file; one analyzer for all, as the command has.
 *
 * @param {boolean} floorFirst
 */
async function takePass(floorFirst) {
  eventCounts = [];
  const analyzer = createAnalyzer();
  /** @type {Times[]} */
  const times = [];
  for (const path of paths) {
    const floorBefore = floorFirst ? timeFloor(path) : 0;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const analysis = await timeAnalysis(analyzer, path);
    times.push({ floor: floorFirst ? floorBefore : timeFloor(path), analysis });
  }
  return times;
}

/**
 * @param {ReturnType<typeof createAnalyzer>} analyzer
 * @param {string} path
 */
async function timeAnalysis(analyzer, path) {
  const startedAt = performance.now();
  let count = 0;
  for await (const analysis of analyzer.analyze(path, readRuns(path))) {
    count += analysis.events;
    sink += analysis.confidence.value;
  }
  eventCounts.push(count);
  return performance.now() - startedAt;
}

/** @param {string} path */
function timeFloor(path) {
  const startedAt = performance.now();
  const packed = readFileSync(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(packed) : packed;
  // Line by line: decoded at once, a single wide character would make all of the text wide.
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(LINE_FEED, from);
    const to = found < 0 ? bytes.length : found;
    if (to > from) sink += Object.keys(JSON.parse(bytes.toString('utf8', from, to))).length;
    from = to + 1;
  }
  return performance.now() - startedAt;
}

/** @param {readonly Times[]} times */
function sumOf(times) {
  let floor = 0;
  let analysis = 0;
  for (const time of times) {
    floor += time.floor;
    analysis += time.analysis;
  }
  return { floor, analysis };
}

/**
 * One file in the warm passes.
 *
 * @param {string} path
 * @param {number} index
 */
function describeFile(path, index) {
  const times = passes.map((pass) => /** @type {Times} */ (pass.at(index)));
  const count = eventCounts[index] ?? 0;
  const analysisMs = medianOf(times.map(({ analysis }) => analysis));
  return {
    name: basename(path),
    events: count,
    eventsPerS: (count * 1000) / analysisMs,
    ratio: analysisMs / medianOf(times.map(({ floor }) => floor)),
  };
}
