import { describe, expect, it } from 'vitest';
import { saysNothing, valueSaysNothing } from './nothing.ts';

describe('saysNothing(text)', () => {
  it.each([
    '[]',
    ' { } ',
    'null',
    'None',
    'undefined',
    'No results',
    'No matching files found',
    'no matches found for "x"',
    'nothing found',
    'grep: x: not found',
    '0 results',
  ])('is true of %j', (text) => {
    expect(saysNothing(text)).toBe(true);
  });

  it.each([
    '',
    'ok',
    '[1]',
    '10',
    '0',
    'false',
    '3 matches',
    'no',
    'nothing to commit',
    `no results${' '.repeat(80)}`,
  ])('is false of %j', (text) => {
    expect(saysNothing(text)).toBe(false);
  });
});

describe('valueSaysNothing(value)', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a record without keys', {}],
    ['an empty list', []],
    ['a text that says so', 'No results'],
    ['an empty list of results', { results: [] }],
    ['its question beside it', { results: [], query: 'x' }],
    ['its question before it', { query: 'x', results: [] }],
    ['a count of 0', { count: 0 }],
    ['an empty list with its count and page', { items: [], total: 0, page: 1, query: 'x' }],
    ['a null for what was asked for', { data: null, status: 'ok' }],
    ['an empty record inside', { data: {} }],
    ['an empty list inside', { data: { items: [] }, ok: true }],
    ['an empty list under a name of its own', { users: [], query: 'x' }],
    ['no errors either', { results: [], error: null }],
  ])('is true of %s', (_, value) => {
    expect(valueSaysNothing(value)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['no value: the result did not come as one', undefined],
    ['a number', 12],
    ['true', true],
    ['a text', 'x'],
    ['a list', [1]],
    ['a list of an empty record: there is one', [{}]],
    ['a state', { status: 'pending' }],
    ['a state without an error', { status: 'done', error: null }],
    ['an empty list beside a full one', { results: [], users: [1] }],
    ['a count beside an empty list', { facets: [], total: 3 }],
    ['a record inside', { user: { name: 'bo' }, items: [] }],
    ['a record that lacks a field', { title: 'a', body: 'b', state: 'open', assignee: null }],
    ['a long text beside', { results: [], summary: 'word '.repeat(50) }],
    ['an output of several lines', { stdout: 'a\nb', files: [] }],
    ['an exit code of 0', { stdout: 'a', exitCode: 0 }],
    ['a 0 alone, which may be what was hoped for', 0],
    ['false', false],
  ])('is false of %s', (_, value) => {
    expect(valueSaysNothing(value)).toBe(false);
  });

  it('looks at 64 values, and takes what is larger to say something', () => {
    const record = (count: number): Record<string, unknown> => ({
      ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, 1])),
      results: [],
    });
    expect(valueSaysNothing(record(63))).toBe(true);
    expect(valueSaysNothing(record(64))).toBe(false);
  });
});
