/** Entry `second-thought`: the engine, and what goes in and comes out of it. */
export { createEngine } from './engine/engine.ts';
export type { Engine, Run } from './engine/contract.ts';
export type { EngineOptions, ReflectOptions } from './engine/options.ts';
export type {
  ConcernEvent,
  EngineEvents,
  InferredEvent,
  Listener,
  StepEvent,
} from './engine/events.ts';
export type { Sign } from './engine/run/signs.ts';
export type { EngineMetrics } from './engine/monitoring/metrics.ts';
export type { Outcome } from './engine/learning/learn-outcome.ts';
export type { CognitiveProcess, CognitiveState } from './engine/input/state.ts';
export type {
  AgentEvent,
  CallEvent,
  NoteEvent,
  OutcomeEvent,
  RecordedRun,
  ResultEvent,
  RunOptions,
  SayEvent,
  SignalEvent,
  UsageEvent,
  UserEvent,
} from './engine/input/event.ts';
export { InputError } from './engine/input/input-error.ts';
export type { InputErrorCode } from './engine/input/input-error.ts';
export type {
  Action,
  Advice,
  Awareness,
  AwarenessLevel,
  Belief,
  Budget,
  CallAdvice,
  Concern,
  ConcernKind,
  Confidence,
  DefaultPart,
  EffortLevel,
  Experience,
  Focus,
  Introspection,
  Part,
  Problem,
  ProcessReport,
  Quality,
  Report,
  ReportHead,
  ReportOf,
  StageName,
  Status,
  Timing,
} from './engine/report/report.ts';
