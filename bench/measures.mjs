// @ts-check
/**
 * What is measured: a child process each, and the rows its figures fill. Goals stand here and
 * nowhere else.
 *
 * @typedef {'ns' | 'ratio' | 'events/s' | 'MB' | 'count'} Unit
 * @typedef {{ atMost: number } | { atLeast: number }} Goal
 * @typedef {{ label: string, figure: string, unit: Unit, goal?: Goal }} Row
 * @typedef {{
 *   title: string,
 *   script: string,
 *   flags?: readonly string[],
 *   args: (round: number) => readonly string[],
 *   once?: boolean,
 *   rows: readonly Row[],
 * }} Measure `once`: in the first round only, since it hardly varies and takes long.
 */

const HISTORIES = [1_000, 100_000, 1_000_000];

/**
 * @param {readonly string[]} recordings Paths of recorded runs, or of what stands in for them.
 * @param {boolean} recorded Whether they are recorded ones.
 * @param {boolean} quick
 * @returns {readonly Measure[]}
 */
export function listMeasures(recordings, recorded, quick) {
  return [
    ...[5, 50, 500].map(reflectState),
    runEvents(),
    longResults(),
    analyze(recordings, recorded),
    hook(),
    ...(quick ? [heap('64', 20_000)] : [heap('64', 100_000), heap('default', 100_000)]),
  ];
}

/**
 * @param {number} processes
 * @returns {Measure}
 */
function reflectState(processes) {
  return {
    title: `reflectNow of a state of ${processes} processes, all parts, depth 4`,
    script: 'reflect-state.mjs',
    args: () => [String(processes)],
    rows: [
      { label: 'bytes of a state', figure: 'bytes', unit: 'count' },
      { label: 'JSON.parse of it', figure: 'parseNs', unit: 'ns' },
      { label: 'reflectNow, states rotating', figure: 'rotatingNs', unit: 'ns' },
      { label: '  / JSON.parse', figure: 'rotatingRatio', unit: 'ratio', goal: { atMost: 0.5 } },
      { label: 'reflectNow of one just parsed', figure: 'freshNs', unit: 'ns' },
      { label: '  / JSON.parse', figure: 'freshRatio', unit: 'ratio' },
      { label: 'reflectNow, the same state', figure: 'sameNs', unit: 'ns' },
      { label: '  / JSON.parse', figure: 'sameRatio', unit: 'ratio' },
      { label: 'advice and confidence only, rotating', figure: 'terseNs', unit: 'ns' },
      { label: '  / JSON.parse', figure: 'terseRatio', unit: 'ratio' },
    ],
  };
}

/** @returns {Measure} */
function runEvents() {
  return {
    title: 'a run of events: 100 bytes of arguments, 200 of result',
    script: 'run-events.mjs',
    // The longest history first in every other round: what comes first is compiled least.
    args: (round) => [(round % 2 === 0 ? HISTORIES : HISTORIES.toReversed()).join(',')],
    rows: [
      ...HISTORIES.flatMap(rowsOfHistory),
      ratioRow('add at 1 000 000 / at 1 000 events', 'addGrowth', 1.2),
      ratioRow('reflectNow at 1 000 000 / at 1 000', 'reflectGrowth', 1.2),
    ],
  };
}

/**
 * @param {number} events
 * @returns {Row[]}
 */
function rowsOfHistory(events) {
  const at = `at ${spaced(events)} events`;
  return [
    { label: `add, ${at}`, figure: `addNs${events}`, unit: 'ns', goal: { atMost: 5000 } },
    { label: '  a call alone', figure: `callNs${events}`, unit: 'ns' },
    { label: '  a result alone', figure: `resultNs${events}`, unit: 'ns' },
    { label: '  a message of 600 characters', figure: `sayNs${events}`, unit: 'ns' },
    { label: `reflectNow, all parts, ${at}`, figure: `reflectNs${events}`, unit: 'ns' },
    { label: '  advice and confidence only', figure: `terseNs${events}`, unit: 'ns' },
  ];
}

/** @returns {Measure} */
function longResults() {
  return {
    title: 'long results: what adding one costs more than one of 200 bytes',
    script: 'long-results.mjs',
    args: () => [],
    rows: [
      // The longest that is compared whole: no goal, but the dearest for its length.
      { label: '2 KB of text', figure: 'text2000ExtraNs', unit: 'ns' },
      { label: '  / JSON.parse of its line', figure: 'text2000Ratio', unit: 'ratio' },
      ...rowsOfLong('4.2 KB of text', 'text4200'),
      ...rowsOfLong('8 KB of text', 'text8000'),
      ...rowsOfLong('20 KB of text', 'text20000'),
      ...rowsOfLong('100 KB of text', 'text100000'),
      ...rowsOfLong('20 KB of text, no flag whether it failed', 'unflagged20000'),
      ...rowsOfLong('20 KB of structured output', 'records20000'),
      { label: '200 bytes, no flag whether it failed', figure: 'unflaggedExtraNs', unit: 'ns' },
    ],
  };
}

/**
 * @param {string} what
 * @param {string} kind
 * @returns {Row[]}
 */
function rowsOfLong(what, kind) {
  return [
    { label: what, figure: `${kind}ExtraNs`, unit: 'ns' },
    ratioRow('  / JSON.parse of its line', `${kind}Ratio`, 1),
  ];
}

/**
 * @param {readonly string[]} recordings
 * @param {boolean} recorded Whether they are; the goal is not for the example sessions.
 * @returns {Measure}
 */
function analyze(recordings, recorded) {
  return {
    title: `analyze, pooled over ${recorded ? 'the recorded sets' : 'the example sessions, 100 times'}`,
    script: 'analyze.mjs',
    args: () => recordings,
    rows: [
      { label: 'events', figure: 'events', unit: 'count' },
      {
        label: 'the first time in a process',
        figure: 'coldEventsPerS',
        unit: 'events/s',
        ...(recorded && { goal: { atLeast: 100_000 } }),
      },
      { label: '  gunzip + JSON.parse', figure: 'coldFloorEventsPerS', unit: 'events/s' },
      { label: '  time of analyze / of these', figure: 'coldRatio', unit: 'ratio' },
      { label: 'again in the same process', figure: 'warmEventsPerS', unit: 'events/s' },
      { label: '  gunzip + JSON.parse', figure: 'warmFloorEventsPerS', unit: 'events/s' },
      { label: '  time of analyze / of these', figure: 'warmRatio', unit: 'ratio' },
    ],
  };
}

/** @returns {Measure} */
function hook() {
  return {
    title: 'a start of the hook, beside one of an empty program',
    script: 'hook.mjs',
    args: () => [],
    rows: [
      { label: 'an empty program', figure: 'emptyNs', unit: 'ns' },
      { label: 'the hook before a call', figure: 'beforeNs', unit: 'ns' },
      ratioRow('  / empty', 'beforeRatio', 1.3),
      { label: 'the hook after it', figure: 'afterNs', unit: 'ns' },
      ratioRow('  / empty', 'afterRatio', 1.3),
    ],
  };
}

/**
 * @param {string} limit
 * @param {number} agents
 * @returns {Measure}
 */
function heap(limit, agents) {
  const budget = limit === 'default' ? '2048 (the default)' : limit;
  return {
    title: `memory: ${spaced(agents * 10)} states over ${spaced(agents)} agents, memoryLimitMb ${budget}`,
    script: 'heap.mjs',
    flags: ['--expose-gc'],
    args: () => [limit, String(agents)],
    once: true,
    rows: [
      ratioRow('heap + external, last / first of ten turns', 'flatness', 1.02),
      { label: 'resident, last / first', figure: 'rssFlatness', unit: 'ratio' },
      { label: 'heap + external that the engine holds', figure: 'heldMb', unit: 'MB' },
      { label: '  of which it counts', figure: 'countedMb', unit: 'MB' },
      { label: 'resident', figure: 'rssMb', unit: 'MB' },
      { label: 'runs held', figure: 'runsHeld', unit: 'count' },
      { label: 'runs given up', figure: 'runsDropped', unit: 'count' },
      { label: 'agents held', figure: 'agentsHeld', unit: 'count' },
      { label: 'agents given up', figure: 'agentsDropped', unit: 'count' },
    ],
  };
}

/**
 * @param {string} label
 * @param {string} figure
 * @param {number} atMost
 * @returns {Row}
 */
function ratioRow(label, figure, atMost) {
  return { label, figure, unit: 'ratio', goal: { atMost } };
}

/** @param {number} count */
function spaced(count) {
  return count.toLocaleString('en').replaceAll(',', ' ');
}
