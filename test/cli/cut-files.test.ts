import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../src/cli/analyze/analyze-files.ts';
import { InputError } from '../../src/engine/input/input-error.ts';
import { readRunsFrom } from '../../src/formats/read-file.ts';
import { PROJECT } from '../package/built-copy.ts';

/** Small files of formats that come over a wire; `npm run prove formats` cuts those of all formats. */
const SAMPLES = ['ag-ui/events.jsonl', 'ag-ui/stream.txt', 'openinference/otlp.json'];

describe.each(SAMPLES)('analyze of %s', (name) => {
  const bytes = compact(readFileSync(join(PROJECT, 'prove/samples', name)), name);

  it('reports a run', async () => {
    expect(await answerTo(createAnalyzer(), bytes)).toEqual(['ok']);
  });

  it('cut at any byte reports, names a problem, or refuses in words', async () => {
    const problems: string[] = [];
    const analyzer = createAnalyzer((message) => problems.push(message));
    for (let length = 0; length < bytes.length; length++) {
      problems.length = 0;
      const answers = await answerTo(analyzer, bytes.subarray(0, length));
      expect([...answers, ...problems], `cut at ${length}`).not.toHaveLength(0);
    }
  });
});

/** Runs reported and the refusal, if any; another error than a refusal is thrown on. */
async function answerTo(analyzer: Analyzer, bytes: Buffer): Promise<string[]> {
  const answers: string[] = [];
  try {
    const items = readRunsFrom('dir/sample', only(bytes));
    for await (const { confidence } of analyzer.analyze('dir/sample', items)) {
      answers.push(Number.isFinite(confidence.value) ? 'ok' : 'no number');
    }
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'invalid-file') throw error;
    answers.push(error.message);
  }
  return answers;
}

/** Of a pretty-printed document, half of the places to cut at are white space. */
function compact(bytes: Buffer, name: string): Buffer {
  return name.endsWith('.json') ? Buffer.from(JSON.stringify(JSON.parse(bytes.toString()))) : bytes;
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
