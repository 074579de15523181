import type { Node } from 'jsonc-parser';
import { findHook, type HookCommand } from './hook-command.ts';
import { HOSTS, type Host } from './hosts.ts';
import { InstallError } from './install-error.ts';
import { endOf, parseText, positionOf } from './json-text.ts';

/** One of our hooks in some settings. */
export interface HookEntry {
  readonly event: string;
  readonly hook: HookCommand;
  readonly command: string;
  /** The groups of an event hold handlers, and a handler runs a command. */
  readonly group: Node;
  readonly handler: Node;
  readonly commandNode: Node;
}

/**
 * Our hooks in the text of some settings, in order.
 *
 * @throws {SyntaxError} If it is no JSON.
 * @throws {InstallError} If it is JSON of another shape than settings have.
 */
export function findEntries(text: string, own?: HookCommand): HookEntry[] {
  const hooks = hooksIn(text, parseText(text));
  return (hooks?.children ?? []).flatMap((property) => {
    const event = property.children![0]!.value as string;
    return (property.children![1]?.children ?? []).flatMap((group) =>
      (valueOf(group, 'hooks')?.children ?? []).flatMap((handler) => {
        const commandNode = valueOf(handler, 'command');
        if (commandNode?.type !== 'string') return [];
        const command = commandNode.value as string;
        const hook = findHook(command, own);
        return hook === undefined ? [] : [{ event, hook, command, group, handler, commandNode }];
      }),
    );
  });
}

/** That these settings switch all hooks off, in words; `undefined` if they do not. */
export function switchedOff(text: string, { offSwitch }: Host): string | undefined {
  const root = parseText(text);
  if (root === undefined || offSwitch === undefined) return undefined;
  if (valueOf(root, offSwitch)?.value !== true) return undefined;
  return `${offSwitch} is true in these settings: no hook runs at all`;
}

/**
 * The value of `hooks` in some settings, its shape and that of its events looked at.
 *
 * @throws {InstallError} If it is JSON of another shape than settings have.
 */
export function hooksIn(text: string, root: Node | undefined): Node | undefined {
  if (root === undefined) return undefined;
  expectShape(text, root, 'object', 'the settings');
  const hooks = propertyOf(text, root, 'hooks')?.children?.[1];
  if (hooks === undefined) return undefined;
  expectShape(text, hooks, 'object', '`hooks`');
  for (const { children } of hooks.children!) {
    const event = children![0]!.value as string;
    // Some hosts keep settings of other shapes among the events; those are none of our business.
    if (!HOOKED.has(event)) continue;
    expectShape(text, propertyOf(text, hooks, event)!.children![1]!, 'array', `\`hooks.${event}\``);
  }
  return hooks;
}

/** The events that are ours to look at. */
const HOOKED = new Set(HOSTS.flatMap(({ events }) => events.map(({ event }) => event)));

function expectShape(text: string, node: Node, type: 'object' | 'array', what: string): void {
  if (node.type === type) return;
  const words = { object: 'an object', array: 'a list' }[type];
  throw new InstallError(
    `${positionOf(text, node.offset)}: ${what} must be ${words}; got ${text.slice(node.offset, endOf(node)).slice(0, 40)}`,
  );
}

/** @throws {InstallError} If it stands there twice: programs disagree on which of them counts. */
function propertyOf(text: string, object: Node, name: string): Node | undefined {
  const found = (object.children ?? []).filter(({ children }) => children![0]!.value === name);
  if (found.length > 1) {
    throw new InstallError(
      `${positionOf(text, found[1]!.offset)}: \`${name}\` stands there twice; keep one of them`,
    );
  }
  return found[0];
}

/** The value of a property, if this is an object that has it. */
export function valueOf(object: Node, name: string): Node | undefined {
  if (object.type !== 'object') return undefined;
  return object.children!.find(({ children }) => children![0]!.value === name)?.children?.[1];
}
