import {
  CHECK_BUILD,
  CHECK_LINT,
  CHECK_RUN,
  CHECK_TESTS,
  CHECK_TYPES,
} from '../run/shell/rules.ts';

/**
 * The phrases that claim success, whatever stands around them: a subject, its verb, and an end that
 * shows the verb to have no object. They are tried on one sentence of bounded length; that, and no
 * repetition within a repetition over the same words, keeps an odd text from being a slow one.
 */

/** What is claimed, as bits: those of the checks that would bear it out. */
export const CLAIMS_TESTS = CHECK_TESTS;
export const CLAIMS_BUILD = CHECK_BUILD;
export const CLAIMS_LINT = CHECK_LINT;
export const CLAIMS_TYPES = CHECK_TYPES;
/** Work in general: fixed, done, works; a run of the program bears it out. */
export const CLAIMS_WORK = CHECK_RUN;
export const CLAIMS_ALL = CLAIMS_TESTS | CLAIMS_BUILD | CLAIMS_LINT | CLAIMS_TYPES | CLAIMS_WORK;

export interface Phrase {
  /** Global, on plain words. */
  readonly pattern: RegExp;
  /** What it claims; 0: what `kindsOfSubject` reads in it. */
  readonly bits: number;
  /** Told in the past tense of a doer ("I fixed the bug"): no plan before it reaches it. */
  readonly isDeed: boolean;
}

/**
 * Bits of the subject: "lint, types and the tests of the build" are three, for what tests are of is
 * an attribute.
 */
export function kindsOfSubject(phrase: string): number {
  const subject = phrase.replace(AN_ATTRIBUTE, ' ');
  let kinds = TYPES_WORD.test(subject) ? CLAIMS_TYPES : 0;
  if (LINT_WORD.test(subject)) kinds |= CLAIMS_LINT;
  if (BUILD_WORD.test(subject)) kinds |= CLAIMS_BUILD;
  if (TESTS_WORD.test(subject)) kinds |= CLAIMS_TESTS;
  // "All checks pass" does not say which.
  return kinds || CLAIMS_WORK;
}

/** Words in a pattern, one of which stands there. */
export const any = (...words: string[]): string => `(?:${words.join('|')})`;

const LINT = any(
  'lint(?:er|ing|s)?(?: checks?)?|(?:es|ox|py|style)lint|ruff|biome|prettier|flake8|rubocop|clippy',
  'format(?:ting)? checks?',
);
const TYPES = any(
  'type-?(?: ?check(?:s|er|ing)?)|types|tsc(?: --?\\w+)*|mypy|pyright|typescript(?: checks?)?',
);
const BUILD = any('(?:npm run )?builds?|compilation|cargo check');
const TESTS = any(
  'tests?(?: ?suites?| ?cases?| files?| runs?)?|suites?|specs?|pytest|(?:vi|je)st|ci|pipelines?',
);
const OTHERS = 'checks|(?:ci|status|sanity|health) check|(?:edge )?cases';
const LINT_WORD = new RegExp(`\\b${LINT}\\b`);
const TYPES_WORD = new RegExp(`\\b(?:${TYPES}|type)\\b`);
const BUILD_WORD = new RegExp(`\\b(?:${BUILD}|compiler?)\\b`);
/** "type checks" are no checks, or else they would be tests. */
const TESTS_WORD = new RegExp(
  `(?<!\\b(?:type|lint|linter|format|formatting|cargo)[ -])\\b${TESTS}\\b`,
);

const CHECK = any(LINT, TYPES, BUILD, TESTS, OTHERS);
/** What a noun may carry before its verb: "in src", "(42)", "I added", "that failed before". */
const ATTRIBUTE = any(
  ' (?:in|for|of|from|on|under|across|within|at|with) [^\\s,;:()]+(?: (?!and\\b(?! (?:\\S*[./]\\w|name))|(?:that|should|will|would|could|must|might|may|can|to|not)\\b)[^\\s,;:()]+){0,6}?',
  ' \\([^()]{1,60}\\)',
  ' (?:that )?(?:i|we|you) (?:\\w+ )?(?:added|wrote|changed|ran|touched|asked for)',
  ' (?:that|which) (?:were |was )?(?:previously )?(?:fail(?:ed|ing)|broken)(?: before| earlier)?',
  ' (?:written|added)',
);
const AN_ATTRIBUTE = new RegExp(
  `${ATTRIBUTE}(?=,| and | all | now | ?(?:is|are|pass|passed)\\b|$)`,
  'g',
);
const CHECK_NAMED = `(?:\\b|(?<=✓ ))${CHECK}${ATTRIBUTE}?`;
const CHECKS = `${CHECK_NAMED}(?:(?:,(?: and)?| and| &| \\/| \\+| plus) (?:the |all |our )?(?:unit |full )?${CHECK_NAMED}){0,4}`;
const STILL =
  '(?: (?:all|both|each|is|are|was|were|have|has|been|now|also|still|again|successfully|currently|already|finally|then|fully|(?:written|added|updated) and|continues? to|(?:comes?|came) back))*';
/** Ends a verb that takes no object: "tests pass a mock to it" says nothing of success. */
const NO_OBJECT =
  '(?=$|[.,;:!()✓"—–]| [-—–+&(✓]| (?:now|again|locally|successfully|cleanly|consistently|reliably|too|also|as (?:well|expected|before|intended|it should)|and|but|so(?! far)|both|with|without|in (?!as\\b|an? )|on|after|since|including|except|apart|for|at|under|across|because|which|while|when|if|once|before|until|unless|or|out of|fine|either|according|here|correctly|properly|perfectly|well|today|requested|yet|i think)\\b)';
const CLEAN = any(
  'pass(?:es|ed|ing)?',
  'succeed(?:s|ed)?|successful|green|clean|happy|✓',
  '(?:complete[sd]?|finish(?:es|ed)|runs?|ran|exits?|exited) (?:successfully|cleanly|fine|without (?:any )?(?:errors?|failures?|issues?|warnings?))',
  '(?:reports?|reported|shows?|showed|finds?|found|with|has|have|gives?|produces?) (?:no|0|zero)(?: new)? (?:errors?|failures?|issues?|warnings?|problems|complaints)|without (?:any )?(?:errors?|failures?|issues?|warnings?|problems|complaints)',
  'no longer (?:fails?|complains?)',
);
const CLEAN_SHORT = any('✓', 'pass(?:ed|ing)?', 'green', 'clean', 'ok', 'successful');

/** Things one works on; to say "done" of an order or an identity is no claim about work. */
const FAULT =
  '(?:bug|issue|problem|error|failure|crash|regression|warning|leak|deadlock|race condition|race|vulnerability|typo|defect|flake)(?:e?s)?';
const WORK_ITEM =
  '(?:bug ?)?fix(?:es)?|features?|implementations?|code|changes?|tests?|functions?|functionality|methods?|class(?:es)?|components?|tasks?|refactor(?:ing)?|migrations?|scripts?|modules?|endpoints?|apis?|apps?|solutions?|patch|cli|pages?|parser|algorithm|logic|integration|upgrade|work|todos?|tickets?|rewrite|support for [^\\s,;:]+|reproduction script|reproduction|reproducer|server|program|dashboard|requirements|commands?|handler|ui';
const THING = any(FAULT, WORK_ITEM);
const DESCRIBED = `(?: (?:in|for|of|from|on|with|where|that|when|caused|reported|described|related|about|to|i|we|you|due)(?: (?!and\\b|but\\b)[^\\s;:()]+){1,14}?| name| \\([^()]{1,60}\\))?`;
const NOW =
  '(?: (?:now|all|both|also|already|just|finally|fully|successfully|completely|properly|correctly|indeed|been|being))*';
const MADE = any(
  'fixed|resolved|solved|completed?|finished|done|verified|corrected|working|in place',
  'implemented(?! in\\b)|(?<=now |been )implemented',
);
const I_DID =
  '(?:(?:^|[,;:(✓—–] ?| - |\\band |\\bthen |\\bi |\\bwe |\\bi have |\\bwe have )(?:have )?(?:now |also |already |just |successfully |finally |both |completely |properly |then |and )*)';
/** "fixed width" and "implemented in C" describe. */
const DESCRIBES =
  '(?![- ](?:width|size|length|point|amount|price|cost|rate|number|set|position|window|seed|term|value|bugs? in (?:version|v?\\d)|versions?)\\b| (?:in|as|via|by|on|using|at|to) (?!.*\\b(?:by|so that|and)\\b)|-)';

function says(pattern: string, bits: number, isDeed = false): Phrase {
  return { pattern: new RegExp(pattern, 'g'), bits, isDeed };
}

/** From what is checked to what is worked on. */
export const PHRASES: readonly Phrase[] = [
  // "lint, types and all 42 tests are green"
  says(`${CHECKS}(?: ?[:=—–-])?${STILL} ${CLEAN}${NO_OBJECT}`, 0),
  says(`^(?:✓ |passed: |ok: |clean )${CHECKS}$|${CHECK} ?(?:: ?|✓ )${CLEAN_SHORT}`, 0),
  // "they all pass", "12/12 passed", "all green"
  says(
    `(?:\\b(?:they|these|those|both|all|everything|it|of (?:them|these))|\\b\\d[\\d,]*|^✓|^)${STILL} ?\\bpass(?:es|ed|ing)?${NO_OBJECT}|(?:\\b(?:they|all|both|everything)|^✓)${STILL} green${NO_OBJECT}`,
    CLAIMS_TESTS,
  ),
  // "passes all tests", "passes lint"
  says(
    `\\bpass(?:es|ed)? (?:(?:all|both|the|our|its|every|full|entire|existing|of|new|\\d+|unit|integration|and) ){0,5}${CHECKS}${NO_OBJECT}`,
    0,
  ),
  // "0 failed", "no test failures"
  says(
    '\\b(?:no|0|zero|without)(?: any| more)?(?: test| failing)? (?:failures?|failed|tests? (?:is |are )?(?:fail(?:s|ed|ing)?|failures?))\\b|\\bnone of the tests fail\\b',
    CLAIMS_TESTS,
  ),
  // "no lint or type errors remain"
  says(
    `\\b(?:no|0|zero|without)(?: any| more| new| remaining)* (?:${any(LINT, TYPES, 'type', 'build', 'compile|compilation|compiler')}(?:,? (?:or|and) |, ?| ?\\/ ?| )){1,4}(?:errors?|warnings?|issues?|problems?|violations?)\\b`,
    0,
  ),
  // "it compiles"
  says(
    `\\b(?:it|this|everything|thing|project|code|app|application|package|crate|program|codebase|typescript|library|workspace|module|all|server|client|both)${ATTRIBUTE}?${STILL} (?:compiles|builds|(?<=all |both )(?:compile|build))(?=$|[.,;:!)✓—–]| [-—–✓]| (?:without|cleanly|now|fine|successfully|and|with (?:no|zero|0)|again|correctly|ok|as expected|too|but|in release|for all)\\b)|\\b(?:compile[sd]?|buil(?:t|ds?)) (?:successfully|cleanly|fine|without (?:any )?(?:errors?|warnings?|issues?))|\\bsuccessfully (?:compiled|built)\\b|^successful build`,
    CLAIMS_BUILD,
  ),
  // "the code type-checks"
  says(
    `\\b(?:it|everything|code|project)${STILL} (?:type-?checks|type checks)\\b|^types check\\b`,
    CLAIMS_TYPES,
  ),
  says('\\blints clean(?:ly)?\\b', CLAIMS_LINT),
  // "Done!", "It is fixed", "✅ Fixed"
  says(
    `(?:^|^(?:status|task|result|state|update|bug|issue): |✓ |; )(?:(?:ok|okay|great|perfect|excellent|and|now|all|it is|that is|that is it|i am|we are),? )*(?:done|fixed|completed?|finished|resolved|solved|implemented|works|verified(?!:))(?: ✓| now| here| and (?:verified|tested|working|done)| as requested)?(?=$|[.,;:!(✓—–]| [-—–(])`,
    CLAIMS_WORK,
  ),
  // "I have fixed the login", "Successfully implemented the parser"
  says(
    `${I_DID}(?:fixed|implemented|debugged)\\b(?<!, (?:fixed|implemented)(?! (?:the|an?|it|this|that|all|both|my|name)\\b))${DESCRIBES}(?= \\S|(?<=\\b(?:i|we|have|just) fixed)(?:[.,;!]|$))`,
    CLAIMS_WORK,
    true,
  ),
  says(
    `${I_DID}(?:resolved|completed|finished|solved|corrected|repaired|addressed) (?:the|an?|all|both|this|that|these|those|every|each|your|our|my|its|two|three|\\d+)(?: [^\\s,;:.]+){0,5}? (?:${THING}|build|jobs?|conflicts?)\\b|\\bi am (?:now )?(?:done|finished) with (?:the|my|all|this)(?: [^\\s,;:.]+){0,3}? (?:${THING})\\b|${I_DID}(?:finished|completed) (?:implementing|fixing|refactoring|migrating)\\b`,
    CLAIMS_WORK,
    true,
  ),
  says(
    `${I_DID}(?:verified|confirmed|validated|tested)(?: (?:that|the|my|our|all|this|these|new|full|complete|whole|entire))* (?:fix(?:es)?|implementation|solution|features?|changes?|patch|behaviou?r|functionality|code|everything|no regressions?|it(?=$|[.,;!]| (?:works|now|with|by|and|on|using)\\b))\\b(?! (?:does|did|fails?|can|could|would)\\b)`,
    CLAIMS_WORK,
    true,
  ),
  // "The bug in the parser has been fixed", "Task complete"
  says(
    `\\b(?:${THING})${DESCRIBED}(?: (?:is|are|was|were|has been|have been|has|have))?${NOW} ${MADE}(?:(?<=been \\w+)(?= by \\w+ing\\b)|${NO_OBJECT})`,
    CLAIMS_WORK,
  ),
  says(
    `\\b(?:has|have) (?:now |also |all |both )*been (?:\\w+ly )?(?:fixed|implemented)\\b${DESCRIBES}|\\b(?:is|are) now (?:\\w+ly )?(?:fixed|resolved|working|implemented)${NO_OBJECT}`,
    CLAIMS_WORK,
  ),
  says(
    `\\b(?:it|this|everything|that|both|all)(?: of (?:it|this|them))? (?:is|are|has been|have been|was(?= (?:now )?(?:fixed|resolved)))${NOW} ${MADE}(?! in | for (?!all))${NO_OBJECT}|\\beverything (?:done|fixed|working)${NO_OBJECT}`,
    CLAIMS_WORK,
  ),
  // "That fixed it", "this change resolves the issue"
  says(
    `\\b(?:this|that|changes?|patch) (?:also |now |finally |successfully )?(?:fixe[sd]|resolve[sd]|solve[sd]) (?:it|both|all|(?:the|this|that|your)(?: [^\\s,;:.]+){0,4}? ${FAULT})\\b`,
    CLAIMS_WORK,
  ),
  // "It works", "the fix works on both"
  says(
    `\\b(?:it|this|that|they|everything|all|both)(?: of (?:it|this|them))?${STILL} (?:works?|worked)(?=$|[.,;!✓—–]| ✓| (?:now|as (?:expected|intended|it should|desired)|correctly|properly|fine|perfectly|again|well|flawlessly)\\b| and )`,
    CLAIMS_WORK,
  ),
  says(
    `\\b(?:${WORK_ITEM})${DESCRIBED}${STILL} (?:works?|worked)(?=$|[.,;!✓—–]| ✓| (?:now|as|correctly|properly|fine|perfectly|again|well|in|on|for|and|end|across|when|if|only|once)\\b)`,
    CLAIMS_WORK,
  ),
  says(
    '\\bnow works?\\b|\\bworks? (?:now|as expected|as intended|again|end[ -]to[ -]end)\\b|(?<!\\bi am) (?:now )?working (?:as expected|as intended|correctly|again)\\b',
    CLAIMS_WORK,
  ),
  // "The script runs without errors"
  says(
    `\\b(?:it|script|reproduction|reproducer|example|program|app|server|command|code)${ATTRIBUTE}?${STILL} (?:(?:runs|ran|starts|started|executes) (?:successfully|cleanly|fine|without (?:any )?(?:errors?|issues|problems|crashing))|(?<!\\bit )(?:passes|passed|succeeds|succeeded)${NO_OBJECT})`,
    CLAIMS_WORK,
  ),
  // "The error is gone", "it no longer crashes"
  says(
    `\\b${FAULT}${DESCRIBED} (?:(?:is|are) (?:now )?gone|(?:now )?no longer (?:occurs?|happens?|appears?|reproduces?))\\b|\\bno longer (?:fails?|crash(?:es)?|hangs?)\\b|\\bno (?:more )?(?:errors|issues|problems) (?:remain|left)`,
    CLAIMS_WORK,
  ),
  says(
    '\\b(?:verified|confirmed) (?:that )?(?:[^\\s,;:]+ ){1,8}?(?:works?|(?:is|are) (?:now )?(?:correct|right|working|fixed))\\b',
    CLAIMS_WORK,
  ),
];
