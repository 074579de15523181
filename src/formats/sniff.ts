import { agUi } from './ag-ui.ts';
import { aider } from './aider.ts';
import { anthropicMessages, openaiChat } from './message-array.ts';
import { claudeCode } from './claude-code.ts';
import { codexExec } from './codex-exec.ts';
import { codexRollout } from './codex-rollout.ts';
import { fileError } from './file-error.ts';
import type { Format } from './format.ts';
import { geminiCli } from './gemini-cli.ts';
import { inspectLog } from './inspect-log.ts';
import { scanJson } from './json-scan.ts';
import { miniSweAgent } from './mini-swe-agent.ts';
import { openaiResponses } from './openai-responses.ts';
import { openhands } from './openhands.ts';
import { otlp } from './otlp.ts';
import type { Head, Source } from './source.ts';
import { sseData } from './sse-line.ts';
import { sweAgent } from './swe-agent.ts';
import { tauBench } from './tau-bench.ts';
import { trace } from './trace.ts';

/** All formats read. Each is exact enough that their order does not matter. */
export const FORMATS: readonly Format[] = [
  trace,
  claudeCode,
  codexRollout,
  codexExec,
  geminiCli,
  openaiChat,
  anthropicMessages,
  openaiResponses,
  sweAgent,
  miniSweAgent,
  openhands,
  inspectLog,
  tauBench,
  aider,
  agUi,
  otlp,
];

/** What is looked at; the second where the first shows no format, for a message may be long. */
const HEAD_BYTES = 64 * 1024;
const LONG_HEAD_BYTES = 8 * 1024 * 1024;

/**
 * Tells a file's format by its first content; a name tells nothing.
 *
 * @throws {InputError} If none fits, with all that are read.
 */
export async function sniff(source: Source): Promise<Format> {
  const head = await source.head(HEAD_BYTES);
  let found = formatOf(head);
  if (found === undefined && !head.whole) found = formatOf(await source.head(LONG_HEAD_BYTES));
  if (found !== undefined) return found;
  const known = FORMATS.map(({ name }) => name).join(', ');
  const received = head.zipEntry === undefined ? 'a file' : 'a zip archive';
  throw fileError(source.path, undefined, `${received} of no known format`, known);
}

function formatOf(head: Head): Format | undefined {
  for (const records of readings(head)) {
    const format = FORMATS.find((candidate) => candidate.recognises(records, head));
    if (format !== undefined) return format;
  }
  return undefined;
}

/** The values that a file may begin with: a value a line, or one document as far as it is known. */
function* readings(head: Head): Generator<readonly unknown[]> {
  const lines = head.text.split('\n').filter((line) => line.trim() !== '');
  if (!head.whole) lines.pop();
  // A pretty-printed document may have lines that are JSON by chance, but never its first one.
  if (lines.length === 0 || parsed(lines[0]!) === undefined) {
    const scan = scanJson(head.text);
    const whole = head.text.slice(0, scan.end);
    const document = parsed(scan.outcome === 'whole' ? whole : scan.repaired);
    if (document !== undefined) yield [document];
  }
  yield lines.map((line) => parsed(sseData(line) ?? '')).filter((value) => value !== undefined);
}

/** JSON has no `undefined`: it says that the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
