import { contentText } from './content-text.ts';
import { isRecord } from './json-record.ts';

/** A message's or a result's text, with what the log keeps apart put back in its place. */
export type Resolve = (content: unknown) => string;

/** Texts that a log has often stand in it once, under a hash. */
export function resolverOf(attachments: unknown): Resolve {
  const known: ReadonlyMap<string, unknown> = new Map(
    isRecord(attachments) ? Object.entries(attachments) : [],
  );
  return (content) =>
    textOf(content).replaceAll(REFERENCE, (reference, hash: string) => {
      const text = known.get(hash);
      return typeof text === 'string' ? text : reference;
    });
}

const REFERENCE = /attachment:\/\/([\da-f]{32})/g;

function textOf(content: unknown): string {
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (isRecord(content)) return contentText([content]);
  return contentText(content);
}
