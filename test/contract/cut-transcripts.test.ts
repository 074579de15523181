import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../src/cli/analyze/analyze-files.ts';
import { InputError } from '../../src/engine/input/input-error.ts';
import { readRunsFrom } from '../../src/formats/read-file.ts';

const SAMPLES = new URL('../../src/formats/samples/', import.meta.url);

async function* bytesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** What is wrong with analysing each: it may give reports or say why not, in a user's words. */
async function misbehaviours(name: string, files: readonly Buffer[]): Promise<string[]> {
  const wrong: string[] = [];
  let told: string[] = [];
  const analyzer = createAnalyzer((message) => told.push(message));
  for (const bytes of files) {
    told = [];
    let reports = 0;
    try {
      for await (const analysis of analyzer.analyze(name, readRunsFrom(name, bytesOf(bytes)))) {
        reports += 1;
        told.push(...analysis.problems);
      }
      if (reports === 0 && told.length === 0) told.push('neither a report nor a word');
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'invalid-file') told.push(String(error));
    }
    const odd = told.filter((message) => !UNDERSTOOD.test(message));
    wrong.push(...odd.map((message) => `${bytes.length}: ${message}`));
  }
  return wrong;
}

/** What a user is told of a file that ends too early. */
const UNDERSTOOD =
  /^(?:line \d+ is the last one and cut off: left out|the last line \(\d+\) is cut off: left out|no messages in this (?:session|stream|chat))$/;

describe.each(readdirSync(SAMPLES))('%s, cut at any byte', (name) => {
  it('gives a report, or an error that says what is wrong', async () => {
    const bytes = readFileSync(new URL(name, SAMPLES));
    const cuts = Array.from(bytes, (_byte, length) => bytes.subarray(0, length));
    expect(await misbehaviours(name, [...cuts, bytes])).toEqual([]);
  });
});
