/**
 * Whether a text says that the other side is down or refuses for now: what waiting may mend, and
 * another try may not. A prior: statuses of HTTP, codes of systems, and phrases in English. 500
 * is one as a status alone (`HTTP 500`): its words are often those of the program at hand.
 *
 * Only the first 400 and the last 200 characters are read.
 */
export function readsLikeOutage(text: string): boolean {
  if (ALONE.test(text)) return true;
  if (text.length <= HEAD_CHARS + TAIL_CHARS) return tellsOutage(text);
  return tellsOutage(text.slice(0, HEAD_CHARS)) || tellsOutage(text.slice(-TAIL_CHARS));
}

/**
 * Whether a text is nothing but such a status, at most 200 characters of it: for results that carry
 * no flag, or one that says that all went well.
 */
export function isPlainOutage(text: string): boolean {
  // A number alone may count anything, where nothing else says that it failed.
  if (text.length > PLAIN_CHARS || /^\W*\d+\W*$/.test(text)) return false;
  if (!readsLikeOutage(text)) return false;
  const rest = text.replaceAll(STATUS_WORDS, ' ').match(/[\p{L}\p{N}_]+/gu);
  return rest === null || rest.length <= REST_WORDS;
}

const HEAD_CHARS = 400;
const TAIL_CHARS = 200;
const PLAIN_CHARS = 200;
/** Words beside a status that may name who sent it. */
const REST_WORDS = 2;

function tellsOutage(text: string): boolean {
  return HINT.test(text) && OUTAGE.test(text) && !OWN_FAILURE.test(text);
}

const STATUS = '(?:429|50[0234]|52[0-4]|529)\\b';

const ALONE = new RegExp(`^\\s*${STATUS}\\s*$`);

/** No rule below can hold without one of these: a cheap first look. */
const HINT =
  /429|50[0234]|52[0-49]|E(?:CONN|TIMED|NOTF|AI_|HOSTU|NETU)|nnection|NNECTION|imit|IMIT|vailable|VAILABLE|atewa|ATEWA|uota|UOTA|verload|VERLOAD|andshake|ANDSHAKE|resol|RESOL|etwork|ETWORK|hang up|route|curl: |retries|EXHAUSTED|exhausted|oo [Mm]any|OO MANY|later|LATER|pstream/;

const OUTAGE = new RegExp(
  [
    // A status: by its protocol, its name or its reason.
    `\\bhttp(?:/\\d(?:\\.\\d)?)?(?: error| status| code){0,2}:? ${STATUS}`,
    `\\b(?:status|error)(?:[ _-]?code)?["']?(?: is|:|=)? ?["'(]?${STATUS}`,
    `\\bcode["']?[:=] ?["']?${STATUS}`,
    `(?<!\\w)\\(${STATUS}\\)`,
    '\\b(?:429:? too many|502:? bad g|503:? service u|504:? gateway t|529:? (?:site )?overl)',
    // Codes and words of systems.
    '\\be(?:connrefused|connreset|connaborted|timedout|notfound|ai_again|hostunreach|netunreach)\\b',
    '\\bconnection (?:was )?(?:refused|reset|timed out|aborted)\\b|\\bno route to host\\b',
    '\\bnetwork is (?:unreachable|down)\\b|\\bcould(?: not|n.t) resolve host|\\bname resolution\\b',
    '\\btls handshake timeout\\b|\\bupstream (?:connect error|request timeout)|\\bsocket hang up\\b',
    '\\bcurl: \\((?:6|7|28|35|52|56)\\)|\\bmax retries exceeded with url\\b|\\bresource_exhausted\\b',
    // Phrases of services.
    '\\brate[- _]?limit(?:s|ing)?[ _]?(?:ed|error|exceeded|reached|hit)\\b',
    '\\bexceeded (?:a |the |your )?(?:\\w+ )?(?:rate[- ]limit|quota)|\\bquota (?:\\w+ )?exceeded\\b',
    '\\btoo many requests\\b|\\b(?:service|temporarily) unavailable\\b|\\btry again later\\b',
    '\\boverloaded(?:_error)?\\b(?! (?:func|meth|oper|constr|sign|[\'"`‘]))',
    '\\bbad gateway\\b|\\bgateway time-?out\\b',
  ].join('|'),
  'im',
);

/** A test's own failure, or a program that speaks of one: there nobody is down. */
const OWN_FAILURE =
  /\bexpected\b[^\n]{0,80}\b(?:got|received|but|to (?:be|equal|have|match)|actual)\b|\bassert|[!=]==? ?['"]?(?:E[A-Z]|\d{3}\b)|\bcase ['"]?(?:E[A-Z]|\d{3}\b)|^ *FAIL(?:ED)? +\S*[./:]|^[^\s:]*\.\w+:\d+[:-]/im;

/** What answers about an outage are made of. */
const STATUS_WORDS =
  /\b(?:\d{1,3}|https?|status|code|errors?|errno|message|type|detail|title|reason|request|too|many|requests|rate|limit|limited|exceeded|reached|quota|overloaded|overloaded_error|service|server|temporarily|unavailable|bad|gateway|time-?out|timed out|connect|connection|refused|reset|please|try|again|retry|retry_after|later|after|in|is|the|your|you|have|seconds?|for|api|by|peer|e[a-z_]{6,12}|failed|fetch|null|true|false|ok|success|data)\b/gi;
