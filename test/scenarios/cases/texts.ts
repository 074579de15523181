/**
 * What is said, not done: an agent that repeats itself, a message that chants, a plan told again in
 * other words, a host that compacts again and again; and all that only looks like it.
 */
import type { AgentEvent } from '../../../src/index.ts';
import {
  begins,
  call,
  edit,
  person,
  says,
  spends,
  times,
  use,
  word,
  type Act,
} from '../scenario.ts';
import type { Case } from './case.ts';

const note = (text: string): AgentEvent => ({ type: 'note', text });
const thinks = (text: string): AgentEvent => ({ type: 'say', text, channel: 'thought' });
/** Reads a file that was not read before. */
const reads = (turn: number): Act =>
  call(`cat src/${word(turn)}.ts`).gives(`export const ${word(turn)} = load(${word(turn + 90)});`);
const status = call('git status').gives('nothing to commit, working tree clean');
const plan = use('read', { path: 'plan.md' }).gives('port the parser, then delete it');
/** A message of twelve lines. */
const twelve = (first: string, line: (i: number) => string, last = ''): AgentEvent =>
  says([first, ...Array.from({ length: 12 }, (_, i) => line(i)), last].join('\n'));

const ALONE = { interactive: false };
const START = 'I will start by reading the build log.';
const NOTHING_LEFT = 'Understood. Nothing is left to do here, so I wait for the next instruction.';
/** Eleven ways to say that there is nothing to do. */
const ACKS =
  'Understood.|Acknowledged, nothing to do.|Still nothing to do.|Okay, standing by.|No action needed.|' +
  'Standing by.|Nothing further to do.|Acknowledged.|Okay, no action needed.|Still standing by.|Okay.';
const AGAIN = 'I need to look at the configuration of the server once more. ';
const CHORUS = 'And the river runs on to the sea in the rain,\n\n';
const COMPACTED = note('context compacted: 181234 tokens became 24010');

type Told = Omit<Case, 'situation'>;
const told =
  (is: Case['is']) =>
  (because: string, events: Case['events'], options = {}) => ({ because, is, events, options });
const wedged = told('wedged');
const working = told('working');

const monologue: readonly Told[] = [
  wedged('it announces the same thing a third time and never does it', [
    person('Fix the build.'),
    ...times(3, says(START)),
  ]),
  working('twice may be a message that was sent again', [
    person('Fix the build.'),
    ...times(2, says(START)),
  ]),
  working(
    'the same words before each new file are a habit, and the work moves',
    times(8, says('Let me look at the next file, and at who calls it.'), reads),
  ),
  wedged(
    'between the messages it only asks again what it knows',
    times(4, says('Let me check the state of the tree before I go on.'), status),
  ),
  wedged(
    'a Stop hook and the model acknowledge each other for hours, nobody is there',
    [reads(1), ...times(8, person('Stop hook: is any work left?'), says(NOTHING_LEFT))],
    ALONE,
  ),
  wedged(
    'the answers to the hook vary, and say for hours that there is nothing to do',
    [
      reads(1),
      ...ACKS.split('|').flatMap((ack) => [person('Stop hook: is any work left?'), says(ack)]),
    ],
    ALONE,
  ),
  wedged(
    'the hook speaks as a note of the host, and the model answers it each time',
    [reads(1), ...times(5, note('Stop hook feedback: not finished'), says(NOTHING_LEFT))],
    ALONE,
  ),
  working(
    'the hook brings another failure each time, and each is worked on',
    times(
      5,
      (turn) => person(`Stop hook: the test ${word(turn)} fails.`),
      says('I will look into the failing test and mend it.'),
      reads,
      (turn) => edit(`src/${word(turn)}.ts`, `return ${word(turn + 50)};`),
    ),
    ALONE,
  ),
  working(
    'the customer speaks between, and politeness repeats itself',
    times(
      5,
      (turn) => person(`And what does the ${word(turn)} cost?`),
      says('I am sorry, I have no price for that one. May I help you with anything else?'),
    ),
  ),
  wedged('it thinks the same thought again and again and does nothing about it', [
    reads(1),
    ...times(5, thinks('The handler may be wrong, so I should read it again.')),
  ]),
  wedged(
    'two agents of a team hand over to each other and neither does anything',
    times(
      5,
      says('Writer: the outline is yours to review now, tell me what is missing.'),
      says('Reviewer: I have no remarks, please continue with the first chapter.'),
    ),
    ALONE,
  ),
  wedged(
    'three messages go round and round with nothing done between',
    times(
      5,
      says('Planner: the researcher collects the sources before anything else happens.'),
      says('Researcher: my instructions are unclear, so the critic has to decide first.'),
      says('Critic: nothing was handed to me yet, the planner must assign this properly.'),
    ),
    ALONE,
  ),
  working('it was told to wait, and says so at each poll', [
    person('Wait for the deployment, look every 5 minutes, and tell me when it is through.'),
    ...times(
      5,
      use('deployment', { id: 'web' }).gives({ state: 'rolling out' }),
      says('The deployment is still rolling out, I will look again in 5 minutes.'),
    ),
  ]),
  working(
    'an agent without tools counts its chapters, and each message is one more of them',
    times(6, (turn) => says(`Translated chapter ${turn} of 12, on to the next one.`)),
  ),
];

const chanting: readonly Told[] = [
  wedged('the model is caught in one sentence', [reads(1), says(AGAIN.repeat(14))]),
  wedged('it runs on without a full stop, the same words for ever', [
    reads(1),
    says('and then it will open the next page and read it '.repeat(16)),
  ]),
  wedged('it begins well and ends in two sentences that take turns', [
    says(
      'The parser fails on an empty input, since it reads a token before it looks at the length. ' +
        `${AGAIN}Maybe the port is already taken by another process. `.repeat(9),
    ),
  ]),
  wedged('a chant in thought burns tokens like any other', [
    reads(1),
    thinks('Wait, maybe the cache is stale, so I look at it again. '.repeat(12)),
  ]),
  // A sentence without spaces is one word where words are replaced.
  {
    ...wedged('a chant in another script is one', [
      says('我需要再次检查一下这个文件的内容。'.repeat(14)),
    ]),
    byWords: true,
  },
  working('the rows of a table look alike', [
    twelve('| file | what is left |', (i) => `| ${word(i)}.ts | nothing is left to do here |`),
  ]),
  working('the items of a list may say the same', [
    twelve('What I read:', () => '- there is nothing to change in this one, it is fine'),
  ]),
  working('code repeats its lines', [
    twelve('So:\n```ts', () => 'expect(await queue.next()).toBe(null);', '```'),
  ]),
  working('a log that it quotes repeats its lines', [
    twelve('It wrote:', (i) => `2026-11-24T10:00:${10 + i}Z INFO the worker is doing fine`),
  ]),
  working('a report says the same under each of its headings', [
    twelve('Review', (i) => `## ${word(i)}.ts\n\nThere is nothing to complain about here.`),
  ]),
  working('a review says the same of each file, each in a paragraph', [
    twelve('Review', (i) => `\n${word(i)}.ts\nI looked at it and there was nothing to change.`),
  ]),
  working('test cases begin alike, step by step', [
    twelve(
      'Cases',
      (i) => `Given the customer is logged in to the shop.\nThen there is a ${word(i)}.`,
    ),
  ]),
  working('a poem has a refrain', [
    says(
      `The ferryman waits at the foot of the hill,\nHis lantern low and the water still,\n${CHORUS}` +
        `My father went over in winter, alone,\nHe carried a bell and a white flint stone,\n${CHORUS}` +
        `The heron stands grey where the willows begin,\nAnd counts every boat that comes in,\n${CHORUS}` +
        `So bury me shallow and bury me near,\nWith nothing to hear but the oars I hold dear,\n${CHORUS}`,
    ),
  ]),
  working('it came out of the chant and went on to new work', [
    says(AGAIN.repeat(14)),
    reads(1),
    reads(2),
    says('The port is read in two places.'),
  ]),
];

const paraphrase: readonly Told[] = [
  wedged('the same plan five times in other words, and no step of it is taken', [
    person('Move the session cache to the new store.'),
    says('I will first read the session cache, then write the adapter for the new store.'),
    says('The plan: read the session cache first, and write an adapter for the new store then.'),
    says('First the session cache has to be read; then an adapter for the new store, I write it.'),
    says('So I read the session cache, and for the new store I will then write the adapter first.'),
    says('For the new store an adapter: I write it then, the session cache I will read first.'),
  ]),
  // Endings and meanings of words are lost in random ones.
  ...[
    wedged('alone in a pipeline it plans what it planned, in thought, with other endings', [
      reads(1),
      thinks('I should check whether the token expires before the refresh: trace that.'),
      thinks('Trace whether the token expires before the refresh; I should be checking it.'),
      thinks('Does the token expire before the refresh? Tracing it is what I should check.'),
      thinks('I should trace that refresh: whether the tokens expired before it, and check.'),
      thinks('Checking whether tokens expire before refreshing, I should trace it.'),
    ]),
  ].map((one) => Object.assign(one, { byWords: true as const })),
  working(
    'each plan is followed by a step that brings something new',
    times(
      4,
      says('I will read the module first, then write the adapter for the new store.'),
      reads,
      says('First I read the module, then for the new store I will write the adapter.'),
      (turn) => reads(turn + 20),
    ),
  ),
  working('the discussion moves on: each message holds a thought of its own', [
    says('The session cache holds 40 MB, most of it expired entries that nobody evicts.'),
    says('Eviction could run on a timer, but then the session list is locked for a second.'),
    says('Without the lock two writers may race; a version column would settle that cheaply.'),
    says('Such a column needs a migration, and last time we migrated on a Sunday night.'),
    says('Alternatively Redis expires keys by itself, at the price of one more service to run.'),
    says('Operations already runs one for the job queue, so that price is smaller than it looks.'),
  ]),
  working('three drafts of one text for a person who asks for other words', [
    says('We ship the parcel on Monday and you can track it on our page.'),
    person('Friendlier, please.'),
    says('Good news: we ship your parcel on Monday, and you can track it on our page!'),
    person('Shorter.'),
    says('Your parcel ships on Monday; track it on our page.'),
  ]),
];

const compaction: readonly Told[] = [
  wedged('it compacts and compacts with nothing done between', [reads(1), ...times(4, COMPACTED)]),
  wedged(
    'after each compaction it only says that it goes on',
    times(
      5,
      (turn) => note(`context compacted: ${180_000 + 7 * turn} tokens became ${24_000 + turn}`),
      says('I continue where I left off.'),
      spends(24_000, 80),
    ),
    ALONE,
  ),
  wedged(
    'after each compaction it reads the same notes and is full again',
    times(4, COMPACTED, plan),
    ALONE,
  ),
  working(
    'a long task is compacted often, and there is work between',
    times(6, COMPACTED, plan, reads, (turn) => edit(`src/${word(turn)}.ts`, word(turn + 40))),
  ),
  working('once by hand and once by the host is no loop', [reads(1), COMPACTED, COMPACTED]),
  working('the host notes how long a call has been under way', [
    begins(call('make release')),
    ...times(8, (turn) => note(`make release is still running, ${30 * turn} s`)),
  ]),
  working('a host notes many things before the first act', [
    note('session started in the folder web'),
    note('model changed to a smaller one'),
    note('edits are allowed without asking'),
    reads(1),
  ]),
];

export const texts: readonly Case[] = [
  ...monologue.map((one) => Object.assign({ situation: 'monologue' }, one)),
  ...chanting.map((one) => Object.assign({ situation: 'chanting text' }, one)),
  ...paraphrase.map((one) => Object.assign({ situation: 'paraphrase' }, one)),
  ...compaction.map((one) => Object.assign({ situation: 'context compaction' }, one)),
];
