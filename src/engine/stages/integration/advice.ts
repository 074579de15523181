import { MIND } from '../../memory/layout.ts';
import type { PlannedCall } from '../../concerns/detector.ts';
import { concernOf, DETECTORS, RUNG, standing, STRENGTH } from '../../concerns/ledger.ts';
import { ACTIONS, type Advice, type CallAdvice, type Concern } from '../../report/report.ts';
import { visible } from '../../report/visible.ts';
import { HELD_BACK, INTERRUPTED } from '../../run/counts.ts';
import type { RunMemory } from '../../run/run-memory.ts';
import { budgetAt, INTERRUPTIONS_SLACK } from '../../learning/gate.ts';

/** What to do, as the ladder says of the concern that stands highest on it. A probability never nags. */
export function advise(run: RunMemory, concerns: readonly Concern[], rate: number): Advice {
  let highest = 0;
  for (let i = 1; i < concerns.length; i++) {
    if (rungOf(concerns[i]!) > rungOf(concerns[highest]!)) highest = i;
  }
  const worst = concerns[highest];
  if (worst === undefined) return NOTHING_TO_SAY;
  const advice = { action: worst.action, tell: sentenceFor(worst), because: [highest] };
  const { numbers, mind } = run;
  if (numbers[INTERRUPTED] === 0 && numbers[HELD_BACK] === 0) return advice;
  const budget = budgetAt(mind.numbers, MIND.interruptions, rate, INTERRUPTIONS_SLACK);
  return { ...advice, interruptions: budget };
}

/**
 * What to do about a call before it is made: what the ladder says of the concern that stands highest
 * on it among those that the call goes on with.
 */
export function adviseOn(run: RunMemory, call: PlannedCall): CallAdvice {
  let highest = -1;
  for (let i = 0; i < DETECTORS.length; i++) {
    if (run.numbers[standing(i) + STRENGTH] === 0) continue;
    if (DETECTORS[i]!.goesOn?.(run, call) === false) continue;
    if (highest < 0 || rungAt(run, i) > rungAt(run, highest)) highest = i;
  }
  if (highest < 0) return { action: 'proceed', tell: '' };
  const concern = concernOf(run, highest);
  return { action: concern.action, tell: sentenceFor(concern), concern };
}

function rungAt(run: RunMemory, i: number): number {
  return run.numbers[standing(i) + RUNG]!;
}

const NOTHING_TO_SAY: Advice = Object.freeze({
  action: 'proceed',
  tell: '',
  because: Object.freeze([]),
});

function rungOf(concern: Concern): number {
  return ACTIONS.indexOf(concern.action);
}

/** For the agent: the evidence, what it cost since it began, what to do. */
export function sentenceFor(concern: Concern): string {
  return `${findingOf(concern)} ${ADVICE[concern.kind]}`;
}

/** For anybody: the evidence, and what it cost since it began. */
export function findingOf(concern: Concern): string {
  const where = concern.run === undefined ? '' : `In run ${concern.run}: `;
  const evidence = where === '' ? capital(concern.evidence) : concern.evidence;
  return visible(`${where}${evidence}${costOf(concern)}.`);
}

function capital(sentence: string): string {
  return sentence[0]!.toUpperCase() + sentence.slice(1);
}

function costOf({ cost: { steps, tokens } }: Concern): string {
  if (steps === 0) return '';
  const spent =
    tokens === undefined || tokens === 0
      ? ''
      : ` and ${inThousands(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`;
  return `: ${steps} ${steps === 1 ? 'step' : 'steps'}${spent} since it began`;
}

function inThousands(tokens: number): string {
  return tokens < 1000 ? `${tokens}` : `${Math.round(tokens / 1000)} k`;
}

const ADVICE: Readonly<Record<Concern['kind'], string>> = {
  loop: 'Change something before you run it again, or say what is missing.',
  stall: 'Try another way, or say what is missing.',
  thrash: 'Settle on one thing and finish it, or say what is missing.',
  outage: 'Wait, and longer each time, before you try again.',
  overload: 'Finish or drop something before you begin anything else.',
  'unverified-claim': 'Run the check and report what it says, or say that it was not checked.',
};
