import type { UsageEvent } from '../engine/input/event.ts';
import { isCount, isRecord } from './json-record.ts';

/** What a session has spent so far, as its log says. */
export interface Spent {
  readonly input: number;
  readonly output: number;
}

export const NOTHING_SPENT: Spent = { input: 0, output: 0 };

/** Tokens as Codex counts them: `input_tokens` has those from the cache, `output_tokens` all. */
interface Counts {
  readonly input_tokens?: unknown;
  readonly output_tokens?: unknown;
}

/** What a usage event would say. */
export interface Spending {
  readonly usage: UsageEvent | undefined;
  readonly spent: Spent;
}

/**
 * What was spent since the last count. Codex tells the sum of the session again and again, also
 * where nothing was added.
 *
 * @param last What the latest answer alone took: counts where the sum has begun anew.
 */
export function spendingSince(before: Spent, total: unknown, last?: unknown): Spending {
  const sum = countsIn(total);
  const alone = countsIn(last);
  if (sum === undefined) return { usage: alone && usageOf(alone), spent: before };
  const input = sum.input - before.input;
  const output = sum.output - before.output;
  if (input < 0 || output < 0) return { usage: usageOf(alone ?? sum), spent: sum };
  return { usage: usageOf({ input, output }), spent: sum };
}

function usageOf({ input, output }: Spent): UsageEvent | undefined {
  if (input === 0 && output === 0) return undefined;
  return { type: 'usage', inputTokens: input, outputTokens: output };
}

function countsIn(value: unknown): Spent | undefined {
  const { input_tokens: input, output_tokens: output }: Counts = isRecord(value) ? value : {};
  return isCount(input) && isCount(output) ? { input, output } : undefined;
}
