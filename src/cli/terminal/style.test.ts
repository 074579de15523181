import { describe, expect, it } from 'vitest';

import { styleOf } from './style.ts';

const terminal = { isTTY: true, columns: 100 };
const pipe = {};

describe('styleOf(stream, env)', () => {
  it('takes the width of the terminal, else COLUMNS, else 80', () => {
    expect(styleOf(terminal, { COLUMNS: '60' }).columns).toBe(100);
    expect(styleOf(pipe, { COLUMNS: '60' }).columns).toBe(60);
    expect(styleOf(pipe, {}).columns).toBe(80);
  });
  it('never lays out for less than 40 columns, nor for a width that is none', () => {
    expect(styleOf({ isTTY: true, columns: 12 }, {}).columns).toBe(40);
    expect(styleOf({ isTTY: true, columns: 0 }, {}).columns).toBe(80);
    for (const COLUMNS of ['', 'wide', '-3', '1e999', '70.5']) {
      expect(styleOf(pipe, { COLUMNS }).columns).toBe(80);
    }
  });

  it('has colour on a terminal only', () => {
    expect(styleOf(terminal, { TERM: 'xterm' }).colour).toBe(true);
    expect(styleOf(terminal, { TERM: 'dumb' }).colour).toBe(false);
    expect(styleOf(pipe, { TERM: 'xterm' }).colour).toBe(false);
  });
  it('lets FORCE_COLOR and CLICOLOR_FORCE ask for colour anywhere', () => {
    expect(styleOf(pipe, { FORCE_COLOR: '1', TERM: 'dumb' }).colour).toBe(true);
    expect(styleOf(pipe, { CLICOLOR_FORCE: '1' }).colour).toBe(true);
    expect(styleOf(terminal, { FORCE_COLOR: '0' }).colour).toBe(false);
    expect(styleOf(pipe, { FORCE_COLOR: '' }).colour).toBe(false);
  });
  it('lets any NO_COLOR that is not empty win', () => {
    expect(styleOf(terminal, { NO_COLOR: '0', FORCE_COLOR: '3' }).colour).toBe(false);
    expect(styleOf(terminal, { NO_COLOR: '' }).colour).toBe(true);
  });

  it('reads UTF-8 from the first locale variable that is set', () => {
    expect(styleOf(pipe, { LANG: 'de_DE.UTF-8' }).unicode).toBe(true);
    expect(styleOf(pipe, { LANG: 'C.utf8' }).unicode).toBe(true);
    expect(styleOf(pipe, { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }).unicode).toBe(false);
    expect(styleOf(pipe, { LC_ALL: '', LC_CTYPE: 'en_US.ISO-8859-1' }).unicode).toBe(false);
  });
  it('takes an unset locale for UTF-8', () => {
    expect(styleOf(pipe, {}).unicode).toBe(true);
  });
});
