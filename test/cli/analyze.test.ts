import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, type BuiltCopy } from '../package/built-copy.ts';
import { claimInReadme, factsOf, loopInReadme, session } from './session-facts.ts';

/** A line of `--json`, as far as it is looked at. */
interface JsonLine {
  readonly events: number;
  readonly steps: number;
  readonly tokens: number;
  readonly concerns: readonly JsonConcern[];
  readonly past: readonly (JsonConcern & { readonly until: number })[];
  readonly advice: { readonly action: string; readonly tell: string };
}

interface JsonConcern {
  readonly kind: string;
  readonly action: string;
  readonly strength: number;
  readonly since: { readonly event: number; readonly at?: number };
  readonly evidence: string;
  readonly cost: { readonly steps: number; readonly ms?: number; readonly tokens?: number };
}

let copy: BuiltCopy;
/** What is said of each session, as JSON: read once, for most tests look at it. */
let said: Readonly<Record<string, JsonLine>>;
beforeAll(async () => {
  copy = await buildCopy();
  const lines = ['good', 'loops', 'claims'].map(async (name) => [
    name,
    await lineOf(['analyze', '--json', session(name)]),
  ]);
  said = Object.fromEntries(await Promise.all(lines)) as Record<string, JsonLine>;
});
afterAll(() => copy?.remove());

describe.concurrent('analyze, on the sample sessions', () => {
  it('has no concern about good.jsonl, not even one that passed', async () => {
    const line = said['good']!;
    expect(line.concerns).toEqual([]);
    expect(line.past).toEqual([]);
    expect(line.advice).toEqual({ action: 'proceed', tell: '' });
    const { stdout } = await copy.cli(['analyze', session('good')]);
    expect(stdout).toContain('Nothing to tell: 22 steps, checks passed after the last edit.');
  });

  it('finds the one loop of loops.jsonl where the README says that it begins', async () => {
    const { concerns, past } = said['loops']!;
    expect(past).toEqual([]);
    expect(concerns.map(({ kind }) => kind)).toEqual(['loop']);
    const { since, evidence, strength } = concerns[0]!;
    const { call, line, runs } = loopInReadme();
    expect(runs).toBe(6);
    expect(strength).toBe(0.8232); // 1 - 2 ** (-(6 - 1) / 2)
    const facts = factsOf('loops');
    expect(since.event).toBe(facts.calls.get(call)!.event);
    expect(since.at).toBe(facts.calls.get(call)!.at);
    expect(facts.calls.get(call)!.line).toBe(line);
    expect(evidence).toBe('`node --test test/page.test.js` ×6, same result, no change between');
  });

  it('says what the loop cost: all that was spent since the call that began it', async () => {
    const { concerns } = said['loops']!;
    const { call, step } = loopInReadme();
    const { calls, messages, results, lastAt } = factsOf('loops');
    const { message, at } = calls.get(call)!;
    // A turn's tokens are known when it is over, so those of the turn that made the call count too.
    const since = [...messages.keys()].indexOf(message);
    const tokens = [...messages.values()].slice(since).reduce((sum, spent) => sum + spent, 0);
    const steps = results.length - results.indexOf(call);
    expect(steps).toBe(37 - step + 1);
    expect(concerns[0]!.cost).toEqual({ steps, ms: lastAt - at, tokens });
  });

  it('advises to stop loops.jsonl, with the evidence and the cost', async () => {
    const { advice, concerns } = said['loops']!;
    expect(advice.action).toBe('stop');
    expect(advice.tell.startsWith(`${concerns[0]!.evidence}: 18 steps and 98 k tokens`)).toBe(true);
  });

  it('finds the claim of claims.jsonl where the README says that it is made', async () => {
    const { concerns, past, advice } = said['claims']!;
    expect(past).toEqual([]);
    expect(concerns.map(({ kind }) => kind)).toEqual(['unverified-claim']);
    const { since, evidence, strength, cost } = concerns[0]!;
    const { line, words, lastTest } = claimInReadme();
    expect(since).toEqual(factsOf('claims').texts.get(line));
    expect(evidence).toBe(`the answer says "${words}", and the last test ${lastTest}`);
    expect(strength).toBe(0.5796); // 1 - 2 ** (-(3.5 - 1) / 2)
    expect(cost.steps).toBe(0);
    expect(advice).toMatchObject({ action: 'tell' });
    expect(advice.tell.startsWith(`T${evidence.slice(1)}. `)).toBe(true);
  });

  it('shows the claim with its words, the step it came after, and no cost', async () => {
    const { stdout } = await copy.cli(['analyze', session('claims')]);
    expect(stdout).toContain(
      '! Unverified claim: the answer says "Done - all tests pass now.", and the last\n' +
        '  test failed\n' +
        '    after step 15 (09:01)\n\n',
    );
  });

  it.each(['good', 'loops', 'claims'])('counts all of %s.jsonl', async (name) => {
    const { events, steps, tokens } = said[name]!;
    const facts = factsOf(name);
    const spent = [...facts.messages.values()].reduce((sum, each) => sum + each, 0);
    expect({ events, steps, tokens }).toEqual({
      events: facts.events,
      steps: facts.results.length,
      tokens: spent,
    });
  });

  it('says the same of a session from the standard input, and of one it is told twice', async () => {
    const [plain, once] = [said['loops']!, session('loops')];
    const input = readFileSync(once);
    const piped = await copy.cli(['analyze', '--json', '-'], { input });
    expect(JSON.parse(piped.stdout)).toEqual(plain);
    const twice = await copy.cli(['analyze', '--json', once, once]);
    const lines = twice.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonLine);
    expect(lines.map(({ concerns }) => concerns)).toEqual([plain.concerns, plain.concerns]);
  });

  it('gives the same bytes every time', async () => {
    const args = ['analyze', ...['good', 'loops', 'claims'].map(session)];
    expect(await copy.cli(args)).toEqual(await copy.cli(args));
    const json = [...args, '--json'];
    expect(await copy.cli(json)).toEqual(await copy.cli(json));
  });
});

describe.concurrent('analyze --json', () => {
  /** A loop that is over, tokens that nobody counted, times with fractions, and an outcome. */
  const recorded = JSON.stringify({
    run: 'one',
    agent: 'tester',
    events: [0, 1, 2, 3, 4].flatMap((index) => [
      { type: 'call', id: `${index}`, tool: 'build', args: {}, at: 10.5 + index / 3 },
      { type: 'result', id: `${index}`, ok: false, output: index < 4 ? 'no disk' : 'no net' },
    ]),
    outcome: { succeeded: false },
  });

  it('has its keys in the documented order, and those that are not known left out', async () => {
    const sample = await lineOf(['analyze', '--json', session('loops')]);
    expect(Object.keys(sample)).toEqual(
      keys('schema run agent project events steps tokens concerns past confidence advice'),
    );
    const told = await lineOf(['analyze', '--json', '-'], recorded);
    expect(Object.keys(told)).toEqual(
      keys('schema run agent events steps concerns past confidence advice outcome'),
    );
    expect(told).toMatchObject({ schema: 1, run: 'one', agent: 'tester', events: 10, steps: 5 });
    expect(told['outcome']).toEqual({ succeeded: false });
    const concern = keys('kind action strength since evidence cost tool');
    expect(Object.keys((sample['concerns'] as object[])[0]!)).toEqual(concern);
    expect(Object.keys((told['past'] as object[])[0]!)).toEqual([...concern, 'until']);
    expect(Object.keys(told['confidence'] as object)).toEqual(
      keys('value low high basis outcomes'),
    );
    expect(Object.keys(told['advice'] as object)).toEqual(keys('action tell'));
  });

  it('tells a loop that is over as past, with the event that ended it', async () => {
    const { concerns, past } = (await lineOf(
      ['analyze', '--json', '-'],
      recorded,
    )) as never as JsonLine;
    expect(concerns).toEqual([]);
    // Five calls with their results; the last result, event 9, is new.
    expect(past).toMatchObject([{ kind: 'loop', since: { event: 0 }, until: 9 }]);
  });

  it('gives numbers with a fraction at most 4 significant digits', async () => {
    const { stdout } = await copy.cli(['analyze', '--json', '-', session('loops')], {
      input: recorded,
    });
    const numbers: number[] = [];
    for (const line of stdout.trimEnd().split('\n')) {
      JSON.parse(line, (_key, value: unknown) => {
        if (typeof value === 'number') numbers.push(value);
        return value;
      });
    }
    const fractions = numbers.filter((number) => !Number.isInteger(number));
    expect(fractions.length).toBeGreaterThan(8);
    expect(fractions.map((number) => Number(number.toPrecision(4)))).toEqual(fractions);
  });

  it('gives a line a run, whatever names hold, and nothing else', async () => {
    const names = ['plain', 'two\nlines', '"quoted"', '\u001b[31mred', 'ünïcödé 🎉'];
    const event = { type: 'user', text: 'hello' };
    const lines = names.map((run) => JSON.stringify({ run, agent: run, events: [event] }));
    const { code, stdout, stderr } = await copy.cli(['analyze', '--json', '-'], {
      input: lines.join('\n'),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.endsWith('\n')).toBe(true);
    const runs = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { run: string }).run);
    expect(runs).toEqual(names);
    expect(stdout).not.toContain('\u001b');
  });
});

function keys(words: string): string[] {
  return words.split(' ');
}

/** The only line that is printed. */
async function lineOf(args: readonly string[], input = ''): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await copy.cli(args, { input });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.match(/\n/g)).toHaveLength(1);
  return JSON.parse(stdout) as Record<string, unknown>;
}
