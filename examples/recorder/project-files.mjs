// @ts-check
/** The small Node project the sessions work on, as text. */

/** Where the project lies, as far as the agent knows. */
export const PROJECT_FOLDER = '/home/dev/slugify';

/** Source text as it stands, backslashes included. */
export const code = String.raw;

/** @param {string} body Starts with a newline. */
export function slugifySource(body) {
  return code`/** Turns a title into the part of an address that names it. */
export function slugify(title, options = {}) {
  const { separator = '-', maxLength = 60 } = options;${body}
}
`;
}

export const SLUGIFY_TEST = code`import assert from 'node:assert/strict';
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

export const CUT_TEST = code`
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

export const UNIQUE_NAME_SOURCE = code`/** The name itself or, if it is taken, the first of name-2, name-3 ... that is free. */
export function uniqueName(name, isTaken) {
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(name + '-' + number)) number += 1;
  return name + '-' + number;
}
`;

export const UNIQUE_NAME_TEST = code`import assert from 'node:assert/strict';
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
export const PAGE_SOURCE = code`import { existsSync } from 'node:fs';
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

export const PAGE_TEST = code`import assert from 'node:assert/strict';
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

export const README = code`# slugify

slugify(title, options) turns a title into the part of an address that names it.

- separator (default "-") stands between the words.
- maxLength (default 60): longer titles are cut after a whole word.
`;

export const PAGE_README = code`
writePage(directory, title, body) writes a page under its slug. A page is never overwritten:
the next one with the same title gets a number.
`;

/** What every session finds, unless it brings a file of that name. */
export const PROJECT_FILES = {
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
