import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadItem } from './format.ts';
import { readRuns } from './read-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'second-thought-outcome-'));
afterAll(() => rmSync(directory, { recursive: true }));
beforeEach(() => {
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
});

function write(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

async function outcomes(path: string): Promise<unknown[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRuns(path)) items.push(...batch);
  return items.flatMap((item) => (item.kind === 'close' ? [item.outcome?.succeeded] : []));
}

const chat = JSON.stringify([{ role: 'user', content: 'Do it.' }]);
const aider = '# aider chat started at 2026-11-01 10:00:00\n\n#### Do it.  \n\nDone.\n';
const trace = '{"run":"r","agent":"a","events":[]}\n';
const traj = JSON.stringify({
  info: { exit_status: 'Submitted' },
  messages: [{ role: 'user', content: 'Do it.' }],
  trajectory_format: 'mini-swe-agent-1',
});

describe('an outcome in a file beside a run', () => {
  it.each([
    ['x.aider.chat.history.md', aider, 'x.outcome.json'],
    ['x.traj.json', traj, 'x.report.json'],
    ['x.traj.json.gz', gzipSync(traj), 'x.report.json'],
    ['x.json', chat, 'x.outcome.json'],
    ['x.trace.jsonl', trace, 'x.outcome.json'],
  ])('is that of the run in %s', async (name, content, beside) => {
    const path = write(name, content);
    expect(await outcomes(path)).toEqual([undefined]);
    write(beside, '{"resolved": true, "cost": 1}');
    expect(await outcomes(path)).toEqual([true]);
    write(beside, '{"resolved": false}');
    expect(await outcomes(path)).toEqual([false]);
  });

  it('may stand under the name of its task', async () => {
    const path = write('x.traj.json', traj);
    write('x.report.json', '{"slug__slug-7": {"resolved": false, "tests_status": {}}}');
    expect(await outcomes(path)).toEqual([false]);
  });

  it('counts for nothing where the run’s own file tells one', async () => {
    const path = write('x.jsonl', trace.replace('[]', '[],"outcome":{"succeeded":false}'));
    write('x.outcome.json', '{"resolved": true}');
    expect(await outcomes(path)).toEqual([false]);
  });

  it('counts for nothing where a file has several runs: it could be any one’s', async () => {
    const path = write('x.jsonl', trace + trace.replace('"r"', '"s"'));
    write('x.outcome.json', '{"resolved": true}');
    expect(await outcomes(path)).toEqual([undefined, undefined]);
  });

  it.each(['{"resolved":', '[]', 'null', '{"resolved": "yes"}', '{"a": {}, "b": 1}', ''])(
    'is unknown where that holds %j',
    async (content) => {
      const path = write('x.json', chat);
      write('x.outcome.json', content);
      expect(await outcomes(path)).toEqual([undefined]);
    },
  );

  it('is unknown where there is a folder of that name', async () => {
    const path = write('x.json', chat);
    mkdirSync(join(directory, 'x.outcome.json'));
    expect(await outcomes(path)).toEqual([undefined]);
  });

  it('is told of a file that is broken off only as far as it was read', async () => {
    const path = write('x.jsonl', `${trace}{]\n`);
    write('x.outcome.json', '{"resolved": true}');
    const items: ReadItem[] = [];
    const reading = (async () => {
      for await (const batch of readRuns(path)) items.push(...batch);
    })();
    await expect(reading).rejects.toMatchObject({ path: `${path}:2` });
    expect(items.slice(1)).toEqual([{ kind: 'close', run: 'r' }]);
  });

  it('is no run: given as a file itself, it is refused with the formats that are read', async () => {
    const path = write('x.outcome.json', '{"resolved": true}');
    await expect(outcomes(path)).rejects.toMatchObject({
      received: 'a file of no known format',
      accepted: expect.stringContaining('aider chat history'),
    });
  });
});
