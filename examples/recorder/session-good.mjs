// @ts-check
/** @import { Session } from './script.mjs' */
import { CUT_TEST, SLUGIFY_TEST, code, slugifySource } from './project-files.mjs';
import { edit, fails, read, run } from './script.mjs';

/**
 * Test, edit, test again until green: the same command often, but never without an edit between.
 *
 * @returns {Session}
 */
export function goodSession() {
  const testsFail = fails('npm test', 'Run all tests');
  const testsPass = run('npm test', 'Run all tests');
  return {
    name: 'good',
    summary: 'Fix the failing slugify cases',
    commit: 'test: cases for accents, ends and cuts',
    files: {
      'src/slugify.js': slugifySource(code`
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, separator);
  return slug.slice(0, maxLength);`),
      'test/slugify.test.js': SLUGIFY_TEST + CUT_TEST,
    },
    turns: [
      {
        user: 'I added the missing cases to test/slugify.test.js and three of them fail. Please make them pass, without changing the cases.',
      },
      [
        {
          thinking:
            'I need the implementation and the cases; one read does not wait for the other.',
        },
        "I'll read the implementation and its tests.",
        read('src/slugify.js'),
        read('test/slugify.test.js'),
      ],
      ['Now let me see what fails.', testsFail],
      [
        {
          thinking:
            'Three causes: accented letters fall into [^a-z0-9] and become separators, the punctuation at the ends leaves a separator, and slice() cuts inside a word. One at a time.',
        },
        'Three separate causes: accents, separators left at the ends, and a cut inside a word. I start with the accents: decompose, then drop the combining marks.',
        edit(
          'src/slugify.js',
          code`title.toLowerCase().replace`,
          code`title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace`,
        ),
      ],
      [testsFail],
      [
        'Accents are folded now, two left. Next the separators at the ends.',
        edit(
          'src/slugify.js',
          code`return slug.slice(0, maxLength);`,
          code`return slug.replace(/^-+|-+$/g, '').slice(0, maxLength);`,
        ),
      ],
      [testsFail],
      [
        'One left: the cut. Before I change it I want to know what maxLength promises.',
        run('grep -rn maxLength src test README.md', 'Find every use of maxLength'),
        read('README.md'),
      ],
      [
        'The README says "cut after a whole word", so I cut at the last separator within the limit.',
        edit(
          'src/slugify.js',
          code`  return slug.replace(/^-+|-+$/g, '').slice(0, maxLength);`,
          code`  const whole = slug.replace(/^-+|-+$/g, '');
  if (whole.length <= maxLength) return whole;
  return whole.slice(0, whole.lastIndexOf(separator, maxLength));`,
        ),
      ],
      [testsFail],
      [
        {
          thinking:
            'Another one broke: for a single word lastIndexOf is -1, and slice(0, -1) drops one letter.',
        },
        'The cut passes, but I broke the single long word: lastIndexOf returns -1 there. It needs a fallback to a hard cut.',
        edit(
          'src/slugify.js',
          code`  return whole.slice(0, whole.lastIndexOf(separator, maxLength));`,
          code`  const end = whole.lastIndexOf(separator, maxLength);
  return whole.slice(0, end > 0 ? end : maxLength);`,
        ),
      ],
      [testsPass],
      [
        'All seven tests pass; the cases are unchanged. slugify() now folds accents, leaves no separator at the ends, and cuts after a whole word, or inside the word when there is only one.',
      ],
      {
        user: 'Nice. Can you add a case for punctuation together with another separator? And run the linter before you finish.',
        afterMs: 94_000,
      },
      [
        'I expect that one to fail, because I strip hyphens only. First the case.',
        edit(
          'test/slugify.test.js',
          code`test('folds accents'`,
          code`test('leaves no other separator at either end', () => {
  assert.equal(slugify('Hello, World!', { separator: '_' }), 'hello_world');
});

test('folds accents'`,
        ),
      ],
      [testsFail],
      [
        'It fails as expected. Joining the words with the separator needs no stripping at all, whatever the separator is.',
        edit(
          'src/slugify.js',
          code`  const slug = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, separator);
  const whole = slug.replace(/^-+|-+$/g, '');`,
          code`  const words = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const whole = words.join(separator);`,
        ),
      ],
      [testsPass],
      ['Green. Now the linter.', fails('npm run lint', 'Run the linter')],
      [
        'That line is too long; I split it in two.',
        edit(
          'src/slugify.js',
          code`  const words = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[a-z0-9]+/g) ?? [];`,
          code`  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[a-z0-9]+/g) ?? [];`,
        ),
      ],
      [run('npm run lint', 'Run the linter')],
      ['Clean. The source changed since the last test run, so once more.', testsPass],
      [run('git diff --stat', 'Show which files changed')],
      [
        'I added the case "leaves no other separator at either end". It failed at first, since only hyphens were stripped; slugify() now joins the words instead, so any separator works. After the last change all 8 tests pass and the linter finds no problems. Changed: src/slugify.js and test/slugify.test.js.',
      ],
    ],
  };
}
