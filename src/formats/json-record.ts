/** Whether a parsed JSON value is an object, and no array. */
export function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a parsed JSON value can serve as an id or a name. */
export function isNamed(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Whether a parsed JSON value is a count that is exact. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** The sum of those values that are counts; `undefined` if none is: what is not known is not zero. */
export function sumOfCounts(values: readonly unknown[]): number | undefined {
  const counts = values.filter(isCount);
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.length > 0 && isCount(sum) ? sum : undefined;
}
