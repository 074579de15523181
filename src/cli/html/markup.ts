import { sanitise } from '../terminal/words.ts';

/** Text that is markup already. Only {@link html} and {@link joined} make it, so none is hostile. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: markup as it is, all else as text; what is absent, as nothing. */
export type Content = Markup | readonly Markup[] | string | number | undefined;

/** Markup from a template: what is put into it is text, in elements and in quoted attributes alike. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let markup = '';
  for (const [index, part] of parts.entries()) {
    // The indentation is the source's, not the page's: a line break is as good a space.
    markup += part.replace(/\n\s+/g, '\n') + written(contents[index]);
  }
  return { markup };
}

export const NOTHING: Markup = { markup: '' };

/** Pieces with something between them. */
export function joined(pieces: readonly Content[], between: Content): Markup {
  return { markup: pieces.map(written).join(written(between)) };
}

/**
 * Text as it may stand in a page: what cannot be seen is shown (`sanitise`), what HTML would obey is
 * escaped. The only way from a name, a path or evidence into a page.
 */
export function escaped(text: string): string {
  return sanitise(text).replace(/[&<>"'`]/g, (mark) => ENTITIES[mark] ?? mark);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function written(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escaped(content);
  if ('markup' in content) return content.markup;
  return content.map(({ markup }) => markup).join('');
}
