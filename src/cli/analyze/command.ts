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
    },
  });
  if (positionals.length === 0) throw new Error('`analyze` needs a FILE');
  return () => analyze(positionals, { json: values.json === true, run: values.run });
};
