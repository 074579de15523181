import { call, edit, says, spends, times, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

/** Acts that come again in turn with others, or between them. */
export const cycles: readonly Case[] = [
  {
    situation: 'cycle up to six',
    because: 'two files are read in turn, three times each',
    is: 'wedged',
    events: times(3, readsFile('src/a.ts'), readsFile('src/b.ts')),
  },
  {
    situation: 'cycle up to six',
    because: 'list, open, back: the same three pages four times over',
    is: 'wedged',
    events: times(4, ...browse('inbox', 'message', 'inbox again')),
  },
  {
    situation: 'cycle up to six',
    because: 'a shop agent goes round through four steps and the cart stays empty',
    is: 'wedged',
    events: times(
      3,
      says('I will try to place the order again.'),
      use('find_product', { name: 'lamp' }).gives({ sku: 'L-9', stock: 4 }),
      use('add_to_cart', { sku: 'L-9', quantity: 1 }).gives({ cart: [], notice: 'not added' }),
      use('show_cart').gives({ cart: [] }),
      use('check_out').gives({ error: 'the cart is empty' }).fails(),
    ),
  },
  {
    situation: 'cycle up to six',
    because: 'six reads in the same order three times over are one long cycle',
    is: 'wedged',
    events: times(3, ...[1, 2, 3, 4, 5, 6].map((n) => readsFile(`src/${word(n)}.ts`))),
  },
  {
    situation: 'cycle up to six',
    because: 'five calls go round, three times, some of them fail each time',
    is: 'wedged',
    events: times(
      3,
      call('terraform plan').gives('1 to add, 0 to change'),
      call('terraform apply').gives('Error: the bucket exists already').fails(),
      call('aws s3 ls').gives('assets\nlogs'),
      call('cat main.tf').gives('resource "bucket" "assets" {}'),
      call('terraform state list').gives('').fails(),
    ),
  },
  {
    situation: 'cycle up to six',
    because: 'six steps gone through twice are no loop yet',
    is: 'working',
    events: times(2, ...[1, 2, 3, 4, 5, 6].map((n) => readsFile(`src/${word(n)}.ts`))),
  },
  {
    situation: 'cycle up to six',
    because: 'one answer of the three moves each time round',
    is: 'working',
    events: times(
      6,
      call('git fetch').gives(''),
      (n) => use('pipeline', { id: 'main' }).gives({ state: 'running', jobsDone: n }),
      call('git log -1').gives('fix the parser'),
    ),
  },
  {
    situation: 'cycle up to six',
    because: 'it went round for a while, then left it for good',
    is: 'working',
    events: [
      ...times(3, readsFile('src/a.ts'), readsFile('src/b.ts')),
      ...times(12, (n) => readsFile(`lib/${word(n)}.ts`)),
    ],
  },

  {
    situation: 'interleaved repeats',
    because: 'between the runs of the tests files are only read',
    is: 'wedged',
    events: times(4, testsFail(), (n) => readsFile(`src/${word(n)}.ts`)),
  },
  {
    situation: 'interleaved repeats',
    because: 'each repeat stands in a message of its own, with a text before it',
    is: 'wedged',
    events: times(
      5,
      (n) => says(`Next I will look at the ${word(n)}, and begin with the imports of it.`),
      use('Grep', { pattern: 'createServer', path: 'src' }).gives('src/main.ts:4: createServer()'),
      spends(9000, 80),
    ),
  },
  {
    situation: 'interleaved repeats',
    because: 'two loops at once, each between the steps of the other',
    is: 'wedged',
    events: times(
      4,
      call('docker ps').gives('CONTAINER  IMAGE\n'),
      (n) => readsFile(`compose/${word(n)}.yml`),
      call('docker compose up -d').gives('no such service: web').fails(),
    ),
  },
  {
    situation: 'interleaved repeats',
    because: 'the same failing call comes back after every eight other steps',
    is: 'wedged',
    events: times(
      4,
      use('deploy', { target: 'staging' }).gives({ error: 'quota of disks is used up' }).fails(),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((k) => (n: number) => readsFile(`ops/${word(n * 10 + k)}`)),
    ),
  },
  {
    situation: 'interleaved repeats',
    because: 'two runs of the tests with much between them are no loop',
    is: 'working',
    events: times(
      2,
      testsFail(),
      ...[1, 2, 3, 4, 5].map((k) => (n: number) => readsFile(`src/${word(n * 10 + k)}.ts`)),
    ),
  },
  {
    situation: 'interleaved repeats',
    because: 'three looks at one file in sixty steps of reading are looking things up',
    is: 'working',
    events: times(
      3,
      readsFile('package.json'),
      ...Array.from(
        { length: 20 },
        (_, k) => (n: number) => readsFile(`src/${word(n * 40 + k)}.ts`),
      ),
    ),
  },
  {
    situation: 'interleaved repeats',
    because: 'the tests pass after each small step of a refactoring',
    is: 'working',
    events: times(10, (n) => edit(`src/${word(n)}.ts`, `const ${word(n)} = 1;`), testsPass()),
  },
  {
    situation: 'interleaved repeats',
    because: 'each product is opened, judged and left, and the list is only where one returns to',
    is: 'working',
    events: times(
      6,
      (n) => use('open', { url: `/p/${word(n)}` }).gives(`A page about ${word(n)}, in detail.`),
      use('back').gives('Products: ten lamps, by price'),
    ),
  },
  {
    situation: 'interleaved repeats',
    because: 'the clock is read before each appointment that is made',
    is: 'working',
    events: times(9, use('get_current_time').gives({ iso: '2026-11-24T10:00:00Z' }), (n) =>
      use('create_event', { title: word(n), start: 900 + n }).gives({ id: 70 + n }),
    ),
  },
  {
    situation: 'interleaved repeats',
    because: 'a picture is taken between the steps, and shows another page each time',
    is: 'working',
    events: times(
      8,
      (n) => use('type', { field: word(n), text: word(n + 50) }).gives('ok'),
      (n) => use('screenshot').gives({ image: `iVBORw0KGgo${word(n)}${word(n + 9)}`, width: 1280 }),
    ),
  },
];

function testsFail(): Act {
  return call('npm test')
    .gives(
      ' FAIL  src/cart.test.ts > adds up\n  expected 12 to be 13\n Tests  1 failed | 4 passed (5)',
    )
    .fails();
}

function testsPass(): Act {
  return call('npm test').gives(' Test Files  3 passed (3)\n Tests  41 passed (41)');
}

function readsFile(path: string): Act {
  return use('Read', { file_path: path }).gives(`1  // The text of ${path}\n2  export default 1;`);
}

function browse(...pages: readonly string[]): Act[] {
  return pages.map((page) => use('browser_open', { page }).gives(`# ${page}\nthe text of ${page}`));
}
