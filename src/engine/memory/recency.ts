/**
 * Which of many was used longest ago: a doubly linked list through the members themselves. A touch
 * costs a few nanoseconds where a cache library's look-up costs 70–80 (`docs/decisions`), and there
 * are two on the path of every state.
 */
export interface Member<T> {
  newer: T | undefined;
  older: T | undefined;
}

export interface Recency<T extends Member<T>> {
  newest: T | undefined;
  oldest: T | undefined;
  count: number;
}

export function createRecency<T extends Member<T>>(): Recency<T> {
  return { newest: undefined, oldest: undefined, count: 0 };
}

/** Makes a member, new or known, the newest. */
export function touch<T extends Member<T>>(recency: Recency<T>, member: T): void {
  if (recency.newest === member) return;
  if (member.newer !== undefined) detach(recency, member);
  else recency.count += 1;
  member.older = recency.newest;
  member.newer = undefined;
  if (recency.newest !== undefined) recency.newest.newer = member;
  recency.newest = member;
  recency.oldest ??= member;
}

/** Takes a member out. */
export function remove<T extends Member<T>>(recency: Recency<T>, member: T): void {
  detach(recency, member);
  recency.count -= 1;
  member.newer = undefined;
  member.older = undefined;
}

function detach<T extends Member<T>>(recency: Recency<T>, member: T): void {
  if (member.newer === undefined) recency.newest = member.older;
  else member.newer.older = member.older;
  if (member.older === undefined) recency.oldest = member.newer;
  else member.older.newer = member.newer;
}
