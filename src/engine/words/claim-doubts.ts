/**
 * What takes a claim back: the words before it in its stretch of the sentence, and those behind it.
 */
import { any, CLAIMS_TESTS, CLAIMS_WORK } from './claim-phrases.ts';

/** Whether nothing around the phrase from `start` to `end` takes back what it claims. */
export function stands(
  text: string,
  start: number,
  end: number,
  kinds: number,
  isDeed: boolean,
): boolean {
  const before = text.slice(0, start);
  const stretch = before.slice(endOfLast(before, NEW_STRETCH));
  // In "I could not see why, and fixed it" the doubt ends with its clause: a deed told in the past
  // tense is under no plan.
  const clause = stretch.slice(endOfLast(stretch, NEW_CLAUSE));
  if (PLANNED.test(isDeed ? clause : stretch) || DENIED.test(clause)) return false;
  if (UNDONE.test(text.slice(start, end)) || IS_TESTED.test(stretch)) return false;
  if (REPORTED.test(stretch) || GOVERNED.test(before)) return false;
  const behind = text.slice(end);
  const next = behind.search(NEW_STRETCH_OR_PLAN);
  const rest = next < 0 ? behind : behind.slice(0, next);
  if (TAKEN_BACK.test(rest) || REPORTED_BEHIND.test(behind)) return false;
  if (!isDeed && CONDITION_BEHIND.test(rest)) return false;
  if ((kinds & CLAIMS_WORK) !== 0) return !ANOTHER_DOMAIN.test(text);
  if (kinds === CLAIMS_TESTS && SOME_FAIL.test(text)) return false;
  return !isShare(clause + text.slice(start, end));
}

/** "2 of 5 tests", but not "5 of 5 tests". */
function isShare(clause: string): boolean {
  const share = SHARE.exec(clause);
  return share !== null && Number(share[1]) < Number(share[2]);
}

function endOfLast(text: string, border: RegExp): number {
  let end = 0;
  border.lastIndex = 0;
  for (let match = border.exec(text); match !== null; match = border.exec(text)) {
    end = border.lastIndex;
  }
  return end;
}

/** Begins a stretch that a plan before it does not reach. */
const NEW_STRETCH =
  /;|[—–→]| - |\bbut\b|\bhowever\b|, so (?!that)|\b(?:since|because|now that|given that)\b|, (?:i|we) (?!will|would|should|could|can|must|need|want|plan|think|hope|am going|may|might)|\band (?=they (?:all |both |now )*(?:pass|work))/g;
const NEW_STRETCH_OR_PLAN =
  /;|[—–→]| - |\bbut (?!not|one|two|three|for)|, (?:so|and|i|we|let|next|now) | (?:and|so) (?:i|we|let) /;
const NEW_CLAUSE = /,|\band\b|:|\bthen\b/g;

/** Before a claim, in its stretch: a plan, a wish, a duty, a condition, a guess, or history. */
const PLANNED = new RegExp(
  '\\b' +
    any(
      'will|would|could|should|shall|may|might|must|cannot|going to|gonna|let (?:us|me)|next(?!\\.?js)',
      'needs?|needed to|ha(?:ve|s) to|want(?:s|ed)?|wish(?:es)?|tr(?:y|ying|ied) (?:to|and)|attempt',
      'mak(?:e|ing) sure|ensur(?:e|es|ing)|in order|so that|so as|aim(?:s|ing)?|intend|goal',
      'whether|if|once|when(?:ever)?(?! (?:i|we) (?:ran|run))|until|till|unless|as soon as|provided|assuming|before',
      'hop(?:e|es|efully|ing)|expect(?:s|ing)?|expected to|plan(?:s|ning)?(?: is)? to|(?:my|the) plan|todo|please',
      'remaining|pending|criteria|requires?|to (?:be|get|have|make|see|verify|check|confirm|validate|prove|show|test)',
      'think|believe|doubts?|guess|suppose|suspect|assum(?:e|ing)|seems?|appears?|looks? like|likely|probably|perhaps',
      'maybe|presumably|possibly|in theory|supposed|ideally|can (?!confirm|see|report|say|now|also confirm)',
      '(?<!\\b(?:i|we|can|tests|results|logs|runs|checks|also) )(?:verify|check|confirm|validate)(?! ?:| passe)',
      '(?<!, )(?:verifying|checking|confirming|validating)',
      'previously(?! (?:failing|failed|broken))|originally|historically|used to|at first|initially|earlier',
      'last (?:week|month|year|release)|in (?:version|release|v) ?\\d',
    ) +
    '\\b',
);
/** Before a claim, in its clause: a denial, a share, or a question within. */
const DENIED =
  /\b(?:not(?! only)|never|cannot|none|neither|hardly|barely|nothing|no (?:guarantee|evidence|proof|sign|indication|idea|way)|unable|refused?|instead of|rather than|fail(?:s|ed)? to|without|most|some|few|several|almost|nearly|half|parts?|partial(?:ly)?|mostly|first|second|third|last|other|one of|(?<!\ball )(?:two|three|four|five|six|\d+) of (?:the|my|these|our)(?! \d)|how|why|what|example|(?:the|each|every|this) step|steps? \d+|phase|milestone|only \d+|any)\b/;
/** Within a claim: "the issue with it not working", "the bug that will be fixed". */
const UNDONE =
  /\b(?:will|would|should|must|could|might|may|can|to) (?:\w+ )?(?:be|have been|get)\b| on (?:main|master)\b|\b(?:not|never) (?:yet |been |fully |being )*[a-z]+$/;
/** "The test verifies that …": what a test is about, and not how it ended. */
const IS_TESTED =
  /\b(?:tests?|specs?|suite|cases?|assertions?|function|method|scripts?) (?:that |which |to )?(?:also |now )?(?:verif(?:y|ies)|checks?|asserts?|tests?|validates?|covers?)\b/;
/** Right before a claim: "wait for the tests to", "a function that". */
const GOVERNED =
  /\b(?:(?<!\b(?:i|can|to) )(?:report|say|announce|conclude|claim) that|old|original|previous|unpatched|make|makes|making|get|gets|getting|keep|keeps|see|watch|no|wait(?:ing)? for|like|after(?: (?:the|all|all the|your))?)(?: the| all| our| all the)? $/;
const REPORTED =
  /\b(?:you|users?|customer|he|she|they|authors?|maintainers?|reviewers?|reporter|colleagues?|teammates?|(?:sub-?)?agents?|worker|issue|ticket|docs?|documentation|readme|comments?|changelog|notes?|message|report|description|pr|pull request|commit|instructions?|spec|task|it|code) (?:\w+ )?(?:sa(?:id|ys?)|stat(?:es?|ed)|claim(?:s|ed)?|mention(?:s|ed)?|report(?:s|ed)?|not(?:es|ed)|wr(?:ote|ites)|told|tells|suggest(?:s|ed)?|asks?|asked|insists?|believes?|thinks?|confirmed|indicates?)\b|\baccording to\b|\b(?:reportedly|apparently|supposedly|allegedly)\b|\bclaims? (?:that|the)\b/;
const REPORTED_BEHIND =
  /\baccording to\b|\b(?:you|they|he|she|the user|the author|the issue|the docs?) (?:said|says?|claims?|told|claimed|states?|reported)\b/;

/** Behind a claim: a doubt, an exception, another state of things, or history. */
const TAKEN_BACK =
  /\b(?:except|which is (?:the|an?|wrong|why|not)|apart from|aside from|other than|but (?:not|one|two|three|for)|before (?:my|the|this|that|these|those|i|we|your|any|\w+ing)\b|without (?:my|the|this|these|your|any of) (?:\w+ )?(?:change|fix|patch|edit)|on (?:main|master|the base|the original|a clean)|upstream|in (?:version|release|v) ?\d|in v?\d+(?:\.\d+)+|in (?:a |an |the )?(?:previous|earlier|later|newer|older|last|next|future) |ago\b|last (?:week|month|year|release)|in theory|i (?:think|hope|guess|believe|suppose)|probably|presumably|hopefully|or not|not yet|yet\b|soon|tomorrow|by (?:hand|you|the user))/;
const CONDITION_BEHIND =
  /\b(?:if|once|when(?! (?:run|i run|running|tested))|whenever|unless|until|as long as|provided|assuming|only|as soon as)\b/;
const SOME_FAIL =
  /\b[1-9]\d*(?: tests?)?(?: (?:still|are|is))* (?:failed|failures?|fails?|failing(?! (?:tests?|specs?)))\b/;
const SHARE = /\b(\d+) ?(?:\/|of|out of) ?(?:the |all )?(\d+)\b/;
const ANOTHER_DOMAIN =
  /\byour (?:\S+ ){0,3}?(?:orders?|account|refund|return|exchange|payment|booking|reservation|flight|subscription|address|identity|email|delivery|shipment|package|items?|credit|gift|card|purchase|appointment|profile|details)\b/;
