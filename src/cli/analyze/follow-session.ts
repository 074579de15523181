import { InputError } from '../../engine/input/input-error.ts';
import { followRuns, type FollowEnd } from '../../formats/follow-file.ts';
import type { ReadItem } from '../../formats/format.ts';
import { sessionAt, subagentsBelow } from './find-sessions.ts';

export interface FollowSessionOptions {
  readonly signal: AbortSignal;
  /** All that was written so far has been told. Called at each look that finds nothing new. */
  readonly onIdle: () => void;
  /** Told of a subagent's file that could not be read; the session goes on. */
  readonly onFault: (error: InputError) => void;
  /** Whether a session that is not there is waited for. */
  readonly patient: boolean;
  readonly pollMs?: number;
}

/** So many subagents are listened to at once; those that come later are not heard live. */
const SUBAGENTS_MAX = 256;

/**
 * The items of a session that is under way, and of the subagents it starts meanwhile, as they come.
 * Subagents are listened to once the session itself is told as far as it goes, so that each finds
 * its parent open.
 */
export async function* followSession(
  path: string,
  { signal, onIdle, onFault, patient, pollMs }: FollowSessionOptions,
): AsyncGenerator<readonly ReadItem[], FollowEnd> {
  const poll = pollMs === undefined ? {} : { pollMs };
  const voices = new Map<string, Voice>();
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const listen = (file: string, idle: () => Promise<void> | void): void => {
    const items = followRuns(file, { signal: stopped, onIdle: idle, patient, ...poll });
    voices.set(file, { file, items, next: nextOf(file, items) });
  };
  let looked = false;
  const hearSubagents = async (): Promise<void> => {
    onIdle();
    // Older ones lie beside the session among those of others: they are looked at once.
    const subagents = looked ? await subagentsBelow(path) : (await sessionAt(path)).subagents;
    looked = true;
    for (const file of subagents) {
      if (!known.has(file) && known.size < SUBAGENTS_MAX) {
        known.add(file);
        listen(file, () => {});
        wake();
      }
    }
  };
  const known = new Set<string>();
  let wake = (): void => {};
  listen(path, hearSubagents);
  try {
    for (;;) {
      // A subagent that comes while all are silent is listened to at once.
      const woken = new Promise<undefined>((resolve) => (wake = () => resolve(undefined)));
      const heard = await Promise.race([woken, ...[...voices.values()].map(({ next }) => next)]);
      if (heard === undefined) continue;
      const { file, result } = heard;
      if (result instanceof InputError) {
        if (file === path) throw result;
        onFault(result);
        voices.delete(file);
      } else if (result.done === true) {
        if (file === path) return result.value;
        voices.delete(file);
      } else {
        yield result.value;
        const voice = voices.get(file)!;
        voice.next = nextOf(file, voice.items);
      }
    }
  } finally {
    stop.abort();
    for (const { items } of voices.values()) await items.return('stopped');
  }
}

interface Voice {
  readonly file: string;
  readonly items: AsyncGenerator<readonly ReadItem[], FollowEnd>;
  next: Promise<Heard>;
}

interface Heard {
  readonly file: string;
  readonly result: IteratorResult<readonly ReadItem[], FollowEnd> | InputError;
}

async function nextOf(file: string, items: Voice['items']): Promise<Heard> {
  try {
    return { file, result: await items.next() };
  } catch (error) {
    if (error instanceof InputError) return { file, result: error };
    throw error;
  }
}
