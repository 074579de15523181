// @ts-check
import { medianOf } from './spread.mjs';

const ROUNDS = 20;
const READINGS = 5000;

/** What reading the clock costs, in ns: to be taken off what is timed one by one. */
export function measureClock() {
  const costs = Array.from({ length: ROUNDS }, () => {
    let ms = 0;
    for (let i = 0; i < READINGS; i++) {
      const startedAt = performance.now();
      ms += performance.now() - startedAt;
    }
    return (ms * 1e6) / READINGS;
  });
  return medianOf(costs);
}
