import { isRecord } from './json-record.ts';

/**
 * What a sample's scores say of its outcome: success if each that is a verdict says so, failure if
 * each says that. A verdict is right or wrong and nothing between: "C" or "I", 1 or 0, true or
 * false. "P" (partly), "N" (no answer), a fraction, a grade or a text is none, and decides nothing;
 * where verdicts contradict each other, none is known.
 */
export function outcomeOfScores(scores: unknown): { readonly succeeded: boolean } | undefined {
  if (!isRecord(scores)) return undefined;
  const values = Object.values(scores) as unknown[];
  const verdicts = values.map(verdictOf).filter((verdict) => verdict !== undefined);
  const [first] = verdicts;
  if (first === undefined || verdicts.some((verdict) => verdict !== first)) return undefined;
  return { succeeded: first };
}

function verdictOf(score: unknown): boolean | undefined {
  const { value }: { readonly value?: unknown } = isRecord(score) ? score : { value: score };
  if (RIGHT.has(value)) return true;
  if (WRONG.has(value)) return false;
  return undefined;
}

const RIGHT: ReadonlySet<unknown> = new Set(['C', 1, true]);
const WRONG: ReadonlySet<unknown> = new Set(['I', 0, false]);
