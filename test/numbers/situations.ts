import { createEngine } from '../../src/index.ts';
import type { AgentEvent, CognitiveState, Part, ReportOf } from '../../src/index.ts';
import { PARTS } from '../../src/engine/report/report.ts';

/** A full report, every part of it. */
export type FullReport = ReportOf<Part>;

/** The clock of these tests: it stands still, so that timings are 0 and move with nothing. */
const NOW_MS = 1_000_000;

/** The state that one input at a time is changed in; the run has seen an earlier one. */
export const BASE_STATE = {
  agent: 'coder',
  run: 'r1',
  task: 'fix',
  at: 70_000,
  confidence: 0.7,
  signals: { critic: 0.6 },
  processes: {
    p: {
      type: 'search',
      stage: 'running',
      accuracy: 0.8,
      progress: 0.5,
      load: 0.4,
      elapsedMs: 1000,
      expectedMs: 2000,
      attempts: 2,
      errors: 1,
    },
    q: {
      type: 'plan',
      stage: 'running',
      successRate: 0.7,
      progress: 0.4,
      load: 0.5,
      elapsedMs: 3000,
      expectedMs: 2000,
    },
    d: { type: 'search', stage: 'done', action: 'look up', result: 'found it' },
  },
  attention: { p: 2, q: 1, d: 0 },
} satisfies CognitiveState;

/** The report on a state, of an engine with a little history of its own. */
export function reportOnState(state: unknown): FullReport {
  const engine = createEngine({ now: () => NOW_MS, effort: 'enhanced', maxRecursionDepth: 4 });
  engine.learn({ agent: 'coder', run: 'earlier', task: 'fix', succeeded: true });
  engine.learn({ agent: 'coder', run: 'earlier still', task: 'other', succeeded: false });
  const untold = engine.run({ agent: 'coder', run: 'untold' });
  untold.add({ type: 'say', text: 'It is fixed.', at: 0 });
  untold.add({ type: 'user', text: 'Great, that works.', at: 1000 });
  void untold.end();
  engine.reflectNow({
    ...BASE_STATE,
    at: 10_000,
    confidence: 0.5,
    signals: { critic: 0.4 },
    processes: {
      p: { ...BASE_STATE.processes.p, accuracy: 0.75, progress: 0.3, load: 0.3, elapsedMs: 500 },
      q: { ...BASE_STATE.processes.q, successRate: 0.65, progress: 0.3, load: 0.4 },
      e: { type: 'search', stage: 'done', action: 'open', result: 'text', elapsedMs: 40 },
      f: { type: 'plan', stage: 'failed', action: 'sketch', result: 'no', elapsedMs: 50 },
      g: { type: 'search', stage: 'done', action: 'close', result: 'shut', elapsedMs: 60 },
    },
    attention: { p: 1, q: 1 },
  });
  return engine.reflectNow(state as CognitiveState, { parts: PARTS });
}

/** What has happened before one more event is added. */
export const BASE_EVENTS: readonly AgentEvent[] = [
  { type: 'user', text: 'please fix it', at: 0 },
  { type: 'call', id: 'c1', tool: 'read', args: { path: 'a.ts' }, at: 1000 },
  { type: 'result', id: 'c1', ok: true, output: 'one text', at: 1500 },
  { type: 'usage', inputTokens: 100, outputTokens: 10, at: 1600 },
  { type: 'call', id: 'c2', tool: 'bash', args: { command: 'npm test' }, at: 2000 },
  { type: 'result', id: 'c2', ok: false, output: '3 failing', at: 4000 },
  { type: 'call', id: 'c3', tool: 'bash', args: { command: 'npm test' }, at: 5000 },
  { type: 'result', id: 'c3', ok: false, output: '3 failing', at: 7500 },
  { type: 'call', id: 'c4', tool: 'bash', args: { command: 'npm test' }, at: 8000 },
  { type: 'result', id: 'c4', ok: false, output: '3 failing', at: 10_500 },
  { type: 'call', id: 'c5', tool: 'read', args: { path: 'b.ts' }, at: 11_000 },
];

/** The report on a run after these events, reported on once before the last one. */
export function reportOnRun(events: readonly AgentEvent[], before = events.length - 1): FullReport {
  const engine = createEngine({ now: () => NOW_MS, effort: 'enhanced', maxRecursionDepth: 4 });
  const run = engine.run({ agent: 'coder', run: 'r1', task: 'fix' });
  events.slice(0, before).forEach((event) => run.add(event));
  run.reflectNow();
  events.slice(before).forEach((event) => run.add(event));
  return run.reflectNow({ parts: PARTS });
}

/** Every number of a report by its path: `confidence.sources.meta`, `introspection.processes.p.effort`. */
export function numbersOf(value: unknown, path = '', into = new Map<string, number>()) {
  if (typeof value === 'number') into.set(path, value);
  if (typeof value !== 'object' || value === null) return into;
  for (const [key, inner] of Object.entries(value)) {
    numbersOf(inner, path === '' ? key : `${path}.${key}`, into);
  }
  return into;
}
