import { RUN, SIGNALS_MAX } from '../memory/layout.ts';
import { hashName } from '../numeric/hash.ts';
import { noteProblem, type RunMemory } from './run-memory.ts';

/** The last value of each signal a user measures, by name; up to 32 names a run. */
export function setSignal(run: RunMemory, name: string, value: number): void {
  const { numbers } = run;
  const key = hashName(name);
  for (let i = 0; i < SIGNALS_MAX; i++) {
    const at = RUN.signals + 2 * i;
    if (numbers[at] === key || numbers[at] === 0) {
      numbers[at] = key;
      numbers[at + 1] = value;
      return;
    }
  }
  noteProblem(run, 'too-many-signals', `more than ${SIGNALS_MAX} signals: \`${name}\` is ignored`);
}

/** Mean of the last values; NaN without a signal. */
export function meanSignal(numbers: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (; count < SIGNALS_MAX && numbers[RUN.signals + 2 * count] !== 0; count++) {
    sum += numbers[RUN.signals + 2 * count + 1]!;
  }
  return count === 0 ? Number.NaN : sum / count;
}
