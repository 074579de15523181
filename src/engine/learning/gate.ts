import type { Budget } from '../report/report.ts';

/**
 * A budget of errors that holds: a place is given only while
 *
 *     errors + undecided + 1 ≤ α · accepted + b
 *
 * and a place that is decided moves from undecided to errors, or away. So errors + undecided never
 * exceed α · accepted + b, for any sequence whatever; where errors come faster than α it shuts.
 * Three numbers of a slab, from `at` on: errors, undecided, accepted.
 *
 * @see `docs/numbers.md`, "What is promised".
 */
const ERRORS = 0;
const UNDECIDED = 1;
const ACCEPTED = 2;

/** b of the budget of interruptions: how many may be wrong before any step was seen. A prior. */
export const INTERRUPTIONS_SLACK = 5;

/** Takes a place, if the budget has one. */
export function takePlace(slab: Float64Array, at: number, rate: number, slack: number): boolean {
  const { errors, undecided, allowed } = budgetAt(slab, at, rate, slack);
  if (errors + undecided + 1 > allowed) return false;
  slab[at + UNDECIDED]! += 1;
  return true;
}

/** A place is decided. */
export function decidePlace(slab: Float64Array, at: number, isError: boolean): void {
  slab[at + UNDECIDED]! -= 1;
  if (isError) slab[at + ERRORS]! += 1;
}

/** A place that was given back proves to have been an error. */
export function addError(slab: Float64Array, at: number): void {
  slab[at + ERRORS]! += 1;
}

/** What counted as an error proves to have been none. */
export function takeBackError(slab: Float64Array, at: number): void {
  slab[at + ERRORS]! -= 1;
}

/** What the budget is measured by grows. */
export function accept(slab: Float64Array, at: number): void {
  slab[at + ACCEPTED]! += 1;
}

/** A budget of rate 0 gives no place at all. */
export function budgetAt(slab: Float64Array, at: number, rate: number, slack: number): Budget {
  const accepted = slab[at + ACCEPTED]!;
  return {
    errors: slab[at + ERRORS]!,
    undecided: slab[at + UNDECIDED]!,
    accepted,
    allowed: rate === 0 ? 0 : rate * accepted + slack,
  };
}
