// An agent that runs the same failing command again and again, and what it is told.
import { createEngine } from 'second-thought';

const engine = createEngine();
const run = engine.run({ agent: 'coder', task: 'fix-flaky-test' });

for (let turn = 1; turn <= 6; turn++) {
  run.add({ type: 'call', id: `c${turn}`, tool: 'bash', args: { command: 'npm test' } });
  run.add({ type: 'result', id: `c${turn}`, ok: false, output: `3 failing (${turn * 7} ms)` });
  run.add({ type: 'usage', inputTokens: 4000, outputTokens: 60 });

  const { advice, confidence } = run.reflectNow({ parts: ['advice', 'confidence'] });
  console.log(
    `${turn}  ${advice.action.padEnd(8)}${Math.round(100 * confidence.value)} %  ${advice.tell}`,
  );
}

await run.end({ succeeded: false }); // an outcome: every later number is better for it
