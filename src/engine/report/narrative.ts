import { sigmoid } from '../numeric/logit.ts';
import { SOURCES, TASK } from '../stages/confidence/sources.ts';
import type { Thought } from '../stages/thought.ts';
import type { Concern } from './report.ts';

/**
 * One or two plain sentences, first person, over the winners of the workspace: how likely the run
 * is to end well, on whose record, what decided it, and the worst concern. Its only number is
 * the report's confidence, as a whole percentage.
 */
export function narrate(thought: Thought, concerns: readonly Concern[]): string {
  const record = thought.outcomes > 0 ? '' : thought.inferred > 0 ? NONE_TOLD : NO_RECORD;
  const trust = `I give it ${percent(sigmoid(thought.logOdds))} to end well${decisive(thought)}${record}.`;
  const worst = concerns[0];
  return worst === undefined ? trust : `${trust} What worries me: ${worst.evidence}.`;
}

const NO_RECORD = '; it has no outcomes of its own yet';
const NONE_TOLD = '; of its own outcomes none was told, they are inferred';

/** Whole percentages as strings: a number costs far more to print than to look up. */
const PERCENT = Array.from({ length: 101 }, (_, i) => `${i} %`);

function percent(p: number): string {
  if (p < 0.01) return 'under 1 %';
  return p > 0.99 ? 'over 99 %' : PERCENT[Math.round(100 * p)]!;
}

/** What the strongest source in the workspace did to the forecast. */
function decisive(thought: Thought): string {
  for (let i = 0; i < thought.contentCount; i++) {
    const place = placeOf(thought.contentWhat[i]!);
    if (place >= 0) return REASONS[place]![thought.adds[place]! > 0 ? 1 : 0];
  }
  return '';
}

function placeOf(what: string): number {
  if (what === 'task') return TASK;
  for (let i = 0; i < SOURCES.length; i++) if (SOURCES[i]!.name === what) return i;
  return -1;
}

/** By source: what is said when it lowers, and when it raises, the forecast. */
const REASONS: readonly (readonly [string, string])[] = [
  [', mostly because what it uses keeps failing', ', mostly because what it uses works'],
  [', mostly because its last steps failed', ', mostly because its last steps worked'],
  [', mostly because it doubts itself', ', mostly because it says it is sure'],
  [', mostly because this task often ends badly', ', mostly because this task often ends well'],
];
