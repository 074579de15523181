import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS } from '../../../test/cli/hostile-texts.ts';
import { sanitise } from '../terminal/words.ts';
import { escaped, html, joined, NOTHING } from './markup.ts';

describe('html', () => {
  it('leaves its own text alone, but for the indentation of the source', () => {
    const list = html`<ul>
      <li>a b</li>
    </ul>`;
    expect(list.markup).toBe('<ul>\n<li>a b</li>\n</ul>');
  });

  it('writes text as text, in an element and in a quoted attribute', () => {
    expect(html`<p title="${'"a"'}">${'1 < 2 & 3'}</p>`.markup).toBe(
      '<p title="&quot;a&quot;">1 &lt; 2 &amp; 3</p>',
    );
  });

  it('writes markup as it is, lists one after the other, and nothing where nothing is', () => {
    const items = ['a', '<b>'].map((text) => html`<i>${text}</i>`);
    const written = html`<p>${items}${undefined}${NOTHING}${7}</p>`;
    expect(written.markup).toBe('<p><i>a</i><i>&lt;b&gt;</i>7</p>');
  });
});

describe('joined(pieces, between)', () => {
  it('puts something between, not before and not behind', () => {
    expect(joined(['a', html`<b>b</b>`, '&'], ', ').markup).toBe('a, <b>b</b>, &amp;');
    expect(joined([], ', ').markup).toBe('');
  });
});

describe('escaped(text)', () => {
  it.each(HOSTILE_TEXTS.map((text) => [text]))('makes text of %j', (text) => {
    expectText(text);
  });

  it('makes text of anything, and loses nothing that can be seen', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 256 }), expectText));
  });

  it('shows what cannot be seen, and keeps the no-break space between a number and its unit', () => {
    expect(escaped('\u001b[2J')).toBe('␛[2J');
    expect(escaped('\u202etxt.exe')).toBe('\\u{202e}txt.exe');
    expect(escaped('31\u00a0%')).toBe('31\u00a0%');
  });
});

/** Nothing that HTML obeys is left, and reading it back gives what `sanitise` shows. */
function expectText(text: string): void {
  const written = escaped(text);
  expect(written).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
  expect(readBack(written)).toBe(sanitise(text));
}

function readBack(written: string): string {
  const marks = new Map([
    ['&lt;', '<'],
    ['&gt;', '>'],
    ['&quot;', '"'],
    ['&#39;', "'"],
    ['&#96;', '`'],
    ['&amp;', '&'],
  ]);
  return written.replace(/&[a-z0-9#]+;/g, (entity) => marks.get(entity) ?? entity);
}
