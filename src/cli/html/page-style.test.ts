import { describe, expect, it } from 'vitest';
import { PAGE_STYLE } from './page-style.ts';

type Tokens = ReadonlyMap<string, string>;

const THEMES: readonly (readonly [string, Tokens])[] = [
  ['light', tokensAfter('color-scheme:light')],
  ['dark', tokensAfter('color-scheme:dark')],
];

describe.each(THEMES)('the %s colours', (_theme, tokens) => {
  it('are all there', () => {
    const names = 'bg panel sunk ink ink2 ink3 trust band warn mark wash stop fill quiet edge line';
    expect([...tokens.keys()]).toEqual(names.split(' '));
  });

  // WCAG 2.2, 1.4.3: text has a contrast of 4.5 at least to what it stands on.
  it.each([
    ['ink', ['bg', 'panel', 'sunk', 'wash']],
    ['ink2', ['bg', 'panel', 'sunk', 'wash']],
    ['ink3', ['bg', 'panel', 'sunk']],
    ['warn', ['bg', 'panel', 'sunk', 'wash']],
    ['trust', ['bg', 'panel', 'sunk']],
    ['stop', ['bg', 'panel', 'sunk', 'wash']],
  ])('%s can be read on all that it stands on', (ink, grounds) => {
    expect(lowest(tokens, ink, grounds)).toBeGreaterThanOrEqual(4.5);
  });

  it('white can be read on the filled mark', () => {
    expect(contrast('#FFFFFF', tokens.get('fill')!)).toBeGreaterThanOrEqual(4.5);
  });

  // WCAG 2.2, 1.4.11: what must be seen to understand has 3.
  it.each([
    ['mark', ['panel', 'wash']],
    ['quiet', ['panel', 'wash']],
    ['edge', ['bg', 'panel', 'sunk']],
    ['trust', ['panel', 'band']],
    ['stop', ['panel', 'wash']],
  ])('%s can be seen on all that it is drawn on', (mark, grounds) => {
    expect(lowest(tokens, mark, grounds)).toBeGreaterThanOrEqual(3);
  });
});

describe('the style', () => {
  it('is dark by the wish of the system, unless the switch says light, and never on paper', () => {
    expect(PAGE_STYLE).toContain(
      '@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light])',
    );
    expect(PAGE_STYLE).toContain('@media screen{:root[data-theme=dark]');
    expect(THEMES[1]![1].get('bg')).toBe('#121417');
  });

  it('names no colour but the tokens, white and the system’s', () => {
    const rest = PAGE_STYLE.replace(/--[a-z0-9]+:#[0-9A-F]{6}/g, '');
    expect([...new Set(rest.match(/#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsla?\(/g))]).toEqual(['#FFFFFF']);
  });

  it('loads nothing, and cannot end its element', () => {
    expect(PAGE_STYLE).not.toMatch(/url\(|@import|<\//);
  });
});

/** The colours that are declared behind `start`, by name. */
function tokensAfter(start: string): Tokens {
  const block = PAGE_STYLE.slice(PAGE_STYLE.indexOf(start)).split('}')[0]!;
  return new Map(
    [...block.matchAll(/--([a-z0-9]+):(#[0-9A-F]{6})/g)].map(([, name, colour]) => [
      name!,
      colour!,
    ]),
  );
}

function lowest(tokens: Tokens, mark: string, grounds: readonly string[]): number {
  return Math.min(...grounds.map((ground) => contrast(tokens.get(mark)!, tokens.get(ground)!)));
}

/** @see WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
