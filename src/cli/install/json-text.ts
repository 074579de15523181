import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';

/** A place in a text, half open. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What stands between two values: a comma or a comment; white space lies between these. */
export interface Mark extends Range {
  readonly comma: boolean;
}

/** How a text is laid out, for what is added to it. */
export interface Layout {
  readonly lineBreak: string;
  /** One step of indentation. */
  readonly indent: string;
}

/**
 * The value in a text of JSON, with where everything stands. Comments and a last comma are read:
 * some hosts take them, and it is not for us to judge.
 *
 * @returns `undefined` if the text holds no value, but white space and comments at most.
 * @throws {SyntaxError} With line and column.
 */
export function parseText(text: string): Node | undefined {
  if (isBlank(text)) return undefined;
  const errors: ParseError[] = [];
  const root = parsed(text, errors);
  const [error] = errors;
  if (error === undefined && root !== undefined) return root;
  const what = error === undefined ? 'ValueExpected' : printParseErrorCode(error.error);
  const words = what.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  throw new SyntaxError(`${positionOf(text, error?.offset ?? 0)}: ${words}`);
}

/** `line 3, column 14` */
export function positionOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

export function endOf(node: Node): number {
  return node.offset + node.length;
}

/** The commas and comments in a stretch of text in which no value stands. */
export function marksIn(text: string, start: number, end: number): Mark[] {
  const found = text.slice(start, end).matchAll(/,|\/\/[^\r\n]*|\/\*[^]*?\*\//g);
  return Array.from(found, ({ 0: mark, index }) => ({
    start: start + index,
    end: start + index + mark.length,
    comma: mark === ',',
  }));
}

/** As the text has it; two spaces and a line feed where it says nothing. */
export function layoutOf(text: string, root: Node | undefined): Layout {
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const first = root?.children?.[0];
  const own = first === undefined ? undefined : indentOf(text, first.offset);
  const outer = root === undefined ? '' : lineIndentOf(text, root.offset);
  const indent = own?.startsWith(outer) === true ? own.slice(outer.length) : '';
  return { lineBreak, indent: indent === '' ? '  ' : indent };
}

/** The white space before a value that begins its line; `undefined` for one that does not. */
export function indentOf(text: string, offset: number): string | undefined {
  const indent = lineIndentOf(text, offset);
  return lineStartOf(text, offset) + indent.length === offset ? indent : undefined;
}

/** The white space with which the line of a place begins. */
export function lineIndentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStartOf(text, offset), offset))![0];
}

function parsed(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser goes down by recursion: there is a depth at which the stack is full.
    throw new SyntaxError('line 1, column 1: nested too deep to be settings', { cause: error });
  }
}

function lineStartOf(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text.replace(/\/\/[^\r\n]*|\/\*[^]*?\*\//g, ''));
}
