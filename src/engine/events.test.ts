import { describe, expect, it } from 'vitest';
import { createListeners } from './events.ts';

const LEARNED = { agent: 'a', run: 'r', succeeded: true };

describe('tell(event, told)', () => {
  it('tells those who listen to it, in the order in which they came', () => {
    const listeners = createListeners();
    const heard: unknown[] = [];
    listeners.on('outcome-learned', (told) => heard.push('first', told));
    listeners.on('step-taken', () => heard.push('another event'));
    listeners.on('outcome-learned', (told) => heard.push('second', told));
    listeners.tell('outcome-learned', LEARNED);
    expect(heard).toEqual(['first', LEARNED, 'second', LEARNED]);
  });

  it('to nobody is nothing', () => {
    const listeners = createListeners();
    listeners.tell('outcome-learned', LEARNED);
    expect(listeners.errors).toBe(0);
  });

  it('counts a listener that throws, and tells the others all the same', () => {
    const listeners = createListeners();
    let heard = 0;
    listeners.on('outcome-learned', () => {
      throw new Error('boo');
    });
    listeners.on('outcome-learned', () => (heard += 1));
    for (let i = 0; i < 3; i++) listeners.tell('outcome-learned', LEARNED);
    expect([heard, listeners.errors]).toEqual([3, 3]);
  });

  it('tells one no more that an earlier one unsubscribed meanwhile', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    listeners.on('outcome-learned', () => {
      heard.push('first');
      off();
    });
    const off = listeners.on('outcome-learned', () => heard.push('second'));
    listeners.tell('outcome-learned', LEARNED);
    expect(heard).toEqual(['first']);
  });

  it('may be heard once: a listener that unsubscribes itself harms none after it', () => {
    const listeners = createListeners();
    const heard: string[] = [];
    const off = listeners.on('outcome-learned', () => {
      heard.push('once');
      off();
    });
    listeners.on('outcome-learned', () => heard.push('always'));
    for (let i = 0; i < 2; i++) listeners.tell('outcome-learned', LEARNED);
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
    listeners.tell('outcome-learned', LEARNED);
    expect(heard).toBe(10);
  });

  it('late, after all were let go, takes away nobody who came since', () => {
    const listeners = createListeners();
    let heard = 0;
    const off = listeners.on('outcome-learned', () => (heard += 1));
    listeners.clear();
    listeners.on('outcome-learned', () => (heard += 10));
    off();
    listeners.tell('outcome-learned', LEARNED);
    expect(heard).toBe(10);
    expect(listeners.hears('outcome-learned')).toBe(true);
  });
});

describe('clear()', () => {
  it('lets all go, and the count of errors stays', () => {
    const listeners = createListeners();
    listeners.on('outcome-learned', () => {
      throw new Error('boo');
    });
    listeners.tell('outcome-learned', LEARNED);
    listeners.clear();
    listeners.tell('outcome-learned', LEARNED);
    expect([listeners.hears('outcome-learned'), listeners.errors]).toEqual([false, 1]);
  });
});
