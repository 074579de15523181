import type { Mind } from '../../learning/mind.ts';
import { MIND, RUN } from '../../memory/layout.ts';
import { SHRINKAGE } from '../../numeric/shrinkage.ts';
import { STEPS } from '../../run/counts.ts';

/**
 * The band: where our own forecast for a run will lie at its end, with 90 %. Between now and the
 * end the log-odds move by about √(v · remaining), where `remaining` = usual / (usual + steps) and
 * v is learned from how far the forecasts of closed runs moved; one nat² is its prior.
 */
export function bandSpread(
  numbers: Float64Array,
  mind: Mind,
  population: Mind,
  usualSteps: number,
): number {
  return Math.sqrt(movementVariance(mind, population) * remaining(numbers[STEPS]!, usualSteps));
}

/** Keeps the forecast of this step if it is one of those that the end is compared with. */
export function keepForecast(numbers: Float64Array, logOdds: number, usualSteps: number): void {
  const stage = CHECKPOINTS.indexOf(numbers[STEPS]!);
  if (stage < 0) return;
  numbers[RUN.confidence + 2 * stage] = logOdds;
  numbers[RUN.confidence + 2 * stage + 1] = remaining(numbers[STEPS]!, usualSteps);
}

/** Whether a forecast is due at this step. */
export function isCheckpoint(steps: number): boolean {
  return steps <= 32 && CHECKPOINTS.includes(steps);
}

/** Teaches both minds how far the forecasts of a closed run were from its last; counts as one. */
export function learnMovement(
  numbers: Float64Array,
  mind: Mind,
  population: Mind,
  lastLogOdds: number,
): void {
  let sum = 0;
  let count = 0;
  for (let stage = 0; stage < CHECKPOINTS.length; stage++) {
    const share = numbers[RUN.confidence + 2 * stage + 1]!;
    if (share === 0) break;
    const moved = lastLogOdds - numbers[RUN.confidence + 2 * stage]!;
    sum += (moved * moved) / share;
    count += 1;
  }
  if (count === 0) return;
  for (const each of [mind, population]) {
    each.numbers[MIND.band + SQUARES]! += sum / count;
    each.numbers[MIND.band + RUNS]! += 1;
  }
}

/** Steps at which a forecast is kept: the first of each stage of a run. */
const CHECKPOINTS: readonly number[] = [1, 8, 16, 32];
const PRIOR_VARIANCE_NATS = 1;
const SQUARES = 0;
const RUNS = 1;

function movementVariance(mind: Mind, population: Mind): number {
  const all = population.numbers;
  const own = mind.numbers;
  const parent =
    (all[MIND.band + SQUARES]! + SHRINKAGE * PRIOR_VARIANCE_NATS) /
    (all[MIND.band + RUNS]! + SHRINKAGE);
  return (own[MIND.band + SQUARES]! + SHRINKAGE * parent) / (own[MIND.band + RUNS]! + SHRINKAGE);
}

function remaining(steps: number, usualSteps: number): number {
  return usualSteps / (usualSteps + steps);
}
