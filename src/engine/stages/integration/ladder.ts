import {
  concernOf,
  DETECTORS,
  MUTED_UNTIL,
  RUNG,
  standing,
  STRENGTH,
} from '../../concerns/ledger.ts';
import { strengthOf } from '../../concerns/detector.ts';
import { MIND } from '../../memory/layout.ts';
import { HELPED, TOLD } from '../../learning/mind.ts';
import { shrunkenRate } from '../../numeric/shrinkage.ts';
import { ACTIONS, type Concern, type ConcernKind } from '../../report/report.ts';
import { HELD_BACK, INTERRUPTED, STEPS } from '../../run/counts.ts';
import type { RunMemory } from '../../run/run-memory.ts';
import {
  addError,
  decidePlace,
  INTERRUPTIONS_SLACK,
  takeBackError,
  takePlace,
} from '../../learning/gate.ts';

/**
 * The ladder of advice, and its memory. The agent is told first, from .5; where that does not help a
 * person is asked, from a loop's fourth turn on, and the run is stopped from its sixth: one rung an
 * event, so nobody is interrupted for what was not told before; an agent that telling has helped more
 * often than not is told a turn longer. In a headless run nobody can be
 * asked: the agent is told until it is stopped. A veto holds interruptions back until the concern
 * has cost twice as much. An interruption needs a place in the agent's budget, one a run.
 */
const TELL = ACTIONS.indexOf('tell');
const ASK = ACTIONS.indexOf('ask');
const STOP = ACTIONS.indexOf('stop');
const ASK_FROM = strengthOf(4);
const STOP_FROM = strengthOf(6);
/** For an agent that heeds what it is told: a turn later. */
const ASK_LATER_FROM = strengthOf(5);
const HELPS_RATE = 0.25;

/**
 * Moves each standing concern along its ladder.
 *
 * @param rate False alarms allowed, per step.
 * @param escalated Called for each for which a person is now to be asked, or the run stopped.
 */
export function climb(
  run: RunMemory,
  rate: number,
  escalated: (run: RunMemory, concern: Concern) => void,
): void {
  const { numbers } = run;
  for (let i = 0; i < DETECTORS.length; i++) {
    const at = standing(i);
    const strength = numbers[at + STRENGTH]!;
    const rung = numbers[at + RUNG]!;
    if (strength === 0) {
      if (rung > 0) leave(run, at);
      continue;
    }
    if (rung === 0 && !run.recorded) run.mind.numbers[TOLD]! += 1;
    const next = nextRung(run, i, rung, strength, rate);
    numbers[at + RUNG] = next;
    if (next > rung && next > TELL) escalated(run, concernOf(run, i));
  }
}

function nextRung(run: RunMemory, i: number, rung: number, strength: number, rate: number): number {
  const { numbers } = run;
  const most = ACTIONS.indexOf(DETECTORS[i]!.mostAction);
  const askFrom = heedsTelling(run) ? ASK_LATER_FROM : ASK_FROM;
  let wanted = Math.min(strength >= STOP_FROM ? STOP : strength >= askFrom ? ASK : TELL, most);
  if (!run.interactive && wanted === ASK) wanted = TELL;
  if (rung === 0 || wanted === TELL) return TELL;
  if (numbers[STEPS]! < numbers[standing(i) + MUTED_UNTIL]!) return TELL;
  if (!mayInterrupt(run, i, rate)) return TELL;
  return run.interactive ? Math.min(wanted, rung + 1) : wanted;
}

/** Whether telling this agent has helped more often than not. Learned, from nothing at 1 in 4. */
function heedsTelling({ mind }: RunMemory): boolean {
  const helped = mind.numbers[HELPED]!;
  return shrunkenRate(helped, mind.numbers[TOLD]! - helped, HELPS_RATE) > 0.5;
}

/** One place a run: what interrupts it a second time asks for no other. */
function mayInterrupt(run: RunMemory, i: number, rate: number): boolean {
  if (run.numbers[INTERRUPTED] !== NOT_YET) return true;
  const free = takePlace(run.mind.numbers, MIND.interruptions, rate, INTERRUPTIONS_SLACK);
  run.numbers[HELD_BACK] = free ? 0 : 1;
  if (free) run.numbers[INTERRUPTED] = UNDECIDED + i;
  return free;
}

/** A concern is over; telling helped, where nobody had to be asked. A recording was told nothing. */
function leave(run: RunMemory, at: number): void {
  if (run.numbers[INTERRUPTED] === NOT_YET && !run.recorded) run.mind.numbers[HELPED]! += 1;
  run.numbers[at + RUNG] = 0;
}

/**
 * A person says that what stands, in this run or in those it started, is no trouble.
 *
 * @param kind Only concerns of this kind; all where absent.
 */
export function veto(run: RunMemory, kind: ConcernKind | undefined): void {
  const { numbers } = run;
  for (let i = 0; i < DETECTORS.length; i++) {
    if (kind !== undefined && DETECTORS[i]!.kind !== kind) continue;
    const at = standing(i);
    // The interruption was for this one, whether it still stands or not.
    if (numbers[INTERRUPTED] === UNDECIDED + i) {
      decidePlace(run.mind.numbers, MIND.interruptions, true);
      numbers[INTERRUPTED] = VETOED;
    }
    if (numbers[at + STRENGTH] === 0) continue;
    const cost = numbers[STEPS]! - DETECTORS[i]!.beginning(run).step;
    numbers[at + MUTED_UNTIL] = numbers[STEPS]! + Math.max(cost, 1);
    numbers[at + RUNG] = TELL;
  }
  for (const child of run.children ?? []) veto(child, kind);
}

/**
 * The run is over: whether its interruption was an error. To be on the safe side it is one where the
 * run only seems to have ended well, until somebody says that it did not.
 *
 * @param succeeded Undefined if unknown.
 */
export function settleInterruption(run: RunMemory, succeeded: boolean | undefined): void {
  const { numbers } = run;
  if (numbers[INTERRUPTED]! >= UNDECIDED) {
    const { inferred } = run;
    const seemsGood =
      succeeded === undefined && inferred?.counts === 1 && inferred.probability > 0.5;
    decidePlace(run.mind.numbers, MIND.interruptions, succeeded === true || seemsGood);
    if (succeeded !== undefined) numbers[INTERRUPTED] = SETTLED;
    else numbers[INTERRUPTED] = seemsGood ? SUPPOSED : UNJUDGED;
  } else if (numbers[INTERRUPTED] === SUPPOSED && succeeded !== undefined) {
    if (!succeeded) takeBackError(run.mind.numbers, MIND.interruptions);
    numbers[INTERRUPTED] = SETTLED;
  } else if (numbers[INTERRUPTED] === UNJUDGED && succeeded !== undefined) {
    // It closed before anybody knew how: a good end is an error still.
    if (succeeded) addError(run.mind.numbers, MIND.interruptions);
    numbers[INTERRUPTED] = SETTLED;
  }
}

// What became of a run's interruption.
const NOT_YET = 0;
const VETOED = 1;
const SETTLED = 2;
const UNJUDGED = 3;
/** Counted as an error, for it seems to have ended well. */
const SUPPOSED = 4;
/** And from here on: undecided, and the detector it was for. */
const UNDECIDED = 5;
