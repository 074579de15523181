import type { DecodedState } from '../input/decoded-state.ts';
import { countStep, learnObservation, type Learned } from '../learning/learn-step.ts';
import { learnTool } from '../learning/tool-knowledge.ts';
import { ownKey, toolKey } from '../learning/records.ts';
import { combine, hashWord } from '../numeric/hash.ts';
import { hashText } from './canonical.ts';
import { EVENTS, FIRST_AT, LAST_AT, STATED } from './counts.ts';
import { FIRST_CALL_LABEL } from './calls.ts';
import { beginPass, endPass, isNewlyFinished, type FinishedPass } from './finished.ts';
import { labelOf, writeLabel } from './labels.ts';
import { noteProblem, noteUnknownField, setTask, type RunMemory } from './run-memory.ts';
import { setSignal } from './signals.ts';
import type { Step } from './step.ts';
import { saysNothing } from '../words/nothing.ts';
import { DONE, ELAPSED_MS, FAILED } from '../input/decoded-state.ts';
import { rowOf } from '../stages/introspection/effort.ts';

/**
 * Takes one state into a run's memory. A finished process is a step, once a run; together the newly
 * finished ones of a state are one observation: worked ÷ finished.
 */
export function observeState(
  run: RunMemory,
  state: DecodedState,
  learned: Learned,
  step: Step,
  pass: FinishedPass,
  now: number,
  depth: number,
): void {
  const { numbers } = run;
  const at = Number.isNaN(state.at) ? now : state.at;
  const inOrder = !(at < numbers[LAST_AT]!);
  if (inOrder) {
    numbers[LAST_AT] = at;
    if (Number.isNaN(numbers[FIRST_AT]!)) numbers[FIRST_AT] = at;
  } else noteProblem(run, 'out-of-order', 'a state is earlier than the one before');
  if (state.task !== undefined) setTask(run, state.task);
  if (!Number.isNaN(state.confidence)) numbers[STATED] = state.confidence;
  for (let i = 0; i < state.signalCount; i++) {
    setSignal(run, state.signalNames[i]!, state.signalValues[i]!);
  }
  if (state.unknown.size > 0) for (const name of state.unknown) noteUnknownField(run, name);
  if (state.count > 0) observeFinished(run, state, learned, step, pass, at, inOrder, depth);
  numbers[EVENTS]! += 1;
}

function observeFinished(
  run: RunMemory,
  state: DecodedState,
  learned: Learned,
  step: Step,
  pass: FinishedPass,
  at: number,
  inOrder: boolean,
  depth: number,
): void {
  let worked = 0;
  let finished = 0;
  beginPass(pass, run);
  for (let i = 0; i < state.count; i++) {
    const stage = state.stageCodes[i]!;
    if (stage === 0) continue;
    if (!isNewlyFinished(pass, hashWord(state.ids[i]!))) continue;
    finished += 1;
    if (stage === DONE) worked += 1;
    fillFromProcess(run, state, step, i, at);
    step.teaches = inOrder;
    countStep(run, learned, step);
    if (inOrder) learnTool(run, learned, step);
  }
  endPass(pass);
  if (pass.overflow) {
    noteProblem(run, 'too-many-finished', 'over 256 finished processes: the others teach nothing');
  }
  if (finished > 0 && inOrder) learnObservation(run, learned, worked / finished, depth);
}

function fillFromProcess(
  run: RunMemory,
  state: DecodedState,
  step: Step,
  i: number,
  at: number,
): void {
  const type = state.types[i] ?? 'unknown';
  const action = state.actions[i];
  const result = state.results[i];
  const elapsed = state.numbers[rowOf(i) + ELAPSED_MS]!;
  step.toolHash = toolKey(type);
  step.ownToolHash = ownKey(step.toolHash, run.agentKey);
  step.programHash = step.toolHash;
  step.ownProgramHash = step.ownToolHash;
  // Without an identity of its own, a process is told apart by its id: it never repeats.
  step.act = combine(step.toolHash >>> 0, hashText(action ?? state.ids[i]!));
  step.news = result === undefined ? 0 : hashText(result);
  step.newsChars = result?.length ?? 0;
  step.failed = state.stageCodes[i] === FAILED ? 1 : 0;
  step.empty = result !== undefined && saysNothing(result);
  step.outage = false;
  step.list = false;
  step.failure = step.failed === 1 ? step.news : 0;
  step.writes = false;
  step.changed = false;
  step.tidying = false;
  step.commits = false;
  step.undoes = false;
  step.checks = 0;
  step.exempt = action === undefined || run.exempt?.has(type) === true;
  step.note = false;
  step.poller = run.pollers?.has(type) === true;
  step.argsChars = action?.length ?? 0;
  step.round = 0;
  step.callEvent = run.numbers[EVENTS]!;
  step.callAt = at;
  step.callTokens = 0;
  step.ms = elapsed;
  step.labelSlot = -1;
  if (action !== undefined) {
    // A state has no open calls: their first label is free.
    step.labelSlot = FIRST_CALL_LABEL;
    writeLabel(run.labels, FIRST_CALL_LABEL, labelOf(type, action));
  }
}
