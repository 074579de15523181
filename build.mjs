// @ts-check
/**
 * Builds `dist`: types by the compiler, code as one module per entry and one for what they share.
 * Why not a module a file: `docs/decisions/2026-11-24-one-module.md`.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rolldown } from 'rolldown';

const require = createRequire(import.meta.url);
/** @type {{ dependencies: Record<string, string> }} */
const { dependencies } = require('./package.json');
const compiler = require.resolve('typescript/package.json').replace('package.json', 'bin/tsc');

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
const bundle = await rolldown({
  input: {
    index: 'src/index.ts',
    'cli/main': 'src/cli/main.ts',
    // What the benchmarks measure by itself.
    'cli/analyze/analyze-files': 'src/cli/analyze/analyze-files.ts',
    'formats/read-file': 'src/formats/read-file.ts',
  },
  platform: 'node',
  external: Object.keys(dependencies),
});
await bundle.write({ dir: 'dist', format: 'esm', chunkFileNames: 'shared/[name].js' });
await bundle.close();
