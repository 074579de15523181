import { DETECTORS, MUTED_UNTIL, RUNG, standing, STRENGTH } from '../../concerns/ledger.ts';
import { strengthOf } from '../../concerns/detector.ts';
import { MIND } from '../../memory/layout.ts';
import { HELPED, TOLD } from '../../learning/mind.ts';
import { ACTIONS, type ConcernKind } from '../../report/report.ts';
import { HELD_BACK, INTERRUPTED, STEPS } from '../../run/counts.ts';
import type { RunMemory } from '../../run/run-memory.ts';
import { decidePlace, takePlace } from './gate.ts';

/**
 * The ladder of advice, and its memory. The agent is told first, from .5; where that does not help a
 * person is asked, from a loop's fourth turn on, and the run is stopped from its sixth: one rung an
 * event, so nobody is interrupted for what was not told before. In a headless run nobody can be
 * asked: the agent is told until it is stopped. A veto holds interruptions back until the concern
 * has cost twice as much. An interruption needs a place in the agent's budget, one a run.
 */
const TELL = ACTIONS.indexOf('tell');
const ASK = ACTIONS.indexOf('ask');
const STOP = ACTIONS.indexOf('stop');
const ASK_FROM = strengthOf(4);
const STOP_FROM = strengthOf(6);

/** Interruptions that may be wrong before any step was seen: b of the budget. */
export const INTERRUPTIONS_SLACK = 5;

/** Moves each standing concern along its ladder. @param rate False alarms allowed, per step. */
export function climb(run: RunMemory, rate: number): void {
  const { numbers } = run;
  for (let i = 0; i < DETECTORS.length; i++) {
    const at = standing(i);
    const strength = numbers[at + STRENGTH]!;
    const rung = numbers[at + RUNG]!;
    if (strength === 0) {
      if (rung > 0) leave(run, at);
      continue;
    }
    if (rung === 0) run.mind.numbers[TOLD]! += 1;
    numbers[at + RUNG] = nextRung(run, i, rung, strength, rate);
  }
}

function nextRung(run: RunMemory, i: number, rung: number, strength: number, rate: number): number {
  const { numbers } = run;
  const most = ACTIONS.indexOf(DETECTORS[i]!.mostAction);
  let wanted = Math.min(strength >= STOP_FROM ? STOP : strength >= ASK_FROM ? ASK : TELL, most);
  if (!run.interactive && wanted === ASK) wanted = TELL;
  if (rung === 0 || wanted === TELL) return TELL;
  if (numbers[STEPS]! < numbers[standing(i) + MUTED_UNTIL]!) return TELL;
  if (!mayInterrupt(run, rate)) return TELL;
  return run.interactive ? Math.min(wanted, rung + 1) : wanted;
}

/** One place a run: what interrupts it a second time asks for no other. */
function mayInterrupt(run: RunMemory, rate: number): boolean {
  if (run.numbers[INTERRUPTED] !== NOT_YET) return true;
  const free = takePlace(run.mind.numbers, MIND.interruptions, rate, INTERRUPTIONS_SLACK);
  run.numbers[HELD_BACK] = free ? 0 : 1;
  if (free) run.numbers[INTERRUPTED] = UNDECIDED;
  return free;
}

/** A concern is over. That telling helped is known where nobody had to be asked. */
function leave(run: RunMemory, at: number): void {
  if (run.numbers[at + RUNG] === TELL) run.mind.numbers[HELPED]! += 1;
  run.numbers[at + RUNG] = 0;
}

/**
 * A person says that what stands is no trouble.
 *
 * @param kind Only concerns of this kind; all where absent.
 * @returns Whether anything stood.
 */
export function veto(run: RunMemory, kind: ConcernKind | undefined): boolean {
  const { numbers } = run;
  let any = false;
  for (let i = 0; i < DETECTORS.length; i++) {
    const at = standing(i);
    if (numbers[at + STRENGTH] === 0) continue;
    if (kind !== undefined && DETECTORS[i]!.kind !== kind) continue;
    const cost = numbers[STEPS]! - DETECTORS[i]!.beginning(run).step;
    numbers[at + MUTED_UNTIL] = numbers[STEPS]! + Math.max(cost, 1);
    numbers[at + RUNG] = TELL;
    any = true;
  }
  if (any && numbers[INTERRUPTED] === UNDECIDED) {
    decidePlace(run.mind.numbers, MIND.interruptions, true);
    numbers[INTERRUPTED] = VETOED;
  }
  return any;
}

/** The run is over: whether its interruption was an error. @param succeeded Undefined if unknown. */
export function settleInterruption(run: RunMemory, succeeded: boolean | undefined): void {
  const { numbers } = run;
  if (numbers[INTERRUPTED] !== UNDECIDED) return;
  decidePlace(run.mind.numbers, MIND.interruptions, succeeded === true);
  numbers[INTERRUPTED] = SETTLED;
}

// What became of a run's interruption.
const NOT_YET = 0;
const UNDECIDED = 1;
const VETOED = 2;
const SETTLED = 3;
