// @ts-check
/**
 * @typedef {import('./measures.mjs').Goal} Goal
 * @typedef {import('./measures.mjs').Unit} Unit
 * @typedef {import('./spread.mjs').Spread} Spread
 * @typedef {{ label: string, figure: string, unit: Unit, spread: Spread, goal?: Goal, ok?: boolean }} Figure
 * @typedef {{ title: string, figures: readonly Figure[] }} Section
 */

const LABEL_CHARS = 46;
const VALUE_CHARS = 42;
const GOAL_CHARS = 20;

/**
 * @param {readonly Section[]} sections
 * @returns {string}
 */
export function renderTable(sections) {
  const head = ['', 'median [min – max]', 'goal', ''];
  const lines = [row(head)];
  for (const { title, figures } of sections) {
    lines.push('', title);
    for (const figure of figures) lines.push(row(cells(figure)));
  }
  return lines.join('\n');
}

/** @param {Figure} figure */
function cells({ label, unit, spread, goal, ok }) {
  const { median, min, max } = spread;
  const range = min === max ? '' : ` [${format(min, unit)} – ${format(max, unit)}]`;
  const verdict = ok === undefined ? '' : ok ? 'ok' : 'MISSES';
  const wanted = goal === undefined ? '' : renderGoal(goal, unit);
  return [
    `  ${label}`,
    `${format(median, unit)}${range} ${UNITS[unit]}`.trimEnd(),
    wanted,
    verdict,
  ];
}

/**
 * @param {Goal} goal
 * @param {Unit} unit
 */
function renderGoal(goal, unit) {
  const [sign, value] = 'atMost' in goal ? ['≤', goal.atMost] : ['≥', goal.atLeast];
  return `${sign} ${format(value, unit)} ${UNITS[unit]}`.trimEnd();
}

/** @param {readonly string[]} texts */
function row([label = '', value = '', goal = '', verdict = '']) {
  const start = label.padEnd(LABEL_CHARS) + value.padEnd(VALUE_CHARS);
  return (start + goal.padEnd(GOAL_CHARS) + verdict).trimEnd();
}

/** @type {Readonly<Record<Unit, string>>} */
const UNITS = { ns: 'ns', ratio: '×', 'events/s': 'events/s', MB: 'MB', count: '' };

/**
 * @param {number} value
 * @param {Unit} unit
 */
function format(value, unit) {
  if (unit === 'ratio') return value.toFixed(2);
  return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}
