import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** A browser with a folder of its own, which asks nothing of the network by itself. */
export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function startBrowser(options: { readonly script?: boolean } = {}): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'second-thought-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args: ARGS,
    javaScriptEnabled: options.script !== false,
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A page, and all that it should not have done. */
export interface OpenedPage {
  readonly page: Page;
  /** What the console, the policy, the network or a dialog told. */
  readonly troubles: string[];
}

export interface View {
  readonly width?: number;
  readonly colours?: 'light' | 'dark';
  readonly forced?: boolean;
  readonly paper?: boolean;
}

/** Opens a file as a user does, by a double click. */
export async function openFile(
  { context }: Browser,
  file: string,
  { width = 1200, colours = 'light', forced = false, paper = false }: View = {},
): Promise<OpenedPage> {
  const page = await context.newPage();
  const troubles: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== url) troubles.push(`request: ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({
    colorScheme: colours,
    forcedColors: forced ? 'active' : 'none',
    media: paper ? 'print' : 'screen',
  });
  await page.goto(url);
  return { page, troubles };
}
