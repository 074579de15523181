import { commandText, type HookCommand } from './hook-command.ts';
import { findEntries, hooksIn, valueOf } from './hook-entries.ts';
import type { HookedEvent, Host } from './hosts.ts';
import { append, remove } from './json-edit.ts';
import { endOf, layoutOf, parseText, type Layout } from './json-text.ts';

/** What is left of the settings without us: a text, or nothing, where we made all of it. */
export type Remainder = { readonly text: string } | { readonly made: 'file' | 'file and folder' };

/** The text of settings with our hooks in them: the same text where they already are. */
export function addHooks(text: string, host: Host, hook: HookCommand): string {
  const command = commandText(hook, host.name);
  let edited = text;
  // From the last to the first, so that the places of the others stay.
  for (const entry of findEntries(text, hook).toReversed()) {
    // A command that a person has added to, or taken from, is theirs as long as it runs us.
    if (entry.hook.node === hook.node && entry.hook.script === hook.script) continue;
    const { offset } = entry.commandNode;
    edited =
      edited.slice(0, offset) + JSON.stringify(command) + edited.slice(endOf(entry.commandNode));
  }
  const present = new Set(findEntries(edited, hook).map(({ event }) => event));
  const missing = host.events.filter(({ event }) => !present.has(event));
  return addEvents(edited, missing, host, command);
}

/** Settings for a host that has none. The last line break tells whether the folder was there. */
export function newSettings(host: Host, hook: HookCommand, folderThere: boolean): string {
  const layout: Layout = { lineBreak: '\n', indent: '  ' };
  const hooks = hooksProperty(host.events, host, commandText(hook, host.name), layout, '  ');
  return `{\n  ${hooks}\n}${folderThere ? '\n' : ''}`;
}

/** The text of settings without our hooks: what it would be if they had never been there. */
export function removeHooks(text: string, own: HookCommand): Remainder {
  let rest = text;
  // From the last to the first, so that what we made empties in the order in which it was filled.
  for (let entry = findEntries(rest, own).at(-1); entry; entry = findEntries(rest, own).at(-1)) {
    const alone = entry.handler.parent!.children!.length === 1;
    rest = remove(rest, alone ? entry.group : entry.handler);
  }
  if (rest === text) return { text };
  if (text.startsWith('{\n  "hooks": {\n')) {
    if (rest === '{\n}\n') return { made: 'file' };
    if (rest === '{\n}') return { made: 'file and folder' };
  }
  const before = parseText(text)!;
  const after = parseText(rest)!;
  const first = before.children?.[0];
  const madeObject =
    after.children?.length === 0 &&
    first !== undefined &&
    text.slice(before.offset, first.offset) === OBJECT_IN_EMPTY_FILE;
  if (!madeObject) return { text: rest };
  return { text: rest.slice(0, after.offset) + rest.slice(endOf(after)) };
}

/** Nobody else begins an object like this: see `json-edit.ts`. */
const OBJECT_IN_EMPTY_FILE = '{  ';

function addEvents(
  text: string,
  events: readonly HookedEvent[],
  host: Host,
  command: string,
): string {
  const root = parseText(text);
  const layout = layoutOf(text, root);
  const hooks = hooksIn(text, root);
  if (events.length === 0) return text;
  if (root === undefined) {
    const property = hooksProperty(events, host, command, layout, '');
    return `${OBJECT_IN_EMPTY_FILE}${property} }${text}`;
  }
  if (hooks === undefined) {
    return append(
      text,
      root,
      (indent) => [hooksProperty(events, host, command, layout, indent)],
      layout,
    );
  }
  const [known, unknown] = [true, false].map((present) =>
    events.filter(({ event }) => (valueOf(hooks, event) !== undefined) === present),
  );
  // Of new events first: that moves nothing of the lists of the others but by what it adds behind.
  let edited =
    unknown!.length === 0
      ? text
      : append(
          text,
          hooks,
          () => unknown!.map((event) => eventProperty(event, host, command)),
          layout,
        );
  for (const event of known!) {
    const list = valueOf(hooksIn(edited, parseText(edited))!, event.event)!;
    edited = append(edited, list, () => [groupText(event, host, command)], layout);
  }
  return edited;
}

function hooksProperty(
  events: readonly HookedEvent[],
  host: Host,
  command: string,
  { lineBreak, indent: step }: Layout,
  indent: string | undefined,
): string {
  const properties = events.map((event) => eventProperty(event, host, command));
  if (indent === undefined) return `"hooks": { ${properties.join(', ')} }`;
  const breakLine = lineBreak + indent;
  return `"hooks": {${breakLine}${step}${properties.join(`,${breakLine}${step}`)}${breakLine}}`;
}

/** One line an event: a list of eight is read at a glance. */
function eventProperty(event: HookedEvent, host: Host, command: string): string {
  return `${JSON.stringify(event.event)}: [ ${groupText(event, host, command)} ]`;
}

function groupText({ matcher }: HookedEvent, host: Host, command: string): string {
  const handler = { type: 'command', command, timeout: host.timeout };
  const group = { ...(matcher === undefined ? {} : { matcher }), hooks: [handler] };
  return JSON.stringify(group, undefined, 1).replaceAll(/\n */g, ' ');
}
