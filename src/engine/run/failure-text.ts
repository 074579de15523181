/**
 * Whether a result without a flag reads like a failure: one rule, on its first and last characters.
 *
 * A prior in English and in the words of common tools; a text in another language is taken to have
 * worked. Accuracy on recorded sets that carry flags: see `docs/numbers.md`, "Failure by text".
 */
export function readsLikeFailure(text: string): boolean {
  if (text.length === 0) return false;
  if (text.length <= 2 * EDGE_CHARS) return FAILURE.test(text);
  return FAILURE.test(text.slice(0, EDGE_CHARS)) || FAILURE.test(text.slice(-EDGE_CHARS));
}

const EDGE_CHARS = 400;

const FAILURE = new RegExp(
  [
    '^\\s*(?:\\w+:\\s*)?(?:error|failed|failure|fatal|invalid|exception|traceback|unknown)\\b',
    '^(?:\\w+\\.)*\\w*(?:Error|Exception)\\b[: ]',
    '^npm (?:ERR!|error)',
    '\\bTraceback \\(most recent call last\\)',
    '\\b(?:command not found|No such file or directory|Permission denied|cannot access)\\b',
    '\\b[Ee]xit(?:ed with)? (?:code|status):? [1-9]',
    '\\(exit [1-9]\\d*\\)',
    '\\b[1-9]\\d* (?:failed|failing|failures?|errors?)\\b',
    '\\b(?:FAILED|FAIL)\\b',
    '^\\S+: (?:line \\d+: )?.*(?:not found|syntax error)',
  ].join('|'),
  'im',
);
