import { describe, expect, it } from 'vitest';
import { createEngine, type EngineEvents } from '../../src/index.ts';
import {
  begins,
  call,
  edit,
  ends,
  open,
  person,
  says,
  times,
  together,
  use,
  word,
} from './scenario.ts';

const failing = call('npm test').gives('1 failing').fails();
const small = () => createEngine({ memoryLimitMb: 1 });

describe('results that come late', () => {
  it('move what was raised without them, at their own event', () => {
    const listing = Array.from({ length: 5 }, (_, n) => call('ls').gives('src').inRound(`r${n}`));
    const run = open();
    run.take(...listing.map(begins));
    const { concerns } = run.take(ends(listing[0]!));
    for (const { evidence } of concerns) expect(evidence).not.toContain('undefined');
  });

  it('settle a claim that was made before they were there', () => {
    const tests = call('npm test').gives('12 passed');
    const list = call('ls').gives('src');
    const run = open();
    run.take(begins(tests), begins(list), says('All tests pass.'));
    expect(run.take(ends(tests), ends(list)).concerns).toEqual([]);
  });

  it('are steps like others, and each step is accepted once', () => {
    const engine = createEngine({ memoryLimitMb: 1, maxFalseAlarmsPerThousandSteps: 0 });
    const kinds: string[] = [];
    engine.on('step-taken', ({ kind, failed }) => kinds.push(`${kind} ${failed}`));
    const run = open({}, engine);
    const first = call('npm test').gives('1 failing').fails();
    run.take(begins(first), says('I wait.'), ends(first));
    expect(kinds.at(-1)).toBe('check true');
    const { advice } = run.take(...times(4, failing));
    expect(advice.interruptions!.accepted).toBe(5);
  });
});

describe('a host that never gives results', () => {
  it('has no problem with its many calls', () => {
    const reads = times(60, (n) => call(`cat ${word(n)}.ts`));
    expect(open().take(...reads).problems).toEqual([]);
  });
});

describe('a text that happens to be JSON', () => {
  it('however deep it nests is a text', () => {
    const deep = '['.repeat(100) + ']'.repeat(100);
    expect(() => open().take(call('x').gives(deep), use('y', deep).gives('ok'))).not.toThrow();
  });
});

describe('orders that only repeat themselves', () => {
  it('are told at their third, where nobody sits', () => {
    const run = open({ interactive: false });
    const actions = times(4, person('Stop hook: is there any work left?')).map(
      (order) => run.take(order).advice.action,
    );
    expect(actions).toEqual(['proceed', 'proceed', 'tell', 'tell']);
  });
});

describe('the same words', () => {
  it('are not made new by a call that brings nothing', () => {
    const same = times(8, says('Let me look at this once more.'), call('ls').gives('src'));
    expect(open({ exempt: ['bash'] }).take(...same).loop).toBeDefined();
  });

  it('are heard again once a lost call is long past', () => {
    const run = open();
    run.take(call('cat a.ts').gives('a'), begins(call('make release')));
    const { loop } = run.take(...times(44, says('I am waiting for the release to be made.')));
    expect(loop).toBeDefined();
  });
});

describe('an answer that swings', () => {
  it('counts the calls of one round once', () => {
    const coins = Array.from({ length: 20 }, (_, n) => use('flip').gives(n % 2 === 0 ? 'a' : 'b'));
    expect(open().take(call('ls').gives('x'), together(...coins)).loop).toBeUndefined();
  });
});

describe('a number alone', () => {
  it('is no outage where the host says that it worked', () => {
    const counts = [429, 503, 502, 504].map((n) => call(`grep -c ${word(n)} log`).gives(`${n}`));
    expect(open().take(...counts).concerns).toEqual([]);
  });
});

describe('who claims and admits at once', () => {
  it('is not held to it', () => {
    const { concerns } = open().take(
      edit('src/a.ts', 'a fix'),
      says('I have fixed the bug. I have not run the tests yet.'),
    );
    expect(concerns).toEqual([]);
  });
});

describe("a person's word", () => {
  it('excuses the run of a task that woke up for nothing', () => {
    const engine = small();
    const look = call('gh pr view 7').gives('closed');
    for (let n = 1; n <= 6; n++) {
      open({ task: 'watch', run: `w${n}` }, engine).take(look);
    }
    const run = open({ task: 'watch', run: 'w7' }, engine);
    expect(run.take(look).stall).toBeDefined();
    expect(run.take(person('I know, go on.'), call('gh pr view 7').gives('closed')).stall).toBe(
      undefined,
    );
  });

  it('ends what a veto held back', () => {
    const engine = small();
    const run = open({ run: 'r' }, engine);
    run.take(...times(20, failing));
    engine.run({ run: 'r' }).veto();
    run.take(person('Now mend the docs.'));
    const build = call('make docs').gives('no rule').fails();
    expect(run.take(...times(4, build)).advice.action).toBe('ask');
  });
});

describe('a veto', () => {
  it('is charged to the interruption it is about, also when that is over', () => {
    const engine = small();
    const run = open({ run: 'r' }, engine);
    const handle = engine.run({ run: 'r' });
    run.take(...times(4, failing), edit('src/a.ts', 'a fix'), says('All tests pass.'));
    handle.veto('unverified-claim');
    expect(run.take().advice.interruptions).toMatchObject({ errors: 0, undecided: 1 });
    handle.veto('loop');
    expect(run.take().advice.interruptions).toMatchObject({ errors: 1, undecided: 0 });
  });

  it('of a parent reaches the runs it started', () => {
    const engine = small();
    const parent = open({ run: 'parent' }, engine);
    parent.take(call('delegate').gives('started'));
    open({ run: 'child', parent: 'parent' }, engine).take(...times(4, failing));
    expect(parent.take().advice.action).toBe('ask');
    engine.run({ run: 'parent' }).veto();
    expect(parent.take().advice.action).toBe('tell');
  });
});

describe('what listeners hear of a concern', () => {
  it('is that it came, that a person is to be asked, that it is to stop, and that it ended', async () => {
    const engine = small();
    const told: string[] = [];
    const hear =
      (name: string) =>
      ({ concern, event }: EngineEvents['concern-raised']) =>
        told.push(`${name} ${concern.action} at ${event}`);
    engine.on('concern-raised', hear('raised'));
    engine.on('concern-escalated', hear('escalated'));
    engine.on('concern-cleared', ({ by }) => told.push(`cleared by ${by}`));
    open({ run: 'r' }, engine).take(...times(6, failing));
    await engine.run({ run: 'r' }).end();
    expect(told).toEqual([
      'raised tell at 5',
      'escalated ask at 7',
      'escalated stop at 11',
      'cleared by end',
    ]);
  });
});

describe('a concern that a person ends', () => {
  it('is told as such', () => {
    const engine = small();
    const by: string[] = [];
    engine.on('concern-cleared', (cleared) => by.push(cleared.by));
    const run = open({ run: 'r' }, engine);
    run.take(...times(3, failing), person('Leave it.'));
    run.take(...times(3, failing), edit('src/a.ts', 'a fix'), failing);
    expect(by).toEqual(['person', 'agent']);
  });
});

describe('an agent that heeds what it is told', () => {
  it('is told a turn longer before anybody is asked', () => {
    const engine = small();
    const learner = open({ run: 'learner', recorded: false }, engine);
    for (let n = 0; n < 4; n++) {
      const stuck = call(`make ${word(n)}`);
      learner.take(...times(3, stuck.gives('it fails').fails()), edit(`${word(n)}.ts`, 'a fix'));
    }
    const run = open({ run: 'next' }, engine);
    const actions = times(6, failing).map((one) => run.take(one).advice.action);
    expect(actions).toEqual(['proceed', 'proceed', 'tell', 'tell', 'ask', 'stop']);
  });
});

describe('an outcome that is known later', () => {
  it('makes an interruption an error, though the run had closed without one', async () => {
    const engine = small();
    for (let n = 0; n < 5; n++) {
      open({ run: `r${n}` }, engine).take(...times(4, failing));
      await engine.run({ run: `r${n}` }).end();
      engine.learn({ run: `r${n}`, succeeded: true });
    }
    const { advice } = open({ run: 'next' }, engine).take(...times(4, failing));
    expect(advice.action).toBe('tell');
    expect(advice.interruptions).toMatchObject({ errors: 5, undecided: 0 });
  });
});

describe('a program that checks the work', () => {
  const verify = (failed: boolean) =>
    failed ? call('./check-it.sh').gives('3 wrong').fails() : call('./check-it.sh').gives('fine');
  const fix = (n: number) => edit('src/a.ts', `fix ${word(n)}`);

  it('is learned by two failures that pass after a change, not by one', () => {
    const engine = small();
    const claimAfter = (run: string) =>
      open({ run }, engine).take(fix(60), verify(false), says('All tests pass.')).concerns;
    open({ run: 'first' }, engine).take(verify(true), fix(1), verify(false));
    expect(claimAfter('second')).toHaveLength(1);
    open({ run: 'third' }, engine).take(verify(true), fix(2), verify(false));
    expect(claimAfter('fourth')).toEqual([]);
  });
});

describe('calls that take longer', () => {
  /** Twenty calls are open, and three of them end, each in its own round. */
  const rounds = (ms: number) => {
    const usual = times(6, (n) =>
      use('fetch', { n })
        .gives(`${n}`)
        .at(n * 2000, n * 2000 + 1000),
    );
    const open20 = Array.from({ length: 20 }, (_, n) =>
      use('fetch', { n: 100 + n })
        .gives(`${n}`)
        .inRound(`r${n}`)
        .at(20_000, 20_000 + ms),
    );
    return [...usual, ...open20.map(begins), ...open20.slice(0, 3).map(ends)];
  };

  it('are an overload at the third that takes three times its usual time', () => {
    const { concerns } = open().take(...rounds(3000));
    expect(concerns.map(({ kind }) => kind)).toEqual(['overload']);
  });

  it('are none where they are only a little late', () => {
    expect(open().take(...rounds(1500)).concerns).toEqual([]);
  });
});

describe('families', () => {
  const loops = (agent: string, run: string, parent: string, engine = small()) =>
    open({ agent, run, parent }, engine).take(...times(4, failing));

  it('have no member that closed before its parent came', async () => {
    const engine = small();
    loops('a', 'child', 'late', engine);
    await engine.run({ agent: 'a', run: 'child' }).end({ succeeded: false });
    const late = open({ agent: 'b', run: 'late' }, engine);
    expect(late.take(call('ls').gives('src')).concerns).toEqual([]);
  });

  it('have no member that left memory, nor grow with its lives', async () => {
    const engine = small();
    for (const parent of ['p1', 'p2']) {
      loops('a', 'child', parent, engine);
      await engine.run({ agent: 'a', run: 'child' }).end({ succeeded: false });
    }
    for (let n = 0; n < 60; n++)
      open({ agent: 'a', run: `z${n}` }, engine).take(...times(4, failing));
    const parent = open({ agent: 'b', run: 'p1' }, engine);
    expect(parent.take(call('ls').gives('src')).concerns).toEqual([]);
  });

  it('find another run of the name when the newest of them is gone', () => {
    const engine = small();
    const main = open({ agent: 'a', run: 'main' }, engine);
    open({ agent: 'b', run: 'main' }, engine).take(call('ls').gives('src'));
    for (let n = 0; n < 60; n++) {
      main.take(call(`cat ${word(n)}`).gives(word(n)));
      open({ agent: 'c', run: `z${n}` }, engine).take(call('ls').gives('src'));
    }
    loops('d', 'child', 'main', engine);
    expect(main.take().concerns).toMatchObject([{ run: 'child' }]);
  });
});

describe('a name of a field nobody knows', () => {
  it('is remembered by its first 64 characters', () => {
    const engine = small();
    const run = engine.run();
    const event = { type: 'note' as const, text: 'x', [`n${'a'.repeat(1000)}`]: 1 };
    run.add(event);
    const [problem] = run.reflectNow().problems;
    expect(problem!.message.length).toBeLessThan(120);
  });
});
