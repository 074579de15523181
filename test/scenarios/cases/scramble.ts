import { checkKind, isCheck } from '../../../src/engine/run/act-kind.ts';
import type { Act, Happening } from '../scenario.ts';

/**
 * The same events in other words: every tool, path and word is replaced by a random one of its
 * length, the same word by the same. Kept are checks, which the engine may know; names of arguments; words beside a
 * number, which say what is counted; codes in capitals (ECONNREFUSED); temporary folders; and what a
 * person says.
 *
 * @param random In [0, 1).
 */
export function scramble(events: readonly Happening[], random: () => number): Happening[] {
  const known = new Map<string, string>();
  const wordFor = (word: string): string => {
    let other = known.get(word);
    if (other === undefined) {
      other = randomWord(word.length, random);
      known.set(word, other);
    }
    return other;
  };
  return events.map((event) => inOtherWords(event, wordFor));
}

type WordFor = (word: string) => string;

function inOtherWords(event: Happening, wordFor: WordFor): Happening {
  if ('type' in event) {
    return event.type === 'say' || event.type === 'note'
      ? { ...event, text: textIn(event.text, wordFor) }
      : event;
  }
  switch (event.kind) {
    case 'act':
      return actIn(event, wordFor);
    case 'round':
      return { ...event, acts: event.acts.map((one) => actIn(one, wordFor)) };
    case 'elsewhere':
      return { ...event, what: event.what.map((one) => inOtherWords(one, wordFor)) };
    default:
      return { ...event, act: actIn(event.act, wordFor) };
  }
}

/** The same act object becomes the same act object: `ends` finds what `begins` began. */
const acts = new WeakMap<WordFor, Map<Act, Act>>();

function actIn(act: Act, wordFor: WordFor): Act {
  let known = acts.get(wordFor);
  if (known === undefined) acts.set(wordFor, (known = new Map()));
  let other = known.get(act);
  if (other === undefined) {
    const { command } = (act.args ?? {}) as { command?: unknown };
    const checks = typeof command === 'string' && isCheck(checkKind(command));
    other = {
      ...act,
      tool: textIn(act.tool, wordFor),
      args: checks ? act.args : valueIn(act.args, wordFor),
      output: valueIn(act.output, wordFor),
    };
    known.set(act, other);
  }
  return other;
}

function valueIn(value: unknown, wordFor: WordFor): unknown {
  if (typeof value === 'string') return textIn(value, wordFor);
  if (Array.isArray(value)) return value.map((one) => valueIn(one, wordFor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, valueIn(one, wordFor)]),
  );
}

function textIn(text: string, wordFor: WordFor): string {
  return text.replaceAll(WORD, (word, at: number) => {
    const before = text.slice(Math.max(at - 2, 0), at);
    const after = text.slice(at + word.length, at + word.length + 2);
    if (
      /\d\W?$/.test(before) ||
      /^\W?\d/.test(after) ||
      /^(?:[A-Z]{3,}|tmp|var|folders|T)$/.test(word)
    )
      return word;
    return wordFor(word);
  });
}

/** A word without digits, and not part of an id. */
const WORD = /(?<![\w\\])\p{L}+(?![\w])/gu;

function randomWord(length: number, random: () => number): string {
  let word = '';
  for (let i = 0; i < length; i++) word += String.fromCharCode(97 + Math.floor(random() * 26));
  return word;
}
