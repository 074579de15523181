import * as fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { checkRunOptions } from '../engine/input/check-run.ts';
import { createDecodedEvent, decodeEvent } from '../engine/input/decode-event.ts';
import { InputError } from '../engine/input/input-error.ts';
import type { ReadItem } from './format.ts';
import { readRuns, readRunsFrom } from './read-file.ts';
import { FORMATS } from './sniff.ts';

const asked = { role: 'user', content: 'Tïdy up 🎉' };
const toolUse = { type: 'tool_use', id: 't1', name: 'ls', input: {} };
const toolResult = { type: 'tool_result', tool_use_id: 't1', content: 'a', is_error: false };
const session = { sessionId: 's', uuid: 'u', cwd: '/', timestamp: '2026-11-01T10:00:00Z' };
const usage = { input_tokens: 3, output_tokens: 4 };
const sessionLine = (type: string, message: object): object => ({ ...session, type, message });
const call = { type: 'call', id: 'c', tool: 'ls', args: ['ï', null, 1.5e3] };
const result = { type: 'result', id: 'c', ok: true, output: '🎉' };

const streamed = [
  { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
  { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'ls' },
  { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: '{"é":1}' },
  { type: 'TOOL_CALL_RESULT', messageId: 'm', toolCallId: 'c', content: '🎉' },
];
const spanOf = (kind: string, more: object): object => ({
  traceId: 't',
  spanId: kind,
  startTimeUnixNano: '1793527200000000000',
  endTimeUnixNano: '1793527201000000000',
  attributes: Object.entries({ 'gen_ai.operation.name': kind, ...more }).map(([key, value]) => ({
    key,
    value: { stringValue: value },
  })),
});
const spans = [
  spanOf('execute_tool', { 'gen_ai.tool.name': 'ls', 'gen_ai.tool.call.result': '🎉' }),
  spanOf('chat', { 'gen_ai.input.messages': JSON.stringify([asked]) }),
];

/** A small file of each format and layout. */
const SAMPLES: Readonly<Record<string, string>> = {
  'claude-code': jsonLines([
    sessionLine('user', asked),
    sessionLine('assistant', { id: 'm', model: 'claude', content: [toolUse], usage }),
    sessionLine('user', { role: 'user', content: [toolResult] }),
  ]),
  'trace of runs': jsonLines([
    { schema: 1, run: 'a', agent: 'x', events: [call, result], outcome: { succeeded: true } },
    { schema: 1, run: 'b', agent: 'x', events: [call, { type: 'outcome', succeeded: false }] },
  ]),
  'trace of events': jsonLines([call, result, { type: 'say', text: 'Dönë.', run: 'other' }]),
  'openai-chat document': JSON.stringify(
    [
      asked,
      {
        role: 'assistant',
        tool_calls: [{ id: 'c', function: { name: 'ls', arguments: '{"é":1}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'a' },
    ],
    null,
    1,
  ),
  'openai-chat lines': jsonLines([{ model: 'gpt', messages: [asked] }, [asked], [asked]]),
  'anthropic-messages': JSON.stringify({
    system: 'x',
    messages: [
      asked,
      { role: 'assistant', content: [toolUse] },
      { role: 'user', content: [toolResult] },
    ],
  }),
  'a Codex session': sampleFile('codex-rollout.jsonl'),
  'an early Codex session': sampleFile('codex-bare.jsonl'),
  'a codex exec stream': sampleFile('codex-exec.jsonl'),
  'an early codex exec stream': sampleFile('codex-exec-old.jsonl'),
  'a Gemini CLI chat': sampleFile('gemini-cli.jsonl'),
  'an early Gemini CLI chat': sampleFile('gemini-cli.json'),
  'a Responses object': sampleFile('openai-responses.json'),
  'Responses items': sampleFile('openai-responses.jsonl'),
  'ag-ui': jsonLines(streamed),
  'ag-ui stream': streamed.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''),
  'otlp document': JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }, null, 1),
  'otlp lines': jsonLines(spans.map((span) => ({ spans: [span] }))),
};

function sampleFile(name: string): string {
  return readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8');
}

/** The values that a sample holds: one a line, or one document. */
function valuesOf(sample: string): unknown[] {
  const lines = sample
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^data: /, ''));
  try {
    return lines.map((line): unknown => JSON.parse(line));
  } catch {
    return [JSON.parse(sample)];
  }
}

function jsonLines(values: readonly unknown[]): string {
  return `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
}

async function* bytesOf(content: string | Buffer, chunkBytes = Infinity): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    yield bytes.subarray(start, start + chunkBytes);
  }
}

async function read(content: string | Buffer, chunkBytes?: number): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const batch of readRunsFrom('dir/sample', bytesOf(content, chunkBytes))) {
    items.push(...batch);
  }
  return items;
}

/** What is wrong with reading this, if anything: it may give items, or refuse in so many words. */
async function misbehaviour(content: string | Buffer): Promise<string | undefined> {
  const items: ReadItem[] = [];
  const open = new Set<string>();
  try {
    for await (const batch of readRunsFrom('dir/sample', bytesOf(content))) items.push(...batch);
  } catch (error) {
    if (!(error instanceof InputError)) return `threw ${String(error)}`;
    if (error.code !== 'invalid-file') return `code ${error.code}`;
    if (!/^dir\/sample(?::\d+)?$/.test(error.path)) return `path ${error.path}`;
    return error.accepted === '' || error.received === '' ? 'says nothing' : undefined;
  }
  for (const item of items) {
    if (item.kind === 'open' && open.has(item.run.run)) return 'opened twice';
    if (item.kind === 'event' && !open.has(item.run)) return 'an event outside its run';
    if (item.kind === 'close' && !open.delete(item.run)) return 'closed without being open';
    if (item.kind === 'open') open.add(item.run.run);
  }
  if (open.size > 0) return 'left open';
  return items.length === 0 ? 'neither items nor an error' : undefined;
}

/** Faults the engine finds in what a reader makes of a foreign format: there should be none. */
async function refusedByEngine(content: string): Promise<unknown[]> {
  const items = await read(content).catch(() => []);
  const decoded = createDecodedEvent();
  return items.flatMap((item) => {
    try {
      if (item.kind === 'open') checkRunOptions(item.run);
      if (item.kind === 'event') decodeEvent(item.event, decoded);
      return Array.from(decoded.unknown);
    } catch (error) {
      return [error];
    }
  });
}

describe.each(Object.entries(SAMPLES))('a file of %s', (_, sample) => {
  it('is read without problems', async () => {
    const items = await read(sample);
    expect(items.length).toBeGreaterThan(2);
    expect(items.filter((item) => item.kind === 'problem')).toEqual([]);
  });

  it('is recognised by one format alone', () => {
    const values = valuesOf(sample);
    const names = FORMATS.filter((format) =>
      format.recognises(values, { text: sample, whole: true }),
    ).map(({ name }) => name);
    expect(names).toHaveLength(1);
  });

  it('gives the same packed or not, in chunks of any size, with any line breaks', async () => {
    const expected = await read(sample);
    expect(await read(gzipSync(sample))).toEqual(expected);
    expect(await read(sample, 1)).toEqual(expected);
    expect(await read(gzipSync(sample), 1)).toEqual(expected);
    expect(await read(`\ufeff${sample}`)).toEqual(expected);
    expect(await read(sample.replaceAll('\n', '\r\n'))).toEqual(expected);
  });

  it('cut at any byte gives items, a problem, or an error that says what is wrong', async () => {
    const bytes = Buffer.from(sample);
    const cuts = Array.from(bytes, (_byte, length) => bytes.subarray(0, length));
    const wrong = await Promise.all(cuts.map(misbehaviour));
    expect(wrong.filter((each) => each !== undefined)).toEqual([]);
  });

  it('packed and cut at any byte does so too', async () => {
    const bytes = gzipSync(sample);
    const cuts = Array.from(bytes, (_byte, length) => bytes.subarray(0, length));
    const wrong = await Promise.all(cuts.map(misbehaviour));
    expect(wrong.filter((each) => each !== undefined)).toEqual([]);
  });

  it('damaged anywhere does so too', async () => {
    const damaged = fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 3 }), fc.nat({ max: 30 }));
    await fc.assert(
      fc.asyncProperty(damaged, async ([place, inserted, removed]) => {
        const bytes = Buffer.from(sample);
        const start = place % bytes.length;
        const rest = bytes.subarray(start + removed);
        const parts = [bytes.subarray(0, start), inserted, rest];
        expect(await misbehaviour(Buffer.concat(parts))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('any file', () => {
  it('of arbitrary bytes is read or refused in words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await misbehaviour(Buffer.from(bytes))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('of JSON shaped nearly like a known format is read or refused in words', async () => {
    await fc.assert(
      fc.asyncProperty(nearlyKnown(), async (lines) => {
        expect(await misbehaviour(jsonLines(lines))).toBeUndefined();
        expect(await misbehaviour(JSON.stringify(lines, null, 2))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('that begins well and goes on nearly so is read or refused in words', async () => {
    const known = Object.values(SAMPLES).map((sample) => sample.split('\n')[0]!);
    await fc.assert(
      fc.asyncProperty(nearlyKnown(), async (lines) => {
        const records: object[] = lines.map((line) => ({ ...Object(line) }));
        const contents = [
          ...known.map((line) => `${line}\n${jsonLines(lines)}`),
          JSON.stringify([asked, ...records.map((each) => ({ role: 'assistant', ...each }))]),
          JSON.stringify([asked, ...records.map((each) => ({ role: 'user', content: [each] }))]),
          jsonLines(records.map((message) => sessionLine('assistant', message))),
          jsonLines(records.map((block) => sessionLine('user', { content: [block] }))),
          jsonLines(records.map((payload) => ({ type: 'response_item', payload }))),
          jsonLines(records.map((payload) => ({ type: 'event_msg', payload }))),
          jsonLines([
            { type: 'thread.started', thread_id: 't' },
            ...records.map((item) => ({ type: 'item.completed', item })),
          ]),
          jsonLines([
            { sessionId: 's', projectHash: 'p' },
            ...records.map((message) => ({ ...message, type: 'gemini' })),
            ...records.map((toolCall) => ({ type: 'gemini', toolCalls: [toolCall] })),
          ]),
          JSON.stringify([{ type: 'message', role: 'user', content: 'x' }, ...records]),
          jsonLines([streamed[0], ...records.flatMap(asAgUi)]),
          jsonLines([{ spans: records.map((fields) => ({ ...spans[0], ...fields })) }]),
          jsonLines([{ spans: [spanOf('chat', messagesIn(records)), ...spans] }]),
        ];
        const wrong = await Promise.all(contents.map(misbehaviour));
        expect(wrong.filter((each) => each !== undefined)).toEqual([]);
        const foreign = contents.slice(known.length);
        expect(await Promise.all(foreign.map(refusedByEngine))).toEqual(foreign.map(() => []));
      }),
      { numRuns: 300 },
    );
  });

  it('nested too deep to print is read or refused in words', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const wrong = await Promise.all(
      [
        deep,
        `{"type":"call","id":"c","tool":"t","args":${deep}}\n{]\n`,
        `{"type":"user","sessionId":"s","message":{"content":${deep}}}\n${deep}\n`,
        `[{"role":"user","content":${deep}}]`,
        `[{"type":"function_call_output","call_id":"c","output":${deep}}]`,
        `{"type":"response_item","payload":{"type":"message","role":"user","content":${deep}}}`,
        `{"type":"item.completed","item":{"id":"i","type":"file_change","changes":${deep}}}`,
        `{"type":"gemini","id":"m","content":"","toolCalls":[{"args":${deep}}]}`,
        `{"spans":[{"traceId":"t","spanId":"s","attributes":${deep}}]}`,
        `{"spans":[{"traceId":"t","spanId":"s","attributes":{"gen_ai.prompt":${deep}}}]}`,
        `{"type":"TOOL_CALL_RESULT","toolCallId":"c","content":${deep}}\n`,
        `{"type":"MESSAGES_SNAPSHOT","messages":[{"role":"user","content":${deep}}]}\n`,
      ].map(misbehaviour),
    );
    expect(wrong.filter((each) => each !== undefined)).toEqual([]);
  });

  it('of no known format is refused with all formats that are read', async () => {
    const refused = read('{"some":"thing"}\n');
    await expect(refused).rejects.toMatchObject({
      code: 'invalid-file',
      path: 'dir/sample',
      received: 'a file of no known format',
    });
    const message = await refused.catch(String);
    for (const format of FORMATS) expect(message).toContain(format.name);
  });

  it('of blank lines only is refused', async () => {
    await expect(read(' \n\n')).rejects.toMatchObject({ received: 'a file of no known format' });
  });
});

/** A line with `events` would be one of our own. */
function asAgUi(fields: object): object[] {
  return [
    { ...fields, events: null, type: 'TOOL_CALL_RESULT' },
    { ...fields, events: null, type: 'TEXT_MESSAGE_CHUNK' },
    { type: 'MESSAGES_SNAPSHOT', messages: [fields, { ...fields, role: 'assistant' }] },
  ];
}

function messagesIn(records: readonly object[]): object {
  const of = (role: string): string =>
    JSON.stringify(records.map((record) => ({ role, parts: [record], ...record })));
  return { 'gen_ai.input.messages': of('user'), 'gen_ai.output.messages': of('assistant') };
}

/** Objects with the field names that readers look at, and values of the right type or any other. */
function nearlyKnown(): fc.Arbitrary<unknown[]> {
  const words = ['user', 'assistant', 'system', 'tool', 'call', 'result', 'outcome', 'say', ''];
  const types = [
    'tool_use tool_result text thinking refusal compact_boundary message reasoning mcp_call',
    'function_call function_call_output shell_call response_item event_msg turn_context',
    'session_meta token_count gemini item.completed item.started turn.completed thread.started',
    'command_execution file_change mcp_tool_call success completed failed',
  ].flatMap((names) => names.split(' '));
  const fields = [
    'type role content message messages id name input tool_use_id is_error text thinking',
    'sessionId agentId isSidechain uuid parentUuid timestamp cwd isMeta usage input_tokens',
    'output_tokens toolUseResult exitCode model tool_calls function arguments function_call',
    'tool_call_id events run agent outcome succeeded schema tool args subtype __proto__',
    'threadId toolCallId toolCallName delta messageId parentMessageId input_messages toolCalls',
    'resourceSpans scopeSpans spans traceId spanId parentSpanId attributes key value parts',
    'constructor toString error_code return_code stdout refusal pollers leafUuid',
    'call_id callId output outputs results error status summary action commands operation queries',
    'payload source subagent thread_spawn info total_token_usage last_token_usage outcome exit_code',
    'metadata namespace item thread_id aggregated_output command changes server projectHash kind',
    '$set $rewindTo toolCalls thoughts tokens args response functionResponse displayContent',
    'subject description resultDisplay session items reason num_turns success approve git',
  ].flatMap((names) => names.split(' '));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<unknown>(...words, ...types, null, true, 0, -1, 1e308, '\ud800'),
      fc.string({ maxLength: 3 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...fields), tie('value'), { maxKeys: 8 }),
    ),
  }));
  const line = fc.dictionary(fc.constantFrom(...fields), value, { minKeys: 1, maxKeys: 12 });
  return fc.array(fc.oneof({ weight: 4, arbitrary: line }, { weight: 1, arbitrary: value }), {
    minLength: 1,
    maxLength: 4,
  });
}

describe('readRuns(path)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'second-thought-read-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('reads a file from disk, and names a run after it', async () => {
    const path = join(directory, 'night.trace.jsonl.gz');
    writeFileSync(path, gzipSync(jsonLines([call])));
    const items: ReadItem[] = [];
    for await (const batch of readRuns(path)) items.push(...batch);
    expect(items[0]).toMatchObject({ kind: 'open', run: { agent: 'default', run: 'night' } });
  });

  it('lets the file go when reading is broken off', async () => {
    const path = join(directory, 'long.jsonl');
    writeFileSync(path, jsonLines(Array.from({ length: 20_000 }, () => call)));
    let bytesRead = 0;
    const onBytes = (bytes: number): void => {
      bytesRead = bytes;
    };
    let batchCount = 0;
    for await (const batch of readRuns(path, { chunkBytes: 1024, onBytes })) {
      batchCount += batch.length > 0 ? 1 : 0;
      if (batchCount === 3) break;
    }
    expect(bytesRead).toBeLessThan(200_000);
  });

  it('passes an error of the file on, with its path', async () => {
    const path = join(directory, 'missing.jsonl');
    await expect(readRuns(path).next()).rejects.toMatchObject({ path, received: 'no such file' });
  });
});
