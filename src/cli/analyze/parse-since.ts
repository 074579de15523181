const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const ACCEPTED = 'a time back such as 12h, 30d or 2w, or a date such as 2026-11-01';

/**
 * What `--since` means: so long before now, or the beginning of a day here.
 *
 * @returns Milliseconds since the epoch.
 * @throws {Error} With a sentence for the user.
 */
export function parseSince(text: string, now: number): number {
  const back = /^(\d{1,6})([hdw])$/.exec(text);
  if (back !== null) return now - Number(back[1]) * UNIT_MS[back[2]!]!;
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (day !== null) {
    const [year, month, date] = day.slice(1).map(Number) as [number, number, number];
    const at = new Date(year, month - 1, date);
    // The 31st of a month of 30 days would quietly become the next month's first.
    if (at.getMonth() === month - 1 && at.getDate() === date) return at.getTime();
  }
  throw new Error(`--since: got ${JSON.stringify(text.slice(0, 40))}; accepted: ${ACCEPTED}`);
}
