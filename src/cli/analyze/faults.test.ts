import { describe, expect, it } from 'vitest';
import { fileError } from '../../formats/file-error.ts';
import { createFaults, type Faults } from './faults.ts';

function faultsThatTell(): { faults: Faults; told: string[] } {
  const told: string[] = [];
  return { faults: createFaults((sentence) => told.push(sentence)), told };
}

const binary = fileError('x.jsonl', undefined, 'binary data', 'text');
const unknown = fileError('package.json', undefined, 'a file of no known format', 'a session');

describe('createFaults(tell)', () => {
  it('tells of a named file at once, of a found one at the end', () => {
    const { faults, told } = faultsThatTell();
    expect(faults.any).toBe(false);
    expect(faults.fault(binary, false)).toBe(true);
    expect(told).toEqual(['x.jsonl: got binary data; accepted: text.']);
    expect(faults.fault(binary, true)).toBe(true);
    expect(told).toHaveLength(1);
    faults.end(true);
    expect(told).toHaveLength(2);
    expect(faults.any).toBe(true);
  });

  it('only counts what was found and is no recording; a named file was meant', () => {
    const { faults, told } = faultsThatTell();
    expect([faults.fault(unknown, true), faults.fault(unknown, true)]).toEqual([false, false]);
    expect(faults.any).toBe(false);
    faults.end(true);
    expect(told).toEqual(['2 files hold no session in a known format and were passed over']);
    expect(faults.fault(unknown, false)).toBe(true);
  });

  it('tells five of many, and how many more there are', () => {
    const { faults, told } = faultsThatTell();
    for (let index = 0; index < 9; index++) faults.fault(binary, true);
    faults.fault(unknown, true);
    faults.end(false);
    expect(told).toHaveLength(6);
    expect(told.at(-1)).toBe('and 4 more could not be read');
  });
});
