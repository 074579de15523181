import type { ConcernKind } from '../../engine/report/report.ts';

/**
 * How numbers and names are said: the same on every screen. Numbers and their
 * units are joined by a no-break space, so that a line never ends between them.
 */
const NBSP = '\u00a0';

/** A probability or a share: whole percents, and never a 0 or 100 that nobody can vouch for. */
export function percent(share: number): string {
  if (!(share >= 0.01)) return `under${NBSP}1${NBSP}%`;
  if (share > 0.99) return `over${NBSP}99${NBSP}%`;
  return `${Math.round(share * 100)}${NBSP}%`;
}

/** Where a forecast most likely lies: `18–44`, in percent, or one number where both ends round to it. */
export function band(low: number, high: number): string {
  const from = wholePercent(low);
  const to = wholePercent(high);
  return from === to ? String(from) : `${from}–${to}`;
}

/** Whole percents, kept inside 1 to 99: see {@link percent}. */
export function wholePercent(share: number): number {
  return share >= 0.01 ? Math.min(Math.round(share * 100), 99) : 1;
}

/** Of 20 cases or more the percentage is worth saying: `29 of 41 (71 %)`; below, only `3 of 7`. */
export function countOf(cases: number, of: number): string {
  const counts = `${count(cases)} of ${count(of)}`;
  return of < 20 ? counts : `${counts} (${percent(cases / of)})`;
}

/** 5,312 */
export function count(n: number): string {
  return n.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** `1 step`, `17 steps`; the plural is the singular with an s unless given. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${NBSP}${n === 1 ? one : many}`;
}

/** 840 · 3.1 k · 38 k · 1.2 M */
export function magnitude(n: number): string {
  return scaled(n, 1000, ['', 'k', 'M', 'G', 'T']);
}

/** 840 tokens · 38 k tokens */
export function tokens(n: number): string {
  return `${magnitude(n)}${NBSP}${n === 1 ? 'token' : 'tokens'}`;
}

/** 512 B · 3.1 kB · 1.2 GB */
export function bytes(n: number): string {
  return scaled(n, 1000, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
}

/** 40 s · 6 min · 1 h 52 · 31 h · 3 d */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (!(seconds >= 1)) return `under${NBSP}1${NBSP}s`;
  if (seconds < 60) return `${seconds}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    const rest = minutes % 60;
    const hour = `${hours}${NBSP}h`;
    return rest === 0 ? hour : `${hour}${NBSP}${String(rest).padStart(2, '0')}`;
  }
  if (hours < 72) return `${Math.round(minutes / 60)}${NBSP}h`;
  return `${count(Math.round(minutes / 1440))}${NBSP}d`;
}

/** How long ago: 12 min ago · 5 hours ago · yesterday · 3 days ago · 5 weeks ago */
export function ago(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  if (!(hours >= 1)) return `${duration(Math.max(ms, 0))} ago`;
  if (hours < 24) return `${plural(hours, 'hour')} ago`;
  const days = Math.floor(hours / 24);
  if (days === 1) return 'yesterday';
  return days < 21 ? `${plural(days, 'day')} ago` : `${plural(Math.floor(days / 7), 'week')} ago`;
}

/** A sentence written elsewhere, with its numbers joined to their units as ours are. */
export function glued(sentence: string): string {
  return sentence
    .replace(/(\d) (?=(?:[kM]|%|s|min|h|d|steps?|tokens?)(?!\w))/g, `$1${NBSP}`)
    .replace(/(\d\u00a0[kM]) (?=tokens\b)/g, `$1${NBSP}`);
}

/** How a kind of concern is called, in the forms that the sentences need. */
export interface KindWords {
  /** Before its evidence: "Loop". */
  readonly title: string;
  /** Beside its lane, in a table: at most 10 columns. */
  readonly label: string;
  /** On its lane, where it began: one column. */
  readonly mark: string;
  /** "Was a loop, over since step 40". */
  readonly was: string;
  /** "Of 247 runs 41 went round in a loop". */
  readonly did: string;
}

/** The words for a kind. One that this file does not know yet is called by its own name. */
export function kindWords(kind: string): KindWords {
  return (
    KIND_WORDS.get(kind) ?? {
      title: kind.charAt(0).toUpperCase() + kind.slice(1),
      label: kind.slice(0, 10),
      mark: '├',
      was: `was: ${kind}`,
      did: `showed "${kind}"`,
    }
  );
}

const KIND_WORDS: ReadonlyMap<string, KindWords> = new Map(
  Object.entries({
    loop: {
      title: 'Loop',
      label: 'loop',
      mark: '↻',
      was: 'was a loop',
      did: 'went round in a loop',
    },
    stall: { title: 'Stall', label: 'stall', mark: '‖', was: 'was a stall', did: 'stalled' },
    thrash: {
      title: 'Thrash',
      label: 'thrash',
      mark: '⇄',
      was: 'was thrashing',
      did: 'thrashed',
    },
    outage: {
      title: 'Outage',
      label: 'outage',
      mark: '⊘',
      was: 'was an outage',
      did: 'met an outage',
    },
    overload: {
      title: 'Overload',
      label: 'overload',
      mark: '▲',
      was: 'was an overload',
      did: 'took on too much',
    },
    'unverified-claim': {
      title: 'Unverified claim',
      label: 'unverified',
      mark: '?',
      was: 'was an unverified claim',
      did: 'claimed what no check had shown',
    },
  } satisfies Record<ConcernKind, KindWords>),
);

/**
 * Text as it may reach a terminal. What agents and files say is hostile: control, escape,
 * bidirectional and invisible characters are shown (`␛`, `\u{202e}`) instead of obeyed. Joiners
 * inside an emoji stay. Applied twice it changes nothing more.
 *
 * @param unicode False also turns all that is not ASCII into ASCII: marks into their stand-ins
 *   (`✕` into `x`), the rest into `\u{…}`. Left alone, its bytes 0x80 to 0x9F would drive an 8-bit
 *   terminal just as escapes do.
 */
export function sanitise(text: string, unicode = true): string {
  if (PLAIN.test(text)) return text;
  const visible = text.replace(UNSEEN, (unseen: string, joiner: string | undefined) =>
    joiner === undefined ? shown(unseen, unicode) : joiner,
  );
  return unicode
    ? visible
    : visible.replace(/[^\u0020-\u007e]/gu, (mark) => ASCII.get(mark) ?? codePoint(mark));
}

const PLAIN = /^[\u0020-\u007e]*$/;

/** Group 1: joiners of emoji sequences, harmless there; anything else matched cannot be seen. */
const UNSEEN = new RegExp(
  '((?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})' +
    '|(?<=\\p{Extended_Pictographic})\\ufe0f|(?<=[0-9#*])\\ufe0f(?=\\u20e3))' +
    '|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]',
  'gu',
);

/** What stands for our own marks, and for the typography of our sentences, where only ASCII can be. */
const ASCII: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '✕': 'x',
    '○': 'o',
    '■': '#',
    '↻': '@',
    '‖': '=',
    '⇄': '~',
    '⊘': '/',
    '▲': '^',
    '●': '*',
    '─': '-',
    '━': '=',
    '╌': '~',
    '├': '|',
    '┤': '|',
    '┼': '+',
    '▶': '>',
    '›': '>',
    '·': '.',
    '×': 'x',
    '–': '-',
    '—': '-',
    '…': '...',
    '“': '"',
    '”': '"',
    '‘': "'",
    '’': "'",
    '→': '->',
    '≥': '>=',
    '≤': '<=',
    [NBSP]: ' ',
  }),
);

/** The character made visible: a control picture where there is one, else its number. */
function shown(character: string, unicode: boolean): string {
  const code = character.codePointAt(0) ?? 0;
  if (unicode && code < 0x20) return String.fromCharCode(0x2400 + code);
  if (unicode && code === 0x7f) return '\u2421';
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return codePoint(character);
}

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Two digits that matter: one decimal below ten units, none above. */
function scaled(n: number, base: number, units: readonly string[]): string {
  let value = n;
  let unit = 0;
  // 999.5 k already rounds to 1 M.
  while (unit < units.length - 1 && Math.round(value) >= base) {
    value /= base;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : count(value);
  return units[unit] === '' ? digits : `${digits}${NBSP}${units[unit]}`;
}
