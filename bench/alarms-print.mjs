// @ts-check
/**
 * Alarms and loops in words, for a person to judge.
 *
 * @typedef {import('./alarms-paste.mjs').Verdict} Verdict
 * @typedef {import('./alarms-replay.mjs').Alarm} Alarm
 * @typedef {import('./alarms-replay.mjs').AgentEvent} AgentEvent
 * @typedef {import('./alarms-replay.mjs').Recording} Recording
 */

const LINE_CHARS = 160;
const LINES_MAX = 25;
/** Of the lines shown, how many are the first ones where some are left out. */
const LINES_FIRST = 10;
const EVENTS_BEFORE = 3;

/**
 * @param {Alarm} alarm
 * @returns {string}
 */
export function describeAlarm({ recording, kind, action, highest, concern, event }) {
  const { cost, since, evidence, strength } = concern;
  const costs = Object.entries(cost).map(([unit, value]) => `${value} ${unit}`);
  const rise = highest === action ? '' : `, later ${highest}`;
  const first = Math.max(0, since.event - EVENTS_BEFORE);
  const lines = recording.events
    .slice(first, event + 1)
    .map((each, index) => `${first + index} ${describeEvent(each)}`);
  return [
    `## ${kind}: ${action}${rise} at event ${event} of ${recording.events.length}`,
    describeRun(recording),
    cut(`evidence: ${evidence}`),
    `strength ${strength.toFixed(2)}, since event ${since.event}, cost: ${costs.join(', ')}`,
    ...shorten(lines).map((line) => `    ${line}`),
  ].join('\n');
}

/**
 * @param {Verdict} verdict
 * @returns {string}
 */
export function describeVerdict({ paste, turns, told, named, interrupted }) {
  const { recording, period, fails, before } = paste;
  const misses = [told ? '' : 'not told', named ? '' : 'not named', interrupted ? '' : 'not asked'];
  const lines = [
    `## period ${period}${fails ? ', failing' : ''}: ${misses.filter(Boolean).join(', ')}`,
    describeRun(recording),
  ];
  for (const event of before.slice(-2)) lines.push(`    before: ${describeEvent(event)}`);
  for (const { tool, args, output } of paste.turns[0] ?? []) {
    lines.push(cut(`    pasted: ${tool} ${inLine(args)} => ${inLine(output)}`));
  }
  for (const [index, { report, steps }] of turns.entries()) {
    const concerns = report.concerns.map(
      ({ kind, strength, evidence }) => `${kind} ${strength.toFixed(2)} "${evidence}"`,
    );
    const said = [report.advice.action, ...concerns].join('; ');
    lines.push(cut(`    turn ${index + 1} (${steps.join(', ')}): ${said}`));
  }
  return lines.join('\n');
}

/** @param {Recording} recording */
function describeRun({ set, opening, succeeded }) {
  const end = succeeded === undefined ? 'no outcome' : succeeded ? 'ended well' : 'ended badly';
  return cut(`${set}, run ${opening.run}, ${end}`);
}

/** @param {AgentEvent} event */
function describeEvent(event) {
  const { type } = event;
  if (event.type === 'call') return cut(`${type} ${event.tool} ${inLine(event.args)}`);
  if (event.type === 'result') {
    const flag = event.ok === undefined ? '' : event.ok ? ' ok' : ' failed';
    return cut(`${type}${flag} ${inLine(event.output)}`);
  }
  if ('text' in event) return cut(`${type} ${inLine(event.text)}`);
  return cut(inLine(event));
}

/** @param {unknown} value */
function inLine(value) {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.slice(0, 2 * LINE_CHARS).replaceAll(/\s+/g, ' ');
}

/** @param {string} line */
function cut(line) {
  return line.length <= LINE_CHARS ? line : `${line.slice(0, LINE_CHARS - 1)}…`;
}

/** @param {readonly string[]} lines */
function shorten(lines) {
  if (lines.length <= LINES_MAX) return lines;
  const last = LINES_MAX - 1 - LINES_FIRST;
  const left = `… ${lines.length - LINES_FIRST - last} events left out`;
  return [...lines.slice(0, LINES_FIRST), left, ...lines.slice(-last)];
}
