import { describe, expect, it } from 'vitest';
import { createEngine, type InferredEvent, type RunOptions, type Sign } from '../../src/index.ts';
import { call, edit, open, person, says, use, word, type Happening } from './scenario.ts';

/** What is inferred of a run that closes without an outcome, by an engine that knows nothing yet. */
async function endingOf(
  happenings: readonly Happening[],
  options: RunOptions = {},
): Promise<InferredEvent | undefined> {
  const engine = createEngine({ memoryLimitMb: 1 });
  let heard: InferredEvent | undefined;
  engine.on('outcome-inferred', (event) => (heard = event));
  open(options, engine).take(...happenings);
  await engine.run(options).end();
  return heard;
}

const task = person('Please make the upload retry.');
const change = edit('src/upload.ts', 'retry(3)');
const another = edit('src/retry.ts', 'wait(100)');
const prose = edit('docs/upload.md', 'It retries.');
const tests = call('npm test').gives('12 passed');
const failing = call('npm test').gives('1 failing').fails();
const lint = call('npm run lint').gives('');
const commit = call('git add -A && git commit -m "Retry uploads"').gives('[main 1a2b3c] Retry');
const push = call('git push').gives('main -> main');
const done = says('The upload retries three times now.');

type Row = readonly [title: string, happenings: readonly Happening[], signs: readonly Sign[]];

describe('a run that closes without an outcome seems to have ended well', () => {
  it.each<Row>([
    ['a check that passes after the last change', [change, tests], ['check-passed']],
    ['… which failed before', [change, failing, another, tests], ['check-passed']],
    ['… and prose after it', [change, tests, prose], ['check-passed']],
    ['a passing check, then a commit', [change, tests, commit], ['check-passed', 'committed']],
    ['a commit alone', [change, commit], ['committed']],
    ['a push', [change, commit, push], ['committed']],
    ['a merge', [call('gh pr merge 12 --squash').gives('Merged')], ['committed']],
    [
      'a commit of another folder',
      [change, call('git -C web commit -am x').gives('')],
      ['committed'],
    ],
    [
      'the program, which runs',
      [change, call('node src/upload.ts').gives('up')],
      ['command-worked'],
    ],
    ['a person who is content', [task, done, person('Perfect, that works.')], ['pleased']],
    ['thanks alone', [task, done, person('Thanks!')], ['pleased']],
    [
      'thanks, and something else',
      [task, done, person('thanks, now do the download')],
      ['went-on'],
    ],
    ['something else', [task, done, person('Next, please update the docs')], ['went-on']],
    [
      'all of it',
      [task, change, tests, commit, done, person('LGTM')],
      ['check-passed', 'committed', 'pleased'],
    ],
  ])('%s', async (_title, happenings, signs) => {
    const ending = await endingOf(happenings);
    expect(ending?.signs).toEqual(signs);
    expect(ending!.probability).toBeGreaterThan(0.5);
  });
});

describe('a run that closes without an outcome seems to have ended badly', () => {
  it.each<Row>([
    ['tests that failed last', [change, tests, another, failing], ['check-failed']],
    ['a last step that failed', [call('deploy').gives('refused').fails()], ['command-failed']],
    [
      'a commit that is reverted',
      [change, commit, call('git revert HEAD').gives('')],
      ['taken-back'],
    ],
    ['a revert that is pushed', [change, call('git revert HEAD').gives(''), push], ['taken-back']],
    ['all changes thrown away', [change, call('git reset --hard').gives('')], ['taken-back']],
    ['… from the index, too', [change, call('git checkout -- .').gives('')], ['taken-back']],
    ['… by restoring', [change, call('git restore .').gives('')], ['taken-back']],
    ['… by putting them aside', [change, call('git stash').gives('Saved')], ['taken-back']],
    ['a person who is not content', [task, done, person('no, it is still broken')], ['displeased']],
    ['… and says what fails', [task, done, person("It still doesn't retry")], ['displeased']],
    ['… after a first word', [task, done, person('ok'), person('That is wrong')], ['displeased']],
    [
      'a person who interrupts',
      [task, call('rm -r web').gives(''), person('[Request interrupted by user]')],
      ['interrupted'],
    ],
  ])('%s', async (_title, happenings, signs) => {
    const ending = await endingOf(happenings);
    expect(ending?.signs).toEqual(signs);
    expect(ending!.probability).toBeLessThan(0.5);
  });
});

describe('nothing is inferred from', () => {
  const rows: readonly (readonly [string, readonly Happening[], RunOptions?])[] = [
    ['nothing', []],
    ['reading alone', [task, call('cat a.ts').gives('text'), done]],
    ['a check before the last change', [tests, change]],
    ['a commit before the last change', [change, commit, another]],
    ['a commit that fails', [change, call('git commit -m x').gives('hook'), another]],
    ['a commit that is only tried', [change, call('git commit --dry-run').gives('')]],
    ['a commit in a text', [change, call('echo "then git commit"').gives('')]],
    [
      'changes put aside, and fetched back',
      [change, call('git stash').gives(''), call('git stash pop').gives('')],
    ],
    ['… in one go', [change, call('git stash; ls; git stash pop').gives('')]],
    ['a revert that is the task', [person('revert 1a2b3c'), call('git revert 1a2b3c').gives('')]],
    ['one file that is taken back', [change, call('git checkout -- src/a.ts').gives('')]],
    ['what only leaves the index', [change, call('git restore --staged .').gives('')]],
    ['tests that failed, and a linter that passed since', [change, failing, another, lint]],
    ['the task itself', [person('No, it is still broken: fix it')]],
    ['a question', [task, done, person('Why three times?')]],
    ['a person’s answer', [task, says('Shall I use a delay?'), person('No, none.')]],
    ['other languages', [task, done, person('Danke, und jetzt die Doku')]],
    ['… displeased, too', [task, done, person('Nein, das geht immer noch nicht')]],
    ['a person’s word before the last change', [task, done, person('Great, thanks!'), another]],
    ['what a program says', [done, person('Thanks!')], { interactive: false }],
    ['calls without results', [use('edit', { path: 'a', content: 'x' }), call('git commit -m x')]],
  ];
  it.each(rows.map((row) => [row[0], row] as const))(
    '%s',
    async (_title, [, happenings, options]) => {
      expect(await endingOf(happenings, options)).toBeUndefined();
    },
  );
});

describe('signs together', () => {
  it('that point the same way count less than each alone: the strongest whole, the others half', async () => {
    // Two to one each, at even odds: ln 2 + ½ ln 2, and 2^1.5 to one is .739.
    const { probability } = (await endingOf([change, tests, commit]))!;
    expect(probability).toBeCloseTo(2 ** 1.5 / (1 + 2 ** 1.5), 12);
  });

  it('that contradict each other cancel', async () => {
    const ending = await endingOf([task, change, tests, done, person('That is wrong.')]);
    expect(ending).toEqual({
      agent: 'default',
      run: 'default',
      probability: 0.5,
      signs: ['check-passed', 'displeased'],
    });
  });

  it('are the same however long the run was', async () => {
    const long = Array.from({ length: 300 }, (_, i) => call(`cat ${word(i)}.ts`).gives(word(i)));
    expect(await endingOf([...long, change, tests])).toEqual(await endingOf([change, tests]));
  });
});
