import { createHash } from 'node:crypto';
import { count, plural } from '../terminal/words.ts';
import { MARK_FORMS } from './lanes.ts';
import { type Markup, html } from './markup.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { type PageOptions, timeOf } from './page-words.ts';

/** What every page of ours begins with; a file that does not is never written over. */
export const PAGE_START = '<!doctype html>';

/** Files that are named at the foot; the others are counted. */
const FILES_MAX = 3;

/**
 * One page in one file. It loads nothing and runs nothing but its own style and script, whose hashes
 * stand in its policy: whatever a name on it says.
 *
 * @param title The finding, as text.
 */
export function page(title: string, main: Markup, options: PageOptions): string {
  const { markup } = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>${title}</title>
      ${STYLE}
    </head>
    <body>
      ${MARK_FORMS}
      <header>
        <p class="brand">Second Thought</p>
        <button type="button" class="theme" hidden>Dark</button>
      </header>
      <main>${main}</main>
      <footer>
        <p>${madeOf(options)}</p>
        <p>Read on this machine; this page loads nothing and sends nothing.</p>
      </footer>
      ${SCRIPT}
    </body>
  </html> `;
  return PAGE_START + markup;
}

function madeOf(options: PageOptions): Markup {
  const { files, version, now } = options;
  const names = files.slice(0, FILES_MAX).map((file) => html`<bdi>${file}</bdi>, `);
  const more =
    files.length > FILES_MAX ? `${plural(files.length - FILES_MAX, 'more file')}, ` : undefined;
  return html`${names}${more}second-thought ${version}, ${timeOf(now, options) ?? count(now)}`;
}

/** To the letter as it was hashed: set in a template, a formatter would add spaces. */
const STYLE: Markup = { markup: `<style>${PAGE_STYLE}</style>` };
const SCRIPT: Markup = { markup: `<script>${PAGE_SCRIPT}</script>` };

const POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(PAGE_SCRIPT)}'`,
  `style-src '${hashOf(PAGE_STYLE)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
