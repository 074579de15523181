import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/index.ts';
import { call, open, spends, times } from './scenario.ts';

const failing = call('npm test').gives('1 failing').fails();
const engineAt = () => createEngine({ memoryLimitMb: 1 });

describe('a run that started another', () => {
  it("hears of the child's concerns, and in which run they stand", () => {
    const engine = engineAt();
    const parent = open({ run: 'parent' }, engine);
    parent.take(call('delegate').gives('started'));
    open({ run: 'child', parent: 'parent' }, engine).take(...times(4, failing));
    const { concerns, advice } = parent.take();
    expect(concerns).toMatchObject([{ kind: 'loop', run: 'child', action: 'ask' }]);
    expect(advice.action).toBe('ask');
    expect(advice.tell).toContain('In run child: `npm test` ×4');
  });

  it("spends what the child spends: a loop of its own costs the child's tokens too", () => {
    const engine = engineAt();
    const parent = open({ run: 'parent' }, engine);
    parent.take(spends(100));
    const child = open({ run: 'child', parent: 'parent' }, engine);
    for (let turn = 0; turn < 3; turn++) {
      parent.take(call('delegate {"same"}').gives('no answer'));
      child.take(spends(1000));
    }
    expect(parent.take().loop!.cost).toMatchObject({ steps: 3, tokens: 3000 });
  });

  it('hears no more of it once it is over', async () => {
    const engine = engineAt();
    const parent = open({ run: 'parent' }, engine);
    parent.take(call('delegate').gives('started'));
    open({ run: 'child', parent: 'parent' }, engine).take(...times(4, failing));
    await engine.run({ run: 'child' }).end({ succeeded: false });
    expect(parent.take().concerns).toEqual([]);
  });

  it('spends what the last of eight levels spends, and hears of it', () => {
    const engine = engineAt();
    const line = Array.from({ length: 8 }, (_, n) =>
      open({ run: `r${n}`, ...(n === 0 ? {} : { parent: `r${n - 1}` }) }, engine),
    );
    for (const one of line) one.take(call('delegate').gives('started'));
    line[7]!.take(spends(70), ...times(3, failing));
    expect(line[0]!.take().concerns).toMatchObject([{ run: 'r7' }]);
    line[0]!.take(...times(3, call('ls').gives('src')), spends(5));
    line[7]!.take(spends(100));
    expect(line[0]!.take().concerns.find(({ run }) => run === undefined)!.cost.tokens).toBe(105);
  });

  it('hears of grandchildren, and of children of other agents', () => {
    const engine = engineAt();
    const parent = open({ run: 'parent' }, engine);
    parent.take(call('delegate').gives('started'));
    const child = open({ agent: 'helper', run: 'child', parent: 'parent' }, engine);
    child.take(call('delegate').gives('started'));
    open({ run: 'grandchild', parent: 'child' }, engine).take(...times(3, failing));
    expect(parent.take().concerns).toMatchObject([{ run: 'grandchild' }]);
  });

  it("does not take the child's loop for its own: its forecast stays", () => {
    const engine = engineAt();
    const parent = engine.run({ run: 'parent' });
    parent.add({ type: 'call', id: '1', tool: 'delegate', args: {} });
    const before = parent.reflectNow({ parts: ['confidence'] }).confidence.value;
    open({ agent: 'helper', run: 'child', parent: 'parent' }, engine).take(...times(6, failing));
    expect(parent.reflectNow({ parts: ['confidence'] }).confidence.value).toBeCloseTo(before, 12);
  });

  it('may come into memory after its child', () => {
    const engine = engineAt();
    const child = open({ run: 'child', parent: 'parent' }, engine);
    child.take(...times(2, failing));
    const parent = open({ run: 'parent' }, engine);
    parent.take(call('delegate').gives('started'));
    child.take(failing);
    expect(parent.take().concerns).toMatchObject([{ run: 'child' }]);
  });

  it('may not be its own descendant', () => {
    const engine = engineAt();
    const a = open({ run: 'a', parent: 'b' }, engine);
    a.take(failing);
    const b = open({ run: 'b', parent: 'a' }, engine);
    b.take(spends(10), ...times(3, failing));
    a.take(spends(10), ...times(2, failing));
    // `a` waited for its parent; `b` names one that is its own child.
    expect(b.take().concerns.map(({ run }) => run)).toEqual([undefined, 'a']);
    expect(a.take().concerns).toHaveLength(1);
  });

  it('that leaves memory is no longer spent for, and leaves its children alone', () => {
    // Room for 42 runs at a time.
    const engine = engineAt();
    const child = open({ run: 'child', parent: 'parent' }, engine);
    open({ run: 'parent' }, engine).take(spends(1));
    for (let i = 0; i < 100; i++) {
      child.take(spends(1));
      open({ run: `other ${i}` }, engine).take(spends(1));
    }
    expect(engine.metrics().runsDropped).toBeGreaterThan(0);
    open({ run: 'parent' }, engine).take(spends(1), ...times(3, failing));
    child.take(spends(5));
    const { concerns } = engine.run({ run: 'parent' }).reflectNow({ parts: ['concerns'] });
    expect(concerns[0]!.cost.tokens).toBe(5);
  });
});
