import { createEngine } from '../../src/index.ts';
import type {
  Advice,
  AgentEvent,
  Concern,
  ConcernKind,
  Problem,
  RunOptions,
} from '../../src/index.ts';

/**
 * Words for what happens in a run, so that a test reads like an account of it:
 *
 *     watch([call('npm test').gives('1 failing').fails(), edit('src/a.ts', 'a fix'), …]).loop
 *
 * Times and tokens are unknown unless a test gives them.
 */
export type Happening = Act | Round | Begin | End | Elsewhere | AgentEvent;

/** A tool call with its result; without `gives` it is a call of a host that tells no results. */
export interface Act {
  readonly kind: 'act';
  readonly tool: string;
  readonly args: unknown;
  readonly output?: unknown;
  readonly answered: boolean;
  /** Absent: the host has no flag. */
  readonly ok?: boolean | undefined;
  readonly round?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  gives(output: unknown): Act;
  fails(): Act;
  /** The host does not say whether it worked. */
  unflagged(): Act;
  inRound(name: string): Act;
  at(startMs: number, endMs: number): Act;
}

/** Parallel calls: all begin before the first ends. */
interface Round {
  readonly kind: 'round';
  readonly acts: readonly Act[];
}

/** A call whose result comes later, with `ends`, or never. */
interface Begin {
  readonly kind: 'begin';
  readonly act: Act;
}

interface End {
  readonly kind: 'end';
  readonly act: Act;
}

/** What happens in another run of the same engine. */
interface Elsewhere {
  readonly kind: 'elsewhere';
  readonly options: RunOptions;
  readonly what: readonly Happening[];
}

/** A shell command. */
export function call(command: string): Act {
  return use('bash', { command });
}

export function use(tool: string, args: unknown = {}): Act {
  return act({ kind: 'act', tool, args, answered: false, ok: true });
}

/** An edit that lands. */
export function edit(path: string, newText: string): Act {
  return use('edit', { path, old_string: 'before', new_string: newText }).gives(
    'The file was edited.',
  );
}

export function together(...acts: readonly Act[]): Round {
  return { kind: 'round', acts };
}

export function begins(begun: Act): Begin {
  return { kind: 'begin', act: begun };
}

/** The result of what `begins` of the very same act began. */
export function ends(begun: Act): End {
  return { kind: 'end', act: begun };
}

/** Another run, of the same agent unless its options name one; an `outcome` closes it. */
export function elsewhere(options: RunOptions, ...what: readonly Happening[]): Elsewhere {
  return { kind: 'elsewhere', options, what };
}

export function person(text: string): AgentEvent {
  return { type: 'user', text };
}

export function says(text: string): AgentEvent {
  return { type: 'say', text };
}

export function spends(inputTokens: number, outputTokens = 0): AgentEvent {
  return { type: 'usage', inputTokens, outputTokens };
}

/** What happens `count` times; a function is given the turn, from 1. */
export function times(count: number, ...what: readonly (Act | ((turn: number) => Act))[]): Act[];
export function times(
  count: number,
  ...what: readonly (Happening | ((turn: number) => Happening))[]
): Happening[];
export function times(
  count: number,
  ...what: readonly (Happening | ((turn: number) => Happening))[]
): Happening[] {
  const all: Happening[] = [];
  for (let turn = 1; turn <= count; turn++) {
    for (const one of what) all.push(typeof one === 'function' ? one(turn) : one);
  }
  return all;
}

/** A word for each turn: texts that differ in nothing that is volatile. */
export function word(turn: number): string {
  let rest = turn;
  let text = '';
  do {
    text = 'bcdfghjklmnprstvwz'[rest % 18]! + 'aeiou'[rest % 5]! + text;
    rest = Math.floor(rest / 18);
  } while (rest > 0);
  return `${text}l`;
}

/** Strengths of what does not stand. */
export function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

export interface Watched {
  /** What stands after the last of them. */
  readonly concerns: readonly Concern[];
  readonly loop: Concern | undefined;
  readonly stall: Concern | undefined;
  readonly advice: Advice;
  readonly problems: readonly Problem[];
}

/** One run under watch. */
export interface Watch {
  take(...happenings: readonly Happening[]): Watched;
}

/** Opens a run, of an engine of its own unless one is given. */
export function open(
  options: RunOptions = {},
  // A small one is made in no time.
  engine = createEngine({ memoryLimitMb: 1 }),
): Watch {
  const run = engine.run({ recorded: true, ...options });
  const begun = new Map<Act, string>();
  let calls = 0;
  const callOf = (one: Act): string => {
    const id = `call-${calls++}`;
    run.add({
      type: 'call',
      id,
      tool: one.tool,
      args: one.args,
      ...(one.round === undefined ? {} : { round: one.round }),
      ...(one.startMs === undefined ? {} : { at: one.startMs }),
    });
    return id;
  };
  const resultOf = (one: Act, id: string): void => {
    if (!one.answered) return;
    run.add({
      type: 'result',
      id,
      output: one.output,
      ...(one.ok === undefined ? {} : { ok: one.ok }),
      ...(one.endMs === undefined ? {} : { at: one.endMs }),
    });
  };
  const take = (happening: Happening): void => {
    if ('type' in happening) return run.add(happening);
    switch (happening.kind) {
      case 'act':
        return resultOf(happening, callOf(happening));
      case 'round': {
        const ids = happening.acts.map(callOf);
        return happening.acts.forEach((one, i) => resultOf(one, ids[i]!));
      }
      case 'begin':
        begun.set(happening.act, callOf(happening.act));
        return;
      case 'end':
        return resultOf(happening.act, begun.get(happening.act)!);
      case 'elsewhere': {
        const there = open({ ...options, ...happening.options }, engine);
        there.take(...happening.what);
        return;
      }
    }
  };
  return {
    take(...happenings) {
      for (const happening of happenings) take(happening);
      const report = run.reflectNow({ parts: ['concerns', 'advice'] });
      const find = (kind: ConcernKind) => report.concerns.find((concern) => concern.kind === kind);
      const { concerns, advice, problems } = report;
      return { concerns, loop: find('loop'), stall: find('stall'), advice, problems };
    },
  };
}

/** A whole run, and what stands at its end. */
export function watch(happenings: readonly Happening[], options: RunOptions = {}): Watched {
  return open(options).take(...happenings);
}

/** How strong a kind of concern stands after each of them, to 2 digits; 0 where it does not. */
export function strengths(
  kind: 'loop' | 'stall',
  happenings: readonly Happening[],
  options: RunOptions = {},
): number[] {
  const run = open(options);
  return happenings.map((one) => {
    const strength = run.take(one)[kind]?.strength ?? 0;
    return Math.round(strength * 100) / 100;
  });
}

type Facts = Omit<Act, 'gives' | 'fails' | 'unflagged' | 'inRound' | 'at'>;

function act(facts: Facts): Act {
  return {
    ...facts,
    gives: (output) => act({ ...facts, output, answered: true }),
    fails: () => act({ ...facts, ok: false }),
    unflagged: () => act({ ...facts, ok: undefined }),
    inRound: (round) => act({ ...facts, round }),
    at: (startMs, endMs) => act({ ...facts, startMs, endMs }),
  };
}
