import { uncountResultless } from '../concerns/loop.ts';
import type { DecodedEvent } from '../input/decode-event.ts';
import {
  countStep,
  hearWords,
  learnObservation,
  noteCall,
  type Learned,
} from '../learning/learn-step.ts';
import { learnTool } from '../learning/tool-knowledge.ts';
import { toolKey } from '../learning/records.ts';
import { OPEN_CALLS_MAX } from '../memory/layout.ts';
import { actOf, fillFromCall, judge, judgeWithoutResult } from './call-step.ts';
import {
  callAct,
  CALL_AT,
  CALL_FLAGS,
  CALL_ID,
  CALL_ROUND,
  CALL_TOKENS,
  CALL_TOOL,
  closeCall,
  echoAt,
  findCall,
  findEarlier,
  giveUpCall,
  FLAG_CHECKS,
  FLAG_COMMIT,
  FLAG_COUNTED,
  FLAG_EXEMPT,
  FLAG_MANY,
  FLAG_NAMED,
  FLAG_NEW,
  FLAG_NOTE,
  FLAG_PAYLOAD,
  FLAG_PIPED,
  FLAG_POLLER,
  FLAG_TIDYING,
  FLAG_UNDO,
  FLAG_WRITE,
  labelSlot,
  openCall,
  placeAt,
  setCallCounts,
  setCallWords,
} from './calls.ts';
import { hashName } from '../numeric/hash.ts';
import { COMMITS, UNDOES } from './act-kind.ts';
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
  TOLD_TO_WAIT,
} from './counts.ts';
import { tellsToWait } from '../words/waiting.ts';
import { writeLabel } from './labels.ts';
import { noteProblem, type RunMemory } from './run-memory.ts';
import { setSignal } from './signals.ts';
import { hearPerson, noteAgent } from './signs.ts';
import type { Step } from './step.ts';

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
      observeCall(run, event, learned, step, at);
      break;
    case 'result':
      observeResult(run, event, learned, step, at, inOrder, depth);
      break;
    case 'user':
      countResultless(run, learned, step);
      numbers[TOLD_TO_WAIT] = tellsToWait(event.text) ? 1 : 0;
      if (run.interactive) hearPerson(numbers, event.text);
      // Where nobody sits, what is said to the agent comes from a program.
      if (!run.interactive) hearWords(run, event, at);
      break;
    case 'say':
      // A host that gives no results: what was called before the agent speaks on is done.
      countResultless(run, learned, step);
      numbers[ROUND]! += 1;
      noteAgent(numbers, event.text);
      if (!Number.isNaN(event.number)) numbers[STATED] = event.number;
      hearWords(run, event, at);
      break;
    case 'note':
      hearWords(run, event, at);
      break;
    case 'usage':
      if (!Number.isNaN(event.tokens)) spend(run, event.tokens);
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
export function countResultless(run: RunMemory, learned: Learned, step: Step, underWay = 0): void {
  const { numbers } = run;
  if (numbers[RESULTS]! > 0 || numbers[OPEN] === 0) return;
  for (let place = 0; place < OPEN_CALLS_MAX; place++) {
    const at = placeAt(place);
    if (numbers[at + CALL_ID] === 0 || numbers[at + CALL_ROUND] === underWay) continue;
    if ((numbers[at + CALL_FLAGS]! & FLAG_COUNTED) === 0) {
      countWithoutResult(run, learned, step, at);
    }
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

/** What a run spends, those that started it spend too. */
function spend(run: RunMemory, tokens: number): void {
  for (let at: RunMemory | undefined = run; at !== undefined; at = at.parentRun) {
    at.numbers[TOKENS]! += tokens;
    at.numbers[TOKENS_KNOWN] = 1;
  }
}

function observeCall(
  run: RunMemory,
  event: DecodedEvent,
  learned: Learned,
  step: Step,
  at: number,
): void {
  const { numbers } = run;
  const id = hashName(event.id);
  if (findCall(run, id) >= 0) {
    noteProblem(run, 'repeated-id', `call \`${event.id}\` came twice: the first counts`);
    return;
  }
  noteCall(run);
  noteAgent(numbers);
  const round = roundOf(run, event);
  // Without a result so far, what was called before another round began will get none.
  countResultless(run, learned, step, event.round === undefined ? 0 : round);
  const tool = toolKey(event.name);
  const act = actOf(tool, event.hash);
  if (numbers[RESULTS]! > 0) giveUpEarlier(run, learned, step, act, round);
  const call = openCall(run, id);
  numbers[call + CALL_TOOL] = tool;
  setCallWords(run, call, act, event.program);
  numbers[call + CALL_ROUND] = round;
  setCallCounts(run, call, numbers[EVENTS]!, event.chars);
  run.words.set(event.echo, echoAt(call));
  numbers[call + CALL_AT] = at;
  numbers[call + CALL_TOKENS] = numbers[TOKENS]!;
  numbers[call + CALL_FLAGS] =
    (event.writes ? FLAG_WRITE : 0) |
    (event.payload ? FLAG_PAYLOAD : 0) |
    (event.tidying ? FLAG_TIDYING : 0) |
    (event.piped ? FLAG_PIPED : 0) |
    (event.manyArgs ? FLAG_MANY : 0) |
    (event.notes ? FLAG_NOTE : 0) |
    (event.landing === COMMITS ? FLAG_COMMIT : 0) |
    (event.landing === UNDOES ? FLAG_UNDO : 0) |
    (event.round === undefined ? 0 : FLAG_NAMED) |
    (run.exempt?.has(event.name) === true ? FLAG_EXEMPT : 0) |
    (run.pollers?.has(event.name) === true ? FLAG_POLLER : 0) |
    (event.checks * FLAG_CHECKS);
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

/** An act that is called again while an earlier round's is still open: that one has no result. */
function giveUpEarlier(
  run: RunMemory,
  learned: Learned,
  step: Step,
  act: number,
  round: number,
): void {
  const earlier = findEarlier(run, act, round);
  if (earlier < 0) return;
  countWithoutResult(run, learned, step, earlier);
  closeCall(run, earlier);
}

function countWithoutResult(run: RunMemory, learned: Learned, step: Step, call: number): void {
  const { numbers } = run;
  fillFromCall(run, step, call);
  judgeWithoutResult(run, step, call, numbers[RESULTS] === 0);
  if ((numbers[call + CALL_FLAGS]! & FLAG_NAMED) === 0) step.round = 0;
  countStep(run, learned, step);
  giveUpCall(run, call, step.newAct);
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
  const counted = (flags & FLAG_COUNTED) !== 0;
  if (counted) {
    // It was counted for want of this result.
    numbers[STEPS]! -= 1;
    uncountResultless(run, callAct(run, call));
  }
  fillFromCall(run, step, call);
  judge(run, event, step, call);
  step.teaches = inOrder;
  step.ms = inOrder ? at - step.callAt : Number.NaN;
  // First the tool: a detector asks how late this step was, not the one before.
  if (inOrder) {
    learnObservation(run, learned, 1 - step.failed, depth);
    learnTool(run, learned, step);
  }
  countStep(run, learned, step, counted ? { newAct: (flags & FLAG_NEW) !== 0 } : undefined);
  closeCall(run, call);
}
