import { EFFORT, EXPECTED_MS, type DecodedState } from '../../input/decoded-state.ts';
import { lookUpTool, type ToolKnowledge } from '../../learning/tool-knowledge.ts';
import type { Mind } from '../../learning/mind.ts';
import { ownKey, toolKey } from '../../learning/records.ts';
import { OPEN_CALLS_MAX, RUN } from '../../memory/layout.ts';
import { SHRINKAGE } from '../../numeric/shrinkage.ts';
import { Z_90 } from '../../numeric/normal.ts';
import type { Belief, Introspection, ProcessReport } from '../../report/report.ts';
import { callEvent, CALL_ID, CALL_TOOL, labelSlot, placeAt } from '../../run/calls.ts';
import { OPEN } from '../../run/counts.ts';
import { FEATURE } from '../../run/features.ts';
import { readLabel } from '../../run/labels.ts';
import type { Thought } from '../thought.ts';
import { efficiencyOf, effortOf, rowOf } from './effort.ts';
import { reliabilityOf } from './state-features.ts';

/**
 * Stage 3: what is it doing? By time left, in the specification's three foci: `minimal` looks at
 * nothing, `essential` at the processes, `comprehensive` at the state of the whole as well.
 */
export function lookInside(thought: Thought, timeLeftMs: number): void {
  thought.focusUsed = focusFor(thought, timeLeftMs);
  thought.processes = undefined;
  if (thought.focusUsed === 'minimal') return;
  if (thought.state !== undefined) {
    if (thought.state.hasProcesses) thought.processes = reportProcesses(thought, thought.state);
  } else if (thought.run.numbers[OPEN]! > 0) {
    thought.processes = reportOpenCalls(thought);
  }
}

/** The part of the report. */
export function reportIntrospection(thought: Thought): Introspection {
  const report: { -readonly [K in keyof Introspection]: Introspection[K] } = {
    focus: thought.focusUsed,
  };
  if (thought.processes !== undefined) report.processes = thought.processes;
  if (thought.focusUsed !== 'comprehensive') return report;
  const { numbers } = thought.run;
  const load = numbers[RUN.features + FEATURE.load]!;
  const attention = numbers[RUN.features + FEATURE.focus]!;
  const effort = numbers[RUN.features + FEATURE.effort]!;
  if (load >= 0) report.load = load;
  if (attention >= 0) report.attention = attention;
  if (effort >= 0) report.effort = effort;
  return report;
}

/** The specification's limits: 20 ms left for everything, 10 ms for the processes. */
const COMPREHENSIVE_MS = 20;
const ESSENTIAL_MS = 10;
const Z2 = Z_90 * Z_90;

function focusFor(thought: Thought, timeLeftMs: number): Introspection['focus'] {
  if (thought.focus === 'minimal' || timeLeftMs <= ESSENTIAL_MS) return 'minimal';
  if (thought.focus === 'essential' || timeLeftMs <= COMPREHENSIVE_MS) return 'essential';
  return 'comprehensive';
}

function reportProcesses(thought: Thought, state: DecodedState): Record<string, ProcessReport> {
  const reports: Record<string, ProcessReport> = {};
  const { numbers } = state;
  beginTypes(thought);
  for (let i = 0; i < state.count; i++) {
    const row = rowOf(i);
    const type = state.types[i] ?? 'unknown';
    const stage = state.stages[i] ?? 'unknown';
    const known = knowledgeOf(thought, type);
    const stated = reliabilityOf(numbers, row);
    const reliability = reliabilityBelief(stated, known.observations, known.rate);
    const efficiency = efficiencyOf(numbers, row, known.usualMs);
    // Worked out already, unless what its type usually takes has to stand in for what it expects.
    const expects = numbers[row + EXPECTED_MS]! >= 0;
    const effort = expects ? numbers[row + EFFORT]! : effortOf(numbers, row, known.usualMs);
    reports[state.ids[i]!] =
      efficiency >= 0 && effort >= 0
        ? { type, stage, efficiency, effort, reliability }
        : partialReport(type, stage, efficiency, effort, reliability);
  }
  return reports;
}

function partialReport(
  type: string,
  stage: string,
  efficiency: number,
  effort: number,
  reliability: Belief,
): ProcessReport {
  return {
    type,
    stage,
    ...(efficiency >= 0 ? { efficiency } : undefined),
    ...(effort >= 0 ? { effort } : undefined),
    reliability,
  };
}

/** Open calls of a run, by their label; what they will give is what their tool's record says. */
function reportOpenCalls(thought: Thought): Record<string, ProcessReport> {
  const { run, learned } = thought;
  const reports: Record<string, ProcessReport> = {};
  for (let place = 0; place < OPEN_CALLS_MAX; place++) {
    const at = placeAt(place);
    if (run.numbers[at + CALL_ID] === 0) continue;
    const slot = labelSlot(at);
    const label = (slot >= 0 && readLabel(run.labels, slot)) || `call ${callEvent(run, at)}`;
    const tool = run.numbers[at + CALL_TOOL]!;
    lookUpTool(run, learned, tool, ownKey(tool, run.agentKey), callKnowledge);
    // Equal labels are told apart by their event; a call may be named anything.
    const taken = Object.hasOwn(reports, label) || label === '__proto__';
    reports[taken ? `${label} (event ${callEvent(run, at)})` : label] = {
      type: 'call',
      stage: 'running',
      reliability: reliabilityBelief(Number.NaN, callKnowledge.observations, callKnowledge.rate),
    };
  }
  return reports;
}

/**
 * P(a process works): the record of its type, shrunk to what the process itself states, or to the
 * record's parent where it states nothing. Its 90 % is Wilson's score interval (1927), for as many
 * observations as value rests on, the shrinkage among them.
 */
function reliabilityBelief(stated: number, observed: number, rate: number): Belief {
  const silent = Number.isNaN(stated);
  const n = observed + SHRINKAGE;
  const value = silent ? rate : (observed * rate + SHRINKAGE * stated) / n;
  const scale = 1 / (1 + Z2 / n);
  const centre = (value + Z2 / (2 * n)) * scale;
  const reach = Z_90 * Math.sqrt((value * (1 - value)) / n + Z2 / (4 * n * n)) * scale;
  return {
    value,
    low: Math.max(centre - reach, 0),
    high: Math.min(centre + reach, 1),
    basis: observed > 0 ? 'learned' : silent ? 'prior' : 'measured',
    outcomes: observed,
  };
}

// States have few types; what is known of each is looked up once, until a record is used again.
const TYPES_MAX = 16;
const callKnowledge: ToolKnowledge = { rate: 0, observations: 0, usualMs: 0 };
const typeNames: string[] = [];
const typeKnowledge = Array.from({ length: TYPES_MAX }, () => ({ ...callKnowledge }));
let typeCount = 0;
let typesOf: Mind | undefined;
let typesAt = -1;

function beginTypes(thought: Thought): void {
  const { mind } = thought.run;
  const { clock } = thought.learned.records;
  if (mind === typesOf && clock === typesAt) return;
  typesOf = mind;
  typesAt = clock;
  typeCount = 0;
}

/** The last place serves all types beyond the sixteenth, looked up anew. */
function knowledgeOf(thought: Thought, type: string): ToolKnowledge {
  for (let i = 0; i < typeCount; i++) if (typeNames[i] === type) return typeKnowledge[i]!;
  const place = typeCount < TYPES_MAX ? typeCount++ : TYPES_MAX - 1;
  const { run, learned } = thought;
  const key = toolKey(type);
  typeNames[place] = type;
  lookUpTool(run, learned, key, ownKey(key, run.agentKey), typeKnowledge[place]!);
  return typeKnowledge[place]!;
}
