import { describe, expect, it } from 'vitest';
import { createEngine, InputError } from '../../src/index.ts';
import type { Engine, Run } from '../../src/index.ts';

const TEST = { tool: 'bash', args: { command: 'npm test' } };
const EDIT = { tool: 'edit', args: { path: 'a.ts', old: 'x', new: 'y' } };
const FAILS = { ok: false, output: '1 failing: a is not b' };

describe('run.adviseOn(call)', () => {
  it('proceeds in a run that has not begun, and opens none', () => {
    const engine = createEngine();
    expect(engine.run().adviseOn(TEST)).toEqual({ action: 'proceed', tell: '' });
    expect(engine.metrics()).toMatchObject({ agents: 0, runs: 0 });
  });

  it.each([
    [2, 'proceed', ''],
    [3, 'tell', '`npm test` ×3, same result, no change between: 3 steps'],
    [4, 'ask', '`npm test` ×4, same result, no change between: 4 steps'],
    [6, 'stop', '`npm test` ×6, same result, no change between: 6 steps'],
  ] as const)('after %i turns of a loop says of the next turn: %s', (turns, action, tell) => {
    const advice = wedged(turns).adviseOn(TEST);
    expect(advice.action).toBe(action);
    expect(advice.tell.split(' since it began')[0]).toBe(tell);
  });

  it('lets a call pass that does something else', () => {
    expect(wedged(8).adviseOn(EDIT)).toEqual({ action: 'proceed', tell: '' });
    expect(wedged(8).adviseOn({ tool: 'bash', args: { command: 'npm run lint' } }).action).toBe(
      'proceed',
    );
  });

  it('knows every call of a longer cycle', () => {
    const run = createEngine().run();
    const cycle = ['cat a.log', 'ls -la', 'npm test'];
    for (let i = 0; i < 7 * 3; i++) {
      const command = cycle[i % 3]!;
      callOnce(
        run,
        `${i}`,
        { tool: 'bash', args: { command } },
        { output: `${command}: as before` },
      );
    }
    for (const command of cycle) {
      expect(run.adviseOn({ tool: 'bash', args: { command } }).action).toBe('stop');
    }
  });

  it('of one error under moving arguments: every call of what meets it', () => {
    const run = createEngine().run();
    for (let i = 0; i < 8; i++) {
      callOnce(run, `${i}`, { tool: 'fetch', args: { page: `p${i}` } }, FAILS);
    }
    expect(run.adviseOn({ tool: 'fetch', args: { page: 'another' } }).action).toBe('stop');
    expect(run.adviseOn(EDIT).action).toBe('proceed');
  });

  it('of a stall: every call of what brings nothing, for another may be the way out', () => {
    const run = createEngine().run();
    for (let i = 0; i < 20; i++) {
      const call = { tool: 'search', args: { for: `thing ${'abcdefghijklmnopqrstuvw'[i]}` } };
      callOnce(run, `${i}`, call, { ok: true, output: 'No results found.' });
    }
    expect(run.adviseOn({ tool: 'search', args: { for: 'more' } })).toMatchObject({
      action: 'stop',
      concern: { kind: 'stall' },
    });
    expect(run.adviseOn(EDIT).action).toBe('proceed');
  });

  it('of words said again and again: a call is what is missing, and proceeds', () => {
    const run = createEngine().run();
    for (let i = 0; i < 8; i++) run.add({ type: 'say', text: 'I will now fix the failing test.' });
    expect(run.reflectNow().advice.action).not.toBe('proceed');
    expect(run.adviseOn(EDIT).action).toBe('proceed');
  });

  it('leaves the run as it was', () => {
    const run = wedged(4);
    const before = run.reflectNow({ parts: ['concerns', 'advice'] });
    for (let i = 0; i < 5; i++) run.adviseOn(TEST);
    expect(run.reflectNow({ parts: ['concerns', 'advice'] })).toEqual({
      ...before,
      id: before.id + 1,
    });
  });

  it('refuses what is no call', () => {
    expect(() => wedged(1).adviseOn({ tool: '', args: null })).toThrow(InputError);
  });
});

/** A run that ran the same failing test again and again. */
function wedged(turns: number, engine: Engine = createEngine({ now: () => 1e12 })): Run {
  const run = engine.run();
  for (let i = 0; i < turns; i++) callOnce(run, `t${i}`, TEST, FAILS);
  return run;
}

function callOnce(
  run: Run,
  id: string,
  call: { readonly tool: string; readonly args: unknown },
  result: { readonly ok?: boolean; readonly output: string },
): void {
  run.add({ type: 'call', id, ...call });
  run.add({ type: 'result', id, ...result });
}
