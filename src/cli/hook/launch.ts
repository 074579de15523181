import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { stateFolder } from './state-folder.ts';

/**
 * What a coding CLI starts: `node hook.cjs <host>`. The program lies beside it, and what V8 made of
 * it is kept from one start to the next: to compile it anew takes as long as all the rest. V8 itself
 * refuses what another version or another source left there.
 *
 * @see https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
try {
  launch(join(dirname(process.argv[1]!), 'hook-main.cjs'));
} catch (error) {
  // Never in the way, but for whoever looks.
  process.stderr.write(`second-thought: ${String(error)}\n`);
  process.exit(0);
}

function launch(filename: string): void {
  const source = `(function (require) {${readFileSync(filename, 'utf8')}\n})`;
  const folder = stateFolder(process.env);
  const cache = join(folder, 'code-cache');
  const cachedData = readIfThere(cache);
  const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // At the end it holds all functions that were needed.
    process.on('exit', () => keep(script.createCachedData(), folder, cache));
  }
  const program = script.runInThisContext() as (load: (id: string) => unknown) => void;
  // It needs nothing but Node's own.
  program((id) => process.getBuiltinModule(id));
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function keep(data: Buffer, folder: string, cache: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = `${cache}-${process.pid}`;
    writeFileSync(draft, data, { mode: 0o600 });
    renameSync(draft, cache);
  } catch {
    // It only would have been faster.
  }
}
