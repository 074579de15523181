/**
 * Whether a result says that there is nothing. A prior, in English and in JSON: in another language
 * an empty answer in words is taken to say something.
 */
export function saysNothing(text: string): boolean {
  return text.length <= TEXT_CHARS && NOTHING.test(text);
}

/**
 * The same of a structured result: it is empty, or some list, record or count in it is and none is
 * not, with few plain values beside (`{ results: [], query: 'x' }`). At most 64 values are looked
 * at; what is larger says something.
 */
export function valueSaysNothing(value: unknown): boolean {
  if (typeof value === 'string') return saysNothing(value);
  if (typeof value !== 'object' || value === null) {
    return value === null;
  }
  valuesLeft = VALUES_MAX;
  return contentOf(value) === EMPTY;
}

const TEXT_CHARS = 80;
const VALUES_MAX = 64;
/** Texts beside an empty value that may be an echo of the question; a record's fields are more. */
const ECHOES_MAX = 2;
const ECHO_CHARS = 200;

const NOTHING =
  /^\s*(?:\[\s*\]|\{\s*\}|null|none|nothing|undefined)\s*$|\b(?:no (?:\w+ )?(?:results?|matches|files|entries|data|items?)\b|no (?:\w+ ){1,3}(?:found|available|left)\b|not found|nothing found|0 (?:results?|matches))/i;
/** Keys of what was asked for; of how many there are; and of what is empty when all went well. */
const RESULT_KEY =
  /^(?:results?|data|matches|items?|hits|rows|records?|values?|entries|files|output|content|list)$/;
const COUNT_KEY =
  /^(?:count|total|size|length|matches|results|hits|found)$|(?:_c|C|_t|T)(?:ount|otal)$/;
const TROUBLE_KEY = /^(?:errors?|err|stderr|exception|warnings?|message|next\w*|cursor)$/;

/** What a value has: only plain values, nothing, or content. */
const PLAIN = 0;
const EMPTY = 1;
const CONTENT = 2;

let valuesLeft = 0;

function contentOf(value: object): number {
  if (Array.isArray(value)) return value.length === 0 ? EMPTY : blockOf(value);
  let keys = 0;
  let texts = 0;
  let isEmpty = false;
  let isResult = false;
  for (const key in value) {
    keys += 1;
    if ((valuesLeft -= 1) < 0) return CONTENT;
    const one = (value as Record<string, unknown>)[key];
    const kind = kindOf(key, one);
    if (kind === CONTENT) return CONTENT;
    if (kind === EMPTY) {
      isEmpty = true;
      isResult ||= RESULT_KEY.test(key);
    } else if (typeof one === 'string' && one !== '') texts += 1;
  }
  if (keys === 0) return EMPTY;
  return isEmpty && (isResult || texts <= ECHOES_MAX) ? EMPTY : PLAIN;
}

/** A list of one block of text, as tool servers answer (MCP), has what its text has. */
function blockOf(values: readonly unknown[]): number {
  const only = values.length === 1 ? (values[0] as { text?: unknown } | null) : null;
  return typeof only?.text === 'string' && saysNothing(only.text) ? EMPTY : CONTENT;
}

function kindOf(key: string, value: unknown): number {
  switch (typeof value) {
    case 'string':
      return value.length > ECHO_CHARS || value.includes('\n') ? CONTENT : PLAIN;
    case 'number':
      if (!COUNT_KEY.test(key)) return PLAIN;
      return value === 0 ? EMPTY : CONTENT;
    case 'object':
      break;
    default:
      return PLAIN;
  }
  // A column without a value is a record's; a result without one is none.
  if (value === null) return RESULT_KEY.test(key) ? EMPTY : PLAIN;
  const inner = contentOf(value);
  if (inner === EMPTY) return TROUBLE_KEY.test(key) ? PLAIN : EMPTY;
  return CONTENT;
}
