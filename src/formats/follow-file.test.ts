import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followRuns, type FollowEnd } from './follow-file.ts';

const CALL = '{"type":"call","id":"1","tool":"ls","args":{}}\n';
const RESULT = '{"type":"result","id":"1","ok":true,"output":"ä"}\n';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-thought-follow-'));
  path = join(folder, 'live.trace.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('followRuns(path)', () => {
  it('tells what is there, then what comes, until it is stopped', async () => {
    writeFileSync(path, CALL);
    const followed = follow([() => appendFileSync(path, RESULT)]);
    expect(await followed).toEqual({ told: ['open', 'call', 'result', 'close'], end: 'stopped' });
  });

  it('waits for the line break of a line, also within a character', async () => {
    writeFileSync(path, CALL);
    const bytes = Buffer.from(RESULT);
    const cut = bytes.indexOf(0xa4);
    const followed = follow([
      () => appendFileSync(path, bytes.subarray(0, cut)),
      () => appendFileSync(path, bytes.subarray(cut, -1)),
      () => appendFileSync(path, '\n'),
    ]);
    expect(await followed).toEqual({ told: ['open', 'call', 'result', 'close'], end: 'stopped' });
  });

  it('leaves out a line that is being written when it is stopped', async () => {
    writeFileSync(path, CALL + RESULT.slice(0, 20));
    expect(await follow([])).toEqual({ told: ['open', 'call', 'close'], end: 'stopped' });
  });

  it('waits for a file that holds nothing yet, or not yet a line', async () => {
    writeFileSync(path, '');
    const followed = follow([
      () => appendFileSync(path, CALL.slice(0, 10)),
      () => appendFileSync(path, CALL.slice(10)),
    ]);
    expect(await followed).toEqual({ told: ['open', 'call', 'close'], end: 'stopped' });
  });

  it('says so where the file became shorter', async () => {
    writeFileSync(path, CALL + RESULT);
    const { told, end } = await follow([() => truncateSync(path, 5)]);
    expect({ told, end }).toEqual({ told: ['open', 'call', 'result', 'close'], end: 'rewritten' });
  });

  it('says so where another file has its name, and waits while there is none', async () => {
    writeFileSync(path, CALL);
    const followed = follow([
      () => rmSync(path),
      () => {
        writeFileSync(join(folder, 'new'), CALL + RESULT);
        renameSync(join(folder, 'new'), path);
      },
    ]);
    expect(await followed).toMatchObject({ end: 'rewritten' });
  });

  it('waits for a file that is not there, if it is asked to', async () => {
    const followed = follow([() => writeFileSync(path, CALL)], { patient: true });
    expect(await followed).toEqual({ told: ['open', 'call', 'close'], end: 'stopped' });
  });

  it('refuses what is no file', async () => {
    path = folder;
    await expect(follow([])).rejects.toMatchObject({ received: 'what is no file' });
  });

  it.each([
    ['nothing', undefined, 'no such file'],
    ['text of another kind', 'Dear diary,\nit rains\n', 'a file of no known format'],
    ['a packed file', gzipSync(CALL + RESULT), 'a packed file'],
    ['a whole document', JSON.stringify([{ role: 'user', content: 'hi' }]), 'one document'],
  ])('refuses %s, with a reason', async (_what, content, received) => {
    if (content !== undefined) writeFileSync(path, content);
    if (received === 'one document') appendFileSync(path, '\n');
    await expect(follow([])).rejects.toMatchObject({ code: 'invalid-file', received });
  });
});

/** Follows the file; at each idle moment the next change is made, then it is stopped. */
async function follow(
  changes: (() => void)[],
  options: { readonly patient?: boolean } = {},
): Promise<{ readonly told: string[]; readonly end: FollowEnd }> {
  const stop = new AbortController();
  const onIdle = (): void => {
    const change = changes.shift();
    if (change === undefined) stop.abort();
    else change();
  };
  const items = followRuns(path, { ...options, signal: stop.signal, onIdle, pollMs: 1 });
  const told: string[] = [];
  for (;;) {
    const { done, value } = await items.next();
    if (done === true) return { told, end: value };
    for (const item of value) told.push(item.kind === 'event' ? item.event.type : item.kind);
  }
}
