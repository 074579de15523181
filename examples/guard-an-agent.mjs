// An agent that runs the same failing command again and again, and what it is told.
import { createEngine } from 'second-thought';

const engine = createEngine();
const run = engine.run({ agent: 'coder', run: 'session-1', task: 'fix-flaky-test' });

for (let turn = 1; turn <= 10; turn++) {
  // Your agent's loop: its calls, their results, what it spent.
  run.add({ type: 'call', id: `c${turn}`, tool: 'bash', args: { command: 'npm test' } });
  run.add({ type: 'result', id: `c${turn}`, ok: false, output: `3 failing (${turn * 7} ms)` });
  run.add({ type: 'usage', inputTokens: 4000, outputTokens: 60 });

  const { advice } = run.reflectNow({ parts: ['advice'] });
  console.log(`${turn}  ${advice.action.padEnd(8)}${advice.tell}`.trimEnd());
  if (advice.action === 'stop') break;
}

await run.end({ succeeded: false }); // an outcome: later confidence rests on it
