import { describe, expect, it } from 'vitest';
import { createEngine, InputError, type RunOptions } from '../../src/index.ts';
import { call, open, person, says, times, word } from './scenario.ts';

const failing = call('npm test').gives('1 failing').fails();
const other = (turn: number) => call(`cat ${word(turn)}.ts`).gives(`text of ${word(turn)}`);
const engineWith = (perThousand = 1) =>
  createEngine({ memoryLimitMb: 1, maxFalseAlarmsPerThousandSteps: perThousand });

/** Actions after each of so many turns of the loop. */
function actions(turns: number, options: RunOptions = {}, engine = engineWith()): string[] {
  const run = open(options, engine);
  return times(turns, failing).map((one) => run.take(one).advice.action);
}

describe('the ladder', () => {
  it('tells the agent first, then asks a person, then stops', () => {
    expect(actions(7)).toEqual(['proceed', 'proceed', 'tell', 'ask', 'ask', 'stop', 'stop']);
  });

  it('asks nobody in a headless run: it tells until it stops', () => {
    expect(actions(7, { interactive: false })).toEqual([
      'proceed',
      'proceed',
      'tell',
      'tell',
      'tell',
      'stop',
      'stop',
    ]);
  });

  it('climbs by what happens, however often it is asked', () => {
    const run = open({}, engineWith());
    run.take(...times(3, failing));
    const again = Array.from({ length: 5 }, () => run.take().advice.action);
    expect(again).toEqual(Array(5).fill('tell'));
  });

  it('begins at its foot again for the next concern', () => {
    const run = open({}, engineWith());
    expect(run.take(...times(4, failing)).advice.action).toBe('ask');
    run.take(call('npm test').gives('all passed'), ...times(2, call('ls').gives('src')));
    expect(run.take(call('ls').gives('src')).advice.action).toBe('tell');
  });

  it('never interrupts for a claim: the agent is told', () => {
    const change = call('cat > a.ts <<EOF\nx\nEOF').gives('');
    const run = open({}, engineWith());
    const { advice } = run.take(change, says('Done. All tests pass.'));
    expect(advice.action).toBe('tell');
    expect(advice.tell).toContain('All tests pass');
  });

  it('shows on each concern what is said of it', () => {
    const run = open({}, engineWith());
    expect(run.take(...times(4, failing)).concerns[0]!.action).toBe('ask');
  });
});

describe("a person's veto", () => {
  it('holds interruptions back until the concern has cost twice as much', () => {
    const engine = engineWith();
    const run = engine.run({ agent: 'a', run: 'r' });
    const turn = (i: number): string => {
      run.add({ type: 'call', id: `${i}`, tool: 'sh', args: { command: 'npm test' } });
      run.add({ type: 'result', id: `${i}`, ok: false, output: '1 failing' });
      return run.reflectNow({ parts: ['advice'] }).advice.action;
    };
    expect([1, 2, 3, 4].map(turn).at(-1)).toBe('ask');
    run.veto();
    expect(run.reflectNow({ parts: ['advice'] }).advice.action).toBe('tell');
    // It had cost four steps: four more, and it is asked again.
    expect([5, 6, 7, 8, 9].map(turn)).toEqual(['tell', 'tell', 'tell', 'ask', 'stop']);
  });

  it('leaves concerns of other kinds alone', () => {
    const run = createEngine({ memoryLimitMb: 1 }).run();
    for (let i = 0; i < 4; i++) {
      run.add({ type: 'call', id: `${i}`, tool: 'sh', args: { command: 'npm test' } });
      run.add({ type: 'result', id: `${i}`, ok: false, output: '1 failing' });
    }
    run.veto('outage');
    expect(run.reflectNow({ parts: ['advice'] }).advice.action).toBe('ask');
  });

  it('is refused for a kind there is not', () => {
    const run = createEngine({ memoryLimitMb: 1 }).run();
    expect(() => run.veto('hunch' as 'loop')).toThrow(InputError);
  });

  it('of a run nobody heard of changes nothing', () => {
    const engine = createEngine({ memoryLimitMb: 1 });
    engine.run({ run: 'unheard' }).veto();
    expect(engine.metrics().runs).toBe(0);
  });
});

describe('the budget of interruptions', () => {
  it('lets five of an agent’s runs be interrupted before any is decided, then only told', () => {
    const engine = engineWith();
    const last = Array.from({ length: 7 }, (_, i) => actions(6, { run: `r${i}` }, engine).at(-1));
    expect(last).toEqual(['stop', 'stop', 'stop', 'stop', 'stop', 'tell', 'tell']);
  });

  it('is one an agent', () => {
    const engine = engineWith();
    for (let i = 0; i < 6; i++) actions(6, { agent: 'a', run: `r${i}` }, engine);
    expect(actions(6, { agent: 'b' }, engine).at(-1)).toBe('stop');
  });

  it.each([
    ['a bad end frees the place', { succeeded: false }, 'stop'],
    ['an end nobody judges frees it', undefined, 'stop'],
    ['a good end is an error, and keeps it', { succeeded: true }, 'tell'],
  ])('%s', async (_, outcome, expected) => {
    const engine = engineWith();
    for (let i = 0; i < 5; i++) {
      actions(6, { run: `r${i}` }, engine);
      await engine.run({ run: `r${i}` }).end(outcome);
    }
    expect(actions(6, { run: 'last' }, engine).at(-1)).toBe(expected);
  });

  it('counts a veto as an error once, whatever became of the run', async () => {
    const engine = engineWith();
    const run = open({ run: 'r' }, engine);
    run.take(...times(4, failing));
    const handle = engine.run({ run: 'r' });
    handle.veto();
    handle.veto();
    const { advice } = handle.reflectNow({ parts: ['advice'] });
    expect(advice.interruptions).toMatchObject({ errors: 1, undecided: 0 });
    await handle.end({ succeeded: true });
    open({ run: 's' }, engine).take(...times(4, failing));
    const next = engine.run({ run: 's' }).reflectNow({ parts: ['advice'] }).advice;
    expect(next.interruptions).toEqual({ errors: 1, undecided: 1, accepted: 8, allowed: 5.008 });
  });

  it('grows with the agent’s steps: one in a thousand more', () => {
    const engine = engineWith();
    for (let i = 0; i < 5; i++) actions(6, { run: `r${i}` }, engine);
    const worker = open({ run: 'worker' }, engine);
    worker.take(...times(970, (turn) => other(turn)));
    expect(actions(6, { run: 'last' }, engine).at(-1)).toBe('stop');
  });

  it('of 0 lets nobody be interrupted', () => {
    expect(actions(7, {}, engineWith(0)).slice(2)).toEqual(Array(5).fill('tell'));
  });

  it('stands in the advice once an interruption was due', () => {
    const run = open({}, engineWith(0));
    expect(run.take(...times(3, failing)).advice.interruptions).toBeUndefined();
    expect(run.take(failing).advice.interruptions).toEqual({
      errors: 0,
      undecided: 0,
      accepted: 4,
      allowed: 0,
    });
  });

  it("is not freed by a person's word in the run", () => {
    const engine = engineWith();
    for (let i = 0; i < 5; i++) {
      open({ run: `r${i}` }, engine).take(...times(4, failing), person('go on'));
    }
    expect(actions(6, { run: 'last' }, engine).at(-1)).toBe('tell');
  });
});
