import { agUi } from './ag-ui.ts';
import { aider } from './aider.ts';
import { anthropic } from './anthropic.ts';
import { claudeCode } from './claude-code.ts';
import { codexExec, codexRollout } from './codex.ts';
import type { Counter } from './counter.ts';
import { gemini } from './gemini.ts';
import { inspect } from './inspect.ts';
import { miniSweAgent } from './mini-swe-agent.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import { openhands } from './openhands.ts';
import { otlp } from './otlp.ts';
import { sweAgent } from './swe-agent.ts';
import { tauBench } from './tau-bench.ts';
import { trace } from './trace.ts';

/** The first that owns a file counts it: the exact ones stand before the ones that share a shape. */
export const COUNTERS: readonly Counter[] = [
  inspect,
  miniSweAgent,
  sweAgent,
  tauBench,
  claudeCode,
  codexRollout,
  codexExec,
  gemini,
  openhands,
  otlp,
  agUi,
  trace,
  openaiResponses,
  anthropic,
  openaiChat,
  aider,
];
