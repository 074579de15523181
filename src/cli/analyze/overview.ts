import { kindsOf, lossOf, ownConcerns, pastConcerns, sharesOf } from '../terminal/concerns.ts';
import type { Analysis } from './analysis.ts';

/** What loops, claims and the like cost over many runs, by project and by tool. */
export interface Overview {
  readonly runs: number;
  readonly steps: number;
  /** Of the runs that tell their tokens; absent where none does. */
  readonly tokens?: number;
  readonly tokensLost?: number;
  /** Runs that went round in a loop, and that claimed what no check had shown. */
  readonly looped: number;
  readonly unverified: number;
  /** Files that could not be read, wholly or in part. */
  readonly unreadable: number;
  /** Only files changed since then were read: ms since the epoch. */
  readonly since?: number;
  /** Dearest first: by tokens lost, then by steps lost, then by runs. */
  readonly projects: readonly ProjectCost[];
  /** Tools that concerns began with, dearest first. */
  readonly tools: readonly ToolCost[];
  /** At most {@link WORST_MAX} runs with a concern, dearest first. */
  readonly worst: readonly Analysis[];
}

export interface ProjectCost {
  /** Its folder's name, with as much of the path before it as tells it from others. Not sanitised. */
  readonly project: string;
  readonly runs: number;
  readonly looped: number;
  readonly unverified: number;
  readonly tokens?: number;
  readonly tokensLost?: number;
  readonly stepsLost: number;
  /** The run that lost most; `at`: when it was last heard of. */
  readonly worst?: {
    readonly run: string;
    readonly tokensLost?: number;
    readonly stepsLost: number;
    readonly at?: number;
  };
}

export interface ToolCost {
  readonly tool: string;
  readonly concerns: number;
  readonly stepsLost: number;
  readonly tokensLost?: number;
}

/** Runs that are kept whole. */
export const WORST_MAX = 20;
/** Projects and tools told apart; what comes after them is counted as one. */
const NAMES_MAX = 4096;
const OTHERS = 'others';
const NO_PROJECT = 'no project told';

/** An overview while runs are added: its size grows with projects and tools, not with runs. */
export interface OverviewSums {
  since: number | undefined;
  runs: number;
  steps: number;
  tokens: number | undefined;
  tokensLost: number | undefined;
  looped: number;
  unverified: number;
  unreadable: number;
  /** By path or name, as the runs tell it. */
  readonly projects: Map<string, Writable<ProjectCost>>;
  readonly tools: Map<string, Writable<ToolCost>>;
  readonly worst: { readonly analysis: Analysis; readonly loss: Dear }[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** @param since Only what changed since then is added: ms since the epoch. */
export function createOverview(since?: number): OverviewSums {
  return {
    since,
    runs: 0,
    steps: 0,
    tokens: undefined,
    tokensLost: undefined,
    looped: 0,
    unverified: 0,
    unreadable: 0,
    projects: new Map(),
    tools: new Map(),
    worst: [],
  };
}

/**
 * Adds one run, in place. What is wrong with a run that this one started is counted with that run.
 */
export function addAnalysis(sums: OverviewSums, analysis: Analysis): void {
  const kinds = kindsOf(analysis);
  const loss = dearOf(lossOf(analysis));
  const counts = {
    runs: 1,
    looped: kinds.has('loop') ? 1 : 0,
    unverified: kinds.has('unverified-claim') ? 1 : 0,
    tokens: analysis.tokens,
    tokensLost: loss.tokensLost,
  };
  sums.steps += analysis.steps.length;
  addCounts(sums, counts);
  const project = entryOf<Writable<ProjectCost>>(
    sums.projects,
    analysis.project ?? NO_PROJECT,
    (name) => ({
      project: name,
      runs: 0,
      looped: 0,
      unverified: 0,
      stepsLost: 0,
    }),
  );
  addCounts(project, counts);
  project.stepsLost += loss.stepsLost;
  for (const { concern, steps, tokens } of sharesOf(analysis)) {
    if (concern.tool === undefined) continue;
    const tool = entryOf<Writable<ToolCost>>(sums.tools, concern.tool, (name) => ({
      tool: name,
      concerns: 0,
      stepsLost: 0,
    }));
    tool.concerns += 1;
    tool.stepsLost += steps;
    addTo(tool, 'tokensLost', tokens);
  }
  if (ownConcerns(analysis).length + pastConcerns(analysis).length === 0) return;
  const { startedAt, ms = 0 } = analysis;
  if (project.worst === undefined || byLoss(loss, project.worst) < 0) {
    project.worst = {
      run: analysis.run,
      ...loss,
      ...(startedAt === undefined ? {} : { at: startedAt + ms }),
    };
  }
  const place = sums.worst.findIndex((other) => byLoss(loss, other.loss) < 0);
  sums.worst.splice(place < 0 ? sums.worst.length : place, 0, { analysis, loss });
  if (sums.worst.length > WORST_MAX) sums.worst.pop();
}

/** Adds a file that could not be read, wholly or in part. */
export function addUnreadable(sums: OverviewSums): void {
  sums.unreadable += 1;
}

/** What was added so far. */
export function overviewOf(sums: OverviewSums): Overview {
  const { since, runs, steps, tokens, tokensLost, looped, unverified, unreadable } = sums;
  const shortNames = shortened([...sums.projects.keys()]);
  return {
    runs,
    steps,
    ...(tokens === undefined ? {} : { tokens }),
    ...(tokensLost === undefined ? {} : { tokensLost }),
    looped,
    unverified,
    unreadable,
    ...(since === undefined ? {} : { since }),
    projects: [...sums.projects]
      .map(([name, cost]): ProjectCost =>
        Object.assign({}, cost, { project: shortNames.get(name) ?? name }),
      )
      .toSorted((a, b) => byLoss(a, b) || b.runs - a.runs || (a.project < b.project ? -1 : 1)),
    tools: [...sums.tools.values()].toSorted(
      (a, b) => byLoss(a, b) || b.concerns - a.concerns || (a.tool < b.tool ? -1 : 1),
    ),
    worst: sums.worst.map(({ analysis }) => analysis),
  };
}

/** What can be compared: known tokens come before unknown ones. */
interface Dear {
  readonly stepsLost: number;
  readonly tokensLost?: number;
}

function dearOf({ steps, tokens }: ReturnType<typeof lossOf>): Dear {
  return tokens === undefined ? { stepsLost: steps } : { stepsLost: steps, tokensLost: tokens };
}

/** Negative where `a` is dearer. */
function byLoss(a: Dear, b: Dear): number {
  return (b.tokensLost ?? -1) - (a.tokensLost ?? -1) || b.stepsLost - a.stepsLost;
}

interface Counts {
  runs: number;
  looped: number;
  unverified: number;
  tokens?: number | undefined;
  tokensLost?: number | undefined;
}

function addCounts(to: Counts, counts: Counts): void {
  to.runs += counts.runs;
  to.looped += counts.looped;
  to.unverified += counts.unverified;
  addTo(to, 'tokens', counts.tokens);
  addTo(to, 'tokensLost', counts.tokensLost);
}

/** Unknown and something is something; unknown and unknown stays unknown. */
function addTo<K extends string>(
  to: { [Key in K]?: number | undefined },
  key: K,
  more: number | undefined,
): void {
  if (more !== undefined) to[key] = (to[key] ?? 0) + more;
}

/** The entry of a name; that of all others, once there are too many names. */
function entryOf<T>(entries: Map<string, T>, name: string, create: (name: string) => T): T {
  const known = entries.get(name);
  if (known !== undefined) return known;
  if (entries.size >= NAMES_MAX && name !== OTHERS) return entryOf(entries, OTHERS, create);
  const entry = create(name);
  entries.set(name, entry);
  return entry;
}

/** The last part of each path; where two share it, so many parts that they differ. */
function shortened(paths: readonly string[]): ReadonlyMap<string, string> {
  const short = new Map<string, string>();
  let left = paths.map((path) => ({
    path,
    parts: path.split(/[/\\]+/).filter((part) => part !== ''),
  }));
  for (let length = 1; left.length > 0; length++) {
    const tail = (parts: readonly string[]): string => parts.slice(-length).join('/');
    const seen = new Map<string, number>();
    for (const { parts } of left) seen.set(tail(parts), (seen.get(tail(parts)) ?? 0) + 1);
    left = left.filter(({ path, parts }) => {
      const whole = parts.length <= length;
      if (seen.get(tail(parts)) !== 1 && !whole) return true;
      short.set(path, tail(parts) === '' ? path : tail(parts));
      return false;
    });
  }
  return short;
}
