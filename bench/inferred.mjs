// @ts-check
/**
 * What signs of an end are worth on recorded runs whose outcome is known: it is withheld when the run
 * closes, so that it has to be inferred, and told afterwards for a share of the runs. Markdown tables.
 * After `npm run build`:
 *
 *     node bench/inferred.mjs [--told .2] [--rounds 10] FILE…
 *
 * `--told`: the share of runs whose outcome is told, after it was inferred; which ones is chance, so
 * there are several rounds. An engine a file and round; runs in the order of the file, without their
 * tasks. Loss is the mean of −log of the probability given to what happened.
 */
import { parseArgs } from 'node:util';
import { createEngine } from '../dist/index.js';
import { loadRuns } from './alarms-replay.mjs';
import { seededRandom } from './random.mjs';

/**
 * @typedef {import('./alarms-replay.mjs').Recording} Recording
 * @typedef {import('../dist/index.js').InferredEvent} InferredEvent
 * @typedef {import('../dist/index.js').Engine} Engine
 * @typedef {readonly (string | number)[]} Cells
 *
 * @typedef {object} Judged A run, and what was said of its end.
 * @property {boolean} succeeded
 * @property {number} before What was given to a good end before the run began, …
 * @property {number} beforeTold … and by an engine that infers nothing.
 * @property {InferredEvent} [inferred] Absent where the run shows no sign.
 */

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    told: { type: 'string', default: '.2' },
    rounds: { type: 'string', default: '10' },
  },
});

await main();

async function main() {
  const told = Number(options.told);
  const rounds = Number(options.rounds);
  if (!(told >= 0 && told <= 1)) throw new Error('--told takes a share from 0 to 1.');
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number.');
  if (paths.length === 0) throw new Error('Name at least one file: node bench/inferred.mjs FILE…');
  /** @type {Cells[]} */
  const sets = [];
  /** @type {Cells[]} */
  const signs = [];
  for (const path of paths) {
    const recordings = (await loadRuns(path)).filter(({ succeeded }) => succeeded !== undefined);
    const name = recordings[0]?.set;
    if (name === undefined) continue;
    /** @type {Judged[]} */
    const judged = [];
    for (let round = 0; round < rounds; round++) {
      judged.push(...(await playAll(recordings, told, seededRandom(round + 1))));
    }
    sets.push([name, recordings.length, ...summarize(judged)]);
    signs.push(...countSigns(name, judged.slice(0, recordings.length)));
  }
  console.log(`${rounds} rounds; the outcome of ${percent(told)} of the runs is told.\n`);
  const losses = ['loss, usual', 'loss, inferred', 'first forecast, told only', '… and inferred'];
  print(['set', 'runs', 'end well', 'with a sign', ...losses], sets);
  print(['set', 'sign', 'runs', 'end well', 'without it'], signs);
}

/**
 * @param {readonly Recording[]} recordings
 * @param {number} told
 * @param {() => number} random
 */
async function playAll(recordings, told, random) {
  const now = () => 0;
  const engine = createEngine({ now });
  const tellsOnly = createEngine({ now, inferOutcomes: false });
  /** @type {InferredEvent | undefined} */
  let heard;
  engine.on('outcome-inferred', (event) => {
    heard = event;
  });
  /** @type {Judged[]} */
  const judged = [];
  for (const { opening, events, succeeded } of recordings) {
    const { task: _, ...rest } = opening;
    heard = undefined;
    const runs = [engine, tellsOnly].map((each) => each.run(rest));
    const [before, beforeTold] = runs.map(forecastOf);
    for (const run of runs) {
      for (const event of events) run.add(event);
      await run.end();
    }
    const outcome = { succeeded: succeeded === true };
    judged.push({
      ...outcome,
      before: before ?? Number.NaN,
      beforeTold: beforeTold ?? Number.NaN,
      ...(heard === undefined ? {} : { inferred: heard }),
    });
    if (random() < told) for (const run of runs) await run.end(outcome);
  }
  return judged;
}

/** @param {import('../dist/index.js').Run} run */
function forecastOf(run) {
  return run.reflectNow({ parts: ['confidence'] }).confidence.value;
}

/** @param {readonly Judged[]} judged @returns {Cells} */
function summarize(judged) {
  const shown = judged.filter(({ inferred }) => inferred !== undefined);
  return [
    percent(shareOf(judged)),
    percent(shown.length / judged.length),
    lossOf(shown, ({ beforeTold }) => beforeTold),
    lossOf(shown, ({ inferred }) => inferred?.probability ?? Number.NaN),
    lossOf(judged, ({ beforeTold }) => beforeTold),
    lossOf(judged, ({ before }) => before),
  ];
}

/** @param {string} name @param {readonly Judged[]} judged @returns {Cells[]} */
function countSigns(name, judged) {
  const names = new Set(judged.flatMap(({ inferred }) => inferred?.signs ?? []));
  return [...names].toSorted().map((sign) => {
    const [present, absent] = [true, false].map((is) =>
      judged.filter(({ inferred }) => (inferred?.signs.includes(sign) ?? false) === is),
    );
    const [rate, other] = [present, absent].map((runs) => percent(shareOf(runs ?? [])));
    return [name, sign, present?.length ?? 0, rate ?? '', other ?? ''];
  });
}

/** @param {readonly Judged[]} judged */
function shareOf(judged) {
  return judged.filter(({ succeeded }) => succeeded).length / judged.length;
}

/** @param {readonly Judged[]} judged @param {(run: Judged) => number} given */
function lossOf(judged, given) {
  let sum = 0;
  for (const run of judged) sum -= Math.log(run.succeeded ? given(run) : 1 - given(run));
  return judged.length === 0 ? '–' : (sum / judged.length).toFixed(3);
}

/** @param {number} share */
function percent(share) {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(0)} %`;
}

/** @param {readonly string[]} head @param {readonly Cells[]} rows */
function print(head, rows) {
  for (const cells of [head, head.map(() => '---'), ...rows]) {
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log();
}
