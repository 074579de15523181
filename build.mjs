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

// The hook is a process a call, and half of its time is its start: files of their own, small ones.
await buildHook('src/cli/hook/launch.ts', 'dist/cli/hook.cjs');
await buildHook('src/cli/hook/main.ts', 'dist/cli/hook-main.cjs');

/**
 * @param {string} input
 * @param {string} file
 */
async function buildHook(input, file) {
  const hook = await rolldown({ input, platform: 'node' });
  await hook.write({ file, format: 'cjs', minify: true });
  await hook.close();
}
