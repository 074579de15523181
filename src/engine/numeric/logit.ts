/** Log-odds of a probability, kept within ±4.6 so that a 0 or a 1 stays a finite belief. */
export function logit(probability: number): number {
  const p = probability < EDGE ? EDGE : probability > 1 - EDGE ? 1 - EDGE : probability;
  return Math.log(p / (1 - p));
}

/** The probability whose log-odds are `x`. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

const EDGE = 0.01;
