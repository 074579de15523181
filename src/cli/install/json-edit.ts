import type { Node } from 'jsonc-parser';
import {
  endOf,
  indentOf,
  lineIndentOf,
  marksIn,
  type Layout,
  type Mark,
  type Range,
} from './json-text.ts';

/**
 * Adding to a JSON text and taking away again, by position: nothing that was there is touched, and
 * what is taken away leaves the text as if it had never been there.
 *
 * For that the text itself has to say whether a list that is empty without us was there before us.
 * So we write in two ways: into an empty list that was there, directly behind its bracket; in a list
 * that we make, with white space behind the bracket. `list` here is an object, too.
 */

/**
 * Adds members at the end of a list.
 *
 * @param membersAt Gives them, each as text, where their lines begin with this white space;
 *   `undefined` where all stands on one line.
 */
export function append(
  text: string,
  list: Node,
  membersAt: (indent: string | undefined) => readonly string[],
  layout: Layout,
): string {
  const last = list.children?.at(-1);
  const close = endOf(list) - 1;
  const from = last === undefined ? list.offset + 1 : endOf(last);
  const marks = marksIn(text, from, close);
  const at = marks.at(-1)?.end ?? from;
  const indent = memberIndent(text, list, layout);
  const breakLine = layout.lineBreak + (indent ?? '');
  const members = membersAt(indent).join(indent === undefined ? ', ' : `,${breakLine}`);
  if (last === undefined) {
    // A comment may run to the end of its line.
    return insert(text, at, marks.length === 0 ? members : breakLine + members);
  }
  const lead = /[\r\n]/.test(text.slice(at, close)) ? breakLine : ' ';
  // Where a list ends in a comma, it still does afterwards.
  if (firstComma(marks) !== undefined) return insert(text, at, `${lead}${members},`);
  return insert(insert(text, at, lead + members), from, ',');
}

/**
 * Takes a member out of its list, and that list too where it is then empty and we made it. Comments
 * stay, and so does the document's own object.
 *
 * @param member A property, or an element.
 */
export function remove(text: string, member: Node): string {
  const list = member.parent!;
  const siblings = list.children!;
  const at = siblings.indexOf(member);
  const previous = siblings[at - 1];
  const next = siblings[at + 1];
  const start = previous === undefined ? list.offset + 1 : endOf(previous);
  const end = next === undefined ? endOf(list) - 1 : next.offset;
  const before = marksIn(text, start, member.offset);
  const after = marksIn(text, endOf(member), end);
  const alone = siblings.length === 1 && before.length === 0 && after.length === 0;
  if (alone && member.offset > start && list.parent !== undefined) {
    return remove(text, list.parent.type === 'property' ? list.parent : list);
  }
  const space = { start: before.at(-1)?.end ?? start, end: endOf(member) };
  const comma = firstComma(after) ?? firstComma(before);
  return cut(text, comma === undefined ? [space] : [space, comma]);
}

function memberIndent(text: string, list: Node, layout: Layout): string | undefined {
  const last = list.children?.at(-1);
  const outer = lineIndentOf(text, list.offset);
  if (last !== undefined) {
    const oneLine = !/[\r\n]/.test(text.slice(list.offset, endOf(list)));
    return oneLine ? undefined : (indentOf(text, last.offset) ?? outer + layout.indent);
  }
  // Text that holds something, all on one line, stays on one line.
  if (list.parent !== undefined && !/[\r\n]/.test(text.trim())) return undefined;
  return list.parent === undefined ? outer : outer + layout.indent;
}

function cut(text: string, ranges: readonly Range[]): string {
  return ranges
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

function insert(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at);
}

function firstComma(marks: readonly Mark[]): Mark | undefined {
  return marks.find(({ comma }) => comma);
}
