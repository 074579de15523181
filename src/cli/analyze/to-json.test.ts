import { describe, expect, it } from 'vitest';
import type { Analysis } from './analysis.ts';
import { toJsonLine } from './to-json.ts';

const BARE: Analysis = {
  run: 'r',
  agent: 'a',
  events: 0,
  steps: [],
  concerns: [],
  past: [],
  confidence: { value: 0.5, low: 0.25, high: 0.75, basis: 'prior', outcomes: 0 },
  advice: { action: 'proceed', tell: '' },
  problems: [],
};

describe('toJsonLine(analysis)', () => {
  it('leaves out what is not known, and what only the screen shows', () => {
    const shown = { task: 't', ms: 5, startedAt: 1e12, problems: ['p'] };
    const line =
      '{"schema":1,"run":"r","agent":"a","events":0,"steps":0,"concerns":[],"past":[],' +
      '"confidence":{"value":0.5,"low":0.25,"high":0.75,"basis":"prior","outcomes":0},' +
      '"advice":{"action":"proceed","tell":""}}';
    expect(toJsonLine(BARE)).toBe(line);
    expect(toJsonLine({ ...BARE, ...shown })).toBe(line);
  });

  it('puts tokens after steps, and the outcome last', () => {
    const line = toJsonLine({ ...BARE, tokens: 0, outcome: { succeeded: false } });
    expect(line).toContain('"steps":0,"tokens":0,"concerns"');
    expect(line.endsWith('"outcome":{"succeeded":false}}')).toBe(true);
  });

  it('puts where a run belongs after its agent', () => {
    const line = toJsonLine({ ...BARE, project: '/home/u/shop', parent: 'p', started: 2 });
    expect(line).toContain(
      '"agent":"a","project":"/home/u/shop","parent":"p","started":2,"events"',
    );
  });

  it('counts the steps instead of listing them', () => {
    const step = { event: 1, kind: 'other', failed: false, concern: false } as const;
    const steps = [{ ...step, value: 0.5, low: 0.4, high: 0.6 }];
    expect(JSON.parse(toJsonLine({ ...BARE, steps }))).toMatchObject({ steps: 1 });
  });

  it('rounds fractions to 4 significant digits and leaves whole numbers whole', () => {
    const confidence = { value: 1 / 3, low: 1 / 3000, high: 0.999_96, basis: 'learned' } as const;
    const concern = {
      kind: 'loop',
      action: 'ask',
      strength: 1 - 2 ** -2.5,
      since: { event: 123_456, at: 1_795_165_283_174 },
      evidence: 'x 0.123456 times',
      cost: { steps: 123_456, ms: 77_703, tokens: 97_947 },
    } as const;
    const line = { ...BARE, confidence: { ...confidence, outcomes: 12_345 }, concerns: [concern] };
    expect(JSON.parse(toJsonLine(line))).toMatchObject({
      confidence: { value: 0.3333, low: 0.000_333_3, high: 1, outcomes: 12_345 },
      concerns: [{ ...concern, strength: 0.8232 }],
    });
  });

  it('says of a concern what the ladder says, and of which run it is, if not of this one', () => {
    const own = {
      kind: 'unverified-claim',
      action: 'tell',
      strength: 0.5,
      since: { event: 9 },
      evidence: 'the answer says "Done", and no check passed in this run',
      cost: { steps: 0 },
    } as const;
    const concerns = [own, { ...own, run: 'worker-2' }];
    expect(JSON.parse(toJsonLine({ ...BARE, concerns }))).toMatchObject({ concerns });
  });

  it('is one line, whatever the texts hold', () => {
    const hostile = 'a\nb\r\u2028c\u001b[31m"\\';
    const line = toJsonLine({ ...BARE, run: hostile, advice: { action: 'tell', tell: hostile } });
    for (const control of ['\n', '\r', '\u001b']) expect(line).not.toContain(control);
    expect(JSON.parse(line)).toMatchObject({ run: hostile, advice: { tell: hostile } });
  });
});
