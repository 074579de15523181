import { call, edit, says, times, together, use, word, type Act } from '../scenario.ts';
import type { Case } from './case.ts';

/**
 * Many acts that look alike: side by side in one round, and over different items.
 */
export const batches: readonly Case[] = [
  {
    situation: 'fan-out of one round',
    because: 'the same call six times side by side is one careless round, no loop',
    is: 'working',
    events: [together(...times(6, call('ls').gives('src\ntest')))],
  },
  {
    situation: 'fan-out of one round',
    because: 'eight subagents that begin together all run into the same error at once',
    is: 'working',
    events: [
      together(
        ...times(8, (n) =>
          use('task', { prompt: `Look into ${word(n)}` })
            .gives({ error: 'this account may not start subagents' })
            .fails(),
        ),
      ),
    ],
  },
  {
    situation: 'fan-out of one round',
    because: 'ten searches sent together could not learn from each other that nothing is there',
    is: 'working',
    events: [call('ls').gives('src\ntest'), together(...times(10, findsNone))],
  },
  {
    situation: 'fan-out of one round',
    because: 'the calls of one message run one after the other, and are still one round',
    is: 'working',
    events: times(6, call('git status').gives('clean').inRound('turn-1')),
  },
  {
    situation: 'fan-out of one round',
    because: 'round after round reads other files',
    is: 'working',
    events: times(6, (n) => together(...times(5, (k) => reads(n * 10 + k)))),
  },
  {
    situation: 'fan-out of one round',
    because: 'the same four reads are sent in every round',
    is: 'wedged',
    events: times(4, together(...times(4, reads))),
  },
  {
    situation: 'fan-out of one round',
    because: 'the refused round is sent again as it was, three times',
    is: 'wedged',
    events: times(
      4,
      says('I will start the workers again.'),
      together(
        ...times(3, (n) =>
          use('task', { prompt: `Look into ${word(n)}` })
            .gives('the budget of this session is used up')
            .fails(),
        ),
      ),
    ),
  },
  {
    situation: 'fan-out of one round',
    because: 'one call of every round is the same failing one, whatever runs beside it',
    is: 'wedged',
    events: times(4, (n) =>
      together(
        reads(n * 10),
        call('npm run build').gives('src/a.ts: cannot find name Cart').fails(),
        reads(n * 10 + 1),
      ),
    ),
  },

  ...batch('files moved by a command', (n) => call(`git mv src/${word(n)}.ts lib/`).gives('')),
  ...batch('the same line put into every file', (n) =>
    edit(`src/${word(n)}.ts`, "import { log } from './log.ts';"),
  ),
  ...batch('issues closed by their number, each with a sentence that says so', (n) =>
    use('mcp__tracker__update', { issue: 400 + n, state: 'closed' }).gives(
      'The issue has been closed as completed. Everybody who watches it will be told by mail.',
    ),
  ),
  ...batch('orders by their uuid', (n) =>
    use('ship_order', { order: uuid(n) }).gives({
      ok: true,
      carrier: 'post',
    }),
  ),
  ...batch('commits picked by a command', (n) =>
    use('shell', `git cherry-pick ${sha(n)}`)
      .gives('')
      .unflagged(),
  ),
  ...batch('commits asked after, all on the same branch', (n) =>
    call(`git branch --contains ${sha(n)}`).gives('* main'),
  ),
  ...batch('orders by the uuid in an address', (n) =>
    use('request', { method: 'POST', url: `https://shop.example/orders/${uuid(n)}/ship` }).gives({
      ok: true,
    }),
  ),
  ...batch('a report for each day, by a command', (n) =>
    call(`python report.py --day 2026-11-${10 + n}`).gives('written'),
  ),
  ...batch('a report for each day', (n) =>
    use('build_report', { day: `2026-11-${10 + n}` }).gives({ written: true }),
  ),
  ...batch('attachments, each answered with true', (n) =>
    use('attach', { file: `${word(n)}.png` }).gives(true),
  ),
  ...batch('parts of a long file, some of them alike', (n) =>
    call(`sed -n ${n}0,${n}9p src/table.ts`).gives(n % 3 === 0 ? '}' : `row ${word(n)}`),
  ),
  ...batch('fifty reads, each with new bytes', (n) => reads(n), 50),
  ...batch('five tools behind one name, each another command', (n) =>
    use('run', { args: [['build'], ['deploy'], ['migrate'], ['seed'], ['warm']][n % 5], step: n })
      .gives('done')
      .unflagged(),
  ),
  {
    situation: 'batch over different items',
    because: 'no file of the batch can be moved, and always for the same reason',
    is: 'wedged',
    events: times(8, (n) =>
      use('move', { from: `in/${word(n)}.csv`, to: 'done/' })
        .gives({ error: 'the folder done is write-protected' })
        .fails(),
    ),
  },
  {
    situation: 'batch over different items',
    because: 'the same three files are gone through four times over, with nothing done to them',
    is: 'wedged',
    events: times(4, ...times(3, reads)),
  },
  {
    situation: 'batch over different items',
    because: 'the page number moves and the page, a long one, stays the same',
    is: 'wedged',
    events: times(10, (n) =>
      use('list_orders', { page: n }).gives({
        orders: [1, 2, 3, 4, 5, 6].map((k) => ({ sku: word(k), city: word(k + 90), paid: true })),
        pages: 40,
      }),
    ),
  },
];

function batch(what: string, act: (turn: number) => Act, turns = 12): Case[] {
  const because = `each is another item: ${what}`;
  const events = times(turns, act);
  return [{ situation: 'batch over different items', because, is: 'working', events }];
}

function uuid(turn: number): string {
  return `8f3a9b${10 + turn}-4c1d-4111-8111-1234567890${10 + turn}`;
}

function sha(turn: number): string {
  return (turn * 0x1234567).toString(16).padStart(9, 'a');
}

function reads(turn: number): Act {
  return use('Read', { file_path: `src/${word(turn)}.ts` }).gives(`1  // about ${word(turn)}`);
}

/** A search that was not made before, and finds nothing. */
function findsNone(turn: number): Act {
  return use('Grep', { pattern: word(turn), path: 'src' }).gives([]);
}
