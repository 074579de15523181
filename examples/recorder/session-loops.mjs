// @ts-check
/** @import { Session } from './script.mjs' */
import {
  PAGE_README,
  PAGE_SOURCE,
  PAGE_TEST,
  README,
  SLUGIFY_TEST,
  UNIQUE_NAME_SOURCE,
  UNIQUE_NAME_TEST,
  code,
  slugifySource,
} from './project-files.mjs';
import { edit, fails, read, run } from './script.mjs';

/**
 * One good fix, then the same failing test six times with no edit in between.
 *
 * @returns {Session}
 */
export function loopsSession() {
  const pagesFail = fails('node --test test/page.test.js', 'Run the page tests');
  return {
    name: 'loops',
    summary: 'Fix the two failing tests on main',
    commit: 'pages: write each page under its slug',
    files: {
      'src/slugify.js': slugifySource(code`
  const plain = title.toLowerCase();
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  const whole = words.join(separator);
  if (whole.length <= maxLength) return whole;
  const end = whole.lastIndexOf(separator, maxLength);
  return whole.slice(0, end > 0 ? end : maxLength);`),
      'README.md': README + PAGE_README,
      'src/unique-name.js': UNIQUE_NAME_SOURCE,
      'src/page.js': PAGE_SOURCE,
      'test/slugify.test.js': SLUGIFY_TEST,
      'test/unique-name.test.js': UNIQUE_NAME_TEST,
      'test/page.test.js': PAGE_TEST,
    },
    turns: [
      { user: 'Two tests fail on main. Can you find out why and fix them?' },
      [
        "I'll look at the repository and its recent history first.",
        run('git log --oneline -5', 'Show recent commits'),
        run('git ls-files', 'List tracked files'),
      ],
      ['Let me run the tests.', fails('npm test', 'Run all tests')],
      [
        { thinking: 'Two unrelated failures. The accents look like the easier one.' },
        'Two unrelated failures: accents in slugify(), and pages that are written at the same time. I start with slugify.',
        read('src/slugify.js'),
        read('test/slugify.test.js'),
      ],
      [
        'Accented letters never reach the match. I decompose the title and drop the combining marks.',
        edit(
          'src/slugify.js',
          code`title.toLowerCase()`,
          code`title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()`,
        ),
      ],
      [run('node --test test/slugify.test.js', 'Run the slugify tests')],
      ['slugify is green.', run('npm run lint', 'Run the linter')],
      ['That leaves the page test.', read('src/page.js'), read('test/page.test.js')],
      [
        'writePage() leaves the choice of the name to uniqueName().',
        run('grep -rn uniqueName src test', 'Find uses of uniqueName'),
      ],
      [read('src/unique-name.js'), read('test/unique-name.test.js')],
      [
        'I try uniqueName() by itself.',
        run(
          code`node --input-type=module -e "import { uniqueName } from './src/unique-name.js'; console.log(uniqueName('hello', (name) => name === 'hello'))"`,
          'Try uniqueName with a taken name',
        ),
      ],
      [
        {
          thinking:
            'uniqueName works. So all three calls look at the folder before any of them has written, and the later ones overwrite the first.',
        },
        'That works. So the three calls all look before any of them has written. With the flag "wx" a file is never overwritten.',
        edit('src/page.js', code`html);`, code`html, { flag: 'wx' });`),
      ],
      [pagesFail],
      [
        'A different failure now: EEXIST instead of an overwritten page. Let me see whether that is handled somewhere.',
        run(code`grep -rn "EEXIST\|overwrit" src test README.md`, 'Search for EEXIST handling'),
      ],
      [read('README.md')],
      [
        'The README says a page is never overwritten and the next one gets a number. So on EEXIST I fall back to the next number.',
        edit(
          'src/page.js',
          code`  await writeFile(fileOf(name), html, { flag: 'wx' });
  return fileOf(name);`,
          code`  try {
    await writeFile(fileOf(name), html, { flag: 'wx' });
    return fileOf(name);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    await writeFile(fileOf(name + '-2'), html);
    return fileOf(name + '-2');
  }`,
        ),
      ],
      [pagesFail], // Here the loop begins: from now on nothing is edited.
      ['Still failing. Let me check that the edit is in place.', read('src/page.js')],
      [
        {
          thinking:
            'The code looks right. The pages are written at the same time, so it may be timing.',
        },
        'The edit is there and looks right. This test depends on timing, so that may have been an unlucky run.',
        pagesFail,
      ],
      [
        'Same result. Let me look at how the test starts the writes.',
        run('grep -n "Promise.all" -B 3 -A 6 test/page.test.js', 'Show the failing test'),
      ],
      ["The writes are started together, as I thought. I'll run it again.", pagesFail],
      [
        'Maybe something is left over from earlier runs.',
        run('ls "$TMPDIR" | wc -l', 'Count temporary folders'),
        run('git status --short', 'Show changed files'),
      ],
      [
        'Every run makes a folder of its own, so that should not matter. Running it once more.',
        pagesFail,
      ],
      [
        'uniqueName() should have counted on to 3. Let me read it again.',
        read('src/unique-name.js'),
      ],
      [run('grep -rn existsSync src', 'Find the existence checks')],
      ['The logic is correct. Let me verify with the test.', pagesFail],
      [
        'I look at the change as a whole.',
        run('git diff src/page.js', 'Show the change to page.js'),
      ],
      [run('node --version', 'Show the Node version')],
      [run('grep -n flag -B 2 -A 7 src/page.js', 'Show the write with the flag')],
      [run('grep -n "test" package.json', 'Show how the tests are started')],
      [
        'Nothing wrong there that I can see. I run the page tests again to see if it is stable.',
        pagesFail,
      ],
      [
        'Let me check who else calls writePage().',
        run('grep -rn writePage src', 'Find uses of writePage'),
      ],
      [run('git log --oneline -- src/page.js', 'Show the history of page.js')],
      [
        "The accent problem in slugify() is solved. For the pages I have looked at the naming from several sides and the handling should be more robust now; what remains seems to be related to timing. Let me know if you'd like me to look into it further.",
      ],
    ],
  };
}
