import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './json-scan.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('scanJson(text)', () => {
  it('finds the end of a value, and leaves what follows alone', () => {
    expect(scanJson('{"a":[1,"}"]}{"b":2}')).toMatchObject({ outcome: 'whole', end: 13 });
    expect(scanJson(' {"a":1} {"b":2}', 8)).toMatchObject({ outcome: 'whole', end: 16 });
    expect(scanJson('12')).toMatchObject({ outcome: 'whole', end: 2 });
  });

  it('closes the brackets of a value that is not whole, after the last thing that was whole', () => {
    expect(scanJson('{"a":[1,{"b":true,"c":"hal')).toMatchObject({
      outcome: 'cut',
      repaired: '{"a":[1,{"b":true}]}',
    });
    expect(scanJson('[1,2').repaired).toBe('[1]'); // the 2 may have been the start of 25
    expect(scanJson('"hal').repaired).toBe('');
    expect(scanJson('{"a":[1,}').repaired).toBe('{"a":[1]}');
  });

  it('points at the first token that may not stand where it does', () => {
    expect(scanJson('{"a":1,}')).toMatchObject({ outcome: 'malformed', end: 7 });
    expect(scanJson('[1 2]')).toMatchObject({ outcome: 'malformed', end: 3 });
    expect(scanJson('["a\nb"]')).toMatchObject({ outcome: 'malformed' });
    expect(scanJson('[01]')).toMatchObject({ outcome: 'malformed', end: 1 });
    expect(scanJson('{1:2}')).toMatchObject({ outcome: 'malformed', end: 1 });
    expect(scanJson('[}')).toMatchObject({ outcome: 'malformed', end: 1 });
    expect(scanJson('hello')).toMatchObject({ outcome: 'malformed', end: 0 });
  });

  it('calls every beginning of a JSON text cut, never malformed, and repairs it to JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, length) => {
        expect(scanJson(text)).toMatchObject({ outcome: 'whole', end: text.trimEnd().length });
        const begun = text.slice(0, length % text.length);
        const scan = scanJson(begun);
        expect(scan.outcome).toBe(parses(begun) ? 'whole' : 'cut');
        expect(scan.repaired === '' || parses(scan.repaired)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const tokens = fc.constantFrom(
      ...'{ } [ ] : , " \\ 0 1 - . e + true nul null "a" "\\u00e9" \\u00 \n'.split(' '),
      ' ',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(tokens, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const scan = scanJson(text);
        expect(scan.repaired === '' || parses(scan.repaired)).toBe(true);
        const isWhole = scan.outcome === 'whole' && text.slice(scan.end).trim() === '';
        expect(isWhole).toBe(parses(text));
      }),
      { numRuns: 5000 },
    );
  });
});
