import { describe, expect, it } from 'vitest';
import { FAILED, MIND_BYTES, STEPS_FAILED, STEPS_WORKED, SUCCEEDED } from '../learning/mind.ts';
import { EVENTS, FIRST_AT, LAST_AT, STATED, STEPS } from '../run/counts.ts';
import { readLabel, writeLabel } from '../run/labels.ts';
import { noteProblem, noteUnknownField, RUN_BYTES } from '../run/run-memory.ts';
import { forecast } from '../stages/awareness/bank.ts';
import { RUN } from './layout.ts';
import { addRun, bytesHeld, createResidents, findRun, mindOf, openLife } from './residents.ts';

const KIB = 1024;

describe('createResidents(limitBytes)', () => {
  it('has a quarter of the budget for minds of 4 KiB, half of it for runs of 12 KiB', () => {
    const { mindsMax, runsMax } = createResidents(1024 * KIB);
    expect([MIND_BYTES, RUN_BYTES]).toEqual([4 * KIB, 12 * KIB]);
    // 256 KiB / 4 KiB; 512 KiB / 12 KiB
    expect([mindsMax, runsMax]).toEqual([64, 42]);
  });

  it('has room for one of each in the smallest', () => {
    const { mindsMax, runsMax } = createResidents(0);
    expect([mindsMax, runsMax]).toEqual([1, 1]);
  });
});

describe('mindOf(residents, agent)', () => {
  it('is born once, and counts as used each time', () => {
    const residents = createResidents(1024 * KIB);
    const mind = mindOf(residents, 'a');
    expect(mind.agent).toBe('a');
    expect([...mind.numbers]).toEqual(Array(512).fill(0));
    mindOf(residents, 'b');
    expect(residents.mindRecency.oldest).toBe(mind);
    expect(mindOf(residents, 'a')).toBe(mind);
    expect(residents.mindRecency.newest).toBe(mind);
    expect(residents.minds.size).toBe(2);
  });

  it('takes the place of the mind used longest ago, and nothing of what that knew', () => {
    const residents = createResidents(64 * KIB); // four minds
    for (const agent of ['a', 'b', 'c', 'd']) mindOf(residents, agent).numbers.fill(7);
    mindOf(residents, 'a');
    const mind = mindOf(residents, 'e');
    expect([...residents.minds.keys()]).toEqual(['a', 'c', 'd', 'e']);
    expect(residents.mindsDropped).toBe(1);
    expect([...mind.numbers]).toEqual(Array(512).fill(0));
    expect(residents.population.numbers).not.toContain(7);
  });

  it('passes over a mind that has a run in memory', () => {
    const residents = createResidents(64 * KIB); // four minds, two runs
    addRun(residents, 'a', 'r');
    for (const agent of ['b', 'c', 'd', 'e']) mindOf(residents, agent);
    expect([...residents.minds.keys()]).toEqual(['a', 'c', 'd', 'e']);
  });
});

describe('addRun(residents, agent, id)', () => {
  it('opens a run that is found again, under its agent and its id only', () => {
    const residents = createResidents(1024 * KIB);
    const run = addRun(residents, 'a', 'r');
    expect([run.agent, run.run, run.mind]).toEqual(['a', 'r', mindOf(residents, 'a')]);
    expect(findRun(residents, 'a', 'r')).toBe(run);
    expect(findRun(residents, 'a', 'other')).toBeUndefined();
    expect(findRun(residents, 'b', 'r')).toBeUndefined();
    // Looking for an agent makes none.
    expect(residents.minds.size).toBe(1);
  });

  it('keeps several runs of an agent, whichever was asked for last', () => {
    const residents = createResidents(1024 * KIB);
    const runs = ['r', 's', 't'].map((id) => addRun(residents, 'a', id));
    for (const i of [0, 2, 2, 1, 0]) {
      expect(findRun(residents, 'a', ['r', 's', 't'][i]!)).toBe(runs[i]);
    }
    expect(residents.mindRecency.count).toBe(1);
    expect(residents.runRecency.count).toBe(3);
  });

  it('takes the place of the run used longest ago, and nothing of what that remembered', () => {
    const residents = createResidents(48 * KIB); // two runs
    const first = addRun(residents, 'a', 'r');
    const second = addRun(residents, 'a', 's');
    findRun(residents, 'a', 'r');
    second.numbers.fill(7);
    writeLabel(second.labels, 3, 'secret');
    const third = addRun(residents, 'b', 'r');
    expect(findRun(residents, 'a', 's')).toBeUndefined();
    expect(findRun(residents, 'a', 'r')).toBe(first);
    expect(residents.runsDropped).toBe(1);
    expect(third.slab).toBe(second.slab);
    expect(third.numbers).not.toContain(7);
    expect(readLabel(third.labels, 3)).toBe('');
  });

  it('lets nobody have the run that gave way, not even whose last one it was', () => {
    const residents = createResidents(48 * KIB); // two runs
    addRun(residents, 'a', 'r');
    addRun(residents, 'b', 'r');
    addRun(residents, 'c', 'r');
    expect(findRun(residents, 'a', 'r')).toBeUndefined();
    expect(residents.minds.get('a')!.runs.size).toBe(0);
  });

  it('of the agent whose run gives way keeps that agent', () => {
    const residents = createResidents(0); // one of each
    addRun(residents, 'a', 'r');
    const { mind } = addRun(residents, 'a', 's');
    expect([...mind.runs.keys()]).toEqual(['s']);
    expect(findRun(residents, 'a', 'r')).toBeUndefined();
    expect(residents.minds.get('a')).toBe(mind);
  });
});

describe('openLife(run, population)', () => {
  it('empties all that the run remembers', () => {
    const residents = createResidents(1024 * KIB);
    const run = addRun(residents, 'a', 'r');
    const fresh = [...run.numbers];
    run.numbers.fill(7);
    writeLabel(run.labels, 3, 'secret');
    noteProblem(run, 'out-of-order', 'once');
    noteUnknownField(run, 'mood');
    run.closed = true;
    run.succeeded = true;
    openLife(run, residents.population);
    expect([...run.numbers]).toEqual(fresh);
    expect(readLabel(run.labels, 3)).toBe('');
    expect(run).toMatchObject({ problems: [], closed: false });
    expect([run.succeeded, run.unknownFields, run.standing]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([EVENTS, STEPS].map((place) => run.numbers[place])).toEqual([0, 0]);
    expect([FIRST_AT, LAST_AT, STATED].map((place) => run.numbers[place])).toEqual(
      Array(3).fill(Number.NaN),
    );
  });

  it('first expects what the agent usually does: its rate of steps, shrunk to the others', () => {
    const residents = createResidents(1024 * KIB);
    const run = addRun(residents, 'a', 'r');
    expect(forecast(run.numbers, RUN.bank, 3)).toBeCloseTo(0.5, 12);
    run.mind.numbers[STEPS_WORKED] = 6;
    residents.population.numbers[STEPS_WORKED] = 6;
    openLife(run, residents.population);
    // (6 + 4 · ½) / (6 + 4), of filters that all begin there; level 2 is unsure, and pulls to ½.
    expect(forecast(run.numbers, RUN.bank, 1)).toBeCloseTo(0.8, 12);
    expect(forecast(run.numbers, RUN.bank, 3)).toBeGreaterThan(0.78);
  });

  it('leaves what is known of the agent', () => {
    const residents = createResidents(1024 * KIB);
    const run = addRun(residents, 'a', 'r');
    const places = [SUCCEEDED, FAILED, STEPS_WORKED, STEPS_FAILED];
    for (const place of places) run.mind.numbers[place] = 5;
    openLife(run, residents.population);
    expect(places.map((place) => run.mind.numbers[place])).toEqual([5, 5, 5, 5]);
  });
});

describe('bytesHeld(residents)', () => {
  it('is the slabs of minds and runs, and stays within three quarters of the budget', () => {
    const residents = createResidents(1024 * KIB);
    expect(bytesHeld(residents)).toBe(0);
    addRun(residents, 'a', 'r');
    addRun(residents, 'a', 's');
    expect(bytesHeld(residents)).toBe(MIND_BYTES + 2 * RUN_BYTES);
    for (let i = 0; i < 500; i++) addRun(residents, `agent ${i}`, 'r');
    expect(bytesHeld(residents)).toBeLessThanOrEqual(768 * KIB);
    expect(bytesHeld(residents)).toBeGreaterThan(700 * KIB);
    expect(residents.minds.size + residents.mindsDropped).toBe(501);
    expect(residents.runRecency.count + residents.runsDropped).toBe(502);
    expect(residents.runSlabs.used).toBe(residents.runRecency.count);
    // The population's mind is one of the slabs.
    expect(residents.mindSlabs.used).toBe(residents.minds.size + 1);
  });
});
