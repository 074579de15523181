import { MIND } from '../memory/layout.ts';
import { logit, sigmoid } from '../numeric/logit.ts';
import { shrunkenRate } from '../numeric/shrinkage.ts';
import { SIGNS } from '../run/signs.ts';
import type { Learned } from './learn-step.ts';
import { FAILED, PRIOR_RATE, SUCCEEDED, type Mind } from './mind.ts';

/**
 * How far each sign of a good or a bad end can be trusted: in how many runs whose outcome was told it
 * was there, by how they ended; kept for each agent and for all.
 */

/** Teaches the signs of a run from its outcome, as told; `weight` −1 takes it back. */
export function learnSigns(
  learned: Learned,
  mind: Mind,
  signs: number,
  succeeded: boolean,
  weight: 1 | -1 = 1,
): void {
  for (let place = 0; place < SIGNS.length; place++) {
    if ((signs & (1 << place)) === 0) continue;
    for (const each of [mind, learned.population]) {
      each.numbers[countAt(place, succeeded)]! += weight;
    }
  }
}

/**
 * What these signs add to the log-odds of a good end, together. Signs that point the same way have
 * much in common (what passes its check is committed), so of those the strongest counts whole, the
 * others half; signs that contradict each other cancel.
 */
export function natsOfSigns(learned: Learned, mind: Mind, signs: number): number {
  let sum = 0;
  let best = 0;
  let worst = 0;
  for (let place = 0; place < SIGNS.length; place++) {
    if ((signs & (1 << place)) === 0) continue;
    const nats = natsOfSign(learned, mind, place);
    sum += nats;
    if (nats > best) best = nats;
    if (nats < worst) worst = nats;
  }
  return (sum + best + worst) / 2;
}

/**
 * One sign's: the agent's record of it, shrunk to the others', that to the prior; each record read
 * against how the runs of its own agents end. A sign that is always there says nothing in the end.
 */
function natsOfSign({ population }: Learned, mind: Mind, place: number): number {
  const [good, bad] = [countAt(place, true), countAt(place, false)];
  const mine = mind.numbers;
  const all = population.numbers;
  const othersBase = shrunkenRate(
    all[SUCCEEDED]! - mine[SUCCEEDED]!,
    all[FAILED]! - mine[FAILED]!,
    PRIOR_RATE,
  );
  const base = shrunkenRate(mine[SUCCEEDED]!, mine[FAILED]!, othersBase);
  const expectedOfOthers = sigmoid(logit(othersBase) + SIGNS[place]!.nats);
  const others = shrunkenRate(all[good]! - mine[good]!, all[bad]! - mine[bad]!, expectedOfOthers);
  const expected = sigmoid(logit(base) + logit(others) - logit(othersBase));
  return logit(shrunkenRate(mine[good]!, mine[bad]!, expected)) - logit(base);
}

function countAt(place: number, succeeded: boolean): number {
  return MIND.signs + 2 * place + (succeeded ? 0 : 1);
}
