import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTS, type Part, type Report } from '../../src/engine/report/report.ts';
import { createEngine } from '../../src/index.ts';
import type {
  AgentEvent,
  CognitiveState,
  Engine,
  EngineOptions,
  Outcome,
  RunOptions,
} from '../../src/index.ts';

/** Something that is told to an engine, or asked of it. */
type Move =
  | { readonly kind: 'event'; readonly who: RunOptions; readonly event: AgentEvent }
  | { readonly kind: 'state'; readonly state: CognitiveState }
  | { readonly kind: 'ask'; readonly who: RunOptions; readonly parts: readonly Part[] }
  | { readonly kind: 'outcome'; readonly outcome: Outcome };

const FULL = { parts: PARTS };
const START_MS = 1_790_000_000_000;

describe('the same events and the same clock', () => {
  it('give the same bytes', () => {
    fc.assert(
      fc.property(story(60), (moves) => {
        expect(tell(player(), moves)).toEqual(tell(player(), moves));
      }),
    );
  });

  it('give the same bytes whatever was thought about elsewhere before', () => {
    fc.assert(
      fc.property(story(40), story(20), (moves, before) => {
        const first = tell(player(), moves);
        tell(player({ effort: 'enhanced', maxRecursionDepth: 4 }), before);
        expect(tell(player(), moves)).toEqual(first);
      }),
    );
  });

  it('give the same bytes by `reflect` as by `reflectNow`', async () => {
    const [now, later] = [player(), player()];
    for (let i = 0; i < 5; i++) {
      const state = stateOf(i);
      const report = await later.engine.reflect(state, FULL);
      expect(JSON.stringify(report)).toBe(JSON.stringify(now.engine.reflectNow(state, FULL)));
    }
    const [run, other] = [now, later].map(({ engine }) => engine.run(WHO[0]));
    run!.add(callOf(1));
    other!.add(callOf(1));
    const report = await other!.reflect(FULL);
    expect(JSON.stringify(report)).toBe(JSON.stringify(run!.reflectNow(FULL)));
  });

  it('give the same numbers at another time of day', () => {
    fc.assert(
      fc.property(story(40), (moves) => {
        const [today, tomorrow] = [player(), player({}, START_MS + 2 ** 36)];
        const reports = tell(tomorrow, moves).map((text) =>
          text.replaceAll(/"at":(\d+)/g, (_, at: string) => `"at":${Number(at) - 2 ** 36}`),
        );
        expect(reports).toEqual(tell(today, moves));
      }),
    );
  });
});

describe('what is given', () => {
  it('is never changed, nor is anything in it', () => {
    fc.assert(
      fc.property(story(40), (moves) => {
        // In a module a write to what is frozen throws.
        const frozen = deepFreeze(structuredClone(moves));
        expect(tell(player(deepFreeze({ effort: 'enhanced' })), frozen)).toHaveLength(
          moves.filter(isAsked).length,
        );
        expect(frozen).toEqual(moves);
      }),
    );
  });

  it('may be changed by its owner afterwards: nothing of it is kept', () => {
    const [first, second] = [player(), player()];
    const pollers = ['poll'];
    const opening = { agent: 'coder', run: 'r1', task: 'fix', pollers };
    const args = { command: 'npm test', files: ['a.ts'] };
    const processes = { a: { type: 'search', stage: 'done', action: 'ls' } };
    for (const { engine } of [first, second]) {
      const own = structuredClone({ opening, args, processes });
      const run = engine.run(own.opening);
      const call = { type: 'call', id: 'c', tool: 'sh', args: own.args } as const;
      run.add(call);
      engine.reflectNow({ processes: own.processes }, FULL);
      if (engine === second.engine) {
        own.opening.task = 'another';
        own.opening.pollers.push('sh');
        own.args.command = 'rm -rf';
        own.processes.a.stage = 'failed';
      }
      run.add({ type: 'result', id: 'c', output: 'ok' });
    }
    expect(answersOf(second.engine)).toEqual(answersOf(first.engine));
  });
});

describe('a report', () => {
  it('is plain data: what `structuredClone` gives back is equal, and so is its JSON', () => {
    fc.assert(
      fc.property(story(40), (moves) => {
        const each = player();
        for (const move of moves) {
          const report = take(each, move);
          if (report === undefined) continue;
          expect(oddities(report)).toEqual([]);
          expect(structuredClone(report)).toStrictEqual(report);
          expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
        }
      }),
    );
  });

  it('that was given out is not changed by what comes later', () => {
    fc.assert(
      fc.property(story(60), (moves) => {
        const each = player();
        const told: [object, string][] = [];
        each.engine.on('concern-raised', (event) => told.push([event, JSON.stringify(event)]));
        each.engine.on('concern-cleared', (event) => told.push([event, JSON.stringify(event)]));
        each.engine.on('step-taken', (event) => told.push([event, JSON.stringify(event)]));
        for (const move of moves) {
          const report = take(each, move);
          if (report !== undefined) told.push([report, JSON.stringify(report)]);
        }
        expect(told.map(([given]) => JSON.stringify(given))).toEqual(told.map(([, text]) => text));
      }),
    );
  });

  it('counts up in its id, one engine at a time', () => {
    const [first, second] = [player().engine, player().engine];
    const ids = [first, second, first].map((engine) => engine.reflectNow(stateOf(0)).id);
    expect(ids).toEqual([1, 1, 2]);
  });
});

describe('parts', () => {
  const subsets = Array.from({ length: 2 ** PARTS.length }, (_, bits) =>
    PARTS.filter((_part, place) => (bits & (1 << place)) !== 0),
  );
  const moves = longStory();

  it(`that are asked for are exactly there, as they are in a full report: all ${subsets.length}`, () => {
    const full = askedAfter(moves, PARTS);
    for (const parts of subsets) {
      const reports = askedAfter(moves, parts);
      for (const [i, report] of reports.entries()) {
        expect(Object.keys(report).toSorted()).toEqual([...HEAD, ...parts].toSorted());
        const expected = Object.fromEntries([...HEAD, ...parts].map((key) => [key, full[i]![key]]));
        expect(report).toStrictEqual(expected);
      }
    }
  });

  it('are the same in the first report of an engine, each alone', () => {
    const state = stateOf(3);
    const full = player().engine.reflectNow(state, FULL);
    for (const part of PARTS) {
      const report = player().engine.reflectNow(state, { parts: [part] });
      expect(report[part]).toStrictEqual(full[part]);
    }
  });

  it('may be named in any order, and twice', () => {
    const once = askedAfter(moves, ['advice', 'quality', 'features']);
    const often = askedAfter(moves, ['features', 'quality', 'advice', 'quality', 'features']);
    expect(often).toStrictEqual(once);
  });

  it('are all but the features where none are named', () => {
    const [full] = askedAfter(moves, PARTS);
    const [report] = askedAfter(moves, undefined);
    const { features, ...rest } = full!;
    expect(report).toStrictEqual(rest);
    expect(Object.keys(features!)).not.toHaveLength(0);
  });

  it('that are not asked for are not there for the compiler either', () => {
    const engine = createEngine();
    const report = engine.reflectNow(stateOf(0), { parts: ['advice'] });
    expect(report.advice.action).toBe('proceed');
    // @ts-expect-error -- not asked for
    expect(report.quality).toBeUndefined();
    // @ts-expect-error -- only on request
    expect(engine.reflectNow(stateOf(0)).features).toBeUndefined();
  });
});

describe('two engines', () => {
  it('do not influence each other, though their moves are mixed', () => {
    fc.assert(
      fc.property(story(40), story(40), (moves, others) => {
        const options: EngineOptions = { effort: 'enhanced', maxRecursionDepth: 4 };
        const alone = [tell(player(), moves), tell(player(options), others)];
        const [first, second] = [player(), player(options)];
        const mixed: [string[], string[]] = [[], []];
        for (let i = 0; i < Math.max(moves.length, others.length); i++) {
          for (const [each, list, texts] of [
            [first, moves, mixed[0]],
            [second, others, mixed[1]],
          ] as const) {
            if (list[i] === undefined) continue;
            const report = take(each, list[i]!);
            if (report !== undefined) texts.push(JSON.stringify(report));
          }
        }
        expect(mixed).toEqual(alone);
      }),
    );
  });

  it('do not, though they know of more types than are looked up at once', () => {
    const alone = [0, 1].map((engine) => {
      const each = player();
      return [0, 1, 2].map((i) => each.engine.reflectNow(typesOf(engine, i), FULL));
    });
    const pair = [player(), player()];
    const mixed: Report[][] = [[], []];
    for (let i = 0; i < 3; i++) {
      for (const [engine, each] of pair.entries()) {
        mixed[engine]!.push(each.engine.reflectNow(typesOf(engine, i), FULL));
      }
    }
    expect(mixed).toEqual(alone);
  });

  it('do not, though one of them is made and thrown away for each report of the other', () => {
    const moves = longStory();
    const alone = tell(player(), moves);
    const each = player();
    const texts: string[] = [];
    for (const move of moves) {
      tell(player({ memoryLimitMb: 1 }), moves.slice(0, 8));
      const report = take(each, move);
      if (report !== undefined) texts.push(JSON.stringify(report));
    }
    expect(texts).toEqual(alone);
  });
});

describe('a run cut at an event', () => {
  it('gives the same report as the whole run gave there', () => {
    const who = WHO[0]!;
    fc.assert(
      fc.property(fc.array(anEvent(), { minLength: 1, maxLength: 40 }), (events) => {
        const whole = player();
        for (const [k, event] of events.entries()) {
          const report = take(whole, { kind: 'event', who, event });
          expect(report).toBeUndefined();
          const cut = player();
          for (const each of events.slice(0, k + 1)) take(cut, { kind: 'event', who, event: each });
          // Being asked leaves traces in the experience alone: it is measured from the last report.
          const parts = PARTS.filter((part) => part !== 'experience' && part !== 'quality');
          const [at, then] = [whole, cut].map(({ engine }) =>
            engine.run(who).reflectNow({ parts }),
          );
          expect({ ...at, id: 0, problems: [] }).toStrictEqual({ ...then, id: 0, problems: [] });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('and asked at each event, gives all the same reports up to there', () => {
    const moves = longStory();
    const whole = tell(player(), moves);
    for (let k = 0; k <= moves.length; k += 5) {
      const cut = tell(player(), moves.slice(0, k));
      expect(cut).toEqual(whole.slice(0, cut.length));
    }
  });
});

// ---------------------------------------------------------------- an engine and its clock

interface Player {
  readonly engine: Engine;
  readonly clock: { ms: number };
}

function player(options: EngineOptions = {}, startMs = START_MS): Player {
  const clock = { ms: startMs };
  const now = (): number => clock.ms;
  return { engine: createEngine({ memoryLimitMb: 1, ...options, now }), clock };
}

/** Makes a move a second after the last one; the report, where one was asked for. */
function take({ engine, clock }: Player, move: Move): Partial<Report> | undefined {
  clock.ms += 1000;
  switch (move.kind) {
    case 'event': {
      const run = engine.run(move.who);
      // A second outcome of a run that never was in memory would be refused.
      if (move.event.type === 'outcome') run.add({ type: 'note', text: 'the end' });
      run.add(move.event);
      return undefined;
    }
    case 'state':
      return engine.reflectNow(move.state, FULL);
    case 'ask':
      return engine.run(move.who).reflectNow({ parts: move.parts });
    default:
      // Each for a run of its own, or the second one would be refused.
      engine.learn({ ...move.outcome, run: `elsewhere ${clock.ms}` });
      return undefined;
  }
}

/** The bytes of all reports that a story asks for. */
function tell(each: Player, moves: readonly Move[]): string[] {
  const texts: string[] = [];
  for (const move of moves) {
    const report = take(each, move);
    if (report !== undefined) texts.push(JSON.stringify(report));
  }
  return texts;
}

function isAsked(move: Move): boolean {
  return move.kind === 'state' || move.kind === 'ask';
}

/** After a story: a report on each run, and one on a state, in these parts. */
function askedAfter(
  moves: readonly Move[],
  parts: readonly Part[] | undefined,
): Record<string, unknown>[] {
  const each = player();
  tell(each, moves);
  const asked = parts === undefined ? {} : { parts };
  return [
    ...WHO.map((who) => ({ ...each.engine.run(who).reflectNow(asked) })),
    { ...each.engine.reflectNow(stateOf(3), asked) },
  ];
}

function answersOf(engine: Engine): string[] {
  const reports = WHO.map((who) => engine.run(who).reflectNow(FULL));
  return [...reports, engine.reflectNow(stateOf(1), FULL)].map((report) => JSON.stringify(report));
}

// ---------------------------------------------------------------- stories

const HEAD: readonly string[] = ['id', 'agent', 'run', 'at', 'status', 'problems'];

const WHO: readonly RunOptions[] = [
  { agent: 'coder', run: 'r1', task: 'fix' },
  { agent: 'coder', run: 'r2', task: 'fix', interactive: false },
  { agent: 'other', run: 'r1', pollers: ['poll'] },
];

function callOf(i: number): AgentEvent {
  const args = { command: ['npm test', 'ls', 'git status'][i % 3] };
  return { type: 'call', id: `c${i % 4}`, tool: ['sh', 'read', 'poll'][i % 3]!, args };
}

function stateOf(i: number): CognitiveState {
  return {
    agent: ['coder', 'other', 'thinker'][i % 3]!,
    confidence: (i % 11) / 10,
    processes: {
      [`p${i % 5}`]: {
        type: 'search',
        stage: ['done', 'failed', 'running'][i % 3]!,
        accuracy: 0.9,
      },
      [`q${i % 2}`]: {
        type: `t${i % 30}`,
        load: 0.5,
        elapsedMs: 5 * i,
        expectedMs: 40,
        attempts: 2,
      },
      last: { action: 'ls', result: `${i % 2}`, stage: 'done', progress: 0.5, errors: i % 3 },
    },
    ...(i % 2 === 0 ? { attention: { last: i } } : {}),
    ...(i % 7 === 0 ? { signals: { critic: (i % 5) / 4 } } : {}),
  };
}

/** Forty processes of twenty types; which of them fail differs between the engines. */
function typesOf(engine: number, i: number): CognitiveState {
  const processes: Record<string, { type: string; stage: string }> = {};
  for (let k = 0; k < 40; k++) {
    const failed = (k + i) % (engine + 2) === 0;
    processes[`p${i}-${k}`] = { type: `t${k % 20}`, stage: failed ? 'failed' : 'done' };
  }
  return { agent: 'coder', processes };
}

function anEvent(): fc.Arbitrary<AgentEvent> {
  const number = fc.nat(30);
  return fc.oneof(
    { weight: 4, arbitrary: number.map(callOf) },
    {
      weight: 4,
      arbitrary: number.map((i): AgentEvent => {
        return { type: 'result', id: `c${i % 4}`, ok: i % 5 > 1, output: `${i % 2} failed` };
      }),
    },
    number.map((i): AgentEvent => ({ type: 'result', id: `c${i % 4}`, output: { list: [i % 2] } })),
    number.map((i): AgentEvent => ({ type: 'say', text: 'Done.', confidence: i / 30 })),
    number.map((i): AgentEvent => ({ type: 'usage', inputTokens: 100 * i })),
    number.map((i): AgentEvent => ({ type: 'signal', name: `s${i % 3}`, value: i / 30 })),
    number.map((i): AgentEvent => ({ type: 'note', text: 'compacted', at: i })),
    number.map((i): AgentEvent => ({ type: 'user', text: `${i}` })),
    number.map((i): AgentEvent => ({ type: 'outcome', succeeded: i % 2 === 0 })),
  );
}

function story(length: number): fc.Arbitrary<readonly Move[]> {
  const who = fc.constantFrom(...WHO);
  const move: fc.Arbitrary<Move> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('event'), who, event: anEvent() }) },
    fc.record({ kind: fc.constant('state'), state: fc.nat(60).map(stateOf) }),
    fc.record({ kind: fc.constant('ask'), who, parts: fc.subarray([...PARTS]) }),
    fc.record({
      kind: fc.constant('outcome'),
      outcome: fc.record({
        agent: fc.constantFrom('coder', 'other', 'thinker'),
        task: fc.constantFrom('fix', 'read'),
        succeeded: fc.boolean(),
      }),
    }),
  );
  return fc.array(move, { minLength: 1, maxLength: length });
}

/** One story in which loops stand, states finish and outcomes are learned. */
function longStory(): readonly Move[] {
  const moves: Move[] = [];
  const who = WHO[0]!;
  for (let i = 0; i < 10; i++) {
    const event = callOf(3 * i);
    moves.push({ kind: 'event', who, event });
    const id = `c${(3 * i) % 4}`;
    moves.push({ kind: 'event', who, event: { type: 'result', id, ok: i % 3 > 0, output: 'x' } });
    moves.push({ kind: 'event', who: WHO[i % 3]!, event: callOf(i) });
    moves.push({ kind: 'state', state: stateOf(i) });
    moves.push({ kind: 'ask', who, parts: PARTS });
  }
  moves.push({ kind: 'outcome', outcome: { agent: 'coder', task: 'fix', succeeded: true } });
  moves.push({ kind: 'event', who, event: { type: 'say', text: 'Done.', confidence: 0.9 } });
  return moves;
}

// ---------------------------------------------------------------- objects

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}

/** What plain data does not have: accessors, other prototypes, holes, symbols, undefined. */
function oddities(value: unknown, path = 'report'): string[] {
  if (typeof value !== 'object' || value === null) {
    const plain = ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
    return plain ? [] : [`${path} is ${String(value)}`];
  }
  const parent: unknown = Object.getPrototypeOf(value);
  const found =
    parent === (Array.isArray(value) ? Array.prototype : Object.prototype) ? [] : [path];
  for (const [key, field] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (Array.isArray(value) && key === 'length') continue;
    if (!('value' in field) || field.enumerable !== true) found.push(`${path}.${key}`);
    else found.push(...oddities(field.value, `${path}.${key}`));
  }
  return found.concat(Object.getOwnPropertySymbols(value).map(String));
}
