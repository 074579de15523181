/**
 * Whether a person, or the task, tells the agent to poll or to wait: then asking again is the work,
 * and no loop. A prior, in English: in another language nobody is taken to have said so.
 */
export function tellsToWait(text: string): boolean {
  // Long pastes are read at both ends, where one says what one wants.
  if (text.length <= 2 * EDGE_CHARS) return tells(text);
  return tells(text.slice(0, EDGE_CHARS)) || tells(text.slice(-EDGE_CHARS));
}

const EDGE_CHARS = 1000;

function tells(text: string): boolean {
  if (!HINT.test(text)) return false;
  for (const sentence of text.split(SENTENCE_END)) {
    if (!HINT.test(sentence) || IS_ABOUT.test(sentence)) continue;
    for (const clause of sentence.split(CLAUSE_END)) {
      if (WAITS.test(clause) && !REFUSES.test(clause)) return true;
    }
  }
  return false;
}

/** No rule below can hold without one of these. */
const HINT =
  /poll|wait|watch|monitor|keep |check|every|each|once an?|until|till|me (?:know|when|once)/i;
const SENTENCE_END = /[.!?](?=\s|$)|\n|;|,? but /;
const CLAUSE_END = /,? (?:and then|and|then) /;

/** How one may begin, and still ask for something. */
const BEGIN =
  '(?:^|[,:] |[-*] |\\b(?:please|just|now|you (?:should|must|can|need to|have to|to)|(?:could|can|will|would) you|(?:sure|remember) to|first|also|let.s) )\\s*(?:please |just |then |now |first |also |simply )?';
const SPAN =
  '(?:\\d+|an?|few|couple of|other|half an|two|three|five|ten|fifteen|twenty|thirty|sixty)? ?(?:s|sec|seconds?|m|mins?|minutes?|h|hours?)\\b';
const UNTIL = '(?:until|till|every|while)\\b';

const WAITS = new RegExp(
  [
    `${BEGIN}(?:re-?)?(?:poll|monitor|watch for) (?:for |over )?(?:the|it|this|that|its|our|my|these|those) (?!(?:results?|page)\\b)`,
    `${BEGIN}(?:re-?)?(?:poll|monitor) (?:it|this|that|them)$`,
    `${BEGIN}(?:re-?)?(?:poll|monitor|watch) (?:[\\w./-]+ ){0,5}${UNTIL}`,
    `${BEGIN}wait (?:for|until|till|an?|some|\\d+)\\b`,
    `${BEGIN}every ${SPAN}`,
    '\\b(?:keep (?:on )?|continue )(?:checking|polling|watching|monitoring|waiting|asking|retrying|an eye on)\\b',
    '\\b(?:keep (?:on )?trying|continue to (?:check|poll|watch|monitor|wait))\\b',
    `\\b(?:check|look|poll|ask|try|retry|query|ping|refresh|watch|monitor)\\b[^,]{0,60}\\b(?:every|each|once an?) ${SPAN}`,
    '\\bcheck\\b[^,]{0,40}\\b(?:until|till|periodically|regularly|from time to time)\\b',
    '\\b(?:retry|try again|repeat)\\b[^,]{0,40}\\b(?:until|till)\\b',
    // “Once it is done” is said of any work; what finishes or gets ready does so by itself.
    '\\b(?:let me know|tell me|ping me|notify me|report back|come back|get back to me) (?:when|once|as soon as|after) (?!you)[^,]{1,40}\\b(?:finish(?:ed|es)|ready|complete|online|green|delivered|available|running|(?:is|are|back|comes) up)\\b',
  ].join('|'),
  'i',
);

/** A sentence about something that waits, to build or to mend. */
const IS_ABOUT =
  /\b(?:add|implement|write|build|create|make|fix|refactor|remove|support|change|update|rewrite|extend|test)\b[^,]{0,40}\b(?:functions?|methods?|code|scripts?|class|component|hook|button|endpoint|clients?|modes?|loops?|workers?|tests?|helpers?|features?|modules?) (?:to|that|which|so)\b/i;

/** A clause that forbids it, or asks about it, or for something that does it. */
const REFUSES =
  /\b(?:don.?t|do not|never|no need to|stop|without|instead of|avoid|rather than|no longer|not) (?:\w+ ){0,2}(?:poll|wait|watch|monitor|check|keep|retry)|(?<!\b(?:the|a|this|our|its) )\b(?:add|implement|write|build|refactor|remove|support|explain|document|describe|why|how|bug|function|method|code|button|make (?!sure))\b[^,]{0,60}\b(?:poll|wait|watch|monitor|retr|every|check)|\bwait(?: an? \w+)?,/i;
