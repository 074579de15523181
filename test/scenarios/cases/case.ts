import type { ConcernKind, RunOptions } from '../../../src/index.ts';
import { watch, type Happening } from '../scenario.ts';

/** One situation an agent may be in, what happens in it, and what has to stand at its end. */
export interface Case {
  /** One of the situations of the table; each has cases of both verdicts. */
  readonly situation: string;
  /** Why the verdict is what it is. */
  readonly because: string;
  /** `wedged`: a loop, stall or thrash; another kind by its name; `working`: nothing at all. */
  readonly is: Verdict;
  readonly events: readonly Happening[];
  readonly options?: RunOptions;
  /**
   * It rests on a prior that knows words (English, names of time, what a person said), and is not
   * held to come out the same in random ones.
   */
  readonly byWords?: true;
}

export type Verdict = 'wedged' | 'working' | Exclude<ConcernKind, 'loop' | 'stall' | 'thrash'>;

/** What stands at the end of a case, in the words of its verdict. */
export function verdictOf({ events, options = {} }: Pick<Case, 'events' | 'options'>): string {
  const kinds = new Set(watch(events, options).concerns.map(({ kind }) => kind));
  const wedged = WEDGED.some((kind) => kinds.has(kind));
  const others = [...kinds].filter((kind) => !WEDGED.includes(kind));
  return [...(wedged ? ['wedged'] : []), ...others].join(' and ') || 'working';
}

const WEDGED: readonly ConcernKind[] = ['loop', 'stall', 'thrash'];
