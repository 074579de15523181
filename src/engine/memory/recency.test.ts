import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecency, remove, touch, type Member, type Recency } from './recency.ts';

interface Item extends Member<Item> {
  readonly name: string;
}

function item(name: string): Item {
  return { name, newer: undefined, older: undefined };
}

/** Names from the oldest to the newest, read in both directions. */
function namesIn(recency: Recency<Item>): string {
  const forwards: string[] = [];
  for (let at = recency.oldest; at !== undefined; at = at.newer) forwards.push(at.name);
  const backwards: string[] = [];
  for (let at = recency.newest; at !== undefined; at = at.older) backwards.push(at.name);
  expect(backwards.toReversed()).toEqual(forwards);
  expect(recency.count).toBe(forwards.length);
  return forwards.join('');
}

describe('touch(recency, member)', () => {
  it('makes a new member the newest', () => {
    const recency = createRecency<Item>();
    expect(namesIn(recency)).toBe('');
    touch(recency, item('a'));
    expect(namesIn(recency)).toBe('a');
    touch(recency, item('b'));
    touch(recency, item('c'));
    expect(namesIn(recency)).toBe('abc');
    expect(recency.oldest!.name).toBe('a');
  });

  it.each([
    ['a', 'bca'],
    ['b', 'acb'],
    ['c', 'abc'],
  ])('makes a known member the newest: %s of abc', (name, order) => {
    const recency = createRecency<Item>();
    const members = ['a', 'b', 'c'].map(item);
    for (const member of members) touch(recency, member);
    touch(
      recency,
      members.find((member) => member.name === name)!,
    );
    expect(namesIn(recency)).toBe(order);
  });

  it('of the only member changes nothing', () => {
    const recency = createRecency<Item>();
    const only = item('a');
    for (let i = 0; i < 3; i++) touch(recency, only);
    expect(namesIn(recency)).toBe('a');
  });
});

describe('remove(recency, member)', () => {
  it.each([
    ['a', 'bc'],
    ['b', 'ac'],
    ['c', 'ab'],
  ])('takes it out, wherever it stands: %s of abc', (name, order) => {
    const recency = createRecency<Item>();
    const members = ['a', 'b', 'c'].map(item);
    for (const member of members) touch(recency, member);
    remove(
      recency,
      members.find((member) => member.name === name)!,
    );
    expect(namesIn(recency)).toBe(order);
  });

  it('lets go of its neighbours, and it may come back', () => {
    const recency = createRecency<Item>();
    const [a, b] = [item('a'), item('b')];
    touch(recency, a);
    touch(recency, b);
    remove(recency, a);
    expect([a.newer, a.older]).toEqual([undefined, undefined]);
    remove(recency, b);
    expect(namesIn(recency)).toBe('');
    touch(recency, b);
    touch(recency, a);
    expect(namesIn(recency)).toBe('ba');
  });
});

it('keeps the order of a plain list, whatever is touched and removed', () => {
  const moves = fc.array(
    fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), out: fc.boolean() }),
  );
  fc.assert(
    fc.property(moves, (list) => {
      const recency = createRecency<Item>();
      const members = new Map<string, Item>();
      let expected = '';
      for (const { name, out } of list) {
        const known = expected.includes(name);
        if (out && !known) continue;
        const member = members.get(name) ?? item(name);
        members.set(name, member);
        if (out) remove(recency, member);
        else touch(recency, member);
        expected = expected.replace(name, '') + (out ? '' : name);
        expect(namesIn(recency)).toBe(expected);
      }
    }),
  );
});
