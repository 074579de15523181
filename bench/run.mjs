// @ts-check
/**
 * Runs the benchmark: every measurement in a process of its own, in several rounds, their order
 * reversed in every other one. What is measured stands in `measures.mjs`.
 *
 *     npm run bench -- [--json] [--quick] [--data DIR] [--only WORD]
 *
 * `--data`: a folder of recorded runs (`.trace.jsonl`, `.trace.jsonl.gz`) for `analyze`; without it
 * the example sessions stand in, many times over. `--only`: the measurements with the word in their
 * title. The exit code tells whether it ran, not whether goals were met.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.mjs';
import { listMeasures } from './measures.mjs';
import { findRecordings, repeatExamples } from './recordings.mjs';
import { spreadOf } from './spread.mjs';
import { renderTable } from './table.mjs';

/**
 * @typedef {import('./measures.mjs').Goal} Goal
 * @typedef {import('./measures.mjs').Measure} Measure
 * @typedef {import('./table.mjs').Section} Section
 * @typedef {Record<string, unknown>} Printed What a child printed.
 */

const ROUNDS = 5;
const ROUNDS_QUICK = 2;
const CHILD_MS_MAX = 180_000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    data: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'second-thought-bench-'));
try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}

function main() {
  const { quick, data, only, json } = options;
  const recordings = data === undefined ? [repeatExamples(folder)] : findRecordings(data);
  const measures = listMeasures(recordings, data !== undefined, quick).filter(({ title }) =>
    title.includes(only),
  );
  const machine = describeMachine();
  const rounds = quick ? ROUNDS_QUICK : ROUNDS;
  const printed = runRounds(measures, rounds);
  const sections = measures.map((measure) => summarize(measure, printed.get(measure) ?? []));
  if (json) {
    const details = Object.fromEntries(measures.map((each) => [each.title, printed.get(each)]));
    console.log(JSON.stringify({ schema: 1, machine, rounds, sections, details }));
    return;
  }
  const { cpu, cores, memoryGib, platform, node, v8, secondThought, date, loadBefore } = machine;
  console.log(`second-thought ${secondThought}, Node ${node} (V8 ${v8}), ${date}`);
  console.log(
    `${cpu}, ${cores} cores, ${memoryGib} GiB, ${platform}; load before: ${loadBefore.toFixed(1)}`,
  );
  console.log(`Medians of ${rounds} rounds, a fresh process each, order alternated.\n`);
  console.log(renderTable(sections));
}

/**
 * @param {readonly Measure[]} measures
 * @param {number} rounds
 */
function runRounds(measures, rounds) {
  /** @type {Map<Measure, Printed[]>} */
  const printed = new Map(measures.map((measure) => [measure, []]));
  for (let round = 0; round < rounds; round++) {
    const due = measures.filter(({ once }) => once !== true || round === 0);
    for (const measure of round % 2 === 0 ? due : due.toReversed()) {
      tellProgress(`round ${round + 1} of ${rounds}: ${measure.title}`);
      printed.get(measure)?.push(runChild(measure, round));
    }
  }
  tellProgress('');
  return printed;
}

/**
 * @param {Measure} measure
 * @param {number} round
 * @returns {Printed}
 */
function runChild({ script, flags = [], args }, round) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawnSync(process.execPath, [...flags, path, ...args(round)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // Node 20 may hang while it exits; what it printed is whole by then.
    timeout: CHILD_MS_MAX,
  });
  if (!child.stdout.endsWith('}\n')) {
    throw new Error(`${script} failed (${child.signal ?? child.status}): ${child.stderr}`);
  }
  return JSON.parse(child.stdout);
}

/**
 * @param {Measure} measure
 * @param {readonly Printed[]} printed
 * @returns {Section}
 */
function summarize({ title, rows }, printed) {
  const figures = rows.map((row) => {
    const spread = spreadOf(printed.map((each) => numberOf(each, row.figure)));
    const { goal } = row;
    return goal === undefined
      ? { ...row, spread }
      : { ...row, spread, goal, ok: meets(spread.median, goal) };
  });
  return { title, figures };
}

/**
 * @param {Printed} printed
 * @param {string} figure
 */
function numberOf(printed, figure) {
  const value = printed[figure];
  if (typeof value !== 'number') throw new Error(`no figure "${figure}" was printed`);
  return value;
}

/**
 * @param {number} value
 * @param {Goal} goal
 */
function meets(value, goal) {
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

/** @param {string} text */
function tellProgress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
