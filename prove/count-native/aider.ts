import { outcomesOf, sumOf, textOf, type Counter } from './counter.ts';

/**
 * A chat history: an edit is a block between SEARCH and REPLACE; aider's own lines begin with ">",
 * those of a test or a lint that it ran itself among them.
 */
export const aider: Counter = {
  format: 'aider',
  owns: (file) => /^# aider chat started at /m.test(textOf(file)),
  count(file) {
    const lines = textOf(file).split('\n');
    return {
      calls:
        countOf(textOf(file), /^<<<<<<< SEARCH\s*\n[\s\S]*?^>>>>>>> REPLACE/gm) +
        countOf(textOf(file), /^> (?:Test Script:|Attempt to fix lint errors\?)/gm),
      tokens: sumOf(lines, tokensOf),
      ...(file.beside !== undefined && { outcomes: outcomesOf([file.beside]) }),
    };
  },
};

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** "> 34244 prompt tokens, 90 completion tokens", later "> Tokens: 5.2k sent, 90 received". */
function tokensOf(line: string): number {
  const old = /^> (\d+) prompt tokens, (\d+) completion tokens/.exec(line);
  if (old !== null) return Number(old[1]) + Number(old[2]);
  const now = /^> Tokens: ([\d.,]+k?) sent,.*?([\d.,]+k?) received/.exec(line);
  return now === null ? 0 : amountOf(now[1]!) + amountOf(now[2]!);
}

function amountOf(text: string): number {
  const amount = Number(text.replaceAll(',', '').replace('k', ''));
  return text.endsWith('k') ? 1000 * amount : amount;
}
