import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../package/built-copy.ts';

/** What the sample sessions hold, found without our readers. */
const SESSIONS = join(PROJECT, 'examples/sessions');

export function session(name: string): string {
  return join(SESSIONS, `${name}.jsonl`);
}

/** What the README beside the sessions says of the loop. */
export function loopInReadme(): { step: number; call: string; line: number; runs: number } {
  const text = readFileSync(join(SESSIONS, 'README.md'), 'utf8');
  const begins = /The loop begins\W+at step (\d+), `(\w+)`, line (\d+)/.exec(text)!;
  const repeats = /It repeats\W+at steps ([\d, and]+)/.exec(text)!;
  const again = repeats[1]!.match(/\d+/g)!;
  return {
    step: Number(begins[1]),
    call: begins[2]!,
    line: Number(begins[3]),
    runs: 1 + again.length,
  };
}

/** What the README beside the sessions says of the claim. */
export function claimInReadme(): { line: number; words: string; lastTest: string } {
  const text = readFileSync(join(SESSIONS, 'README.md'), 'utf8').replace(/\s+/g, ' ');
  const lastTest = /the last test run \(step 8, line 22\) (\w+)s\./.exec(text)!;
  const claim = /then line (\d+) says "([^"]+)"/.exec(text)!;
  return { line: Number(claim[1]), words: claim[2]!, lastTest: `${lastTest[1]!}ed` };
}

/** A line of a session, as the sample sessions have it. */
interface SessionLine {
  readonly type: 'assistant' | 'user';
  readonly timestamp: string;
  /** Absent from lines that only keep the session's books. */
  readonly message?: {
    readonly id: string;
    readonly content: string | readonly { type: string; id: string; tool_use_id: string }[];
    readonly usage: Readonly<Record<string, number>>;
  };
}

export interface SessionFacts {
  /** How many events there are, as the README of the formats counts them. */
  readonly events: number;
  readonly lastAt: number;
  readonly calls: ReadonlyMap<
    string,
    { readonly event: number; readonly at: number; readonly line: number; readonly message: string }
  >;
  /** What the agent says, by line. */
  readonly texts: ReadonlyMap<number, { readonly event: number; readonly at: number }>;
  /** Ids of the calls whose results came, in order: a step each. */
  readonly results: readonly string[];
  /** Tokens of each message, in order. */
  readonly messages: ReadonlyMap<string, number>;
}

/**
 * Counts a session from its file, without our readers. A block is an event; what a message cost is
 * one more, when the next message begins or the file ends.
 */
export function factsOf(name: string): SessionFacts {
  const calls = new Map<string, { event: number; at: number; line: number; message: string }>();
  const texts = new Map<number, { event: number; at: number }>();
  const results: string[] = [];
  const messages = new Map<string, number>();
  let events = 0;
  let lastAt = 0;
  for (const [index, text] of readFileSync(session(name), 'utf8').trimEnd().split('\n').entries()) {
    const { type, timestamp, message } = JSON.parse(text) as SessionLine;
    if (message === undefined) continue;
    const at = Date.parse(timestamp);
    lastAt = Math.max(lastAt, at);
    if (type === 'assistant') {
      if (messages.size > 0 && !messages.has(message.id)) events += 1;
      const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } =
        message.usage;
      const input = input_tokens! + cache_creation_input_tokens! + cache_read_input_tokens!;
      messages.set(message.id, input + output_tokens!);
    }
    const blocks = typeof message.content === 'string' ? [undefined] : message.content;
    for (const block of blocks) {
      if (block?.type === 'tool_use') {
        calls.set(block.id, { event: events, at, line: index + 1, message: message.id });
      }
      if (block?.type === 'text' && type === 'assistant')
        texts.set(index + 1, { event: events, at });
      if (block?.type === 'tool_result') results.push(block.tool_use_id);
      events += 1;
    }
  }
  return { events: events + 1, lastAt, calls, texts, results, messages };
}
