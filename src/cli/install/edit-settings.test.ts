import * as fc from 'fast-check';
import { parse, parseTree, type Node } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { addHooks, newSettings, removeHooks } from './edit-settings.ts';
import { findEntries } from './hook-entries.ts';
import { HOSTS } from './hosts.ts';

const HOOK = { node: '/usr/bin/node', script: '/opt/second-thought/dist/cli/hook.cjs' };
const OLDER = { node: '/old/node', script: '/old/second-thought/dist/cli/hook.cjs' };
const [CLAUDE, , GEMINI] = HOSTS;
const COMMAND = `'/usr/bin/node' '/opt/second-thought/dist/cli/hook.cjs' claude-code`;

/** Of one event only, so that a text in a test can be read. */
const HOST = { ...CLAUDE!, events: [{ event: 'PreToolUse', matcher: '*' }, { event: 'Stop' }] };
const GROUP = `{ "matcher": "*", "hooks": [ { "type": "command", "command": "${COMMAND}", "timeout": 5 } ] }`;
const PLAIN_GROUP = GROUP.replace('"matcher": "*", ', '');

describe('addHooks(text)', () => {
  it('adds to the end, as the text is laid out', () => {
    expect(addHooks('{\n\t"model": "opus"\n}\n', HOST, HOOK)).toBe(
      [
        '{',
        '\t"model": "opus",',
        '\t"hooks": {',
        `\t\t"PreToolUse": [ ${GROUP} ],`,
        `\t\t"Stop": [ ${PLAIN_GROUP} ]`,
        '\t}',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('stands behind the hooks of others, and behind their comments', () => {
    const text = [
      '{ // mine',
      '    "hooks": {',
      '        "Stop": [',
      '            { "hooks": [] } // theirs',
      '        ]',
      '    },',
      '}',
    ];
    expect(addHooks(text.join('\r\n'), HOST, HOOK)).toBe(
      [
        ...text.slice(0, 3),
        '            { "hooks": [] }, // theirs',
        `            ${PLAIN_GROUP}`,
        '        ],',
        `        "PreToolUse": [ ${GROUP} ]`,
        ...text.slice(5),
      ].join('\r\n'),
    );
  });

  it('leaves a text of one line one line', () => {
    expect(addHooks('{"a":1}', HOST, HOOK)).toBe(
      `{"a":1, "hooks": { "PreToolUse": [ ${GROUP} ], "Stop": [ ${PLAIN_GROUP} ] }}`,
    );
  });

  it('fills what is empty without a space behind the bracket: that marks what was there', () => {
    expect(addHooks('{}', HOST, HOOK)).toBe(
      `{"hooks": {\n  "PreToolUse": [ ${GROUP} ],\n  "Stop": [ ${PLAIN_GROUP} ]\n}}`,
    );
    expect(addHooks('{"hooks":{"Stop":[]}}', HOST, HOOK)).toBe(
      `{"hooks":{"Stop":[${PLAIN_GROUP}], "PreToolUse": [ ${GROUP} ]}}`,
    );
  });

  it('changes nothing the second time', () => {
    for (const host of HOSTS) {
      for (const text of ['', '{}', '{"a":1}', '{\n  "hooks": {}\n}']) {
        const once = addHooks(text, host, HOOK);
        expect(addHooks(once, host, HOOK)).toBe(once);
        const hooks = parse(once).hooks as Record<string, unknown>;
        expect(Object.keys(hooks)).toEqual(host.events.map(({ event }) => event));
      }
    }
  });

  it('replaces the path of an older installation in place, and adds the events it lacked', () => {
    const older = addHooks('{\n  "a": 1\n}\n', { ...HOST, events: HOST.events.slice(1) }, OLDER);
    const kept = older.replace('"timeout": 5', '"timeout": 20');
    const newer = addHooks(kept, HOST, HOOK);
    expect(newer).toContain(`"Stop": [ ${PLAIN_GROUP.replace('5 }', '20 }')} ],\n    "PreToolUse"`);
    expect(newer).not.toContain('/old/');
    expect(removeHooks(newer, HOOK)).toEqual({ text: '{\n  "a": 1\n}\n' });
  });

  it('leaves a command of ours as a person has changed it, as long as it runs our hook', () => {
    const text = addHooks('{}', HOST, HOOK).replaceAll(`"'/usr`, `"nice '/usr`);
    expect(addHooks(text, HOST, HOOK)).toBe(text);
    expect(removeHooks(text, HOOK)).toEqual({ text: '{}' });
  });

  it('writes paths so that a shell reads them as they are', () => {
    const hook = { node: "/it's/node", script: '/a "b"\n$(c)/second-thought/dist/cli/hook.cjs' };
    const command = String.raw`"'/it'\\''s/node' '/a \"b\"\n$(c)/second-thought/dist/cli/hook.cjs' claude-code"`;
    const text = addHooks('{}', HOST, hook);
    expect(text).toContain(`"command": ${command}`);
    expect(findEntries(text).map((entry) => entry.hook)).toEqual([hook, hook]);
  });

  it.each([
    ['[]', 'line 1, column 1: the settings must be an object; got []'],
    ['{\n  "hooks": null }', 'line 2, column 12: `hooks` must be an object; got null'],
    ['{"hooks": {"Stop": {}}}', 'line 1, column 20: `hooks.Stop` must be a list; got {}'],
    [
      '{"hooks": {}, "hooks": {}}',
      'line 1, column 15: `hooks` stands there twice; keep one of them',
    ],
    ['{"a": 1 "b": 2}', 'line 1, column 9: comma expected'],
    ['{"a": 1', 'line 1, column 8: close brace expected'],
    ['{"a": 1} // {}\n{', 'line 2, column 1: end of file expected'],
    ['/* never closed', 'line 1, column 1: unexpected end of comment'],
    ['\u00a0', 'line 1, column 1: invalid symbol'],
  ])('refuses %s', (text, message) => {
    expect(() => addHooks(text, HOST, HOOK)).toThrow(message);
  });

  it('refuses what is nested too deep', () => {
    const text = '{"a":'.repeat(200_000);
    expect(() => addHooks(text, HOST, HOOK)).toThrow('nested too deep to be settings');
  });
});

describe('removeHooks(text)', () => {
  it.each([
    '',
    '\n',
    '{}',
    '{}\n',
    '{ }',
    '{\n}\n',
    '{\r\n\r\n}',
    '// only a comment',
    '/* a */ // b\n',
    '{ /* nothing yet */ }',
    '{ // nothing yet\n}',
    '{"a":1}',
    '{"a":1,}',
    '{ "a" : 1 , /* b */ }',
    '{\n  "a": 1 // one\n  // two\n}\n',
    '{\n  "a": 1, // one\n}\n',
    '{"hooks":{}}',
    '{"hooks": { }}',
    '{\n  "hooks": {\n  }\n}',
    '{"hooks":{"Stop":[]}}',
    '{"hooks":{"Stop":[ ]},"a":1}',
    '{\n\t"hooks": {\n\t\t"Stop": [\n\t\t]\n\t}\n}',
    '{\n  "hooks": {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]}\n}',
    '{\n  "hooks": {\n    "Stop": [{\n      "hooks": []\n    }],\n  },\n}',
    '{"hooks": {"enabled": true, "disabled": ["x"]}}',
  ])('gives back %j', (original) => {
    for (const host of HOSTS) {
      expect(removeHooks(addHooks(original, host, HOOK), HOOK)).toEqual({ text: original });
    }
  });

  it('leaves nothing of settings that we made, and tells a folder that we made with them', () => {
    const made = newSettings(GEMINI!, HOOK, true);
    expect(removeHooks(made, HOOK)).toEqual({ made: 'file' });
    const folder = newSettings(GEMINI!, HOOK, false);
    expect(removeHooks(folder, HOOK)).toEqual({ made: 'file and folder' });
    const used = made.replace('{\n', '{\n  "theme": "dark",\n');
    expect(removeHooks(used, HOOK)).toEqual({ text: '{\n  "theme": "dark"\n}\n' });
  });

  it('leaves what a person added among ours', () => {
    const installed = addHooks('{\n  "a": 1\n}', HOST, HOOK);
    const mine = '{ "hooks": [ { "type": "command", "command": "mine" } ] }';
    const beside = installed.replace(`${PLAIN_GROUP} ]`, `${PLAIN_GROUP}, ${mine} ]`);
    expect(removeHooks(beside, HOOK)).toEqual({
      text: `{\n  "a": 1,\n  "hooks": {\n    "Stop": [ ${mine} ]\n  }\n}`,
    });
    const inside = installed.replace(/(.*"Stop".*)\} \] \} \]/, '$1}, { "command": "mine" } ] } ]');
    expect(removeHooks(inside, HOOK)).toEqual({
      text: `{\n  "a": 1,\n  "hooks": {\n    "Stop": [ { "hooks": [ { "command": "mine" } ] } ]\n  }\n}`,
    });
  });

  it('still takes ours out, after the host has written the file anew', () => {
    const installed = addHooks('{"a": 1}', CLAUDE!, HOOK);
    const written = JSON.stringify(parse(installed), undefined, 2);
    expect(removeHooks(written, HOOK)).toEqual({ text: '{\n  "a": 1\n}' });
  });
});

describe('any settings', () => {
  it('are, after install, an edit elsewhere and uninstall, as with that edit alone', () => {
    let edited = 0;
    fc.assert(
      fc.property(settings(), fc.constantFrom(...HOSTS), edits(), (text, host, edit) => {
        const installed = addHooks(text, host, HOOK);
        // All that the text says stays as it is, and everything of ours is there.
        const [before, after] = [text, installed].map((json) => parse(json) as Settings);
        expect(withoutOurs(after!, before!)).toEqual(before);
        expect(Object.keys(after!).slice(0, Object.keys(before!).length)).toEqual(
          Object.keys(before!),
        );
        const events = findEntries(installed, HOOK).map(({ event }) => event);
        expect(events.toSorted()).toEqual(host.events.map(({ event }) => event).toSorted());
        const wanted = edit(text, text);
        if (wanted !== text) edited += 1;
        expect(removeHooks(edit(installed, text), HOOK)).toEqual({ text: wanted });
      }),
      { numRuns: 1000 },
    );
    expect(edited).toBeGreaterThan(500);
  });

  it('are, with an older installation of ours in them, replaced and then undone', () => {
    fc.assert(
      fc.property(settings(), fc.constantFrom(...HOSTS), (text, host) => {
        const older = addHooks(text, host, OLDER);
        const newer = addHooks(older, host, HOOK);
        expect(newer).toBe(addHooks(text, host, HOOK));
        expect(removeHooks(newer, HOOK)).toEqual({ text });
      }),
      { numRuns: 200 },
    );
  });
});

/** Every value with those we add left out: the last group of each of our events, and what is empty then. */
function withoutOurs(installed: Settings, original: Settings): Settings {
  const hooks = Object.entries(installed.hooks ?? {}).flatMap(([event, groups]) => {
    const isOurs = (JSON.stringify(groups.at(-1)) ?? '').includes('second-thought');
    const others = isOurs ? groups.slice(0, -1) : groups;
    return others.length > 0 || original.hooks?.[event] !== undefined ? [[event, others]] : [];
  });
  const { hooks: _, ...rest } = installed;
  if (original.hooks === undefined && hooks.length === 0) return rest;
  return { ...rest, hooks: Object.fromEntries(hooks) as Settings['hooks'] & {} };
}

interface Settings {
  readonly hooks?: Readonly<Record<string, readonly unknown[]>>;
}

/** Texts of settings: any nesting, spacing, comments and line ends, with and without hooks. */
function settings(): fc.Arbitrary<string> {
  const group = fc.record(
    {
      matcher: fc.constantFrom('*', 'Bash', ''),
      hooks: fc.array(
        fc.constantFrom({ type: 'command', command: 'say "hi" // no comment' }, { type: 'prompt' }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['hooks'] },
  );
  const events = HOSTS.flatMap((host) => host.events.map(({ event }) => event));
  const hooks = fc.dictionary(
    fc.constantFrom(...events, 'Other'),
    fc.array(group, { maxLength: 3 }),
    {
      maxKeys: 4,
    },
  );
  const others = fc.dictionary(
    fc.string({ maxLength: 6 }).filter((key) => key !== 'hooks' && key !== '__proto__'),
    fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('a // b', '/* c */', '}, {')),
    { maxKeys: 4 },
  );
  const value = fc
    .tuple(others, fc.option(hooks), fc.boolean())
    .map(([rest, own, first]) =>
      own === null ? rest : Object.assign(first ? { hooks: own } : {}, rest, { hooks: own }),
    );
  return fc
    .tuple(value, fc.infiniteStream(fc.nat(99)), fc.constantFrom('\n', '\r\n'), fc.nat(3))
    .map(([content, stream, lineBreak, style]) => printed(content, stream, lineBreak, style));
}

/** Prints a value with spacing of a style: compact, indented by tabs or spaces, or at random. */
function printed(
  value: unknown,
  stream: Iterator<number>,
  lineBreak: string,
  style: number,
): string {
  if (style === 0) return JSON.stringify(value);
  if (style === 1)
    return `${JSON.stringify(value, undefined, '\t').replaceAll('\n', lineBreak)}${lineBreak}`;
  const next = (): number => stream.next().value as number;
  const space = (): string => {
    const dice = next();
    if (dice < 50) return '';
    if (dice < 65) return ' ';
    if (dice < 80) return lineBreak + ' '.repeat(next() % 5);
    if (style === 2) return '\t';
    return dice < 90 ? `/* ${dice}, */` : ` // { ${dice}${lineBreak}  `;
  };
  const list = (open: string, members: readonly string[], close: string): string => {
    const last = members.length > 0 && style === 3 && next() < 20 ? `,${space()}` : '';
    return `${open}${space()}${members.map((member) => member + space()).join(`,${space()}`)}${last}${close}`;
  };
  const print = (part: unknown): string => {
    if (Array.isArray(part)) return list('[', part.map(print), ']');
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    const members = Object.entries(part).map(
      ([key, member]) => `${JSON.stringify(key)}${space()}:${space()}${print(member)}`,
    );
    return list('{', members, '}');
  };
  return space() + print(value) + space();
}

/**
 * What a person may do to a file, done by its place in the original: given a text, and the original
 * in which the place is looked up. Both give the same edit, with and without our hooks.
 */
function edits(): fc.Arbitrary<(text: string, original: string) => string> {
  const at = fc.nat(1000);
  return fc.oneof(
    fc.constant((text: string) => text),
    fc.constantFrom('\n', ' ', '/* last */', '// last').map((end) => (text: string) => text + end),
    fc.constantFrom('\n', '// first\n').map((start) => (text: string) => start + text),
    // Another value in some place.
    at.map((index) => (text: string, original: string) => {
      const path = choose(leaves(parseTree(original)!), index);
      if (path === undefined) return text;
      const { offset, length } = nodeAt(parseTree(text)!, path);
      return `${text.slice(0, offset)}"changed"${text.slice(offset + length)}`;
    }),
    // Another last member in some object or list, at least where no comment or comma stands last.
    at.map((index) => (text: string, original: string) => {
      const path = choose(lists(parseTree(original)!, original), index);
      if (path === undefined) return text;
      const { type, children } = nodeAt(parseTree(text)!, path);
      const end = children!.at(-1)!.offset + children!.at(-1)!.length;
      return `${text.slice(0, end)},${type === 'object' ? '"z": ' : ''}{}${text.slice(end)}`;
    }),
    // Another first key, or a comment, in some object.
    fc
      .tuple(at, fc.constantFrom('"new": [1]', '/* new */'))
      .map(([index, added]) => (text: string, original: string) => {
        const path = choose(objects(parseTree(original)!), index);
        if (path === undefined) return text;
        const { offset, children } = nodeAt(parseTree(text)!, path);
        const comma = children!.length > 0 && added.startsWith('"') ? ',' : '';
        return text.slice(0, offset + 1) + added + comma + text.slice(offset + 1);
      }),
  );
}

type Path = readonly number[];

function leaves(node: Node, path: Path = []): Path[] {
  if (node.type === 'property') return leaves(node.children![1]!, [...path, 1]);
  if (node.children === undefined) return [path];
  return node.children.flatMap((child, index) => leaves(child, [...path, index]));
}

function objects(node: Node, path: Path = []): Path[] {
  const inner = (node.children ?? []).flatMap((child, index) => objects(child, [...path, index]));
  return node.type === 'object' ? [path, ...inner] : inner;
}

/** Those that hold something, and nothing but white space behind their last member. */
function lists(node: Node, text: string, path: Path = []): Path[] {
  const children = node.children ?? [];
  const inner = children.flatMap((child, index) => lists(child, text, [...path, index]));
  const last = children.at(-1);
  if (last === undefined || node.type === 'property') return inner;
  const rest = text.slice(last.offset + last.length, node.offset + node.length - 1);
  return rest.trim() === '' ? [path, ...inner] : inner;
}

/** Ours stands behind what was there, so a place is the same with us and without. */
function nodeAt(node: Node, path: Path): Node {
  return path.reduce((inner, index) => inner.children![index]!, node);
}

function choose<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(list.length, 1)];
}
