// @ts-check
/**
 * What a hook costs an agent at every call: a start of `hook.cjs` beside one of an empty program,
 * one after the other in turn.
 *
 *     node bench/hook.mjs [rounds]
 *
 * Prints JSON, medians in ns: `empty`, `before` a call, `after` it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { medianOf } from './spread.mjs';

const rounds = Number(process.argv[2] ?? 25);
const hook = fileURLToPath(new URL('../dist/cli/hook.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'second-thought-bench-hook-'));
const empty = join(folder, 'empty.cjs');
writeFileSync(empty, '');
const env = { ...process.env, SECOND_THOUGHT_STATE_DIR: folder };

/** @type {Record<string, (round: number) => { args: string[], input: string }>} */
const starts = {
  empty: () => ({ args: [empty], input: '{}' }),
  before: (round) => ({ args: [hook, 'claude-code'], input: eventOf('PreToolUse', round) }),
  after: (round) => ({ args: [hook, 'claude-code'], input: eventOf('PostToolUse', round) }),
};
/** @type {Record<string, number[]>} */
const spent = Object.fromEntries(Object.keys(starts).map((name) => [name, []]));
try {
  // The first one fills caches.
  for (let round = -1; round < rounds; round++) {
    for (const [name, start] of Object.entries(starts)) {
      const { args, input } = start(round);
      const startedAt = performance.now();
      spawnSync(process.execPath, args, { input, env });
      if (round >= 0) spent[name]?.push((performance.now() - startedAt) * 1e6);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
const [emptyNs = NaN, beforeNs = NaN, afterNs = NaN] = Object.values(spent).map(medianOf);
console.log(
  JSON.stringify({
    emptyNs,
    beforeNs,
    afterNs,
    beforeRatio: beforeNs / emptyNs,
    afterRatio: afterNs / emptyNs,
  }),
);

/**
 * @param {string} event
 * @param {number} round
 */
function eventOf(event, round) {
  const call = {
    session_id: 'bench',
    cwd: '/home/u/app',
    hook_event_name: event,
    tool_name: 'Bash',
    tool_input: { command: `git show HEAD~${round + 2}:src/index.ts` },
    tool_use_id: `toolu_${round}`,
  };
  const result = { tool_response: { stdout: `line ${round}\n`.repeat(50), stderr: '' } };
  return JSON.stringify(event === 'PreToolUse' ? call : { ...call, ...result });
}
