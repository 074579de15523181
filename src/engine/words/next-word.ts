/**
 * What a person's word after the agent's says of its work: displeased, content, on to something
 * else, or an interruption; 0 where it says nothing of it, as most do: an answer, a question, a wish.
 * A prior, in English: in other languages a person is taken to say nothing of it.
 *
 * Only the first 400 characters are read: a verdict comes first.
 */
export const WENT_ON = 1;
export const PLEASED = 2;
export const INTERRUPTED = 3;
export const DISPLEASED = 4;

/** @param asked The agent had asked something: then a no is an answer, and so is a wish to undo. */
export function verdictIn(text: string, asked = false): number {
  const head = (text.length > HEAD_CHARS ? text.slice(0, HEAD_CHARS) : text).trimStart();
  if (BROKEN_OFF.test(head)) return INTERRUPTED;
  if (!HINT.test(head)) return 0;
  // What is asked for next is work to do: what it says is broken was not the agent's.
  if (ON.test(head)) return WENT_ON;
  if (!asked && (refuses(head) || UNDOES.test(head))) return DISPLEASED;
  const first = firstSentences(head);
  if (REJECTS.test(first) && !HEARSAY.test(first)) return DISPLEASED;
  if (SPOILS.test(first)) return 0;
  if (JUDGES.test(head)) return PLEASED;
  if (!THANKS.test(head)) return 0;
  // Thanks before a wish are manners; they say that it went on.
  return text.length <= THANKS_CHARS && !text.includes('?') ? PLEASED : WENT_ON;
}

const HEAD_CHARS = 400;
/** A text that has room for thanks, and for nothing else. */
const THANKS_CHARS = 60;
/** Sentences in which a verdict is looked for. */
const SENTENCES = 2;

/** As hosts write that a person stopped the agent. */
const BROKEN_OFF =
  /^(?:\[Request interrupted by user|<turn_aborted>|\[?Operation cancelled by user)/i;

/** No rule below can hold without one of these. */
const HINT =
  /\b(?:no|nope|wrong|not|still|again|broke|broken|undo|revert|stop|same|fails?|failing|crash\w*|you|thanks?|thx|ty|great|perfect|works?|working|worked|nice|awesome|excellent|lgtm|good|exactly|love|brilliant|amazing|wonderful|fantastic|cool|next|now|also|another|moving|useless|terrible|awful|wtf|fixed|solved|did|thing|looks?|happen\w*|incorrect|nonsense|worse|told|said|why)\b|n['’]t\b/i;

/** A nod, perhaps, and then something else to do. */
const ON =
  /^(?:(?:ok(?:ay)?|alright|all right|cool|good|great|fine|perfect|nice|yes|yep|sure|thanks|thank you)[,.!]*\s+)?(?:(?:and|so)\s+)?(?:now,? (?!(?:it|this|that|i|we|the|there|you|everything|nothing)\b)|next,? (?:step|up|please|let|we|i|can|do|add|fix|make|write|implement|update|remove|run)|moving on\b|(?:one more|another) thing\b|one last thing\b)/i;

/** It begins with a no; but "no problem" and "no, that is all" are content. */
const REFUSES =
  /^(?:(?:hm+|ugh|um)[,.!]*\s+)?(?:nope|no)(?!(?:,)?\s+(?:problem|worries|need|rush|hurry|more|further|other|tests?|thanks?|thank|that['’]?s? (?:is )?(?:all|it|everything|fine|ok|good|great)|that will be|it['’]s (?:fine|ok|good)|nothing|one)\b)(?:[,.!:;—–-]|\s*$|\s+(?:it|that|this|you|i|the|not|don))/i;

/** A no is one in half of Europe: beyond the word itself, English words must stand with it. */
function refuses(head: string): boolean {
  return REFUSES.test(head) && (head.length < NO_CHARS || ENGLISH.test(head));
}

/** “No way!” */
const NO_CHARS = 8;
const ENGLISH =
  /\b(?:nope|the|it|is|that|this|those|you|your|not|i|want|wrong|still|don['’]?t|just|use|should|again|same)\b/i;

/** It wants the work undone. */
const UNDOES =
  /(?:^|[.!,;:] |\b(?:please|just|now) )(?:undo|revert|roll back|take back) (?:this|that|it|your|those|these|all|everything|the (?:last )?changes?)\b/i;

const REJECTS = new RegExp(
  [
    "\\bstill (?:(?:is|are)(?:n['’]t| not)? )?(?:broken|fail\\w*|wrong|crash\\w*|not\\b|does ?n|do ?n|is ?n|the same|there\\b|get(?:ting)? (?:the|an?|this|that)\\b[^.]{0,40}\\b(?:error|exception|warning|crash|failure)|see(?:ing)? (?:the|an?|this|that)\\b[^.]{0,40}\\b(?:error|exception|bug|issue|problem)|happen\\w*|errors?\\b|having)",
    "\\b(?:(?:does|do|did|is|are|was)(?:n['’]?t| not)|never) (?:work|working|help|helped|compile|build|fixed|right|correct|what i (?:want|ask|mean|said|need))",
    '\\bnot (?:working|fixed|right|correct|good enough|what i (?:want|ask|mean|said|need)\\w*)',
    "\\b(?:that|this|it|which)(?:['’]s| is| was) (?:\\w+ )?(?:wrong|incorrect|broken|useless|terrible|awful|worse|nonsense|a mess)\\b",
    "\\byou(?:[’']ve| have| just| also| again| completely| totally){0,2} (?:broke|broken|deleted|ignored|forgot|forgotten|missed|messed|ruined|made it worse)\\b",
    "\\byou (?:did ?n['’]?t|did not|have ?n['’]?t|have not) (?!need\\b|have to\\b)\\w+",
    '\\b(?:same|another) (?:error|exception|failure|problem|issue|bug|result) (?:again|as before|still|here)\\b|^(?:the |it.?s the )?same (?:error|problem|issue|bug)\\b',
    '\\b(?:i|as i) (?:already )?(?:told you|said (?:not|to|that|no|already|before))\\b',
    '^(?:wrong|stop|wtf|useless|terrible|awful)\\b(?! (?:by|at|in|on|worrying))',
    '\\bwhy (?:did|would|do|have) you (?:delet|remov|break|broke|chang|overwr|ignor|skip|not\\b)',
    '\\b(?:it|this|that|everything) (?:now )?(?:fails|crashes|broke|errors)\\b',
  ].join('|'),
  'i',
);

/** Somebody else says so, of something else; or it is a condition. */
const HEARSAY =
  /\b(?:users?|customers?|clients?|someone|somebody|people|they|he|she|reports?|reported|tickets?|issue #?\d+|if|when|whenever|unless|in case)\b[^.!?]{0,60}\b(?:say|says|said|complain|report|get|gets|see|sees|that|it|this|does|do|is|not|fails?|still)\b/i;

/** It begins with thanks, or with praise of a word. */
const THANKS =
  /^(?:(?:oh|wow|ah|ok(?:ay)?|yes|yep|yeah)[,.!]*\s+)?(?:(?:many )?thanks\b|thank you\b|thx\b|ty\b|(?:great|perfect|nice|awesome|excellent|brilliant|amazing|wonderful|fantastic|cool)\b)/i;

/** It begins with a judgement of the work. */
const JUDGES =
  /^(?:(?:oh|wow|ah|ok(?:ay)?|yes|yep|yeah|thanks|thank you|great|perfect|nice|awesome|cool)[,.!]*\s+){0,2}(?:lgtm\b|love (?:it|this)\b|exactly\b|well done\b|(?:great|good|nice|excellent) (?:job|work|one|stuff)\b|looks? (?:good|great|perfect|right)\b|(?:it|that|this|everything|all)(?: all| now)? works?\b|works\b|that (?:did it|fixed it|solved it|worked)\b|(?:it|that|this)(?:['’]s| is) (?:working|perfect|great|fixed|exactly|just what|what i (?:wanted|meant|needed)))/i;

const SPOILS =
  /\bbut\b|\bhowever\b|\bin advance\b|\bfor (?:trying|nothing)\b|\bwould be\b|\bif (?:you|it|we|i)\b|^(?:many )?(?:thanks|thank you)[,.!]? (?:for (?:looking|your (?:patience|help) with)|please\b)|\bplease (?:go ahead|proceed|continue)\b/i;

/** Whether a text ends on a question to the reader. */
export function asks(text: string): boolean {
  return text.slice(-TAIL_CHARS).includes('?');
}

const TAIL_CHARS = 160;

function firstSentences(text: string): string {
  const parts = text.split(SENTENCE_END, SENTENCES);
  return parts.join('. ');
}

const SENTENCE_END = /(?<=[.!?])\s+|\n+/;
