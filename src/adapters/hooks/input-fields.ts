import { isNamed, isRecord } from '../../formats/json-record.ts';
import { fitName } from '../../formats/run-name.ts';
import { hashName } from '../../engine/numeric/hash.ts';
import type { Call, HookInput, Moment } from './host.ts';

/** What all hosts say alike. A value of a wrong type is taken for absent. */

/** `undefined` where the session has no name: there is nothing to remember it by. */
export function commonOf(
  input: HookInput,
): Pick<Moment, 'event' | 'session' | 'subagent' | 'cwd' | 'model'> | undefined {
  const event = input.hook_event_name;
  const session = fitName(input.session_id);
  if (!isNamed(event) || session === undefined) return undefined;
  const subagent = fitName(input.agent_id);
  const cwd = fitName(input.cwd);
  const model = fitName(input.model);
  return {
    event,
    session,
    ...(subagent !== undefined && { subagent }),
    ...(cwd !== undefined && { cwd }),
    ...(model !== undefined && { model }),
  };
}

/** A call without an id is known by what it is: the same one comes again only after its result. */
export function callOf(input: HookInput): Call | undefined {
  const tool = fitName(input.tool_name);
  if (tool === undefined) return undefined;
  const args = input.tool_input ?? null;
  const id = fitName(input.tool_use_id) ?? hashName(`${tool} ${JSON.stringify(args)}`).toString(36);
  return { id, tool, args };
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A field of what may be no record. */
export function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) ? (value as Record<string, unknown>)[name] : undefined;
}
