import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sanitise } from '../src/cli/terminal/words.ts';
import { HOSTILE_TEXTS } from '../test/cli/hostile-texts.ts';
import { session } from '../test/cli/session-facts.ts';
import { PROJECT } from '../test/package/built-copy.ts';
import { runProcess, type Finished } from '../test/package/run-process.ts';
import { openFile, startBrowser, type Browser, type View } from './chromium.ts';
import { contrastsOf, overflowOf, unfoldAll } from './page-measures.ts';

/** `analyze --html` in a real browser: what the page says is what `--json` says. */

interface Line {
  readonly run: string;
  readonly steps: number;
  readonly tokens: number;
  readonly concerns: readonly {
    readonly strength: number;
    readonly evidence: string;
    readonly cost: { readonly steps: number; readonly tokens?: number };
  }[];
  readonly confidence: { readonly value: number; readonly low: number; readonly high: number };
  readonly advice: { readonly tell: string };
}

const NAMES = ['good', 'loops', 'claims'] as const;
const VIEWS: readonly View[] = [
  { width: 320 },
  { width: 390, colours: 'dark' },
  { width: 1200 },
  { width: 1200, colours: 'dark' },
  { width: 1200, forced: true },
  { width: 688, paper: true },
];

let folder: string;
let browser: Browser;
const pages: string[] = [];
const lines = new Map<string, Line>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'second-thought-pages-'));
  browser = await startBrowser();
  for (const name of NAMES) {
    const json = await analyze([session(name), '--json', '--html', fileOf(name)]);
    lines.set(name, JSON.parse(json.stdout) as Line);
  }
  await analyze([...NAMES.map(session), '--html', fileOf('several')]);
  writeHome();
  await analyze(['--all', '--html', fileOf('all')]);
  pages.push(...[...NAMES, 'several', 'all'].map(fileOf));
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the command', () => {
  it('prints what it always prints, and then where the page is', async () => {
    const plain = await analyze([session('loops')]);
    const file = fileOf('again');
    const told = await analyze([session('loops'), '--html', file]);
    expect(told.stdout).toBe(`${plain.stdout}\nPage: ${file}\n`);
  });

  it('keeps JSON alone on its standard output', async () => {
    const plain = await analyze([session('loops'), '--json']);
    const file = fileOf('again');
    const told = await analyze([session('loops'), '--json', '--html', file]);
    expect(told.stdout).toBe(plain.stdout);
    expect(told.stderr).toContain(`Page: ${file}`);
  });

  it('refuses a place where no page can be, before it reads, with exit code 1', async () => {
    const file = join(folder, 'missing/page.html');
    const told = await analyze([session('loops'), '--html', file], 1);
    expect(told).toMatchObject({ stdout: '' });
    expect(told.stderr).toContain(`cannot write the page ${file}: there is no folder`);
  });

  it('never writes over a session', async () => {
    const file = join(folder, 'session.jsonl');
    writeFileSync(file, readFileSync(session('good')));
    const told = await analyze(['--html', file, session('loops')], 1);
    expect(told.stderr).toContain('is no HTML page; it is left as it is');
    expect(readFileSync(file)).toEqual(readFileSync(session('good')));
  });
});

describe.each(NAMES)('the page of the session %s', (name) => {
  it('says what --json says: forecast, band, size, concerns, costs, steps', async () => {
    const { value, low, high } = line(name).confidence;
    const { page } = await openFile(browser, fileOf(name));
    const number = (await page.locator('.number b').textContent())!;
    expectPercents(number, [value]);
    const range = await page.locator('.trust-card p').last().innerText();
    expectPercents(range.split('.')[0]!, [low, high]);
    const ends = await page.locator('.at-end text').allTextContents();
    expectPercents(ends.join(' '), [high, value, low]);
    // The terminal says the same number in the same words.
    const terminal = await analyze([session(name)]);
    const printed = terminal.stdout.replace(/\s+/g, ' ');
    expect(printed).toContain(`Likely to end well: ${number.replace('\u00a0', ' ')}`);
    expect(printed).toContain(range.replace('\u00a0', ' ').split('.')[0]!.slice(1));

    const size = await page.locator('.figures').innerText();
    expect(size).toContain(`${line(name).steps}\u00a0steps`);
    expect(size).toContain(`${Math.round(line(name).tokens / 1000)}\u00a0k\u00a0tokens`);
    expect(await page.locator('.steps tbody tr').count()).toBe(line(name).steps);

    const concerns = line(name).concerns.filter(({ strength }) => strength >= 0.5);
    const rows = await page.locator('.concerns tbody tr').allInnerTexts();
    expect(rows.length).toBe(concerns.length);
    for (const [index, { evidence, cost }] of concerns.entries()) {
      expect(rows[index]).toContain(evidence.replaceAll('`', ''));
      expect(rows[index]).toContain(costText(cost));
    }
    const told = await page.locator('blockquote').allTextContents();
    expect(told.length).toBe(line(name).advice.tell === '' ? 0 : 1);
    await page.close();
  });
});

describe('the page of several sessions', () => {
  it('says what --json says of each run with a concern', async () => {
    const json = await analyze([...NAMES.map(session), '--json']);
    const runs = json.stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Line)
      .filter(({ concerns }) => concerns.some(({ strength }) => strength >= 0.5));
    const { page } = await openFile(browser, fileOf('several'));
    const rows = await page.locator('.worst-run > summary').allInnerTexts();
    expect(rows.length).toBe(runs.length);
    for (const { run, confidence, steps } of runs) {
      const row = rows.find((text) => text.includes(run.slice(0, 8)));
      const { value, low, high } = confidence;
      const [forecast] = /\d+\u00a0% \d+–\d+/.exec(row ?? '') ?? [''];
      expectPercents(forecast, [value, low, high]);
      expect(row).toContain(`${steps}\u00a0steps`);
    }
    await page.close();
  });
});

describe('the page of all sessions on a disk', () => {
  it('says of each project and tool what the terminal says', async () => {
    const terminal = await analyze(['--all']);
    const { page } = await openFile(browser, fileOf('all'));
    expect(spaced(terminal.stdout)).toContain(spaced(await page.locator('h1').innerText()));
    // The loop in one project, the claim in the other; `--json` gives the loop's tokens.
    const [, , , , lostTokens] = await cellsOf(page, 'slugify');
    const tokens = line('loops').concerns[0]!.cost.tokens!;
    expect(lostTokens).toBe(`${Math.round(tokens / 1000)}\u00a0k`);
    expect((await cellsOf(page, 'slugify')).slice(0, 3)).toEqual(['slugify', '2', '1']);
    expect((await cellsOf(page, 'web-shop')).slice(0, 5)).toEqual(['web-shop', '1', '', '1', '']);
    const [, ...figures] = await cellsOf(page, 'Bash: node');
    expect(figures).toEqual(['1', '18', lostTokens]);
    await page.close();
  });
});

describe('every page', () => {
  it('is quiet: no error, no blocked rule, no request, no dialog, in every view', async () => {
    for (const file of pages) {
      for (const view of VIEWS) {
        const { page, troubles } = await openFile(browser, file, view);
        await page.evaluate(unfoldAll);
        await page.screenshot({ fullPage: true });
        expect({ file, view, troubles }).toEqual({ file, view, troubles: [] });
        await page.close();
      }
    }
  });

  it('never scrolls sideways, also with all unfolded', async () => {
    for (const file of pages) {
      for (const width of [320, 390, 720, 860, 1200]) {
        const { page } = await openFile(browser, file, { width });
        await page.evaluate(unfoldAll);
        expect({ file, width, over: await page.evaluate(overflowOf) }).toEqual({
          file,
          width,
          over: [],
        });
        await page.close();
      }
    }
  });

  it('can be read: each text has a contrast of 4.5 to what is painted behind it', async () => {
    for (const colours of ['light', 'dark'] as const) {
      for (const file of pages) {
        const { page } = await openFile(browser, file, { colours });
        await page.evaluate(unfoldAll);
        const contrasts = await page.evaluate<{ text: string; contrast: number }[]>(contrastsOf);
        expect(contrasts.length).toBeGreaterThan(20);
        expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
        await page.close();
      }
    }
  });

  it('goes on paper in light colours, without controls, and the page of a run on one sheet', async () => {
    for (const format of ['A4', 'Letter']) {
      const { page } = await openFile(browser, fileOf('loops'), { colours: 'dark', paper: true });
      expect(await styleOf(page, 'h1', 'color')).toBe('rgb(25, 27, 30)');
      expect(await page.locator('button:visible').count()).toBe(0);
      const pdf = await page.pdf({ format, printBackground: true });
      expect(pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length).toBe(1);
      await page.close();
    }
  });

  it('changes its colours with the switch, and still knows it when opened again', async () => {
    const { page } = await openFile(browser, fileOf('loops'));
    expect(await styleOf(page, 'body', 'backgroundColor')).toBe('rgb(247, 247, 245)');
    await page.locator('.theme').click();
    expect(await styleOf(page, 'body', 'backgroundColor')).toBe('rgb(18, 20, 23)');
    await page.reload();
    expect(await styleOf(page, 'body', 'backgroundColor')).toBe('rgb(18, 20, 23)');
    await page.locator('.theme').click();
    expect(await styleOf(page, 'body', 'backgroundColor')).toBe('rgb(247, 247, 245)');
    await page.close();
  });

  it('is walked by keyboard: every control is reached, and unfolds', async () => {
    const { page } = await openFile(browser, fileOf('several'));
    const controls = await page.locator('button:visible, summary:visible').count();
    const reached = new Set<string>();
    for (let press = 0; press < controls; press++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate<string>('document.activeElement.innerText'));
    }
    expect(reached.size).toBe(controls);
    // The last one is the summary of the last run.
    await page.keyboard.press('Enter');
    expect(await page.locator('.worst-run').last().locator('h2').first().isVisible()).toBe(true);
    await page.close();
  });

  it('says under the pointer, and under the arrow keys, what its table says', async () => {
    const { page } = await openFile(browser, fileOf('loops'));
    const box = (await page.locator('.chart').boundingBox())!;
    const readout = page.locator('.readout');
    await page.mouse.move(box.x + (box.width * 19.5) / 37, box.y + 100);
    const cells = await page.locator('.steps tbody tr').nth(19).locator('td').allTextContents();
    expect(cells[0]).toBe('20');
    for (const cell of cells.slice(0, 3)) expect(await readout.textContent()).toContain(cell);
    await page.mouse.move(0, 0);
    await page.locator('.chart').focus();
    await page.keyboard.press('ArrowRight');
    expect(await readout.textContent()).toMatch(/^step \d+ · /);
    await page.close();
  });
});

describe('without script', () => {
  it('has all there is to read: sentence, number, chart, tables; and it unfolds', async () => {
    const plain = await startBrowser({ script: false });
    const { page, troubles } = await openFile(plain, fileOf('several'));
    const text = await page.locator('main').innerText();
    expect(text).toContain('went round in a loop');
    expect(await page.locator('button:visible').count()).toBe(0);
    await page.locator('.worst-run summary').first().click();
    expect(await page.locator('.worst-run .number').first().isVisible()).toBe(true);
    expect(await page.locator('.worst-run .chart').first().isVisible()).toBe(true);
    await page.locator('.steps').first().locator('xpath=..').locator('summary').click();
    expect(await page.locator('.steps').first().isVisible()).toBe(true);
    expect(troubles).toEqual([]);
    await plain.close();
  });
});

describe('hostile names', () => {
  it(`${HOSTILE_TEXTS.length} of them are text, alone and among many`, async () => {
    const file = join(folder, 'hostile.trace.jsonl');
    writeFileSync(file, HOSTILE_TEXTS.map(hostileRun).join('\n'));
    await analyze([file, '--html', fileOf('hostile-many')]);
    await expectHarmless(fileOf('hostile-many'));
    for (const [index, text] of HOSTILE_TEXTS.entries()) {
      const one = join(folder, 'one.trace.jsonl');
      writeFileSync(one, hostileRun(text, index));
      await analyze([one, '--html', fileOf('hostile')]);
      const { crumb, heading } = await expectHarmless(fileOf('hostile'));
      expect(crumb).toEqual([
        `agent ${sanitise(text)}`,
        sanitise(text),
        `${index} ${sanitise(text)}`,
      ]);
      expect(heading).toContain('Loop');
    }
  });
});

/** A disk with the sessions of two projects: a loop and nothing in one, a claim in the other. */
function writeHome(): void {
  for (const [name, project] of [
    ['good', 'slugify'],
    ['loops', 'slugify'],
    ['claims', 'web-shop'],
  ] as const) {
    const place = join(folder, '.claude/projects', `-home-dev-${project}`);
    mkdirSync(place, { recursive: true });
    const text = readFileSync(session(name), 'utf8').replaceAll('dev/slugify', `dev/${project}`);
    writeFileSync(join(place, `${name}.jsonl`), text);
  }
}

/** The cells of the row that is called so. */
async function cellsOf(page: Page, name: string): Promise<string[]> {
  const row = page.locator('.costs tbody tr').filter({ hasText: name }).first();
  return row.locator('td').allInnerTexts();
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** A run whose agent, task, name, tool, commands and results all are this text. */
function hostileRun(text: string, index: number): string {
  const events = Array.from({ length: 7 }, (_, turn) => [
    { type: 'call', id: `c${turn}`, tool: text, args: { command: text, path: text } },
    { type: 'result', id: `c${turn}`, ok: false, output: text },
    { type: 'say', text },
  ]);
  const run = `${index} ${text}`;
  return JSON.stringify({ run, agent: `agent ${text}`, task: text, events: events.flat() });
}

async function expectHarmless(file: string): Promise<{ crumb: string[]; heading: string }> {
  const { page, troubles } = await openFile(browser, file);
  await page.evaluate(unfoldAll);
  for (const summary of await page.locator('summary').all()) await summary.hover({ force: true });
  expect(troubles).toEqual([]);
  const foreign = 'img, iframe, object, embed, form, input, math, a, base, animate, body *[onload]';
  expect(await page.locator(foreign).count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.locator('style').count()).toBe(1);
  const crumb = await page.locator('main > .crumb bdi').allTextContents();
  const heading = (await page.locator('h1').textContent()) ?? '';
  await page.close();
  return { crumb, heading };
}

async function analyze(args: readonly string[], code = 0): Promise<Finished> {
  const main = join(PROJECT, 'dist/cli/main.js');
  const finished = await runProcess(process.execPath, [main, 'analyze', ...args], {
    cwd: folder,
    env: { HOME: folder },
  });
  expect({ stderr: finished.stderr, code: finished.code }).toMatchObject({ code });
  return finished;
}

function fileOf(name: string): string {
  return join(folder, `${name}.html`);
}

function line(name: string): Line {
  return lines.get(name)!;
}

/** The text holds these shares as whole percents; `--json` is rounded itself, to four digits. */
function expectPercents(text: string, shares: readonly number[]): void {
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  const off = numbers.map((number, index) => Math.abs(number - 100 * (shares[index] ?? NaN)));
  expect({ text, off }).toEqual({ text, off: shares.map(() => expect.any(Number)) });
  expect(Math.max(...off)).toBeLessThanOrEqual(0.505);
}

/** Steps, then tokens; what cost no step says neither. */
function costText({ steps, tokens = 0 }: Line['concerns'][number]['cost']): string {
  return steps === 0 ? '' : `${steps}\u00a0steps · ${Math.round(tokens / 1000)}\u00a0k\u00a0tokens`;
}

function styleOf(page: Page, selector: string, name: string): Promise<string> {
  return page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${name}`);
}
