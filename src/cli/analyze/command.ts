import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { parseSince } from './parse-since.ts';

/** `second-thought analyze [FILE…]` */
export const command: Command = (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      follow: { type: 'boolean' },
      html: { type: 'string' },
      json: { type: 'boolean' },
      run: { type: 'string' },
      since: { type: 'string' },
    },
  });
  const { all = false, follow = false, html, json = false, run } = values;
  const since = values.since === undefined ? undefined : parseSince(values.since, Date.now());
  if (all && positionals.length > 0) {
    throw new Error('--all reads every session on this disk: leave FILE away, or --all');
  }
  if (since !== undefined && !all && positionals.length === 0) {
    throw new Error('--since goes with --all, or with a folder');
  }
  if (html === '') throw new Error('--html needs the name of a FILE to write');
  if (follow) {
    if (html !== undefined) throw new Error('--follow writes no page: no --html');
    if (all || since !== undefined)
      throw new Error('--follow watches one session: no --all, no --since');
    if (run !== undefined) throw new Error('--follow watches a session as a whole: no --run');
    if (positionals.length > 1) throw new Error('--follow watches one FILE at a time');
    return async () => (await import('./follow.ts')).follow(positionals[0], { json });
  }
  return async () =>
    (await import('./analyze.ts')).analyze(positionals, { all, html, json, run, since });
};
