/**
 * The sentences a writer of Markdown says in their own voice: what stands in a fence, a block quote,
 * a table or an indented block is somebody else's, or a machine's.
 */

/**
 * Start and end of each sentence, in pairs. A heading, a list item (with its marker) and a line are
 * sentences of their own; no sentence ends within inline code or a quotation. Of a long text only
 * the edges are read, and there no sentence that the cut may have shortened.
 */
export function sentencesOf(text: string): number[] {
  const bounds: number[] = [];
  if (text.length <= 2 * EDGE_CHARS) {
    readLines(text, 0, text.length, 0, bounds);
    return bounds;
  }
  const tail = text.length - EDGE_CHARS;
  let fence = readLines(text, 0, EDGE_CHARS, 0, bounds);
  bounds.length -= Math.min(2, bounds.length);
  const headCount = bounds.length;
  // Between the edges only the fences count: they say whether the tail begins inside one.
  for (let at = text.indexOf('\n```', EDGE_CHARS); at >= 0 && at < tail;) {
    fence = fence === 0 ? BACKTICK : 0;
    at = text.indexOf('\n```', at + 4);
  }
  readLines(text, tail, text.length, fence, bounds);
  bounds.splice(headCount, 2);
  return bounds;
}

export const EDGE_CHARS = 4000;

/** A list item, which a line above that ends in a colon or is a heading may govern. */
export function isListItem(sentence: string): boolean {
  return LIST_ITEM.test(sentence);
}

/** A line that others stand under: it ends in a colon, or is a heading. */
export function isLeadIn(sentence: string): boolean {
  return LEAD_IN.test(sentence);
}

/**
 * The sentence in plain lower-case words: marks and emoji gone, short forms written out, a check
 * mark as ✓, a quotation as ", and inline code as the kind of command it names, or as `name`.
 */
export function plainWords(sentence: string): string {
  let words = sentence.replace(MARKER, '');
  if (words.includes('`')) words = words.replace(INLINE_CODE, nameOfCode);
  words = words.toLowerCase();
  if (words.includes('’')) words = words.replace(TYPOGRAPHIC_APOSTROPHE, "'");
  if (QUOTE_MARK.test(words)) words = words.replace(DOUBLE_QUOTED, ' " ');
  if (words.includes("'")) words = writtenOut(words.replace(SINGLE_QUOTED, '$1 " '));
  if (DECORATION.test(words)) {
    words = words.replace(LINK, '$1').replace(CHECK_MARK, ' ✓ ').replace(DECORATIONS, ' ');
  }
  return words.replace(SPACES, ' ').replace(SPACE_BEFORE_MARK, '$1').trim();
}

/** Walks whole lines, appends the bounds of sentences and returns the fence still open, or 0. */
function readLines(
  text: string,
  from: number,
  to: number,
  fenceBefore: number,
  bounds: number[],
): number {
  let fence = fenceBefore;
  for (let line = from; line < to;) {
    const newline = text.indexOf('\n', line);
    const end = newline < 0 || newline > to ? to : newline;
    let at = line;
    while (at < end && isSpace(text.charCodeAt(at))) at++;
    const first = text.charCodeAt(at);
    if ((first === BACKTICK || first === TILDE) && isFence(text, at, first)) {
      if (fence === 0) fence = first;
      else if (fence === first) fence = 0;
    } else if (fence === 0 && at < end && first !== GREATER && first !== PIPE) {
      const marked = afterMarker(text, at, end);
      const isIndented = at - line >= 4 || text.charCodeAt(line) === TAB;
      if (!isIndented || marked > at) splitLine(text, at, marked, end, bounds);
    }
    line = end + 1;
  }
  return fence;
}

function splitLine(text: string, start: number, from: number, end: number, bounds: number[]): void {
  let begin = start;
  // Per line and mark, whether another one closes it: looked up once, so that a line full of
  // lonely marks is read once and not once a mark.
  let hasCode = true;
  let hasQuote = true;
  for (let at = from; at < end; at++) {
    const char = text.charCodeAt(at);
    let isEnd = false;
    if (char === BACKTICK && hasCode) {
      const close = text.indexOf('`', at + 1);
      if (close < 0 || close >= end) hasCode = false;
      else at = close;
    } else if ((char === QUOTE || char === OPEN_QUOTE) && hasQuote) {
      const close = text.indexOf(char === QUOTE ? '"' : '”', at + 1);
      if (close < 0 || close >= end) hasQuote = false;
      else {
        at = close;
        isEnd = isStop(text.charCodeAt(at - 1)) && startsUpper(text, at + 1, end);
      }
    } else if (isStop(char) && !(char === DOT && text.charCodeAt(at - 2) === DOT)) {
      while (at + 1 < end && isClosing(text.charCodeAt(at + 1))) at++;
      isEnd = at + 1 >= end || isSpace(text.charCodeAt(at + 1));
    }
    if (isEnd) {
      bounds.push(begin, at + 1);
      begin = at + 1;
      while (begin < end && isSpace(text.charCodeAt(begin))) begin++;
      at = begin - 1;
    }
  }
  while (end > begin && isSpace(text.charCodeAt(end - 1))) end--;
  if (begin < end) bounds.push(begin, end);
}

/** Behind "- ", "12. " and "## ", so that the dot of a number ends no sentence. */
function afterMarker(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  const mark = text.charCodeAt(at);
  if (at > start && at - start <= 3) {
    return (mark === DOT || mark === CLOSE) && isSpace(text.charCodeAt(at + 1)) ? at + 1 : start;
  }
  const isBullet = mark === DASH || mark === STAR || mark === PLUS || mark === BULLET;
  return at === start && isBullet && isSpace(text.charCodeAt(at + 1)) ? at + 1 : start;
}

function isFence(text: string, at: number, char: number): boolean {
  return text.charCodeAt(at + 1) === char && text.charCodeAt(at + 2) === char;
}

function startsUpper(text: string, at: number, end: number): boolean {
  if (at >= end) return true;
  const next = text.charCodeAt(at + 1);
  return isSpace(text.charCodeAt(at)) && next >= 65 && next <= 90;
}

function nameOfCode(code: string): string {
  if (LINT_COMMAND.test(code)) return ' lint ';
  if (TYPES_COMMAND.test(code)) return ' tsc ';
  if (TEST_COMMAND.test(code)) return ' pytest ';
  return BUILD_COMMAND.test(code) ? ' build ' : ' name ';
}

function writtenOut(words: string): string {
  return words
    .replace(/n't\b/g, ' not')
    .replace(/'ll\b/g, ' will')
    .replace(/'ve\b/g, ' have')
    .replace(/'re\b/g, ' are')
    .replace(/\bi'm\b/g, 'i am')
    .replace(/'d\b/g, ' would')
    .replace(/\blet's\b/g, 'let us')
    .replace(/\b(it|that|this|there|here|what|everything|all|build|bug|issue)'s\b/g, '$1 is');
}

const [TAB, QUOTE, CLOSE, STAR, PLUS, DASH, DOT] = [9, 34, 41, 42, 43, 45, 46] as const;
const [GREATER, BACKTICK, PIPE, TILDE] = [62, 96, 124, 126] as const;
const [OPEN_QUOTE, BULLET] = [0x201c, 0x2022] as const;

const isSpace = (char: number): boolean => char === 32 || char === TAB || char === 13;
const isDigit = (char: number): boolean => char >= 48 && char <= 57;
const isStop = (char: number): boolean => char === DOT || char === 33 || char === 63;
/** More stops, and what may stand between a stop and the space: `.)`, `.**`, `."`. */
const isClosing = (char: number): boolean =>
  isStop(char) || char === CLOSE || char === STAR || char === 95 || char === QUOTE || char === 39;

const LIST_ITEM = /^(?:[-*+•]|\d{1,3}[.)])\s/;
const LEAD_IN = /^#{1,6} |:[*_\s]*$/;
const MARKER = /^(?:#{1,6} |(?:[-*+•]|\d{1,3}[.)])\s+)?(?:\[[xX]\] )?/;
const INLINE_CODE = /`+[^`]*`+/g;
const LINT_COMMAND = /\b(?:lint|eslint|oxlint|ruff|biome|flake8|pylint|rubocop|clippy)\b/;
const TYPES_COMMAND = /\b(?:tsc|mypy|pyright|type-?check|types)\b/;
const TEST_COMMAND =
  /(?:^`+|[\s/:_.])(?:test|tests|spec)(?:[_.\s/:`]|$)|pytest|vitest|jest|runtests/;
const BUILD_COMMAND = /\b(?:build|compile)\b/;
const TYPOGRAPHIC_APOSTROPHE = /’/g;
const QUOTE_MARK = /["“„«]/;
const DOUBLE_QUOTED = /"[^"]*"|[“„][^”“]*[”“]|«[^»]*»/g;
const SINGLE_QUOTED = /(^|[\s(])'(?:[^']|'(?=\w)){2,200}'(?=$|[\s).,;:!?])/g;
const DECORATION = /[^\w\s.,;:'"!?()-]/;
const LINK = /\[([^[\]]{1,200})\]\([^()\s]{1,300}\)/g;
const CHECK_MARK = /[✅✔✓☑]\uFE0F?/g;
const DECORATIONS = /\*+|~~|\b_+|_+\b(?!\w)|(?!❌)\p{Extended_Pictographic}|\uFE0F/gu;
/** Not the single space, so that most sentences come back as they are. */
const SPACES = / {2,}|[^\S ]\s*/g;
const SPACE_BEFORE_MARK = / ([.,;:!?])/g;
