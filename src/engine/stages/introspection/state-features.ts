import {
  ACCURACY,
  EFFORT,
  ELAPSED_MS,
  LOAD,
  PROGRESS,
  SUCCESS_RATE,
  type DecodedState,
} from '../../input/decoded-state.ts';
import { RUN } from '../../memory/layout.ts';
import { hashWord } from '../../numeric/hash.ts';
import { focusOf } from '../../numeric/focus.ts';
import { FEATURE } from '../../run/features.ts';
import { effortOf, latenessOf, rowOf } from './effort.ts';

/**
 * Fills the features that only a state's processes say, in one pass: the only part of a thought
 * whose cost grows with the state.
 */
export function fillFromProcesses(features: Float64Array, state: DecodedState): void {
  const { numbers, count } = state;
  let reliability = 0;
  let reliabilities = 0;
  let worst = 1;
  let best = 0;
  let load = 0;
  let loads = 0;
  let progress = 0;
  let progresses = 0;
  let effort = 0;
  let efforts = 0;
  let lateness = 0;
  let latenesses = 0;
  for (let i = 0; i < count; i++) {
    const row = rowOf(i);
    const stated = reliabilityOf(numbers, row);
    if (stated >= 0) {
      reliability += stated;
      reliabilities += 1;
      if (stated < worst) worst = stated;
      if (stated > best) best = stated;
    }
    const ownLoad = numbers[row + LOAD]!;
    if (ownLoad >= 0) {
      load += ownLoad;
      loads += 1;
    }
    const ownProgress = numbers[row + PROGRESS]!;
    if (ownProgress >= 0) {
      progress += ownProgress;
      progresses += 1;
    }
    const ownEffort = effortOf(numbers, row, Number.NaN);
    numbers[row + EFFORT] = ownEffort;
    if (ownEffort >= 0) {
      effort += ownEffort;
      efforts += 1;
    }
    const late = latenessOf(numbers, row);
    if (late >= 0) {
      lateness += late;
      latenesses += 1;
    }
  }
  const at = RUN.features;
  const none = Number.NaN;
  features[at + FEATURE.reliabilityMean] = reliabilities > 0 ? reliability / reliabilities : none;
  features[at + FEATURE.reliabilityWorst] = reliabilities > 0 ? worst : none;
  features[at + FEATURE.reliabilitySpread] = reliabilities > 0 ? best - worst : none;
  features[at + FEATURE.load] = loads > 0 ? load / loads : none;
  features[at + FEATURE.progress] = progresses > 0 ? progress / progresses : none;
  features[at + FEATURE.effort] = efforts > 0 ? effort / efforts : none;
  features[at + FEATURE.lateness] = latenesses > 0 ? lateness / latenesses : none;
  features[at + FEATURE.focus] = attentionFocus(state);
}

/** Hash of the process that has most attention; 0 where there is none. Features are filled. */
export function mostAttended(state: DecodedState): number {
  let most = -1;
  for (let i = 0; i < state.count; i++) {
    if (state.attention[i]! > (most < 0 ? 0 : state.attention[most]!)) most = i;
  }
  return most < 0 ? 0 : hashWord(state.ids[most]!);
}

/** A process's stated reliability: its accuracy, else its success rate; NaN if it says neither. */
export function reliabilityOf(numbers: Float64Array, row: number): number {
  const accuracy = numbers[row + ACCURACY]!;
  return Number.isNaN(accuracy) ? numbers[row + SUCCESS_RATE]! : accuracy;
}

/**
 * How concentrated attention is. Where a state does not say, a process that is under way weighs by
 * its load, and less the longer it has run: load / (1 + elapsed / mean elapsed).
 */
function attentionFocus(state: DecodedState): number {
  if (state.count === 0) return Number.NaN;
  if (!state.hasAttention) inferAttention(state);
  return focusOf(state.attention, state.count);
}

function inferAttention(state: DecodedState): void {
  const { numbers, attention, count } = state;
  let elapsed = 0;
  let timed = 0;
  for (let i = 0; i < count; i++) {
    const own = numbers[rowOf(i) + ELAPSED_MS]!;
    if (own > 0) {
      elapsed += own;
      timed += 1;
    }
  }
  const mean = elapsed / timed;
  for (let i = 0; i < count; i++) {
    const row = rowOf(i);
    if (state.stageCodes[i] !== 0) {
      attention[i] = 0;
      continue;
    }
    const load = numbers[row + LOAD]!;
    const own = numbers[row + ELAPSED_MS]!;
    const age = own > 0 ? own / mean : 0;
    attention[i] = (load >= 0 ? load : 1) / (1 + age);
  }
}
