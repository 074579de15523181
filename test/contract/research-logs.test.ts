import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../src/cli/analyze/analyze-files.ts';
import { InputError } from '../../src/engine/input/input-error.ts';
import type { ReadItem } from '../../src/formats/format.ts';
import { readRunsFrom } from '../../src/formats/read-file.ts';
import { FORMATS, sniff } from '../../src/formats/sniff.ts';
import { openSource } from '../../src/formats/source.ts';

/** What each sample is, by its file's name. */
const FORMAT_OF: Readonly<Record<string, string>> = {
  'aider.chat.history.md': 'aider chat history',
  'inspect.eval': 'Inspect AI log',
  'inspect.json': 'Inspect AI log',
  'mini-swe-agent.traj.json': 'mini-swe-agent trajectory',
  'openhands-sdk.jsonl': 'OpenHands events',
  'openhands-v0.json': 'OpenHands events',
  'swe-agent.traj': 'SWE-agent trajectory',
  'tau-bench.json': 'tau-bench results',
};

const FOLDER = new URL('../../src/formats/samples/', import.meta.url);
const SAMPLES: Readonly<Record<string, Buffer>> = {
  ...Object.fromEntries(
    readdirSync(FOLDER)
      .filter((name) => name in FORMAT_OF)
      .map((name) => [name, readFileSync(new URL(name, FOLDER))]),
  ),
  'inspect.eval': inspectArchive(),
};
const JSON_SAMPLES = Object.entries(SAMPLES).filter(([name]) => /\.(?:json|traj)$/.test(name));

function inspectArchive(): Buffer {
  const log = JSON.parse(readFileSync(new URL('inspect.json', FOLDER), 'utf8')) as {
    readonly samples: readonly unknown[];
  };
  const file = (value: unknown): Uint8Array => strToU8(JSON.stringify(value));
  const archive = zipSync({
    '_journal/start.json': file({ ...log, samples: undefined }),
    'samples/slug-7_epoch_1.json': file(log.samples[0]),
    'samples/slug-7_epoch_2.json': [file(log.samples[1]), { level: 0 }],
    'summaries.json': file([]),
    'header.json': file({ ...log, samples: undefined }),
  });
  return Buffer.from(archive);
}

async function* bytesOf(content: Buffer, chunkBytes = Infinity): AsyncGenerator<Buffer> {
  for (let start = 0; start < content.length; start += chunkBytes) {
    yield content.subarray(start, start + chunkBytes);
  }
}

async function itemsOf(content: Buffer, chunkBytes?: number): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('dir/sample', bytesOf(content, chunkBytes))) {
    items.push(...batch);
  }
  return items;
}

/**
 * What is wrong with analysing this, if anything: it may report, or refuse in so many words. A
 * reader must give nothing that the engine refuses: a place inside an event would name one.
 */
async function misbehaviour(content: Buffer, analyzer: Analyzer): Promise<string | undefined> {
  try {
    for await (const analysis of analyzer.analyze(
      'dir/sample',
      readRunsFrom('dir/sample', bytesOf(content)),
    )) {
      if (!(analysis.confidence.value >= 0)) return 'a confidence that is no number';
      const odd = analysis.problems.find((problem) => problem.includes('unknown field'));
      if (odd !== undefined) return odd;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) return `threw ${String(error)}`;
    if (error.code !== 'invalid-file') return `code ${error.code}`;
    if (!/^dir\/sample(?::\d+)?$/.test(error.path)) return `path ${error.path}`;
    return error.accepted === '' || error.received === '' ? 'says nothing' : undefined;
  }
}

/** One after the other, by one engine: to make one takes longer than to read a sample. */
async function misbehaviours(contents: readonly Buffer[]): Promise<string[]> {
  const analyzer = createAnalyzer();
  const found: string[] = [];
  for (const content of contents) {
    const wrong = await misbehaviour(content, analyzer);
    if (wrong !== undefined) found.push(wrong);
  }
  return found;
}

function cutsOf(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (_byte, length) => bytes.subarray(0, length));
}

describe.each(Object.entries(SAMPLES))('a research log, %s', (name, sample) => {
  it('is of one format, and of no other, packed or not', async () => {
    for (const content of [sample, gzipSync(sample)]) {
      const source = await openSource('f', bytesOf(content));
      const found = await sniff(source);
      await source.close();
      expect(found.name).toBe(FORMAT_OF[name]);
    }
    const { text, zipEntry } = await (await openSource('f', bytesOf(sample))).head(1e6);
    const lines = text.split('\n').flatMap((line) => parsed(line));
    const head = { text, whole: true, ...(zipEntry !== undefined && { zipEntry }) };
    const taking = FORMATS.filter(
      (format) => format.recognises(parsed(text), head) || format.recognises(lines, head),
    );
    expect(taking.map((format) => format.name)).toEqual([FORMAT_OF[name]]);
  });

  it('gives the same packed or not, in chunks of any size, with any line breaks', async () => {
    const expected = await itemsOf(sample);
    expect(expected.filter((item) => item.kind === 'problem')).toEqual([]);
    expect(await itemsOf(gzipSync(sample))).toEqual(expected);
    expect(await itemsOf(sample, 1)).toEqual(expected);
    if (name.endsWith('.eval')) return;
    expect(await itemsOf(Buffer.from(`\ufeff${sample.toString()}`))).toEqual(expected);
    const windows = sample.toString().replaceAll('\n', '\r\n');
    expect(await itemsOf(Buffer.from(windows))).toEqual(expected);
  });

  it('cut at any byte gives a report, or an error that says what is wrong', async () => {
    expect(await misbehaviours(cutsOf(sample))).toEqual([]);
  });

  it('damaged anywhere does so too', async () => {
    const analyzer = createAnalyzer();
    const damaged = fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 3 }), fc.nat({ max: 30 }));
    await fc.assert(
      fc.asyncProperty(damaged, async ([place, inserted, removed]) => {
        const start = place % sample.length;
        const parts = [sample.subarray(0, start), inserted, sample.subarray(start + removed)];
        expect(await misbehaviour(Buffer.concat(parts), analyzer)).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(JSON_SAMPLES)('a research log, %s', (_, sample) => {
  it('with any values in the place of any others is read or refused in words', async () => {
    const analyzer = createAnalyzer();
    const value: unknown = JSON.parse(sample.toString());
    const places = placesIn(value);
    const odd = fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      1e308,
      '',
      'x',
      '\ud800',
      'x'.repeat(300),
      [],
      {},
      [null],
      [{}],
      [[]],
      { message: 1, text: {}, content: [1], arguments: '[' },
    );
    const changes = fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const copy: unknown = structuredClone(value);
        for (const [place, put] of changed) replace(copy, places[place % places.length]!, put);
        expect(await misbehaviour(Buffer.from(JSON.stringify(copy)), analyzer)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});

/** JSON has no `undefined`, so a text that is none gives no record. */
function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

type Place = readonly string[];

/** The way to each value inside a value. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const place = at.concat(key);
    const places: Place[] = [place];
    return places.concat(placesIn(inner, place));
  });
}

/** An earlier change may have taken the place away. */
function replace(value: unknown, [key = '', ...rest]: Place, put: unknown): void {
  if (typeof value !== 'object' || value === null || !(key in value)) return;
  const record = value as Record<string, unknown>;
  if (rest.length === 0) record[key] = put;
  else replace(record[key], rest, put);
}
