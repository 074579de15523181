import { readsLikeOutage } from '../words/outage.ts';

/**
 * Whether a result without a flag reads like a failure: one rule, on its first and last characters.
 *
 * A prior in English and in the words of common tools; a text in another language is taken to have
 * worked. Accuracy on recorded sets that carry flags: see `docs/numbers.md`, "Failure by text".
 */
export function readsLikeFailure(text: string): boolean {
  if (text.length === 0) return false;
  if (text.length <= 2 * EDGE_CHARS) {
    return fails(text) || (text.length <= OUTAGE_CHARS && readsLikeOutage(text));
  }
  return fails(text.slice(0, EDGE_CHARS)) || fails(text.slice(-EDGE_CHARS));
}

function fails(text: string): boolean {
  return FAILURE.test(text) || SHOUTED.test(text);
}

const EDGE_CHARS = 400;
/** A longer text may speak of an outage, and be none. */
const OUTAGE_CHARS = 200;
/** In capitals: a test runner's verdict, and not a word of a sentence. */
const SHOUTED = /\b(?:FAILED|FAIL)\b/;

const FAILURE = new RegExp(
  [
    '^\\s*(?:\\w+:\\s*)?(?:error|failed|failure|fatal|invalid|exception|traceback|unknown)\\b(?![.\\w/-])',
    '^(?:[-*] )?(?:[A-Z]\\d+ )?(?:\\w+\\.)*\\w*(?:Error|Exception)\\b[: ]',
    '^\\s*<(?:tool_)?error>',
    '\\b(?:introduced|has) (?:new )?(?:syntax )?errors?\\(s\\)',
    '^npm (?:ERR!|error)',
    '\\bTraceback \\(most recent call last\\)',
    '\\b(?:command not found|No such file or directory|Permission denied|cannot access)\\b',
    '\\b[Ee]xit(?:ed with)? (?:code|status):? [1-9]',
    '\\(exit [1-9]\\d*\\)',
    '\\b[1-9]\\d* (?:failed|failing|failures?|errors?)\\b',
    '\\berror TS\\d+:',
    ':\\d+: (?:fatal )?error: ',
    '^panic: ',
    // pytest's line of what did not hold, and the mark of other runners.
    '^E {2,}(?:assert\\b|\\w*(?:Error|Exception)\\b)',
    '^\\s*[✗✘✖×] ',
    '^Segmentation fault\\b',
    '^(?:\\S+ )?timed out\\b',
    '^\\S+: (?:line \\d+: )?.*(?:not found|syntax error)',
  ].join('|'),
  'im',
);
