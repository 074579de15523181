import { standingConcerns } from './concerns/ledger.ts';
import { usualSteps } from './learning/mind.ts';
import { RUN } from './memory/layout.ts';
import { bitOf } from './options.ts';
import { assess } from './quality/assessor.ts';
import { narrate } from './report/narrative.ts';
import type {
  Concern,
  EffortLevel,
  Experience,
  Problem,
  Report,
  ReportHead,
  Timing,
} from './report/report.ts';
import { LAST_AT } from './run/counts.ts';
import { FEATURES, fillFromCounts, fillFromEvents } from './run/features.ts';
import { reportAwareness, senseNextStep } from './stages/awareness/awareness.ts';
import { drawBand, reportConfidence, weighSources } from './stages/confidence/confidence.ts';
import { clarityOf, coherenceOf } from './stages/integration/coherence.ts';
import { meetMoment } from './stages/integration/continuity.ts';
import { advise } from './stages/integration/advice.ts';
import { compete, richnessOf } from './stages/integration/workspace.ts';
import { lookInside, reportIntrospection } from './stages/introspection/introspection.ts';
import { fillFromProcesses } from './stages/introspection/state-features.ts';
import type { Thought } from './stages/thought.ts';

type Draft = { -readonly [K in keyof Report]?: Report[K] };

/**
 * One thought over filled features: the four stages in order, each seeing what the earlier ones left in
 * `thought`, then the assessor, then the parts that were asked for. Never waits.
 *
 * @param bits The parts asked for, as `partBits` gives them.
 * @param now Milliseconds; read before and after every stage.
 */
export function think(
  thought: Thought,
  id: number,
  bits: number,
  effort: EffortLevel,
  now: () => number,
): ReportHead & Draft {
  const { run, startedAt, deadlineAt } = thought;
  senseNextStep(thought); //                                          1 awareness
  const timed = (bits & TIMING) !== 0;
  const awareAt = timed ? now() : startedAt;
  weighSources(thought); //                                           2 confidence
  if ((bits & BAND) !== 0) drawBand(thought);
  const weighedAt = timed || (bits & INSIDE) !== 0 ? now() : startedAt;
  const concerns = standingConcerns(run);
  if ((bits & INSIDE) !== 0) lookInside(thought, deadlineAt - weighedAt); // 3 introspection
  const lookedAt = timed ? now() : startedAt;
  if ((bits & WHOLE) !== 0) integrate(thought, concerns); //          4 integration

  const report: ReportHead & Draft = {
    id,
    agent: run.agent,
    run: run.run,
    at: startedAt,
    status: 'complete',
    problems: takeProblems(thought),
  };
  if ((bits & ADVICE) !== 0) report.advice = advise(run, concerns, thought.falseAlarmRate);
  if ((bits & CONCERNS) !== 0) report.concerns = concerns;
  if ((bits & CONFIDENCE) !== 0) report.confidence = reportConfidence(thought);
  if ((bits & EXPERIENCE) !== 0) report.experience = reportExperience(thought, concerns);
  if ((bits & AWARENESS) !== 0) report.awareness = reportAwareness(thought);
  if ((bits & INTROSPECTION) !== 0) report.introspection = reportIntrospection(thought);
  if ((bits & QUALITY) !== 0) report.quality = assess(thought);
  if ((bits & FEATURE_VECTOR) !== 0) report.features = reportFeatures(thought);
  if (timed) {
    const endedAt = now();
    report.timing = {
      totalMs: endedAt - startedAt,
      queueMs: 0,
      stageMs: {
        awareness: awareAt - startedAt,
        confidence: weighedAt - awareAt,
        introspection: lookedAt - weighedAt,
        integration: endedAt - lookedAt,
      },
      deadlineMs: deadlineAt - startedAt,
      effort,
    } satisfies Timing;
  }
  return report;
}

/** Stage 4: so what? Contents compete, the winners are told, and this moment is remembered. */
function integrate(thought: Thought, concerns: readonly Concern[]): void {
  const { run, state, startedAt } = thought;
  const at = state === undefined || Number.isNaN(state.at) ? run.numbers[LAST_AT]! : state.at;
  compete(thought, concerns);
  thought.coherence = coherenceOf(thought.says);
  thought.clarity = clarityOf(thought.says);
  thought.richness = richnessOf(thought);
  thought.continuity = meetMoment(run.numbers, Number.isNaN(at) ? startedAt : at);
}

/** The forecast alone, by the first two stages: log-odds that the run ends well. */
export function foresee(thought: Thought): number {
  fillFeatures(thought);
  senseNextStep(thought);
  weighSources(thought);
  return thought.logOdds;
}

/** Fills the feature vector: the only part of a thought whose cost grows with a state. */
export function fillFeatures(thought: Thought): void {
  const { numbers, mind } = thought.run;
  thought.usualSteps = usualSteps(mind, thought.learned.population);
  fillFromCounts(numbers, thought.usualSteps);
  if (thought.state === undefined) fillFromEvents(numbers);
  else fillFromProcesses(numbers, thought.state);
}

function reportExperience(thought: Thought, concerns: readonly Concern[]): Experience {
  const content: { what: string; salience: number }[] = [];
  for (let i = 0; i < thought.contentCount; i++) {
    content.push({ what: thought.contentWhat[i]!, salience: thought.contentSalience[i]! });
  }
  const experience: { -readonly [K in keyof Experience]: Experience[K] } = {
    content,
    narrative: narrate(thought, concerns),
    richness: thought.richness,
  };
  if (thought.clarity >= 0) experience.clarity = thought.clarity;
  if (thought.continuity >= 0) experience.continuity = thought.continuity;
  return experience;
}

function reportFeatures(thought: Thought): Record<string, number> {
  const features: Record<string, number> = {};
  for (let i = 0; i < FEATURES.length; i++) {
    const value = thought.run.numbers[RUN.features + i]!;
    if (value >= 0) features[FEATURES[i]!] = value;
  }
  return features;
}

function takeProblems(thought: Thought): readonly Problem[] {
  const { problems } = thought.run;
  if (problems.length === 0) return [];
  thought.run.problems = [];
  return problems;
}

const ADVICE = bitOf('advice');
const CONCERNS = bitOf('concerns');
const CONFIDENCE = bitOf('confidence');
const EXPERIENCE = bitOf('experience');
const AWARENESS = bitOf('awareness');
const INTROSPECTION = bitOf('introspection');
const QUALITY = bitOf('quality');
const TIMING = bitOf('timing');
const FEATURE_VECTOR = bitOf('features');
/** Parts that need a stage's work at all. */
const BAND = CONFIDENCE;
const INSIDE = INTROSPECTION | QUALITY;
const WHOLE = EXPERIENCE | QUALITY;
