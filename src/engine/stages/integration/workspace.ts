import { RUN } from '../../memory/layout.ts';
import type { Concern } from '../../report/report.ts';
import { PRIOR_SPREAD_NATS, SOURCE_COUNT, SOURCES, TASK } from '../confidence/sources.ts';
import type { Thought } from '../thought.ts';

/**
 * The global workspace: contents compete by salience, those above .5 ignite, at most seven enter.
 * A source's salience is the size of what it adds to the log-odds against its prior spread, times
 * its novelty, squashed:
 *
 *     z = |adds| / spread · novelty,   salience = z / (1 + z)
 *
 * so that what enters is what truly decided. Novelty is 1 for what is heard for the first time and
 * ½ + ½·|change| / spread after that, at most 1. A concern's salience is its strength.
 *
 * @see Baars (1988), A Cognitive Theory of Consciousness; Franklin et al. on LIDA; the original
 * specification, section 1, `FastWorkspaceSimulator`.
 */
export const CAPACITY = 7;
const IGNITION = 0.5;

/** Fills `content`, strongest first, and counts the sources that entered. */
export function compete(thought: Thought, concerns: readonly Concern[]): void {
  const { numbers } = thought.run;
  thought.contentCount = 0;
  thought.sourcesEntered = 0;
  for (let i = 0; i < SOURCE_COUNT + 1; i++) {
    const adds = thought.adds[i]!;
    if (Number.isNaN(adds)) continue;
    const spread = i === TASK ? PRIOR_SPREAD_NATS : SOURCES[i]!.weight * PRIOR_SPREAD_NATS;
    const last = RUN.confidence + LAST_ADDS + i;
    const known = numbers[last + HEARD] === 1;
    const novelty = known ? 0.5 + 0.5 * Math.min(Math.abs(adds - numbers[last]!) / spread, 1) : 1;
    numbers[last] = adds;
    numbers[last + HEARD] = 1;
    const z = (Math.abs(adds) / spread) * novelty;
    const salience = z / (1 + z);
    if (salience > IGNITION && enter(thought, i === TASK ? 'task' : SOURCES[i]!.name, salience)) {
      thought.sourcesEntered += 1;
    }
  }
  for (const concern of concerns) enter(thought, concern.kind, concern.strength);
}

/**
 * Effective number of distinct contents over capacity: (Σ s)² / Σ s² / 7, Hill's number of order 2.
 *
 * @returns In [0, 1]; 0 for an empty workspace.
 * @see Jost (2006), Entropy and diversity.
 */
export function richnessOf(thought: Thought): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < thought.contentCount; i++) {
    const salience = thought.contentSalience[i]!;
    sum += salience;
    squares += salience * salience;
  }
  return squares === 0 ? 0 : (sum * sum) / squares / CAPACITY;
}

// Behind the band's forecasts, in the part of the stage before: what each source added last, and
// whether it was heard before.
const LAST_ADDS = 8;
const HEARD = 4;

/** Keeps the contents in order; the weakest gives way when the workspace is full. */
function enter(thought: Thought, what: string, salience: number): boolean {
  const { contentWhat, contentSalience } = thought;
  let place = thought.contentCount;
  if (place === CAPACITY) {
    if (contentSalience[place - 1]! >= salience) return false;
    place -= 1;
  } else thought.contentCount += 1;
  while (place > 0 && contentSalience[place - 1]! < salience) {
    contentWhat[place] = contentWhat[place - 1]!;
    contentSalience[place] = contentSalience[place - 1]!;
    place -= 1;
  }
  contentWhat[place] = what;
  contentSalience[place] = salience;
  return true;
}
