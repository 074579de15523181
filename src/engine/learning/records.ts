import { FAILED, useRecord, WORKED, type RecordTable } from '../memory/record-table.ts';
import { hashName } from '../numeric/hash.ts';

/**
 * Records of tools and tasks: how often each worked and failed, for one agent and for all. An
 * agent's record is shrunk to everybody's, everybody's to a rate the caller gives.
 */

/** Key of everybody's record of a tool, or of a type of process. */
export function toolKey(tool: string): number {
  return hashName(tool);
}

/** Key of everybody's record of a task. */
export function taskKey(task: string): number {
  return salted(hashName(task), 0x7a5c);
}

/** Key of one agent's record, from everybody's. @param agentKey Hash of the agent's name. */
export function ownKey(key: number, agentKey: number): number {
  return salted(key, agentKey);
}

/** Key of what an agent's runs of a task brought, from its own key. */
export function wakeKey(ownTask: number): number {
  return salted(ownTask, 0x3a4e);
}

/** Key of the outcome of a run: whether it was given already. */
export function outcomeKey(agent: string, run: string): number {
  return salted(ownKey(hashName(run), hashName(agent)), 0x0c0e);
}

/** Adds one observation to a record. @param worked Share that worked, in [0, 1]. */
export function learnRecord(table: RecordTable, key: number, worked: number, weight = 1): void {
  const at = useRecord(table, key);
  table.numbers[at + WORKED]! += weight * worked;
  table.numbers[at + FAILED]! += weight * (1 - worked);
}

function salted(key: number, salt: number): number {
  // 53 bits in, 53 bits out.
  const low = (key >>> 0) ^ (salt >>> 0);
  const high = Math.floor(key / 0x1_0000_0000) ^ Math.floor(salt / 0x1_0000_0000) ^ (salt >>> 7);
  const mixed = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d) ^ Math.imul(high + 1, 0x297a2d39);
  const other = Math.imul(high ^ (mixed >>> 13), 0x85ebca6b) ^ low;
  return ((other >>> 0) & 0x1fffff) * 0x1_0000_0000 + ((mixed ^ (mixed >>> 16)) >>> 0);
}
