import { call, edit, says, times, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

/**
 * Changes and what is checked after them: a re-test after a fix is a new experiment, many different
 * changes with the same failure after each are thrash.
 */
export const fixes: readonly Case[] = [
  {
    situation: 'a fix and a re-test',
    because: 'four fixes, each tested: the failure is the same, and each test was a new experiment',
    is: 'working',
    events: times(4, fix, testsFail()),
  },
  {
    situation: 'a fix and a re-test',
    because: 'a patch given as a plain text is a fix like any other',
    is: 'working',
    events: times(
      4,
      (n) =>
        use(
          'apply_patch',
          `*** Begin Patch\n*** Update File: src/cart.ts\n@@\n-  return 0;\n+  return ${word(n)}();\n*** End Patch`,
        )
          .gives('Success. Updated the following files:\nM src/cart.ts')
          .unflagged(),
      use('shell', 'pytest -q').gives('1 failed, 12 passed').unflagged(),
    ),
  },
  {
    situation: 'a fix and a re-test',
    because: 'the file is written by the shell before each run of it',
    is: 'working',
    events: times(
      4,
      (n) => call(`cat > solve.py <<'EOF'\nprint(${word(n)}(3))\nEOF`).gives(''),
      call('./judge solve.py').gives('wrong answer in case 2').fails(),
    ),
  },
  {
    situation: 'a fix and a re-test',
    because: 'it tests twice, fixes, and tests twice again',
    is: 'working',
    events: [...times(2, testsFail()), fix(1), ...times(2, testsFail()), fix(2), testsFail()],
  },
  {
    situation: 'a fix and a re-test',
    because: 'the same test went round five times, then the loop was left by a fix',
    is: 'working',
    events: [...times(5, testsFail()), fix(1), testsFail()],
  },
  {
    situation: 'a fix and a re-test',
    because: 'a setting is changed by a tool of the server before each try',
    is: 'working',
    events: times(
      3,
      (n) => use('put_config', { key: 'pool', content: `size: ${n * 10}` }).gives({ saved: true }),
      use('load_test', { users: 50 }).gives({ errors: 12, verdict: 'too slow' }).fails(),
    ),
  },
  {
    situation: 'a fix and a re-test',
    because: 'the edits do not land, so the tests run on the same code',
    is: 'wedged',
    events: times(
      4,
      (n) =>
        use('Edit', { file_path: 'a.ts', old_string: word(n), new_string: word(n + 50) })
          .gives(`${word(n)} was not found in a.ts`)
          .fails(),
      testsFail(),
    ),
  },
  {
    situation: 'a fix and a re-test',
    because: 'it writes the very same fix again each time',
    is: 'wedged',
    events: times(4, edit('src/cart.ts', 'return sum(items);'), testsFail()),
  },
  {
    situation: 'a fix and a re-test',
    because: 'after the fix the tests run three times with nothing done between',
    is: 'wedged',
    events: [testsFail(), fix(1), ...times(3, testsFail())],
  },
  {
    situation: 'a fix and a re-test',
    because: 'between the tests only the list of what to do is rewritten',
    is: 'wedged',
    events: times(
      4,
      (n) =>
        use('TodoWrite', {
          todos: [{ content: `look into ${word(n)}`, status: 'in_progress' }],
        }).gives('Todos have been modified successfully.'),
      testsFail(),
    ),
  },

  {
    situation: 'switching without finishing',
    because: 'ten different fixes, and the same failure after each',
    is: 'wedged',
    events: times(10, fix, testsFail()),
  },
  {
    situation: 'switching without finishing',
    because: 'looking around between the fixes does not make the eleven failures less alike',
    is: 'wedged',
    events: times(
      11,
      (n) => says(`I see: ${word(n)} has to be set first.`),
      (n) => use('Read', { file_path: `src/${word(n)}.ts` }).gives(`the text of ${word(n)}`),
      fix,
      testsFail(),
    ),
  },
  {
    situation: 'switching without finishing',
    because: 'one way, the other way, and back: edits done and undone in turn',
    is: 'wedged',
    events: times(
      4,
      edit('src/a.ts', 'await save(cart);'),
      testsFail(),
      edit('src/a.ts', 'save(cart);'),
      testsFail(),
    ),
  },
  {
    situation: 'switching without finishing',
    because: 'twelve settings are written, and the deployment is refused alike after each',
    is: 'wedged',
    events: times(
      12,
      (n) => use('write_file', { path: 'app.yaml', content: `memory: ${n * 64}` }).gives('ok'),
      use('deploy', { app: 'shop' })
        .gives({ state: 'refused', reason: 'the role may not pull this image' })
        .fails(),
    ),
  },
  {
    situation: 'switching without finishing',
    because: 'fourteen fixes: what one mends the next one breaks, two failures in turn',
    is: 'wedged',
    events: times(14, fix, (n) =>
      call('npm test')
        .gives(n % 2 === 0 ? 'expected 12 to be 13\n1 failed' : 'cart is not iterable\n1 failed')
        .fails(),
    ),
  },
  {
    situation: 'switching without finishing',
    because: 'five fixes for a hard failure are still work',
    is: 'working',
    events: times(5, fix, testsFail()),
  },
  {
    situation: 'switching without finishing',
    because: 'ten fixes, and each mends one of the failures',
    is: 'working',
    events: times(10, fix, (n) =>
      call('npm test')
        .gives(`Tests  ${12 - n} failed | ${n} passed (12)`)
        .fails(),
    ),
  },
  {
    situation: 'switching without finishing',
    because: 'twelve small changes, and the tests pass after each',
    is: 'working',
    events: times(12, fix, call('npm test').gives('Tests  41 passed (41)')),
  },
  {
    situation: 'switching without finishing',
    because: 'twelve files are edited before anything is tested',
    is: 'working',
    events: [...times(12, fix), testsFail()],
  },
  {
    situation: 'switching without finishing',
    because: 'the tenth fix is the one that helps',
    is: 'working',
    events: [
      ...times(10, fix, testsFail()),
      fix(11),
      call('npm test').gives('Tests  5 passed (5)'),
    ],
  },
  {
    situation: 'switching without finishing',
    because: 'each of ten tasks has its own file, its own edit and its own test',
    is: 'working',
    events: times(
      10,
      fix,
      (n) =>
        call(`npm test -- ${word(n)}`)
          .gives(`expected ${word(n)}\n1 failed`)
          .fails(),
      (n) => edit(`src/${word(n)}.ts`, `return ${word(n + 60)}(1);`),
      (n) => call(`npm test -- ${word(n)}`).gives('1 passed'),
    ),
  },
];

/** A fix that was not tried before. */
function fix(turn: number): Act {
  return use('Edit', {
    file_path: `src/${word(turn)}.ts`,
    old_string: 'return 0;',
    new_string: `return ${word(turn)}(items);`,
  }).gives(`The file src/${word(turn)}.ts has been updated.`);
}

function testsFail(): Act {
  return call('npm test')
    .gives(
      ' FAIL  src/cart.test.ts > adds up\n  expected 12 to be 13\n Tests  1 failed | 4 passed (5)',
    )
    .fails();
}
