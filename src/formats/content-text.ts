import { isRecord } from './json-record.ts';

/** A block of a message's content, of any provider, as parsed. */
interface Block {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly title?: unknown;
  readonly url?: unknown;
}

/** The text of a message's content: a string, or blocks joined by line breaks. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n');
}

/** The text of one block; what is no text stands in brackets: "[image]". */
export function blockText(block: unknown): string {
  if (typeof block === 'string') return block;
  if (!isRecord(block)) return '';
  const { type, text, title, url }: Block = block;
  if (typeof text === 'string') return text;
  if (typeof url === 'string') return typeof title === 'string' ? `${title} ${url}` : url;
  if (typeof type !== 'string') return '';
  // "image_url", "input_image", "image": one word for one thing.
  return type.includes('image') ? '[image]' : `[${type}]`;
}
