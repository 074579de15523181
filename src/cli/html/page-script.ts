/**
 * What a page can do beyond being read: the switch of its theme, the numbers under the pointer, the
 * copying of a sentence. Without it nothing is missing; its buttons appear with it.
 */
export const PAGE_SCRIPT = `
'use strict';
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => from.querySelectorAll(selector);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const store = { get: () => { try { return localStorage.getItem('theme'); } catch { return null; } },
    set: (theme) => { try { localStorage.setItem('theme', theme); } catch {} } };
  const kept = store.get();
  if (kept === 'dark' || kept === 'light') root.dataset.theme = kept;
  const button = document.querySelector('.theme');
  const shown = () => root.dataset.theme ?? (dark.matches ? 'dark' : 'light');
  const label = () => { button.textContent = shown() === 'dark' ? 'Light colours' : 'Dark colours'; };
  button.hidden = false;
  label();
  dark.addEventListener('change', label);
  button.addEventListener('click', () => {
    root.dataset.theme = shown() === 'dark' ? 'light' : 'dark';
    store.set(root.dataset.theme);
    label();
  });

  for (const copy of all('.copy')) {
    if (!navigator.clipboard) break;
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      const said = copy.parentElement.querySelector('blockquote').textContent.replace(/^“|”$/g, '');
      try { await navigator.clipboard.writeText(said); copy.textContent = 'Copied'; }
      catch { copy.textContent = 'Not copied: the browser refused'; }
    });
  }

  for (const chart of all('.chart')) {
    const run = chart.closest('.run');
    const rows = [...all('.steps tbody tr', run)].map((row) => ({
      row, last: Number(row.cells[0].textContent.split('–').at(-1)) }));
    if (rows.length === 0) continue;
    const names = [...all('.steps th', run)].map((cell) => cell.textContent.toLowerCase());
    const readout = run.querySelector('.readout');
    const cursor = chart.querySelector('.cursor');
    const steps = Number(chart.dataset.steps);
    const height = chart.height.baseVal.value;
    let at = 0;
    const show = (step) => {
      at = Math.min(Math.max(step, 1), steps);
      const { row } = rows.find(({ last }) => last >= at) ?? rows.at(-1);
      const [which, what, trust, band, tokens] = [...row.cells].map((cell) => cell.textContent);
      const spent = tokens ? ' · ' + tokens + ' tokens' : '';
      const sure = trust.includes('%') ? trust + ', most likely ' + band : trust;
      readout.textContent = names[0] + ' ' + which + ' · ' + what + ' · ' + sure + spent;
      const x = ((at - 0.5) / steps) * chart.getBoundingClientRect().width;
      cursor.setAttribute('d', 'M' + x + ' 12V' + (height - 20));
    };
    const hint = matchMedia('(hover: none)').matches ? 'Touch the chart for its numbers.'
      : 'Point at the chart for its numbers, or use the arrow keys on it.';
    readout.textContent = hint;
    const hide = () => { readout.textContent = hint; cursor.setAttribute('d', ''); };
    readout.hidden = false;
    chart.addEventListener('pointermove', (event) => {
      const box = chart.getBoundingClientRect();
      show(Math.ceil(((event.clientX - box.left) / box.width) * steps));
    });
    chart.addEventListener('pointerleave', hide);
    chart.setAttribute('tabindex', '0');
    chart.addEventListener('blur', hide);
    chart.addEventListener('keydown', (event) => {
      const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (move === undefined) return;
      event.preventDefault();
      show(at + move);
    });
  }
})();
`;
