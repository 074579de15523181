import { FEATURE } from '../../run/features.ts';
import { RUN } from '../../memory/layout.ts';
import { logit } from '../../numeric/logit.ts';
import type { Thought } from '../thought.ts';

/**
 * The sources of confidence and the weight of each in log-odds: what counts for how much is set
 * here and nowhere else. `process` and `meta` carry the specification's 0.6 and 0.4 (its section 1,
 * `_integrate_confidences`); `stated` carries 0.3, since what language models say of their own
 * confidence ranks outcomes hardly better than chance (AUROC .53 on 10 140 recorded answers).
 *
 * All are priors: until weights are learned from outcomes, they are the same for every agent.
 */
export const SOURCES = [
  { name: 'process', weight: 0.6 },
  { name: 'meta', weight: 0.4 },
  { name: 'stated', weight: 0.3 },
] as const;

/**
 * What a standing concern takes from the log-odds, per unit of its strength. A prior: in recorded
 * runs of six sets 131 of 137 runs that ended inside a loop or stall failed, against 58 % of those without one,
 * which is 2.8 nats; a loop that is seen under way may yet be left.
 */
export const CONCERN_NATS = 2;

/** Places of the sources in `says` and `adds`. */
export const PROCESS = 0;
export const META = 1;
export const STATED = 2;
/** The task's record stands beside them: it is the base the sources add to. */
export const TASK = 3;
export const SOURCE_COUNT = 3;

/** Spread of a source's log-odds before anything is seen: one nat either way, times its weight. */
export const PRIOR_SPREAD_NATS = 1;

/** Fills what each source says, a probability, and what it adds, in log-odds; NaN if silent. */
export function askSources(thought: Thought): void {
  const { says, adds } = thought;
  const features = thought.run.numbers;
  says[PROCESS] = features[RUN.features + FEATURE.reliabilityMean]!;
  says[META] = thought.stepsObserved > 0 ? thought.nextStep : Number.NaN;
  says[STATED] = features[RUN.features + FEATURE.stated]!;
  for (let i = 0; i < SOURCE_COUNT; i++) {
    adds[i] = Number.isNaN(says[i]!) ? Number.NaN : SOURCES[i]!.weight * logit(says[i]!);
  }
}
