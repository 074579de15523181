import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { HOST_NAMES, hostOf } from './hosts.ts';
import { install } from './install.ts';

/** `second-thought install HOST` */
export const command: Command = (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      project: { type: 'boolean', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  if (positionals.length !== 1) throw new Error(`\`install\` needs one host: ${HOST_NAMES}`);
  const host = hostOf(positionals[0]!);
  const { 'dry-run': dryRun, ...rest } = values;
  return () => install(host, { ...rest, dryRun });
};
