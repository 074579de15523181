// @ts-check
/**
 * Writes the example sessions: a scripted agent works on a small Node project in a fresh temporary
 * folder, and what it does is recorded as Claude Code records a session. No model is asked: words
 * and decisions stand in recorder/ as data. The tools are real: each command runs, and what it
 * printed and how long it took is what the session says.
 *
 *     node examples/record-sessions.mjs [outDir]     (default: examples/sessions; needs npm and git)
 *
 * In recorder/: the scripted sessions (session-*), the project they work on (project-*), the agent's
 * tools, and the transcript that is written.
 *
 * @import { Session } from './recorder/script.mjs'
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { layOut, shell } from './recorder/project-on-disk.mjs';
import { claimsSession } from './recorder/session-claims.mjs';
import { goodSession } from './recorder/session-good.mjs';
import { loopsSession } from './recorder/session-loops.mjs';
import { callTool } from './recorder/tools.mjs';
import { addReply, addSummary, addUser, createTranscript } from './recorder/transcript.mjs';

/** @param {string} outDir */
function main(outDir) {
  mkdirSync(outDir, { recursive: true });
  for (const session of [goodSession(), loopsSession(), claimsSession()]) {
    const { lines, steps, testsAfter } = record(session);
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    writeFileSync(join(outDir, `${session.name}.jsonl`), text);
    const kilobytes = (Buffer.byteLength(text) / 1000).toFixed(1);
    console.log(
      `${session.name}.jsonl: ${lines.length} lines, ${steps} tool calls, ` +
        `${kilobytes} kB; npm test afterwards: ${testsAfter?.join(' ')}`,
    );
  }
}

/**
 * Plays a session in a folder of its own, which is removed at the end.
 *
 * @param {Session} session
 */
function record(session) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'record-sessions-')));
  try {
    layOut(root, session);
    const transcript = createTranscript(session);
    for (const turn of session.turns) {
      if ('user' in turn) addUser(transcript, turn);
      else addReply(transcript, turn, (call) => callTool(root, call));
    }
    addSummary(transcript);
    // Not recorded: what the session's last words are to be measured by.
    const { text } = shell(root, 'npm test');
    const { lines, steps } = transcript;
    return { lines, steps, testsAfter: text.match(/^# (pass|fail) .*/gm) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

main(process.argv[2] ?? fileURLToPath(new URL('./sessions', import.meta.url)));
