import { runHook } from './run-hook.ts';

runHook(process.argv.slice(2));
