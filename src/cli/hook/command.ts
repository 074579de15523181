import type { Command } from '../command.ts';
import { runHook } from './run-hook.ts';

/** `second-thought hook HOST`: what `install` writes into settings starts faster, and does the same. */
export const command: Command = (args) => () =>
  new Promise(() => {
    // Ends the process by itself.
    runHook(args);
  });
