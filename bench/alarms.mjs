// @ts-check
/**
 * How often concerns were raised on recorded runs, by how these ended: a row of Markdown a file.
 * `node bench/alarms.mjs FILE…`, after `npm run build`.
 */
import { basename } from 'node:path';
import { createAnalyzer } from '../dist/cli/analyze/analyze-files.js';
import { readRuns } from '../dist/formats/read-file.js';

/** From a loop's fourth turn on, 1 − 2^(−3/2), the ladder asks or stops instead of telling. */
const ASK_FROM = 1 - 2 ** -1.5;

const HEAD = ['set', 'runs', 'ended well', 'told', 'asked or stopped', 'per 1000 of their steps'];
HEAD.push('ended badly', 'told', 'asked or stopped');

console.log(`| ${HEAD.join(' | ')} |\n|${' --- |'.repeat(HEAD.length)}`);
const totals = noCounts();
for (const path of process.argv.slice(2)) {
  const counts = await countsOf(path);
  for (const key of /** @type {(keyof typeof totals)[]} */ (Object.keys(totals))) {
    totals[key] += counts[key];
  }
  console.log(rowOf(basename(path).replace(/\.trace\.jsonl(\.gz)?$/, ''), counts));
}
console.log(rowOf('all', totals));

/** @param {string} path */
async function countsOf(path) {
  const counts = noCounts();
  for await (const run of createAnalyzer().analyze(path, readRuns(path))) {
    counts.runs += 1;
    const worst = Math.max(0, ...[...run.concerns, ...run.past].map(({ strength }) => strength));
    const told = worst > 0 ? 1 : 0;
    const asked = worst >= ASK_FROM ? 1 : 0;
    if (run.outcome?.succeeded === true) {
      counts.well += 1;
      counts.stepsOfWell += run.steps.length;
      counts.toldWell += told;
      counts.askedWell += asked;
    } else if (run.outcome?.succeeded === false) {
      counts.badly += 1;
      counts.toldBadly += told;
      counts.askedBadly += asked;
    }
  }
  return counts;
}

function noCounts() {
  const well = { well: 0, stepsOfWell: 0, toldWell: 0, askedWell: 0 };
  return { runs: 0, ...well, badly: 0, toldBadly: 0, askedBadly: 0 };
}

/** @param {string} name @param {ReturnType<typeof noCounts>} counts */
function rowOf(
  name,
  { runs, well, toldWell, askedWell, stepsOfWell, badly, toldBadly, askedBadly },
) {
  const rate = ((1000 * askedWell) / Math.max(stepsOfWell, 1)).toFixed(2);
  const cells = [name, runs, well, toldWell, askedWell, rate, badly, toldBadly, askedBadly];
  return `| ${cells.join(' | ')} |`;
}
