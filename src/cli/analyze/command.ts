import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { analyze } from './analyze.ts';

/** `second-thought analyze FILE…` */
export const command: Command = (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      run: { type: 'string' },
      html: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new Error('`analyze` needs a FILE');
  if (values.html === '') throw new Error('`--html` needs the name of a FILE');
  const { json = false, run, html } = values;
  return () => analyze(positionals, { json, run, html });
};
