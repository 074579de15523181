import { defineConfig } from 'vitest/config';

/** What takes longer than a test, or needs load, kills or a browser: `npm run prove [name]`. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['prove/**/*.prove.ts'],
    pool: 'threads',
    // One after the other: a proof may need the machine to itself.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
