import { call, edit, times, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

/** Acts that move while their answers tell nothing new; and tools that a run spares. */
export const stagnation: readonly Case[] = [
  ...stagnant('no file has it', (n) => use('Grep', { pattern: word(n) }).gives([])),
  ...stagnant('every answer is an object without a result', (n) =>
    use('mcp__docs__search', { query: `${word(n)} ${word(n + 30)}` })
      .gives({ results: [] })
      .unflagged(),
  ),
  ...stagnant('every answer is the text of an empty result', (n) =>
    use('search_products', { query: word(n), in_stock: true }).gives('{"items": [], "total": 0}'),
  ),
  ...stagnant('an exit code and no text', (n) =>
    call(`grep -rn ${word(n)} src`)
      .gives('')
      .fails(),
  ),
  ...stagnant('a tool of a server answers with an empty block', (n) =>
    use('mcp__notes__find', { text: word(n) }).gives({ content: [], isError: false }),
  ),
  ...stagnant('an empty list in the text block of a server', (n) =>
    use('mcp__docs__find', { topic: word(n) })
      .gives({ content: [{ type: 'text', text: '[]' }] })
      .unflagged(),
  ),
  ...stagnant('whatever page is opened, the page for members comes', (n) =>
    use('browser_open', { url: `https://a.example/${word(n)}` }).gives(
      `<h1>Members only</h1>${'<p>Please log in or become a member to see this page.</p>'.repeat(9)}`,
    ),
  ),
  {
    situation: 'stagnation',
    because: 'a sentence says that there is nothing, each time',
    is: 'wedged',
    events: times(9, (n) => call(`rg ${word(n)} --type ts`).gives('No matches found')),
    byWords: true,
  },
  {
    situation: 'stagnation',
    because: 'six searches without a hit, and the seventh finds it',
    is: 'working',
    events: [
      ...times(6, findsNone),
      use('Grep', { pattern: 'basket' }).gives(['src/basket.ts', 'src/shop.ts']),
    ],
  },
  {
    situation: 'stagnation',
    because: 'one search in four finds something',
    is: 'working',
    events: times(32, (n) =>
      n % 4 === 0 ? use('Grep', { pattern: word(n) }).gives([`src/${word(n)}.ts`]) : findsNone(n),
    ),
  },
  {
    situation: 'stagnation',
    because: 'what it does not find it writes: an edit lands after every few searches',
    is: 'working',
    events: times(5, ...[1, 2, 3, 4].map((k) => (n: number) => findsNone(n * 10 + k)), (n) =>
      edit(`src/${word(n)}.ts`, `export const ${word(n)} = 1;`),
    ),
  },
  {
    situation: 'stagnation',
    because: 'every file that is saved is answered with the same long sentence',
    is: 'working',
    events: times(12, (n) =>
      use('write_file', { path: `docs/${word(n)}.md`, content: `# ${word(n)}` }).gives(
        'The file was saved. It will be part of the site when the site is built the next time, and is not public until then.',
      ),
    ),
  },
  {
    situation: 'stagnation',
    because: 'the pages come from one frame, and what stands in it is new',
    is: 'working',
    events: times(12, (n) =>
      use('browser_open', { url: `https://a.example/${word(n)}` }).gives(
        `<nav>${'<a>a link of every page</a>'.repeat(20)}</nav><p>about ${word(n)}</p>`,
      ),
    ),
  },

  {
    situation: 'exempt tools',
    because: 'a debugger is stepped through a long loop, and its tool is spared',
    is: 'working',
    events: times(30, use('debug_next').gives('main.c:41: for (i = 0; i < n; i++)')),
    options: { exempt: ['debug_next'] },
  },
  {
    situation: 'exempt tools',
    because: 'a spared tool may fail as often as it likes',
    is: 'working',
    events: times(9, (n) => use('debug_step', { line: n }).gives('not running').fails()),
    options: { exempt: ['debug_step'] },
  },
  {
    situation: 'exempt tools',
    because: 'a spared search may find nothing as long as it likes',
    is: 'working',
    events: times(20, (n) => use('web_search', { query: word(n) }).gives({ results: [] })),
    options: { exempt: ['web_search'] },
  },
  {
    situation: 'exempt tools',
    because: 'between the steps of a spared debugger other files are read',
    is: 'working',
    events: times(9, use('debug_next').gives('main.c:41'), reads),
    options: { exempt: ['debug_next', 'debug_step'] },
  },
  {
    situation: 'exempt tools',
    because: 'the tool that is spared is another one',
    is: 'wedged',
    events: times(5, use('debug_continue').gives('not running').fails()),
    options: { exempt: ['debug_next'] },
  },
  {
    situation: 'exempt tools',
    because: 'a spared tool between them does not hide the repeats of the other',
    is: 'wedged',
    events: times(
      4,
      (n) => use('debug_next').gives(`main.c:${40 + n}`),
      call('npm test').gives('Tests  1 failed (1)').fails(),
    ),
    options: { exempt: ['debug_next'] },
  },
  {
    situation: 'exempt tools',
    because: 'the searches of the other tool find nothing, whatever the spared one says',
    is: 'wedged',
    events: times(10, findsNone, use('think_aloud', { about: 'where to look' }).gives('noted')),
    options: { exempt: ['think_aloud'] },
  },
];

function stagnant(because: string, act: (turn: number) => Act): Case[] {
  return [{ situation: 'stagnation', because, is: 'wedged', events: times(9, act) }];
}

function reads(turn: number): Act {
  return use('Read', { file_path: `src/${word(turn)}.ts` }).gives(`1  // about ${word(turn)}`);
}

/** A search that was not made before, and finds nothing. */
function findsNone(turn: number): Act {
  return use('Grep', { pattern: word(turn), path: 'src' }).gives([]);
}
