import { BLANK, NOTHING } from '../input/decode-output.ts';
import type { DecodedEvent } from '../input/decode-event.ts';
import type { PlannedCall } from '../concerns/detector.ts';
import { ownKey, toolKey } from '../learning/records.ts';
import { combine } from '../numeric/hash.ts';
import { isPlainOutage, readsLikeOutage } from '../words/outage.ts';
import {
  CALL_AT,
  CALL_FLAGS,
  CALL_ROUND,
  CALL_TOKENS,
  CALL_TOOL,
  callAct,
  callChars,
  callEvent,
  callProgram,
  echoAt,
  FLAG_CHECKS,
  FLAG_COMMIT,
  FLAG_EXEMPT,
  FLAG_MANY,
  FLAG_NOTE,
  FLAG_PAYLOAD,
  FLAG_PIPED,
  FLAG_POLLER,
  FLAG_TIDYING,
  FLAG_UNDO,
  FLAG_WRITE,
  labelSlot,
} from './calls.ts';
import { hashFailure } from './failure-hash.ts';
import { readsLikeFailure } from './failure-text.ts';
import type { RunMemory } from './run-memory.ts';
import type { Step } from './step.ts';

/** From a call, and from its result or for want of one, to a step. */

/** What the call says. */
export function fillFromCall(run: RunMemory, step: Step, call: number): void {
  const { numbers } = run;
  const program = callProgram(run, call);
  step.act = callAct(run, call);
  step.toolHash = numbers[call + CALL_TOOL]!;
  step.ownToolHash = ownKey(step.toolHash, run.agentKey);
  step.programHash = program === 0 ? step.toolHash : ownKey(step.toolHash, program);
  step.ownProgramHash = program === 0 ? step.ownToolHash : ownKey(step.ownToolHash, program);
  step.exempt = (numbers[call + CALL_FLAGS]! & FLAG_EXEMPT) !== 0;
  step.note = (numbers[call + CALL_FLAGS]! & FLAG_NOTE) !== 0;
  step.poller = (numbers[call + CALL_FLAGS]! & FLAG_POLLER) !== 0;
  step.argsChars = callChars(run, call);
  step.round = numbers[call + CALL_ROUND]!;
  step.callEvent = callEvent(run, call);
  step.callAt = numbers[call + CALL_AT]!;
  step.callTokens = numbers[call + CALL_TOKENS]!;
  step.labelSlot = labelSlot(call);
}

/** The same of a call before it is made. */
export function plannedCall(run: RunMemory, event: DecodedEvent): PlannedCall {
  const tool = toolKey(event.name);
  const own = ownKey(tool, run.agentKey);
  return {
    act: actOf(tool, event.hash),
    ownProgramHash: event.program === 0 ? own : ownKey(own, event.program),
    writes: event.writes || event.payload,
  };
}

/** Tool and arguments in one hash. */
export function actOf(tool: number, args: number): number {
  return combine(tool >>> 0, args);
}

/** What the result says: whether it worked, whether it landed a change, whether it brought anything. */
export function judge(run: RunMemory, event: DecodedEvent, step: Step, call: number): void {
  const flags = run.numbers[call + CALL_FLAGS]!;
  step.checks = Math.floor(flags / FLAG_CHECKS);
  // Of a check in a pipe, the exit code says nothing.
  const judged = event.ok === true && step.checks > 0 && (flags & FLAG_PIPED) !== 0;
  const failed = event.ok === undefined || judged ? readsLikeFailure(event.text) : !event.ok;
  step.outage = failed ? readsLikeOutage(event.text) : isPlainOutage(event.text);
  step.failed = failed || step.outage ? 1 : 0;
  step.news = event.hash || NOTHING_SAID;
  step.newsChars = event.chars;
  // Of a call that gives several things, an empty answer acknowledges them.
  step.empty = event.empty === NOTHING || (event.empty === BLANK && (flags & FLAG_MANY) === 0);
  step.list = event.list;
  step.failure =
    step.failed === 1 && event.chars > 0 ? hashFailure(run.words, echoAt(call), event) : 0;
  const gives = (flags & FLAG_PAYLOAD) !== 0 && step.checks === 0 && event.chars < step.argsChars;
  step.writes = (flags & FLAG_WRITE) !== 0;
  step.changed = step.failed === 0 && (step.writes || gives);
  step.tidying = (flags & FLAG_TIDYING) !== 0;
  step.commits = step.failed === 0 && (flags & FLAG_COMMIT) !== 0;
  step.undoes = step.failed === 0 && (flags & FLAG_UNDO) !== 0;
}

/** What can be said without a result. A host that never gives any is taken to land what it writes. */
export function judgeWithoutResult(
  run: RunMemory,
  step: Step,
  call: number,
  silent: boolean,
): void {
  const flags = run.numbers[call + CALL_FLAGS]!;
  step.news = 0;
  step.newsChars = 0;
  step.empty = false;
  step.list = false;
  step.failed = 0;
  step.failure = 0;
  step.outage = false;
  step.checks = 0;
  step.writes = silent && (flags & FLAG_WRITE) !== 0;
  step.changed = step.writes;
  step.tidying = (flags & FLAG_TIDYING) !== 0;
  // Nobody knows whether it came to that.
  step.commits = false;
  step.undoes = false;
  step.teaches = false;
  step.ms = Number.NaN;
}

/** Hash of an empty result: it is news, if of no weight. */
const NOTHING_SAID = 1;
