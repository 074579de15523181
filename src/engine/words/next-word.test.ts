import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asks, DISPLEASED, INTERRUPTED, PLEASED, verdictIn, WENT_ON } from './next-word.ts';

const NAMES = {
  0: 'nothing',
  [WENT_ON]: 'went on',
  [PLEASED]: 'pleased',
  [INTERRUPTED]: 'interrupted',
  [DISPLEASED]: 'displeased',
} as const;

const verdict = (text: string, asked?: boolean): string =>
  NAMES[verdictIn(text, asked) as keyof typeof NAMES];

describe('a person’s word after the agent’s', () => {
  it.each([
    'no, it is still broken',
    'No.',
    'nope, same error',
    'Still failing on CI.',
    "That's not what I asked for",
    'this is wrong',
    "it doesn't work in Safari",
    'You broke the login',
    'You forgot the tests',
    "You didn't run the tests.",
    'Undo that, please',
    'Please revert your changes',
    'wtf',
    'I told you not to touch the schema',
    'Why did you delete the file?',
    'Hm. It still throws: it is still not working.',
    'Thanks, but it still fails',
    'Great, but you missed the second one',
    'Now it crashes on start',
    'The same error again',
  ])('is displeased: %s', (text) => {
    expect(verdict(text)).toBe('displeased');
  });

  it.each([
    'Perfect, that works.',
    'thanks!',
    'Thank you so much!',
    'Awesome',
    'It works now',
    'works for me',
    'LGTM',
    'looks good, thanks',
    'That fixed it',
    'Exactly what I wanted',
    'great job',
    'Nice work. Now add a test for the second branch.',
  ])('is pleased: %s', (text) => {
    expect(verdict(text)).toBe('pleased');
  });

  it.each([
    'thanks, now do the same for the download',
    'Next, please write the docs',
    'Great. Now, can you tell me the total?',
    'ok, moving on: the header',
    'One more thing: rename the flag',
    'Now fix the login: it does not work in Safari',
    'Thanks. Can I make changes to an order I have already placed?',
  ])('goes on to something else: %s', (text) => {
    expect(verdict(text)).toBe('went on');
  });

  it.each(['[Request interrupted by user]', '[Request interrupted by user for tool use]'])(
    'breaks it off: %s',
    (text) => expect(verdict(text)).toBe('interrupted'),
  );

  it.each([
    'Why did you use a map here?',
    'How does it work?',
    'Yes, please go ahead.',
    'The second one.',
    'src/a.ts',
    'No problem, take your time',
    'No tests needed',
    "No, that's fine",
    'Oh no, I lost my order number',
    'If it does not work, use the other one',
    'A customer says that it does not work',
    'Please add an undo button',
    'Thanks in advance',
    'It would be great if it worked offline',
    'Stop at the first error',
    '',
  ])('says nothing of its work: %s', (text) => {
    expect(verdict(text)).toBe('nothing');
  });

  it.each([
    'Danke, das geht jetzt',
    'Nein, das ist immer noch kaputt',
    'Merci, ça marche',
    'Sigue sin funcionar',
    'No, gracias, todo bien',
    '还是不行',
  ])('is not read in other languages: %s', (text) => {
    expect(verdict(text)).toBe('nothing');
  });

  it('is an answer, where the agent had asked', () => {
    expect(['No, the other one', 'please undo it'].map((text) => verdict(text, true))).toEqual([
      'nothing',
      'nothing',
    ]);
    expect(verdict('No, it is still broken', true)).toBe('displeased');
  });

  it('is looked for at the beginning: a verdict comes first', () => {
    expect(verdict(`${'Here is the log. '.repeat(30)}It is still broken.`)).toBe('nothing');
  });

  it('is one of five for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, asked) => {
        expect([0, 1, 2, 3, 4]).toContain(verdictIn(text, asked));
      }),
    );
  });
});

it('a text that ends on a question asks', () => {
  expect(asks('It retries now. Shall I add a test?')).toBe(true);
  expect(asks(`Why? Because of this: ${'x'.repeat(200)}.`)).toBe(false);
});
