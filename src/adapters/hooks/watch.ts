import type { Engine, Run } from '../../engine/contract.ts';
import type { Action, Concern, ConcernKind } from '../../engine/report/report.ts';
import { findingOf, sentenceFor } from '../../engine/stages/integration/advice.ts';
import type { Answer, Call, Host, Moment, Result } from './host.ts';

/** What is remembered of a session beside the engine: bounded, and no texts. */
export interface Memory {
  /** Whose session it is; the first event names it. */
  agent: string | undefined;
  /** Whether a person sits there. */
  interactive: boolean;
  /** Whether the agent was made to go on since somebody spoke. */
  pressed: boolean;
  /** What was said of which concern, the oldest first. */
  said: Said[];
  /** Calls that a person was asked about, the oldest first. */
  asked: { readonly id: string; readonly kind: ConcernKind }[];
}

interface Said {
  readonly concern: string;
  action: Action;
  /** What it had cost by then. */
  steps: number;
}

export interface WatchOptions {
  /** Whether `stop` may end the whole agent: only where the user said so. */
  readonly mayEnd: boolean;
}

const SAID_MAX = 32;
const ASKED_MAX = 16;

export function createMemory(): Memory {
  return { agent: undefined, interactive: true, pressed: false, said: [], asked: [] };
}

/**
 * Tells the engine what happened in a session, and says what is to be said about it: the agent is
 * told once of each concern, beside a result; then a person is asked about the call that goes on with
 * it, or, where the host cannot ask, that call is denied once with the question; then it is denied.
 * A claim that nothing bears out keeps the agent at work once.
 */
export function watch(
  moment: Moment,
  engine: Engine,
  memory: Memory,
  host: Host,
  options: WatchOptions,
): Answer | undefined {
  if (moment.kind === 'start') return undefined;
  if (moment.kind === 'prompt') hearPrompt(memory, moment.person);
  const run = runOf(moment, engine, memory, host);
  switch (moment.kind) {
    case 'call':
      return weighCall(run, memory, moment.call, host, options);
    case 'result':
      return takeResult(run, memory, moment.call, moment.result);
    case 'answer':
      return takeAnswer(run, memory, moment.text, moment.pressed);
    case 'prompt': {
      const type = moment.person || !memory.interactive ? 'user' : 'note';
      if (moment.text !== '') run.add({ type, text: moment.text });
      break;
    }
    case 'note':
      run.add({ type: 'note', text: moment.text });
      break;
    default:
      void run.end();
  }
  return undefined;
}

/** The first word decides whether a person sits there; a later one of a program is a wake-up. */
function hearPrompt(memory: Memory, person: boolean): void {
  memory.pressed = false;
  memory.asked = [];
  if (memory.agent === undefined) memory.interactive = person;
}

function runOf(moment: Moment, engine: Engine, memory: Memory, host: Host): Run {
  const { session, subagent, cwd, model } = moment;
  memory.agent ??= model === undefined ? host.agent : `${host.agent}@${model}`.slice(0, 256);
  const task = cwd === undefined ? {} : { task: cwd };
  if (subagent === undefined) {
    return engine.run({
      agent: memory.agent,
      run: session,
      interactive: memory.interactive,
      ...task,
    });
  }
  return engine.run({
    agent: memory.agent,
    run: subagent,
    parent: session,
    interactive: false,
    ...task,
  });
}

function weighCall(
  run: Run,
  memory: Memory,
  call: Call,
  host: Host,
  { mayEnd }: WatchOptions,
): Answer | undefined {
  const { action, concern } = run.adviseOn(call);
  if (concern === undefined || !isDue(memory, run, concern, action)) {
    run.add({ type: 'call', ...call });
    return undefined;
  }
  // Asked about before, and no result came of it: the person said no.
  const refused = action === 'ask' && memory.asked.some(({ kind }) => kind === concern.kind);
  remember(memory, run, concern, action);
  if (action === 'stop' || refused) {
    const text = `${sentenceFor(concern)} The same call is refused until something else was done.`;
    return { say: 'deny', text, end: action === 'stop' && mayEnd };
  }
  if (!host.asks) {
    const text = `${sentenceFor(concern)} If it must be made all the same, say why and make it again.`;
    return { say: 'deny', text, end: false };
  }
  // It is made if the person agrees.
  run.add({ type: 'call', ...call });
  memory.asked.push({ id: call.id, kind: concern.kind });
  if (memory.asked.length > ASKED_MAX) memory.asked.shift();
  return { say: 'ask', text: `Second Thought: ${findingOf(concern)} Let it go on all the same?` };
}

/** Whether a call is to be held up for a concern. */
function isDue(memory: Memory, run: Run, concern: Concern, action: Action): boolean {
  if (action !== 'ask' && action !== 'stop') return false;
  const said = saidOf(memory, run, concern);
  const open = memory.asked.some(({ kind }) => kind === concern.kind);
  if (action === 'ask') return open || (said?.action !== 'ask' && said?.action !== 'stop');
  // A call that leads out of a loop is known; out of a stall it is not: it needs room to be tried.
  if (concern.kind === 'loop' || said?.action !== 'stop') return true;
  return concern.cost.steps >= 2 * said.steps;
}

function takeResult(
  run: Run,
  memory: Memory,
  call: Call,
  { interrupted, ...result }: Result,
): Answer | undefined {
  const asked = memory.asked.findIndex(({ id }) => id === call.id);
  // A call that was asked about came to a result: somebody agreed to it.
  if (asked >= 0) run.veto(memory.asked.splice(asked, 1)[0]!.kind);
  run.add({ type: 'result', id: call.id, ...result });
  if (interrupted) run.add({ type: 'user', text: '[Request interrupted by user]' });
  const { concerns } = run.reflectNow({ parts: ['concerns'] });
  const news = concerns.find((concern) => saidOf(memory, run, concern) === undefined);
  if (news === undefined) return undefined;
  remember(memory, run, news, 'tell');
  return { say: 'context', text: `Second Thought: ${sentenceFor(news)}` };
}

function takeAnswer(run: Run, memory: Memory, text: string, pressed: boolean): Answer | undefined {
  if (text !== '') run.add({ type: 'say', text, channel: 'answer' });
  // What a hook has made go on is never made to go on again: it might for ever.
  if (pressed || memory.pressed) return undefined;
  const { concerns } = run.reflectNow({ parts: ['concerns'] });
  const claim = concerns.find(({ kind, run: child }) => kind === CLAIM && child === undefined);
  if (claim === undefined || saidOf(memory, run, claim) !== undefined) return undefined;
  remember(memory, run, claim, 'tell');
  memory.pressed = true;
  return { say: 'go-on', text: `Second Thought: ${sentenceFor(claim)}` };
}

function saidOf(memory: Memory, run: Run, concern: Concern): Said | undefined {
  return memory.said.find((said) => said.concern === keyOf(run, concern));
}

function remember(memory: Memory, run: Run, concern: Concern, action: Action): void {
  const { steps } = concern.cost;
  const said = saidOf(memory, run, concern);
  if (said !== undefined) Object.assign(said, { action, steps });
  else memory.said.push({ concern: keyOf(run, concern), action, steps });
  if (memory.said.length > SAID_MAX) memory.said.shift();
}

/** One concern from where it begins to its end, as told to this run: a parent is told of it, too. */
function keyOf(run: Run, concern: Concern): string {
  return `${run.run} ${concern.run ?? ''} ${concern.kind} ${concern.since.event}`;
}

const CLAIM: ConcernKind = 'unverified-claim';
