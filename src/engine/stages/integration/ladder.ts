import { strengthOf } from '../../concerns/loop.ts';
import type { Advice, Concern } from '../../report/report.ts';

/**
 * From concerns to advice: `tell` from .5 (the third turn of a loop), `ask` from its fourth turn's
 * strength, `stop` from its sixth's. A probability never nags.
 *
 * (The ladder's memory and the budget of interruptions will live here.)
 */
export function advise(concerns: readonly Concern[]): Advice {
  const worst = concerns[0];
  if (worst === undefined) return NOTHING_TO_SAY;
  return { action: actionFor(worst.strength), tell: sentenceFor(worst), because: [0] };
}

const ASK_FROM = strengthOf(4);
const STOP_FROM = strengthOf(6);
const NOTHING_TO_SAY: Advice = Object.freeze({
  action: 'proceed',
  tell: '',
  because: Object.freeze([]),
});

function actionFor(strength: number): Advice['action'] {
  return strength >= STOP_FROM ? 'stop' : strength >= ASK_FROM ? 'ask' : 'tell';
}

/** For the agent: the evidence, what it cost since it began, what to do. */
function sentenceFor(concern: Concern): string {
  const { steps, tokens } = concern.cost;
  const spent = tokens === undefined || tokens === 0 ? '' : ` and ${inThousands(tokens)} tokens`;
  return `${concern.evidence}: ${steps} steps${spent} since it began. ${ADVICE[concern.kind]}`;
}

function inThousands(tokens: number): string {
  return tokens < 1000 ? `${tokens}` : `${Math.round(tokens / 1000)} k`;
}

const ADVICE: Readonly<Record<Concern['kind'], string>> = {
  loop: 'Change something before you run it again, or say what is missing.',
  stall: 'Try another way, or say what is missing.',
};
