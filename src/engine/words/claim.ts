/**
 * Whether a message of an agent claims that its work succeeded. It reads the words alone; what the
 * run shows of it is another's question.
 *
 * A prior, in English: of another language nothing is ever called a claim. A claim is a phrase of
 * `claim-phrases.ts` with nothing before it in its stretch of the sentence that makes it a
 * plan, a condition, a guess, a denial or another's word, and nothing behind it that takes it back (`claim-doubts.ts`).
 * In doubt it is none: whoever is told of an empty claim has to go and look.
 */
import { stands } from './claim-doubts.ts';
import { CLAIMS_ALL, CLAIMS_WORK, kindsOfSubject, PHRASES } from './claim-phrases.ts';
import { isLeadIn, isListItem, plainWords, sentencesOf } from './sentences.ts';

export {
  CLAIMS_ALL,
  CLAIMS_BUILD,
  CLAIMS_LINT,
  CLAIMS_TESTS,
  CLAIMS_TYPES,
  CLAIMS_WORK,
} from './claim-phrases.ts';

export interface Claim {
  /** Sum of the bits of all claims in the text. */
  kinds: number;
  /** Bounds in the text of the sentence of the first specific claim, else of the first. */
  start: number;
  end: number;
  /** The text also announces a check to come: "now let me run the tests to verify". */
  checkFollows: boolean;
}

/**
 * `undefined` where nothing is claimed. Reads the first and last 4000 characters.
 *
 * @param wanted Kinds that are looked for, as bits: the fewer, the faster.
 */
export function claimIn(text: string, wanted = CLAIMS_ALL): Claim | undefined {
  const key = (wanted & CLAIMS_WORK) === 0 ? NAMED_KEY : KEY;
  if (wanted === 0 || !key.test(text.length > READ_CHARS ? edges(text) : text)) return undefined;
  const bounds = sentencesOf(text);
  let claim: Claim | undefined;
  let isUnderPlan = false;
  for (let index = 0; index < bounds.length; index += 2) {
    const start = bounds[index]!;
    const end = bounds[index + 1]!;
    const raw = text.slice(start, end > start + SENTENCE_CHARS ? start + SENTENCE_CHARS : end);
    // "Still to do:" governs the list below it, and a list ends with a line that is no item.
    if (!isUnderPlan || !isListItem(raw)) {
      if (isLeadIn(raw)) isUnderPlan = LEADS_TO_PLAN.test(raw);
      else if (isFirstOfLine(text, start)) isUnderPlan = false;
    }
    if (isUnderPlan || !key.test(raw) || raw.endsWith('?') || raw.includes('[ ]')) continue;
    const kinds = kindsIn(plainWords(raw), wanted);
    if (kinds === 0) continue;
    const isMoreSpecific = claim?.kinds === CLAIMS_WORK && kinds !== CLAIMS_WORK;
    if (claim === undefined) claim = { kinds, start, end, checkFollows: false };
    else {
      claim.kinds |= kinds;
      if (isMoreSpecific) [claim.start, claim.end] = [start, end];
    }
  }
  if (claim !== undefined) claim.checkFollows = announcesCheck(text, bounds);
  return claim;
}

/** The bits of all claims in one sentence of plain words. */
function kindsIn(sentence: string, wanted: number): number {
  if (SETS_THE_TONE.test(sentence)) return 0;
  let kinds = 0;
  const work = (wanted & CLAIMS_WORK) !== 0 && WORK_KEY.test(sentence);
  const named = NAMED_KEY.test(sentence);
  for (const { pattern, bits, isDeed } of PHRASES) {
    if (bits === CLAIMS_WORK ? !work : !named || (bits !== 0 && (bits & wanted) === 0)) continue;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(sentence); match !== null; match = pattern.exec(sentence)) {
      const found = bits === 0 ? kindsOfSubject(match[0]) : bits;
      const end = match.index + match[0].length;
      if ((found & wanted & ~kinds) !== 0 && stands(sentence, match.index, end, found, isDeed)) {
        kinds |= found;
      }
    }
  }
  return kinds & wanted;
}

function announcesCheck(text: string, bounds: readonly number[]): boolean {
  for (let index = 0; index < bounds.length; index += 2) {
    const start = bounds[index]!;
    const raw = text.slice(start, Math.min(bounds[index + 1]!, start + SENTENCE_CHARS));
    if (CHECK_KEY.test(raw) && !raw.endsWith('?') && CHECK_TO_COME.test(plainWords(raw)))
      return true;
  }
  return false;
}

function isFirstOfLine(text: string, start: number): boolean {
  let at = start - 1;
  while (at >= 0 && text.charCodeAt(at) === 32) at--;
  return at < 0 || text.charCodeAt(at) === 10;
}

function edges(text: string): string {
  return text.slice(0, READ_CHARS / 2) + text.slice(-READ_CHARS / 2);
}

const READ_CHARS = 8000;
/** What a longer sentence says behind this is not read: it bounds every pattern below. */
const SENTENCE_CHARS = 600;

/** Without any of these words there is no claim; it saves the reading of most messages. */
const KEY =
  /\b(?:pass(?:e[sd]|ing)?|green|succeed(?:s|ed)?|successful(?:ly)?|compile[sd]?|buil(?:ds|t)|clean(?:ly)?|happy|fixe[sd]|done|implemented|completed?|finish(?:ed|es)|resolve[sd]|solve[sd]|work(?:s|ed|ing)?|verified|confirmed|validated|tested|corrected|debugged|repaired|addressed|gone|no longer|in place|type[- ]?checks|types check|runs|ran|(?:no|0|zero|without|none) (?:\S+ ){0,5}?(?:errors?|fail(?:ed|ures?)?|warnings?|issues?|problems?|complaints|violations?))\b|[✅✔✓☑]|: ok\b/i;

/** The same for tests, builds, linters and type checkers alone. */
const NAMED_KEY =
  /pass(?:e[sd]|ing|\b)|green|succe|compile|buil[dt]|clean|type[- ]?checks|types check|(?:no|0|zero|without|none) (?:\S+ ){0,5}?(?:errors?|fail|warning|issue|problem|complaint|violation)|[✅✔✓☑]|: ok\b|happy|no longer/i;

/** The same for work in general. */
const WORK_KEY =
  /fix|implement|done|complet|finish|resolv|solv|work|verif|confirm|validat|test|correct|debug|repair|address|gone|longer|runs|ran\b|pass|succe|in place|execut|start|no (?:more )?(?:errors|issues|problems)/;

/** What follows is a plan whatever comes. */
const SETS_THE_TONE =
  /^(?:todo|goal|plan|next|expected|acceptance|ideally|remaining|not)\b|❌|\btasks?\b[^:]*:$/;
/** The same of a line with a list below it. */
const LEADS_TO_PLAN =
  /\b(?:todo|to do|to-do|next|plan|goals?|criteria|checklist|remaining|requirements?|will|need|should|must|going to|ensure|make sure|(?:verify|check) that|please|want|let me|let's|expected|definition of)\b/i;

const CHECK_KEY = /\b(?:re-?)?run|execut|verif|check|confirm|validat|\btest|ensur|sure/i;
/** Someone is about to run something that checks. */
const CHECK_TO_COME =
  /\b(?:let me(?! know)|let us|i will|we will|i am going to|going to|i (?:still )?(?:need|want|have) to|i should|next,?|now,? i|time to|before [^,]+, i will)\b(?: (?:now|also|just|then|quickly|first|next|still|go ahead and|[a-z]+ (?:it|this|that|everything) and|[a-z]+ and)){0,3}[^.;]{0,40}?\b(?:(?:re-?)?(?:run|execute)\b[^.;]{0,60}\b(?:tests?|suite|specs?|lint(?:er)?|build|checks?|type-?check(?:er)?|script|pytest|tsc|code|it|them|command|everything)\b|verify|double-?check|confirm|validate|make sure|ensure|check (?:that|if|whether|it|everything|for|the (?:build|tests?|types))|test (?:it|this|that|the|everything))|^(?:now )?(?:re-?)?(?:running|verifying) (?:the |all |our )?(?:\w+ )?(?:tests?|suite|lint(?:er)?|build|fix|checks?|type)\b/;
