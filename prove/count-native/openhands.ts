import {
  at,
  countOf,
  documentIn,
  linesIn,
  textAt,
  type Counter,
  type NativeFile,
} from './counter.ts';

/** Events of the SDK; and of the version before it, which names an action or an observation. */
export const openhands: Counter = {
  format: 'OpenHands',
  owns: (file) => eventsIn(file).some((event) => isCall(event) || isAnswer(event)),
  count(file) {
    const events = eventsIn(file);
    return { calls: countOf(events, isCall), failed: countOf(events, hasFailed) };
  },
};

function eventsIn(file: NativeFile): unknown[] {
  const document = documentIn(file);
  if (document === undefined) return linesIn(file);
  return Array.isArray(document) ? document : [document];
}

const NO_TOOLS: ReadonlySet<string> = new Set([
  'message',
  'system',
  'change_agent_state',
  'recall',
  'null',
  'condensation',
]);

function isCall(event: unknown): boolean {
  if (at(event, 'kind') === 'ActionEvent') return true;
  const action = at(event, 'action');
  return (
    at(event, 'kind') === undefined &&
    at(event, 'source') === 'agent' &&
    typeof action === 'string' &&
    !NO_TOOLS.has(action)
  );
}

function isAnswer(event: unknown): boolean {
  return ['ObservationEvent', 'AgentErrorEvent'].includes(textAt(event, 'kind'));
}

function hasFailed(event: unknown): boolean {
  if (at(event, 'kind') === 'AgentErrorEvent') return true;
  if (at(event, 'observation', 'is_error') === true) return true;
  return at(event, 'kind') === undefined && at(event, 'observation') === 'error';
}
