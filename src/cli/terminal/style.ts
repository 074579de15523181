/** What a terminal can show. Rendering depends on this value and on nothing else of the process. */
export interface TerminalStyle {
  /** Columns of a line, at least {@link COLUMNS_MIN}. */
  readonly columns: number;
  readonly colour: boolean;
  /** False where the locale is not UTF-8: every screen is then plain ASCII. */
  readonly unicode: boolean;
  /** IANA name of the zone that clock times are shown in; the machine's own by default. */
  readonly timeZone?: string;
}

/** The part of a `WriteStream` that is asked. */
export interface StreamLike {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Narrower than this is laid out as this: the terminal then breaks the lines, nothing is lost. */
export const COLUMNS_MIN = 40;
const COLUMNS_DEFAULT = 80;

/** Reads what a stream and its environment say of the terminal. `env` is `process.env`'s shape. */
export function styleOf(
  stream: StreamLike,
  env: Readonly<Record<string, string | undefined>>,
): TerminalStyle {
  return {
    columns: columnsOf(stream, env),
    colour: colourOf(stream, env),
    unicode: unicodeOf(env),
  };
}

function columnsOf(stream: StreamLike, env: Readonly<Record<string, string | undefined>>): number {
  const told = [stream.columns, Number(env['COLUMNS'])].find(
    (columns) => columns !== undefined && Number.isSafeInteger(columns) && columns > 0,
  );
  return Math.max(told ?? COLUMNS_DEFAULT, COLUMNS_MIN);
}

/**
 * Asked for beats guessed, and a refusal beats a request.
 *
 * @see https://no-color.org, https://force-color.org, https://bixense.com/clicolors
 */
function colourOf(stream: StreamLike, env: Readonly<Record<string, string | undefined>>): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  const forced = [env['FORCE_COLOR'], env['CLICOLOR_FORCE']].find(isSet);
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** The first of the three that is set decides, as in POSIX. None set: a container or Windows. */
function unicodeOf(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet);
  return locale === undefined || /utf-?8/i.test(locale);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
