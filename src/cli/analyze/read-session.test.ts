import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InputError } from '../../engine/input/input-error.ts';
import { createAnalyzer } from './analyze-files.ts';
import type { Analysis } from './analysis.ts';
import { sessionAt } from './find-sessions.ts';
import { readSession } from './read-session.ts';

const START = Date.UTC(2026, 10, 20, 9);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-thought-session-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readSession(session)', () => {
  it('lets the parent hear of a subagent that loops in a file of its own', async () => {
    const session = write('s1.jsonl', lines('s1', turns(0, 40)));
    write('s1/subagents/agent-a1.jsonl', lines('s1', turns(10, 6, 'npm test'), 'a1'));
    const [parent, child] = await analysed(session);
    expect(parent).toMatchObject({ run: 's1', started: 1 });
    expect(parent!.concerns).toMatchObject([{ kind: 'loop', run: 'a1' }]);
    expect(child).toMatchObject({ run: 'a1', parent: 's1', concerns: [{ kind: 'loop' }] });
    // Each call is told with 10 tokens: 40 of the session's own, 6 of what it started.
    expect(parent).toMatchObject({ tokens: 400, tokensOfFamily: 460 });
  });

  it('tells things in the order of their times, and closes all at the end, the session first', async () => {
    const session = write('s1.jsonl', lines('s1', turns(0, 5)));
    write('s1/subagents/agent-a1.jsonl', lines('s1', turns(1, 2), 'a1'));
    write('s1/subagents/agent-b2.jsonl', lines('s1', turns(90, 1), 'b2'));
    const told: string[] = [];
    const { items } = readSession(await sessionAt(session), { onFault: () => {} });
    for await (const batch of items) {
      for (const item of batch) {
        if (item.kind === 'close') told.push(`close ${item.run}`);
        else if (item.kind === 'event' && item.event.type === 'call') {
          told.push(`${item.run} ${(item.event.at! - START) / 1000}`);
        }
      }
    }
    // A session's turn takes ten seconds; those of a1 begin at its second one.
    expect(told).toEqual([
      's1 0',
      'a1 10',
      's1 10',
      'a1 20',
      's1 20',
      's1 30',
      's1 40',
      'b2 900',
      'close s1',
      'close a1',
      'close b2',
    ]);
  });

  it('says in which file a subagent cannot be read, and reads the rest', async () => {
    const session = write('s1.jsonl', lines('s1', turns(0, 5)));
    const broken = write('s1/subagents/agent-a1.jsonl', '\0\0\0');
    write('s1/subagents/agent-b2.jsonl', lines('s1', turns(1, 2), 'b2'));
    const faults: InputError[] = [];
    const runs = await analysed(session, (error) => faults.push(error));
    expect(runs.map(({ run, steps }) => `${run} ${steps.length}`)).toEqual(['s1 5', 'b2 2']);
    expect(faults.map(({ path, received }) => ({ path, received }))).toEqual([
      { path: broken, received: 'binary data' },
    ]);
  });

  it('tells two runs of one name apart by their files', async () => {
    const session = write('s1.jsonl', lines('s1', turns(0, 5)));
    // A copy of the session's own lines, as a fork may leave it.
    write('s1/subagents/agent-a1.jsonl', lines('s1', turns(0, 3)));
    const runs = await analysed(session);
    expect(runs.map(({ run, steps }) => `${run} ${steps.length}`)).toEqual([
      's1 5',
      's1/agent-a1 3',
    ]);
  });

  it('keeps all steps of many subagents, whatever the times say', async () => {
    const session = write('s1.jsonl', lines('s1', turns(0, 30)));
    for (let index = 0; index < 40; index++) {
      const text = lines('s1', turns((index * 7) % 35, 3), `a${index}`);
      // Every third one has no times at all.
      const timeless = text.replaceAll(/"timestamp":"[^"]*",/g, '');
      write(`s1/subagents/agent-a${index}.jsonl`, index % 3 === 0 ? timeless : text);
    }
    const runs = await analysed(session);
    expect(runs.map(({ steps }) => steps.length)).toEqual([30, ...Array(40).fill(3)]);
    expect(runs[0]).toMatchObject({ started: 40, tokensOfFamily: 300 + 40 * 30 });
  });
});

async function analysed(
  path: string,
  onFault: (error: InputError) => void = () => {},
): Promise<Analysis[]> {
  const reading = readSession(await sessionAt(path), { onFault });
  const analyses: Analysis[] = [];
  for await (const run of createAnalyzer().analyze(reading, reading.items)) analyses.push(run);
  return analyses;
}

interface Turn {
  readonly at: number;
  readonly command: string;
}

/** Calls ten seconds apart, each another one unless a command is given. */
function turns(first: number, count: number, command?: string): Turn[] {
  return Array.from({ length: count }, (_, index) => ({
    at: START + (first + index) * 10_000,
    command: command ?? `cat file-${first + index}.ts`,
  }));
}

/** A session file, or a subagent's, as Claude Code writes it: a call and its result a turn. */
function lines(session: string, told: readonly Turn[], agent?: string): string {
  const common = {
    sessionId: session,
    ...(agent === undefined ? {} : { isSidechain: true, agentId: agent }),
  };
  return told
    .flatMap(({ at, command }, index) => {
      const id = `${agent ?? session}-${index}`;
      const use = { type: 'tool_use', id, name: 'Bash', input: { command } };
      const result = { type: 'tool_result', tool_use_id: id, content: `${command}: 3 failed` };
      const usage = { input_tokens: 9, output_tokens: 1 };
      const message = { id: `m-${id}`, role: 'assistant', model: 'opus', content: [use], usage };
      const time = (ms: number): string => new Date(at + ms).toISOString();
      return [
        { timestamp: time(0), ...common, type: 'assistant', uuid: `u-${id}`, message },
        {
          timestamp: time(5000),
          ...common,
          type: 'user',
          uuid: `r-${id}`,
          message: { role: 'user', content: [result] },
        },
      ];
    })
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

function write(name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
