import { type Line, widthOf, wrap } from './lines.ts';
import type { TerminalStyle } from './style.ts';

/** The host that `install` knows, by how readers name its agents: `claude-code@opus`. */
const HOSTS: readonly (readonly [RegExp, string])[] = [
  [/^claude-code(?:@|$)/, 'claude-code'],
  [/^codex(?:-cli)?(?:@|$)/, 'codex'],
  [/^gemini(?:-cli)?(?:@|$)/, 'gemini'],
];

/** What `install` calls the host of an agent; `undefined` where it has none. */
export function hostOf(agent: string): string | undefined {
  return HOSTS.find(([name]) => name.test(agent))?.[1];
}

/** What to do next: have the agent told while it works. Nothing where its host has no hooks. */
export function nextStepLines(host: string | undefined, style: TerminalStyle): Line[] {
  if (host === undefined) return [];
  const lead = 'Next: have the agent told in time';
  const command = `npx second-thought install ${host}`;
  if (widthOf(lead) + 3 + widthOf(command) <= style.columns) {
    return [[{ text: `${lead}   ` }, { text: command, ink: 'kind' }]];
  }
  return [
    [{ text: lead }],
    // Whole on its line, to be copied.
    ...wrap([{ text: `  ${command}`, ink: 'kind' }], style),
  ];
}
