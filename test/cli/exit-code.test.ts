import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCopy, PROJECT, type BuiltCopy } from '../package/built-copy.ts';
import type { Finished } from '../package/run-process.ts';

const GOOD = join(PROJECT, 'examples/sessions/good.jsonl');
const LOOPS = join(PROJECT, 'examples/sessions/loops.jsonl');
const CALL = '{"type":"call","id":"1","tool":"ls","args":{}}\n';
const RESULT = '{"type":"result","id":"1","ok":true,"output":"a"}\n';

const folder = mkdtempSync(join(tmpdir(), 'second-thought-cli-'));
let copy: BuiltCopy;
beforeAll(async () => {
  copy = await buildCopy();
});
afterAll(() => {
  copy?.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.concurrent('exit code 0', () => {
  it('is that of the version and of the help, with or without a command', async () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
      version: string;
    };
    const versions = [['--version'], ['-v'], ['analyze', '--version']].map((args) =>
      copy.cli(args),
    );
    const expected = { code: 0, stdout: `${version}\n`, stderr: '' };
    expect(await Promise.all(versions)).toEqual([expected, expected, expected]);
    const [help, ...others] = await Promise.all(
      [['--help'], ['-h'], ['analyze', '--help']].map((args) => copy.cli(args)),
    );
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['analyze', '--json', '--run', '--version', 'Exit code']) {
      expect(help!.stdout).toContain(word);
    }
    expect(others).toEqual([help, help]);
  });

  it('is that of files read in full, on a screen and as JSON', async () => {
    for (const args of [[GOOD], [GOOD, LOOPS], ['--json', GOOD]]) {
      expect(await copy.cli(['analyze', ...args])).toMatchObject({ code: 0, stderr: '' });
    }
  });

  it('is that of a stopped writer’s file, which is read up to its last whole line', async () => {
    const trace = written('cut.trace.jsonl', `${CALL}${RESULT}{"type":"ca`);
    const { code, stdout } = await copy.cli(['analyze', trace]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 step');
    expect(stdout).toContain('the last line (3) is cut off: left out');
    const claude = written('cut.jsonl', readFileSync(LOOPS).subarray(0, 50_000));
    const cut = await copy.cli(['analyze', claude]);
    expect(cut.code).toBe(0);
    expect(cut.stdout).toMatch(/While reading: line \d+ is the last one and cut off: left out/);
    const json = await copy.cli(['analyze', '--json', claude]);
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ steps: 16 });
  });

  it('is that of standard input, plain or gzip', async () => {
    const plain = readFileSync(LOOPS);
    const expected = await copy.cli(['analyze', LOOPS]);
    expect(await copy.cli(['analyze', '-'], { input: plain })).toEqual(expected);
    expect(await copy.cli(['analyze', '-'], { input: gzipSync(plain) })).toEqual(expected);
    const json = await copy.cli(['analyze', '-', '--json', GOOD], { input: gzipSync(plain) });
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(json.stdout.split('\n')).toHaveLength(3);
  });

  it('is that of a gzipped file, by whatever name', async () => {
    const packed = written('packed', gzipSync(readFileSync(LOOPS)));
    expect(await copy.cli(['analyze', packed])).toEqual(await copy.cli(['analyze', LOOPS]));
  });
});

describe.concurrent('exit code 1', () => {
  it('is that of a file that cannot be read; it is named, with the reason', async () => {
    const missing = join(folder, 'missing.jsonl');
    const unknown = written('notes.txt', 'Dear diary,\n');
    const empty = written('empty.jsonl', '');
    const cutGzip = written('cut.gz', gzipSync(readFileSync(GOOD)).subarray(0, -40));
    const faults = [
      `${missing}: got no such file`,
      `${unknown}: got a file of no known format`,
      `${empty}: got an empty file`,
      `${cutGzip}: got a gzip file that is cut off`,
    ];
    const paths = [missing, unknown, empty, cutGzip];
    expect(shortened(await copy.cli(['analyze', ...paths]))).toEqual(unread(faults));
    expect(shortened(await copy.cli(['analyze', '--json', ...paths]))).toEqual(unread(faults));
    expect(shortened(await copy.cli(['analyze', missing]))).toEqual(unread(faults.slice(0, 1)));
  });

  it('is that of an input that is empty', async () => {
    expect(shortened(await copy.cli(['analyze', '-']))).toEqual(
      unread(['standard input: got an empty file']),
    );
  });

  it('is that of a fault within a file; its line is named', async () => {
    const broken = written('broken.jsonl', `${CALL}${RESULT}{"type" "call"}\n${CALL}`);
    const wrong = written('wrong.jsonl', `${CALL}{"type":"result","id":null}\n${RESULT}`);
    const faults = [`${broken}:3: got text that is not JSON`, `${wrong}:2: id: got null`];
    expect(shortened(await copy.cli(['analyze', broken, wrong]))).toEqual(unread(faults));
    expect(shortened(await copy.cli(['analyze', '--json', broken, wrong]))).toEqual(unread(faults));
  });

  it('is that of several files of which one is bad; the others are told all the same', async () => {
    const bad = written('bad.jsonl', 'no\n');
    const missing = join(folder, 'nowhere.jsonl');
    const json = await copy.cli(['analyze', '--json', bad, GOOD, missing, LOOPS]);
    expect(json.code).toBe(1);
    const runs = json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(runs).toMatchObject([{ steps: 22 }, { steps: 37 }]);
    const faults = json.stderr.trimEnd().split('\n');
    expect(faults).toHaveLength(2);
    expect(faults[0]).toContain(`${bad}: got `);
    expect(faults[1]).toContain(`${missing}: got `);
    const screen = await copy.cli(['analyze', bad, LOOPS]);
    expect(screen).toMatchObject({ code: 1, stdout: (await copy.cli(['analyze', LOOPS])).stdout });
  });

  it('is that of a file whose later part is bad; runs that were over before are told', async () => {
    const run = JSON.stringify({
      run: 'whole',
      agent: 'a',
      events: [{ type: 'user', text: 'hi' }],
    });
    const path = written('half.jsonl', `${run}\n{"run":}\n${run}\n`);
    const { code, stdout, stderr } = await copy.cli(['analyze', '--json', path]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ run: 'whole' });
    expect(stderr).toContain(`${path}:2: `);
  });

  it('shows of a hostile name or path only what is harmless', async () => {
    const { stderr } = await copy.cli(['analyze', 'x\u001b[2Jy']);
    expect(stderr).not.toContain('\u001b');
    const { code, stderr: named } = await copy.cli(['analyze', '--run', '\u001b[2J', GOOD]);
    expect(code).toBe(1);
    expect(named).not.toContain('\u001b');
  });
});

describe.concurrent('exit code 2', () => {
  it.each([
    ['no command', [], 'a command is missing'],
    ['a flag alone', ['--json'], 'a command is missing'],
    ['an unknown command', ['analyse', GOOD], 'no command `analyse`'],
    ['a FILE with --all', ['analyze', '--all', GOOD], 'leave FILE away, or --all'],
    ['--since without a choice', ['analyze', '--since', '3d'], 'goes with --all, or with a folder'],
    ['a time that is none', ['analyze', '--all', '--since', '3 days'], 'got "3 days"; accepted: '],
    ['two things to follow', ['analyze', '--follow', GOOD, LOOPS], 'one FILE at a time'],
    ['all to follow', ['analyze', '--follow', '--all'], '--follow watches one session'],
    ['an unknown flag', ['analyze', '--jsno', GOOD], '--jsno'],
    ['a value for a flag that has none', ['analyze', '--json=yes', GOOD], '--json'],
    ['no value for a flag that has one', ['analyze', GOOD, '--run'], '--run'],
  ])('is that of a wrong command line: %s', async (_title, args, reason) => {
    const { code, stdout, stderr } = await copy.cli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith('second-thought: ')).toBe(true);
    expect(stderr.split('\n')[0]).toContain(reason);
    expect(stderr).toContain('second-thought analyze FILE');
  });
});

describe.concurrent('analyze --run NAME', () => {
  const event = { type: 'user', text: 'hi' };
  const lines = ['a', 'b', 'c'].map((run) => JSON.stringify({ run, agent: 'x', events: [event] }));
  const path = written('three.jsonl', lines.join('\n'));

  it('shows that run alone', async () => {
    const { code, stdout, stderr } = await copy.cli(['analyze', '--json', '--run', 'b', path]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ run: 'b' });
    const screen = await copy.cli(['analyze', '--run=c', path]);
    expect(screen.code).toBe(0);
    expect(screen.stdout.split('\n')[0]).toMatch(/^x\s· c/);
  });

  it('says so where there is none of that name', async () => {
    expect(await copy.cli(['analyze', '--run', 'd', path])).toEqual({
      code: 1,
      stdout: '',
      stderr: `second-thought: no run named d in ${path}\n`,
    });
  });
});

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What is told where nothing could be read: a line for each fault, and nothing on stdout. */
function unread(faults: readonly string[]): Finished {
  const lines = faults.map((fault) => `second-thought: ${fault}\n`);
  return { code: 1, stdout: '', stderr: lines.join('') };
}

/** Each line of stderr up to its reason: after it stands what would have been right. */
function shortened(finished: Finished): Finished {
  return {
    ...finished,
    stderr: finished.stderr.replace(/(: got [^;(]+?)(?: from character \d+ on)?[;(].*$/gm, '$1'),
  };
}
