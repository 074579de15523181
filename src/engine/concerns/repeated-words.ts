import { paceOf } from '../learning/patience.ts';
import { NOTES_KEPT, RUN, SAYS_KEPT, voiceFields } from '../memory/layout.ts';
import { EVENTS, NEW_STEPS } from '../run/counts.ts';
import type { RunMemory } from '../run/run-memory.ts';
import { isUnderWay } from '../run/calls.ts';
import { numbersIn } from '../run/canonical.ts';
import { chantTurns } from '../words/chant.ts';
import { likeness, SKETCH_WORDS, writeSketch } from '../words/sketch.ts';
import { BEGINNING_FIELDS, beginningAt, beginAt, strengthOf, type Detector } from './detector.ts';

/**
 * Words that loop: the same message, or the same plan in other words, again and again with nothing
 * done between; a note of the host (context compacted), or a headless run's orders, that come again
 * so; one message that chants. A message counts by how like it is to one of the last three, from
 * `ALIKE` on. A step that brings anything new ends it, for repeated thought with new acts is no loop;
 * so do other numbers, and while a call is under way nothing is counted.
 *
 *     strength = 1 − 2^(−turns / 2), turns = Σ likeness, or the turns of a chant − 1:
 *     .5 at the third time the same is said
 */
export const repeatedWords: Detector = {
  kind: 'loop',
  mostAction: 'stop',
  wedged: true,

  open(run) {
    run.numbers.fill(0, SAYS, END);
  },

  learnWords(run, heard, at) {
    // While a call is under way something is being done.
    if (isUnderWay(run)) return;
    const { numbers } = run;
    const voice = heard.type === 'say' ? SAYS : NOTES;
    listen(run, voice, heard.text, at);
    const chant = chantTurns(heard.text) - 1;
    if (chant > numbers[voice + ALIKE_SUM]!) {
      if (numbers[voice + CHANT] === 0 && numbers[voice + ALIKE_SUM] === 0) {
        beginAt(numbers, voice + BEGAN, numbers[EVENTS]!, at);
      }
      numbers[voice + CHANT] = chant;
    } else numbers[voice + CHANT] = 0;
  },

  learnStep(run, step, records) {
    if (turnsOf(run.numbers, louder(run.numbers)) === 0) return;
    // Who waits may say so each time.
    if (!step.newPair && paceOf(run, records, step) === 1) return;
    for (const voice of VOICES) {
      run.numbers[voice + ALIKE_SUM] = 0;
      run.numbers[voice + CHANT] = 0;
    }
  },

  // Whoever acts does something.
  goesOn: () => false,
  strength: (run) => strengthOf(1 + turnsOf(run.numbers, louder(run.numbers))),
  beginning: (run) => beginningAt(run.numbers, louder(run.numbers) + BEGAN),

  evidence(run) {
    const { numbers } = run;
    const voice = louder(numbers);
    const turns = Math.round(1 + turnsOf(numbers, voice));
    if (numbers[voice + CHANT]! > numbers[voice + ALIKE_SUM]!) {
      return `one message says the same over and over, about ${turns} times`;
    }
    const what = voice === SAYS ? 'the same is said' : 'the host says the same';
    return `${what} ${numbers[voice + MESSAGES]!} times, and nothing new is done between`;
  },
};

/** Compares a message with the last ones of its voice, and keeps it in place of the oldest. */
function listen(run: RunMemory, voice: number, text: string, at: number): void {
  const { numbers, words } = run;
  const kept = voice === SAYS ? SAYS_KEPT : NOTES_KEPT;
  const next = numbers[voice + NEXT]!;
  const spoken = numbersIn(text);
  writeSketch(words, SCRATCH, text);
  let alike = 0;
  for (let which = 0; which < kept; which++) {
    // A number that changed, and matters, is news.
    if (words[numbersAt(voice, kept, which)] !== spoken) continue;
    alike = Math.max(alike, likeness(words, SCRATCH, sketchAt(voice, which)));
  }
  const nothingDone = numbers[voice + DONE_AT] === numbers[NEW_STEPS];
  if (nothingDone && alike >= ALIKE) {
    numbers[voice + ALIKE_SUM]! += alike;
    numbers[voice + MESSAGES]! += 1;
  } else {
    numbers[voice + ALIKE_SUM] = 0;
    numbers[voice + MESSAGES] = 1;
    beginAt(numbers, voice + BEGAN, numbers[EVENTS]!, at);
  }
  numbers[voice + DONE_AT] = numbers[NEW_STEPS]!;
  words.copyWithin(sketchAt(voice, next), SCRATCH, SCRATCH + SKETCH_WORDS);
  words[numbersAt(voice, kept, next)] = spoken;
  numbers[voice + NEXT] = (next + 1) % kept;
}

function turnsOf(numbers: Float64Array, voice: number): number {
  return Math.max(numbers[voice + ALIKE_SUM]!, numbers[voice + CHANT]!);
}

function louder(numbers: Float64Array): number {
  return turnsOf(numbers, NOTES) > turnsOf(numbers, SAYS) ? NOTES : SAYS;
}

/** Where a voice's sketch lies, in 32-bit words; behind them, hashes of the numbers spoken. */
function sketchAt(voice: number, which: number): number {
  return 2 * (voice + SKETCHES) + which * SKETCH_WORDS;
}

function numbersAt(voice: number, kept: number, which: number): number {
  return sketchAt(voice, kept) + which;
}

/** Likeness from which a message says what the last one said. */
const ALIKE = 0.4;

// Fields of a voice.
const BEGAN = 0;
const ALIKE_SUM = BEGINNING_FIELDS;
const CHANT = ALIKE_SUM + 1;
const MESSAGES = ALIKE_SUM + 2;
const DONE_AT = ALIKE_SUM + 3;
const NEXT = ALIKE_SUM + 4;
const SKETCHES = ALIKE_SUM + 5;

const SAYS = RUN.words;
const NOTES = SAYS + voiceFields(SAYS_KEPT);
const VOICES = [SAYS, NOTES];
const END = NOTES + voiceFields(NOTES_KEPT);
/** For the message under way. */
const SCRATCH = 2 * END;
