import {
  at,
  countOf,
  documentIn,
  linesIn,
  listAt,
  type Counter,
  textAt,
  type NativeFile,
} from './counter.ts';

/** Items of the Responses API; no flag for a tool that failed. */
export const openaiResponses: Counter = {
  format: 'OpenAI Responses items',
  owns: (file) => itemsIn(file).some((item) => at(item, 'type') === 'function_call'),
  count: (file) => ({
    calls: countOf(itemsIn(file), (item) => /^[a-z_]+_call$/.test(textAt(item, 'type'))),
    failed: 0,
  }),
};

function itemsIn(file: NativeFile): unknown[] {
  const document = documentIn(file);
  if (document === undefined) return linesIn(file);
  if (Array.isArray(document)) return document;
  return [
    ...listAt(document, 'input'),
    ...listAt(document, 'output'),
    ...listAt(document, 'items'),
  ];
}
