// @ts-check
/**
 * The project on this machine: its files laid out and committed, and commands run in it.
 *
 * @import { Session } from './script.mjs'
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { PROJECT_FILES, PROJECT_FOLDER } from './project-files.mjs';

/** @param {string} root @param {Session} session */
export function layOut(root, session) {
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
export function shell(root, command) {
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
