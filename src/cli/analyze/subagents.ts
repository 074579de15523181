import { open } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/** Which file is a subagent's, and of which session: each host says it in its own way. */

/** Where newer versions of Claude Code put the subagents of a session. */
export function subagentFolder(session: string): string {
  return join(session.replace(/\.jsonl$/, ''), 'subagents');
}

export function isClaudeSubagent(name: string): boolean {
  return /^agent-.*\.jsonl$/.test(name);
}

/** Files of subagents by the file of the session that started them, where that is there too. */
export async function subagentsOf(
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const sessions = new Map(files.map((file) => [keyOf(file), file]));
  const started = new Map<string, string[]>();
  for (const file of files) {
    const key = await keyOfStarter(file);
    const session = key === undefined ? undefined : sessions.get(key);
    if (session === undefined || session === file) continue;
    const known = started.get(session);
    if (known === undefined) started.set(session, [file]);
    else known.push(file);
  }
  return flattened(started);
}

/** A subagent's own subagents go to the session that started them all. */
function flattened(
  started: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const children = new Set([...started.values()].flat());
  const flat = new Map<string, readonly string[]>();
  for (const session of started.keys()) {
    if (children.has(session)) continue;
    const below = new Set<string>();
    const visit = (file: string): void => {
      for (const child of started.get(file) ?? []) {
        if (below.has(child)) continue;
        below.add(child);
        visit(child);
      }
    };
    visit(session);
    flat.set(session, [...below]);
  }
  return flat;
}

/** What subagents call a session by. */
function keyOf(file: string): string {
  const name = basename(file);
  const codex = /^rollout-.*-([0-9a-f]{8}-[0-9a-f-]{27})\.jsonl/.exec(name);
  if (codex !== null) return `codex ${codex[1]}`;
  const gemini = /^session-.*-([0-9a-f]{8})\.jsonl?$/.exec(name);
  if (gemini !== null) return `gemini ${dirname(file)} ${gemini[1]}`;
  return file;
}

async function keyOfStarter(file: string): Promise<string | undefined> {
  const name = basename(file);
  const folder = dirname(file);
  if (isClaudeSubagent(name)) {
    const inside = file.lastIndexOf(`${sep}subagents${sep}`);
    if (inside >= 0) return `${file.slice(0, inside)}.jsonl`;
    // Older ones lie beside their session and name it in their lines.
    const id = /"sessionId"\s*:\s*"([\w-]{1,128})"/.exec(await startOf(file))?.[1];
    return id === undefined ? undefined : join(folder, `${id}.jsonl`);
  }
  if (name.startsWith('rollout-')) {
    const start = await startOf(file);
    const id = /"parent_thread_id"\s*:\s*"([\w-]{1,128})"/.exec(start)?.[1];
    return id === undefined ? undefined : `codex ${id}`;
  }
  if (basename(dirname(folder)) === 'chats') {
    return `gemini ${dirname(folder)} ${basename(folder).slice(0, 8)}`;
  }
  return undefined;
}

/** The first 16 KiB of a file; nothing where it cannot be read. */
export async function startOf(path: string): Promise<string> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16_384), 0, 16_384, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}
