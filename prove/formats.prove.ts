import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runProcess } from '../test/package/run-process.ts';
import { numberAt, sumOf, type Counts, type NativeFile } from './count-native/counter.ts';
import { COUNTERS } from './count-native/counters.ts';
import { measureAnalyze, writeSessions } from './gigabyte.ts';
import { nativeFiles } from './native-files.ts';
import { createJudge, readCounts } from './read-counts.ts';

/*
 * Every file of every format is read for what it truly holds; cut anywhere it gives a report or a
 * clear error; and a gigabyte of sessions goes through in flat memory.
 *
 *   FORMATS_DIR=folder   other files than the samples shipped with this proof
 *   SESSIONS_MB=100      fewer than a thousand megabytes
 */

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = join(PROJECT, 'dist/cli/main.js');
const FOLDER = process.env['FORMATS_DIR'] ?? join(PROJECT, 'prove/samples');
const FILES = nativeFiles(FOLDER).map((file) => {
  const counter = COUNTERS.find((each) => each.owns(file));
  return { name: relative(FOLDER, file.path), format: counter?.format, file, counter };
});
const KNOWN = FILES.filter(({ counter }) => counter !== undefined);
const UNKNOWN = FILES.filter(({ counter }) => counter === undefined);

describe.each(KNOWN)('$name, of $format', ({ file, counter }) => {
  const counted = counter!.count(file);

  it('is read for the calls, failures, tokens and outcomes that it holds', async () => {
    // What the format does not say is not compared.
    expect(await readCounts(file.path)).toMatchObject(counted);
  });

  it('is told so by `analyze --json`, and nothing is refused', async () => {
    const { code, stdout, stderr } = await analyze(file);
    // A log whose samples were not kept holds no run: that is said.
    expect(code).toBe(stdout === '' ? 1 : 0);
    // What was odd in a damaged file is said in a line each.
    for (const line of linesOf(stderr)) expect(line).toMatch(/^second-thought: \S/);
    expect(toldBy(stdout)).toMatchObject(toTell(counted));
  });
});

it.each(UNKNOWN)('$name, of no format we know, is refused with those we do', async ({ file }) => {
  const { code, stdout, stderr } = await analyze(file);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/Claude Code session.*OpenAI chat messages.*Anthropic messages/s);
  expect(stderr).not.toMatch(/^\s+at /m);
});

describe.each(FILES)('$name, cut', ({ file: { bytes } }) => {
  it('at any of many places gives a report or a clear error', async () => {
    const wrong: string[] = [];
    const judge = createJudge();
    for (const length of cutsOf(bytes.length)) {
      const fault = await judge(bytes.subarray(0, length));
      if (fault !== undefined) wrong.push(`at ${length}: ${fault}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('a gigabyte of sessions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'second-thought-gigabyte-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes through in flat memory, and says how far it is', async () => {
    const megabytes = Number(process.env['SESSIONS_MB'] ?? 1000);
    const shipped = ['good', 'loops', 'claims'].map((name) =>
      join(PROJECT, `examples/sessions/${name}.jsonl`),
    );
    const files = writeSessions(folder, shipped, megabytes * 1e6);
    const measured = await measureAnalyze(MAIN, folder);
    const runs = linesOf(readFileSync(join(folder, 'out.jsonl'), 'utf8'));
    const { code, seconds, residentMbMax, residentMb, terminal } = measured;
    const quarters = [0, 1, 2, 3].map((index) => {
      const length = residentMb.length / 4;
      return Math.max(
        ...residentMb.slice(Math.floor(index * length), Math.ceil((index + 1) * length)),
      );
    });
    const progress = terminal.split('\r').filter((line) => / of .*[kMG]B/.test(line));
    console.log(
      [
        `${megabytes} MB in ${files} files, the largest ${megabytes / 2} MB: ${seconds.toFixed(0)} s`,
        `${(megabytes / seconds).toFixed(0)} MB/s, ${sumOf(runs, stepsIn)} steps`,
        `memory at most ${residentMbMax} MB; in each quarter of the time ${quarters.join(', ')} MB`,
        `progress told ${progress.length} times, at last: ${progress.at(-1)}`,
      ].join('\n'),
    );
    expect(code).toBe(0);
    expect(runs).toHaveLength(files);
    expect(residentMbMax).toBeLessThan(RESIDENT_MB_MAX);
    expect(progress.length).toBeGreaterThan(1);
  });
});

/** A session's steps are kept until it is told, and the largest has 160 000 of them. */
const RESIDENT_MB_MAX = 300;

/** Up to so many bytes, each place is cut at; else so many places. */
const CUT_EACH_MAX = 6000;
const CUTS = 200;

function cutsOf(bytes: number): readonly number[] {
  if (bytes <= CUT_EACH_MAX) return Array.from({ length: bytes }, (_, length) => length);
  return Array.from({ length: CUTS }, (_, index) => Math.floor((index * bytes) / CUTS));
}

function analyze({ path }: NativeFile): ReturnType<typeof runProcess> {
  return runProcess(process.execPath, [MAIN, 'analyze', '--json', path]);
}

function stepsIn(line: string): number {
  return numberAt(JSON.parse(line), 'steps');
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

interface Line {
  readonly tokens?: number;
  readonly outcome?: { readonly succeeded: boolean };
}

/** What the lines of `analyze --json` say, added up. */
function toldBy(stdout: string): Omit<Counts, 'calls' | 'failed'> {
  const outcomes = { succeeded: 0, failed: 0 };
  let tokens = 0;
  for (const text of linesOf(stdout)) {
    const line: Line = JSON.parse(text);
    tokens += line.tokens ?? 0;
    if (line.outcome !== undefined) outcomes[line.outcome.succeeded ? 'succeeded' : 'failed'] += 1;
  }
  return { tokens, outcomes };
}

function toTell({ tokens, outcomes }: Counts): Omit<Counts, 'calls' | 'failed'> {
  return { ...(tokens !== undefined && { tokens }), ...(outcomes !== undefined && { outcomes }) };
}
