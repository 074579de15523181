import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { doctor } from './doctor.ts';
import { hostOf, HOSTS } from './hosts.ts';

/** `second-thought doctor [HOST…]` */
export const command: Command = (args) => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  // Whoever names a host expects it to be installed; else what is not there is no fault.
  const asked = positionals.length > 0;
  const hosts = asked ? positionals.map(hostOf) : HOSTS;
  return () => doctor(hosts, asked);
};
