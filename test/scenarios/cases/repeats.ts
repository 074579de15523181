import { call, person, says, spends, times, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

/** The same act with the same news again, and runs of a few steps. */
export const repeats: readonly Case[] = [
  {
    situation: 'repeat',
    because: 'the tests run three times, with nothing changed between',
    is: 'wedged',
    events: times(3, testsFail()),
  },
  {
    situation: 'repeat',
    because: 'the status is asked for again and again and never moves',
    is: 'wedged',
    events: times(
      5,
      says('Let me check where we are.'),
      call('git status').gives('On branch main\nnothing to commit, working tree clean'),
    ),
  },
  {
    situation: 'repeat',
    because: 'a repeat is one also where the host tells no flag and the argument is a plain text',
    is: 'wedged',
    events: times(4, use('shell', 'ls -la src').gives('total 8\nindex.js\nmain.js').unflagged()),
  },
  {
    situation: 'repeat',
    because: 'the button is clicked four times and the page stays as it is',
    is: 'wedged',
    events: times(
      4,
      use('browser_click', { element: 'Submit', ref: 'e31' }).gives({
        url: 'https://shop.example/checkout',
        title: 'Checkout',
        errors: ['Please fill in the postcode'],
      }),
    ),
  },
  {
    situation: 'repeat',
    because: 'hundreds of repeats are not better for having been waved through once',
    is: 'wedged',
    events: times(300, readsFile('src/server.ts')),
  },
  {
    situation: 'repeat',
    because: 'the same search goes on up to the step limit of its framework',
    is: 'wedged',
    events: times(
      25,
      use('search_products', { query: 'red shoes', limit: 3 }).gives({
        products: [{ sku: 'A-1', name: 'Runner', price: 59.9 }],
        total: 1,
      }),
      spends(2400, 60),
    ),
  },
  {
    situation: 'repeat',
    because: 'looking twice is no loop, be the answer the same or not',
    is: 'working',
    events: times(2, testsFail()),
  },
  {
    situation: 'repeat',
    because: 'each call for the next page brings another page',
    is: 'working',
    events: times(12, (n) => use('next_page').gives({ items: [word(n), word(n + 40)] })),
  },
  {
    situation: 'repeat',
    because: 'a debugger that steps stands on another line each time',
    is: 'working',
    events: times(20, (n) => use('debugger', { do: 'next' }).gives(`stopped at main.c:${n + 40}`)),
  },
  {
    situation: 'repeat',
    because: 'the fifth time the answer is another one at last',
    is: 'working',
    events: [...times(4, testsFail()), call('npm test').gives('Tests  2 passed (2)')],
  },

  {
    situation: 'short runs',
    because: 'the first call after the prompt can be no loop',
    is: 'working',
    events: [
      person('Move all the tests into the folder test.'),
      call('ls').gives('a.ts\na.test.ts'),
    ],
  },
  {
    situation: 'short runs',
    because: 'two failures and a good-bye are no loop',
    is: 'working',
    events: [
      person('Is the site up?'),
      ...times(2, use('get_page', { url: 'https://a.example' }).gives('403: for members').fails()),
      says('I may not open this page. Have you another address for it?'),
    ],
  },
  {
    situation: 'short runs',
    because: 'three different errors in three calls are exploring',
    is: 'working',
    events: [
      call('python app.py').gives('ModuleNotFoundError: flask').fails(),
      call('python3 -V').gives('command not found').fails(),
      call('ls /usr/bin/py').gives('no such file').fails(),
    ],
  },
  {
    situation: 'short runs',
    because: 'six searches without a hit, then it moves on to read',
    is: 'working',
    events: [...times(6, (n) => findsNone(n)), readsFile('docs/index.md')],
  },
  {
    situation: 'short runs',
    because: 'the whole run is three times the same call',
    is: 'wedged',
    events: [person('What is in the cart?'), ...times(3, use('show_cart').gives({ cart: [] }))],
  },
  {
    situation: 'short runs',
    because: 'three calls of one tool, three times the same error',
    is: 'wedged',
    events: times(3, (n) =>
      use('query', { sql: `select ${word(n)} from orders` })
        .gives({ error: 'the table orders does not exist' })
        .fails(),
    ),
  },
  {
    situation: 'short runs',
    because: 'eight different searches are all there is, and not one found anything',
    is: 'wedged',
    events: times(8, (n) => findsNone(n)),
  },
];

function testsFail(): Act {
  return call('npm test')
    .gives(
      ' FAIL  src/cart.test.ts > adds up\n  expected 12 to be 13\n Tests  1 failed | 4 passed (5)',
    )
    .fails();
}

function readsFile(path: string): Act {
  return use('Read', { file_path: path }).gives(`1  // The text of ${path}\n2  export default 1;`);
}

function findsNone(n: number): Act {
  return use('Grep', { pattern: word(n), output_mode: 'files_with_matches' }).gives([]);
}
