import { describe, expect, it } from 'vitest';
import { createListeners, type Listeners } from './events.ts';

const LEARNED = { agent: 'a', run: 'r', succeeded: true };
const STEP = { agent: 'a', run: 'r', event: 1, kind: 'other', failed: false } as const;

/** Something happened, and the call that made it happen is done. */
function learn(listeners: Listeners): void {
  listeners.note('outcome-learned', LEARNED);
  listeners.tell();
}

describe('what happened', () => {
  it('is told to those who listen to it, in the order in which they came', () => {
    const listeners = createListeners();
    const heard: unknown[] = [];
    listeners.on('outcome-learned', (told) => heard.push('first', told));
    listeners.on('step-taken', () => heard.push('another event'));
    listeners.on('outcome-learned', (told) => heard.push('second', told));
    learn(listeners);
    expect(heard).toEqual(['first', LEARNED, 'second', LEARNED]);
  });

  it('is told when the call is done, in the order in which it happened, and once', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    listeners.on('outcome-learned', () => heard.push('outcome'));
    listeners.on('step-taken', ({ event }) => heard.push(`step ${event}`));
    listeners.note('step-taken', STEP);
    listeners.note('outcome-learned', LEARNED);
    listeners.note('step-taken', { ...STEP, event: 2 });
    expect(heard).toEqual([]);
    listeners.tell();
    listeners.tell();
    expect(heard).toEqual(['step 1', 'outcome', 'step 2']);
  });

  it('while it is told is told after it', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    listeners.on('outcome-learned', () => {
      heard.push('first');
      listeners.note('step-taken', STEP);
      listeners.tell();
    });
    listeners.on('outcome-learned', () => heard.push('second'));
    listeners.on('step-taken', () => heard.push('step'));
    learn(listeners);
    expect(heard).toEqual(['first', 'second', 'step']);
  });

  it('and nobody listened to is not kept for those who come later', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    listeners.note('outcome-learned', LEARNED);
    listeners.on('outcome-learned', () => heard.push('late'));
    listeners.tell();
    expect([heard, listeners.errors]).toEqual([[], 0]);
  });
});

describe('a listener', () => {
  it('that throws is counted, and the others are told all the same', () => {
    const listeners = createListeners();
    let heard = 0;
    listeners.on('outcome-learned', () => {
      throw new Error('boo');
    });
    listeners.on('outcome-learned', () => (heard += 1));
    for (let i = 0; i < 3; i++) learn(listeners);
    expect([heard, listeners.errors]).toEqual([3, 3]);
  });

  it('that an earlier one unsubscribed meanwhile is told no more', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    listeners.on('outcome-learned', () => {
      heard.push('first');
      off();
    });
    const off = listeners.on('outcome-learned', () => heard.push('second'));
    learn(listeners);
    expect(heard).toEqual(['first']);
  });

  it('may listen once: unsubscribing itself harms none after it', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    const off = listeners.on('outcome-learned', () => {
      heard.push('once');
      off();
    });
    listeners.on('outcome-learned', () => heard.push('always'));
    for (let i = 0; i < 2; i++) learn(listeners);
    expect(heard).toEqual(['once', 'always', 'always']);
  });
});

describe('hears(event)', () => {
  it('says whether anybody listens', () => {
    const listeners = createListeners();
    expect(listeners.hears('step-taken')).toBe(false);
    const offs = [1, 2].map((i) => listeners.on('step-taken', () => i));
    expect([listeners.hears('step-taken'), listeners.hears('report-ready')]).toEqual([true, false]);
    offs[0]!();
    expect(listeners.hears('step-taken')).toBe(true);
    offs[1]!();
    expect(listeners.hears('step-taken')).toBe(false);
  });
});

describe('unsubscribing', () => {
  it('twice is as once', () => {
    const listeners = createListeners();
    let heard = 0;
    const off = listeners.on('outcome-learned', () => (heard += 1));
    listeners.on('outcome-learned', () => (heard += 10));
    off();
    off();
    learn(listeners);
    expect(heard).toBe(10);
  });

  it('late, after all were let go, takes away nobody who came since', () => {
    const listeners = createListeners();
    let heard = 0;
    const off = listeners.on('outcome-learned', () => (heard += 1));
    listeners.clear();
    listeners.on('outcome-learned', () => (heard += 10));
    off();
    learn(listeners);
    expect(heard).toBe(10);
    expect(listeners.hears('outcome-learned')).toBe(true);
  });
});

describe('clear()', () => {
  it('lets all go, with what they were not told yet; the count of errors stays', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    listeners.on('outcome-learned', () => {
      throw new Error('boo');
    });
    learn(listeners);
    listeners.note('outcome-learned', LEARNED);
    listeners.clear();
    listeners.on('outcome-learned', () => heard.push('new'));
    listeners.tell();
    expect([heard, listeners.errors]).toEqual([[], 1]);
    learn(listeners);
    expect(heard).toEqual(['new']);
  });
});
