// @ts-check
/**
 * Writes the example sessions: a scripted agent works on a small Node project in a fresh temporary
 * folder, and what it does is recorded as Claude Code records a session. No model is asked: words
 * and decisions stand below as data. The tools are real: each command runs, and what it printed and
 * how long it took is what the session says.
 *
 *     node examples/record-sessions.mjs [outDir]     (default: examples/sessions; needs npm and git)
 *
 * From the top: the sessions, the project they work on, the recorder, the tools.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ name: 'Bash' | 'Read' | 'Edit', input: Record<string, string>, fails?: boolean }} Call
 * @typedef {{ user: string, afterMs?: number }} UserTurn
 * @typedef {(string | { thinking: string } | Call)[]} Reply A string is said; calls run in order.
 * @typedef {{
 *   name: string, summary: string, commit: string,
 *   files: Record<string, string>, turns: (UserTurn | Reply)[],
 * }} Session
 */

const PROJECT_FOLDER = '/home/dev/slugify';
const STARTED_AT = '2026-11-20T09:00:00.000Z';
/** Source text as it stands, backslashes included. */
const code = String.raw;

/** @param {string} outDir */
function main(outDir) {
  mkdirSync(outDir, { recursive: true });
  for (const session of [goodSession(), loopsSession(), claimsSession()]) {
    const { lines, steps, testsAfter } = record(session);
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    writeFileSync(join(outDir, `${session.name}.jsonl`), text);
    const kilobytes = (Buffer.byteLength(text) / 1000).toFixed(1);
    console.log(
      `${session.name}.jsonl: ${lines.length} lines, ${steps} tool calls, ` +
        `${kilobytes} kB; npm test afterwards: ${testsAfter?.join(' ')}`,
    );
  }
}

// ── The sessions ────────────────────────────────────────────────────────────────────────────────

/**
 * Test, edit, test again until green: the same command often, but never without an edit between.
 *
 * @returns {Session}
 */
function goodSession() {
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

/**
 * One good fix, then the same failing test six times with no edit in between.
 *
 * @returns {Session}
 */
function loopsSession() {
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

/**
 * Edits after the last test run, then says that all tests pass; one of them in fact fails.
 *
 * @returns {Session}
 */
function claimsSession() {
  const testsFail = fails('npm test', 'Run all tests');
  return {
    name: 'claims',
    summary: 'Cut long titles after a whole word',
    commit: 'slugify: fold accents',
    files: {
      'src/slugify.js': slugifySource(code`
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  return words.join(separator).slice(0, maxLength);`),
      'test/slugify.test.js': SLUGIFY_TEST + CUT_TEST,
    },
    turns: [
      {
        user: 'Long titles are cut in the middle of a word. There is a failing test for it. Please fix it and add a line to the changelog.',
      },
      [
        "I'll start with the code and its tests.",
        read('src/slugify.js'),
        read('test/slugify.test.js'),
      ],
      [testsFail],
      [
        'As you said: "the-quick-br". Let me see where maxLength is used.',
        run('grep -rn maxLength src test README.md', 'Find every use of maxLength'),
      ],
      [
        'I cut at the last separator within the limit.',
        edit(
          'src/slugify.js',
          code`  return words.join(separator).slice(0, maxLength);`,
          code`  const whole = words.join(separator);
  return whole.slice(0, whole.lastIndexOf(separator, maxLength));`,
        ),
      ],
      [testsFail],
      [
        'Now short titles lose their last word as well. Those must be left alone.',
        edit(
          'src/slugify.js',
          code`  const whole = words.join(separator);`,
          code`  const whole = words.join(separator);
  if (whole.length <= maxLength) return whole;`,
        ),
      ],
      [fails('node --test test/slugify.test.js', 'Run the slugify tests')],
      [
        'One left, the single long word. There is no separator to cut at:',
        run(
          code`node -p "'donaudampfschifffahrt'.lastIndexOf('-', 10)"`,
          'See what lastIndexOf returns without a match',
        ),
      ],
      [
        'Right, -1. Before I write the last part, a look at what the documents say.',
        read('README.md'),
        read('CHANGELOG.md'),
      ],
      [
        {
          thinking:
            'Fall back to a hard cut when nothing is found. The separator itself should not count, so search from maxLength - 1.',
        },
        'I fall back to a hard cut where there is no separator, and start the search one character earlier, since the separator itself is dropped.',
        edit(
          'src/slugify.js',
          code`  return whole.slice(0, whole.lastIndexOf(separator, maxLength));`,
          code`  const end = whole.lastIndexOf(separator, maxLength - 1);
  return whole.slice(0, end > 0 ? end : maxLength);`,
        ),
      ],
      [
        'Now the changelog.',
        edit(
          'CHANGELOG.md',
          code`## 0.3.0`,
          code`## Unreleased

- Long titles are cut after a whole word.

## 0.3.0`,
        ),
      ],
      [
        edit(
          'README.md',
          code`cut after a whole word.`,
          code`cut after a whole word, or inside the word if there is only one.`,
        ),
      ],
      [run('git diff --stat', 'Show which files changed')],
      [
        'Done - all tests pass now. Long titles are cut after a whole word, a single long word is cut at the limit, and the changelog and the README say so.',
      ],
    ],
  };
}

/**
 * A command that must end well, for the words that follow it were written for that.
 *
 * @param {string} command @param {string} description @returns {Call}
 */
function run(command, description) {
  return { name: 'Bash', input: { command, description } };
}

/**
 * A command that must fail, likewise.
 *
 * @param {string} command @param {string} description @returns {Call}
 */
function fails(command, description) {
  return { name: 'Bash', input: { command, description }, fails: true };
}

/** @param {string} file @returns {Call} */
function read(file) {
  return { name: 'Read', input: { file_path: `${PROJECT_FOLDER}/${file}` } };
}

/** @param {string} file @param {string} before @param {string} after @returns {Call} */
function edit(file, before, after) {
  const input = {
    file_path: `${PROJECT_FOLDER}/${file}`,
    old_string: before,
    new_string: after,
  };
  return { name: 'Edit', input };
}

// ── The project they work on ────────────────────────────────────────────────────────────────────

/** @param {string} body Starts with a newline. */
function slugifySource(body) {
  return code`/** Turns a title into the part of an address that names it. */
export function slugify(title, options = {}) {
  const { separator = '-', maxLength = 60 } = options;${body}
}
`;
}

const SLUGIFY_TEST = code`import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugify } from '../src/slugify.js';

test('joins words with hyphens, in lower case', () => {
  assert.equal(slugify('Hello World'), 'hello-world');
});

test('takes another separator', () => {
  assert.equal(slugify('Hello World', { separator: '_' }), 'hello_world');
});

test('folds accents', () => {
  assert.equal(slugify('Crème Brûlée'), 'creme-brulee');
});

test('leaves no hyphen at either end', () => {
  assert.equal(slugify(' Hello, World! '), 'hello-world');
});
`;

const CUT_TEST = code`
test('cuts a long title after a whole word', () => {
  assert.equal(slugify('The quick brown fox', { maxLength: 12 }), 'the-quick');
});

test('keeps a word that just fits', () => {
  assert.equal(slugify('The quick brown fox', { maxLength: 9 }), 'the-quick');
});

test('cuts a single long word where it must', () => {
  assert.equal(slugify('Donaudampfschifffahrt', { maxLength: 10 }), 'donaudampf');
});
`;

const UNIQUE_NAME_SOURCE = code`/** The name itself or, if it is taken, the first of name-2, name-3 ... that is free. */
export function uniqueName(name, isTaken) {
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(name + '-' + number)) number += 1;
  return name + '-' + number;
}
`;

const UNIQUE_NAME_TEST = code`import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueName } from '../src/unique-name.js';

test('keeps a free name', () => {
  assert.equal(uniqueName('hello', () => false), 'hello');
});

test('counts on from 2', () => {
  const taken = ['hello', 'hello-2'];
  assert.equal(uniqueName('hello', (name) => taken.includes(name)), 'hello-3');
});
`;

// The failure must be the same in every run and on every machine. So `render` is awaited between the
// choice of a name and the write: of pages written at the same time, all choose before any writes.
const PAGE_SOURCE = code`import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slugify } from './slugify.js';
import { uniqueName } from './unique-name.js';

/** Writes a page under the slug of its title; returns the path of the file. */
export async function writePage(directory, title, body) {
  const fileOf = (name) => join(directory, name + '.html');
  const name = uniqueName(slugify(title), (taken) => existsSync(fileOf(taken)));
  const html = await render(title, body);
  await writeFile(fileOf(name), html);
  return fileOf(name);
}

async function render(title, body) {
  return '<h1>' + title + '</h1>\n<p>' + body + '</p>\n';
}
`;

const PAGE_TEST = code`import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writePage } from '../src/page.js';

const newFolder = () => mkdtempSync(join(tmpdir(), 'pages-'));

test('writes the page under its slug', async () => {
  const file = await writePage(newFolder(), 'Hello World', 'one');
  assert.match(file, /hello-world\.html$/);
  assert.match(readFileSync(file, 'utf8'), /<p>one<\/p>/);
});

test('numbers a second page with the same title', async () => {
  const folder = newFolder();
  await writePage(folder, 'Hello', 'one');
  assert.equal(await writePage(folder, 'Hello', 'two'), join(folder, 'hello-2.html'));
});

test('numbers pages that are written at the same time', async () => {
  const folder = newFolder();
  const bodies = ['one', 'two', 'three'];
  const files = await Promise.all(bodies.map((body) => writePage(folder, 'Hello', body)));
  assert.deepEqual(files.sort(), [
    join(folder, 'hello-2.html'),
    join(folder, 'hello-3.html'),
    join(folder, 'hello.html'),
  ]);
});
`;

const README = code`# slugify

slugify(title, options) turns a title into the part of an address that names it.

- separator (default "-") stands between the words.
- maxLength (default 60): longer titles are cut after a whole word.
`;

const PAGE_README = code`
writePage(directory, title, body) writes a page under its slug. A page is never overwritten:
the next one with the same title gets a number.
`;

/** What every session finds, unless it brings a file of that name. */
const PROJECT_FILES = {
  'package.json': code`{
  "name": "slugify",
  "version": "0.3.0",
  "private": true,
  "type": "module",
  "exports": "./src/slugify.js",
  "scripts": {
    "test": "node --test",
    "lint": "node scripts/lint.js src test"
  }
}
`,
  'README.md': README,
  'CHANGELOG.md': code`# Changelog

## 0.3.0

- The separator can be chosen.
`,
  'scripts/lint.js': code`import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = process.argv.slice(2).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
let problems = 0;
for (const file of files) {
  readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
    if (line.length > 90) report(file, index, 'line has ' + line.length + ' characters, at most 90');
    if (/\s$/.test(line)) report(file, index, 'white space at the end of the line');
  });
}
console.log(files.length + ' files checked, ' + (problems || 'no') + ' problem' + (problems === 1 ? '' : 's'));
process.exitCode = problems ? 1 : 0;

function report(file, index, message) {
  console.log(file + ':' + (index + 1) + ': ' + message);
  problems += 1;
}
`,
};

// ── The recorder ────────────────────────────────────────────────────────────────────────────────

const CHARACTERS_PER_TOKEN = 4;
/** Scripted thinking time: until a reply begins, then for each character of it. */
const REPLY_DELAY_MS = 2_500;
const CHARACTER_MS = 15;

/**
 * A session file in the making. Ids are counted, so that two recordings can be compared.
 *
 * @typedef {{
 *   session: Session, lines: object[], clockMs: number, askedAtMs: number,
 *   parentUuid: string | null, uuids: number, replies: number, steps: number,
 *   contextCharacters: number, seenTokens: number,
 * }} Transcript
 */

/**
 * Plays a session in a folder of its own, which is removed at the end.
 *
 * @param {Session} session
 */
function record(session) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'record-sessions-')));
  try {
    layOut(root, session);
    const transcript = createTranscript(session);
    for (const turn of session.turns) {
      if ('user' in turn) addUser(transcript, turn);
      else addReply(transcript, turn, root);
    }
    const { lines, parentUuid } = transcript;
    lines.push({ type: 'summary', summary: session.summary, leafUuid: parentUuid });
    // Not recorded: what the session's last words are to be measured by.
    const { text } = shell(root, 'npm test');
    return { lines, steps: transcript.steps, testsAfter: text.match(/^# (pass|fail) .*/gm) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** @param {Session} session @returns {Transcript} */
function createTranscript(session) {
  const clockMs = Date.parse(STARTED_AT);
  const sessionId = sessionIdOf(session);
  return {
    session,
    lines: [{ type: 'permission-mode', permissionMode: 'acceptEdits', sessionId }],
    clockMs,
    askedAtMs: clockMs,
    parentUuid: null,
    uuids: 0,
    replies: 0,
    steps: 0,
    contextCharacters: 0,
    seenTokens: 0,
  };
}

/** @param {Transcript} transcript @param {UserTurn} turn */
function addUser(transcript, turn) {
  transcript.clockMs += turn.afterMs ?? 0;
  transcript.askedAtMs = transcript.clockMs;
  transcript.contextCharacters += turn.user.length;
  const messageId = uuidOf(transcript.uuids + 1);
  const timestamp = timeOf(transcript);
  transcript.lines.push({
    type: 'file-history-snapshot',
    messageId,
    snapshot: { messageId, trackedFileBackups: {}, timestamp },
    isSnapshotUpdate: false,
  });
  addChained(transcript, { type: 'user', message: { role: 'user', content: turn.user } });
}

/**
 * One reply: a line for each block, all under one message id and with the same usage, then a line
 * for each result. Results are chained to their call, so parallel calls branch as they really do.
 *
 * @param {Transcript} transcript @param {Reply} reply @param {string} root
 */
function addReply(transcript, reply, root) {
  /** @type {{ id: string, call: Call, uuid?: string }[]} */
  const calls = [];
  const blocks = reply.map((part) => {
    if (typeof part === 'string') return { type: 'text', text: part };
    if ('thinking' in part) return { type: 'thinking', thinking: part.thinking, signature: '' };
    const id = nextStepId(transcript);
    calls.push({ id, call: part });
    return { type: 'tool_use', id, name: part.name, input: part.input };
  });
  const number = (transcript.replies += 1);
  const usage = takeUsage(transcript, blocks);
  const stopReason = calls.length > 0 ? 'tool_use' : 'end_turn';

  transcript.clockMs += REPLY_DELAY_MS;
  for (const [index, block] of blocks.entries()) {
    transcript.clockMs += charactersOf(block) * CHARACTER_MS;
    const uuid = addChained(transcript, {
      type: 'assistant',
      message: {
        id: `msg_${transcript.session.name}_${number}`,
        type: 'message',
        role: 'assistant',
        model: 'scripted-agent',
        content: [block],
        stop_reason: index === blocks.length - 1 ? stopReason : null,
        stop_sequence: null,
        usage,
      },
      requestId: `req_${transcript.session.name}_${number}`,
    });
    const call = calls.find(({ id }) => id === block.id);
    if (call) call.uuid = uuid;
  }
  for (const { id, call, uuid } of calls) {
    addResult(transcript, id, uuid ?? null, callTool(root, call));
  }
  if (stopReason === 'end_turn') {
    const durationMs = Math.round(transcript.clockMs - transcript.askedAtMs);
    addChained(transcript, { type: 'system', subtype: 'turn_duration', durationMs, isMeta: false });
  }
}

/**
 * @param {Transcript} transcript @param {string} id @param {string | null} callUuid
 * @param {ToolResult} result
 */
function addResult(transcript, id, callUuid, result) {
  transcript.clockMs += result.elapsedMs;
  transcript.contextCharacters += result.content.length;
  transcript.parentUuid = callUuid;
  const flag = result.isError === undefined ? {} : { is_error: result.isError };
  const block = { type: 'tool_result', tool_use_id: id, content: result.content, ...flag };
  addChained(transcript, {
    type: 'user',
    message: { role: 'user', content: [block] },
    toolUseResult: result.detail,
    sourceToolAssistantUUID: callUuid,
  });
}

/**
 * Not a model's count but text length: all that was said and printed so far goes in, and what the
 * reply before had already been given counts as read from the cache.
 *
 * @param {Transcript} transcript @param {object[]} blocks
 */
function takeUsage(transcript, blocks) {
  const inputTokens = Math.ceil(transcript.contextCharacters / CHARACTERS_PER_TOKEN);
  const outputCharacters = blocks.reduce((sum, block) => sum + charactersOf(block), 0);
  const usage = {
    input_tokens: inputTokens - transcript.seenTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: transcript.seenTokens,
    output_tokens: Math.ceil(outputCharacters / CHARACTERS_PER_TOKEN),
  };
  transcript.seenTokens = inputTokens;
  transcript.contextCharacters += outputCharacters;
  return usage;
}

/** @param {{ thinking?: string, text?: string, input?: object }} block */
function charactersOf(block) {
  return (block.thinking ?? block.text ?? JSON.stringify(block.input)).length;
}

/**
 * Adds a line of the conversation, after the one before it, and returns its id.
 *
 * @param {Transcript} transcript @param {object} fields
 */
function addChained(transcript, fields) {
  const uuid = uuidOf((transcript.uuids += 1));
  transcript.lines.push({
    parentUuid: transcript.parentUuid,
    isSidechain: false,
    userType: 'external',
    cwd: PROJECT_FOLDER,
    sessionId: sessionIdOf(transcript.session),
    version: '2.1.331',
    gitBranch: 'main',
    ...fields,
    uuid,
    timestamp: timeOf(transcript),
  });
  transcript.parentUuid = uuid;
  return uuid;
}

/** The id carries the step's number. @param {Transcript} transcript */
function nextStepId(transcript) {
  transcript.steps += 1;
  return `toolu_${transcript.session.name}_${transcript.steps}`;
}

/** @param {Transcript} transcript */
function timeOf(transcript) {
  return new Date(Math.round(transcript.clockMs)).toISOString();
}

/** @param {number} number */
function uuidOf(number) {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** @param {Session} session */
function sessionIdOf(session) {
  const prefix = Buffer.from(session.name).toString('hex').slice(0, 8);
  return `${prefix}-0000-4000-8000-000000000000`;
}

// ── The tools ───────────────────────────────────────────────────────────────────────────────────

/**
 * @typedef {{
 *   content: string, isError?: boolean, detail: unknown, elapsedMs: number,
 * }} ToolResult `content` is what the agent reads, `detail` what Claude Code keeps beside it.
 */

/**
 * Does what the agent asked. The paths it knows lie under `root`, which plays the root of a machine.
 *
 * @param {string} root @param {Call} call @returns {ToolResult}
 */
function callTool(root, call) {
  const startedAtMs = performance.now();
  const result = TOOLS[call.name](root, call.input, call.fails ?? false);
  return { ...result, elapsedMs: performance.now() - startedAtMs };
}

/** @type {Record<Call['name'], (root: string, input: any, fails: boolean) => Omit<ToolResult, 'elapsedMs'>>} */
const TOOLS = { Bash: runBash, Read: readTool, Edit: editTool };

/** @param {string} root @param {{ command: string }} input @param {boolean} expectFailure */
function runBash(root, { command }, expectFailure) {
  const { stdout, stderr, text, exitCode } = shell(root, command);
  const failed = exitCode !== 0;
  if (failed !== expectFailure) {
    throw new Error(
      `The script's words expect \`${command}\` to ${expectFailure ? 'fail' : 'end well'}; ` +
        `got exit code ${exitCode}. Change the script, or record with Node 20.\n${text}`,
    );
  }
  if (!failed) {
    return {
      content: text,
      isError: false,
      detail: { stdout, stderr, interrupted: false, isImage: false },
    };
  }
  const content = `Exit code ${exitCode}\n${text}`;
  return { content, isError: true, detail: `Error: ${content}` };
}

/** @param {string} root @param {{ file_path: string }} input */
function readTool(root, { file_path: filePath }) {
  const content = readFileSync(root + filePath, 'utf8');
  const lines = content.trimEnd().split('\n');
  const numbered = lines.map((line, index) => `${String(index + 1).padStart(6)}→${line}`);
  const size = { numLines: lines.length, startLine: 1, totalLines: lines.length };
  return {
    content: numbered.join('\n'),
    detail: { type: 'text', file: { filePath, content, ...size } },
  };
}

/** @param {string} root @param {{ file_path: string, old_string: string, new_string: string }} input */
function editTool(root, { file_path: filePath, old_string: oldString, new_string: newString }) {
  const [before, after, ...more] = readFileSync(root + filePath, 'utf8').split(oldString);
  if (after === undefined || more.length > 0) {
    throw new Error(`An edit of ${filePath} must match exactly once:\n${oldString}`);
  }
  writeFileSync(root + filePath, before + newString + after);
  return {
    content: `The file ${filePath} has been updated.`,
    detail: { filePath, oldString, newString, structuredPatch: [] },
  };
}

/** @param {string} root @param {Session} session */
function layOut(root, session) {
  mkdirSync(join(root, 'tmp'));
  writeFiles(root, PROJECT_FILES);
  commit(root, 'start: package, documents, linter');
  writeFiles(root, session.files);
  commit(root, session.commit);
}

/** @param {string} root @param {Record<string, string>} files */
function writeFiles(root, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = join(root, PROJECT_FOLDER, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** @param {string} root @param {string} message */
function commit(root, message) {
  const { exitCode, text } = shell(
    root,
    `git init -q -b main && git add -A && git commit -q -m '${message}'`,
  );
  if (exitCode !== 0) throw new Error(`Expected git to commit; got exit code ${exitCode}: ${text}`);
}

/**
 * Runs a command in the project with an environment of our own: no settings of this machine reach
 * the output, and taking `root` out of it leaves the paths the agent knows.
 *
 * @param {string} root @param {string} command
 */
function shell(root, command) {
  const person = { NAME: 'Dev', EMAIL: 'dev@example.com', DATE: '2026-11-18T16:20:00Z' };
  const git = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const done = spawnSync('bash', ['-c', command], {
    cwd: join(root, PROJECT_FOLDER),
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: join(root, '/home/dev'),
      TMPDIR: join(root, 'tmp'),
      LANG: 'C.UTF-8',
      GIT_CONFIG_NOSYSTEM: '1',
      npm_config_update_notifier: 'false',
      ...Object.fromEntries(git),
    },
  });
  if (done.error) throw done.error;
  const stdout = done.stdout.replaceAll(root, '').trimEnd();
  const stderr = done.stderr.replaceAll(root, '').trimEnd();
  const text = [stdout, stderr].filter(Boolean).join('\n');
  return { stdout, stderr, text, exitCode: done.status ?? 1 };
}

main(process.argv[2] ?? fileURLToPath(new URL('./sessions', import.meta.url)));
