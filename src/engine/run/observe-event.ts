import { uncountResultless } from '../concerns/loop.ts';
import type { DecodedEvent } from '../input/decode-event.ts';
import { countStep, learnObservation, type Learned } from '../learning/learn-step.ts';
import { learnTool } from '../learning/tool-knowledge.ts';
import { ownKey, toolKey } from '../learning/records.ts';
import { OPEN_CALLS_MAX } from '../memory/layout.ts';
import {
  CALL_ACT,
  CALL_AT,
  CALL_CHARS,
  CALL_EVENT,
  CALL_FLAGS,
  CALL_ID,
  CALL_ROUND,
  CALL_TOKENS,
  CALL_TOOL,
  closeCall,
  findCall,
  FLAG_CHECK,
  FLAG_COUNTED,
  FLAG_EXEMPT,
  FLAG_NAMED,
  FLAG_WRITE,
  labelSlot,
  openCall,
  placeAt,
} from './calls.ts';
import { combine, hashName } from '../numeric/hash.ts';
import {
  ANSWERED,
  EVENTS,
  FIRST_AT,
  LAST_AT,
  OPEN,
  RESULTS,
  ROUND,
  STATED,
  STEPS,
  TOKENS,
  TOKENS_KNOWN,
} from './counts.ts';
import { readsLikeFailure } from './failure-text.ts';
import { writeLabel } from './labels.ts';
import { isSpared, noteProblem, type RunMemory } from './run-memory.ts';
import { setSignal } from './signals.ts';
import { saysNothing, type Step } from './step.ts';

/**
 * Takes one event into a run's memory. A step is a call at its result; where a host tells no
 * results, a call is a step when the next one comes.
 *
 * @param now The engine's time in ms, for a live event without one.
 * @param depth How deep the filters learn.
 */
export function observeEvent(
  run: RunMemory,
  event: DecodedEvent,
  learned: Learned,
  step: Step,
  now: number,
  depth: number,
): void {
  const { numbers } = run;
  const at = Number.isNaN(event.at) && !run.recorded ? now : event.at;
  const inOrder = keepTime(run, at);
  switch (event.type) {
    case 'call':
      observeCall(run, event, step, at);
      break;
    case 'result':
      observeResult(run, event, learned, step, at, inOrder, depth);
      break;
    case 'user':
      countResultless(run, step);
      break;
    case 'say':
      numbers[ROUND]! += 1;
      if (!Number.isNaN(event.number)) numbers[STATED] = event.number;
      break;
    case 'usage':
      if (Number.isNaN(event.tokens)) break;
      numbers[TOKENS]! += event.tokens;
      numbers[TOKENS_KNOWN] = 1;
      break;
    case 'signal':
      setSignal(run, event.name, event.number);
      break;
    default:
      break;
  }
  numbers[EVENTS]! += 1;
}

/**
 * Counts the open calls of a host that tells no results: when the next round begins, a person
 * speaks, or at the latest when the run ends.
 *
 * @param underWay Hash of the named round that is still under way; 0 for none.
 */
export function countResultless(run: RunMemory, step: Step, underWay = 0): void {
  const { numbers } = run;
  if (numbers[RESULTS]! > 0 || numbers[OPEN] === 0) return;
  for (let place = 0; place < OPEN_CALLS_MAX; place++) {
    const at = placeAt(place);
    if (numbers[at + CALL_ID] === 0 || numbers[at + CALL_ROUND] === underWay) continue;
    if ((numbers[at + CALL_FLAGS]! & FLAG_COUNTED) === 0) countWithoutResult(run, step, at);
  }
}

/** False for a time before the last one: such an event is kept, and teaches nothing. */
function keepTime(run: RunMemory, at: number): boolean {
  const { numbers } = run;
  if (Number.isNaN(at)) return true;
  if (at < numbers[LAST_AT]!) {
    noteProblem(run, 'out-of-order', `event ${numbers[EVENTS]!} is earlier than the one before`);
    return false;
  }
  numbers[LAST_AT] = at;
  if (Number.isNaN(numbers[FIRST_AT]!)) numbers[FIRST_AT] = at;
  return true;
}

function observeCall(run: RunMemory, event: DecodedEvent, step: Step, at: number): void {
  const { numbers } = run;
  const id = hashName(event.id);
  if (findCall(run, id) >= 0) {
    noteProblem(run, 'repeated-id', `call \`${event.id}\` came twice: the first counts`);
    return;
  }
  const round = roundOf(run, event);
  // Without a result so far, what was called before another round began will get none.
  countResultless(run, step, event.round === undefined ? 0 : round);
  const call = openCall(run, id);
  const tool = toolKey(event.name);
  numbers[call + CALL_TOOL] = tool;
  numbers[call + CALL_ACT] = combine(tool >>> 0, event.hash);
  numbers[call + CALL_ROUND] = round;
  numbers[call + CALL_EVENT] = numbers[EVENTS]!;
  numbers[call + CALL_AT] = at;
  numbers[call + CALL_CHARS] = event.chars;
  numbers[call + CALL_TOKENS] = numbers[TOKENS]!;
  numbers[call + CALL_FLAGS] =
    (event.checks ? FLAG_CHECK : 0) |
    (event.writes ? FLAG_WRITE : 0) |
    (event.round === undefined ? 0 : FLAG_NAMED) |
    (isSpared(run, event.name) ? FLAG_EXEMPT : 0);
  const slot = labelSlot(call);
  if (slot >= 0) writeLabel(run.labels, slot, event.label);
}

/** The round of a call: the host's name for it; else calls that were open together. */
function roundOf(run: RunMemory, event: DecodedEvent): number {
  if (event.round !== undefined) return hashName(event.round);
  const { numbers } = run;
  if (numbers[OPEN] === 0 || numbers[ANSWERED] === 1) numbers[ROUND]! += 1;
  numbers[ANSWERED] = 0;
  return run.numbers[ROUND]!;
}

function countWithoutResult(run: RunMemory, step: Step, call: number): void {
  const { numbers } = run;
  fillFromCall(run, step, call);
  step.news = 0;
  step.newsWeight = 0;
  step.empty = false;
  step.failed = 0;
  step.changed = false;
  step.check = false;
  if ((numbers[call + CALL_FLAGS]! & FLAG_NAMED) === 0) step.round = 0;
  numbers[call + CALL_FLAGS]! |= FLAG_COUNTED;
  countStep(run, step);
}

function observeResult(
  run: RunMemory,
  event: DecodedEvent,
  learned: Learned,
  step: Step,
  at: number,
  inOrder: boolean,
  depth: number,
): void {
  const { numbers } = run;
  const call = findCall(run, hashName(event.id));
  numbers[RESULTS]! += 1;
  numbers[ANSWERED] = 1;
  if (call < 0) {
    noteProblem(run, 'result-without-call', `a result for \`${event.id}\`, which was not called`);
    return;
  }
  const flags = numbers[call + CALL_FLAGS]!;
  if ((flags & FLAG_COUNTED) !== 0) {
    // It was counted for want of this result.
    numbers[STEPS]! -= 1;
    uncountResultless(run, numbers[call + CALL_ACT]!);
  }
  fillFromCall(run, step, call);
  const failed = event.ok === undefined ? readsLikeFailure(event.text) : !event.ok;
  step.news = event.hash;
  step.newsWeight = event.chars;
  step.empty = event.chars <= 80 && saysNothing(event.text);
  step.failed = failed ? 1 : 0;
  step.check = (flags & FLAG_CHECK) !== 0;
  step.changed = !failed && !step.check && (flags & FLAG_WRITE) !== 0;
  step.ms = inOrder ? at - step.callAt : Number.NaN;
  countStep(run, step);
  closeCall(run, call);
  if (!inOrder) return;
  learnObservation(run, learned, 1 - step.failed, depth);
  learnTool(run, learned, step);
}

function fillFromCall(run: RunMemory, step: Step, call: number): void {
  const { numbers } = run;
  step.act = numbers[call + CALL_ACT]!;
  step.toolHash = numbers[call + CALL_TOOL]!;
  step.ownToolHash = ownKey(step.toolHash, run.agentKey);
  step.exempt = (numbers[call + CALL_FLAGS]! & FLAG_EXEMPT) !== 0;
  step.argsChars = numbers[call + CALL_CHARS]!;
  step.round = numbers[call + CALL_ROUND]!;
  step.callEvent = numbers[call + CALL_EVENT]!;
  step.callAt = numbers[call + CALL_AT]!;
  step.callTokens = numbers[call + CALL_TOKENS]!;
  step.labelSlot = labelSlot(call);
}
