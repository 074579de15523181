import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chantTurns } from './chant.ts';
import { CHANT_CHARS } from './prose.ts';

const CHECK = 'Let me check the file again.';
const LONG = 'Wait, I should first look at how the parser reads a quote.'; // 12 words
const again = (chunk: string, turns: number) => Array(turns).fill(chunk).join(' ');
const VERSE = 'The river takes the light away, and nobody is there to stay.';
const filler = (k: number) =>
  `Then step${k} of case${k} gave item${k} and kept part${k} as it was.`;

describe('chantTurns(text): a chant', () => {
  it.each([
    ['a sentence of 12 words, three times on end', again(LONG, 3), 3],
    ['the same seven times', again(LONG, 7), 7],
    ['four words need six turns: 1 + 20 / 10', again('I will fix it.', 6), 3],
    ['one word needs 21: 1 + 20 / 10', again('the', 21), 3],
    ['six words with little between', `${CHECK} Hmm. ${CHECK} OK so. ${CHECK}`, 3],
    ['two sentences in turn', again(`${CHECK} No, it is still the same old error.`, 4), 4],
    ['a line again and again', again('Actually, wait\n', 11), 3],
    ['with separators between', `${CHECK}\n---\n`.repeat(4), 4],
    ['with blank lines between', `${LONG}\n\n`.repeat(3), 3],
    ['a thought with its label', 'Thought:\nI need to search for the title again.\n'.repeat(3), 3],
    [
      'a counter that goes up',
      [1, 2, 3, 4].map((n) => `Try ${n} did fail, so again.`).join(' '),
      4,
    ],
    [
      'a time that goes on',
      [1, 2, 3].map((n) => `It was 10:05:0${n} when I last tried to read the page.`).join(' '),
      3,
    ],
    [
      'a whole paragraph',
      again(`${LONG} It takes one mark. The other is left to its caller.`, 3),
      3,
    ],
    ['without an end', `${again(LONG, 3)} Wait, I should first lo`, 3],
    ['only at the end of a text', `${filler(1)} ${filler(2)} ${again(LONG, 3)}`, 3],
    ['Chinese, without spaces', '我需要再检查一次这个文件。'.repeat(3), 3],
    ['Thai, without spaces', 'ฉันจะตรวจสอบไฟล์'.repeat(3), 3],
    ['Russian', again('Сейчас я ещё раз проверю этот большой файл с самого его начала.', 3), 3],
  ])('%s', (_, text, turns) => {
    expect(chantTurns(text)).toBe(turns);
  });
});

describe('chantTurns(text): no chant', () => {
  it.each([
    ['a key sentence in the introduction and the summary', `${LONG} ${filler(1)} ${LONG}`, 2],
    ['a draft and its copy', again(`${LONG} ${filler(1)}`, 2), 2],
    ['stress: three times three words', 'No, no, no. It is very, very, very late.', 1],
    ['a short sentence five times', again('I will fix it.', 5), 2],
    [
      'numbers in a row',
      `The primes are ${Array.from({ length: 40 }, (_, n) => n).join(', ')}.`,
      1,
    ],
    [
      'the same opening, each with its own end',
      'abcdef'.replaceAll(/./g, 'I will now look at file x$&. '),
      1,
    ],
    [
      'one slot of a template filled',
      'abcdef'.replaceAll(/./g, 'The x$& test checks what the parser reads. '),
      1,
    ],
    ['a list', '- check the file again for quotes\n'.repeat(6), 1],
    ['a list with stars', '* check the file again for quotes\n'.repeat(6), 1],
    ['a list with bullets', '• check the file again for quotes\n'.repeat(6), 1],
    ['a numbered list', '1. check the file again for quotes\n'.repeat(6), 1],
    ['a lettered list', 'a) check the file again for quotes\n'.repeat(6), 1],
    ['a list of tasks', '[ ] check the file again for quotes\n'.repeat(6), 1],
    ['a list within a list', '  go and check the file again\n'.repeat(6), 1],
    ['a table', '| all good | no change | all good |\n'.repeat(6), 1],
    ['a table without a frame', 'all good | no change | all good\n'.repeat(6), 1],
    ['columns by tabs', 'parser\tgood\tno change\n'.repeat(9), 1],
    ['columns by spaces', 'parser      good      unchanged\n'.repeat(9), 1],
    ['code in a fence', `\`\`\`\n${'call the parser once more and wait\n'.repeat(6)}\`\`\``, 1],
    ['code set in', '    call the parser once more and wait\n'.repeat(6), 1],
    ['code as it stands', 'const next = parse(text, from)\n'.repeat(6), 1],
    ['statements', 'return the next value now;\n'.repeat(6), 1],
    ['JSON', '{"name": "parser", "state": "all is well", "next": "none"}\n'.repeat(6), 1],
    ['XML', '<item>the parser reads a quote as text</item>\n'.repeat(6), 1],
    ['a log', '2026-11-24 10:05:01 could not reach the host, retrying\n'.repeat(6), 1],
    ['a log of levels', '[warn] could not reach the host, retrying\n'.repeat(6), 1],
    ['a log of numbers', 'epoch 3 loss 0.31 accuracy 0.92\n'.repeat(9), 1],
    ['a stack trace', 'at parse (src/parser.ts:12:3)\n'.repeat(9), 1],
    ['a diff', '+the parser reads a quote as text\n'.repeat(6), 1],
    ['headings', '## What the parser does with it\n'.repeat(6), 1],
    ['block quotes', '> the parser reads a quote as text\n'.repeat(6), 1],
    ['separators', '-----\n=====\n_____\n'.repeat(20), 0],
    ['a frame', `${'─'.repeat(30)}\n│ all is well with the parser │\n`.repeat(6), 1],
    ['emoji', '🟩🟩🟩🟩🟩🟩\n'.repeat(6), 0],
    [
      'what leads in to each block',
      `Here is the next part of it:\n\`\`\`\nx\n\`\`\`\n`.repeat(4),
      1,
    ],
    ['Chinese', '我先看一下解析器怎么处理引号，然后再运行测试，看看修改是否有效。', 1],
    ['one word', 'Done.', 1],
    ['nothing', '', 0],
  ])('%s', (_, text, turns) => {
    expect(chantTurns(text)).toBe(turns);
  });

  it('counts no refrain that comes back after four lines', () => {
    const song = [0, 4, 8, 12].map((k) => [1, 2, 3, 4].map((n) => filler(k + n)).join('\n'));
    expect(chantTurns(`${song.join(`\n${VERSE}\n`)}\n${VERSE}`)).toBe(1);
  });
});

describe('chantTurns(text): what it reads', () => {
  it('is the beginning and the end of a long text, not the middle', () => {
    const middle = Array.from({ length: 400 }, (_, k) => filler(k)).join(' ');
    expect(middle.length).toBeGreaterThan(3 * CHANT_CHARS);
    expect(chantTurns(`${middle} ${again(LONG, 5)}`)).toBe(5);
    expect(chantTurns(`${again(LONG, 5)} ${middle}`)).toBe(5);
    expect(chantTurns(`${middle} ${again(LONG, 5)} ${middle}`)).toBe(1);
  });

  it('knows that the end of a long text begins within code', () => {
    const code = 'call the parser once more and wait\n'.repeat(300);
    expect(chantTurns(`\`\`\`\n${code}\`\`\`\nDone.`)).toBe(1);
    expect(chantTurns(`\`\`\`\n${code}\`\`\`\n${again(LONG, 4)}`)).toBe(4);
  });

  it('is a text alone: what was read before makes no difference', () => {
    const texts = fc.array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta.', '7', '\n'));
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const turns = chantTurns(one.join(' '));
        chantTurns(other.join(' '));
        expect(chantTurns(one.join(' '))).toBe(turns);
      }),
    );
  });

  it('is words, whatever they mean: others in their place make the same turns', () => {
    const word = fc.nat({ max: 11 });
    const chunks = fc.array(
      fc.record({
        words: fc.array(word, { minLength: 1, maxLength: 14 }),
        turns: fc.nat({ max: 6 }),
      }),
      { maxLength: 8 },
    );
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{2,9}$/), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(chunks, names, names, (said, ones, others) => {
        const text = (by: string[]) =>
          said
            .map(({ words, turns }) => again(`${words.map((k) => by[k]).join(' ')}.`, turns))
            .join(' ');
        expect(chantTurns(text(ones))).toBe(chantTurns(text(others)));
      }),
    );
  });

  it('throws at no text, and tells at least one turn where there are words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const turns = chantTurns(text);
        expect(Number.isInteger(turns)).toBe(true);
        expect(chantTurns(`word ${text}`)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
