import {
  ANSWERS,
  CHANGED,
  findRecord,
  FLIPPED,
  NEW_ANSWERS,
  useRecord,
  WAITED,
  type RecordTable,
} from '../memory/record-table.ts';
import { shrunkenRate } from '../numeric/shrinkage.ts';
import { TOLD_TO_WAIT } from '../run/counts.ts';
import type { RunMemory } from '../run/run-memory.ts';
import type { Step } from '../run/step.ts';

/**
 * How long one has to wait for a program or a tool: what share of the times it was asked again it
 * brought something new, an answer or a success. Learned per agent where a wait ended with
 * something new (a wedge that never ends teaches no patience), shrunk to everybody's record of it,
 * that to `RATE`.
 *
 *     pace = 2 · −ln(1 − rate) / ln 20
 *
 * So a silence that comes once in 20 times counts as three turns of a tool nothing is known of. A
 * rate from one half on is no poller's: its pace is 1. An answer
 * of a declared poller, and of what a person told to wait for, is
 * expected to change once in 20 times at most, whatever was learned: shown from the 60th turn on.
 *
 * @returns In (0, 1]: what one more turn without news counts.
 */
export function paceOf(run: RunMemory, records: RecordTable, step: Step): number {
  const spared = step.failed === 0 && (step.poller || run.numbers[TOLD_TO_WAIT] === 1);
  const learned = changeRate(records, step);
  const rate = learned < POLLER_RATE ? learned : RATE;
  const pace = (-2 * Math.log(1 - (spared ? Math.min(rate, SPARED_RATE) : rate))) / LN_20;
  // From RATE itself it may come out a rounding above 1.
  return Math.min(pace, 1);
}

/** Teaches that something new came when it was asked for the `asked`-th time, from 1. */
export function learnWait(records: RecordTable, step: Step, asked: number): void {
  if (!step.teaches) return;
  for (const key of [step.programHash, step.ownProgramHash]) {
    const at = useRecord(records, key);
    records.numbers[at + WAITED]! += asked;
    records.numbers[at + CHANGED]! += 1;
  }
}

/** Teaches how a new act of this program was answered. */
export function learnAnswer(records: RecordTable, step: Step): void {
  if (!step.teaches) return;
  const at = useRecord(records, step.ownProgramHash);
  records.numbers[at + ANSWERS]! += 1;
  if (step.newNews) records.numbers[at + NEW_ANSWERS]! += 1;
}

/** Whether new acts of this program are known to bring new answers: more often than not. */
function answersDiffer(records: RecordTable, step: Step): boolean {
  const at = findRecord(records, step.ownProgramHash);
  if (at < 0) return false;
  const fresh = records.numbers[at + NEW_ANSWERS]!;
  return shrunkenRate(fresh, records.numbers[at + ANSWERS]! - fresh, ANSWER_RATE) > 0.5;
}

/**
 * Whether a step by a new act brings a run on: a change, an answer that was not there before, or an
 * item of a batch that is merely acknowledged: briefly, unless new acts of this program are known to
 * bring new answers.
 */
export function bringsOn(records: RecordTable, step: Step): boolean {
  if (step.changed || (step.newNews && !step.empty)) return true;
  if (step.news === 0) return false;
  const isBrief = step.newsChars < Math.max(step.argsChars, ACKNOWLEDGEMENT_CHARS);
  if (step.failed > 0 || step.empty || step.list || !isBrief) return false;
  return !answersDiffer(records, step);
}

/** Teaches that this program failed, something was changed, and it passed: it checks the work. */
export function learnFlip(records: RecordTable, step: Step): void {
  if (!step.teaches) return;
  records.numbers[useRecord(records, step.ownProgramHash) + FLIPPED]! += 1;
}

export function isLearnedCheck(records: RecordTable, step: Step): boolean {
  const at = findRecord(records, step.ownProgramHash);
  return at >= 0 && records.numbers[at + FLIPPED]! >= FLIPS;
}

/** This agent's rate, shrunk to the others' of it, that to `RATE`. */
function changeRate(records: RecordTable, step: Step): number {
  const { numbers } = records;
  const own = findRecord(records, step.ownProgramHash);
  const all = findRecord(records, step.programHash);
  const changed = own < 0 ? 0 : numbers[own + CHANGED]!;
  const same = own < 0 ? 0 : numbers[own + WAITED]! - changed;
  const othersChanged = all < 0 ? 0 : Math.max(numbers[all + CHANGED]! - changed, 0);
  const othersSame =
    all < 0 ? 0 : Math.max(numbers[all + WAITED]! - numbers[all + CHANGED]! - same, 0);
  return shrunkenRate(changed, same, shrunkenRate(othersChanged, othersSame, RATE));
}

/** Flips from which a program is a check: once may be chance. */
const FLIPS = 2;
const LN_20 = Math.log(20);
/** Where nothing is known: the rate at which a turn counts whole. A prior. */
const RATE = 1 - 20 ** -0.5;
const SPARED_RATE = 0.05;
/** What brings something new less often than every other time makes one wait. */
const POLLER_RATE = 0.5;
/** Answers up to this long may be a mere acknowledgement. */
const ACKNOWLEDGEMENT_CHARS = 100;
/** That a new act's answer is new, where nothing is known: a tool may merely acknowledge. */
const ANSWER_RATE = 0.2;
