// @ts-check
/**
 * How often recorded runs are told of, and interrupted, by how they ended; and whether a loop that
 * is pasted into a run that ended well is noticed. Markdown tables. After `npm run build`:
 *
 *     node bench/alarms.mjs FILE…                   both, each file and all together
 *     node bench/alarms.mjs --recorded FILE…        only the recorded runs
 *     node bench/alarms.mjs --pasted FILE…          only loops of our own calls
 *     node bench/alarms.mjs --interleaved FILE…     … with a new call between two turns
 *     node bench/alarms.mjs --same-news FILE…       … the run's own last call, again and again
 *     node bench/alarms.mjs --claims FILE…          runs that end on a claim nothing bears out
 *     node bench/alarms.mjs --sample N FILE…        N alarms to read, of one --kind K or of any
 *
 * `--fresh`: an engine a run, so that nothing is learned from run to run. `--misses N`: N pasted
 * loops that were missed, to read. `--seed S`: chance of loops and samples, 1 if not given.
 */
import { parseArgs } from 'node:util';
import { judgePaste, makePastes, VARIANTS } from './alarms-paste.mjs';
import { describeAlarm, describeVerdict } from './alarms-print.mjs';
import { loadRuns, replay, stillEngine } from './alarms-replay.mjs';
import { seededRandom, shuffle } from './random.mjs';

/**
 * @typedef {import('./alarms-paste.mjs').Variant} Variant
 * @typedef {import('./alarms-paste.mjs').Verdict} Verdict
 * @typedef {import('./alarms-replay.mjs').Recording} Recording
 * @typedef {import('./alarms-replay.mjs').Replay} Replay
 * @typedef {{ recording: Recording, heard: Replay }} Played
 * @typedef {readonly (string | number)[]} Cells
 */

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    recorded: { type: 'boolean', default: false },
    pasted: { type: 'boolean', default: false },
    interleaved: { type: 'boolean', default: false },
    'same-news': { type: 'boolean', default: false },
    claims: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    sample: { type: 'string' },
    misses: { type: 'string', default: '0' },
    kind: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = wholeOf('seed', options.seed);
const OUTCOMES = [true, false];
const CLAIM = 'unverified-claim';

await main();

async function main() {
  if (paths.length === 0) throw new Error('Name at least one file: node bench/alarms.mjs FILE…');
  /** @type {Recording[][]} */
  const files = [];
  for (const path of paths) files.push(await loadRuns(path));

  const { recorded, pasted, interleaved, claims, sample } = options;
  const variants = VARIANTS.filter((variant) => variant !== 'made' && options[variant]);
  const readsAlarms = claims || sample !== undefined;
  const both = !recorded && !pasted && !interleaved && variants.length === 0 && !readsAlarms;
  if (pasted || both) variants.unshift('made');

  if (recorded || readsAlarms || both) {
    const played = await playAll(files);
    if (recorded || both) printRecorded(played);
    if (claims) printClaims(played);
    if (sample !== undefined) printSample(played, wholeOf('sample', sample));
  }
  for (const variant of variants) printPasted(files, variant);
}

/** @param {readonly (readonly Recording[])[]} files */
async function playAll(files) {
  /** @type {Played[][]} */
  const played = [];
  for (const recordings of files) {
    let engine = stillEngine();
    /** @type {Played[]} */
    const runs = [];
    for (const recording of recordings) {
      if (options.fresh) engine = stillEngine();
      runs.push({ recording, heard: await replay(engine, recording) });
    }
    played.push(runs);
  }
  return played;
}

/** @param {readonly (readonly Played[])[]} files */
function printRecorded(files) {
  const learned = options.fresh ? 'an engine a run' : 'an engine a file';
  const head = ['set', 'ended', 'runs', 'steps', 'told', 'interrupted', 'interruptions'];
  printTable(`Recorded runs, ${learned}`, [...head, 'per 1000 steps'], rowsOf(files, countRuns));
  const kinds = ['set', 'ended', 'kind', 'shown', 'told', 'interrupted', 'interruptions'];
  printTable('By kind of concern, in runs', kinds, rowsOf(files, countKinds));
}

/** @param {string} set @param {readonly Played[]} runs @returns {Cells[]} */
function countRuns(set, runs) {
  return OUTCOMES.map((succeeded) => {
    const heard = heardOf(runs, succeeded);
    const steps = sum(heard.map((each) => each.steps));
    const interruptions = sum(heard.map((each) => each.interruptions.length));
    const told = heard.filter((each) => each.told.size > 0).length;
    const interrupted = heard.filter((each) => each.interruptions.length > 0).length;
    const rate = steps === 0 ? '' : ((1000 * interruptions) / steps).toFixed(2);
    const end = succeeded ? 'well' : 'badly';
    return [set, end, heard.length, steps, told, interrupted, interruptions, rate];
  });
}

/** @param {string} set @param {readonly Played[]} runs @returns {Cells[]} */
function countKinds(set, runs) {
  return OUTCOMES.flatMap((succeeded) => {
    const heard = heardOf(runs, succeeded);
    const kinds = new Set(heard.flatMap(({ shown, told }) => [...shown, ...told]));
    return [...kinds].toSorted().map((kind) => {
      const interruptions = heard.map((each) => each.interruptions.filter((is) => is === kind));
      const shown = heard.filter((each) => each.shown.has(kind)).length;
      const told = heard.filter((each) => each.told.has(kind)).length;
      const interrupted = interruptions.filter((each) => each.length > 0).length;
      const end = succeeded ? 'well' : 'badly';
      return [set, end, kind, shown, told, interrupted, interruptions.flat().length];
    });
  });
}

/** @param {readonly (readonly Played[])[]} files */
function printClaims(files) {
  const head = ['set', 'ended', 'runs', 'in which the agent speaks', 'claim ever shown'];
  head.push('claim stands at the end', 'of the runs');
  const rows = rowsOf(files, (set, runs) =>
    OUTCOMES.map((succeeded) => {
      const ended = runs.filter(({ recording }) => recording.succeeded === succeeded);
      const speaks = ended.filter(({ recording: { events } }) =>
        events.some(({ type }) => type === 'say'),
      );
      const shown = ended.filter(({ heard }) => heard.shown.has(CLAIM)).length;
      const stands = ended.filter(({ heard }) => heard.standing.includes(CLAIM)).length;
      const end = succeeded ? 'well' : 'badly';
      return [set, end, ended.length, speaks.length, shown, stands, share(stands, ended.length)];
    }),
  );
  printTable(`Concerns of kind ${CLAIM}`, head, rows);
}

/** @param {readonly (readonly Played[])[]} files @param {number} count */
function printSample(files, count) {
  const alarms = files
    .flat()
    .flatMap(({ heard }) => heard.alarms)
    .filter(({ kind }) => options.kind === undefined || kind === options.kind);
  const drawn = draw(alarms, count);
  console.log(`${drawn.length} of ${alarms.length} alarms, seed ${seed}\n`);
  for (const alarm of drawn) console.log(`${describeAlarm(alarm)}\n`);
}

/** @param {readonly (readonly Recording[])[]} files @param {Variant} variant */
function printPasted(files, variant) {
  const judged = files.map((recordings) => ({
    set: recordings[0]?.set ?? 'empty',
    verdicts: makePastes(recordings, variant, seed).map(judgePaste),
  }));
  /** @param {string} name @param {readonly Verdict[]} of @returns {Cells} */
  const row = (name, of) => [
    name,
    of.length,
    share(of.filter(({ told }) => told).length, of.length),
    share(of.filter(({ named }) => named).length, of.length),
    share(of.filter(({ kept }) => kept).length, of.length),
    share(of.filter(({ interrupted }) => interrupted).length, of.length),
  ];
  const all = judged.flatMap(({ verdicts }) => verdicts);
  const rows = judged.map(({ set, verdicts }) => row(set, verdicts));
  if (variant !== 'same-news') {
    const periods = new Set(all.map(({ paste }) => paste.period));
    for (const period of [...periods].toSorted((a, b) => a - b)) {
      const of = all.filter(({ paste }) => paste.period === period);
      rows.push(row(`all, period ${period}`, of));
    }
  }
  for (const fails of [false, true]) {
    const of = all.filter(({ paste }) => paste.fails === fails);
    rows.push(row(fails ? 'all, failing' : 'all, working', of));
  }
  rows.push(row('all', all));
  const head = ['set', 'loops', 'told after turn 3', 'named after turn 3', 'named in turns 3–6'];
  printTable(`Pasted loops, ${variant}`, [...head, 'interrupted by turn 6'], rows);
  const missed = all.filter(({ told, named, interrupted }) => !told || !named || !interrupted);
  const drawn = draw(missed, wholeOf('misses', options.misses));
  for (const verdict of drawn) console.log(`${describeVerdict(verdict)}\n`);
}

/**
 * @param {readonly (readonly Played[])[]} files
 * @param {(set: string, runs: readonly Played[]) => Cells[]} count
 */
function rowsOf(files, count) {
  const rows = files.flatMap((runs) => count(runs[0]?.recording.set ?? 'empty', runs));
  return files.length > 1 ? [...rows, ...count('all', files.flat())] : rows;
}

/** @param {readonly Played[]} runs @param {boolean} succeeded */
function heardOf(runs, succeeded) {
  const ended = runs.filter(({ recording }) => recording.succeeded === succeeded);
  return ended.map(({ heard }) => heard);
}

/**
 * Some of a list, by the seed, all if it is shorter.
 *
 * @template T
 * @param {readonly T[]} list
 * @param {number} count
 */
function draw(list, count) {
  const order = Uint32Array.from(list.keys());
  shuffle(order, seededRandom(seed));
  return [...order.subarray(0, count)].map((index) => /** @type {T} */ (list[index]));
}

/** @param {string} title @param {readonly string[]} head @param {readonly Cells[]} rows */
function printTable(title, head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(`${title}:\n\n${lines.join('\n')}\n`);
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** @param {string} name @param {string} value */
function wholeOf(name, value) {
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${name} takes a whole number; got ${value}`);
}
