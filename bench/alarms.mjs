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

console.log(
  '| set | runs | ended well | with `ask` or `stop` advised | per 1000 steps | ended badly | with a loop or stall |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const path of process.argv.slice(2)) console.log(await rowOf(path));

/** @param {string} path */
async function rowOf(path) {
  let runs = 0;
  const well = { runs: 0, steps: 0, interrupted: 0 };
  const badly = { runs: 0, concerned: 0 };
  for await (const { outcome, steps, concerns, past } of createAnalyzer().analyze(
    path,
    readRuns(path),
  )) {
    runs += 1;
    const strengths = [...concerns, ...past].map(({ strength }) => strength);
    if (outcome?.succeeded === true) {
      well.runs += 1;
      well.steps += steps.length;
      if (Math.max(0, ...strengths) >= ASK_FROM) well.interrupted += 1;
    } else if (outcome?.succeeded === false) {
      badly.runs += 1;
      if (strengths.length > 0) badly.concerned += 1;
    }
  }
  const rate = ((1000 * well.interrupted) / Math.max(well.steps, 1)).toFixed(1);
  const name = basename(path).replace(/\.trace\.jsonl(\.gz)?$/, '');
  const cells = [name, runs, well.runs, well.interrupted, rate, badly.runs, badly.concerned];
  return `| ${cells.join(' | ')} |`;
}
